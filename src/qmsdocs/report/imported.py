"""What came in by Word files, as text for people and as JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from qmsdocs.diagnostics import Message, Translate, say
from qmsdocs.importing.draft import Remark, Sureness
from qmsdocs.importing.incoming import Arrival
from qmsdocs.report.display import visible

VERSION = 1
"""Of the JSON object; raised when a field changes its meaning or goes."""

_SURENESS = {
    Sureness.READ: say("read"),
    Sureness.GUESSED: say("guessed"),
    Sureness.CHANGED: say("approximated"),
    Sureness.DROPPED: say("not taken over"),
}


def as_text(arrivals: Sequence[Arrival], translate: Translate) -> str:
    """A paragraph for each file."""
    return "".join(f"{line}\n" for arrival in arrivals for line in _lines(arrival, translate))


def _lines(arrival: Arrival, translate: Translate) -> Iterator[str]:
    def told(message: Message) -> str:
        return visible(" ".join(message.render(translate).split()))

    yield f"{visible(arrival.name)}: {told(_outcome(arrival))}"
    for rewrite in arrival.rewrites:
        yield f"  {visible(rewrite.path)}"
    for remark in arrival.remarks:
        yield f"  {_sure(remark, translate)}: {told(remark.place)}: {told(remark.what)}{_quoted(remark)}"
    counts = Counter(remark.sureness for remark in arrival.remarks)
    if len(counts) > 1:
        yield "  " + ", ".join(
            f"{counts[kind]} {_SURENESS[kind].render(translate)}" for kind in Sureness if counts[kind]
        )
    if arrival.next:
        yield f"  {told(arrival.next)}"


def _outcome(arrival: Arrival) -> Message:
    if arrival.refusal is not None:
        return say("refused: {reason}", reason=arrival.refusal)
    if not arrival.rewrites:
        return say("{code}: nothing was edited", code=arrival.code)
    return say("{code} updated", code=arrival.code) if arrival.updated else say("{code} taken in", code=arrival.code)


def _sure(remark: Remark, translate: Translate) -> str:
    return _SURENESS[remark.sureness].render(translate)


def _quoted(remark: Remark) -> str:
    quote = visible(" ".join(remark.quote.split()))
    return f": “{quote}”" if quote else ""


def as_json(arrivals: Sequence[Arrival], translate: Translate) -> str:
    """An object with an entry for each file."""
    content = {"version": VERSION, "files": [_entry(arrival, translate) for arrival in arrivals]}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _entry(arrival: Arrival, translate: Translate) -> dict[str, Any]:
    refusal, following = arrival.refusal, arrival.next
    status = "refused" if refusal else "unchanged" if not arrival.rewrites else "updated" if arrival.updated else "new"
    return {
        "file": arrival.name,
        "code": arrival.code or None,
        "status": status,
        "paths": [rewrite.path for rewrite in arrival.rewrites],
        "refusal": refusal.render(translate) if refusal else None,
        "next": following.render(translate) if following else None,
        "remarks": [
            {
                "sureness": remark.sureness.value,
                "place": remark.place.render(translate),
                "what": remark.what.render(translate),
                "quote": remark.quote,
            }
            for remark in arrival.remarks
        ],
    }

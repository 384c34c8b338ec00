"""What changed in a document, as text for people, as JSON for programs and as Markdown for a pull request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qmsdocs.comparison import Difference, by_place
from qmsdocs.diagnostics import Message, Translate, say
from qmsdocs.model.register import AnyDocument
from qmsdocs.report.display import visible
from qmsdocs.report.markdown import LIMIT, escaped

VERSION = 1
"""Of the JSON object; raised when a field changes its meaning or goes."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison with what was compared.

    Args:
        document: as it stands now.
        before, after: names of the two contents, for people: a revision number, a name of git, or the files.
        digests: ``sha256:…`` of the two contents.
        differences: what was found.
        language: ``vi`` or ``en``.
        translate: of that language.
    """

    document: AnyDocument
    before: Message
    after: Message
    digests: tuple[str, str]
    differences: Sequence[Difference]
    language: str
    translate: Translate

    def text(self, message: Message) -> str:
        """A message in the reader's language, on one line, its first letter a capital."""
        line = visible(" ".join(message.render(self.translate).split()))
        return line[:1].upper() + line[1:]

    @property
    def title(self) -> str:
        """What was compared."""
        return visible(f"{self.document.printed_code} {self.document.title}")

    @property
    def sides(self) -> str:
        """The two contents."""
        return f"{visible(self.before.render(self.translate))} → {visible(self.after.render(self.translate))}"

    @property
    def places(self) -> Iterator[tuple[str, list[str]]]:
        """Each place with what happened there."""
        for where, found in by_place(self.differences):
            yield self.text(where), [self.text(difference.what) for difference in found]


def as_text(compared: Compared) -> str:
    """For people on a terminal."""
    lines = [compared.title, compared.sides, ""]
    for where, changes in compared.places:
        lines += [where, *(f"  - {change}" for change in changes)]
    if not compared.differences:
        lines.append(compared.text(say("no difference")))
    return "\n".join(lines) + "\n"


def as_markdown(compared: Compared) -> str:
    """For a comment on a pull request; what would make it too long is counted."""
    lines = [f"### {escaped(compared.title)}", "", escaped(compared.sides), ""]
    if not compared.differences:
        return "\n".join([*lines, escaped(compared.text(say("no difference")))]) + "\n"
    return "\n".join([*lines, *listed(compared, LIMIT - sum(map(len, lines)))]) + "\n"


def listed(compared: Compared, room: int) -> list[str]:
    """The differences as a Markdown list by place, in lines.

    Args:
        compared: the comparison.
        room: how many characters they may take; what would take more is counted.
    """
    lines: list[str] = []
    length, left = 0, len(compared.differences)
    for where, changes in compared.places:
        block = [f"- **{escaped(where)}**", *(f"  - {escaped(change)}" for change in changes)]
        length += sum(len(line) + 1 for line in block)
        if length > room:
            more = say("and {count} more", count=left)
            return [*lines, "", more.render(compared.translate)]
        lines += block
        left -= len(changes)
    return lines


def as_json(compared: Compared) -> str:
    """One object: ``differences`` is a list of ``{where, what, kind, path, before, after}``, in reading order.

    ``where`` and ``what`` are sentences in ``language``; ``kind`` is added, removed, changed or moved; ``path`` is a list of
    keys, ids and codes that does not depend on the language; ``before`` and ``after`` are texts or null.
    """
    content = {
        "version": VERSION,
        "document": compared.document.code,
        "title": compared.document.title,
        "before": {"name": compared.before.render(compared.translate), "content": compared.digests[0]},
        "after": {"name": compared.after.render(compared.translate), "content": compared.digests[1]},
        "language": compared.language,
        "differences": [_entry(difference, compared) for difference in compared.differences],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _entry(difference: Difference, compared: Compared) -> dict[str, Any]:
    return {
        "where": difference.where.render(compared.translate),
        "what": difference.what.render(compared.translate),
        "kind": difference.kind,
        "path": list(difference.path),
        "before": difference.before,
        "after": difference.after,
    }


FORMATS: Mapping[str, Callable[[Compared], str]] = {"text": as_text, "json": as_json, "markdown": as_markdown}
"""The formats by name."""

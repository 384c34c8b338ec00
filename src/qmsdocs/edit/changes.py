"""The list of changes of an open entry: compared with what was approved last, in the language of the agency."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qmsdocs.comparison import Content, Difference, by_place, compare, is_own_wording, joined
from qmsdocs.corroboration import content_of, signed_digest
from qmsdocs.diagnostics import Message, say
from qmsdocs.errors import EditRefused, HistoryMissing
from qmsdocs.history.repository import repository_of
from qmsdocs.language import LANGUAGES, translator
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Change, Revision
from qmsdocs.model.register import Register
from qmsdocs.source import attachments_of

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}\n]*?)\s*\}\}")

Item = Mapping[str, str]
"""An item of ``changes``: ``where`` and ``what``."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What an open entry is compared with.

    Args:
        content: of the revision before it; None where it could not be found.
        problem: why not, with the remedy.
    """

    content: Content | None
    problem: Message | None = None


def baseline_of(root: Path, document: Document, entry: Revision, tree: Content) -> Baseline:
    """The content that an entry was approved with: the files where nothing changed since, else what git keeps.

    Args:
        root: folder of ``qms.yaml``.
        document: as it stands now.
        entry: the revision that was approved last, or the last one carried over.
        tree: the content of the files.

    Raises:
        EditRefused: nothing binds the entry to a content.
    """
    digest = signed_digest(entry)
    if digest is None:
        raise EditRefused(
            say(
                "{code}: nothing says which content {number} had; bind it with `qmsdocs adopt {code}` while the files are "
                "as they were in force, then revise",
                code=document.code,
                number=entry.number,
            )
        )
    if digest == document.origin.digest:
        return Baseline(tree)
    try:
        kept = content_of(repository_of(root), document, entry)
    except HistoryMissing as missing:
        return Baseline(None, missing.message)
    if kept is None:
        return Baseline(None, say("no commit holds the content of {number}", number=entry.number))
    return Baseline(Content.of(kept.document, attachments_of(kept.files, kept.document)))


def listed(before: Content, after: Content, register: Register) -> list[Item]:
    """The differences of two contents as items of ``changes``: one for each place.

    Args:
        before, after: the contents.
        register: gives profile, agency and language.
    """
    found = [d for d in compare(before, after, register.profile, register.agency) if d.path[0] != "former_codes"]
    translate = translator(register.agency.language)
    return [
        {"where": where.render(translate), "what": _sentence(_whats(differences).render(translate))}
        for where, differences in by_place(found)
    ]


def _whats(differences: Sequence[Difference]) -> Message:
    return joined([difference.what for difference in differences])


def _sentence(text: str) -> str:
    """An item begins with a capital; what stands for a list or a name is told without its braces, which no ledger may hold."""
    text = _PLACEHOLDER.sub(r"[\1]", text)
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of changes, and what became of others.

    Args:
        items: the list.
        hidden: differences that are not in it, because the author says something of their places.
        dropped: items that were in it and are true no longer.
    """

    items: list[Item]
    hidden: tuple[Item, ...] = ()
    dropped: tuple[Item, ...] = ()


def with_own_words(written: Iterable[Change], found: Sequence[Item]) -> Listing:
    """The list with what somebody wrote by hand kept.

    An item in the tool's own wording is the tool's, whoever typed it: it is replaced by what is true now. Any other item
    stays, and where it names the place of a difference it stands for it, in the words of its author.

    Args:
        written: the items of the entry.
        found: the differences now.
    """
    there = [{"where": item.where, "what": item.what} for item in written]
    places = {item["where"]: item for item in found}
    own: dict[str, list[Item]] = {}
    for item in there:
        if not _is_own(item["what"]):
            own.setdefault(item["where"], []).append(item)
    listed_ = [each for item in found for each in own.get(item["where"], [item])]
    others = [each for where, items in own.items() if where not in places for each in items]
    return Listing(
        [*listed_, *others],
        tuple(item for item in found if item["where"] in own),
        tuple(item for item in there if item["where"] not in places and item["where"] not in own),
    )


def _is_own(what: str) -> bool:
    return any(is_own_wording(what, translator(language)) for language in LANGUAGES)

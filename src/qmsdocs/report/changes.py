"""What a change does to the documents, as Markdown for those who review it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qmsdocs.comparison import Content, Difference, compare
from qmsdocs.diagnostics import Diagnostic, Message, say
from qmsdocs.model.change import Change, Pair
from qmsdocs.model.codes import code_key
from qmsdocs.model.document import Document
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.ledger import Revision
from qmsdocs.model.register import AnyDocument
from qmsdocs.report import markdown
from qmsdocs.report.differences import Compared, listed
from qmsdocs.report.markdown import LIMIT, escaped
from qmsdocs.report.run import Run, one_line
from qmsdocs.yaml.reader import read_yaml

_LONGEST = 12_000
"""Characters for one document, so that one that is written anew does not push out the others."""

_ENTRY_ROOM = 200
"""Characters kept free for the sentence that says how much was left out."""


def render_summary(diagnostics: Iterable[Diagnostic], run: Run, change: Change | None = None) -> str:
    """The page that a reviewer reads: what is wrong, then what the change does; it fits into a comment.

    Args:
        diagnostics: what was found, in any order.
        run: the check.
        change: the change that was checked, if one was.
    """
    in_order = tuple(sorted(diagnostics, key=lambda d: d.sort_key))
    if change is None:
        return markdown.render(in_order, run)
    problems = markdown.render(in_order, run, LIMIT // 2)
    return f"{problems}\n{render_change(change, run, LIMIT - len(problems))}"


def render_change(change: Change, run: Run, limit: int = LIMIT) -> str:
    """What changed: by document with its entry and the differences by section, then what came, went and is changed outside.

    Args:
        change: the change.
        run: the check, for language and rules of printing.
        limit: how many characters the text may have; documents that do not fit are counted.

    Returns:
        Markdown that ends with a line end.
    """
    telling = _Telling(change, run)
    title = "## " + telling.say("What changed since {revision}", revision=change.since)
    blocks = list(telling.blocks())
    if not blocks:
        return f"{title}\n\n" + telling.say("No document changed.") + "\n"
    kept, length = [title], len(title)
    for done, block in enumerate(blocks):
        length += len(block) + 2
        if length > limit - _ENTRY_ROOM:
            kept.append(telling.say("and {count} more changed documents", count=len(blocks) - done))
            break
        kept.append(block)
    return "\n\n".join(kept) + "\n"


class _Telling:
    """A change, told in a language."""

    def __init__(self, change: Change, run: Run) -> None:
        self._change, self._run = change, run

    def say(self, template: str, **values: object) -> str:
        """A sentence that Markdown prints as it is."""
        return self._line(say(template, **values))

    def blocks(self) -> Iterator[str]:
        """One for each document that changed; then lists of what came, what went, and what else was touched."""
        change = self._change
        yield from (self._pair(pair) for pair in change.pairs if _differ(pair.before, pair.now))
        known = {pair.now.origin.path for pair in change.pairs}
        new = [document for document in change.now.documents if document.origin.path not in known]
        yield from self._list(say("New documents"), map(self._new, new))
        yield from self._list(say("Documents that are gone"), map(_named, change.removed))
        yield from self._externals()
        yield from self._list(say("Changed in qms.yaml"), self._settings())

    def _pair(self, pair: Pair) -> str:
        before, now = pair
        sides = [Content.of(document, self._forms(pair, document)) for document in pair]
        was, becomes = (document.last.number if document.last else "–" for document in pair)
        lines = ["### " + escaped(one_line(f"{_named(now)} — {was if was == becomes else f'{was} → {becomes}'}")), ""]
        if now.last:
            lines += [*self._entry(now.last), ""]
        if now.withdrawn:
            lines += [self.say("Withdrawn from {day}", day=now.withdrawn.on.isoformat()), ""]
        return "\n".join([*lines, *self._differences(before, now, sides)])

    def _forms(self, pair: Pair, document: Document) -> dict[str, bytes]:
        """The files of forms by name, each stood for by its hash."""
        side = 0 if document is pair.before else 1
        by_key = {
            code_key(code): sums for (path, code), sums in self._change.files.items() if path == pair.now.origin.path
        }
        files = {form.file: by_key.get(code_key(form.code), (None, None))[side] for form in document.forms if form.file}
        return {name: hash_.encode() for name, hash_ in files.items() if hash_}

    def _entry(self, entry: Revision) -> Iterator[str]:
        """What the ledger says about the last entry."""
        if entry.reason:
            yield from (self.say("Reason: {reason}", reason=entry.reason), "")
        approved = entry.approved
        if approved and approved.on:
            decision, by = approved.decision or "–", self._person(approved.by or approved.name or "–")
            day, effective = approved.on.isoformat(), (entry.in_force_from or approved.on).isoformat()
            said = say(
                "Approved by {by} on {day}, decision {decision}; in force from {effective}",
                by=by,
                day=day,
                decision=decision,
                effective=effective,
            )
        else:
            said = say("Not approved yet")
        yield self._line(said)

    def _person(self, id_: str) -> str:
        people = self._change.now.agency.people
        return people[id_].name if id_ in people else id_

    def _externals(self) -> Iterator[str]:
        """External documents that came, went or changed; they have no ledger."""
        old = {code_key(external.code): external for external in self._change.base.externals}
        now = {code_key(external.code): external for external in self._change.now.externals}
        kept = [(old[key], external) for key, external in now.items() if key in old]
        yield from (self._external(before, external) for before, external in kept if _differ(before, external))
        new = [external for key, external in now.items() if key not in old]
        yield from self._list(say("New external documents"), map(_named, new))
        gone = [external for key, external in old.items() if key not in now]
        yield from self._list(say("External documents that are gone"), map(_named, gone))

    def _external(self, before: ExternalDocument, now: ExternalDocument) -> str:
        sides = [Content.of(document, {}) for document in (before, now)]
        return "\n".join(["### " + escaped(one_line(_named(now))), "", *self._differences(before, now, sides)])

    def _differences(self, before: AnyDocument, now: AnyDocument, sides: Sequence[Content]) -> list[str]:
        register = self._change.now
        found: Sequence[Difference] = compare(sides[0], sides[1], register.profile, register.agency)
        names, digests = (Message(before.code), Message(now.code)), (sides[0].digest, sides[1].digest)
        lines = listed(Compared(now, *names, digests, found, self._run.language, self._run.translate), _LONGEST)
        return lines or [self.say("The content is as it was.")]

    def _settings(self) -> Iterator[str]:
        """The keys of qms.yaml that are not as they were."""
        if not self._change.founded:
            return
        before, now = (read_yaml(register.agency.origin.yaml) for register in (self._change.base, self._change.now))
        yield from (key for key in {**before, **now} if before.get(key) != now.get(key))

    def _new(self, document: Document) -> str:
        return f"{_named(document)} — {document.last.number}" if document.last else _named(document)

    def _list(self, title: Message, items: Iterable[str]) -> Iterator[str]:
        lines = [f"- {escaped(one_line(item))}" for item in items]
        if lines:
            yield "\n".join(["### " + self._line(title), "", *lines])

    def _line(self, message: Message) -> str:
        return escaped(one_line(message.render(self._run.translate)))


def _named(document: AnyDocument) -> str:
    return f"{document.printed_code} {document.title}"


def _differ(before: AnyDocument, now: AnyDocument) -> bool:
    one, other = before.origin, now.origin
    return (one.yaml, one.text, one.digest) != (other.yaml, other.text, other.digest)

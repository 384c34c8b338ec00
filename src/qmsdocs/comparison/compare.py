"""The comparison of two contents of one document, ordered as a reader meets the differences in the printed document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property

from qmsdocs.comparison import wording
from qmsdocs.comparison.difference import Content, Difference
from qmsdocs.comparison.facts import Facts
from qmsdocs.comparison.names import FORMS
from qmsdocs.comparison.sections import outline
from qmsdocs.comparison.text import section_place, text_differences
from qmsdocs.diagnostics import Message, say
from qmsdocs.markdown.arrangement import TITLES
from qmsdocs.model.agency import Agency
from qmsdocs.model.codes import code_key
from qmsdocs.model.digest import normalized_text
from qmsdocs.model.profile import BLOCKS as BLOCK_NAMES
from qmsdocs.model.profile import Block as BlockName
from qmsdocs.model.profile import Profile


def compare(before: Content, after: Content, profile: Profile, agency: Agency) -> tuple[Difference, ...]:
    """What is not as it was. Contents with the same digest have no differences, all others have at least one.

    Args:
        before, after: the contents.
        profile: names the sections in which facts are printed.
        agency: names units, and what placeholders stand for.

    Returns:
        The differences in the order of the printed document: general facts, then section by section.
    """
    if before.digest == after.digest:
        return ()
    return tuple(_Comparison(before, after, profile, agency).differences())


class _Comparison:
    def __init__(self, before: Content, after: Content, profile: Profile, agency: Agency) -> None:
        self._contents = before, after
        self._facts = Facts(before.facts, after.facts, agency)
        self._before, self._after = (outline(content, profile, agency) for content in (before, after))

    def differences(self) -> Iterator[Difference]:
        told = [*self._facts.general(), *self._printed(), *self._loose_files()]
        yield from told
        yield from self._style({difference.path[0] for difference in told})

    def _printed(self) -> Iterator[Difference]:
        """The text, and the blocks behind the sections that they are printed in."""
        placed = [
            (at, 0, difference) for at, difference in text_differences(self._before.sections, self._after.sections)
        ]
        placed += [(at, 1, difference) for name in BLOCK_NAMES for at, difference in self._block(name)]
        yield from (difference for _, _, difference in sorted(placed, key=lambda each: each[:2]))

    def _block(self, name: BlockName) -> Iterator[tuple[int, Difference]]:
        at, section = self._spot(name)
        found = [*self._facts.block(name, section)]
        if name == "forms":
            found += self._form_files(section)
        yield from ((at, difference) for difference in found)

    def _spot(self, name: BlockName) -> tuple[int, Message]:
        """Where a block is printed now; one that is not printed any more, where its section is."""
        if spot := self._after.spots.get(name):
            return spot.after, section_place(spot.number) if spot.number else TITLES[name]
        former = self._before.spots.get(name)
        slug = self._before.sections[former.after].slug if former else ""
        places = {section.slug: place for place, section in enumerate(self._after.sections)}
        place = places.get(slug, len(self._after.sections) - 1)
        number = self._after.sections[place].number if slug in places else ""
        return place, section_place(number) if number else TITLES[name]

    # --- files

    def _form_files(self, section: Message) -> Iterator[Difference]:
        """Files of forms that stay; those of forms that came or went are told with them."""
        old, new = self._forms
        for name in sorted({*old, *new}):
            code = new.get(name) or old[name]
            if _has(old, code) and _has(new, code):
                yield from self._file(name, FORMS.place(section, code), ("forms", code, "file", name))

    def _loose_files(self) -> Iterator[Difference]:
        """All other files: images, and those of forms that came or went."""
        for name in sorted({name for content in self._contents for name in content.files}):
            if not any(name in forms for forms in self._forms):
                yield from self._file(name, self._place_of_image(name), ("files", name))

    @cached_property
    def _forms(self) -> tuple[Mapping[str, str], ...]:
        """The codes of forms by their files, on both sides; forms without a file by nothing that could be one."""
        return tuple(
            {
                str(form.get("file") or f"\0{number}"): str(form["code"])
                for number, form in enumerate(content.facts.get("forms", ()))
            }
            for content in self._contents
        )

    def _place_of_image(self, name: str) -> Message:
        for outlined in (self._after, self._before):
            for section in outlined.sections:
                if f"[{name}]" in section.body:
                    return section_place(section.number, section.title)
        return say("Files")

    def _file(self, name: str, where: Message, path: tuple[str, ...]) -> Iterator[Difference]:
        old, new = (content.normalized_files.get(name) for content in self._contents)
        if old == new:
            return
        hashes = _hash(old), _hash(new)
        if old is None:
            yield Difference(where, wording.added("file", name), "added", path, *hashes)
        elif new is None:
            yield Difference(where, wording.removed("file", name), "removed", path, *hashes)
        else:
            yield Difference(where, wording.file_changed(name), "changed", path, *hashes)

    # --- what no reader sees

    def _style(self, told: set[str]) -> Iterator[Difference]:
        """Keys and text that are written otherwise and say the same: signatures are bound to how they are written too."""
        old, new = (content.facts for content in self._contents)
        for key in sorted({*old, *new} - told):
            if old.get(key) != new.get(key):
                yield _written(Message("{key}", {"key": key}), (key,))
        if "text" not in told and len({normalized_text(content.text) for content in self._contents}) > 1:
            yield _written(say("the text"), ("text",))


def _written(name: Message, path: tuple[str, ...]) -> Difference:
    return Difference(say("General facts"), wording.style_changed(name), "changed", path)


def _has(forms: Mapping[str, str], code: str) -> bool:
    return code_key(code) in map(code_key, forms.values())


def _hash(data: bytes | None) -> str | None:
    return None if data is None else "sha256:" + hashlib.sha256(data).hexdigest()

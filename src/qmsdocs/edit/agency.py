"""The agency that a new repository is for, and the ``qms.yaml`` that says it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from qmsdocs.diagnostics import Message, say
from qmsdocs.edit.scaffold import one_line, rendered
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.language import LANGUAGES
from qmsdocs.markdown.placeholders import UNIT_ID
from qmsdocs.markdown.slugs import slug_of

UNITS: Mapping[str, str] = {
    "LD": "Lãnh đạo cơ quan",
    "VP": "Văn phòng",
    "KT": "Phòng Kinh tế",
    "VHXH": "Phòng Văn hóa - Xã hội",
    "HCC": "Trung tâm Phục vụ hành chính công",
}
"""The units that the starter set names by their ids, and what they are called until the agency says otherwise."""

_HEAD, _OFFICE = "LD", "VP"
_NAME_OF_OFFICE = UNITS[_OFFICE].casefold()


@dataclass(frozen=True)
class InitOptions:
    """The agency that a new repository is for.

    Args:
        organization: its full name.
        short_name: its short name, printed in headers.
        place: the place name before the date (địa danh).
        parent: the agency above it (cơ quan chủ quản).
        province: the province or city that it belongs to.
        approvers: who may approve documents, each ``NAME, POSITION``, the head first.
        reviewers: who may review documents, in the same way.
        preparers: who may prepare documents, in the same way.
        units: names of units, each ``ID=NAME``; those of :data:`UNITS` keep their names unless they are given.
        language: ``vi`` or ``en``, of messages and printed labels.
        timezone: the time zone of its calendar days.
    """

    organization: str
    short_name: str
    place: str
    parent: str | None = None
    approvers: tuple[str, ...] = ()
    language: str = "vi"
    timezone: str = "Asia/Ho_Chi_Minh"
    province: str | None = None
    reviewers: tuple[str, ...] = ()
    preparers: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


def checked(options: InitOptions) -> InitOptions:
    """The options with tidy texts.

    Raises:
        UnusableConfiguration: one of them cannot be used.
    """
    if options.language not in LANGUAGES:
        raise UnusableConfiguration(
            say("{value} is not a language; write one of: {known}", value=options.language, known=", ".join(LANGUAGES))
        )
    return replace(
        options,
        organization=one_line(say("organization"), options.organization),
        short_name=one_line(say("short name"), options.short_name),
        place=one_line(say("place"), options.place),
        parent=one_line(say("parent"), options.parent) if options.parent else None,
        province=one_line(say("province"), options.province) if options.province else None,
        approvers=_tidy(say("approver"), options.approvers),
        reviewers=_tidy(say("reviewer"), options.reviewers),
        preparers=_tidy(say("preparer"), options.preparers),
        units=_tidy(say("unit"), options.units),
        timezone=one_line(say("timezone"), options.timezone),
    )


def _tidy(name: Message, texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(one_line(name, text) for text in texts)


def configuration(options: InitOptions, profiles: Sequence[str]) -> str:
    """The text of ``qms.yaml``.

    Args:
        options: from :func:`checked`.
        profiles: the requirement sets that the agency is to meet.

    Raises:
        UnusableConfiguration: a person or a unit is not written as it must be.
    """
    people = _People()
    signers = {
        "approve": people.ids(options.approvers, _HEAD),
        "review": people.ids(options.reviewers, _HEAD),
        "prepare": people.ids(options.preparers, _OFFICE),
    }
    values = {
        "organization": options.organization,
        "short_name": options.short_name,
        "parent": options.parent,
        "province": options.province,
        "place": options.place,
        "language": options.language,
        "timezone": options.timezone,
        "profiles": profiles,
        "units": {**UNITS, **_units(options.units)},
        "people": people.known,
        "signers": signers,
    }
    return rendered("qms.yaml.j2", values)


class _People:
    """Those who sign: each has one line, whatever they sign; a name that occurs in two positions gets a number."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, str]] = {}

    def ids(self, people: Iterable[str], unit: str) -> list[str]:
        """Ids of people, in their order, each once."""
        return list(dict.fromkeys(self._id(*_person(person), unit) for person in people))

    def _id(self, name: str, position: str, unit: str) -> str:
        slug, number = slug_of(name), 1
        id_ = slug
        while id_ in self.known:
            known = self.known[id_]
            if (known["name"], known["position"]) == (name, position):
                return id_
            number += 1
            id_ = f"{slug}-{number}"
        self.known[id_] = {"name": name, "position": position, "unit": _unit_of(position) or unit}
        return id_


def _person(person: str) -> tuple[str, str]:
    name, _, position = (part.strip() for part in person.partition(","))
    if not slug_of(name) or not position:
        raise UnusableConfiguration(
            say('{person} does not name a person who signs; write "NAME, POSITION"', person=person)
        )
    return name, position


def _unit_of(position: str) -> str | None:
    """The unit that a position names: the head of the office reviews documents, but does not lead the agency."""
    named = unicodedata.normalize("NFC", position).casefold()
    return _OFFICE if _NAME_OF_OFFICE in named else None


def _units(units: Iterable[str]) -> dict[str, str]:
    named: dict[str, str] = {}
    for unit in units:
        id_, name = _unit(unit)
        if named.setdefault(id_, name) != name:
            raise UnusableConfiguration(
                say("the unit {id} is given two names: {first}, {second}", id=id_, first=named[id_], second=name)
            )
    return named


def _unit(unit: str) -> tuple[str, str]:
    id_, _, name = (part.strip() for part in unit.partition("="))
    if not UNIT_ID.fullmatch(id_) or not name:
        raise UnusableConfiguration(
            say('{unit} does not name a unit; write "ID=NAME", for example "VP=Văn phòng"', unit=unit)
        )
    return id_, name

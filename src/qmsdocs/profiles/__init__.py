"""Profiles: requirement sets as data, bundled here or in the agency's own repository.

No decree, clause or province is in code: a profile file says it, with its source and how sure it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from importlib import resources

from qmsdocs.diagnostics import Message, YamlPath, say
from qmsdocs.model.profile import EMPTY, Profile, merged
from qmsdocs.yaml.reader import YamlFault, read_yaml
from qmsdocs.yaml.validate import Unfit, fitted

_DEEPEST = 20
ReadText = Callable[[str], str]


class UnknownProfile(Exception):
    """A profile does not exist or cannot be used.

    Args:
        message, remedy: what is wrong and what to do.
        path, text: the profile file that is wrong; empty where ``qms.yaml`` names what does not exist.
        at: the place in it.
        name: what ``qms.yaml`` names.
        cause: the fault of the file, when it cannot be read at all.
    """

    def __init__(  # noqa: PLR0913 - a fault and its place
        self,
        message: Message,
        remedy: Message,
        *,
        name: str = "",
        path: str = "",
        text: str = "",
        at: YamlPath = (),
        cause: YamlFault | Unfit | None = None,
    ) -> None:
        super().__init__(message.english)
        self.message, self.remedy, self.name = message, remedy, name
        self.path, self.text, self.at, self.cause = path, text, at, cause


def bundled() -> tuple[str, ...]:
    """The names of the profiles that come with qmsdocs."""
    files = resources.files(__name__).iterdir()
    return tuple(sorted(file.name.removesuffix(".yaml") for file in files if file.name.endswith(".yaml")))


def bundled_text(name: str) -> str:
    """The file of a bundled profile as it is, with its notes."""
    return resources.files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")


def profile_of(names: Iterable[str], read: ReadText) -> Profile:
    """The named profiles and all that they extend, laid on one another in order.

    Args:
        names: bundled names, or paths that end in ``.yaml``.
        read: gives the text of a path of the repository.

    Raises:
        UnknownProfile: one does not exist or cannot be used.
    """
    found: dict[str, Profile] = {}
    for name in names:
        _expand(name, _Place(), read, (), found)
    return reduce(merged, found.values(), EMPTY)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a profile is named: in ``qms.yaml`` (no path), or under ``extends`` of another."""

    path: str = ""
    text: str = ""
    at: YamlPath = ()


def _expand(name: str, named: _Place, read: ReadText, above: tuple[str, ...], found: dict[str, Profile]) -> None:
    """Adds a profile to what was found, once and after those that it extends."""
    if name in above:
        raise _wrong(named, name, say("profile {name} extends itself", name=name), say("take it out of extends"))
    if len(above) >= _DEEPEST:
        message = say("profile {name} lies below too many others", name=name)
        raise _wrong(named, name, message, say("let one profile extend several instead of one another"))
    if name in found:
        return
    profile, text = _read(name, named, read)
    for index, other in enumerate(profile.extends):
        _expand(other, _Place(name, text, ("extends", index)), read, (*above, name), found)
    _refuse_contradictions(_Place(name, text), profile, found)
    found[name] = profile


def _refuse_contradictions(here: _Place, profile: Profile, below: Mapping[str, Profile]) -> None:
    for key, ids in (
        ("requirements", [requirement.id for requirement in profile.requirements]),
        ("duties", [duty.id for duty in profile.duties]),
    ):
        for index, own in enumerate(ids):
            if own in ids[:index]:
                place = replace(here, at=(key, index, "id"))
                raise _wrong(place, own, say("{id} stands here a second time", id=own), say("keep one of them"))
    known = {requirement.id for other in below.values() for requirement in other.requirements}
    known |= {duty.id for other in below.values() for duty in other.duties}
    for index, dropped in enumerate(profile.without):
        if dropped not in known:
            place = replace(here, at=("without", index))
            message = say("{id} is no requirement or duty of the profiles that this one extends", id=dropped)
            raise _wrong(place, dropped, message, say("correct the id, or take it out of without"))


def _wrong(place: _Place, name: str, message: Message, remedy: Message) -> UnknownProfile:
    return UnknownProfile(message, remedy, name=name, path=place.path, text=place.text, at=place.at)


def _read(name: str, named: _Place, read: ReadText) -> tuple[Profile, str]:
    remedy = say("name one of {names}, or the path of a profile file of your own", names=", ".join(bundled()))
    if name.endswith((".yaml", ".yml")):
        try:
            text = read(name)
        except OSError:
            raise _wrong(named, name, say("there is no profile file {name}", name=name), remedy) from None
    elif name in bundled():
        text = bundled_text(name)
    else:
        raise _wrong(named, name, say("there is no profile {name}", name=name), remedy)
    try:
        return fitted(Profile, read_yaml(text)), text
    except (YamlFault, Unfit) as error:
        message = say("profile {name} cannot be used", name=name)
        raise UnknownProfile(message, remedy, path=name, text=text, cause=error) from None

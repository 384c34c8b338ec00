"""Profiles: requirement sets as data, bundled here or in the agency's own repository.

No decree, clause or province is in code: a profile file says it, with its source and how sure it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from importlib import resources

from qmsdocs.diagnostics import Message, say
from qmsdocs.model.profile import EMPTY, Profile, merged
from qmsdocs.yaml.reader import YamlFault, read_yaml
from qmsdocs.yaml.validate import Unfit, fitted

ReadText = Callable[[str], str]


class UnknownProfile(Exception):
    """A profile does not exist or cannot be used.

    Args:
        name: what was asked for.
        path, text, cause: the file and its fault, when there is a file.
    """

    def __init__(
        self, name: str, message: Message, *, path: str = "", text: str = "", cause: YamlFault | Unfit | None = None
    ) -> None:
        super().__init__(message.english)
        self.name, self.message, self.path, self.text, self.cause = name, message, path, text, cause
        self.remedy = say("name one of {names}, or the path of a profile file of your own", names=", ".join(bundled()))


def bundled() -> tuple[str, ...]:
    """The names of the profiles that come with qmsdocs."""
    files = resources.files(__name__).iterdir()
    return tuple(sorted(file.name.removesuffix(".yaml") for file in files if file.name.endswith(".yaml")))


def profile_of(names: Iterable[str], read: ReadText) -> Profile:
    """The named profiles and all that they extend, laid on one another in order.

    Args:
        names: bundled names, or paths that end in ``.yaml``.
        read: gives the text of a path of the repository.

    Raises:
        UnknownProfile: one does not exist or cannot be used.
    """
    return reduce(merged, _expanded(names, read, ()), EMPTY)


def _expanded(names: Iterable[str], read: ReadText, above: tuple[str, ...]) -> list[Profile]:
    found: list[Profile] = []
    for name in names:
        if name in above:
            raise UnknownProfile(name, say("profile {name} extends itself", name=name))
        profile = _read(name, read)
        found += [*_expanded(profile.extends, read, (*above, name)), profile]
    return found


def _read(name: str, read: ReadText) -> Profile:
    if name.endswith((".yaml", ".yml")):
        try:
            text = read(name)
        except OSError:
            raise UnknownProfile(name, say("there is no profile file {name}", name=name)) from None
    elif name in bundled():
        text = resources.files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    else:
        raise UnknownProfile(name, say("there is no profile {name}", name=name))
    try:
        return fitted(Profile, read_yaml(text))
    except (YamlFault, Unfit) as error:
        raise UnknownProfile(
            name, say("profile {name} cannot be used", name=name), path=name, text=text, cause=error
        ) from None

"""A repository as it will be, read before anything of it is written."""

from __future__ import annotations

from collections.abc import Mapping

from qmsdocs.diagnostics import say
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.model.files import Files, Listing
from qmsdocs.model.register import Register
from qmsdocs.source import load


class Planned:
    """A repository as it will be: new files over what is there already.

    Args:
        new: path relative to the root, with ``/``, and bytes; None for a file that will be gone.
        there: the files of the repository; None when there is none yet.
    """

    def __init__(self, new: Mapping[str, bytes | None], there: Files | None = None) -> None:
        self._new, self._there = new, there

    def listing(self, folder: str) -> Listing:
        """The files below a folder, old and new."""
        old = self._there.listing(folder) if self._there else Listing()
        new = (path for path in self._new if path.startswith(folder.rstrip("/") + "/"))
        kept = {*old.files, *new} - {path for path, data in self._new.items() if data is None}
        return Listing(tuple(sorted(kept)), old.refused)

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The bytes of a file, at most ``limit`` and one more."""
        if path in self._new:
            data = self._new[path]
            if data is None:
                raise FileNotFoundError(path)
            return data if limit is None else data[: limit + 1]
        if self._there is None:
            raise FileNotFoundError(path)
        return self._there.read(path, limit)


def read_back(new: Mapping[str, bytes], there: Files | None = None) -> Register:
    """Reads the repository with the new files in it, before anything is written.

    Returns:
        The register as it will be.

    Raises:
        UnusableConfiguration: one of them cannot be read, with the first reason.
    """
    register = load(Planned(new, there))
    for file in register.files:
        if file.path in new:
            fault = file.faults[0]
            raise UnusableConfiguration(
                say(
                    "{path}, line {line}, would not be readable: {message}; {remedy}",
                    path=fault.path,
                    line=fault.line,
                    message=fault.message,
                    remedy=fault.remedy,
                )
            )
    return register

"""Converting files with LibreOffice: a profile of its own, no macros, no network, an end in time, nothing left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qmsdocs.diagnostics import say
from qmsdocs.errors import UnusableConfiguration

_NAMES = ("soffice", "libreoffice")
_SECONDS_OF_A_START, _SECONDS_OF_A_FILE = 90, 30

TAGGED_PDF = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"}}'
)
"""A PDF with its structure, which screen readers follow, and with an outline of its headings."""

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
{items}
</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_SAFE = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


@dataclass(frozen=True, slots=True)
class Office:
    """LibreOffice as it was found.

    Args:
        program: its path.
    """

    program: str

    @classmethod
    def found(cls, search: str | None) -> Office:
        """LibreOffice on a search path.

        Args:
            search: what ``PATH`` says.

        Raises:
            UnusableConfiguration: it is not there.
        """
        program = next(filter(None, (shutil.which(name, path=search) for name in _NAMES)), None)
        if program is None:
            raise UnusableConfiguration(
                say(
                    "LibreOffice is not installed on this machine; install it (package libreoffice-writer), or do without"
                )
            )
        return cls(program)

    def converted(self, files: Mapping[str, bytes], to: str) -> dict[str, bytes]:
        """Converts files, all in one run.

        Args:
            files: by name with extension, e.g. ``QT-01.docx``.
            to: extension, or extension and filter as LibreOffice names them, e.g. ``TAGGED_PDF``.

        Returns:
            The converted files, by the same names with the new extension.

        Raises:
            UnusableConfiguration: LibreOffice did not end in time, or gave no file for one of them.
        """
        extension = to.partition(":")[0]
        with tempfile.TemporaryDirectory(prefix="qmsdocs-office-") as name:
            folder = Path(name)
            _make_profile(folder / "profile")
            for part in ("in", "out", "home"):
                (folder / part).mkdir()
            given = {f"{number:05d}{Path(called).suffix}": called for number, called in enumerate(files)}
            for plain, called in given.items():
                (folder / "in" / plain).write_bytes(files[called])
            self._run(folder, to, sorted(given))
            return {
                f"{Path(called).with_suffix('')}.{extension}": _result(folder / "out" / plain, extension, called)
                for plain, called in given.items()
            }

    def _run(self, folder: Path, to: str, names: list[str]) -> None:
        command = [
            self.program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--convert-to", to),
            *("--outdir", str(folder / "out")),
            *(str(folder / "in" / name) for name in names),
        ]
        environment = {"PATH": str(Path(self.program).parent) + os.pathsep + os.defpath, "HOME": str(folder / "home")}
        process = subprocess.Popen(  # noqa: S603 - the program that the user installed
            command,
            cwd=folder,
            env=environment | {"LANG": "C.UTF-8", "TMPDIR": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(_SECONDS_OF_A_START + _SECONDS_OF_A_FILE * len(names))
        except subprocess.TimeoutExpired:
            raise UnusableConfiguration(
                say("LibreOffice did not end in time; try again with fewer documents, or do without")
            ) from None
        finally:
            _end(process)


def _make_profile(profile: Path) -> None:
    (profile / "user").mkdir(parents=True)
    items = "\n".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SAFE)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items), encoding="utf-8")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the program with all that it started."""
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (AttributeError, ProcessLookupError):
            process.kill()
        process.wait()


def _result(path: Path, extension: str, called: str) -> bytes:
    try:
        return path.with_suffix(f".{extension}").read_bytes()
    except FileNotFoundError:
        raise UnusableConfiguration(
            say("LibreOffice could not convert {file}; open it there and see what it says", file=called)
        ) from None

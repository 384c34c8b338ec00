"""The command line: arguments to API to exit code. Light to import; each verb loads what it needs when it is called."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from qmsdocs import __version__

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line.

    Args:
        arguments: without the name of the program; by default those of the process.

    Returns:
        0 no error, 1 errors found, 2 wrong usage or configuration, 3 could not be checked, 4 a bug, 130 interrupted.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["--version"]:  # scripts and editors ask this at every start: it needs no parser of arguments
        return _print_version()
    if arguments is None:
        _tune_process()
    from qmsdocs.cli.entry import start  # noqa: PLC0415 - see above

    code = start(given)
    if arguments is None:
        gc.freeze()  # as below: nor is garbage looked for when the process ends
    return code


def _tune_process() -> None:
    """For a process that ends with its command."""
    gc.disable()  # what a command makes it needs until it ends; looking for garbage would take a third of its time
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for plugins takes longer than a small check


def _print_version() -> int:
    try:
        os.write(1, f"qmsdocs {__version__}\n".encode())
    except OSError:
        return 3  # standard output is closed or full
    return 0

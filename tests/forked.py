"""``python -m MODULE`` without its start: a process forked from one that has everything imported.

To start and to import takes most of a second, what a verb does a tenth of that. A forked process has its own folder, variables,
streams and exit code like any other; what depends on the start itself (encodings, closed streams, what is imported when) is tested
with one that is really started. It works in scripts too: what stands in for ``python -m`` is a command, which asks the
process that has everything imported (a server on a socket) and hands it its streams.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import marshal
import os
import pkgutil
import runpy
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import qmsdocs
from tests.scenario import written

_CLIENT = Path(__file__).with_name("forked_client.py")
_LAZY = ("git", "git.exc", "ruamel.yaml", "xlsxwriter", "fcntl", "zoneinfo", "tests.acts")
"""What is imported only when it is needed."""


def forked(module: str = "qmsdocs") -> list[str]:
    """The command that does what ``python -m MODULE`` does."""
    return [sys.executable, "-IS", str(_CLIENT), str(_served()), module]


@cache
def _served() -> Path:
    """The socket of the server of this process; it ends with us."""
    folder = tempfile.mkdtemp(prefix="qmsdocs-forked-")
    place = Path(folder, "socket")
    project = _CLIENT.parents[1]
    paths = os.pathsep.join(map(str, (project / "src", project)))
    variables = {**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    server = subprocess.Popen([sys.executable, "-m", "tests.forked", place], cwd=project, env=variables, **pipes)  # type: ignore[call-overload]

    @atexit.register
    def ended() -> None:
        server.communicate()
        shutil.rmtree(folder)

    assert server.stdout.readline() == b"ready\n"
    return place


# --- the server


def main() -> None:
    """Serves until standard input ends."""
    for module in (*_modules(), *_LAZY):
        importlib.import_module(module)
    _use()
    gc.freeze()  # what is there stays: no fork needs to copy it only to look for garbage
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(sys.argv[1])
        listening.listen()
        os.write(1, b"ready\n")
        while 0 not in select.select([0, listening.fileno()], [], [])[0]:
            connection, _ = listening.accept()
            if os.fork() == 0:
                listening.close()
                os._exit(_answered(connection))
            connection.close()
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass


def _modules() -> Iterator[str]:
    for found in pkgutil.walk_packages(qmsdocs.__path__, "qmsdocs."):
        if not found.name.endswith("__main__"):
            yield found.name


def _use() -> None:
    """What is made at the first use (models, patterns, templates) is made once."""
    from tests.acts import ran  # noqa: PLC0415 - only the server needs it

    with tempfile.TemporaryDirectory() as folder:
        day = written(Path(folder))
        for verb in ("check", "release"):
            assert ran(Path(folder), verb, "--on", day.isoformat())[0] == 0


def _answered(connection: socket.socket) -> int:
    """Becomes the process that was asked for, and says how it ends; a client that hears nothing knows that it was killed."""
    asked, streams, _, _ = socket.recv_fds(connection, 1 << 20, 3)
    while more := connection.recv(1 << 20):
        asked += more
    folder, variables, arguments = marshal.loads(asked)  # noqa: S302 - our own client's
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environb.clear()
    os.environb.update(variables)
    os.chdir(folder)
    code = _run(*map(os.fsdecode, arguments))
    connection.sendall(str(code).encode())
    return code


def _run(module: str, *arguments: str) -> int:
    sys.argv[1:] = arguments
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as ending:
        code = int(ending.code or 0)
    except BaseException:  # noqa: BLE001 - as Python does
        traceback.print_exc()
        code = 1
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    return code


if __name__ == "__main__":
    main()

"""A command whose three streams are a terminal, and a person who answers its questions."""

from __future__ import annotations

import os
import pty
import select
import signal
import time
from collections.abc import Mapping, Sequence
from pathlib import Path


def at_a_terminal(
    command: Sequence[str], folder: Path, variables: Mapping[str, str], answers: Sequence[str] = (), end: bytes = b""
) -> tuple[int, str]:
    """Runs a command and types an answer whenever a question waits.

    Args:
        command: program and arguments.
        folder: where it runs.
        variables: its environment.
        answers: what the person types, a line each.
        end: typed after the answers as it is.

    Returns:
        The exit code, and what the person saw, typed answers included.
    """
    child, terminal = pty.fork()
    if not child:
        os.chdir(folder)
        os.execve(command[0], [*command], {**variables})  # noqa: S606 - no shell is wanted
    seen = b""
    typed = [answer.encode() + b"\n" for answer in answers] + ([end] if end else [])
    until = time.monotonic() + 60
    while time.monotonic() < until:
        ready, _, _ = select.select([terminal], [], [], 0.1)
        try:
            if ready:
                seen += os.read(terminal, 4096)
            elif typed and seen.rstrip(b" ").endswith(b":"):  # nothing more comes: a question waits
                os.write(terminal, typed.pop(0))
        except OSError:  # the other end was closed
            break
    else:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), seen.decode()

"""A secretary who acts at the same moment as others: a process of its own that waits for each signal.

    python -m tests.rivals ROOT

A line on standard input holds the arguments of an act; its exit code and what it said come back as a line of JSON.
"""

from __future__ import annotations

import io
import json
import os
import sys
from datetime import datetime
from pathlib import Path

from qmsdocs.cli.entry import run
from qmsdocs.cli.session import Session
from qmsdocs.cli.terminal import Terminal


def main() -> None:
    """Acts when it is told to."""
    root = Path(sys.argv[1])
    for line in sys.stdin:
        err = io.StringIO()
        terminal = Terminal(io.StringIO(), err)
        session = Session(terminal, root, lambda zone: datetime(2026, 6, 1, tzinfo=zone), os.environ, "en")
        code = run(json.loads(line), session)
        sys.stdout.write(json.dumps([code, err.getvalue()]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

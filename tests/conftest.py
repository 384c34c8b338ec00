"""Where tests write: in memory where there is room for it, for they make thousands of small repositories."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - where Linux has it; pytest makes folders of its own in it
ROOM = 2 << 30
"""Bytes, many times what a run needs: the folder of a test that passed is gone with it."""


def pytest_configure() -> None:
    """Unless TMPDIR says where."""
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

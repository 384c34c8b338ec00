"""The starter set: the model agency's own files, which come with the package.

In a wheel they lie in ``qmsdocs/starter_set``; in a checkout they are the repository's own top folders.
"""

from __future__ import annotations

from pathlib import Path


def starter_set() -> Path:
    """The folder that holds ``qms.yaml``, ``procedures/``, ``external/`` and ``templates/`` of the model agency."""
    package = Path(__file__).parent
    installed = package / "starter_set"
    return installed if installed.is_dir() else package.parent.parent

"""The Word template of a kind of document: the agency's own, or the one that comes with qmsdocs."""

from __future__ import annotations

from qmsdocs.model.files import Files
from qmsdocs.model.register import Register
from qmsdocs.starter import starter_set


def template_bytes(register: Register, files: Files, name: str) -> bytes:
    """The template ``name`` (for example ``procedure.docx``) as bytes.

    Args:
        register: whose ``templates/`` folder is asked first.
        files: the files of that repository.
        name: name of the template file.
    """
    own = f"{register.agency.paths.templates}/{name}"
    if own in register.paths:
        return files.read(own)
    return (starter_set() / "templates" / name).read_bytes()

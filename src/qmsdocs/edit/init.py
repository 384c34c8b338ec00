"""The verb init: a new repository with the starter set, as the model agency has it or as another agency's drafts."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from qmsdocs.diagnostics import say
from qmsdocs.edit.agency import InitOptions, checked, configuration
from qmsdocs.edit.landing import STAGING, finish, land
from qmsdocs.edit.planned import read_back
from qmsdocs.edit.scaffold import bundled, rendered
from qmsdocs.edit.starter import starter, unsigned
from qmsdocs.errors import UnusableConfiguration, reason_of
from qmsdocs.language import LANGUAGES, translator
from qmsdocs.model.schema import Kind, schema_for
from qmsdocs.source.reading import CONFIGURATION
from qmsdocs.yaml.reader import read_yaml

_SCHEMAS: tuple[Kind, ...] = ("qms", "document", "external", "decision", "profile")
_FILES = {
    ".gitattributes": "gitattributes",
    ".gitignore": "gitignore",
    ".vscode/settings.json": "settings.json",
}
_WORKFLOWS = {
    "qmsdocs.yml": "ci-check.yml.j2",
    "qmsdocs-approve.yml": "ci-approve.yml.j2",
    "qmsdocs-release.yml": "ci-release.yml.j2",
}
CI: Mapping[str, Mapping[str, str]] = {
    "github": {f".github/workflows/{name}": template for name, template in _WORKFLOWS.items()},
    "gitlab": {".gitlab-ci.yml": "ci-gitlab.yml.j2"},
    "gitea": {f".gitea/workflows/{name}": template for name, template in _WORKFLOWS.items()},
    "none": {},
}
"""For each code host the files by which it checks, approves and releases, with their templates."""

_README = "README.md"
_EMPTY_ALREADY = frozenset({".git", _README, "LICENSE", "LICENSE.md", "LICENSE.txt"})
"""What a folder may hold and still count as empty: what a code host or ``git init`` puts there. It stays as it is."""


def init_repository(target: Path, options: InitOptions | None = None, *, ci: str = "github") -> tuple[str, ...]:
    """Makes a repository.

    Args:
        target: a folder that is empty (but for ``.git``, a README and a LICENSE) or does not exist yet.
        options: the agency it is for; None copies the model agency as it stands, signed and in force.
        ci: one of :data:`CI`: the code host that is to check the documents.

    Returns:
        The paths written, relative to ``target``.

    Raises:
        UnusableConfiguration: ``target`` or an option cannot be used; nothing is written.
    """
    finish(target)
    refuse_occupied(target)
    model = starter()
    read_back(model)  # in a checkout the set may be in the middle of a change
    documents = model if options is None else _own_set(model, checked(options))
    files = {**documents, **_surroundings(documents[CONFIGURATION].decode(), ci, own=options is not None)}
    if options:
        read_back(files)
    if os.path.lexists(target / _README):
        del files[_README]
    return land(target, files, last=CONFIGURATION)


def refuse_occupied(target: Path) -> None:
    """Looks whether a repository can be made in a folder.

    Args:
        target: an absolute path.

    Raises:
        UnusableConfiguration: it cannot be read, or holds something already.
    """
    try:
        there = sorted(entry.name for entry in target.iterdir()) if target.is_dir() else []
    except OSError as error:
        raise UnusableConfiguration(
            say("{folder} cannot be written: {reason}; nothing was changed", folder=target, reason=reason_of(error))
        ) from None
    if in_the_way := [n for n in there if n not in _EMPTY_ALREADY and not n.startswith(STAGING)]:
        raise UnusableConfiguration(
            say("{folder} is not empty: it holds {name}; choose a new folder", folder=target, name=in_the_way[0])
        )


# --- the agency's own set


def _own_set(model: dict[str, bytes], options: InitOptions) -> dict[str, bytes]:
    profiles = read_yaml(model[CONFIGURATION].decode())["profiles"]
    named = {"parent": options.parent, "province": options.province}
    return {CONFIGURATION: configuration(options, profiles).encode(), **unsigned(model, named)}


# --- what stands around the documents


def _surroundings(configuration: str, ci: str, *, own: bool) -> dict[str, bytes]:
    """Settings of git, of an editor and of CI, and a first page to read."""
    agency = read_yaml(configuration)
    language = agency.get("language") or LANGUAGES[0]
    texts = {path: bundled(name) or "" for path, name in _FILES.items()}
    texts[_README] = rendered("readme.md.j2", {"short_name": agency["organization"]["short_name"], "own": own})
    for path, template in CI[ci].items():
        texts[path] = rendered(template, {"host": ci, "language": language})
    translate = translator(language)
    for kind in _SCHEMAS:
        schema = json.dumps(schema_for(kind, translate), ensure_ascii=False, indent=2)
        texts[f".vscode/schemas/{kind}.json"] = schema + "\n"
    return {path: text.encode() for path, text in texts.items()}

"""Reading a whole repository.

First ``qms.yaml`` and its profiles, then every YAML file of the document folders with the Markdown beside it. What
cannot be read becomes a fault of its file and the rest goes on.
"""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar
from urllib.parse import unquote

from qmsdocs.diagnostics import say
from qmsdocs.errors import NotARepository, UnusableConfiguration
from qmsdocs.markdown import parse
from qmsdocs.markdown.links import path_of
from qmsdocs.model.agency import Agency, Organization
from qmsdocs.model.base import Value
from qmsdocs.model.decision import Decision
from qmsdocs.model.digest import content_digest
from qmsdocs.model.document import Document
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.files import MAX_BYTES, MAX_EVIDENCE, Files, Listing
from qmsdocs.model.origin import Origin
from qmsdocs.model.profile import EMPTY, Profile
from qmsdocs.model.register import AnyDocument, Fault, Register, SourceFile
from qmsdocs.profiles import UnknownProfile, profile_of
from qmsdocs.source import faults
from qmsdocs.source.extensions import own_keys, without_own_keys
from qmsdocs.source.faults import Unreadable
from qmsdocs.source.files import WorkTree
from qmsdocs.yaml.reader import YamlFault, read_yaml
from qmsdocs.yaml.validate import Misfit, Unfit, fitted

CONFIGURATION = "qms.yaml"

V = TypeVar("V", bound=Value)

_NOTHING: Mapping[str, AnyDocument] = MappingProxyType({})


def load(root: Path | str | Files, *, known: Mapping[str, AnyDocument] = _NOTHING) -> Register:
    """Reads a repository.

    Args:
        root: the folder that holds ``qms.yaml``, or the files themselves.
        known: documents by path whose files are known to be the same; they are not read again.

    Returns:
        The register; ``register.files`` says what could not be read.

    Raises:
        NotARepository: there is no ``qms.yaml``.
        UnfinishedAct: files are half old and half new, or were put in place meanwhile.
    """
    files = WorkTree(Path(root)) if isinstance(root, (str, Path)) else root
    register = _Reading(files, known).register()
    if isinstance(files, WorkTree):
        files.refuse_disturbed()
    return register


def document_at(files: Files, path: str) -> Document | None:
    """Reads one document alone.

    Args:
        files: the files of a repository, also those of a commit.
        path: of its YAML file.

    Returns:
        The document, or None when it cannot be read there.
    """
    return _Reading(files).document(path)


def attachments_of(files: Files, document: Document) -> dict[str, bytes]:
    """The form files and images of a document that exist, by path relative to its folder.

    Args:
        files: what the document was read from.

    Raises:
        UnusableConfiguration: one cannot be read.
    """
    reading, origin = _Reading(files), document.origin
    try:
        return dict(reading.look_in(origin.folder).attachments(document, origin.path, origin.text))
    except Unreadable as error:
        raise UnusableConfiguration(
            say("{path}: {problem}", path=error.fault.path, problem=error.fault.message)
        ) from None


class _Reading:
    """One pass over the files of a repository, gathering faults."""

    def __init__(self, files: Files, known: Mapping[str, AnyDocument] = _NOTHING) -> None:
        self._files, self._known = files, known
        self._faults: dict[str, list[Fault]] = {}
        self._unreadable: set[str] = set()
        self._paths: frozenset[str] = frozenset()

    def register(self) -> Register:
        agency = self._agency()
        profile = self._profile(agency) if agency else None
        if agency is None or profile is None:
            agency_or_none = agency or Agency(format=1, organization=Organization(name="?"))
            documents, externals = self._documents(agency_or_none)
            return Register(
                agency_or_none, EMPTY, documents, externals, self._paths, self._source_files(), usable=False
            )
        documents, externals = self._documents(agency)
        decisions, evidence = tuple(self._decisions(agency)), dict(self._evidence(documents))
        found, unread = self._source_files(), frozenset(self._unreadable)
        return Register(agency, profile, documents, externals, self._paths, found, unread, decisions, evidence)

    def document(self, path: str) -> Document | None:
        """One document; its forms and pictures are looked for beside it."""
        self.look_in(posixpath.dirname(path))
        return self._document(path) if path in self._paths else None

    def look_in(self, folder: str) -> _Reading:
        self._paths = frozenset(self._files.listing(folder).files)
        return self

    def _source_files(self) -> tuple[SourceFile, ...]:
        return tuple(SourceFile(path, tuple(found)) for path, found in sorted(self._faults.items()))

    def _report(self, *found: Fault) -> None:
        for fault in found:
            self._faults.setdefault(fault.path, []).append(fault)

    # --- qms.yaml and profiles

    def _agency(self) -> Agency | None:
        try:
            self._files.read(CONFIGURATION, 0)
        except FileNotFoundError:
            raise NotARepository(
                say("there is no qms.yaml here; go to the folder of the repository, or make one with `qmsdocs init`")
            ) from None
        except OSError:
            pass  # reported below, as for any other file
        read = self._value(CONFIGURATION, Agency)
        if read is None:
            return None
        agency, text, mapping = read
        agency._origin = Origin(CONFIGURATION, text)
        agency._extensions = dict(own_keys(mapping)) if "x-" in text else {}
        return agency

    def _profile(self, agency: Agency) -> Profile | None:
        def read(path: str) -> str:
            return faults.text_of(path, self._files.read(path, MAX_BYTES))

        try:
            return profile_of(agency.profiles, read)
        except UnknownProfile as error:
            if error.cause is not None:
                self._report_unfit(error.path, error.text, error.cause)
            elif error.path:
                misfit = Misfit("unknown-profile", error.at, error.message, error.remedy)
                self._report(*faults.of_misfits(error.path, error.text, [misfit], None))
            else:
                named = agency.profiles.index(error.name) if error.name in agency.profiles else 0
                misfit = Misfit("unknown-profile", ("profiles", named), error.message, error.remedy)
                self._report(*faults.of_misfits(CONFIGURATION, agency.origin.yaml, [misfit], None))
        except Unreadable as error:
            self._report(error.fault)
        return None

    def _report_unfit(self, path: str, text: str, error: YamlFault | Unfit) -> None:
        if isinstance(error, YamlFault):
            self._report(faults.of_yaml(path, text, error))
        else:
            self._report(*faults.of_misfits(path, text, error.misfits, None))

    # --- documents

    def _documents(self, agency: Agency) -> tuple[tuple[Document, ...], tuple[ExternalDocument, ...]]:
        folders = agency.paths
        own, external = self._listed(folders.procedures), self._listed(folders.external)
        others = [self._listed(folder).files for folder in (folders.records, folders.templates)]
        self._paths = frozenset((*own.files, *external.files, *(path for files in others for path in files)))
        documents = tuple(filter(None, (self._document(path) for path in own.files if path.endswith(".yaml"))))
        externals = tuple(filter(None, (self._external(path) for path in external.files if path.endswith(".yaml"))))
        for listing in (own, external):
            self._report(*faults.misnamed(listing, documents, self._paths))
        return documents, externals

    def _listed(self, folder: str) -> Listing:
        listing = self._files.listing(folder)
        for path in listing.refused:
            self._report(
                faults.whole_file(
                    "unsafe-path",
                    path,
                    say(
                        "not a file of this repository (a link that leads outside, a pipe, a device or a closed folder)"
                    ),
                    say("put the file itself into the repository"),
                )
            )
        return listing

    def _document(self, path: str) -> Document | None:
        if isinstance(known := self._known.get(path), Document):
            return known
        read = self._value(path, Document)
        if read is None:
            return None
        document, yaml, mapping = read
        text_path = self._text_path(path)
        if text_path is None:
            self._report(
                faults.whole_file(
                    "facts-without-text",
                    path,
                    say("there is no {name} beside this file", name=path.removesuffix(".yaml") + ".md"),
                    say("add the text of the document; give both files the same name"),
                )
            )
        document._extensions = dict(own_keys(mapping)) if "x-" in yaml else {}
        origin = Origin(path, yaml)
        # where a part of the content cannot be read, there is no digest rather than a wrong one
        try:
            text = self._read_text(text_path) if text_path else ""
            origin = Origin(path, yaml, text_path, text)
            attached = tuple(self.attachments(document, path, text))
            forms = self._form_texts(document, path, attached)
            origin = Origin(path, yaml, text_path, text, content_digest(mapping, text, attached), forms)
        except Unreadable as error:
            self._report(error.fault)
        document._origin = origin
        return document

    def _external(self, path: str) -> ExternalDocument | None:
        if isinstance(known := self._known.get(path), ExternalDocument):
            return known
        read = self._value(path, ExternalDocument)
        if read is None:
            return None
        external, yaml, mapping = read
        external._origin = Origin(path, yaml)
        external._extensions = dict(own_keys(mapping)) if "x-" in yaml else {}
        if text_path := self._text_path(path):
            try:
                external._origin = Origin(path, yaml, text_path, self._read_text(text_path))
            except Unreadable as error:
                self._report(error.fault)
        return external

    def _decisions(self, agency: Agency) -> Iterator[Decision]:
        folder = f"{agency.paths.records}/decisions/"
        for path in sorted(path for path in self._paths if path.startswith(folder)):
            if path.endswith(".yml"):
                self._report(faults.yml(path))
            elif path.endswith(".yaml") and (read := self._value(path, Decision)):
                decision, text, mapping = read
                decision._origin = Origin(path, text)
                decision._extensions = dict(own_keys(mapping)) if "x-" in text else {}
                yield decision

    def _evidence(self, documents: Iterable[Document]) -> Iterator[tuple[str, str]]:
        """The hashes of the files that approvals name; what cannot be read, or is too large, has none."""
        approvals = (entry.approved for document in documents for entry in document.revisions)
        named = {approval.evidence.file for approval in approvals if approval and approval.evidence}
        for path in sorted(named & self._paths):
            with suppress(OSError):
                data = self._files.read(path, MAX_EVIDENCE)
                if len(data) <= MAX_EVIDENCE:
                    yield path, sha256(data).hexdigest()

    def _text_path(self, path: str) -> str | None:
        text_path = path.removesuffix(".yaml") + ".md"
        return text_path if text_path in self._paths else None

    def attachments(self, document: Document, path: str, text: str) -> Iterator[tuple[str, bytes]]:
        """The form files and images that belong to the content, by path relative to the document.

        Raises:
            Unreadable: one exists but cannot be read.
        """
        names = {form.file for form in document.forms if form.file}
        if "![" in text:
            names |= {unquote(image.target) for image in parse(text).images}
        folder = posixpath.dirname(path)
        for name in sorted(names):
            full = path_of(folder, name)
            if full in self._paths:
                try:
                    yield name, self._files.read(full)
                except OSError:
                    raise Unreadable(_cannot_read(full)) from None

    def _form_texts(self, document: Document, path: str, attached: Iterable[tuple[str, bytes]]) -> dict[str, str]:
        folder = posixpath.dirname(path)
        texts = {form.file: path_of(folder, form.file or "") for form in document.forms if form.is_text}
        return {texts[name]: self._sound(texts[name], data) for name, data in attached if name in texts}

    # --- one file

    def _value(self, path: str, model: type[V]) -> tuple[V, str, dict[str, Any]] | None:
        """The value of a YAML file, its text and the mapping as written."""
        text = ""
        try:
            text = self._read_text(path)
            mapping = read_yaml(text)
            if "\\" in text:
                self._report(*faults.escaped_control_character(path, text))
            return fitted(model, without_own_keys(mapping) if "x-" in text else mapping), text, mapping
        except Unreadable as error:
            self._report(error.fault)
        except YamlFault as error:
            if not any(fault.kind == "control-character" for fault in self._faults.get(path, ())):  # said already
                self._report(faults.of_yaml(path, text, error))
        except Unfit as error:
            code = mapping.get("code") if isinstance(mapping, dict) else None
            self._report(*faults.of_misfits(path, text, error.misfits, code if isinstance(code, str) else None))
        self._unreadable.add(posixpath.basename(path).removesuffix(".yaml"))
        return None

    def _read_text(self, path: str) -> str:
        try:
            return self._sound(path, self._files.read(path, MAX_BYTES))
        except OSError:
            raise Unreadable(_cannot_read(path)) from None

    def _sound(self, path: str, data: bytes) -> str:
        text = faults.text_of(path, data)
        if not text.isascii() and not unicodedata.is_normalized("NFC", text):
            self._report(faults.not_nfc(path, text))
        unseen = faults.control_character(path, text)
        if unseen is None and path.endswith(".md"):
            unseen = faults.control_character_as_entity(path, text)
        if unseen is not None:
            self._report(unseen)
        return text


def _cannot_read(path: str) -> Fault:
    return faults.whole_file(
        "unreadable", path, say("the file cannot be read"), say("check that it is a file and that you may read it")
    )

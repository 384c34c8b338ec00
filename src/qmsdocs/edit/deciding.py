"""The decision behind an approval: its file is found or begun, and its scan is filed beside it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from qmsdocs.diagnostics import say
from qmsdocs.edit.patch import Patch
from qmsdocs.edit.rewriting import Rewrite, rewritten
from qmsdocs.edit.splice import scalar
from qmsdocs.errors import EditRefused, UnusableConfiguration, reason_of
from qmsdocs.language import translator
from qmsdocs.model.codes import code_key, stem_of
from qmsdocs.model.decision import Issue, decision_key
from qmsdocs.model.files import MAX_EVIDENCE, Files
from qmsdocs.model.register import Register
from qmsdocs.rules.base import codes_meant

_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_NOT_A_SCAN = frozenset({".yaml", ".yml", ".md"})


@dataclass(frozen=True, slots=True)
class Issuing:
    """The decision by which documents are issued.

    Args:
        number: its number.
        effective: the day they take effect; None for the day of approval.
        evidence: the scan or signed file; one that does not lie in the repository is copied into it.
        basis: codes of the documents that it rests on.
    """

    number: str
    effective: date | None = None
    evidence: Path | None = None
    basis: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Signed:
    """What a decision says of itself when documents are approved by it.

    Args:
        issuing: its number.
        by: id of the person who signed it.
        on: its day.
        issues: the revisions that it issues, as ``QT-01@1.0``.
    """

    issuing: Issuing
    by: str
    on: date
    issues: Sequence[str]


def decision_file(files: Files, register: Register, signed: Signed) -> Rewrite:
    """The file of a decision with the documents that it issues: the one there is, or a new one.

    Args:
        files: the repository.
        register: what was read from it.
        signed: the decision.

    Raises:
        EditRefused: the number is none, or the name of the file is taken.
        UnknownDocument: it rests on a document that the repository does not have.
        UnusableConfiguration: the file cannot be changed safely.
    """
    basis = codes_meant(register, signed.issuing.basis)
    found = register.decisions_by_key.get(decision_key(signed.issuing.number, signed.on.year))
    if not found:
        issues = [*_issued_before(register, signed), *signed.issues]
        return Rewrite(_new_path(register, signed), None, _begun(register, signed, issues, basis).encode())
    listed = {_meant(register, issue) for issue in found[0].issues}
    resting = set(codes_meant(register, [each.target for each in found[0].basis if register.find(each.target)]))

    def listing(patch: Patch) -> None:
        for issue in signed.issues:
            if _meant(register, Issue.of(issue)) not in listed:
                patch.append(("documents",), issue)
        for code in basis:
            if code not in resting:
                patch.append(("basis",), code)

    return rewritten(files, found[0].origin.path, listing)


def decision_path(register: Register, signed: Signed) -> str:
    """Where the file of a decision lies, or would.

    Raises:
        EditRefused: the number is none, or the name of the file is taken.
    """
    found = register.decisions_by_key.get(decision_key(signed.issuing.number, signed.on.year))
    return found[0].origin.path if found else _new_path(register, signed)


def _meant(register: Register, issue: Issue) -> tuple[str, str]:
    """A revision by the code that its document has now."""
    document = register.document(issue.code)
    return code_key(document.code if document else issue.code), issue.number


def _new_path(register: Register, signed: Signed) -> str:
    number, year = signed.issuing.number, signed.on.year
    stem = stem_of(number)
    if not stem:
        raise EditRefused(say("“{number}” is not the number of a decision", number=number))
    folder = f"{register.agency.paths.records}/decisions"
    taken = {decision.origin.path.casefold() for decision in register.decisions}
    there = {path.casefold() for path in register.paths}
    for path in (f"{folder}/{stem}.yaml", f"{folder}/{stem}-{year}.yaml"):
        if path.casefold() not in there:
            return path
        if path.casefold() not in taken:
            raise EditRefused(say("{path} could not be read; `qmsdocs check` tells why", path=path))
    raise EditRefused(
        say("{path} is about another decision; rename that file after the number in it", path=f"{folder}/{stem}.yaml")
    )


def _issued_before(register: Register, signed: Signed) -> Iterator[str]:
    """What ledgers say that the decision issued while it had no file."""
    key = decision_key(signed.issuing.number, signed.on.year)
    for document in register.documents:
        for entry in document.revisions:
            approval = entry.approved
            if not (approval and approval.decision and approval.on):
                continue
            if decision_key(approval.decision, approval.on.year) != key:
                continue
            issue = f"{document.code}@{entry.number}"
            if approval.on != signed.on:
                values = {"issue": issue, "number": approval.decision, "day": approval.on}
                raise EditRefused(
                    say("{issue} was approved by {number} of {day}; a decision has one number and one day", **values)
                )
            yield issue


def _begun(register: Register, signed: Signed, issues: Sequence[str], basis: Sequence[str]) -> str:
    translate = translator(register.agency.language)
    title = say("On the issue of documents of the quality management system").render(translate)
    return "".join(
        [
            f"number: {scalar(signed.issuing.number)}\n",
            f"on: {signed.on.isoformat()}\n",
            f"title: {scalar(title)}\n",
            f"signer: {scalar(signed.by)}\n",
            "documents:\n",
            *(f"  - {scalar(issue)}\n" for issue in issues),
            *["basis:\n"] * bool(basis),
            *(f"  - {scalar(code)}\n" for code in basis),
        ]
    )


def filed(files: Files, register: Register, root: Path, given: Path, decision: str) -> tuple[dict[str, Any], Rewrite]:
    """What an approval says of its evidence, and the file: where it lies, or copied beside the decision.

    Args:
        files: the repository.
        register: what was read from it.
        root: folder of ``qms.yaml``.
        given: the scan or signed file, absolute or from the root.
        decision: path of the decision's file, whose name the copy takes.

    Raises:
        UnusableConfiguration: it cannot be read, is empty, too large or no scan, or its place is taken by another file.
    """
    data = _bytes_of(root / given)
    suffix = given.suffix.lower()
    own = (root / given).resolve()
    path = own.relative_to(root.resolve()).as_posix() if own.is_relative_to(root.resolve()) else ""
    if path in register.paths and suffix not in _NOT_A_SCAN:
        return _facts(path, data), Rewrite(path, data, data)
    if suffix in _NOT_A_SCAN or not _SUFFIX.fullmatch(suffix):
        raise UnusableConfiguration(say("{file} is not a scan or signed file, for example .pdf or .jpg", file=given))
    target = decision.removesuffix(".yaml") + suffix
    if target not in register.paths:
        return _facts(target, data), Rewrite(target, None, data)
    if files.read(target, MAX_EVIDENCE) != data:
        raise UnusableConfiguration(
            say("{path} holds other evidence already; rename {file}, put it there and name it", path=target, file=given)
        )
    return _facts(target, data), Rewrite(target, data, data)


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():  # a pipe would be waited for
            raise FileNotFoundError(2, "no such file")
        with path.open("rb") as stream:
            data = stream.read(MAX_EVIDENCE + 1)
    except OSError as error:
        raise UnusableConfiguration(
            say("{path} cannot be read: {reason}", path=path, reason=reason_of(error))
        ) from None
    if len(data) > MAX_EVIDENCE:
        raise UnusableConfiguration(
            say("{path} is larger than {limit} MiB; scan it with less detail", path=path, limit=MAX_EVIDENCE >> 20)
        )
    if not data:
        raise UnusableConfiguration(say("{path} is empty", path=path))
    return data


def _facts(path: str, data: bytes) -> dict[str, Any]:
    return {"evidence": {"file": path, "sha256": hashlib.sha256(data).hexdigest()}}

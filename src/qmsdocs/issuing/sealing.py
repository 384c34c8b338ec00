"""Digital signatures in PDF files: put there by a key of the agency, and looked at again by ``verify`` (extra ``sign``)."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from qmsdocs.diagnostics import Message, say
from qmsdocs.errors import UnusableConfiguration, reason_of

_FIELD = "qmsdocs"
_MARK = b"/ByteRange"
_UNHEARD = logging.NullHandler()


@dataclass(frozen=True, slots=True)
class Seal:
    """A signature that a PDF file bears.

    Args:
        signer: whom its certificate names.
        intact: what was signed has not been changed.
        whole: it covers the whole file; nothing was added after it.
    """

    signer: str
    intact: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class Key:
    """A key that signs PDF files.

    Args:
        path: a PKCS#12 file (.p12, .pfx) with key and certificate.
        passphrase: of that file, None when it has none.
    """

    path: Path
    passphrase: str | None = None


def sealed(pdf: bytes, key: Key, reason: Message) -> bytes:
    """The PDF file with a signature over all of it.

    Args:
        pdf: the file.
        key: what signs.
        reason: what the signature is for, as readers of the file see it.

    Raises:
        UnusableConfiguration: the library is missing, or the key cannot be used.
    """
    _needed()
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - only who signs needs it
    from pyhanko.sign import signers  # noqa: PLC0415 - as above

    signer = _signer(key)
    about = signers.PdfSignatureMetadata(field_name=_FIELD, md_algorithm="sha256", reason=reason.english)
    made: io.BytesIO = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), about, signer=signer)
    return made.getvalue()


def _signer(key: Key) -> Any:
    from pyhanko.sign import signers  # noqa: PLC0415 - as above

    try:
        data = key.path.read_bytes()
    except OSError as error:
        raise UnusableConfiguration(
            say("{file} cannot be read: {reason}", file=key.path, reason=reason_of(error))
        ) from None
    passphrase = key.passphrase.encode() if key.passphrase is not None else None
    try:
        return signers.SimpleSigner.load_pkcs12_data(data, [], passphrase)
    except ValueError:
        raise UnusableConfiguration(
            say("{file} is not a key with its certificate (PKCS#12), or the passphrase is wrong", file=key.path)
        ) from None


def seals(pdf: bytes) -> tuple[Seal, ...] | None:
    """The signatures in a PDF file that may have come from anyone; None where they cannot be looked at.

    Whether a certificate is one to be trusted is for those who know the agency's; who it names is said.
    """
    if _MARK not in pdf:
        return ()
    if find_spec("pyhanko") is None:
        return None
    try:
        return tuple(_looked_at(pdf))
    except Exception:  # noqa: BLE001 - a file of anyone may break its reader in any way
        return (Seal("", intact=False, whole=False),)


def told(pdf: bytes) -> Iterator[tuple[bool, Message]]:
    """What there is to say of the signatures in a PDF file: whether it is as it should be, and what was found."""
    found = seals(pdf)
    if found is None:
        yield True, say("its signature was not looked at: that needs the library pyhanko")
    for seal in found or ():
        if not seal.intact:
            yield False, say("its signature is broken: it was changed after it was signed")
        elif not seal.whole:
            yield False, say("something was added after {signer} signed it", signer=seal.signer)
        else:
            yield True, say("signed by {signer}; who that is, the certificate says", signer=seal.signer)


def _looked_at(pdf: bytes) -> Iterator[Seal]:
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - only who looks at signatures needs it
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415 - as above
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415 - as above
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 - as above

    for library in ("pyhanko", "pyhanko_certvalidator"):  # what they think of a certificate nobody here vouches for
        logging.getLogger(library).addHandler(_UNHEARD)
    for embedded in PdfFileReader(io.BytesIO(pdf)).embedded_signatures:
        status = validate_pdf_signature(embedded, ValidationContext(trust_roots=[], allow_fetching=False))
        whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        yield Seal(_called(status.signing_cert.subject), status.intact and status.valid, whole)


def _called(subject: Any) -> str:
    """Who a certificate names: the name, and the organization where it says one."""
    names = subject.native
    found = [str(names[key]) for key in ("common_name", "organization_name") if names.get(key)]
    return ", ".join(dict.fromkeys(found)) or str(subject.human_friendly)


def _needed() -> None:
    if find_spec("pyhanko") is None:
        raise UnusableConfiguration(
            say(
                "signing PDF files needs the library pyhanko; install it: {command}",
                command="pip install 'qmsdocs[sign]'",
            )
        )

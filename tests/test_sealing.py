"""Signatures in PDF files: made with a key of the agency, and what is said when a file was changed afterwards."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pypdf import PdfWriter

from qmsdocs.diagnostics import say
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.issuing.sealing import Key, Seal, sealed, seals

AGENCY = "UBND phường Mẫu"
REASON = say("Released")


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Key:
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, AGENCY)])
    begin = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(private.public_key())
    dated = begin.serial_number(1).not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
    certificate = dated.not_valid_after(datetime(2036, 1, 1, tzinfo=UTC)).sign(private, hashes.SHA256())
    path = tmp_path_factory.mktemp("key") / "agency.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"k", private, certificate, None, BestAvailableEncryption(b"mat-khau"))
    )
    return Key(path, "mat-khau")


@pytest.fixture(scope="module")
def pdf() -> bytes:
    writer, stream = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(stream)
    return stream.getvalue()


def test_a_signed_file_names_its_signer(pdf: bytes, key: Key) -> None:
    assert seals(sealed(pdf, key, REASON)) == (Seal(AGENCY, intact=True, whole=True),)


def test_looking_at_a_signature_of_somebody_unknown_prints_nothing(pdf: bytes, key: Key, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(sealed(pdf, key, REASON))
    look = (
        "import sys, pathlib; from qmsdocs.issuing.sealing import seals;"
        "print(len(seals(pathlib.Path(sys.argv[1]).read_bytes())))"
    )
    command = [sys.executable, "-c", look, str(tmp_path / "a.pdf")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("1\n", "")


def test_a_file_without_signature_has_none(pdf: bytes) -> None:
    assert seals(pdf) == ()


def test_a_changed_byte_breaks_the_signature(pdf: bytes, key: Key) -> None:
    data = bytearray(sealed(pdf, key, REASON))
    at = data.index(b"595")
    data[at : at + 3] = b"594"
    (seal,) = seals(bytes(data)) or ()
    assert not seal.intact


def test_what_is_added_after_the_signature_is_told(pdf: bytes, key: Key) -> None:
    (seal,) = seals(sealed(pdf, key, REASON) + b"\n% added\n") or ()
    assert not seal.whole


def test_a_broken_file_is_no_good_signature() -> None:
    (seal,) = seals(b"%PDF-1.7 /ByteRange nonsense") or ()
    assert not seal.intact


@pytest.mark.parametrize(
    ("content", "said"), [(None, "cannot be read"), (b"text", "is not a key"), (b"", "passphrase is wrong")]
)
def test_a_key_that_cannot_be_used_is_refused_in_words(
    content: bytes | None, said: str, pdf: bytes, key: Key, tmp_path: Path
) -> None:
    path = tmp_path / "k.p12"
    if content is not None:
        path.write_bytes(content or key.path.read_bytes())
    with pytest.raises(UnusableConfiguration, match=said):
        sealed(pdf, Key(path, "sai"), REASON)

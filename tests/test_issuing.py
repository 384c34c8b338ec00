"""Releases: what is planned, what is refused, what lands on disk, and that nothing lands half."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from fnmatch import fnmatch
from pathlib import Path

import pytest

from qmsdocs import load, plan_release, release
from qmsdocs.edit.scaffold import bundled
from qmsdocs.errors import NotARepository, ReleaseRefused, UnknownDocument, UnusableConfiguration
from qmsdocs.issuing import ReleaseBlocked, folder
from tests.scenario import DAY, written

OPEN_REVISION = """--- procedures/QT-01/QT-01.yaml
revisions:
  - issue: 1
    revision: 0
    reason: Ban hành lần đầu
    changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
    prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức, content: "sha256:…"}
    reviewed: {by: tran-van-cuong, on: 2026-01-12, position: Phó Chủ tịch, content: "sha256:…"}
    approved: {by: nguyen-van-an, on: 2026-01-20, position: Chủ tịch, decision: 12/QĐ-UBND, content: "sha256:…"}
    effective: 2026-02-01
  - issue: 1
    revision: 1
    reason: Rút ngắn thời gian
    changes: [{where: Bước xem-xet, what: 8 giờ thành 4 giờ}]
"""
APPROVED_FOR_LATER = (
    OPEN_REVISION
    + """    prepared: {by: le-thi-binh, on: 2026-05-20, position: Công chức, content: "sha256:…"}
    reviewed: {by: tran-van-cuong, on: 2026-05-25, position: Phó Chủ tịch, content: "sha256:…"}
    approved: {by: nguyen-van-an, on: 2026-05-29, position: Chủ tịch, decision: 61/QĐ-UBND, content: "sha256:…"}
    effective: 2026-06-15
"""
)
DRAFT = """--- procedures/QT-02/QT-02.yaml
revisions:
  - issue: 1
    revision: 0
    reason: Ban hành lần đầu
    changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
"""
ERROR = """--- procedures/QT-01/QT-01.yaml
steps:
  - {id: a, activity: Làm, responsible: [Văn thư], time: sớm}
"""


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_release_holds_a_word_file_for_each_document_the_lists_and_the_manifest(tmp_path: Path) -> None:
    written(tmp_path / "r")
    issued = release(tmp_path / "r", out=tmp_path / "dist", on=DAY)
    assert issued.files[-1] == "manifest.json"
    assert {"QT-01_1.0.docx", "QT-02_1.0.docx", "danh-muc-tai-lieu.docx", "danh-muc-tai-lieu.xlsx"} <= set(issued.files)
    assert set(issued.files) == set(_files(tmp_path / "dist"))


def test_the_manifest_names_day_version_digest_and_hash(tmp_path: Path) -> None:
    written(tmp_path / "r")
    release(tmp_path / "r", out=tmp_path / "dist", on=DAY)
    manifest = json.loads((tmp_path / "dist" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["on"], manifest["commit"], manifest["language"]) == ("2026-06-01", None, "vi")
    first = next(document for document in manifest["documents"] if document["code"] == "QT-01")
    assert (first["code"], first["issue"], first["revision"], first["draft"]) == ("QT-01", 1, 0, False)
    document = load(tmp_path / "r").document("QT-01")
    assert document is not None
    assert first["content"] == document.origin.digest
    assert {file["name"] for file in manifest["files"]} == set(_files(tmp_path / "dist")) - {"manifest.json"}
    assert all(len(file["parts"]) == 64 for file in manifest["files"])


def test_two_releases_in_different_surroundings_are_equal(tmp_path: Path) -> None:
    outputs = []
    for number, surroundings in enumerate(
        ({"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"}, {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"})
    ):
        root = tmp_path / f"place-{number}" / "repository"
        written(root)
        program = (
            "import os, sys; from datetime import date; from qmsdocs import release; os.umask(int(sys.argv[3], 8));"
            " release(sys.argv[1], out=sys.argv[2], on=date(2026, 6, 1))"
        )
        subprocess.run(
            [sys.executable, "-c", program, root, tmp_path / f"out-{number}", ("022", "077")[number]],
            check=True, env={**os.environ, **surroundings},
        )  # fmt: skip
        outputs.append(_files(tmp_path / f"out-{number}"))
    assert outputs[0] == outputs[1]


def test_documents_do_not_depend_on_the_day(tmp_path: Path) -> None:
    written(tmp_path / "r")
    for name, day in (("a", DAY), ("b", date(2026, 7, 9))):
        release(tmp_path / "r", out=tmp_path / name, on=day)
    one, other = _files(tmp_path / "a"), _files(tmp_path / "b")
    assert one["QT-01_1.0.docx"] == other["QT-01_1.0.docx"]
    assert one["manifest.json"] != other["manifest.json"]


def test_an_approved_revision_is_handed_out_before_it_takes_effect(tmp_path: Path) -> None:
    written(tmp_path / "r", APPROVED_FOR_LATER)
    plan = plan_release(load(tmp_path / "r"), on=DAY)
    assert "QT-01_1.1.docx" in [item.file for item in plan.items]
    # the one in force is not lost in silence: without its tag nobody can render it
    assert [str(refusal.reason) for refusal in plan.refusals] == ["1.0 is in force, but the files already hold 1.1"]


def test_a_draft_is_skipped_unless_it_is_asked_for(tmp_path: Path) -> None:
    written(tmp_path / "r", DRAFT)
    register = load(tmp_path / "r")
    plan = plan_release(register, on=DAY)
    assert "QT-01" in [item.document.code for item in plan.items]
    assert [document.code for document in plan.skipped] == ["QT-02"]
    drafts = plan_release(register, on=DAY, draft=True)
    assert {("QT-01", False), ("QT-02", True)} <= {(item.document.code, item.draft) for item in drafts.items}


def test_a_named_draft_is_refused_with_the_remedy(tmp_path: Path) -> None:
    written(tmp_path / "r", DRAFT)
    with pytest.raises(ReleaseRefused, match=r"QT-02: 1\.0 is not approved; add --draft"):
        release(tmp_path / "r", out=tmp_path / "dist", on=DAY, codes=["QT-02"])
    assert not (tmp_path / "dist").exists()


def test_an_entry_in_force_under_an_open_revision_is_refused_and_the_rest_is_issued(tmp_path: Path) -> None:
    written(tmp_path / "r", OPEN_REVISION)
    issued = release(tmp_path / "r", out=tmp_path / "dist", on=DAY)
    assert [r.document.code for r in issued.plan.refusals] == ["QT-01"]
    assert "QT-02_1.0.docx" in issued.files
    assert "QT-01_1.0.docx" not in issued.files


def test_an_approved_entry_under_a_later_one_is_refused_too(tmp_path: Path) -> None:
    written(tmp_path / "r", APPROVED_FOR_LATER)
    plan = plan_release(load(tmp_path / "r"), on=date(2026, 1, 25))
    (refusal,) = plan.refusals
    assert str(refusal.reason) == "1.0 is approved, but the files already hold 1.1"
    assert "QT-01/1.0" in str(refusal.remedy)
    assert "`qmsdocs release --tag` at the commit that holds 1.0" in str(refusal.remedy)
    assert "QT-01" not in [document.code for document in plan.skipped]
    drafts = plan_release(load(tmp_path / "r"), on=date(2026, 1, 25), draft=True)
    assert [refusal.document.code for refusal in drafts.refusals] == ["QT-01"]


def test_an_error_in_a_document_to_be_released_stops_everything(tmp_path: Path) -> None:
    written(tmp_path / "r", ERROR)
    with pytest.raises(ReleaseBlocked) as caught:
        release(tmp_path / "r", out=tmp_path / "dist", on=DAY)
    assert {d.document for d in caught.value.diagnostics} == {"QT-01"}
    assert not (tmp_path / "dist").exists()


def test_an_error_in_another_document_does_not_stop_a_named_one(tmp_path: Path) -> None:
    written(tmp_path / "r", ERROR)
    issued = release(tmp_path / "r", out=tmp_path / "dist", on=DAY, codes=["QT-02"])
    assert issued.files == ("QT-02_1.0.docx", "manifest.json")


def test_a_file_that_cannot_be_read_stops_a_whole_release(tmp_path: Path) -> None:
    written(tmp_path / "r", "--- procedures/QT-02/QT-02.yaml (whole)\ncode: [\n")
    with pytest.raises(ReleaseBlocked):
        release(tmp_path / "r", out=tmp_path / "dist", on=DAY)


def test_an_unknown_or_external_code_is_named(tmp_path: Path) -> None:
    written(tmp_path / "r")
    register = load(tmp_path / "r")
    with pytest.raises(UnknownDocument, match=r"there is no document QT-99; did you mean QT-\d\d\?"):
        plan_release(register, on=DAY, codes=["QT-99"])
    with pytest.raises(UnknownDocument, match="external document"):
        plan_release(register, on=DAY, codes=["30/2020/NĐ-CP"])


def test_an_empty_repository_is_not_released(tmp_path: Path) -> None:
    with pytest.raises(NotARepository):
        release(tmp_path, out=tmp_path / "dist", on=DAY)


def test_a_folder_with_files_of_the_user_is_never_replaced(tmp_path: Path) -> None:
    written(tmp_path / "r")
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "thu.docx").write_text("của tôi")
    with pytest.raises(UnusableConfiguration, match="not a release"):
        release(tmp_path / "r", out=tmp_path / "dist", on=DAY)
    assert _files(tmp_path / "dist") == {"thu.docx": "của tôi".encode()}


def test_a_release_with_a_foreign_file_in_it_is_not_replaced(tmp_path: Path) -> None:
    written(tmp_path / "r")
    release(tmp_path / "r", out=tmp_path / "dist", on=DAY)
    (tmp_path / "dist" / "ghi-chu.txt").write_text("giữ lại")
    with pytest.raises(UnusableConfiguration, match=r"ghi-chu\.txt"):
        release(tmp_path / "r", out=tmp_path / "dist", on=DAY)


def test_a_new_release_replaces_the_old_one_whole(tmp_path: Path) -> None:
    written(tmp_path / "r")
    release(tmp_path / "r", out=tmp_path / "dist", on=DAY, codes=["QT-01"])
    release(tmp_path / "r", out=tmp_path / "dist", on=DAY, codes=["QT-02"])
    assert sorted(_files(tmp_path / "dist")) == ["QT-02_1.0.docx", "manifest.json"]
    whole = release(tmp_path / "r", out=tmp_path / "dist", on=DAY)
    assert sorted(_files(tmp_path / "dist")) == sorted(whole.files)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_named_documents_never_replace_a_whole_release(tmp_path: Path) -> None:
    written(tmp_path / "r")
    release(tmp_path / "r", out=tmp_path / "dist", on=DAY)
    before = _files(tmp_path / "dist")
    with pytest.raises(UnusableConfiguration, match=r"dist holds a whole release.* --out dist-QT-02"):
        release(tmp_path / "r", out=tmp_path / "dist", on=DAY, codes=["QT-02"])
    assert _files(tmp_path / "dist") == before
    release(tmp_path / "r", out=tmp_path / "dist-QT-02", on=DAY, codes=["QT-02"])
    assert [
        json.loads((tmp_path / name / "manifest.json").read_bytes())["whole"] for name in ("dist", "dist-QT-02")
    ] == [
        True,
        False,
    ]


def test_a_manifest_that_does_not_say_is_that_of_a_whole_release(tmp_path: Path) -> None:
    written(tmp_path / "r")
    release(tmp_path / "r", out=tmp_path / "dist", on=DAY, codes=["QT-01"])
    manifest = tmp_path / "dist" / "manifest.json"
    content = json.loads(manifest.read_bytes())
    del content["whole"]
    manifest.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(UnusableConfiguration, match="holds a whole release"):
        release(tmp_path / "r", out=tmp_path / "dist", on=DAY, codes=["QT-01"])


@pytest.mark.parametrize(
    "out", [".", "procedures/QT-01", "external", "records/phat-hanh", "templates", "x/../procedures"]
)
def test_nothing_is_issued_among_the_documents(tmp_path: Path, out: str) -> None:
    written(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UnusableConfiguration, match="choose another with --out"):
        release(tmp_path, out=tmp_path / out, on=DAY)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_link_does_not_lead_among_the_documents(tmp_path: Path) -> None:
    written(tmp_path / "r")
    (tmp_path / "link").symlink_to(tmp_path / "r" / "procedures")
    with pytest.raises(UnusableConfiguration, match="lies in procedures/"):
        release(tmp_path / "r", out=tmp_path / "link" / "dist", on=DAY)


def test_an_unusable_configuration_is_named_before_the_documents(tmp_path: Path) -> None:
    written(tmp_path, "--- external/30-2020-ND-CP.yaml (whole)\ncode: [\n--- qms.yaml\nprofiles: [none-such]\n")
    with pytest.raises(UnusableConfiguration, match=r"^qms\.yaml:\d+: there is no profile none-such; "):
        release(tmp_path, out=tmp_path / "dist", on=DAY)


def test_a_folder_that_cannot_be_written_is_named_as_it_was_given(tmp_path: Path) -> None:
    written(tmp_path / "r")
    (tmp_path / "file").write_bytes(b"")
    out = tmp_path / "file" / "dist"
    with pytest.raises(UnusableConfiguration, match="file is not a folder; choose another with --out"):
        release(tmp_path / "r", out=out, on=DAY)
    with pytest.raises(UnusableConfiguration, match="the name is too long; nothing was changed"):
        release(tmp_path / "r", out=tmp_path / ("x" * 300), on=DAY)


@pytest.mark.parametrize("failing", range(3))
def test_a_full_disk_leaves_the_old_release(failing: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full at the first, second or third file: the write is made to fail, all else is real."""
    folder.swap_in(tmp_path / "dist", {"old.docx": b"old", "manifest.json": b"{}"})
    real, calls = folder.write, []

    def full(path: Path, data: bytes) -> None:
        calls.append(path.name)
        if len(calls) > failing:
            raise OSError(28, "No space left on device")
        real(path, data)

    monkeypatch.setattr(folder, "write", full)
    with pytest.raises(OSError, match="No space left"):
        folder.swap_in(tmp_path / "dist", {"a": b"", "b": b"", "manifest.json": b"{}"})
    assert sorted(_files(tmp_path / "dist")) == ["manifest.json", "old.docx"]
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_the_manifest_is_written_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    real = folder.write

    def noted(path: Path, data: bytes) -> None:
        order.append(path.name)
        real(path, data)

    monkeypatch.setattr(folder, "write", noted)
    folder.swap_in(tmp_path / "dist", {"manifest.json": b"{}", "z": b"", "a": b""})
    assert order == ["a", "z", "manifest.json"]


def test_an_unfinished_release_is_nothing_that_git_would_keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places: set[str] = set()
    monkeypatch.setattr(folder, "write", lambda path, _: places.add(path.parent.name))
    folder.swap_in(tmp_path / "dist", {"manifest.json": b"{}"})
    (place,) = places
    assert fnmatch(f"{place}/", next(line for line in (bundled("gitignore") or "").splitlines() if "qmsdocs" in line))


def test_word_files_hold_nothing_of_the_machine(tmp_path: Path) -> None:
    written(tmp_path / "r")
    release(tmp_path / "r", out=tmp_path / "dist", on=DAY)
    with zipfile.ZipFile(tmp_path / "dist" / "QT-01_1.0.docx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any(str(tmp_path).encode() in archive.read(name) for name in archive.namelist())

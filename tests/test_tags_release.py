"""Releases as evidence: what was issued is named by tags, and what a tag holds is issued from there for good."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from qmsdocs import load, plan_release, release, verify
from qmsdocs.errors import HistoryMissing, ReleaseRefused, UnusableConfiguration
from qmsdocs.history.repository import repository_of
from qmsdocs.history.tags import Tag, read_tags
from qmsdocs.model.tag import TagFacts
from qmsdocs.registers.day import as_of
from qmsdocs.tagged import Tags
from tests.forked import forked
from tests.history.git import become, commit, git, use_ssh_key
from tests.scenario import written
from tests.tagging import CODE, FIRST, LATER, NEXT, SECOND, begun, released, revised


@pytest.fixture(autouse=True)
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return become(tmp_path / "user.gitconfig", monkeypatch)


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    yield begun(tmp_path / "r")
    assert not list(tmp_path.rglob(".qmsdocs-*"))


def _tags(root: Path) -> dict[str, Tag]:
    return dict(read_tags(repository_of(root)))


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _manifest(folder: Path) -> dict[str, dict[str, object]]:
    content = json.loads((folder / "manifest.json").read_bytes())
    return {f"{d['code']} {d['issue']}.{d['revision']}": d for d in content["documents"]}


def _text(folder: Path, name: str) -> str:
    with zipfile.ZipFile(folder / name) as archive:
        return "".join(archive.read(part).decode() for part in archive.namelist() if part.startswith("word/"))


def test_each_released_revision_is_named_by_a_tag_that_says_what_was_approved(root: Path) -> None:
    issued = released(root)
    assert issued.tags == ("KSTL/1.0", "QT-01/1.0", "QT-02/1.0")
    tag = _tags(root)["QT-01/1.0"]
    document = load(root).document(CODE)
    assert document is not None
    manifest = hashlib.sha256((issued.folder / "manifest.json").read_bytes()).hexdigest()
    assert tag.annotated
    assert tag.commit == git(root, "rev-parse", "HEAD")
    assert TagFacts.of(tag.message) == TagFacts(CODE, "1.0", document.origin.digest, "12/QĐ-UBND", f"sha256:{manifest}")
    facts = _manifest(issued.folder)["QT-01 1.0"]
    assert (facts["tag"], facts["commit"]) == ("QT-01/1.0", tag.commit)


def test_releasing_again_changes_nothing(root: Path) -> None:
    first = released(root)
    before, tags = _files(first.folder), _tags(root)
    second = released(root)
    assert second.tags == ()
    assert (_files(second.folder), _tags(root)) == (before, tags)


def test_another_day_keeps_the_tags_and_the_word_files(root: Path) -> None:
    one = released(root)
    tags = _tags(root)
    other = released(root, SECOND)
    assert _tags(root) == tags
    names = ["QT-01_1.0.docx", "QT-02_1.0.docx"]
    assert [_files(one.folder)[name] for name in names] == [_files(other.folder)[name] for name in names]


def test_tags_are_signed_when_that_is_asked_for(root: Path, tmp_path: Path, user: Path) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    use_ssh_key(user, tmp_path / "key")
    released(root, sign=True)
    assert {tag.signed for tag in _tags(root).values()} == {True}


def test_where_signing_fails_nothing_is_written(root: Path, user: Path) -> None:
    with user.open("a", encoding="utf-8") as file:
        file.write("[user]\n  signingKey = /none/such\n[gpg]\n  format = ssh\n")
    with pytest.raises(UnusableConfiguration, match="could not sign"):
        released(root, sign=True)
    assert _tags(root) == {}
    assert not list(root.glob("dist*"))


# --- what is refused


def _append(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + "# ghi\n", encoding="utf-8")


def _changed(root: Path) -> None:
    _append(root / "procedures/QT-02/QT-02.yaml")


def _untracked(root: Path) -> None:
    _append(root / "templates/mới.txt")


def _profile(root: Path) -> None:
    _append(root / "profile.yaml")


def _configuration(root: Path) -> None:
    _append(root / "qms.yaml")


@pytest.mark.parametrize("change", [_changed, _untracked, _profile, _configuration])
def test_what_is_not_committed_is_not_tagged(change: object, root: Path) -> None:
    change(root)  # type: ignore[operator]
    with pytest.raises(ReleaseRefused, match="1 files are not as the last commit has them"):
        released(root)
    assert (_tags(root), list(root.glob("dist*"))) == ({}, [])


def test_a_file_that_was_taken_away_is_a_change_too(root: Path) -> None:
    commit(root, {"templates/ghi.txt": "x\n"}, "mẫu")
    (root / "templates/ghi.txt").unlink()
    with pytest.raises(ReleaseRefused, match=r"the first is templates/ghi\.txt"):
        released(root)


def test_without_git_or_commit_there_are_no_tags(tmp_path: Path) -> None:
    written(tmp_path / "r")
    with pytest.raises(HistoryMissing, match="commit the files first"):
        released(tmp_path / "r")
    git(tmp_path / "r", "init", "-q")
    with pytest.raises(HistoryMissing, match="commit the files first"):
        released(tmp_path / "r")
    assert not list((tmp_path / "r").glob("dist*"))


def _light(root: Path) -> None:
    git(root, "tag", "QT-01/1.0")


def _of_another_decision(root: Path) -> None:
    document = load(root).document(CODE)
    assert document is not None
    facts = TagFacts(CODE, "1.0", document.origin.digest, "99/QĐ-UBND")
    git(root, "tag", "-a", "QT-01/1.0", "-m", facts.message)


def _of_another_content(root: Path) -> None:
    git(root, "tag", "-a", "QT-01/1.0", "-m", TagFacts(CODE, "1.0", "sha256:" + "1" * 64, "12/QĐ-UBND").message)


def _of_another_document(root: Path) -> None:
    document = load(root).document(CODE)
    assert document is not None
    git(root, "tag", "-a", "QT-01/1.0", "-m", TagFacts("QT-02", "1.0", document.origin.digest, "12/QĐ-UBND").message)


def _on_another_commit(root: Path) -> None:
    text = root / "procedures/QT-01/QT-01.md"
    old = text.read_text(encoding="utf-8")
    document = load(root).document(CODE)
    assert document is not None
    moved = commit(root, {"procedures/QT-01/QT-01.md": old + "\nKhác.\n"}, "khác")
    commit(root, {"procedures/QT-01/QT-01.md": old}, "như cũ")
    facts = TagFacts(CODE, "1.0", document.origin.digest, "12/QĐ-UBND")
    git(root, "tag", "-a", "QT-01/1.0", "-m", facts.message, moved)


def _not_ours(root: Path) -> None:
    git(root, "tag", "-a", "QT-01/1.0", "-m", "phát hành")


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (_light, "it is not annotated"),
        (_of_another_decision, "names the decision 99/QĐ-UBND, the ledger 12/QĐ-UBND"),
        (_of_another_content, "says that the content 111111111111 was released"),
        (_of_another_document, r"its message is about QT-02 1\.0"),
        (_on_another_commit, r"its commit \w+ holds the content \w+, not \w+"),
        (_not_ours, "does not say what was released"),
    ],
)
@pytest.mark.parametrize("tagging", [True, False])
def test_a_tag_that_says_something_else_stops_everything(
    make: object, fault: str, root: Path, *, tagging: bool
) -> None:
    make(root)  # type: ignore[operator]
    before = _tags(root)
    with pytest.raises(ReleaseRefused, match=rf"QT-01: the tag QT-01/1\.0 is wrong: .*{fault}"):
        release(root, out=root / "dist", on=FIRST, tag=tagging)
    assert (_tags(root), (root / "dist").exists()) == (before, False)


def test_a_name_that_leads_to_no_commit_is_not_overwritten(root: Path) -> None:
    git(root, "tag", "QT-01/1.0", "HEAD:qms.yaml")
    with pytest.raises(
        UnusableConfiguration, match=r"tag QT-01/1\.0 already, and it leads to no commit.*git tag -d QT-01/1\.0"
    ):
        released(root)
    assert not list(root.glob("dist*"))
    assert [str(each.message) for each in verify(root, "QT-01/1.0").deviations] == ["it does not lead to a commit"]


def test_tags_that_are_there_are_not_signed_afterwards_and_that_is_said(root: Path) -> None:
    released(root, codes=[CODE])
    told = _qmsdocs(root, "release", CODE, "--sign", "--on", str(FIRST))
    assert told.returncode == 0
    assert "there were unsigned tags already: QT-01/1.0" in told.stderr
    assert "unsigned" not in _qmsdocs(root, "release", CODE, "--tag", "--on", str(FIRST)).stderr


def test_an_entry_that_was_changed_after_its_release_is_told(root: Path) -> None:
    released(root)
    path = root / "procedures/QT-01/QT-01.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("reason: Ban hành lần đầu", "reason: Lý do khác"), encoding="utf-8"
    )
    with pytest.raises(ReleaseRefused, match=r"the ledger entry 1\.0 was changed since its commit \w+: reason"):
        release(root, out=root / "dist", on=FIRST)


# --- each revision from its tag


def test_the_older_one_in_force_is_issued_from_its_tag_beside_the_newer_approved_one(root: Path) -> None:
    first = released(root)
    then = git(root, "rev-parse", "HEAD")
    now = revised(root)
    second = released(root, SECOND)
    assert second.tags == ("QT-01/1.1",)
    assert {"QT-01_1.0.docx", "QT-01_1.1.docx"} <= set(second.files)
    assert second.plan.refusals == ()
    assert _files(second.folder)["QT-01_1.0.docx"] == _files(first.folder)["QT-01_1.0.docx"]
    places = _manifest(second.folder)
    assert (places["QT-01 1.0"]["commit"], places["QT-01 1.1"]["commit"]) == (then, now)
    assert "Kiểm soát thông tin dạng văn bản" in _text(second.folder, "danh-muc-tai-lieu.docx")
    third = release(root, out=root / "dist-3", on=LATER)
    assert {name for name in third.files if name.startswith("QT-01")} == {"QT-01_1.1.docx", "QT-01_1.1_so-voi_1.0.docx"}
    assert "Kiểm soát tài liệu" in _text(third.folder, "danh-muc-tai-lieu.docx")


def test_the_set_in_force_on_a_day_is_reproduced_byte_by_byte(root: Path) -> None:
    before = _files(released(root).folder)
    revised(root)
    released(root, SECOND)
    again = _files(release(root, out=root / "dist-again", on=FIRST).folder)
    del before["manifest.json"], again["manifest.json"]
    assert again == before


def test_each_document_has_the_configuration_and_template_of_its_own_tag(root: Path) -> None:
    first = released(root, codes=["QT-01"])
    configuration = (root / "qms.yaml").read_text(encoding="utf-8")
    commit(
        root,
        {"qms.yaml": configuration.replace("phường Mẫu", "xã Mẫu").replace("language: vi", "language: en")},
        "đổi tên",
    )
    issued = release(root, out=root / "dist", on=SECOND, tag=True)
    assert issued.tags == ("KSTL/1.0", "QT-02/1.0")
    assert _files(issued.folder)["QT-01_1.0.docx"] == _files(first.folder)["QT-01_1.0.docx"]
    assert "phường Mẫu" in _text(issued.folder, "QT-01_1.0.docx")
    assert "xã Mẫu" in _text(issued.folder, "QT-02_1.0.docx")
    assert "phường Mẫu" not in _text(issued.folder, "QT-02_1.0.docx")


def test_without_its_tag_the_older_one_is_refused_with_the_remedy(root: Path) -> None:
    released(root, codes=["QT-02"])
    revised(root)
    issued = release(root, out=root / "dist", on=SECOND)
    (refusal,) = issued.plan.refusals
    assert str(refusal.reason) == "1.0 is in force, but the files already hold 1.1"
    assert "`qmsdocs release --tag`" in str(refusal.remedy)
    assert "QT-01_1.1.docx" in issued.files


def test_an_open_revision_does_not_keep_the_one_in_force_from_being_issued(root: Path) -> None:
    """Not even while its draft has errors."""
    first = released(root)
    with (root / "procedures/QT-01/QT-01.yaml").open("a", encoding="utf-8") as file:
        file.write(NEXT)
    (root / "procedures/QT-01/QT-01.md").write_text("# Mục đích\n\n", encoding="utf-8")
    issued = release(root, out=root / "dist", on=SECOND)
    assert _files(issued.folder)["QT-01_1.0.docx"] == _files(first.folder)["QT-01_1.0.docx"]
    assert issued.plan.refusals == ()


def test_a_renamed_document_is_found_by_the_tag_of_its_former_code(root: Path) -> None:
    first = released(root)
    revised(root)
    (root / "procedures/QT-21").mkdir()
    for suffix in ("yaml", "md"):
        old = root / f"procedures/QT-01/QT-01.{suffix}"
        text = old.read_text(encoding="utf-8").replace("code: QT-01", "code: QT-21\nformer_codes: [QT-01]")
        (root / f"procedures/QT-21/QT-21.{suffix}").write_text(text, encoding="utf-8")
        old.unlink()
    register = load(root)
    document = register.document("QT-21")
    assert document is not None
    tagged = Tags.at(root).of(document, document.revisions[0])
    assert tagged is not None
    assert (tagged.tag.name, tagged.faults) == ("QT-01/1.0", ())
    plan = plan_release(register, on=SECOND, codes=["QT-21"], tagged={("QT-21", "1.0"): tagged})
    assert next(item.file for item in plan.items) == "QT-01_1.0.docx"
    assert "QT-01_1.0.docx" in first.files


def test_the_register_of_a_day_has_the_facts_of_that_day_and_the_ledger_of_today(root: Path) -> None:
    released(root)
    revised(root)
    register = load(root)
    document = register.document(CODE)
    assert document is not None
    tagged = Tags.at(root).of(document, document.revisions[0])
    assert tagged is not None
    assert tagged.right is not None
    held = {(CODE, "1.0"): tagged.right}
    then, later = (as_of(register, day, held).document(CODE) for day in (SECOND, LATER))
    assert then is not None
    assert later is document
    assert then.title == "Kiểm soát thông tin dạng văn bản"
    assert then.revisions == document.revisions


# --- killed in between

_KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from qmsdocs import release
from qmsdocs.history import writing
from qmsdocs.issuing import folder, issue
point = sys.argv[2]
if point == "before":
    folder.swap_in = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
else:
    issue.land_tags = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
release(sys.argv[1], out=sys.argv[1] + "/dist-2026-03-01", on=date(2026, 3, 1), tag=True)
"""


@pytest.mark.parametrize("point", ["before", "between"])
def test_a_tag_never_claims_a_release_that_is_not_there(point: str, root: Path) -> None:
    """Killed before the folder or between folder and tags; the same command then finishes the work."""
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, root, point], env=os.environ, check=False, capture_output=True
    )
    assert killed.returncode == -signal.SIGKILL
    assert _tags(root) == {}
    there = root / f"dist-{FIRST}"
    assert there.exists() == (point == "between")
    before = _files(there) if there.exists() else None
    issued = released(root)
    assert len(issued.tags) == 3
    assert before is None or _files(there) == before
    digest = hashlib.sha256((there / "manifest.json").read_bytes()).hexdigest()
    assert {(TagFacts.of(tag.message) or TagFacts("", "", "")).manifest for tag in _tags(root).values()} == {
        f"sha256:{digest}"
    }


def _qmsdocs(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*forked(), *arguments, "--lang", "en"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_command_line_names_the_tags_that_it_made(root: Path) -> None:
    done = _qmsdocs(root, "release", "--tag", "--on", FIRST.isoformat())
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 tags were made: KSTL/1.0, QT-01/1.0, QT-02/1.0" in done.stdout


def test_the_list_of_a_day_shows_what_is_in_force_and_what_comes(root: Path) -> None:
    released(root)
    revised(root)
    (row,) = [line for line in _qmsdocs(root, "list", "--on", "2026-06-01").stdout.splitlines() if " QT-01 " in line]
    assert "Kiểm soát thông tin dạng văn bản" in row
    assert "in force" in row
    assert "1.1: approved" in row
    assert "15/06/2026" in row
    (row,) = [line for line in _qmsdocs(root, "list", "--on", "2026-07-01").stdout.splitlines() if " QT-01 " in line]
    assert "Kiểm soát tài liệu" in row


def test_without_the_tag_the_list_says_whose_facts_it_shows(root: Path) -> None:
    revised(root)
    shown = _qmsdocs(root, "list", "--on", "2026-06-01")
    assert "Kiểm soát tài liệu" in shown.stdout
    assert "QT-01: 1.0 is in force" in shown.stderr


def test_a_document_is_shown_as_it_was_in_force_on_a_day(root: Path) -> None:
    released(root)
    revised(root)
    shown = _qmsdocs(root, "show", CODE, "--on", "2026-06-01").stdout
    assert "QT-01 Kiểm soát thông tin dạng văn bản" in shown
    assert "1.0 from 2026-02-01" in shown
    assert "1.1 from 2026-06-15" in shown
    assert "QT-01/1.0" in shown
    assert "QT-01 Kiểm soát tài liệu" in _qmsdocs(root, "show", CODE, "--on", "2026-07-01").stdout


def test_the_history_shows_the_tag_beside_each_entry(root: Path) -> None:
    released(root)
    revised(root)
    first, second = _qmsdocs(root, "history", CODE).stdout.splitlines()[2:4]
    assert "QT-01/1.0" in first
    assert "QT-01/1." not in second
    git(root, "tag", "QT-01/1.1")
    history = _qmsdocs(root, "history", CODE)
    assert "QT-01/1.1 (wrong)" in history.stdout
    assert "QT-01/1.1: it is not annotated" in history.stderr


def test_an_unknown_day_before_everything_is_a_clear_refusal(root: Path) -> None:
    released(root)
    with pytest.raises(ReleaseRefused, match="no document is in force or approved"):
        release(root, out=root / "dist", on=date(2020, 1, 1))


def test_no_program_of_the_repository_is_run_by_releasing_and_proving(root: Path, tmp_path: Path) -> None:
    canary, program = tmp_path / "canary", tmp_path / "run.sh"
    program.write_text(f"#!/bin/sh\ntouch '{canary}'\ncat\n")
    program.chmod(0o755)
    commit(root, {".gitattributes": "* filter=x diff=x merge=x\n"}, "thuộc tính")
    for name in ("reference-transaction", "post-index-change", "pre-commit", "post-commit", "pre-push", "post-rewrite"):
        (root / ".git/hooks").mkdir(exist_ok=True)
        shutil.copy(program, root / ".git/hooks" / name)
    keys = "core.fsmonitor core.pager core.editor gpg.program gpg.ssh.program filter.x.clean filter.x.smudge filter.x.process "
    keys += "diff.x.textconv diff.x.command diff.external credential.helper alias.tag alias.config alias.update-ref"
    for key in keys.split():
        section, _, last = key.partition(".")
        name, dot, last = last.rpartition(".")
        with (root / ".git/config").open("a") as file:
            file.write((f'[{section} "{name}"]\n' if dot else f"[{section}]\n") + f'  {last} = "{program}"\n')
    with (root / ".git/config").open("a") as file:
        file.write("[tag]\n  gpgSign = true\n[commit]\n  gpgSign = true\n[user]\n  signingKey = x\n")
    issued = released(root)
    assert len(issued.tags) == 3
    for what in (issued.folder, "QT-01/1.0"):
        assert verify(root, what).deviations == ()
    done = _qmsdocs(root, "review", CODE, "--by", "le-thi-binh", "--on", "2026-04-01", "--commit")
    assert (done.returncode, done.stderr) == (0, "")
    assert _qmsdocs(root, "history", CODE).returncode == 0
    assert not canary.exists()

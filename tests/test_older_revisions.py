"""What is told of a revision that is older than the files, where no tag holds it: what the ledger says, nothing else."""

from __future__ import annotations

from pathlib import Path

from qmsdocs import load
from tests.acts import ran
from tests.scenario import fill_digests, written
from tests.test_registers import TWO_REVISIONS


def _bound(root: Path, number: str) -> str:
    document = load(root).document("QT-01")
    assert document is not None
    entry = document.entry(number)
    assert entry is not None
    assert entry.approved is not None
    assert entry.approved.content is not None
    return entry.approved.content


def _digest(shown: str) -> str | None:
    words = next((line.split() for line in shown.splitlines() if line.split()[:1] == ["Digest"]), None)
    return words[1] if words else None


def test_a_revision_older_than_the_files_is_shown_with_the_digest_that_its_approval_binds(tmp_path: Path) -> None:
    written(tmp_path, TWO_REVISIONS)
    path = tmp_path / "procedures/QT-01/QT-01.yaml"
    first, rest = path.read_text(encoding="utf-8").split("effective: 2026-02-01", 1)
    now = _bound(tmp_path, "1.0")
    then = "sha256:" + "1" * 64
    path.write_text(first.replace(now, then) + "effective: 2026-02-01" + rest, encoding="utf-8")
    assert _digest(ran(tmp_path, "show", "QT-01", "--on", "2026-05-12")[1]) == then
    assert _digest(ran(tmp_path, "show", "QT-01", "--on", "2026-07-01")[1]) == now


def test_a_revision_from_before_the_tool_is_shown_without_a_digest(tmp_path: Path) -> None:
    older = "revisions:\n  - {issue: 0, revision: 9, carried_over: true, approved: {name: Lê Văn Cũ, on: 2025-05-05}}\n"
    written(tmp_path, TWO_REVISIONS.replace("revisions:\n", older))
    _, shown, _ = ran(tmp_path, "show", "QT-01", "--on", "2025-06-01")
    assert "0.9 from 2025-05-05" in shown
    assert _digest(shown) is None


def _write(root: Path, code: str, ledger: str) -> None:
    path = root / f"procedures/{code}/{code}.yaml"
    if not path.exists():
        path.parent.mkdir()
        path.write_text(f"code: {code}\ntitle: Việc {code}\ntype: procedure\ncategory: internal\n", encoding="utf-8")
        path.with_suffix(".md").write_text("# Mục đích\n\nĐể làm việc.\n", encoding="utf-8")
    facts = path.read_text(encoding="utf-8").partition("revisions:")[0]
    path.write_text(facts + ledger, encoding="utf-8")


def _revised(root: Path, count: int) -> Path:
    """So many documents, each at 1.1 since 2026-07-01, none with a tag."""
    written(root)
    ledger = TWO_REVISIONS.partition("revisions:")[2]
    for number in range(1, count + 1):
        _write(root, f"QT-{number:02}", f"revisions:{ledger}")
    fill_digests(root)
    return root


def test_many_missing_tags_are_told_in_one_line(tmp_path: Path) -> None:
    for count, lines in ((3, 3), (5, 1)):
        code, _, err = ran(_revised(tmp_path / str(count), count), "list", "--on", "2026-05-12")
        assert code == 0
        told = [line for line in err.splitlines() if "tag" in line]
        assert len(told) == lines
        assert told[0].startswith("qmsdocs: 5 documents stood" if lines == 1 else "qmsdocs: QT-01: 1.0 is in force")

"""Two secretaries revise procedures in their own copies: what git merges is right, or the second is told what to do.

Each branch comes into the main one by a merge, squashed or rebased, as the agency's platform does it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from qmsdocs import check, load
from qmsdocs.diagnostics import Severity
from qmsdocs.model.document import Document
from qmsdocs.model.register import Register
from tests.history.git import become, commit, git
from tests.scenario import DAY, written
from tests.test_cli import Outcome, qmsdocs

WAYS = ["merge", "squash", "rebase"]
FACTS, TEXT = "procedures/{}/{}.yaml", "procedures/{}/{}.md"
SHORTER, WIDER = "Rút ngắn bước xem xét", "Mở rộng phạm vi"
_CONFLICT = re.compile(r"^<{7} [^\n]*\n(.*?)^={7}\n(.*?)^>{7} [^\n]*\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Secretary:
    """A secretary's copy of the agency's repository, on a branch of their own.

    Args:
        root: the copy.
        decision: the number that this secretary's approvals get.
    """

    root: Path
    decision: str

    def says(self, *arguments: str) -> Outcome:
        """What the command line answers."""
        return qmsdocs(self.root, *arguments, lang="en")

    def does(self, *arguments: str) -> str:
        """What it prints for a verb that must succeed."""
        outcome = self.says(*arguments)
        assert outcome.code == 0, outcome.err or outcome.out
        return outcome.out

    def document(self, code: str) -> Document:
        document = load(self.root).document(code)
        assert document is not None
        return document

    def told(self, since: str = "origin/main") -> dict[str, str]:
        """The rules that refuse the branch, each with message and remedy."""
        git(self.root, "fetch", "-q", "origin", "main")
        outcome = self.says("check", "--since", since, "--on", str(DAY), "--format", "full")
        found = re.findall(r"error (QD\d+): (.*?)\n(?:.*\n)*?.*?= remedy: (.*)", outcome.out)
        assert (outcome.code == 1) == bool(found), outcome.out
        return {code: f"{message}; {remedy}" for code, message, remedy in found}

    # --- what they do

    def edits(self, path: str, before: str, after: str) -> None:
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert before in text
        file.write_text(text.replace(before, after, 1), encoding="utf-8")

    def approves(self, code: str, *, effective: str = "2026-05-01") -> None:
        for act, by in (("prepared", "le-thi-binh"), ("reviewed", "tran-van-cuong")):
            self.does("sign", code, "--as", act, "--by", by, "--on", "2026-04-01")
        issued = ("--decision", self.decision, "--effective", effective)
        self.does("approve", code, "--by", "nguyen-van-an", "--on", "2026-04-02", *issued)

    def shortens(self, code: str) -> None:
        self.edits(FACTS.format(code, code), "time: 4 giờ", "time: 2 giờ")
        self.does("revise", code, "-m", SHORTER)

    def widens(self, code: str) -> None:
        self.edits(TEXT.format(code, code), "# Phạm vi\n", "# Phạm vi\n\nÁp dụng cả cho cộng tác viên.\n")
        self.edits(FACTS.format(code, code), "time: 3 ngày", "time: 2 ngày")
        self.does("revise", code, "-m", WIDER)

    def commits(self, message: str) -> None:
        commit(self.root, {}, message)

    def brings_in(self, way: str) -> None:
        """The branch comes into the main one, as the platform does it, and is published."""
        git(self.root, "checkout", "-q", "-B", "main", "origin/main")
        if way == "rebase":
            git(self.root, "checkout", "-q", "viec")
            git(self.root, "rebase", "-q", "main")
            git(self.root, "checkout", "-q", "main")
        options = {"merge": ["--no-ff", "--no-edit"], "squash": ["--squash"], "rebase": ["--ff-only"]}[way]
        git(self.root, "merge", "-q", *options, "viec")
        if way == "squash":
            git(self.root, "commit", "-qm", "Gộp nhánh")
        git(self.root, "push", "-q", "origin", "main")

    def joins_main(self, way: str, *path: str) -> None:
        """Main comes into the branch; where the ledger conflicts, what main says is kept, as the remedy has it."""
        git(self.root, "checkout", "-q", "viec")
        arguments = ["rebase", "origin/main"] if way == "rebase" else ["merge", "--no-edit", "origin/main"]
        with pytest.raises(Exception, match="status 1"):
            git(self.root, *arguments)
        for name in path:
            file = self.root / name
            text = file.read_text(encoding="utf-8")
            assert _CONFLICT.search(text)
            file.write_text(_CONFLICT.sub(r"\1" if way == "rebase" else r"\2", text), encoding="utf-8")

    def finishes_joining(self, way: str) -> None:
        git(self.root, "add", "-A")
        if way == "rebase":
            git(self.root, "-c", "core.editor=true", "rebase", "--continue")
        else:
            git(self.root, "commit", "-q", "--no-edit")


@pytest.fixture
def secretaries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Secretary, Secretary]:
    become(tmp_path / "user", monkeypatch)
    begun = tmp_path / "begun"
    written(begun)
    (begun / ".gitignore").write_text("dist*/\n", encoding="utf-8")
    git(begun, "init", "-q", "-b", "main")
    commit(begun, {}, "Ban hành lần đầu")
    assert qmsdocs(begun, "release", "--tag", "--on", "2026-03-01").code == 0
    git(tmp_path, "clone", "-q", "--bare", str(begun), "origin.git")
    return _copy(tmp_path, "binh", "31/QĐ-UBND"), _copy(tmp_path, "hoa", "32/QĐ-UBND")


def _copy(folder: Path, name: str, decision: str) -> Secretary:
    git(folder, "clone", "-q", "origin.git", name)
    git(folder / name, "checkout", "-q", "-b", "viec")
    return Secretary(folder / name, decision)


def _published(secretary: Secretary) -> Register:
    git(secretary.root, "fetch", "-q", "origin", "main")
    git(secretary.root, "checkout", "-q", "-B", "main", "origin/main")
    register = load(secretary.root)
    assert [d.message.english for d in check(register, on=DAY) if d.severity is Severity.ERROR] == []
    return register


def _entries(document: Document) -> list[tuple[str, str | None]]:
    return [(entry.number, entry.reason) for entry in document.revisions]


def _holds_both(document: Document) -> bool:
    """Whether the content has what both wrote."""
    facts = document.origin.yaml
    return "time: 2 giờ" in facts and "time: 2 ngày" in facts and "cộng tác viên" in document.origin.text


# --- different procedures


@pytest.mark.parametrize("way", WAYS)
def test_different_procedures_are_merged_without_a_word(way: str, secretaries: tuple[Secretary, Secretary]) -> None:
    first, second = secretaries
    first.shortens("QT-01")
    first.approves("QT-01")
    first.commits("QT-01")
    second.widens("QT-02")
    second.approves("QT-02")
    second.commits("QT-02")
    assert first.told() == {}
    first.brings_in(way)
    assert second.told() == {}
    second.brings_in(way)
    register = _published(first)
    for code, reason in (("QT-01", SHORTER), ("QT-02", WIDER)):
        document = register.document(code)
        assert document is not None
        assert _entries(document) == [("1.0", "Ban hành lần đầu"), ("1.1", reason)]
    assert len(register.decisions) == 2


def test_one_decision_for_two_procedures_lists_what_both_put_into_it(secretaries: tuple[Secretary, Secretary]) -> None:
    first, hoa = secretaries
    second = Secretary(hoa.root, first.decision)
    first.shortens("QT-01")
    first.approves("QT-01")
    first.commits("QT-01")
    second.widens("QT-02")
    second.approves("QT-02")
    second.commits("QT-02")
    first.brings_in("merge")
    with pytest.raises(Exception, match="status 1"):
        git(second.root, "fetch", "-q", "origin", "main") or git(second.root, "merge", "origin/main")
    assert list(second.told()) == ["QD033"]
    decision = second.root / "records/decisions/31-QD-UBND.yaml"
    decision.write_text(_CONFLICT.sub(r"\1\2", decision.read_text(encoding="utf-8")), encoding="utf-8")
    second.finishes_joining("merge")
    assert second.told() == {}
    second.brings_in("merge")
    (decided,) = _published(first).decisions
    assert sorted(decided.documents) == ["QT-01@1.1", "QT-02@1.1"]


# --- the same procedure


@pytest.mark.parametrize("way", WAYS)
def test_the_second_of_two_revisions_becomes_the_next_one(way: str, secretaries: tuple[Secretary, Secretary]) -> None:
    first, second = secretaries
    first.shortens("QT-02")
    first.approves("QT-02")
    first.commits("Rút ngắn")
    second.widens("QT-02")
    second.commits("Mở rộng")
    first.brings_in(way)
    told = second.told()
    assert list(told) == ["QD703"]
    assert told["QD703"].startswith(f"QT-02: origin/main has an entry 1.1 already: {SHORTER}; merge origin/main")
    assert "`qmsdocs revise QT-02 -m WHY` then gives this change the number 1.2" in told["QD703"]
    second.joins_main(way, "procedures/QT-02/QT-02.yaml")
    assert second.does("revise", "QT-02", "-m", WIDER).startswith("procedures/QT-02/QT-02.yaml\n")
    assert [change.what for change in second.document("QT-02").revisions[-1].changes] != []
    second.finishes_joining(way)
    assert second.told() == {}
    second.approves("QT-02", effective="2026-05-15")
    second.commits("Duyệt")
    assert second.told() == {}
    second.brings_in(way)
    document = _published(first).document("QT-02")
    assert document is not None
    assert _holds_both(document)
    assert _entries(document) == [("1.0", "Ban hành lần đầu"), ("1.1", SHORTER), ("1.2", WIDER)]


@pytest.mark.parametrize("way", WAYS)
def test_a_second_change_joins_an_entry_that_is_still_open(way: str, secretaries: tuple[Secretary, Secretary]) -> None:
    first, second = secretaries
    first.shortens("QT-02")
    first.does("sign", "QT-02", "--as", "prepared", "--by", "le-thi-binh", "--on", "2026-04-01")
    first.commits("Rút ngắn")
    second.widens("QT-02")
    second.commits("Mở rộng")
    first.brings_in(way)
    told = second.told()
    assert list(told) == ["QD703"]
    assert "`qmsdocs revise QT-02` then lists this change in its entry 1.1 too" in told["QD703"]
    second.joins_main(way, "procedures/QT-02/QT-02.yaml")
    noted = second.says("revise", "QT-02")
    assert noted.code == 0
    assert "they have to sign it again" in noted.err
    second.finishes_joining(way)
    assert second.told() == {}
    second.brings_in(way)
    document = _published(first).document("QT-02")
    assert document is not None
    assert _holds_both(document)
    assert _entries(document) == [("1.0", "Ban hành lần đầu"), ("1.1", SHORTER)]
    assert [change.where for change in document.revisions[-1].changes] == [
        "Mục 2 Phạm vi",
        "Mục 5.2, bước xem-xet",
        "Mục 5.2, bước bien-soan",
    ]


def test_an_edit_of_what_was_approved_meanwhile_is_told_though_git_merges_it(
    secretaries: tuple[Secretary, Secretary],
) -> None:
    """The second edits the text alone, because an entry was open: without a word the merge would say 1.1 of both."""
    first, second = secretaries
    first.shortens("QT-02")
    first.commits("Rút ngắn")
    first.brings_in("merge")
    git(second.root, "pull", "-q", "--ff-only", "origin", "main")
    second.edits(TEXT.format("QT-02", "QT-02"), "# Phạm vi\n", "# Phạm vi\n\nÁp dụng cả cho cộng tác viên.\n")
    second.commits("Mở rộng")
    assert second.told() == {}
    git(first.root, "checkout", "-q", "-B", "viec")
    first.approves("QT-02")
    first.commits("Duyệt")
    first.brings_in("merge")
    told = second.told()
    assert list(told) == ["QD703"]
    assert told["QD703"].startswith("QT-02: 1.1 was approved on origin/main since this branch began; merge")
    git(second.root, "merge", "-q", "--no-edit", "origin/main")
    assert list(second.told()) == ["QD212"]
    second.does("revise", "QT-02", "-m", WIDER)
    second.commits("1.2")
    assert second.told() == {}
    assert _entries(second.document("QT-02"))[1:] == [("1.1", SHORTER), ("1.2", WIDER)]


@pytest.mark.parametrize("way", WAYS)
def test_two_approvals_and_two_tags_of_one_number_are_told_apart(
    way: str, secretaries: tuple[Secretary, Secretary]
) -> None:
    first, second = secretaries
    first.shortens("QT-02")
    first.approves("QT-02")
    first.commits("Duyệt")
    first.brings_in(way)
    first.does("release", "QT-02", "--tag", "--on", "2026-04-03")
    git(first.root, "push", "-q", "origin", "--tags")
    second.widens("QT-02")
    second.approves("QT-02")
    second.commits("Duyệt")
    second.does("release", "QT-02", "--tag", "--on", "2026-04-03")
    with pytest.raises(Exception, match="status 1"):
        git(second.root, "push", "-q", "origin", "--tags")

    assert list(second.told()) == ["QD703"]
    second.joins_main(way, "procedures/QT-02/QT-02.yaml")
    second.does("revise", "QT-02", "-m", WIDER)
    second.finishes_joining(way)
    told = second.told()
    assert sorted(told) == ["QD234", "QD711"]
    assert "take it out of the list" in told["QD234"]
    second.edits("records/decisions/32-QD-UBND.yaml", "  - QT-02@1.1\n", "")
    assert "git fetch origin tag QT-02/1.1 --force" in told["QD711"]
    git(second.root, "fetch", "-q", "origin", "tag", "QT-02/1.1", "--force")
    second.does("verify", "QT-02/1.1")
    second.commits("Bỏ số đã có người dùng")
    assert second.told() == {}

    anew = Secretary(second.root, "40/QĐ-UBND")
    anew.approves("QT-02", effective="2026-05-15")
    anew.commits("Duyệt lại")
    assert anew.told() == {}
    anew.brings_in("merge")
    anew.does("release", "QT-02", "--tag", "--on", str(DAY))
    git(anew.root, "push", "-q", "origin", "--tags")
    document = _published(first).document("QT-02")
    assert document is not None
    assert _holds_both(document)
    assert [(e.number, e.approved.decision) for e in document.revisions[1:] if e.approved] == [
        ("1.1", "31/QĐ-UBND"),
        ("1.2", "40/QĐ-UBND"),
    ]


# --- what stands in between


def test_verbs_refuse_a_ledger_that_nobody_has_put_right(secretaries: tuple[Secretary, Secretary]) -> None:
    first, second = secretaries
    first.shortens("QT-02")
    first.commits("Rút ngắn")
    first.brings_in("merge")
    second.widens("QT-02")
    second.commits("Mở rộng")
    git(second.root, "fetch", "-q", "origin", "main")
    second.joins_main("merge")
    before = (second.root / "procedures/QT-02/QT-02.yaml").read_bytes()
    for verb in (["revise", "QT-02"], ["sign", "QT-02", "--as", "prepared", "--by", "le-thi-binh"]):
        outcome = second.says(*verb)
        assert outcome.code == 2
        assert "procedures/QT-02/QT-02.yaml holds marks of an unfinished merge (<<<<<<<)" in outcome.err
    assert list(second.told()) == ["QD033"]
    assert second.says("release", "QT-02", "--on", str(DAY)).code == 2
    assert (second.root / "procedures/QT-02/QT-02.yaml").read_bytes() == before


def test_an_entry_that_was_kept_beside_the_other_gets_the_next_number(
    secretaries: tuple[Secretary, Secretary],
) -> None:
    """Whoever puts both entries into the ledger by hand is right too: its stale signatures fall away."""
    first, second = secretaries
    first.shortens("QT-02")
    first.approves("QT-02")
    first.commits("Rút ngắn")
    second.widens("QT-02")
    second.does("sign", "QT-02", "--as", "prepared", "--by", "le-thi-binh", "--on", "2026-04-01")
    mine = (
        second.root.joinpath("procedures/QT-02/QT-02.yaml")
        .read_text(encoding="utf-8")
        .partition("effective: 2026-02-01\n")[2]
    )
    second.commits("Mở rộng")
    first.brings_in("merge")
    git(second.root, "fetch", "-q", "origin", "main")
    second.joins_main("merge", "procedures/QT-02/QT-02.yaml")
    with (second.root / "procedures/QT-02/QT-02.yaml").open("a", encoding="utf-8") as file:
        file.write(mine)
    outcome = second.says("revise", "QT-02")
    assert outcome.code == 0, outcome.err
    assert "they have to sign it again" in outcome.err
    assert _entries(second.document("QT-02"))[1:] == [("1.1", SHORTER), ("1.2", WIDER)]
    assert second.document("QT-02").revisions[-1].prepared == ()
    second.finishes_joining("merge")
    assert second.told() == {}

"""Every verb that writes, each ready to be done on a small repository: for tests that interrupt it."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from qmsdocs.cli.entry import BUG, run
from qmsdocs.cli.session import Session
from qmsdocs.cli.terminal import Terminal
from qmsdocs.diagnostics import Message
from qmsdocs.edit.agency import InitOptions
from qmsdocs.edit.deciding import Issuing
from qmsdocs.edit.filing import FilingDesk
from qmsdocs.edit.init import init_repository
from qmsdocs.edit.landing import finish, replace_files
from qmsdocs.edit.ledger import Desk
from qmsdocs.edit.new import new_document
from qmsdocs.edit.renaming import RenamingDesk
from qmsdocs.edit.revising import RevisingDesk, Wish
from qmsdocs.edit.rewriting import Rewrite
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.issuing import release
from tests.history.git import commit, git
from tests.scenario import written

OPTIONS = InitOptions("Ủy ban nhân dân xã Thử", "UBND xã Thử", "Thử", None, ("Nguyễn Văn An, Chủ tịch",))
DRAFTS = """--- procedures/QT-01/QT-01.yaml
revisions:
  - issue: 1
    revision: 0
    reason: Ban hành lần đầu
    changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
--- procedures/QT-02/QT-02.yaml
revisions: [{issue: 1, revision: 0, reason: Ban hành lần đầu, changes: [{where: Toàn bộ, what: Ban hành lần đầu}]}]
"""
CARRIED = """--- procedures/QT-01/QT-01.yaml
revisions: [{issue: 3, revision: 2, carried_over: true, approved: {name: Lê Văn Cũ, on: 2025-05-05}}]
"""
BOTH = ("QT-01", "QT-02")


@dataclass(frozen=True)
class Act:
    """An act and the folder it is done in.

    Args:
        prepare: makes the folder as it is before.
        do: the act.
        below: where the repository lies in the folder.
        settle: what is done next where the files are written and git has not been told yet; None where git has no part.
    """

    prepare: Callable[[Path], None]
    do: Callable[[Path], object]
    below: str = ""
    settle: Callable[[Path], object] | None = None

    def root(self, folder: Path) -> Path:
        """The folder of the repository."""
        return folder / self.below if self.below else folder


def _drafts(root: Path) -> None:
    written(root, DRAFTS)


def _done(root: Path, act: Callable[[Desk], tuple[Rewrite, ...]]) -> None:
    replace_files(root, act(Desk(root)))


def _prepared(root: Path) -> None:
    _drafts(root)
    _sign(root)


def _reviewed(root: Path) -> None:
    _prepared(root)
    _done(root, lambda desk: desk.sign(BOTH, "reviewed", by="tran-van-cuong", on=date(2026, 1, 12)))


def _approved(root: Path) -> None:
    _reviewed(root)
    _approve(root)


def _released(root: Path) -> None:
    _approved(root)
    release(root, out=root / "dist", on=date(2026, 1, 21))


def _sign(root: Path) -> None:
    _done(root, lambda desk: desk.sign(BOTH, "prepared", by="le-thi-binh", on=date(2026, 1, 5)))


def _approve(root: Path) -> None:
    decision = Issuing("12/QĐ-UBND", date(2026, 2, 1))
    _done(root, lambda desk: desk.approve(BOTH, decision, by="nguyen-van-an", on=date(2026, 1, 20)))


def _reopen(root: Path) -> None:
    _done(root, lambda desk: desk.reopen("QT-01", by="nguyen-van-an", on=date(2026, 1, 25), reason="Sửa lỗi"))


def _withdraw(root: Path) -> None:
    facts = {"on": date(2026, 5, 1), "reason": "Không còn cần", "decision": "70/QĐ-UBND"}
    _done(root, lambda desk: desk.withdraw(BOTH, **facts))  # type: ignore[arg-type]


def _review(root: Path) -> None:
    _done(root, lambda desk: desk.review(BOTH, by="le-thi-binh", on=date(2026, 3, 1)))


def _new(root: Path) -> None:
    new_document(root, "procedure", "QT-90", "Một việc mới", category="internal")


def _release(root: Path) -> None:
    release(root, out=root / "dist", on=date(2026, 3, 1))


def _empty(folder: Path) -> None:
    folder.mkdir()


def _standing(folder: Path) -> None:
    (folder / "own").mkdir(parents=True)


def _init(folder: Path) -> None:
    init_repository(folder / "own", OPTIONS)


# --- decisions and evidence


def _filing(root: Path) -> None:
    _reviewed(root)
    (root / "quét.pdf").write_bytes(b"%PDF-1.7 quyet dinh " * 500)


def _approve_with_evidence(root: Path) -> None:
    decision = Issuing("12/QĐ-UBND", None, root / "quét.pdf")
    _done(root, lambda desk: desk.approve(BOTH, decision, by="nguyen-van-an", on=date(2026, 1, 20)))


def _approved_without_scan(root: Path) -> None:
    _approved(root)
    (root / "quét.pdf").write_bytes(b"%PDF-1.7 quyet dinh " * 500)


def _file_evidence(root: Path) -> None:
    desk = FilingDesk(root)
    issuing = Issuing("12/QĐ-UBND", None, root / "quét.pdf")
    replace_files(root, desk.file_evidence(desk.issued_by(BOTH, issuing.number), issuing, by="nguyen-van-an"))


def _approve_one(root: Path, code: str) -> None:
    _done(root, lambda desk: desk.approve([code], Issuing("12/QĐ-UBND"), by="nguyen-van-an", on=date(2026, 1, 20)))


def _half_decided(root: Path) -> None:
    _reviewed(root)
    _approve_one(root, "QT-01")


def _approve_the_other(root: Path) -> None:
    _approve_one(root, "QT-02")


# --- revising


def _edited(root: Path) -> None:
    written(root)
    _edit(root, "time: 4 giờ", "time: 2 giờ")


def _edit(root: Path, old: str, new: str) -> None:
    path = root / "procedures/QT-01/QT-01.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def _revise(root: Path) -> None:
    wish = Wish("Rút ngắn thời gian", "BM-01-01/2026-03")
    replace_files(root, RevisingDesk(root).revise("QT-01", wish, on=date(2026, 6, 1)).rewrites)


def _revised(root: Path) -> None:
    _edited(root)
    _revise(root)


def _revise_again(root: Path) -> None:
    replace_files(root, RevisingDesk(root).revise("QT-01", Wish("Lý do khác"), on=date(2026, 6, 1)).rewrites)


def _rename(root: Path) -> None:
    wish = Wish("Đánh lại mã hiệu")
    replace_files(root, RenamingDesk(root).rename("QT-01", "QT-21", wish, on=date(2026, 6, 1)).rewrites)


def _carried(root: Path) -> None:
    written(root, CARRIED)


def _adopt(root: Path) -> None:
    replace_files(root, RevisingDesk(root).adopt(["QT-01"], on=date(2026, 6, 1)))


# --- an act that was interrupted before


def _interrupted(root: Path) -> None:
    """As a power cut leaves it after the first file."""
    _reviewed(root)
    replace, done = Path.replace, list[object]()

    def failing(self: Path, target: str | Path) -> Path:
        if done:
            os._exit(0)
        done.append(target)
        return replace(self, target)

    child = os.fork()
    if child == 0:
        setattr(Path, "replace", failing)  # noqa: B010 - mypy
        _approve(root)
    os.waitpid(child, 0)
    assert (root / ".qmsdocs-landing").is_dir()


def _recover(root: Path) -> None:
    finish(root)


# --- git


def ran(root: Path, *arguments: str) -> tuple[int, str, str]:
    """The command line in this process: exit code, and what it says on standard output and error."""
    out, err = io.StringIO(), io.StringIO()
    session = Session(Terminal(out, err), root, lambda zone: datetime(2026, 6, 1, tzinfo=zone), os.environ, "en")
    return run(arguments, session), out.getvalue(), err.getvalue()


def qmsdocs(root: Path, *arguments: str) -> str:
    """The command line in this process; what it prints.

    Raises:
        UnusableConfiguration: the exit code is not 0.
    """
    code, out, err = ran(root, *arguments)
    assert code != BUG, err
    if code:
        raise UnusableConfiguration(Message(err))
    return out


def _committed(root: Path, prepare: Callable[[Path], object]) -> None:
    prepare(root)
    git(root, "init", "-q", "-b", "main", "--template=")
    (root / ".gitignore").write_text("dist*/\n.qmsdocs-*\n", encoding="utf-8")
    commit(root, {}, "Ban đầu")


def _drafts_in_git(root: Path) -> None:
    _committed(root, _drafts)


def _reviewed_in_git(root: Path) -> None:
    _committed(root, _reviewed)


def _base_in_git(root: Path) -> None:
    _committed(root, written)


def _sign_and_commit(root: Path) -> None:
    qmsdocs(root, "sign", *BOTH, "--as", "prepared", "--by", "le-thi-binh", "--on", "2026-01-05", "--commit")


def _approve_and_commit(root: Path) -> None:
    who = ("--by", "nguyen-van-an", "--on", "2026-01-20", "--decision", "12/QĐ-UBND")
    qmsdocs(root, "approve", *BOTH, *who, "--commit")


def _settle(root: Path) -> None:
    """Another act with ``--commit`` is not hindered, and the user commits what was left."""
    qmsdocs(root, "review", "KSTL", "--by", "le-thi-binh", "--on", "2026-06-01", "--commit")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "phần còn lại", "--allow-empty")


def _release_for_signing(root: Path) -> None:
    qmsdocs(root, "release", *BOTH, "--for-signing", "--on", "2026-01-15")


def _release_and_tag(root: Path) -> None:
    qmsdocs(root, "release", "--tag", "--on", "2026-06-01")


ACTS: dict[str, Act] = {
    "adopt": Act(_carried, _adopt),
    "approve": Act(_reviewed, _approve),
    "approve-appending": Act(_half_decided, _approve_the_other),
    "approve-commit": Act(_reviewed_in_git, _approve_and_commit, settle=_settle),
    "approve-evidence": Act(_filing, _approve_with_evidence),
    "file-evidence": Act(_approved_without_scan, _file_evidence),
    "init": Act(_empty, _init, "own"),
    "init-standing": Act(_standing, _init, "own"),
    "new": Act(_drafts, _new),
    "recover": Act(_interrupted, _recover),
    "release": Act(_approved, _release),
    "release-again": Act(_released, _release),
    "release-for-signing": Act(_reviewed, _release_for_signing),
    "release-tag": Act(_base_in_git, _release_and_tag, settle=_release_and_tag),
    "rename": Act(_edited, _rename),
    "reopen": Act(_approved, _reopen),
    "review": Act(_approved, _review),
    "revise": Act(_edited, _revise),
    "revise-again": Act(_revised, _revise_again),
    "sign": Act(_drafts, _sign),
    "sign-commit": Act(_drafts_in_git, _sign_and_commit, settle=_settle),
    "withdraw": Act(_approved, _withdraw),
}

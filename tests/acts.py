"""Every verb that writes, each ready to be done on a small repository: for tests that interrupt it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qmsdocs.edit.deciding import Issuing
from qmsdocs.edit.init import InitOptions, init_repository
from qmsdocs.edit.landing import replace_files
from qmsdocs.edit.ledger import Desk
from qmsdocs.edit.new import new_document
from qmsdocs.edit.rewriting import Rewrite
from qmsdocs.issuing import release
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
BOTH = ("QT-01", "QT-02")


@dataclass(frozen=True)
class Act:
    """An act and the folder it is done in.

    Args:
        prepare: makes the folder as it is before.
        do: the act.
        below: where the repository lies in the folder.
    """

    prepare: Callable[[Path], None]
    do: Callable[[Path], object]
    below: str = ""

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


ACTS: dict[str, Act] = {
    "approve": Act(_reviewed, _approve),
    "init": Act(_empty, _init, "own"),
    "init-standing": Act(_standing, _init, "own"),
    "new": Act(_drafts, _new),
    "release": Act(_approved, _release),
    "release-again": Act(_released, _release),
    "reopen": Act(_approved, _reopen),
    "review": Act(_approved, _review),
    "sign": Act(_drafts, _sign),
    "withdraw": Act(_approved, _withdraw),
}

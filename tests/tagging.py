"""A repository that lived through a year, for tests of tags: 1.0 released and tagged, 1.1 approved for later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from qmsdocs import load, release
from qmsdocs.edit.deciding import Issuing
from qmsdocs.edit.landing import replace_files
from qmsdocs.edit.ledger import Desk
from qmsdocs.issuing import Issued
from tests.history.git import commit, git
from tests.scenario import written

FIRST, SECOND = date(2026, 3, 1), date(2026, 6, 1)
"""Days of releases: with 1.0 in force, and with 1.1 approved besides."""
LATER = date(2026, 7, 1)
"""A day on which 1.1 is in force."""
CODE = "QT-01"

NEXT = """  - issue: 1
    revision: 1
    reason: Rút ngắn thời gian
    changes: [{where: Mục đích, what: Viết gọn lại}]
"""


def begun(root: Path, scenario: str = "") -> Path:
    """The base with a scenario laid on it, committed."""
    written(root, scenario)
    git(root, "init", "-q", "-b", "main")
    (root / ".gitignore").write_text("dist*/\n", encoding="utf-8")
    commit(root, {}, "Ban hành lần đầu")
    return root


def released(root: Path, on: date = FIRST, codes: Sequence[str] = (), *, sign: bool = False) -> Issued:
    """A release with tags."""
    return release(root, out=root / f"dist-{on}", on=on, codes=codes, tag=True, sign=sign)


def revised(root: Path, effective: date = date(2026, 6, 15)) -> str:
    """Revision 1.1 of QT-01: another title and text, signed and approved to take effect later; the commit."""
    yaml, text = root / "procedures/QT-01/QT-01.yaml", root / "procedures/QT-01/QT-01.md"
    old = yaml.read_text(encoding="utf-8")
    entry = NEXT if old.endswith("\n") else "\n" + NEXT
    yaml.write_text(
        old.replace("title: Kiểm soát thông tin dạng văn bản", "title: Kiểm soát tài liệu"), encoding="utf-8"
    )
    with yaml.open("a", encoding="utf-8") as file:
        file.write(entry)
    text.write_text(text.read_text(encoding="utf-8") + "\nThêm một câu.\n", encoding="utf-8")
    for act, by, day in (("prepared", "le-thi-binh", 20), ("reviewed", "tran-van-cuong", 25)):
        replace_files(root, Desk(root).sign([CODE], act, by=by, on=date(2026, 5, day)))  # type: ignore[arg-type]
    decision = Issuing("61/QĐ-UBND", effective)
    replace_files(root, Desk(root).approve([CODE], decision, by="nguyen-van-an", on=date(2026, 5, 29)))
    return commit(root, {}, "QT-01 1.1")


def number_in_force(root: Path, day: date) -> str | None:
    """The revision of QT-01 in force on a day."""
    document = load(root).document(CODE)
    entry = document.in_force(day) if document else None
    return entry.number if entry else None

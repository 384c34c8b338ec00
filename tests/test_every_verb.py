"""Every verb that writes, on files in any style: what it adds or changes is there, and all else is the same bytes.

Comments, quotes, block and flow style, empty lines, a byte order mark and Windows line ends are the writer's own.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from qmsdocs.edit.deciding import Issuing
from qmsdocs.edit.filing import FilingDesk
from qmsdocs.edit.ledger import Desk
from qmsdocs.edit.renaming import RenamingDesk
from qmsdocs.edit.revising import RevisingDesk, Wish
from qmsdocs.edit.rewriting import Rewrite
from qmsdocs.model.digest import content_digest
from qmsdocs.yaml.reader import YamlFault, read_yaml
from tests.scenario import BASE, written
from tests.test_patch import _one_place
from tests.test_revising import outside

T = TypeVar("T")

YAML, TEXT = "procedures/QT-01/QT-01.yaml", "procedures/QT-01/QT-01.md"
DECISION = "records/decisions/12-QD-UBND.yaml"
COMMENTS = ("# ghi chú: [a", "# giữa", "# trước", "# cuối")
DAY, WHY = date(2026, 6, 1), Wish("Rút ngắn: thời gian # gấp")

_ZERO = "sha256:" + "0" * 64
_FACTS: dict[str, Any] = read_yaml((BASE / YAML).read_text(encoding="utf-8").replace("sha256:…", _ZERO))
_DIGEST = content_digest(_FACTS, (BASE / TEXT).read_text(encoding="utf-8"))
_ENTRY = {
    "issue": 1,
    "revision": 0,
    "reason": "Ban hành lần đầu: 'mới'",
    "changes": [{"where": "Toàn bộ", "what": "Ban hành, lần đầu"}],
}
_PREPARED = {"prepared": {"by": "le-thi-binh", "on": "2026-01-05", "position": "Công chức", "content": _DIGEST}}
_REVIEWED = {"reviewed": {"by": "tran-van-cuong", "on": "2026-01-12", "position": "Phó Chủ tịch", "content": _DIGEST}}
_APPROVED = {
    "approved": {"by": "nguyen-van-an", "on": "2026-01-20", "position": "Chủ tịch", "decision": "12/QĐ-UBND", "content": _DIGEST},
    "effective": "2026-02-01",
}  # fmt: skip
_CARRIED = {"issue": 3, "revision": 2, "carried_over": True, "approved": {"name": "Lê Văn Cũ", "on": "2025-05-05"}}
_ISSUING = {
    "number": "12/QĐ-UBND",
    "on": "2026-01-20",
    "title": "Về việc ban hành: tài liệu",
    "signer": "nguyen-van-an",
    "documents": ["QT-02@1.0"],
}


@dataclass(frozen=True)
class Verb:
    """A verb and what it is done to.

    Args:
        entry: the last entry of the ledger before.
        do: the verb.
        changes: the top-level keys that it may change.
        adds: it only adds text, in one place.
    """

    entry: dict[str, Any]
    do: Callable[[Path], Sequence[Rewrite]]
    changes: tuple[str, ...] = ("revisions",)
    adds: bool = True


def _approve(root: Path) -> Sequence[Rewrite]:
    issuing = Issuing("12/QĐ-UBND", date(2026, 2, 1))
    return Desk(root).approve(["QT-01"], issuing, by="nguyen-van-an", on=date(2026, 1, 20))


def _file(root: Path) -> Sequence[Rewrite]:
    desk = FilingDesk(root)
    issuing = Issuing("12/QĐ-UBND", None, root / "quét.pdf")
    return desk.file_evidence(desk.issued_by(["QT-01"], issuing.number), issuing, by="nguyen-van-an")


def _withdraw(root: Path) -> Sequence[Rewrite]:
    return Desk(root).withdraw(["QT-01"], on=DAY, reason="Không còn: cần", decision="70/QĐ-UBND")


_IN_FORCE = {**_ENTRY, **_PREPARED, **_REVIEWED, **_APPROVED}
VERBS = {
    "sign as prepared": Verb(
        _ENTRY, lambda root: Desk(root).sign(["QT-01"], "prepared", by="le-thi-binh", on=date(2026, 1, 5))
    ),
    "sign as reviewed": Verb(
        {**_ENTRY, **_PREPARED},
        lambda root: Desk(root).sign(["QT-01"], "reviewed", by="tran-van-cuong", on=date(2026, 1, 12)),
    ),
    "approve": Verb({**_ENTRY, **_PREPARED, **_REVIEWED}, _approve),
    "file the evidence": Verb(_IN_FORCE, _file),
    "reopen": Verb(
        _IN_FORCE,
        lambda root: Desk(root).reopen("QT-01", by="nguyen-van-an", on=date(2026, 1, 25), reason="Sửa: lỗi"),
        adds=False,
    ),
    "withdraw": Verb(_IN_FORCE, _withdraw, ("withdrawn",)),
    "review": Verb(_IN_FORCE, lambda root: Desk(root).review(["QT-01"], by="le-thi-binh", on=DAY), ("reviews",)),
    "revise": Verb(_IN_FORCE, lambda root: RevisingDesk(root).revise("QT-01", WHY, on=DAY).rewrites),
    "revise again": Verb(
        {**_ENTRY, "request": "BM-01-01/2026-01"},
        lambda root: RevisingDesk(root).revise("QT-01", WHY, on=DAY).rewrites,
        adds=False,
    ),
    "adopt": Verb(_CARRIED, lambda root: RevisingDesk(root).adopt(["QT-01"], on=DAY)),
    "rename": Verb(
        _IN_FORCE,
        lambda root: RenamingDesk(root).rename("QT-01", "QT-21", WHY, on=DAY).rewrites,
        ("code", "former_codes", "revisions"),
        adds=False,
    ),
}


# --- any style


class Hand:
    """Writes values as people do.

    Args:
        seed: decides the style.
    """

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - no secret

    def file(self, facts: dict[str, Any]) -> bytes:
        """A whole file."""
        text = "".join(
            self._one("", "", "# trước\n", "\n") + f"{key}:{self._value(value, '')}" for key, value in facts.items()
        )
        text += self._one("", "# cuối\n", "\n\n")
        if self._one(1, 0, 0):
            text = text.rstrip("\n")
        text = text.replace("\n", self._one("\n", "\r\n"))
        return self._one(b"", b"\xef\xbb\xbf") + text.encode()

    def _one(self, *choices: T) -> T:
        return self._chance.choice(choices)

    def _value(self, value: Any, pad: str) -> str:
        """What follows a colon."""
        comment = self._one("", "", "  # ghi chú: [a")
        if isinstance(value, (dict, list)) and value and self._one(1, 1, 0):
            inner = pad + self._one(" ", "  ", "    ") if isinstance(value, dict) or pad else self._one("", "  ")
            gap = self._one("", "", "", "\n", f"{inner}# giữa\n")
            return f"{comment}\n" + gap.join(self._lines(value, inner))
        if isinstance(value, str) and " " in value and self._one(1, 0, 0):
            return f" >-\n{pad}  {value}\n"
        return f" {self._flow(value)}{comment}\n"

    def _lines(self, value: dict[str, Any] | list[Any], pad: str) -> Iterator[str]:
        if isinstance(value, dict):
            yield from (f"{pad}{key}:{self._value(item, pad)}" for key, item in value.items())
            return
        for item in value:
            if isinstance(item, dict) and self._one(1, 1, 0):
                hyphen = self._one("- ", "-   ")
                inner = pad + " " * len(hyphen)
                yield pad + hyphen + "".join(self._lines(item, inner)).removeprefix(inner)
            else:
                yield f"{pad}- {self._flow(item)}{self._one('', '  # ghi chú: [a')}\n"

    def _flow(self, value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {self._flow(item)}" for key, item in value.items()) + "}"
        if isinstance(value, (list, tuple)):
            return "[" + ", ".join(map(self._flow, value)) + "]"
        if not isinstance(value, str):
            return json.dumps(value)
        ways = [json.dumps(value, ensure_ascii=False), "'" + value.replace("'", "''") + "'"]
        return self._one(*ways, value if _is_plain(value) else ways[0])


def _is_plain(value: str) -> bool:
    """Whether a text can stand without quotes in any place; a day stands so or in quotes."""
    try:
        return bool(read_yaml(f"k: [{value}]")["k"] == (value,)) and "#" not in value and ": " not in value
    except YamlFault:
        return False


# --- the property


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verbs")
    written(folder)
    (folder / DECISION).parent.mkdir(parents=True)
    (folder / "quét.pdf").write_bytes(b"%PDF-1.7")
    return folder


def _plainly(value: Any) -> Any:
    return json.loads(json.dumps(value, default=date.isoformat))


def _read(data: bytes) -> Any:
    return _plainly(read_yaml(data.decode("utf-8-sig").replace("\r\n", "\n")))


@pytest.mark.parametrize("name", VERBS)
@settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(seed=st.integers(0, 2**32))
def test_everything_outside_the_intended_change_is_the_same_bytes(name: str, seed: int, root: Path) -> None:
    verb, hand = VERBS[name], Hand(seed)
    facts = _plainly({**_FACTS, "revisions": [verb.entry]})
    (root / YAML).write_bytes(hand.file(facts))
    issued = [*_ISSUING["documents"], *(["QT-01@1.0"] if "approved" in verb.entry else [])]
    (root / DECISION).write_bytes(hand.file({**_ISSUING, "documents": issued}))
    assert _read((root / YAML).read_bytes()) == facts
    rewrites = {rewrite.path: rewrite for rewrite in verb.do(root)}
    before = (root / YAML).read_bytes()
    target = next(path for path, each in rewrites.items() if path.endswith(".yaml") and each.after and "QT" in path)
    after = rewrites[target].after
    assert after is not None
    assert after != before
    _same_hand(before, after)
    if verb.adds:
        assert _one_place(before.decode(), after.decode())[0] == ""
    else:
        assert _lines_outside(after, *verb.changes) == _lines_outside(before, *verb.changes)
    kept = {key: value for key, value in facts.items() if key not in verb.changes}
    assert {key: value for key, value in _read(after).items() if key not in verb.changes} == kept
    if name != "reopen":  # what is taken away takes its own comment with it
        assert _comments(after) == _comments(before)
    for other in rewrites.values():
        if other.path == DECISION:
            _only_adds(other)
        elif other.path not in (YAML, target):
            assert None in (other.before, other.after)  # a file that moves
    texts = [other for other in rewrites.values() if other.path.endswith(".md")]
    assert {other.before or other.after for other in texts} <= {(root / TEXT).read_bytes()}


def _same_hand(before: bytes, after: bytes) -> None:
    """The byte order mark and the kind of line ends are as they were."""
    mark = b"\xef\xbb\xbf"
    assert after.startswith(mark) == before.startswith(mark)
    if b"\r\n" in before:
        assert after.count(b"\n") == after.count(b"\r\n")
    else:
        assert b"\r" not in after


def _lines_outside(data: bytes, *keys: str) -> list[str]:
    """The lines of all other keys; that of the last one may lack its end, and get one when something follows."""
    return [line.rstrip("\r\n") for line in outside(data.decode("utf-8-sig").encode(), *keys)]


def _comments(data: bytes) -> list[int]:
    return [data.decode().count(comment) for comment in COMMENTS]


def _only_adds(rewrite: Rewrite) -> None:
    assert rewrite.before is not None
    assert rewrite.after is not None
    _same_hand(rewrite.before, rewrite.after)
    assert _one_place(rewrite.before.decode(), rewrite.after.decode())[0] == ""
    assert _comments(rewrite.after) == _comments(rewrite.before)
    assert _read(rewrite.after) == {**_ISSUING, "documents": ["QT-02@1.0", "QT-01@1.0"]}

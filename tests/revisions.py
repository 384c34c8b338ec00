"""Invented documents and revisions of them, for tests: every kind of block, and every kind of edit that an author makes."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from qmsdocs.model.document import Form, Record, Reference, Step
from qmsdocs.word import Edition
from tests.wordfiles import png, with_text

WORDS = """
tài liệu hồ sơ bản gốc người giữ đơn vị cơ quan phê duyệt xem xét soạn thảo ngày hiệu lực công chức lãnh đạo
sửa đổi ban hành danh mục thời hạn lưu trữ kiểm soát quy trình biểu mẫu phụ lục căn cứ quyết định nghị định
thông báo kết quả 12/2026 BM-01-01 QT-02 03 ngày, 5 năm; trước khi (nếu có) và của theo tại các được
""".split()  # noqa: SIM905 - read as text
TARGETS = (
    "https://example.vn/van-ban",
    "https://example.vn/mau?a=1&b=2",
    "#xem-xet",
    "#de-nghi",
    "#muc-dich",
    "BM-01-01",
)
KINDS = ("p", "p", "p", "p", "list", "list", "table", "table", "heading", "quote", "code", "rule", "defs", "image")

_DECISIONS = 0.3
Block = dict[str, Any]


@dataclass
class Text:
    """A document as its author thinks of it: blocks, facts, and the pictures as they are now."""

    blocks: list[Block]
    facts: dict[str, Any]
    pictures: dict[str, int]


class Author:
    """Writes and revises documents; the same seed writes the same ones."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - no secret

    # --- writing

    def text(self, blocks: int = 8) -> Text:
        made = [self._heading(1)] + [self._block() for _ in range(blocks)]
        facts = {key: [make() for _ in range(self._chance.randint(1, 4))] for key, make in self._facts().items()}
        return Text(made, facts, {f"hinh-{n}.png": 100 + n for n in range(3)})

    def words(self, least: int = 1, most: int = 14) -> str:
        return " ".join(self._chance.choices(WORDS, k=self._chance.randint(least, most)))

    def _block(self) -> Block:
        kind = self._chance.choice(KINDS)
        return self._heading(self._chance.randint(1, 4)) if kind == "heading" else self._makers()[kind]()

    def _makers(self) -> dict[str, Callable[[], Block]]:
        return {
            "p": lambda: {"k": "p", "parts": self._parts()},
            "list": self._list,
            "table": self._table,
            "quote": lambda: {"k": "quote", "parts": self._parts()},
            "code": lambda: {"k": "code", "text": self.words() + "\n  " + self.words()},
            "rule": lambda: {"k": "rule"},
            "defs": lambda: {"k": "defs", "term": self.words(1, 3), "parts": self._parts()},
            "image": lambda: {"k": "p", "parts": [["img", self.words(1, 3), f"hinh-{self._chance.randrange(3)}.png"]]},
        }

    def _heading(self, level: int) -> Block:
        title = "Mục đích" if level == 1 and self._chance.random() < 0.3 else self.words(1, 5)
        return {"k": "heading", "level": level, "parts": [["t", title]]}

    def _parts(self) -> list[Any]:
        return [self._part() for _ in range(self._chance.randint(1, 4))]

    def _part(self) -> list[Any]:
        kind = self._chance.choice(("t", "t", "t", "b", "i", "c", "a", "n", "img"))
        if kind == "a":
            return ["a", self.words(1, 3), self._chance.choice(TARGETS)]
        if kind == "img":
            return ["img", self.words(1, 3), f"hinh-{self._chance.randrange(3)}.png"]
        return [kind, self.words(1, 4 if kind in "bic" else 14)]

    def _list(self, depth: int = 0) -> Block:
        items = []
        for _ in range(self._chance.randint(1, 4)):
            inner = [self._list(depth + 1)] if depth < 2 and self._chance.random() < 0.25 else []
            items.append({"parts": self._parts(), "inner": inner})
        ordered = self._chance.random() < 0.6
        return {"k": "list", "ordered": ordered, "first": self._chance.choice((1, 1, 1, 4)), "items": items}

    def _table(self) -> Block:
        columns = self._chance.randint(1, 4)
        rows = [[self._cell() for _ in range(columns)] for _ in range(self._chance.randint(2, 6))]
        return {"k": "table", "rows": rows}

    def _cell(self) -> list[Any]:
        return [] if self._chance.random() < 0.15 else [["t", self.words(1, 6)]]

    def _facts(self) -> dict[str, Callable[[], Any]]:
        pick = self._chance
        return {
            "steps": lambda: [
                f"b-{pick.randrange(10**6)}",
                pick.random(),
                self._several(),
                self._several(),
                self.words(1, 6),
                self.words(1, 12),
            ],
            "forms": lambda: [f"BM-01-{pick.randrange(90):02d}", self.words(2, 6)],
            "records": lambda: [self.words(2, 5), f"{pick.randint(1, 20)} năm"],
            "terms": lambda: [self.words(1, 2), self.words(2, 6)],
            "references": lambda: [pick.choice(("30/2020/NĐ-CP", "QT-02", "TCVN 1")), f"Điều {pick.randint(1, 9)}"],
        }

    def _several(self) -> list[str]:
        """What stands in a cell in several paragraphs."""
        return [self.words(1, 3) for _ in range(self._chance.randint(1, 3))]

    # --- revising

    def revised(self, text: Text, edits: int | None = None) -> Text:
        made = deepcopy(text)
        for _ in range(edits or self._chance.choice((1, 1, 2, 3, 5, 9))):
            self._edit(made)
        return made

    def _edit(self, text: Text) -> None:
        blocks, pick = text.blocks, self._chance
        at = pick.randrange(len(blocks))
        choice = pick.random()
        if choice < 0.14:
            blocks.insert(at + 1, self._block())
        elif choice < 0.26 and len(blocks) > 1:
            del blocks[at]
        elif choice < 0.32:
            blocks.insert(pick.randrange(len(blocks)), blocks.pop(at))
        elif choice < 0.36:
            blocks[at] = self._block()
        elif choice < 0.40:
            text.pictures[pick.choice(sorted(text.pictures))] += 7
        elif choice < 0.55:
            self._edit_fact(text)
        else:
            self._edit_block(blocks[at])

    def _edit_fact(self, text: Text) -> None:
        key = self._chance.choice(sorted(text.facts))
        rows, make = text.facts[key], self._facts()[key]
        choice = self._chance.random()
        at = self._chance.randrange(len(rows)) if rows else 0
        if choice < 0.35 or not rows:
            rows.insert(at, make())
        elif choice < 0.65:
            del rows[at]
        elif key == "steps" and choice < 0.95:
            self._edit_cell(rows[at][self._chance.choice((2, 3))])
        else:
            rows[at][-1] = self.words(1, 6)

    def _edit_cell(self, lines: list[str]) -> None:
        choice = self._chance.random()
        if choice < 0.4:
            lines.append(self.words(1, 3))
        elif choice < 0.8 and len(lines) > 1:
            del lines[self._chance.randrange(len(lines))]
        else:
            lines[:] = self._several()

    def _edit_block(self, block: Block) -> None:
        kind = block["k"]
        if kind == "heading" and self._chance.random() < 0.4:
            block["level"] = self._chance.randint(1, 4)
        elif kind == "list":
            self._edit_list(block)
        elif kind == "table":
            self._edit_table(block["rows"])
        elif kind == "code":
            block["text"] += "\n" + self.words(1, 3)
        elif "parts" in block:
            self._edit_parts(block["parts"])

    def _edit_list(self, block: Block) -> None:
        items, choice = block["items"], self._chance.random()
        at = self._chance.randrange(len(items))
        if choice < 0.2:
            items.insert(at, {"parts": self._parts(), "inner": []})
        elif choice < 0.35 and len(items) > 1:
            del items[at]
        elif choice < 0.45:
            block["ordered"] = not block["ordered"]
        elif choice < 0.55:
            block["first"] = self._chance.randint(1, 9)
        elif choice < 0.65 and len(items) > 1:
            moved = items.pop(max(at, 1))
            items[max(at, 1) - 1]["inner"].append(
                {"k": "list", "ordered": block["ordered"], "first": 1, "items": [moved]}
            )
        elif items[at]["inner"] and choice < 0.8:
            self._edit_list(items[at]["inner"][0])
        else:
            self._edit_parts(items[at]["parts"])

    def _edit_table(self, rows: list[Any]) -> None:
        choice = self._chance.random()
        at, column = self._chance.randrange(len(rows)), self._chance.randrange(len(rows[0]))
        if choice < 0.25:
            rows.insert(at, [self._cell() for _ in rows[0]])
        elif choice < 0.45 and len(rows) > 2:
            del rows[at]
        elif choice < 0.55:
            for row in rows:
                row.insert(column, self._cell())
        elif choice < 0.65 and len(rows[0]) > 1:
            for row in rows:
                del row[column]
        else:
            rows[at][column] = self._cell()

    def _edit_parts(self, parts: list[Any]) -> None:
        choice = self._chance.random()
        at = self._chance.randrange(len(parts)) if parts else 0
        if choice < 0.2 or not parts:
            parts.insert(at, self._part())
        elif choice < 0.35 and len(parts) > 1:
            del parts[at]
        elif choice < 0.45:
            parts[at] = self._part()
        elif parts[at][0] == "a" and choice < 0.6:
            parts[at][2] = self._chance.choice(TARGETS)
        elif choice < 0.5 and parts[at][0] in "tbi":
            parts[at][0] = self._chance.choice("tbi")
        else:
            words = parts[at][1].split()
            words[self._chance.randrange(len(words))] = self.words(1, 3)
            parts[at][1] = " ".join(words)


# --- as files


def markdown(text: Text) -> str:
    notes: list[str] = []
    body = "\n\n".join(_written(block, notes) for block in text.blocks)
    return body + "\n" + "".join(f"\n[^n{number}]: {note}\n" for number, note in enumerate(notes))


def _written(block: Block, notes: list[str]) -> str:
    kind = block["k"]
    if kind == "list":
        return "\n".join(_list_lines(block, notes))
    if kind == "table":
        lines = ["| " + " | ".join(_line(cell, notes) for cell in row) + " |" for row in block["rows"]]
        return "\n".join([lines[0], "|" + "---|" * len(block["rows"][0]), *lines[1:]])
    if kind == "code":
        return f"```\n{block['text']}\n```"
    if kind == "rule":
        return "***"
    line = _line(block["parts"], notes)
    if kind == "defs":
        return f"{block['term']}\n: {line}"
    sign = {"heading": "#" * block.get("level", 1) + " ", "quote": "> "}.get(kind, "")
    return f"{sign}{line}"


def _list_lines(block: Block, notes: list[str]) -> list[str]:
    lines = []
    for number, item in enumerate(block["items"], block["first"]):
        sign = f"{number}. " if block["ordered"] else "- "
        lines.append(sign + _line(item["parts"], notes))
        for inner in item["inner"]:
            lines += [" " * len(sign) + line for line in _list_lines(inner, notes)]
    return lines


def _line(parts: list[Any], notes: list[str]) -> str:
    made: list[str] = []
    for kind, words, *rest in parts:
        if kind == "n":
            made.append(f"[^n{len(notes)}]")
            notes.append(words)
        else:
            shape = {"b": "**{}**", "i": "*{}*", "c": "`{}`", "a": "[{}]({})", "img": "![{}]({})"}.get(kind, "{}")
            made.append(shape.format(words, *rest))
    return " ".join(made)


def edition(base: Edition, text: Text, number: int) -> Edition:
    """The edition of a text.

    Args:
        base: a real one, whose text and facts are replaced.
        text: the text.
        number: how many revisions it has had.
    """
    document = base.document.model_copy(update=_values(text, base, number))
    made = with_text(replace(base, document=document, entry=document.revisions[-1]), markdown(text))
    return replace(made, image=lambda target: png(text.pictures[target], 40) if target in text.pictures else None)


def _values(text: Text, base: Edition, number: int) -> dict[str, Any]:
    facts = text.facts
    ids = [row[0] for row in facts["steps"]]
    steps = [
        Step(
            id=row[0],
            responsible=tuple(row[2]),
            outputs=tuple(row[3]),
            activity=row[4],
            text=row[5],
            time="1 ngày",
            decision={"Có": ids[-1], "Không": "ket-thuc"} if row[1] < _DECISIONS else None,
        )
        for row in facts["steps"]
    ]
    first = base.document.revisions[0]
    later = [first.model_copy(update={"revision": n, "reason": f"Sửa đổi lần {n}"}) for n in range(1, number + 1)]
    return {
        "steps": tuple({step.id: step for step in steps}.values()),
        "forms": tuple({row[0]: Form(code=row[0], title=row[1]) for row in facts["forms"]}.values()),
        "records": tuple(Record(title=row[0], retention=row[1]) for row in facts["records"]),
        "terms": {row[0]: row[1] for row in facts["terms"]},
        "references": tuple(Reference(code=row[0], article=row[1]) for row in facts["references"]),
        "revisions": (first, *later),
    }

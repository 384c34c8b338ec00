"""Writes the reference of the rules, in English and Vietnamese, from the rules themselves.

``python tools/rule_pages.py FOLDER`` writes FOLDER/index.md and one page for each family, and the same below FOLDER/vi.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qmsdocs.diagnostics import Severity
from qmsdocs.language import translator
from qmsdocs.rules import RULES, Rule

Pages = dict[str, str]


@dataclass(frozen=True)
class Family:
    """Rules whose codes begin alike."""

    digit: str
    page: str
    en: str
    vi: str


FAMILIES = (
    Family("0", "source", "Source and format", "Tệp nguồn và định dạng"),
    Family("1", "identity", "Identity and references", "Mã hiệu và viện dẫn"),
    Family("2", "ledger", "Ledger and approval", "Lịch sử sửa đổi và phê duyệt"),
    Family("3", "text", "Text and sections", "Lời văn và các mục"),
    Family("4", "steps", "Steps, forms, records", "Các bước, biểu mẫu, hồ sơ"),
    Family("5", "external", "External documents", "Tài liệu bên ngoài"),
    Family("6", "mandatory", "Mandatory set and clauses", "Bộ tài liệu bắt buộc và các điều của tiêu chuẩn"),
    Family("7", "change", "Changes and tags", "Thay đổi và thẻ"),
)

WORDS = {
    "en": {
        "title": "Rules",
        "intro": "Each rule is one fact that must hold. `qmsdocs explain CODE` prints the same. The examples lie on "
        "the clean documents of `tests/base` and are run by a test: the bad one is reported by its rule alone, the "
        "good one by none.",
        "head": "| Code | Rule | Severity | Serves |",
        Severity.ERROR: "error",
        Severity.WARNING: "warning",
        Severity.NOTE: "note",
        "serves": "Serves",
        "waivable": "can be waived",
        "fixed": "cannot be waived",
        "bad": "Bad",
        "good": "Good",
    },
    "vi": {
        "title": "Các quy tắc",
        "intro": "Mỗi quy tắc là một điều phải đúng. Lệnh `qmsdocs explain MÃ` in ra cùng nội dung này. Các ví dụ đặt "
        "trên bộ tài liệu đúng ở `tests/base` và được chạy trong kiểm thử: ví dụ sai chỉ bị quy tắc của nó báo, "
        "ví dụ đúng không bị quy tắc nào báo.",
        "head": "| Mã | Quy tắc | Mức độ | Căn cứ |",
        Severity.ERROR: "lỗi",
        Severity.WARNING: "cảnh báo",
        Severity.NOTE: "ghi chú",
        "serves": "Căn cứ",
        "waivable": "được phép miễn",
        "fixed": "không được miễn",
        "bad": "Sai",
        "good": "Đúng",
    },
}


def pages() -> Pages:
    """All pages: path below the folder, and Markdown text."""
    return {**_pages("en", ""), **_pages("vi", "vi/")}


def _pages(language: str, folder: str) -> Pages:
    families = [(family, [rule for rule in RULES if rule.code[2] == family.digit]) for family in FAMILIES]
    found = {f"{folder}{family.page}.md": _family(family, rules, language) for family, rules in families}
    return {f"{folder}index.md": _index(families, language), **found}


def _index(families: list[tuple[Family, list[Rule]]], language: str) -> str:
    words, translate = WORDS[language], translator(language)
    lines = [f"# {words['title']}", "", words["intro"], ""]
    for family, rules in families:
        lines += [f"## QD{family.digit}xx {getattr(family, language)}", "", words["head"], "|---|---|---|---|"]
        for rule in rules:
            link = f"[{rule.code}]({family.page}.md#{rule.code.lower()})"
            title, serves = _cell(translate(rule.title)), _cell(translate(rule.clause))
            lines.append(f"| {link} | {title} | {words[rule.severity]} | {serves} |")
        lines.append("")
    return "\n".join(lines)


def _family(family: Family, rules: list[Rule], language: str) -> str:
    head = f"# QD{family.digit}xx {getattr(family, language)}\n"
    return "\n".join([head, *(line for rule in rules for line in _rule(rule, language))])


def _rule(rule: Rule, language: str) -> Iterator[str]:
    words, translate = WORDS[language], translator(language)
    waivable = words["waivable" if rule.waivable else "fixed"]
    yield from (f"## {rule.code} {rule.name} {{ #{rule.code.lower()} }}", "")
    yield from (f"**{_plain(translate(rule.title))}**", "")
    yield from (f"{words[rule.severity]} · {words['serves']}: {_plain(translate(rule.clause))} · {waivable}", "")
    yield from (_plain(translate(rule.why)), "")
    for name, example in (("bad", rule.bad), ("good", rule.good)):
        yield from (words[name], "", "````text", example.rstrip(), "````", "")


def _plain(text: str) -> str:
    """Text in which nothing is taken for HTML."""
    return text.replace("<", "&lt;")


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Writes the pages; 2 when no folder is given."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    for name, text in pages().items():
        path = Path(arguments[0]) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

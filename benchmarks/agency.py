"""A large agency made from the model agency's own texts, the same on every machine.

255 procedures and 500 external documents by default: each procedure is one of the fifteen with other codes, one ledger
entry and the digests that belong to it. Their YAML has 60 to 150 lines and their text 5 to 15 KB: steps are cut off at the
end, parts of the text are left out or taken over from other procedures.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from qmsdocs.model.codes import stem_of
from qmsdocs.model.digest import content_digest
from qmsdocs.yaml.reader import read_yaml

ROOT = Path(__file__).parent.parent
PROCEDURES, EXTERNALS = 255, 500
_LINES = 139  # and eleven of the ledger

_FIFTEEN = "QT-[0-9][0-9]/QT-[0-9][0-9].yaml"
_OWN_CODE = re.compile(r"\bQT-(\d\d)\b")
_FORM_CODE = re.compile(r"\bBM-(\d\d)-(\d\d)\b")
_LEDGER = """revisions:
  - issue: 1
    revision: 0
    reason: Ban hành lần đầu
    changes:
      - {{where: Toàn bộ, what: Ban hành lần đầu}}
    prepared: {{by: le-thi-binh, on: 2026-01-05, position: Công chức, content: "{digest}"}}
    reviewed: {{by: tran-van-cuong, on: 2026-01-14, position: Phó Chủ tịch, content: "{digest}"}}
    approved: {{by: nguyen-van-an, on: 2026-01-20, position: Chủ tịch, decision: 12/QĐ-UBND, content: "{digest}"}}
    effective: 2026-02-01
"""


def generate(target: Path, procedures: int = PROCEDURES, externals: int = EXTERNALS) -> None:
    """Writes the agency below ``target``, which must not exist."""
    target.mkdir(parents=True)
    shutil.copy(ROOT / "qms.yaml", target)
    shutil.copytree(ROOT / "external", target / "external")
    for number in range(externals - len(list((target / "external").glob("*.yaml")))):
        _external(target, number)
    sources = sorted((ROOT / "procedures").glob(_FIFTEEN))
    for number in range(1, procedures + 1):
        _procedure(target, sources[(number - 1) % len(sources)], number, len(sources), procedures)


def external_code(number: int) -> str:
    """The code of a made-up circular."""
    return f"{number + 1}/{2010 + number % 15}/TT-MAU"


def _external(target: Path, number: int) -> None:
    code = external_code(number)
    year = 2010 + number % 15
    (target / "external" / f"{stem_of(code)}.yaml").write_text(
        f"""code: {code}
title: Hướng dẫn thi hành nội dung thứ {number + 1} về quản lý công việc của cơ quan mẫu
type: external
category: legal
issuer: Cơ quan mẫu
issued: {year}-03-05
effective: {year}-05-01
expires: null
replaces: []
amends: []
source: https://example.vn/{number + 1}
units: [VP]
checked: {{by: le-thi-binh, on: 2026-10-01}}
to_check: []
""",
        encoding="utf-8",
    )


def _procedure(target: Path, source: Path, number: int, kinds: int, total: int) -> None:
    block = (number - 1) // kinds * kinds

    def other(match: re.Match[str]) -> str:
        # the last block may be incomplete: its references go to the first
        own = block + int(match[1])
        return f"QT-{own if own <= total else int(match[1]):05d}"

    def recoded(text: str) -> str:
        text = _MANUAL.sub("QT-01", text)  # the manual itself is left out
        text = _FORM_CODE.sub(lambda m: f"BM-{block + int(m[1]):05d}-{m[2]}", text)
        return _OWN_CODE.sub(other, text)

    yaml = recoded(source.read_text(encoding="utf-8"))
    yaml = _FORM_FILE.sub("", _PLACES.sub("", yaml))
    yaml = yaml[: yaml.index("\nrevisions:") + 1].replace("\ntitle: ", f"\ntitle: ({number}) ", 1)
    if number > kinds:
        yaml = re.sub(r"^fulfils: .*$", "fulfils: []", yaml, flags=re.MULTILINE)
    cited = "".join(f"  - {external_code((number * 2 + i) % (EXTERNALS - 20))}\n" for i in range(2))
    yaml = yaml.replace("references:\n", "references:\n" + cited, 1)
    yaml, gone = _with_steps(yaml, _LINES - number * 37 % 91)
    text = recoded(_sized(source, 5_000 + number * 1_709 % 10_001))
    text = re.sub(rf"\[([^\]]*)\]\(#(?:{'|'.join(gone)})\)", r"\1", text) if gone else text
    digest = content_digest(read_yaml(yaml), text)
    code = f"QT-{number:05d}"
    folder = target / "procedures" / code
    folder.mkdir(parents=True)
    (folder / f"{code}.yaml").write_text(yaml + _LEDGER.format(digest=digest), encoding="utf-8")
    (folder / f"{code}.md").write_text(text, encoding="utf-8")


def _with_steps(yaml: str, lines: int) -> tuple[str, tuple[str, ...]]:
    """The YAML with two steps at least and so many lines at the most if that is enough, and the ids of the steps cut off.

    Branches to steps that are gone end the flow.
    """
    before, begin, rest = yaml.partition("\nsteps:\n")
    end = _NEXT_KEY.search(rest)
    steps = re.split(r"(?m)^(?=  - id: )", rest[: end.start() if end else None])[1:]
    count = len(steps)
    while count > 2 and yaml.count("\n") - "".join(steps[count:]).count("\n") > lines:
        count -= 1
    gone = tuple(re.findall(r"(?m)^  - id: (\S+)", "".join(steps[count:])))
    kept = "".join(steps[:count])
    for step in gone:
        kept = re.sub(rf": {step}(?=[,}}\s])", ": ket-thuc", kept)
    return before + begin + kept + (rest[end.start() :] if end else ""), gone


def _sized(source: Path, size: int) -> str:
    """The text of a procedure with fewer or more parts, so that it has about ``size`` bytes."""
    before, parts, after = _parts(source)
    sources = sorted(source.parent.parent.glob(_FIFTEEN))
    more = (part for other in sources if other != source for part in _parts(other)[1])
    room = size - len((before + after).encode())
    kept: list[str] = []
    for part in (*parts, *map(_on_its_own, more)):
        if room > len(part.encode()) or not kept:
            kept.append(part)
            room -= len(part.encode())
    return before + "".join(kept) + after


def _on_its_own(part: str) -> str:
    """A part without links, notes and names of documents, which are those of the procedure it is taken from."""
    return _NAMED.sub("văn bản liên quan", _FOOTNOTE.sub("", _LINK.sub(r"\1", part)))


def _parts(source: Path) -> tuple[str, list[str], str]:
    """What stands before the second-level headings of the content, what stands under each, and what follows."""
    text = source.with_suffix(".md").read_text(encoding="utf-8")
    begin, end = text.index("\n## ") + 1, text.index("\n# ", text.index("\n## ")) + 1
    return text[:begin], re.split(r"(?m)^(?=## )", text[begin:end])[1:], text[end:]


_MANUAL = re.compile(r"\bMH\b")
_FORM_FILE = re.compile(r", (?:file: [^,}]+|list: \w+)")
_PLACES = re.compile(r"(?m)^(?:clauses|duties|process):.*\n(?:  .*\n)*")
"""Where a document carries out clauses and duties: parts that are left out carry out nothing."""

_NEXT_KEY = re.compile(r"(?m)^(?=[a-z])")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_NAMED = re.compile(r"QT-\d\d|BM-\d\d-\d\d|\d+(?:/\d{4})?/[A-ZĐ][\w-]+(?:/\d{4})?")
_FOOTNOTE = re.compile(r"(?m)^\[\^[^\]]+\]: .*\n|\[\^[^\]]+\]")

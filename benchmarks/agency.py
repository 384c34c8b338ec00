"""A large agency made from the model agency's own texts, the same on every machine.

255 procedures and 500 external documents by default: each procedure is one of the fifteen with other codes, one ledger
entry and the digests that belong to it.
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
    sources = sorted((ROOT / "procedures").glob("QT-*/QT-*.yaml"))
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
        text = _FORM_CODE.sub(lambda m: f"BM-{block + int(m[1]):05d}-{m[2]}", text)
        return _OWN_CODE.sub(other, text)

    yaml = recoded(source.read_text(encoding="utf-8"))
    yaml = yaml[: yaml.index("\nrevisions:") + 1].replace("\ntitle: ", f"\ntitle: ({number}) ", 1)
    if number > kinds:
        yaml = re.sub(r"^fulfils: .*$", "fulfils: []", yaml, flags=re.MULTILINE)
    cited = "".join(f"  - {external_code((number * 2 + i) % (EXTERNALS - 20))}\n" for i in range(2))
    yaml = yaml.replace("references:\n", "references:\n" + cited, 1)
    text = recoded(source.with_suffix(".md").read_text(encoding="utf-8"))
    digest = content_digest(read_yaml(yaml), text)
    code = f"QT-{number:05d}"
    folder = target / "procedures" / code
    folder.mkdir(parents=True)
    (folder / f"{code}.yaml").write_text(yaml + _LEDGER.format(digest=digest), encoding="utf-8")
    (folder / f"{code}.md").write_text(text, encoding="utf-8")

"""How much of foreign Word procedures an import recognises: precision and recall beside the truth, words, milliseconds.

    python -m benchmarks.importing [FOLDER]

The folder holds pairs of ``NAME.docx`` and ``NAME.truth.yaml``; the truth was written by whoever made the Word file.
"""

from __future__ import annotations

import io
import re
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from lxml import etree

from qmsdocs.importing.draft import Draft
from qmsdocs.importing.facts_yaml import facts_yaml
from qmsdocs.importing.foreign import drafted
from qmsdocs.importing.foreign.findings import texts_in
from qmsdocs.importing.foreign.numbers import without_number
from qmsdocs.importing.foreign.titles import section_called
from qmsdocs.importing.foreign.words import counted, folded
from qmsdocs.model.codes import code_key
from qmsdocs.model.worktime import hours
from qmsdocs.word.reading.file import read_word
from qmsdocs.yaml.reader import read_yaml

FOLDER = Path(__file__).parents[1] / "tests" / "foreign"
WANTED = {"sections": 0.95, "steps": 0.90}
SLOWEST = 500.0
BECAME_FACTS = "section “{title}” became facts; its heading is not kept"
"""A section that the report names so is recognised, though its text needs no heading: a revision table, say."""
_ALIKE = 0.85
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@dataclass
class Score:
    """How often something was found, over all files."""

    right: int = 0
    found: int = 0
    there: int = 0

    @property
    def precision(self) -> float:
        """Right ones among those found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Right ones among those that are there."""
        return self.right / self.there if self.there else 1.0


@dataclass
class Result:
    """What was measured of one file.

    Args:
        name: of the file.
        scores: by kind of thing.
        wrong: what was missed or invented, for people.
        lost: words that stand neither in the draft nor in its report.
        milliseconds: to read and to draft it.
    """

    name: str
    scores: dict[str, Score] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    milliseconds: float = 0.0

    def compare(self, kind: str, found: Sequence[Any], there: Sequence[Any], same: Callable[[Any, Any], bool]) -> None:
        """Counts which of the things found are there, each once."""
        waiting = list(there)
        right = 0
        for thing in found:
            match = next((other for other in waiting if same(thing, other)), None)
            if match is None:
                self.wrong.append(f"{kind}: found {thing}")
            else:
                waiting.remove(match)
                right += 1
        self.wrong += [f"{kind}: missed {thing}" for thing in waiting]
        self.scores[kind] = Score(right, len(found), len(there))


def measured(path: Path) -> Result:
    """Imports a file and compares it with the truth beside it."""
    data = path.read_bytes()
    start = time.perf_counter()
    draft = drafted(read_word(data), None, path.name.partition(".")[0])
    result = Result(path.name, milliseconds=1000 * (time.perf_counter() - start))
    facts_yaml(draft.facts)
    truth = read_yaml(path.with_name(path.name.removesuffix(".docx") + ".truth.yaml").read_text(encoding="utf-8"))
    _compare(result, draft, truth)
    kept = [draft.text, *texts_in(draft.facts), *(remark.quote for remark in draft.remarks)]
    result.lost = sorted((words_in(data) - counted(kept)).elements())
    return result


def _compare(result: Result, draft: Draft, truth: Mapping[str, Any]) -> None:
    facts: Mapping[str, Any] = draft.facts
    headings = [line.lstrip("# ") for line in draft.text.splitlines() if line.startswith("# ")]
    wanted = truth.get("sections") or ()
    facts_alone = [str(remark.what.values["title"]) for remark in draft.remarks if remark.what.template == BECAME_FACTS]
    headings += [title for title in facts_alone if any(_same_section(title, other) for other in wanted)]
    result.compare("sections", headings, wanted, _same_section)
    steps = facts.get("steps") or ()
    result.compare("steps", steps, truth.get("steps") or (), lambda a, b: _alike(a["activity"], b["activity"]))
    result.compare("whole steps", steps, truth.get("steps") or (), _same_step)
    for kind, own in (("forms", "code"), ("records", "title")):
        found = [item[own] for item in facts.get(kind) or ()]
        result.compare(kind, found, truth.get(kind) or (), _same_code if own == "code" else _alike)
    cited = [*(facts.get("references") or ()), *(facts.get("administrative", {}).get("legal_basis") or ())]
    references = list(dict.fromkeys(r["code"] if isinstance(r, Mapping) else r for r in cited))
    result.compare("references", references, truth.get("references") or (), _same_code)
    revisions = facts.get("revisions") or ()
    found = [(r["issue"], r["revision"], _day(r.get("approved", {}).get("on"))) for r in revisions]
    there = [(str(r["number"]), _day(r.get("on"))) for r in truth.get("revisions") or ()]
    result.compare("revisions", found if there else [], there, _same_revision)
    last = revisions[-1] if revisions else {}
    signers = truth.get("signers") or {}
    named = [
        (action, name)
        for action, names in signers.items()
        for name in ([names] if isinstance(names, str) else names or ())
    ]
    result.compare(
        "signers", list(_signers(last)) if named and revisions else [], named if revisions else [], lambda a, b: a == b
    )
    result.compare("terms", list(facts.get("terms") or ()), truth.get("terms") or (), _alike)
    identity = {
        "code": facts["code"],
        "title": facts["title"],
        "issue": last.get("issue"),
        "revision": last.get("revision"),
    }
    known = [key for key in identity if truth.get(key) is not None]
    result.compare("identity", [(k, identity[k]) for k in known], [(k, truth[k]) for k in known], _same_fact)


def _signers(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for action in ("prepared", "reviewed", "approved"):
        signed = entry.get(action) or ()
        yield from ((action, s["name"]) for s in ([signed] if isinstance(signed, Mapping) else signed) if "name" in s)


def _same_revision(one: tuple[int, int, str], other: tuple[str, str]) -> bool:
    """Whether an entry is the one of the truth, which writes its number as the Word file does: 01/00, 01, 2.3."""
    numbers = [int(number) for number in re.findall(r"\d+", other[0])]
    return one[2] == other[1] and (numbers == [one[0], one[1]] or (len(numbers) == 1 and numbers[0] in one[:2]))


def _day(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _same_fact(one: tuple[str, Any], other: tuple[str, Any]) -> bool:
    if one[0] != other[0]:
        return False
    if one[0] == "title":
        return _bare_title(one[1]) == _bare_title(other[1])
    if one[0] == "code":
        return _same_code(str(one[1]), str(other[1]))
    return one[1] in [int(number) for number in re.findall(r"\d+", str(other[1]))][:1]


def _bare_title(title: str) -> str:
    return folded(title).removeprefix("quy trinh ")


def _same_code(one: str, other: str) -> bool:
    return code_key(str(one)) == code_key(str(other))


def _same_section(one: str, other: str) -> bool:
    a, b = (folded(without_number(title)) for title in (one, other))
    if a == b:
        return True
    name = section_called(without_number(one))
    return bool(name) and name not in ("other", "") and name == section_called(without_number(other))


def _alike(one: str, other: str) -> bool:
    a, b = folded(one), folded(other)
    return a == b or SequenceMatcher(None, a, b).ratio() >= _ALIKE


def _same_step(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    people = {folded(role) for role in one.get("responsible") or ()} == {
        folded(r) for r in other.get("responsible") or ()
    }
    return _alike(one["activity"], other["activity"]) and people and _same_time(one.get("time"), other.get("time"))


def _same_time(one: str | None, other: object) -> bool:
    there = (
        str(other or "")
        .replace("½", "0,5")
        .replace("1/2", "0,5")
        .replace("1/4", "0,25")
        .lower()
        .removeprefix("không quá ")
        .removeprefix("trong ")
    )
    there = str(other).lower() if other and hours(str(other)) else there
    return (hours(one) if one else None) == (hours(there) if there else None)


def words_in(data: bytes) -> Counter[str]:
    """The words of a Word file, read from its parts without the importer; those of headers and footers once."""
    count: Counter[str] = Counter()
    margins: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if not name.startswith("word/") or not name.endswith(".xml"):
                continue
            tree = etree.fromstring(archive.read(name))
            part = name.removeprefix("word/").rstrip("0123456789.xml")
            if part in ("document", "footnotes", "endnotes"):
                count += counted(_paragraphs(tree))
            elif part in ("header", "footer"):
                margins |= counted(set(_paragraphs(tree)))
    return count + (margins - count)


def _paragraphs(tree: etree._Element) -> Iterator[str]:
    for paragraph in tree.iter(f"{_W}p"):
        if not any(above.tag == _FALLBACK for above in paragraph.iterancestors()):
            yield "".join(_pieces(paragraph, paragraph))


def _pieces(element: etree._Element, paragraph: etree._Element) -> Iterator[str]:
    """The text of a paragraph without that of paragraphs in its boxes, and of a fallback."""
    for child in element:
        if child.find(f"{_W}rPr/{_W}vanish") is not None:
            continue  # hidden text is not read
        if child.tag in (f"{_W}p", _FALLBACK, f"{_W}del", f"{_W}moveFrom"):
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr") and element.tag == f"{_W}r":
            yield " "
        else:
            yield from _pieces(child, paragraph)


def total(results: Iterable[Result], kind: str) -> Score:
    """The scores of all files together."""
    scores = [result.scores[kind] for result in results]
    return Score(sum(s.right for s in scores), sum(s.found for s in scores), sum(s.there for s in scores))


def report(results: Sequence[Result], *, verbose: bool) -> Iterator[str]:
    """The lines that are printed."""
    for result in results:
        scores = "  ".join(f"{kind} {s.right}/{s.found}/{s.there}" for kind, s in result.scores.items())
        yield f"{result.name}: {result.milliseconds:.0f} ms, {len(result.lost)} words lost  {scores}"
        if verbose:
            yield from (f"    {line}" for line in result.wrong)
            yield from ([f"    lost: {' '.join(result.lost)}"] if result.lost else [])
    yield ""
    yield f"{len(results)} files; right/found/there"
    for kind in results[0].scores if results else ():
        score = total(results, kind)
        wanted = f"  (wanted {WANTED[kind]:.0%})" if kind in WANTED else ""
        yield f"{kind:12} precision {score.precision:6.1%}  recall {score.recall:6.1%}  {score.right}/{score.found}/{score.there}{wanted}"
    times = sorted(result.milliseconds for result in results)
    lost = sum(len(result.lost) for result in results)
    yield f"words lost {lost}; median {times[len(times) // 2]:.0f} ms, slowest {times[-1]:.0f} ms (wanted {SLOWEST:.0f})"


def main() -> int:
    """Prints the measures of a folder; 1 when they are not what is wanted."""
    folder = Path(next((a for a in sys.argv[1:] if not a.startswith("-")), FOLDER))
    results = [measured(path) for path in sorted(folder.glob("*.docx"))]
    if not results:
        print(f"no pairs in {folder}")
        return 1
    print("\n".join(report(results, verbose="-v" in sys.argv)))
    missed = any(min(total(results, k).precision, total(results, k).recall) < least for k, least in WANTED.items())
    return int(missed or any(result.lost for result in results))


if __name__ == "__main__":
    raise SystemExit(main())

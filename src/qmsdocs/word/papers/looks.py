"""How a paragraph of a Word file looks in the end, whatever style or default says so: for measuring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qmsdocs.word.ooxml.elements import PPR, PSTYLE, RPR, VAL, Element, R, T, name

_STYLE, _STYLE_ID, _BASED_ON, _DEFAULT = map(name, ("w:style", "w:styleId", "w:basedOn", "w:default"))
_TYPE, _DEFAULTS = name("w:type"), f"{name('w:docDefaults')}/{name('w:rPrDefault')}/{RPR}"
_OFF = frozenset({"0", "false", "off"})
_MOST_ANCESTORS = 30


@dataclass(frozen=True, slots=True)
class Seen:
    """A paragraph as it is seen.

    Args:
        text: as printed, capitals included.
        size: of its letters in points.
        bold, italic: of all its letters.
        font: of its letters.
        align: ``left``, ``center``, ``right`` or ``both``.
        first_line, left, right, after: in twentieths of a point.
        lines: spacing of its lines, 1 for single.
        ruled: whether it has a line below it.
    """

    text: str
    size: float
    bold: bool
    italic: bool
    font: str
    align: str
    first_line: int
    left: int
    right: int
    after: int
    lines: float
    ruled: bool


class Looks:
    """The styles of a file.

    Args:
        styles: root of its styles part.
    """

    def __init__(self, styles: Element) -> None:
        found = list(styles.iter(_STYLE))
        self._styles: Mapping[str, Element] = {style.get(_STYLE_ID): style for style in found}
        usual = (s for s in found if s.get(_TYPE) == "paragraph" and s.get(_DEFAULT) in ("1", "true"))
        self._usual = next((style.get(_STYLE_ID) for style in usual), "")
        self._defaults = styles.find(_DEFAULTS)

    def seen(self, paragraph: Element) -> Seen:
        """How a paragraph looks; of its letters, those of its first run with text decide size and font."""
        layout = paragraph.find(PPR)
        runs = [run for run in paragraph.iter(R) if any((t.text or "").strip() for t in run.iter(T))]
        first = runs[0].find(RPR) if runs else None
        chain = [layout, *(style.find(PPR) for style in self._chain(layout))]
        below = [*(style.find(RPR) for style in self._chain(layout)), self._defaults]

        def of(run: Element | None, tag: str, key: str = "w:val") -> str | None:
            return next(_values([run, *below], tag, key), None)

        def layed(tag: str, key: str = "w:val") -> str | None:
            return next(_values(chain, tag, key), None)

        text = "".join(t.text or "" for t in paragraph.iter(T))
        caps = of(first, "w:caps")
        return Seen(
            text.upper() if caps is not None and caps not in _OFF else text,
            int(of(first, "w:sz") or 20) / 2,
            bool(runs) and all(_on(of(run.find(RPR), "w:b")) for run in runs),
            bool(runs) and all(_on(of(run.find(RPR), "w:i")) for run in runs),
            of(first, "w:rFonts", "w:ascii") or "",
            layed("w:jc") or "left",
            int(layed("w:ind", "w:firstLine") or 0),
            int(layed("w:ind", "w:left") or 0),
            int(layed("w:ind", "w:right") or 0),
            int(layed("w:spacing", "w:after") or 0),
            int(layed("w:spacing", "w:line") or 240) / 240,
            any(
                properties is not None and properties.find(f"{name('w:pBdr')}/{name('w:bottom')}") is not None
                for properties in chain
            ),
        )

    def _chain(self, layout: Element | None) -> Iterator[Element]:
        used = layout.find(PSTYLE) if layout is not None else None
        identity = used.get(VAL) if used is not None else self._usual
        for _ in range(_MOST_ANCESTORS):
            style = self._styles.get(identity)
            if style is None:
                return
            yield style
            base = style.find(_BASED_ON)
            identity = base.get(VAL) if base is not None else ""


def _values(properties: list[Element | None], tag: str, key: str) -> Iterator[str]:
    for element in properties:
        found = element.find(name(tag)) if element is not None else None
        if found is not None and (key == "w:val" or found.get(name(key)) is not None):
            yield found.get(name(key)) or "1"


def _on(value: str | None) -> bool:
    return value is not None and value not in _OFF

"""A Word template, opened once: refused when hostile, its controls and styles checked, its fixed parts deflated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from qmsdocs.diagnostics import Message, say
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.word.ooxml.archive import Unfit, opened, parsed
from qmsdocs.word.ooxml.elements import ID, NAME, SECTPR, VAL, Element, P, name, serialized
from qmsdocs.word.ooxml.packing import Deflated, deflated
from qmsdocs.word.ooxml.relations import CORE, ContentTypes, Relationships, relationships_path
from qmsdocs.word.template.checking import Problem, problems_in
from qmsdocs.word.template.controls import tags_in
from qmsdocs.word.template.vocabulary import Vocabulary

CONTENT_TYPES = "[Content_Types].xml"
PACKAGE_RELATIONSHIPS = "_rels/.rels"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_UNWANTED_SETTINGS = (
    "w:attachedTemplate",
    "w:updateFields",
    "w:trackRevisions",
    "w:mailMerge",
    "w:rsids",
    "w:linkStyles",
)
_BODY = name("w:body")
_USUAL_WIDTH = 9070
_NUMBERED = frozenset({name("wp:docPr"), name("w:bookmarkStart")})


@dataclass(frozen=True, eq=False)
class Template:
    """A template that can be filled; nothing in it is changed by filling.

    Args:
        name: what errors call it.
        main: path of the main part.
        trees: parsed parts that a document changes: main part, headers, footers, numbering, footnotes, relationships.
        parts: all parts, deflated, for those that a document leaves as they are.
        styles: ids of styles by their names in lower case.
        numbers: the numbering of styles that have one, by their ids.
        language: of its own texts, e.g. ``vi``.
        first_id: the first free number for bookmarks and drawings.
    """

    name: str
    main: str
    trees: Mapping[str, Element]
    parts: Mapping[str, Deflated]
    styles: Mapping[str, str]
    numbers: Mapping[str, str]
    language: str
    first_id: int

    def style(self, style: str) -> str:
        """The id of a style by its name."""
        return self.styles[style.casefold()]

    def related(self, kind: str) -> tuple[str, ...]:
        """Paths of the parts that the main part refers to, of a kind such as ``header``."""
        return Relationships(self.main, self.trees.get(relationships_path(self.main))).paths(kind)

    def shows_on_every_page(self, tag: str) -> bool:
        """Whether headers or footers hold a control with a tag."""
        return any(found == tag for path in self.filled[1:] for found, _ in tags_in(self.trees[path]))

    @property
    def filled(self) -> tuple[str, ...]:
        """Paths of the parts with content controls: the main part, headers and footers."""
        return (self.main, *self.related("header"), *self.related("footer"))


@lru_cache(maxsize=16)
def open_template(data: bytes, vocabulary: Vocabulary, called: str) -> Template:
    """Opens a template; the same bytes are opened once.

    Args:
        data: the .docx file.
        vocabulary: the tags and styles that it may and must have.
        called: what errors call it, e.g. ``procedure.docx``.

    Raises:
        UnusableConfiguration: it is hostile, damaged, or lacks something, with what and where.
    """
    parts, trees = _read(data, called)
    main = _main_part(trees, called)
    _tidy(trees, main)
    links = Relationships(main, trees.get(relationships_path(main)))
    own = (main, *(path for kind in ("header", "footer", "numbering", "footnotes") for path in links.paths(kind)))
    changing = {CONTENT_TYPES, PACKAGE_RELATIONSHIPS, *own, *map(relationships_path, own)}
    if problem := _first_problem(trees, links, main, vocabulary):
        raise refusal(called, problem)
    styles = trees.get(next(iter(links.paths("styles")), ""))
    dropped = _dropped(parts)
    return Template(
        called,
        main,
        {path: tree for path, tree in trees.items() if path in changing},
        {
            path: deflated(serialized(trees[path]) if path in trees else parts[path])
            for path in parts
            if path not in dropped
        },
        _style_ids(styles),
        _style_numbers(styles),
        _language(styles),
        _first_free(trees[path] for path in own if path in trees),
    )


def problems_of(data: bytes, vocabulary: Vocabulary, called: str) -> tuple[Problem, ...]:
    """Everything that is wrong with the content controls and styles of a template.

    Args:
        data: the .docx file.
        vocabulary: the tags and styles that it may and must have.
        called: what errors call it.

    Raises:
        UnusableConfiguration: it is hostile, damaged or no Word file.
    """
    _, trees = _read(data, called)
    main = _main_part(trees, called)
    return tuple(_problems(trees, Relationships(main, trees.get(relationships_path(main))), main, vocabulary))


def tags_of(data: bytes, called: str) -> frozenset[str]:
    """The tags of all content controls of a template.

    Raises:
        UnusableConfiguration: it is hostile, damaged or no Word file.
    """
    _, trees = _read(data, called)
    return frozenset(tag for tree in trees.values() for tag, _ in tags_in(tree))


def _read(data: bytes, called: str) -> tuple[dict[str, bytes], dict[str, Element]]:
    try:
        parts = opened(data)
        trees = {path: parsed(part, path) for path, part in parts.items() if path.endswith((".xml", ".rels"))}
    except Unfit as unfit:
        raise refusal(called, unfit.reason) from None
    if CONTENT_TYPES not in trees or PACKAGE_RELATIONSHIPS not in trees:
        raise refusal(called, say("it is not a Word file"))
    return parts, trees


def refusal(called: str, reason: Message) -> UnusableConfiguration:
    """The error that names a template and what is wrong with it."""
    return UnusableConfiguration(say("the Word template {name} cannot be used: {reason}", name=called, reason=reason))


def _main_part(trees: Mapping[str, Element], called: str) -> str:
    paths = Relationships("", trees[PACKAGE_RELATIONSHIPS]).paths("officeDocument")
    if len(paths) != 1 or paths[0] not in trees or trees[paths[0]].find(_BODY) is None:
        raise refusal(called, say("it is not a Word file"))
    return paths[0]


def _dropped(parts: Iterable[str]) -> set[str]:
    """Properties and preview of the template's own file: a document brings its own."""
    return {path for path in parts if path.startswith("docProps/")}


def _tidy(trees: dict[str, Element], main: str) -> None:
    """Takes away what belongs to the template as a file and must not reach a document."""
    package = Relationships("", trees[PACKAGE_RELATIONSHIPS])
    for kind in ("core-properties", "extended-properties", "custom-properties", "thumbnail"):
        package.drop(kind)
    package.add(CORE, "docProps/core.xml")
    package.add("extended-properties", "docProps/app.xml")
    types = ContentTypes(trees[CONTENT_TYPES])
    for path in _dropped(trees) | {"docProps/custom.xml"}:
        types.drop(path)
    types.override("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
    types.override("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml")
    types.override(main, _MAIN_TYPE)
    trees[PACKAGE_RELATIONSHIPS], trees[CONTENT_TYPES] = package.root, types.root
    for path in Relationships(main, trees.get(relationships_path(main))).paths("settings"):
        if path in trees:
            for element in [e for wanted in _UNWANTED_SETTINGS for e in trees[path].iter(name(wanted))]:
                element.getparent().remove(element)


def _first_problem(
    trees: Mapping[str, Element], links: Relationships, main: str, vocabulary: Vocabulary
) -> Message | None:
    return next((problem.message for problem in _problems(trees, links, main, vocabulary)), None)


def _problems(
    trees: Mapping[str, Element], links: Relationships, main: str, vocabulary: Vocabulary
) -> Iterator[Problem]:
    margins = [path for kind in ("header", "footer") for path in links.paths(kind)]
    parts = {path: trees[path] for path in (main, *margins) if path in trees}
    return problems_in(parts, trees.get(next(iter(links.paths("styles")), "")), vocabulary)


def _style_ids(styles: Element | None) -> dict[str, str]:
    ids: dict[str, str] = {}
    for style in styles.iter(name("w:style")) if styles is not None else ():
        label = style.find(NAME)
        if label is not None:
            ids[(label.get(VAL) or "").casefold()] = style.get(name("w:styleId")) or ""
    return ids


def _style_numbers(styles: Element | None) -> dict[str, str]:
    numbered = styles.iter(name("w:style")) if styles is not None else ()
    found = ((style.get(name("w:styleId")), next(style.iter(name("w:numId")), None)) for style in numbered)
    return {style: number.get(VAL) for style, number in found if number is not None}


def _language(styles: Element | None) -> str:
    language = next(styles.iter(name("w:lang")), None) if styles is not None else None
    return ((language.get(VAL) if language is not None else None) or "vi").partition("-")[0]


def _first_free(roots: Iterable[Element]) -> int:
    numbers = [e.get("id") or e.get(ID) or "0" for root in roots for e in root.iter(*_NUMBERED)]
    return max((int(number) for number in numbers if number.isdecimal()), default=0) + 1


def text_width(main: Element, tag: str) -> int:
    """The width of the text in twentieths of a point where the control with a tag stands in the main part."""
    body = main.find(_BODY)
    control = next((control for found, control in tags_in(main) if found == tag), None)
    following = list(body)[body.index(control) :] if control is not None else []
    sections = [section for element in following if element.tag in (P, SECTPR) for section in element.iter(SECTPR)]
    section = sections[0] if sections else None
    size, margins = (section.find(name(f"w:{part}")) if section is not None else None for part in ("pgSz", "pgMar"))
    if size is None or margins is None:
        return _USUAL_WIDTH
    return int(size.get(name("w:w"))) - int(margins.get(name("w:left"))) - int(margins.get(name("w:right")))

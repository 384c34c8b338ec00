"""A Word template, opened once: refused when hostile, its controls and styles checked, its fixed parts deflated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from qmsdocs.diagnostics import Message, say
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.word.ooxml.archive import Unfit, opened, parsed
from qmsdocs.word.ooxml.elements import ID, NAME, SDT, SDT_CONTENT, SECTPR, TR, VAL, Element, P, name, serialized
from qmsdocs.word.ooxml.packing import Deflated, deflated
from qmsdocs.word.ooxml.relations import CORE, ContentTypes, Relationships, relationships_path
from qmsdocs.word.template.controls import tag_of, tags_in
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
    try:
        parts = opened(data)
        trees = {path: parsed(part, path) for path, part in parts.items() if path.endswith((".xml", ".rels"))}
    except Unfit as unfit:
        raise refusal(called, unfit.reason) from None
    if CONTENT_TYPES not in trees or PACKAGE_RELATIONSHIPS not in trees:
        raise refusal(called, say("it is not a Word file"))
    main = _main_part(trees, called)
    _tidy(trees, main)
    links = Relationships(main, trees.get(relationships_path(main)))
    own = (main, *(path for kind in ("header", "footer", "numbering", "footnotes") for path in links.paths(kind)))
    changing = {CONTENT_TYPES, PACKAGE_RELATIONSHIPS, *own, *map(relationships_path, own)}
    _check_controls([trees[path] for path in own if path in trees], vocabulary, called)
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
        _style_ids(styles, vocabulary, called),
        _style_numbers(styles),
        _language(styles),
        _first_free(trees[path] for path in own if path in trees),
    )


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


# --- checks


def _check_controls(roots: Iterable[Element], vocabulary: Vocabulary, called: str) -> None:
    found: set[str] = set()
    for root in roots:
        for tag, control in tags_in(root):
            if tag not in vocabulary.every:
                raise refusal(called, _unknown(tag, vocabulary))
            if problem := _misplaced(tag, control, vocabulary):
                raise refusal(called, problem)
            found.add(tag)
    if missing := sorted(vocabulary.required - found):
        raise refusal(called, say("the content controls with these tags are missing: {tags}", tags=", ".join(missing)))


def _unknown(tag: str, vocabulary: Vocabulary) -> Message:
    near = get_close_matches(tag, sorted(vocabulary.every), n=1, cutoff=0.6)
    if near:
        return say("it has a content control with the unknown tag {tag}; did you mean {near}?", tag=tag, near=near[0])
    return say("it has a content control with the unknown tag {tag}", tag=tag)


def _misplaced(tag: str, control: Element, vocabulary: Vocabulary) -> Message | None:
    content = control.find(SDT_CONTENT)
    if content is None:
        return say("the content control {tag} is empty", tag=tag)
    if tag in vocabulary.blocks and control.getparent().tag != _BODY:
        return say(
            "the content control {tag} must stand alone between paragraphs, not in a line, table or header", tag=tag
        )
    if tag in vocabulary.rows and next(content.iter(TR), None) is None:
        return say("the content control {tag} must surround a table row", tag=tag)
    for rows, inner in vocabulary.rows.items():
        if tag in inner and not any(tag_of(above) == rows for above in control.iterancestors(SDT)):
            return say("the content control {tag} must stand in the row that {rows} repeats", tag=tag, rows=rows)
    return None


def _style_ids(styles: Element | None, vocabulary: Vocabulary, called: str) -> dict[str, str]:
    ids: dict[str, str] = {}
    for style in styles.iter(name("w:style")) if styles is not None else ():
        label = style.find(NAME)
        if label is not None:
            ids[(label.get(VAL) or "").casefold()] = style.get(name("w:styleId")) or ""
    if missing := [wanted for wanted in vocabulary.styles if wanted.casefold() not in ids]:
        raise refusal(called, say("these styles are missing: {styles}", styles=", ".join(missing)))
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

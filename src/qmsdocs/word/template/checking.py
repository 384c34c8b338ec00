"""What is wrong with the content controls and styles of a template: unknown, missing, misplaced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from qmsdocs.diagnostics import Message, say
from qmsdocs.word.ooxml.elements import NAME, SDT, SDT_CONTENT, TR, VAL, Element, P, T, name
from qmsdocs.word.template.controls import tag_of, tags_in
from qmsdocs.word.template.vocabulary import Vocabulary

_BODY = name("w:body")
_WORDS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with a template.

    Args:
        message: what, in words for people who work in Word.
        place: where; None for what is missing altogether.
    """

    message: Message
    place: Message | None = None


def problems_in(parts: Mapping[str, Element], styles: Element | None, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Everything that is wrong, in the order of the file, what is missing last.

    Args:
        parts: main part, headers and footers by path, the main part first.
        styles: root of the styles part.
        vocabulary: what the template may and must have.
    """
    found: Counter[str] = Counter()
    for path, root in parts.items():
        for tag, control in tags_in(root):
            found[tag] += 1
            if problem := _problem(tag, control, vocabulary):
                yield Problem(problem, _place(path, control))
            elif tag in vocabulary.blocks and found[tag] > 1:
                yield Problem(say("the content control {tag} stands there twice", tag=tag), _place(path, control))
    if missing := sorted(vocabulary.required - set(found)):
        yield Problem(say("the content controls with these tags are missing: {tags}", tags=", ".join(missing)))
    known = {called.casefold() for called in style_names(styles)}
    if missing := [wanted for wanted in vocabulary.styles if wanted.casefold() not in known]:
        yield Problem(say("these styles are missing: {styles}", styles=", ".join(missing)))


def style_names(styles: Element | None) -> Iterator[str]:
    """The names of all styles."""
    for style in styles.iter(name("w:style")) if styles is not None else ():
        label = style.find(NAME)
        if label is not None:
            yield label.get(VAL) or ""


def _problem(tag: str, control: Element, vocabulary: Vocabulary) -> Message | None:
    return _misplaced(tag, control, vocabulary) if tag in vocabulary.every else _unknown(tag, vocabulary)


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


def _place(path: str, control: Element) -> Message:
    """Where a control stands, as somebody finds it in Word: by the words around it."""
    around = next(iter(control.iterancestors(P)), control)
    words = "".join(t.text or "" for t in around.iter(T)).strip()
    if len(words) > _WORDS_SHOWN:
        words = words[:_WORDS_SHOWN].rstrip() + "…"
    kind = path.rpartition("/")[2].rstrip("0123456789.xml")
    if kind == "header":
        return say("in a header, at “{words}”", words=words)
    if kind == "footer":
        return say("in a footer, at “{words}”", words=words)
    return say("in the text, at “{words}”", words=words)

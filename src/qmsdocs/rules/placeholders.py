"""QD025 to QD027: what may stand between double braces. None can be waived."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from qmsdocs.diagnostics import Message, Place, say
from qmsdocs.markdown.placeholders import SENTENCE_NAMES, Kind, Placeholder, placed_block, placeholders, value_of
from qmsdocs.markdown.tree import Block, Inline, Prose, span_in
from qmsdocs.model.document import Document
from qmsdocs.model.profile import BLOCKS, OVERVIEWS
from qmsdocs.rules.base import ERROR, Context, Problem, Rule, did_you_mean, rule
from qmsdocs.yaml.strings import strings_of

_MOST = 200


def _in_text(document: Document, context: Context, *kinds: Kind) -> Iterator[tuple[Placeholder, Place]]:
    """The placeholders of some kinds in running text; code shows them as they are."""

    def make() -> list[tuple[Inline, Placeholder]]:
        texts = (i for i in context.prose(document).inlines if i.kind == "text" and "{" in i.text)
        return [(inline, found) for inline in texts for found in placeholders(inline.text)]

    if "{" in document.origin.text:
        for inline, found in context.once("placeholders", make, of=document):
            if found.kind in kinds:
                yield found, span_in(inline, found.start, found.end)


def _in_facts(document: Document, context: Context, *kinds: Kind) -> Iterator[tuple[Placeholder, Place]]:
    """The placeholders of some kinds in the values of the YAML file."""

    def make() -> list[tuple[Placeholder, Place]]:
        yaml = document.origin.yaml
        strings = strings_of(yaml) if "{{" in yaml or "{%" in yaml or "{#" in yaml else ()
        return [(found, path) for path, text in strings for found in placeholders(text)]

    return (pair for pair in context.once("placeholders in facts", make, of=document) if pair[0].kind in kinds)


@rule("QD025", ERROR, "format.md, section 4", of=Document)
def unknown_placeholder(document: Document, context: Context) -> Iterator[Problem]:
    """A placeholder is one that the repository format knows, and has a value.

    Why: An unknown placeholder would be printed with its braces, or as nothing at all.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Các đơn vị của {{ organisation.name }}.
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Các đơn vị của {{ organization.name }}, do {{ units.VP }} làm đầu mối.
    """
    agency = context.agency
    for found, place in _in_text(document, context, "unknown", "sentence"):
        name = found.name
        if found.kind == "unknown":
            known = (*BLOCKS, *OVERVIEWS, *SENTENCE_NAMES, *(f"units.{unit}" for unit in agency.units))
            yield Problem(
                _unknown(name), did_you_mean(name, known, say("known are: {names}", names=", ".join(known))), at=place
            )
        elif value_of(name, agency) is None:
            if name.startswith("units."):
                known = tuple(f"units.{unit}" for unit in agency.units)
                otherwise = say("add the unit to qms.yaml, or name one of {names}", names=", ".join(known))
                yield Problem(
                    say("there is no unit {unit}", unit=name.removeprefix("units.")),
                    did_you_mean(name, known, otherwise),
                    at=place,
                )
            else:
                yield Problem(
                    say("qms.yaml does not say {name}", name=name),
                    say("add it there, or write the words out"),
                    at=place,
                )


def _unknown(name: str) -> Message:
    return say("unknown placeholder {{{{ {name} }}}}", name=name)


@rule("QD026", ERROR, "format.md, section 4", of=Document)
def misplaced_placeholder(document: Document, context: Context) -> Iterator[Problem]:
    """A placeholder for a table stands once, alone in its paragraph; placeholders for names stand in the text.

    Why: A table cannot be printed inside a sentence, a list or another table, and a fact is printed in one place.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Biểu mẫu

        Các biểu mẫu: {{ forms }}
    Good:
        --- procedures/QT-02/QT-02.md
        # Biểu mẫu

        {{ forms }}

        Biểu mẫu trống lấy từ thư mục dùng chung.
    """
    yield from _misplaced_in_text(document, context)
    for found, place in _in_facts(document, context, "block", "sentence"):
        yield Problem(
            say("{{{{ {name} }}}} stands in the YAML file, where nothing is replaced", name=found.name),
            say("write the words out, or move the sentence to the text"),
            at=place,
        )


def _misplaced_in_text(document: Document, context: Context) -> Iterator[Problem]:
    blocks = list(islice(_in_text(document, context, "block"), _MOST))
    if not blocks:
        return
    alone = _starts_of_placed(context.prose(document))
    seen: set[str] = set()
    for found, place in blocks:
        if place not in alone:
            yield Problem(
                say("{{{{ {name} }}}} does not stand alone in its paragraph", name=found.name),
                say(
                    "put it on a line of its own with an empty line before and after, outside lists, quotations and tables"
                ),
                at=place,
            )
        elif found.name in seen:
            yield Problem(
                say("{{{{ {name} }}}} stands here a second time", name=found.name),
                say("keep the first one and refer to its section"),
                at=place,
            )
        seen.add(found.name)


def _starts_of_placed(prose: Prose) -> set[Place]:
    return {_span(block) for block in prose.blocks if placed_block(block)}


def _span(block: Block) -> Place:
    inline = block.inlines[0]
    found = next(placeholders(inline.text))
    return span_in(inline, found.start, found.end)


@rule("QD027", ERROR, "format.md, section 4", of=Document)
def template_code(document: Document, context: Context) -> Iterator[Problem]:
    """The text has no template code.

    Why: A document is what was approved; conditions, filters and loops would make it something that depends on a program.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Các đơn vị của {{ organization.name | upper }}.
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Các đơn vị của {{ organization.name }}.
    """
    for found, place in chain(_in_text(document, context, "code"), _in_facts(document, context, "code")):
        yield Problem(_code_message(found.name), _code_remedy(found.name), at=place)


def _code_message(name: str) -> Message:
    if name == "{{":
        return say("{{{{ begins a placeholder that is not closed, or that holds more than a name")
    if name in ("{%", "{#"):
        return say("{braces} begins template code, which is not allowed", braces=name)
    return say("{{{{ {code} }}}} is template code, which is not allowed", code=name)


def _code_remedy(name: str) -> Message:
    if name == "{{":
        return say(
            "write a plain name such as {{{{ organization.name }}}}, or put `…` around the braces to print them as they stand"
        )
    if name in ("{%", "{#"):
        return say("delete it, or put `…` around it to print it as it stands")
    return say("write a plain name such as {{{{ organization.name }}}}, or the words themselves")


RULES: tuple[Rule, ...] = (unknown_placeholder, misplaced_placeholder, template_code)

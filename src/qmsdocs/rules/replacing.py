"""QD110 to QD112: which document replaces or amends which."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from qmsdocs.diagnostics import Message, YamlPath, say
from qmsdocs.model.codes import code_key
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.register import AnyDocument, Found, Register
from qmsdocs.rules.base import ERROR, Context, Problem, Rule, rule
from qmsdocs.rules.mentions import nearest_code

_REPLACED_BY: YamlPath = ("withdrawn", "replaced_by")


@rule("QD110", ERROR, "format.md, section 5", of=Register)
def replaces_unknown(register: Register, context: Context) -> Iterator[Problem]:
    """What a document replaces or amends, and what replaces it, is in the repository.

    Why: "Replaced by" and "amended by" are worked out from these codes; a code that leads nowhere hides from the citing
    documents that they are to be updated.

    Bad:
        --- external/30-2020-ND-CP.yaml
        replaces: [110/2004/NĐ-CP]
    Good:
        --- external/30-2020-ND-CP.yaml
        replaces: []
    """
    for document, at, code in _links(register):
        found = register.find(code)
        if found is None and not register.could_not_be_read(code):
            of_kind = register.documents if at == _REPLACED_BY else register.externals
            known = [each.code for each in of_kind if each is not document]
            message = say("there is no document with code {code}", code=code)
            yield Problem(message, nearest_code(code, known, _add(code, at, register)), at, document)
        elif found and not _fits(found, document):
            message = say("{code} is a document of the agency, not an external one", code=code)
            yield Problem(message, say("name the external document that is replaced or amended"), at, document)
    yield from _partly_only(register)


def _links(register: Register) -> Iterator[tuple[AnyDocument, YamlPath, str]]:
    """Every code in ``replaces``, ``amends`` and ``replaced_by``, with its place."""
    for external in register.externals:
        for index, code in enumerate(external.replaces):
            yield external, ("replaces", index), code
        for index, code in enumerate(external.amends):
            yield external, ("amends", index), code
    for document in register.documents:
        if document.withdrawn and document.withdrawn.replaced_by:
            yield document, _REPLACED_BY, document.withdrawn.replaced_by


def _fits(found: Found, document: AnyDocument) -> bool:
    """An external document replaces external ones; what ends a document of the agency may be of either kind."""
    return isinstance(found.document, ExternalDocument) or not isinstance(document, ExternalDocument)


def _add(code: str, at: YamlPath, register: Register) -> Message:
    if at == _REPLACED_BY:
        return say("correct the code, or add the document")
    path = register.external_path(code)
    return say("add it as {path} (it may be out of force), or leave the code out", path=path)


def _partly_only(register: Register) -> Iterator[Problem]:
    for external in register.externals:
        if external.partly:
            replaced = {code_key(code) for code in external.replaces}
            for index, code in enumerate(external.partly):
                if code_key(code) not in replaced:
                    message = say("{code} is in partly but not in replaces", code=code)
                    remedy = say("add it to replaces, or take it out of partly")
                    yield Problem(message, remedy, ("partly", index), external)


@rule("QD111", ERROR, "format.md, section 5", of=Register)
def replaces_itself(register: Register, context: Context) -> Iterator[Problem]:
    """No document replaces or amends itself.

    Why: It would be out of force from the day it takes effect.

    Bad:
        --- external/30-2020-ND-CP.yaml
        amends: [30/2020/NĐ-CP]
    Good:
        --- external/30-2020-ND-CP.yaml
        amends: []
    """
    for document, at, code in _links(register):
        found = register.find(code)
        if found and found.document is document:
            message = say("{code} names itself", code=document.code)
            yield Problem(message, say("name the other document, or take the code out"), at, document)


@rule("QD112", ERROR, "format.md, section 5", of=Register)
def replaces_in_a_circle(register: Register, context: Context) -> Iterator[Problem]:
    """Documents do not replace or amend one another in a circle.

    Why: The newer one replaces the older; a circle leaves none in force.

    Bad:
        --- external/30-2020-ND-CP.yaml
        replaces: [110/2004/NĐ-CP]
        --- external/110-2004-ND-CP.yaml
        code: 110/2004/NĐ-CP
        title: Về công tác văn thư
        type: external
        category: legal
        effective: 2004-05-01
        source: https://example.vn/110-2004-nd-cp
        replaces: [30/2020/NĐ-CP]
    Good:
        --- external/30-2020-ND-CP.yaml
        replaces: []
    """
    edges = _edges(register)
    seen: set[str] = set()
    for key in edges:
        circle = [] if key in seen else _circle(key, edges)
        if circle:
            seen.update(circle)
            document = register.by_key[key][0]
            names = " → ".join(register.by_key[each][0].code for each in (*circle, key))
            yield Problem(
                say("documents replace one another in a circle: {circle}", circle=names),
                say("leave only what the newer document says about the older one"),
                edges[key][circle[1]],
                document,
            )


Edges = Mapping[str, Mapping[str, YamlPath]]
"""For the key of a document the keys of those that it names, each with its place."""


def _edges(register: Register) -> Edges:
    edges: dict[str, dict[str, YamlPath]] = {}
    for document, at, code in _links(register):
        found = register.find(code)
        if found and found.document is not document:
            edges.setdefault(code_key(document.code), {}).setdefault(code_key(found.document.code), at)
    return edges


def _circle(start: str, edges: Edges) -> list[str]:
    """The keys of the shortest circle through ``start``, beginning with it; empty when there is none."""
    came_from: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for key in edges.get(here, ()):
            if key == start:
                return _way(here, came_from)
            if key not in came_from:
                came_from[key] = here
                waiting.append(key)
    return []


def _way(end: str, came_from: Mapping[str, str]) -> list[str]:
    way = [end]
    while way[-1] in came_from:
        way.append(came_from[way[-1]])
    return way[::-1]


RULES: tuple[Rule, ...] = (replaces_unknown, replaces_itself, replaces_in_a_circle)

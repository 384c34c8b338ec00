"""The files of a release made again, from what its manifest says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qmsdocs import __version__
from qmsdocs.diagnostics import Message, say
from qmsdocs.issuing.papers import decision_papers, paper_to_sign
from qmsdocs.issuing.plan import Item
from qmsdocs.issuing.recorded import Recorded, RecordedDocument
from qmsdocs.issuing.rendering import Source, attached_forms, rendered_document, rendered_lists
from qmsdocs.model.document import Document
from qmsdocs.registers.day import Key, as_of
from qmsdocs.tagged import Snapshot
from qmsdocs.word import Copy


def rendered_again(
    manifest: Recorded, tree: Snapshot, items: Sequence[tuple[RecordedDocument, Item]]
) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the documents and lists of a release, rendered from the commits that its manifest names."""
    older: dict[Key, Document] = {}
    forms: set[str] = set()
    for each, item in items:
        source = Source(tree.register, tree.files, each.language)
        yield item.file, rendered_document(item, source, manifest.on, each.pages)
        for form in attached_forms(item, source):
            if form.name not in forms:
                forms.add(form.name)
                yield form.name, form.data
        now = tree.register.document(each.code)
        if now is not None:
            older[now.code, each.number] = item.document
    if manifest.for_signing:
        source = Source(tree.register, tree.files, manifest.language)
        yield paper_to_sign(source, [(item.document, item.entry) for _, item in items], manifest.on, manifest.basis)
        return
    keys = [(each.code, each.number) for each, item in items if item.copy is Copy.ISSUED]
    register = as_of(tree.register, manifest.on, older)
    yield from decision_papers(Source(register, tree.files, manifest.language), keys)
    if manifest.whole:
        yield from rendered_lists(Source(register, tree.files, manifest.language), manifest.on, drafts=manifest.drafts)


def not_rendered(manifest: Recorded) -> Message | None:
    """Why a release cannot be rendered again and compared; None where it can."""
    if manifest.tool != __version__:
        return say("it was made by qmsdocs {then}, this is {now}", then=manifest.tool, now=__version__)
    if manifest.commit is None:
        return say("it was made without git")
    if manifest.changed:
        return say("it was made from files that were not committed, the first is {file}", file=manifest.changed[0])
    return None

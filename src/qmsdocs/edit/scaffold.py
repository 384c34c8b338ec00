"""Text templates of scaffolds: bundled beside this module, overridden by files of the same name in ``templates/``.

An agency's own template may come from anyone, so all of them run in an immutable sandbox, their output is bounded, and
a name that is not known is an error, not an empty string.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from importlib import resources

from jinja2 import FunctionLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from qmsdocs.diagnostics import Message, say
from qmsdocs.edit.splice import scalar
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.model.files import MAX_BYTES

OwnTemplate = Callable[[str], str | None]
"""The text of the agency's own template of a name, None when it has none."""


def rendered(name: str, values: Mapping[str, object], own: OwnTemplate = lambda _: None) -> str:
    """The text that a template gives.

    Args:
        name: name of the template file, e.g. ``document.yaml.j2``.
        values: what its names stand for. The filter ``yaml`` writes a text as a YAML scalar, ``yaml_list`` texts as a
            list.
        own: looks for a template of the agency's own.

    Raises:
        UnusableConfiguration: the template cannot be used.
    """
    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(lambda wanted: own(wanted) or bundled(wanted)),
        undefined=StrictUndefined,
        autoescape=False,  # YAML and Markdown, not HTML: values pass through the filter yaml
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"yaml": scalar, "yaml_list": _yaml_list}
    try:
        return _bounded(environment.get_template(name).generate(values))
    except (TemplateError, ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
        problem = str(error) or type(error).__name__
        raise UnusableConfiguration(
            say("template {name} cannot be used: {problem}", name=name, problem=problem)
        ) from error


def bundled(name: str) -> str | None:
    """The text of a file that comes with qmsdocs, None when there is none of this name."""
    names = {file.name: file for file in (resources.files("qmsdocs.edit") / "templates").iterdir()}
    return names[name].read_text(encoding="utf-8") if name in names else None


def one_line(name: Message, value: str) -> str:
    """A text for a template: composed (NFC), on one line, with single spaces.

    Args:
        name: what the text is, for the message.
        value: as somebody typed it.

    Raises:
        UnusableConfiguration: it is empty or holds control characters.
    """
    text = " ".join(unicodedata.normalize("NFC", value).split())
    if not text or not text.isprintable():
        raise UnusableConfiguration(say("the {name} must be text on one line", name=name))
    return text


def _yaml_list(texts: Iterable[str]) -> str:
    return f"[{', '.join(scalar(text) for text in texts)}]"


def _bounded(pieces: Iterable[str]) -> str:
    kept, size = [], 0
    for piece in pieces:
        kept.append(piece)
        size += len(piece)
        if size > MAX_BYTES:
            raise ValueError(f"it gives more than {MAX_BYTES} characters")
    return "".join(kept)

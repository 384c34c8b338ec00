"""The languages of what people read: English stands in the code, Vietnamese in a compiled catalogue of this package."""

from __future__ import annotations

import io
import pkgutil
from functools import lru_cache
from gettext import GNUTranslations

from qmsdocs.diagnostics import Translate

LANGUAGES = ("vi", "en")
"""The first is the default."""


def translator(language: str) -> Translate:
    """The function that turns an English text of the code into a language.

    Args:
        language: ``vi`` or ``en``.

    Returns:
        A function that gives an unknown text back as it is.

    Raises:
        ValueError: there is no such language.

    >>> translator("vi")("error"), translator("en")("error")
    ('lỗi', 'error')
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    return str if language == "en" else _catalogue(language)


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> Translate:
    data = pkgutil.get_data(__name__, f"{language}/LC_MESSAGES/qmsdocs.mo") or b""
    gettext = GNUTranslations(io.BytesIO(data)).gettext

    def translate(text: str) -> str:
        return gettext(text) if text else ""  # the empty id holds the head of the catalogue

    return translate

"""The one message catalogue (gettext): Chinese is the source language, English is complete.

A message's key is its Chinese text, so the Chinese catalogue is complete by construction; a test
refuses keys without an English translation.  Write ``_("…")`` where a text is born; it is
translated when it is shown, in the reader's language.
"""

import functools
import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

LOCALES = ("zh", "en")
SOURCE = "zh"
_FOLDER = Path(__file__).resolve().parent.parent / "web" / "i18n"
_locale: ContextVar[str] = ContextVar("locale", default=SOURCE)


def use_locale(locale: str) -> None:
    """Choose the language of the current request or command."""
    _locale.set(locale if locale in LOCALES else SOURCE)


def locale() -> str:
    """The language in use: ``zh`` or ``en``."""
    return _locale.get()


@contextmanager
def spoken_in(locale: str) -> Iterator[None]:
    """Another language for a while: for texts that are kept, whoever causes them."""
    token = _locale.set(locale if locale in LOCALES else SOURCE)
    try:
        yield
    finally:
        _locale.reset(token)


def text(key: str, **data: object) -> str:
    """``key`` in the language in use, with its ``{fields}`` filled in."""
    chosen = _catalogue(_locale.get()).gettext(key)
    return chosen.format(**data) if data else chosen


def marked(key: str) -> str:
    """Mark a key for the catalogue where it is born without translating it yet."""
    return key


@functools.cache
def _catalogue(locale: str) -> gettext.NullTranslations:
    if locale == SOURCE:
        return gettext.NullTranslations()
    return gettext.translation("messages", _FOLDER, languages=[locale], fallback=True)

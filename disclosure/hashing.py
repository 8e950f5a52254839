"""What an approval is bound to: a hash over everything that a reviewer signs."""

from datetime import date, datetime
from typing import Protocol

from core.canonical import digest

WORDING = (
    "title",
    "template",
    "content",
    "nil_return",
    "index_number",
    "publisher",
    "document_number",
    "subject",
    "keywords",
    "formed_on",
    "issued_on",
    "effective_on",
    "abolished_on",
    "ends_at",
    "official_url",
)
"""Columns of a version that say something: immutable once submitted."""


class Signed(Protocol):
    """A version, as far as the hash is concerned: it has the WORDING and its edition."""

    template_edition: int


def content_hash(version: Signed, *, unit: str, item: str, period: str | None) -> str:
    """SHA-256 over the wording, the template's edition and whose and what it is (codes)."""
    said = {name: _plain(getattr(version, name)) for name in WORDING}
    place = {"unit": unit, "item": item, "period": period}
    return digest({"said": said, "edition": version.template_edition, "place": place})


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value

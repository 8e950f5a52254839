"""What an approval is bound to: a hash over everything that a reviewer signs."""

from datetime import date, datetime
from typing import Protocol

from core.canonical import digest

_FIRST = (
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
LATER: dict[str, object] = {
    "kind": "",
    "fields_json": "{}",
    "starts_at": None,
    "posting_days": None,
    "posting_unit": "",
    "objection": "",
    "group_name": "",
    "group_area": "",
    "event": "",
    "attachments": "[]",
    "unmasked_ground": "",
}
"""Columns that joined them, with the value that says nothing: a version written before them keeps
its hash and its approval."""
WORDING = (*_FIRST, *LATER)
"""Columns of a version that say something: immutable once submitted."""


class Signed(Protocol):
    """A version, as far as the hash is concerned: it has the WORDING and its edition."""

    template_edition: int


def content_hash(version: Signed, *, unit: str, item: str, period: str | None) -> str:
    """SHA-256 over the wording, the template's edition and whose and what it is (codes)."""
    said = {name: _plain(getattr(version, name)) for name in _FIRST}
    said |= {
        name: _plain(value)
        for name, silent in LATER.items()
        if (value := getattr(version, name)) != silent
    }
    place = {"unit": unit, "item": item, "period": period}
    return digest({"said": said, "edition": version.template_edition, "place": place})


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value

"""A sheet: everything that stands on the pages of one version besides pixels and layout."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from core.canonical import canonical, sha256
from media.content import Content

Template = Literal["notice", "table", "roster", "picture", "strip", "fallback"]
TEMPLATE_EDITION = 1
"""Raised when a layout changes what a reviewer would see: approvals bind to it."""


class Sheet(BaseModel):
    """Texts are final: translated and formatted, ready to be set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    template: Template
    edition: int = TEMPLATE_EDITION
    path: tuple[str, ...]
    """Whose it is, from the county down: 青溪县, 柳河镇, 石桥村."""
    item: str = ""
    """季度收支情况."""
    title: str
    period: str = ""
    """The stamp: 2026年7—9月."""
    shown_until: str = ""
    """2027年1月10日; empty: stays until changed."""
    phone: str = ""
    """监督电话."""
    link: str | None = None
    """Target of the QR code; None: no code."""
    footer: tuple[str, ...] = ()
    """公开主体, who reviewed, when published."""
    content: Content


def sheet_json(sheet: Sheet) -> str:
    """The canonical JSON in which a sheet is kept."""
    return canonical(sheet.model_dump(mode="json")).decode()


def sheet_hash(text: str) -> str:
    """SHA-256 of a sheet's canonical JSON."""
    return sha256(text.encode())


def page_key(sheet: Sheet, profile_code: str) -> str:
    """Names the pages of one sheet on one profile: a hash of all that can change a pixel."""
    return page_key_of(sheet_hash(sheet_json(sheet)), profile_code)


def page_key_of(sheet_hash: str, profile_code: str) -> str:
    """The same from the sheet's hash, which many profiles share."""
    return sha256(f"{sheet_hash} {profile_code} {TEMPLATE_EDITION}".encode())

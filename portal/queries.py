"""Reads for the record site's pages."""

from dataclasses import replace
from datetime import datetime

from jinja2 import Environment

from accounts.models import Unit
from core.errors import NotFound
from core.settings import Settings
from disclosure.queries import workdays
from disclosure.queries.public import PAGE, picture_is_public, public_list, public_units
from media.models import StoredFile
from portal.addresses import Addresses
from portal.pages import Page, Site

LATEST = 12


async def site(
    environment: Environment, settings: Settings, addresses: Addresses, at: datetime
) -> Site:
    """The frame of all pages."""
    root = await Unit.filter(parent_id=None).order_by("position", "code").first()
    return Site(environment, settings, addresses, at, root, await workdays())


async def home(site: Site) -> Page:
    return site.home(await public_units(), await public_list(size=LATEST))


async def unit(site: Site, code: str, page: int, size: int = PAGE) -> Page:
    """Raises NotFound."""
    units = await public_units()
    found = next((one for one in units if one.code == code), None)
    if found is None:
        raise NotFound("unit-unknown", "没有代码为 {code} 的单位。", code=code)
    above = [one for one in units if found.path.startswith(one.path) and one.id != found.id]
    depth = found.path.count("/") + 1
    below = [
        one for one in units if one.path.startswith(found.path) and one.path.count("/") == depth
    ]
    listing = await public_list(unit_path=found.path, only=True, page=page, size=size)
    return site.unit(found, above, below, listing)


async def search(site: Site, query: str, page: int) -> Page:
    listing = await public_list(query=query, page=page) if query.strip() else None
    return site.search(query.strip(), listing)


async def public_picture(sha256: str) -> StoredFile:
    """A stored picture that stands in a published version.  Raises NotFound for any other file."""
    row = await StoredFile.get_or_none(sha256=sha256)
    if (
        row is None
        or not row.media_type.startswith("image/")
        or not await picture_is_public(sha256)
    ):
        raise NotFound("file-unknown", "没有这个文件。")
    return row


def at_depth(site: Site, addresses: Addresses) -> Site:
    """The same site seen from another place."""
    return replace(site, addresses=addresses)

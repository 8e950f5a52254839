"""The record site as static files, for a public web server that phones can reach.

    index.html            what is new, the units
    units/CODE/           all that a unit discloses, on one page
    records/ID/  r/CODE/  every version that was ever public, in its state
    R/CODE/               the same again: QR codes are in upper case, and files are told apart
    files/  static/       pictures, attachments and style sheets

Links are relative: the copy can stand in any folder.  States (现行有效, 往期) are those of the
moment of the export, so it is meant to be made again at least daily.
"""

import asyncio
import re
import shutil
from dataclasses import replace
from pathlib import Path

from jinja2 import Environment

from core import clock
from core.errors import Invalid
from core.ids import new_id
from core.settings import Settings
from disclosure.queries import public_record, public_units, public_version
from disclosure.queries.public import public_codes
from media.store import Store
from portal import queries
from portal.addresses import CopyAddresses
from portal.pages import Page, Site

ROOT = Path(__file__).resolve().parent.parent
MARKER = ".hallboard-site"
"""Stands in every copy, so that nothing else is ever replaced."""
STATIC = (
    ("web", "web/static", ("tokens.css", "base.css", "blocks.css")),
    ("portal", "portal/static", ("portal.css",)),
)
WHOLE = 100_000
"""Rows of a unit's page: a copy has no second page."""
_FILE = re.compile(r'(?:src|href)="[./]*files/(([0-9a-f]{64})(?:\.[a-z0-9]{3,4})?)"')


async def export_site(
    folder: Path, settings: Settings, environment: Environment, store: Store
) -> int:
    """Write the copy to ``folder``, replacing an earlier one whole; how many pages it has.

    Raises Invalid, and touches nothing, when the folder holds anything but a copy.
    """
    _check_replaceable(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = folder.with_name(f".{folder.name}.{new_id()}")
    fresh.mkdir()
    try:
        count = await _write(fresh, settings, environment, store)
        await asyncio.to_thread(_swap, fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return count


async def _write(folder: Path, settings: Settings, environment: Environment, store: Store) -> int:
    (folder / MARKER).write_text("hallboard\n", "utf-8")
    for name, source, files in STATIC:
        (folder / "static" / name).mkdir(parents=True)
        for file in files:
            shutil.copyfile(ROOT / source / file, folder / "static" / name / file)
    top = await queries.site(environment, settings, CopyAddresses(), clock.now())
    below = replace(top, addresses=CopyAddresses(depth=2))
    pages = {"": await queries.home(top)}
    pages |= {f"units/{u.code}": await _unit(below, u.code) for u in await public_units()}
    pages |= await _records(below)
    for path, page in pages.items():
        await _put(folder, path, page, store)
    (folder / "404.html").write_text(top.missing().html, "utf-8")
    return len(pages)


async def _unit(site: Site, code: str) -> Page:
    return await queries.unit(site, code, 1, WHOLE)


async def _records(site: Site) -> dict[str, Page]:
    pages: dict[str, Page] = {}
    for code, record in await public_codes():
        page = site.record(await public_version(code))
        pages[f"r/{code}"] = pages[f"R/{code}"] = page
        if f"records/{record}" not in pages:
            pages[f"records/{record}"] = site.record(await public_record(record))
    return pages


async def _put(folder: Path, path: str, page: Page, store: Store) -> None:
    target = folder / path
    target.mkdir(parents=True, exist_ok=True)
    (target / "index.html").write_text(page.html, "utf-8")
    for name, sha256 in _FILE.findall(page.html):
        copy = folder / "files" / name
        if not copy.exists():
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(await asyncio.to_thread(store.read, sha256))


def _check_replaceable(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise Invalid(
            "export-folder-in-use",
            "{folder} 中不是导出的网站，未作任何改动；请指定另一个文件夹。",
            folder=str(folder),
        )
    if folder.exists() and not folder.is_dir():
        raise Invalid("export-folder-bad", "{folder} 不是文件夹。", folder=str(folder))


def _swap(fresh: Path, folder: Path) -> None:
    """The new copy takes the old one's place: two renames, the old one kept until both are done."""
    old = folder.with_name(f".{folder.name}.{new_id()}")
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)

"""What reproduces a list of persons: pages drawn of its wordings, papers, photos; and whether
something that stays shows the same bytes."""

import json
from collections.abc import Collection

from tortoise.expressions import Q

from core.canonical import canonical
from core.settings import Settings
from disclosure.models import (
    DisplayEvidence,
    DrawnFor,
    RestrictedFile,
    Review,
    SpotFinding,
    Version,
)
from disclosure.purges import files_in
from disclosure.queries.screens import sheet_of
from disclosure.review import PUBLIC
from media.content import Content
from media.models import PageSet
from media.profiles import PROFILES
from media.sheet import Sheet, page_key


async def page_sets_of(version: Version, settings: Settings) -> list[PageSet]:
    """Every page set that shows the version or an earlier wording of it, as it ever was asked for,
    was drawn or stood in a plan; without those that another version, which stays, shows pixel by
    pixel.  ``record`` with its unit is loaded."""
    asked = [str(key) for key in await _asked_for(version)]
    found = {row.key: row for row in await PageSet.filter(key__in=asked)}
    own = await sheet_of(version, settings)
    # Pages that were asked for before anybody noted for which version: the same title in its place.
    for row in await PageSet.filter(sheet__contains=canonical(version.title).decode()):
        sheet = Sheet.model_validate_json(row.sheet)
        same_place = (sheet.path, sheet.item) == (own.path, own.item)
        if sheet.title == version.title and same_place:
            found[row.key] = row
    marked = RestrictedFile.filter(version_id=version.id)
    for name in await marked.values_list("sha256", flat=True):
        found |= {row.key: row for row in await PageSet.filter(pages__contains=str(name))}
    shared = await _shared_keys(version, found, settings) if found else set()
    return [row for key, row in sorted(found.items()) if key not in shared]


def files_of_pages(rows: Collection[PageSet]) -> set[str]:
    """The pages themselves, and the pictures from which they were drawn."""
    found = {str(page["file"]) for row in rows for page in json.loads(row.pages)}
    for row in rows:
        found |= files_in(Sheet.model_validate_json(row.sheet).content, "[]")
    return found


async def papers_of(version: Version) -> set[str]:
    """Pictures and attachments, scans of signatures, photos of boards on which it hung; those of
    spot checks only when no other version of the record is public still."""
    content = Content.model_validate_json(version.content)
    found = files_in(content, version.attachments)
    photos = DisplayEvidence.filter(version_id=version.id)
    found |= {str(name) for name in await photos.values_list("file", flat=True)}
    scans = Review.filter(version_id=version.id).exclude(scan="")
    found |= {str(name) for name in await scans.values_list("scan", flat=True)}
    record = str(version.record_id)  # type: ignore[attr-defined]  # set by Tortoise
    if not await stays_public(record, but=version.id):
        checks = SpotFinding.filter(record_id=record).exclude(photo="")
        found |= {str(name) for name in await checks.values_list("photo", flat=True)}
    return found


async def stays_public(record_id: str, *, but: str = "") -> bool:
    """Whether a version of the record was published that was not purged, ``but`` aside."""
    rows = Version.filter(record_id=record_id, state__in=PUBLIC, purged_at=None)
    return await rows.exclude(id=but).exists()


async def used_elsewhere(name: str) -> bool:
    """Whether something that stays shows the file: pages drawn of another wording, a picture or
    attachment of another version, a photo or scan that proves something else."""
    if await PageSet.filter(pages__contains=name).exists():
        return True
    if await DisplayEvidence.filter(file=name, version__purged_at=None).exists():
        return True
    if await Review.filter(scan=name, version__purged_at=None).exists():
        return True
    if await _proves_elsewhere(name):
        return True
    inside = Q(content__contains=name) | Q(attachments__contains=name)
    return await Version.filter(inside).exists()


async def _proves_elsewhere(photo: str) -> bool:
    """Whether the photo belongs to a spot check of something that was not purged."""
    records = await SpotFinding.filter(photo=photo).values_list("record_id", flat=True)
    for record in {str(one) if one else "" for one in records}:
        purged = Version.filter(record_id=record, purged_at__isnull=False)
        if not await purged.exists() or await stays_public(record):
            return True
    return False


async def _asked_for(version: Version) -> list[object]:
    return list(await DrawnFor.filter(version_id=version.id).values_list("key", flat=True))


async def _shared_keys(version: Version, found: Collection[str], settings: Settings) -> set[str]:
    """Keys under which another version's present wording is drawn."""
    same = Q(title=version.title, record__unit_id=version.record.unit.id)
    asked = DrawnFor.filter(key__in=list(found)).values_list("version_id", flat=True)
    others = Version.filter(same | Q(id__in=[str(one) for one in await asked]), purged_at=None)
    sheets = [await sheet_of(other, settings) for other in await others.exclude(id=version.id)]
    return {page_key(sheet, known.code) for sheet in sheets for known in PROFILES}

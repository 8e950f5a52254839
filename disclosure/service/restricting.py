"""Which stored files are not for everybody, and which pages were asked for to show which version.

No audit entry: what may be seen where follows from audited rows; this only names the bytes.
"""

from collections.abc import Collection, Mapping

from core.transaction import transacted
from disclosure.models import DrawnFor, RestrictedFile


async def restrict(files: Mapping[str, Collection[str]]) -> None:
    """Mark files as showing or naming a version that is not for everybody; idempotent.

    ``files``: hashes by version id.
    """
    if not files:
        return
    rows = await RestrictedFile.filter(version_id__in=list(files)).values_list(
        "version_id", "sha256"
    )
    known = {(str(version), str(name)) for version, name in rows}
    fresh = [
        (version, name)
        for version, names in files.items()
        for name in sorted(names)
        if (version, name) not in known
    ]
    if fresh:
        await _keep(fresh)


async def note_drawn(version_id: str, keys: Collection[str]) -> None:
    """Note that pages under these keys (media.models.PageSet) show a wording of the version;
    idempotent.  To be called before they are asked for, so that none is drawn unnoted."""
    rows = await DrawnFor.filter(version_id=version_id).values_list("key", flat=True)
    fresh = sorted(set(keys) - {str(key) for key in rows})
    if fresh:
        await _keep_drawn(version_id, fresh)


@transacted
async def _keep_drawn(version_id: str, keys: Collection[str]) -> None:
    await DrawnFor.bulk_create(
        [DrawnFor(version_id=version_id, key=key) for key in keys], ignore_conflicts=True
    )


@transacted
async def _keep(pairs: Collection[tuple[str, str]]) -> None:
    await RestrictedFile.bulk_create(
        [RestrictedFile(version_id=version, sha256=name) for version, name in pairs],
        ignore_conflicts=True,
    )

"""Which stored files are not for everybody.

No audit entry: what may be seen where follows from audited rows; this only names the bytes.
"""

from collections.abc import Collection, Mapping

from core.transaction import transacted
from disclosure.models import RestrictedFile


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


@transacted
async def _keep(pairs: Collection[tuple[str, str]]) -> None:
    await RestrictedFile.bulk_create(
        [RestrictedFile(version_id=version, sha256=name) for version, name in pairs],
        ignore_conflicts=True,
    )

"""Import of a year's official days."""

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.permissions import check_may
from accounts.queries import root
from core import clock
from core.canonical import sha256
from core.transaction import transacted
from disclosure.models import OfficialDay, OfficialYear
from disclosure.notices import read_notice

_SOURCE = 200


@transacted
async def import_days(actor: Actor, content: str, year: int, *, source: str = "") -> int:
    """Take the named days of ``year`` from a CSV (date, kind, note) in place of what was known
    of that year; how many there are.  ``source``: the notice, as 国办发明电〔2026〕9号.

    Raises Invalid, naming each bad row; then nothing is stored.  Refused without catalogue.write.
    """
    top = await root()
    check_may(actor, "catalogue.write", top.path if top else "/")
    named = read_notice(content, year)
    await OfficialDay.filter(day__gte=f"{year}-01-01", day__lte=f"{year}-12-31").delete()
    await OfficialDay.bulk_create(
        [OfficialDay(day=one.day, kind=one.kind, note=one.note) for one in named]
    )
    await OfficialYear.update_or_create(
        year=year,
        defaults={"source": source.strip()[:_SOURCE], "imported_at": clock.now(), "by": actor.id},
    )
    data: dict[str, object] = {
        "year": year,
        "named_days": len(named),
        "source": source.strip()[:_SOURCE],
        "hash": sha256(content.encode()),
    }
    await write_entry(actor, "calendar.import", f"calendar:{year}", data)
    return len(named)

"""What the form of a kind asks of earlier records."""

from accounts.models import Unit
from core.errors import Invalid
from disclosure.models import CatalogueItem, Record, Version
from disclosure.periods import parse

_GIVEN_UP = ("discarded", "returned")


async def version_before(unit: Unit, item: CatalogueItem, period: str, kind: str) -> Version | None:
    """The newest version of that kind of the unit's record about the item and the period before
    ``period`` (the record loaded); None without one, or where there are no periods."""
    try:
        before = str(parse(period).previous())
    except Invalid:
        return None
    return (
        await Version.filter(
            record__unit_id=unit.id, record__item_id=item.id, record__period=before, kind=kind
        )
        .exclude(state__in=_GIVEN_UP)
        .select_related("record")
        .order_by("-number")
        .first()
    )


async def record_about(unit: Unit, item: CatalogueItem, period: str) -> str:
    """The id of the unit's record about the item and period; empty without one."""
    known = await Record.get_or_none(unit_id=unit.id, item_id=item.id, period=period)
    return str(known.id) if known else ""

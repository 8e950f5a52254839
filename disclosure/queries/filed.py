"""How much each unit has published in a span, and who is short of the monthly minimum."""

from collections import Counter
from datetime import datetime, timedelta

from accounts.models import Unit
from disclosure.deadlines import Basis
from disclosure.models import Version
from disclosure.periods import midnight, period_of
from disclosure.reminding import Short
from disclosure.review import PUBLIC

TIER = "department"
"""Each department files so many items a month (Mengnuo rules of 2017, Art. 14)."""

_INSTANT = timedelta(microseconds=1)


async def filed(start: datetime, end: datetime) -> dict[str, int]:
    """By unit id, how many versions were published from ``start`` on and before ``end``."""
    rows = await Version.filter(
        state__in=PUBLIC, published_at__gte=start, published_at__lt=end
    ).values_list("record__unit_id", flat=True)
    return dict(Counter(str(row) for row in rows))


async def short_of_minimum(at: datetime, basis: Basis) -> list[Short]:
    """The departments that have published less in the running month than the county asks for, in
    the order of the tree."""
    least = basis.rules.monthly_minimum
    if not least:
        return []
    today = at.astimezone(basis.zone).date()
    month = period_of("month", today)
    counts = await filed(midnight(month.first_day, basis.zone), at + _INSTANT)
    units = await Unit.filter(tier=TIER).order_by("path").values_list("id", "code")
    return [
        Short(code, str(month), basis.end_of(month.last_day), counts.get(id_, 0), least, today)
        for id_, code in units
        if counts.get(id_, 0) < least
    ]

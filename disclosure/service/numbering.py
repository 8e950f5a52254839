"""索引号: given once, at first publication, in the transaction that publishes."""

from datetime import datetime

from tortoise.expressions import F

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.permissions import check_may
from accounts.queries import root
from core import clock
from core.settings import Settings
from core.transaction import transacted
from disclosure import indexing
from disclosure.models import IndexSerial, Record, RuleSet, Version
from disclosure.queries.numbers import index_rule
from disclosure.review import PUBLIC

NAME = "index_number"


async def number(record: Record, version: Version, at: datetime, settings: Settings) -> str:
    """Give the record its index number, if it is to have one and has none; the number it has.

    Numbers that came with a document are kept and never given again.  To be called inside the
    publishing transaction, after the audit entry: whoever publishes at the same moment waits
    there, and a publication that fails gives its serial back.  ``record`` with unit and item.
    """
    own = version.index_number or record.index_number or await _carried(record)
    rule = await index_rule()
    unit, item = record.unit, record.item
    if own or not indexing.carries_number(rule, unit_kind=unit.kind, tier=unit.tier):
        return own
    what = indexing.Numbered(
        unit=unit.index_code or unit.code,
        catalogue=indexing.catalogue_code(
            rule, item=item.code if item else "", group=item.group if item else ""
        ),
        day=at.astimezone(settings.zone).date(),
    )
    given = await _next(rule, what)
    await Record.filter(id=record.id).update(index_number=given)
    record.index_number = given
    return given


@transacted
async def set_index_rule(actor: Actor, rule: indexing.IndexRule) -> None:
    """Change the county's rule; numbers that were given stay.  Raises Invalid, Refused."""
    top = await root()
    check_may(actor, "catalogue.write", top.path if top else "/")
    indexing.check_rule(rule)
    value, now = rule.model_dump_json(), clock.now()
    if not await RuleSet.filter(name=NAME).update(value=value, updated_at=now, by=actor.id):
        await RuleSet.create(name=NAME, value=value, updated_at=now, by=actor.id)
    await write_entry(actor, "rules.index", f"rules:{NAME}", rule.model_dump(mode="json"))


async def _next(rule: indexing.IndexRule, what: indexing.Numbered) -> str:
    """The next free number of the series: the row is locked until the publication is kept."""
    key = indexing.series(rule, what)
    await IndexSerial.bulk_create([IndexSerial(key=key, serial=0)], ignore_conflicts=True)
    while True:
        await IndexSerial.filter(key=key).update(serial=F("serial") + 1)
        serial = (await IndexSerial.get(key=key)).serial
        given = indexing.compose(rule, what, serial)
        if not await _is_taken(given):
            return given


async def _carried(record: Record) -> str:
    """The number that an earlier version of the record was published with."""
    earlier = (
        await Version.filter(record_id=record.id, state__in=PUBLIC)
        .exclude(index_number="")
        .order_by("-number")
        .first()
    )
    return earlier.index_number if earlier else ""


async def _is_taken(given: str) -> bool:
    if await Record.filter(index_number=given).exists():
        return True
    return await Version.filter(index_number=given).exists()

"""Catalogue items."""

import re

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.permissions import check_may
from accounts.queries import root
from core.errors import Conflict, Invalid
from core.transaction import transacted
from disclosure.chains import KINDS
from disclosure.models import CatalogueItem
from disclosure.periods import is_periodic

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_TIERS = ("county", "department", "township", "village")
_CADENCES = ("fixed", "quarterly", "monthly", "yearly", "prompt", "permanent")
_AUDIENCES = ("public", "group", "staff")
_CARRIERS = ("website", "kiosk", "screen", "strip", "paper")
DEFAULT_CARRIERS = ("website", "kiosk", "screen")


@transacted
async def create_item(
    actor: Actor,
    *,
    code: str,
    tier: str,
    group: str,
    name: str,
    cadence: str,
    due_day: int = 10,
    audience: str = "public",
    carriers: tuple[str, ...] = DEFAULT_CARRIERS,
    basis: str = "",
    time_limit: str = "",
    position: int = 0,
    chain: str = "affairs",
) -> CatalogueItem:
    """A new item of the catalogue, by whom the whole county is entrusted to.

    Raises Invalid for unknown words, Conflict for a code taken, Refused.
    """
    top = await root()
    check_may(actor, "catalogue.write", top.path if top else "/")
    _check_words(code, tier, cadence, audience, carriers)
    if not group.strip() or not name.strip():
        raise Invalid("item-name-missing", "请填写公开事项的类别和名称。", field="name")
    if chain not in KINDS:
        raise Invalid("chain-kind-bad", "请选择公开类别。", field="chain")
    if is_periodic(cadence) and not 1 <= due_day <= 31:
        raise Invalid("due-day-bad", "截止日应为 1 到 31。", field="due_day")
    if await CatalogueItem.filter(code=code).exists():
        raise Conflict("item-exists", "公开事项代码 {code} 已被使用。", code=code, field="code")
    item = await CatalogueItem.create(
        code=code,
        tier=tier,
        group=group.strip(),
        name=name.strip(),
        cadence=cadence,
        due_day=due_day,
        audience=audience,
        carriers=f" {' '.join(carriers)} ",
        basis=basis,
        time_limit=time_limit,
        position=position,
        chain=chain,
    )
    data: dict[str, object] = {"code": code, "tier": tier, "cadence": cadence, "audience": audience}
    await write_entry(actor, "item.create", f"item:{item.id}", data)
    return item


def _check_words(
    code: str, tier: str, cadence: str, audience: str, carriers: tuple[str, ...]
) -> None:
    if not _CODE.fullmatch(code):
        raise Invalid(
            "item-code-bad", "事项代码只用小写字母、数字和连字符，最多 40 个字。", field="code"
        )
    if tier not in _TIERS:
        raise Invalid("tier-unknown", "请选择单位层级。", field="tier")
    if cadence not in _CADENCES:
        raise Invalid("cadence-unknown", "请选择公开频次。", field="cadence")
    if audience not in _AUDIENCES:
        raise Invalid("audience-unknown", "请选择公开范围。", field="audience")
    if not carriers or set(carriers) - set(_CARRIERS):
        raise Invalid("carriers-unknown", "请选择公开渠道和载体。", field="carriers")

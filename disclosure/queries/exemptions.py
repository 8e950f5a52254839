"""Exemptions, as the office lists them."""

from accounts.actor import Actor
from accounts.permissions import may, paths
from core.errors import NotFound
from disclosure.models import CatalogueItem, Exemption


async def exemptions(actor: Actor) -> list[Exemption]:
    """Those of the units whose catalogue the actor keeps, with unit and item, newest first."""
    rows = await Exemption.all().select_related("unit", "item").order_by("-at", "id")
    within = paths(actor, "catalogue.write")
    return [row for row in rows if row.unit.path.startswith(within)]


async def exemption(actor: Actor, exemption_id: str) -> Exemption:
    """One of them.  Raises NotFound."""
    found = await Exemption.filter(id=exemption_id).select_related("unit", "item").get_or_none()
    if found is None or not may(actor, "catalogue.write", found.unit.path):
        raise NotFound("exemption-unknown", "没有这项免予公开。")
    return found


async def exemptible() -> list[CatalogueItem]:
    """The items in force, in the order of the catalogue."""
    return await CatalogueItem.filter(retired_at=None).order_by("tier", "position", "code")

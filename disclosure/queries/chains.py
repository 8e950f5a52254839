"""The review chains that are set, and how far a version has come on its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from accounts.models import Unit
from core.messages import marked
from disclosure import chains
from disclosure.chains import Chain, Row
from disclosure.models import Record, Review, ReviewChain, Version


@dataclass(frozen=True)
class Stage:
    """A station of a version's way.  ``state``: taken, turn (now) or ahead; ``review`` (with its
    person) where it was taken."""

    name: str
    role: str
    state: Literal["taken", "turn", "ahead"]
    review: Review | None = None


async def chain_rows(kind: str = "") -> list[Row]:
    """What the county has set, of one kind or of all."""
    rows = ReviewChain.filter(kind=kind) if kind else ReviewChain.all()
    return [
        Row(row.kind, row.unit_path, row.audience, row.urgent, chains.read(row.steps))
        for row in await rows
    ]


async def chains_set() -> list[tuple[ReviewChain, str]]:
    """The rows that are set, in a reader's order, each with its unit's short name."""
    rows = await ReviewChain.all().order_by("kind", "unit_path", "urgent", "audience")
    units = Unit.filter(path__in=[row.unit_path for row in rows]) if rows else Unit.filter(path="")
    names = {unit.path: unit.short_name for unit in await units}
    return [(row, names.get(row.unit_path, "")) for row in rows]


async def chain_for(record: Record, *, urgent: bool) -> Chain:
    """The chain in force for a record (unit and item loaded)."""
    item, unit = record.item, record.unit
    kind = chains.kind_of(item.chain if item else "", unit.tier)
    return chains.chain_in_force(
        await chain_rows(kind),
        kind,
        unit_path=unit.path,
        audience=item.audience if item else "public",
        urgent=urgent,
    )


async def chain_of(version: Version) -> Chain:
    """The version's own chain; of a draft, the one it would take if it were submitted now."""
    if version.state == "draft":
        return await chain_for(version.record, urgent=False)
    return chains.read(version.chain)


async def reviews_of(version: Version) -> list[Review]:
    """The steps taken on this version, oldest first, with their persons."""
    return await Review.filter(version_id=version.id).select_related("person").order_by("at", "id")


async def is_scan(version: Version, sha256: str) -> bool:
    """Whether that file is the scan of a signature on this version."""
    return await Review.filter(version_id=version.id, scan=sha256).exists()


def stages(chain: Chain, version: Version, reviews: Sequence[Review]) -> list[Stage]:
    """From submission to release.  ``reviews`` of this version, with their persons."""
    taken = {review.stage: review for review in reviews if review.step == "approve"}
    submitted = next((review for review in reviews if review.step == "submit"), None)
    released = next((review for review in reviews if review.step == "publish"), None)
    way = [(marked("起草送审"), "officer", submitted)]
    way += [(step.name, step.role, taken.get(step.code)) for step in chain.steps]
    way.append((marked("放行发布"), chain.release_role, released))
    waiting = version.state in ("draft", "submitted", "approved")
    made: list[Stage] = []
    for name, role, review in way:
        if review is not None:
            made.append(Stage(name, role, "taken", review))
        else:
            made.append(Stage(name, role, "turn" if waiting else "ahead"))
            waiting = False
    return made

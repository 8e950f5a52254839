"""Reads for supervision: tasks, spot checks, reported material."""

from collections import defaultdict

from tortoise.expressions import Q

from accounts.actor import Actor
from accounts.permissions import paths
from core.errors import NotFound
from disclosure.models import Material, SpotCheck, SpotFinding, Task, TaskUnit
from disclosure.queries.subtrees import inside

PAGE = 50


async def tasks(actor: Actor) -> list[tuple[Task, list[TaskUnit]]]:
    """Tasks with the shares of units that the actor may read, open ones first, by number."""
    shares = (
        await TaskUnit.filter(inside(readable(actor), "unit__path"))
        .select_related("task", "unit")
        .order_by("task__number", "unit__path")
    )
    by_task: dict[str, list[TaskUnit]] = defaultdict(list)
    for share in shares:
        by_task[share.task.id].append(share)
    found = [(rows[0].task, rows) for rows in by_task.values()]
    return sorted(found, key=lambda pair: (pair[0].closed_at is not None, pair[0].number))


async def spot_checks(actor: Actor) -> list[tuple[SpotCheck, list[SpotFinding]]]:
    """Lists with the findings that the actor may read, newest first."""
    findings = (
        await SpotFinding.filter(inside(readable(actor), "unit__path"))
        .select_related("check", "unit", "record")
        .order_by("unit__path", "subject")
    )
    by_check: dict[str, list[SpotFinding]] = defaultdict(list)
    for finding in findings:
        by_check[finding.check.id].append(finding)
    found = [(rows[0].check, rows) for rows in by_check.values()]
    return sorted(found, key=lambda pair: pair[0].drawn_at, reverse=True)[:PAGE]


async def spot_check(actor: Actor, check_id: str) -> tuple[SpotCheck, list[SpotFinding]]:
    """One list.  Raises NotFound where the actor may read none of it."""
    rows = (
        await SpotFinding.filter(inside(readable(actor), "unit__path"), check_id=check_id)
        .select_related("check", "unit", "record")
        .order_by("unit__path", "subject")
    )
    if not rows:
        raise NotFound("check-unknown", "没有这次抽查。")
    return rows[0].check, rows


async def finding(actor: Actor, finding_id: str) -> SpotFinding:
    """One finding.  Raises NotFound where the actor may not read it."""
    row = await SpotFinding.filter(inside(readable(actor), "unit__path"), id=finding_id).first()
    if row is None:
        raise NotFound("finding-unknown", "没有这条抽查。")
    return row


async def check_of(finding_id: str) -> str:
    """The id of the list on which a finding stands.  Raises NotFound."""
    row = await SpotFinding.get_or_none(id=finding_id)
    if row is None:
        raise NotFound("finding-unknown", "没有这条抽查。")
    return str(row.check_id)  # type: ignore[attr-defined]  # set by Tortoise


async def materials(actor: Actor, period: str = "") -> list[Material]:
    """Reported material of the units that the actor may read, newest first."""
    which = inside(readable(actor), "unit__path")
    if period:
        which &= Q(period=period)
    return await Material.filter(which).select_related("unit").order_by("-at").limit(4 * PAGE)


def readable(actor: Actor) -> tuple[str, ...]:
    """Subtrees of which the actor sees what supervision says: those they supervise or work for."""
    return paths(actor, "supervise.read") + paths(actor, "record.read")

"""任务: pieces of work with responsible units, a deadline or 持续推进.

As the annex of the Mingguang plan lists them (2017, 附件1: 序号、工作任务、责任单位、时间进度).
"""

from collections.abc import Sequence
from datetime import date

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.models import Unit
from accounts.permissions import check_may, may
from accounts.queries import unit_by_code
from core import clock
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from core.transaction import transacted
from disclosure.models import Task, TaskUnit
from disclosure.service.steps import needed

STANDING = "持续推进"
_PROGRESS = 500


@transacted
async def create_task(
    actor: Actor,
    *,
    title: str,
    units: Sequence[str],
    today: date,
    due_on: date | None = None,
    span: str = "",
    basis: str = "",
) -> Task:
    """A task for the units with those codes; without ``due_on`` it goes on (持续推进) or as
    ``span`` says.  ``today``: the local day.

    Raises Invalid, naming the field, Refused, NotFound for an unknown unit.
    """
    named = needed(title, "task-title-missing", "请填写工作任务。", "title")
    if len(named) > 200:
        raise Invalid("too-long", "最多 {most} 个字。", most=200, field="title")
    if not units:
        raise Invalid("task-units-missing", "请至少选择一个责任单位。", field="units")
    rows = [await unit_by_code(code) for code in dict.fromkeys(units)]
    for unit in rows:
        check_may(actor, "supervise.write", unit.path)
    if due_on is not None and due_on < today:
        raise Invalid("task-due-past", "完成时限已过，请重新填写。", field="due_on")
    task_id = new_id()
    data: dict[str, object] = {"title": named, "units": [unit.code for unit in rows]}
    # The entry comes first: whoever adds a task at the same moment waits there for its number.
    await write_entry(actor, "task.create", f"task:{task_id}", data)
    last = await Task.all().order_by("-number").first()
    task = await Task.create(
        id=task_id,
        number=(last.number if last else 0) + 1,
        title=named,
        basis=basis.strip()[:200],
        due_on=due_on,
        span=span.strip()[:60] or ("" if due_on else STANDING),
        by=actor.id,
        at=clock.now(),
    )
    for unit in rows:
        await TaskUnit.create(task=task, unit=unit)
    return task


@transacted
async def report_progress(
    actor: Actor, task_id: str, unit_code: str, progress: str, *, done: bool
) -> None:
    """What a unit says of its share.  Raises Refused, NotFound, Conflict for a closed task."""
    unit = await unit_by_code(unit_code)
    share = await TaskUnit.filter(task_id=task_id, unit_id=unit.id).select_related("task").first()
    if share is None or not _sees(actor, unit):
        raise NotFound("task-unknown", "没有这项任务。")
    check_may(actor, "record.write", unit.path)
    if share.task.closed_at is not None:
        raise Conflict("task-closed", "这项任务已经办结。")
    said = needed(progress, "progress-missing", "请填写进展情况。", "progress")[:_PROGRESS]
    share.progress = said
    share.done_at = clock.now() if done else None
    share.by = actor.id
    await share.save(update_fields=["progress", "done_at", "by"])
    data: dict[str, object] = {"unit": unit.code, "note": said, "done": done}
    await write_entry(actor, "task.progress", f"task:{task_id}", data)


@transacted
async def close_task(actor: Actor, task_id: str) -> None:
    """The office closes it; shares not reported as done stay so.  Raises Conflict when closed."""
    shares = await TaskUnit.filter(task_id=task_id).select_related("unit")
    if not any(_sees(actor, share.unit) for share in shares):
        raise NotFound("task-unknown", "没有这项任务。")
    for share in shares:
        check_may(actor, "supervise.write", share.unit.path)
    if not await Task.filter(id=task_id, closed_at=None).update(closed_at=clock.now()):
        raise Conflict("task-closed", "这项任务已经办结。")
    await write_entry(actor, "task.close", f"task:{task_id}", {})


def _sees(actor: Actor, unit: Unit) -> bool:
    return may(actor, "record.read", unit.path) or may(actor, "supervise.read", unit.path)

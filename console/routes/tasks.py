"""任务: what units are to do and by when, and what they say of it."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from accounts.permissions import holds, may, paths
from console.routes.exports import exported, today
from console.routes.page import Values, actor_of, go, page, problems_of, read_form
from console.routes.units import unit_options
from core import messages
from core.errors import HallboardError, Invalid
from disclosure.models import Task, TaskUnit
from disclosure.queries import supervision as queries
from disclosure.service import tasks as service
from disclosure.sheets import day_text
from media.reports import Report, ReportTable


async def tasks_page(request: Request) -> Response:
    found = await queries.tasks(actor_of(request))
    if answer := await exported(request, lambda: _report(found, today(request))):
        return answer
    return await _page(request, {}, {})


async def create(request: Request) -> Response:
    async with request.form() as sent:
        units = [str(code) for code in sent.getlist("units")]
    form = await read_form(request)
    try:
        await service.create_task(
            actor_of(request),
            title=form.get("title", ""),
            units=units,
            due_on=day_of(form, "due_on"),
            span=form.get("span", ""),
            basis=form.get("basis", ""),
            today=today(request),
        )
    except HallboardError as error:
        values = {**form, "units": " ".join(units)}
        return await _page(request, values, problems_of(error), error.status)
    return go("/console/tasks", "task")


async def progress(request: Request) -> Response:
    form, task_id = await read_form(request), str(request.path_params["id"])
    try:
        await service.report_progress(
            actor_of(request),
            task_id,
            form.get("unit", ""),
            form.get("progress", ""),
            done=form.get("done") == "1",
        )
    except Invalid as error:
        return await _page(request, {}, problems_of(error), error.status)
    return go("/console/tasks", "progress")


async def close(request: Request) -> Response:
    await service.close_task(actor_of(request), str(request.path_params["id"]))
    return go("/console/tasks", "task-closed")


def day_of(form: Values, name: str) -> date | None:
    """The day of a date field.  Raises Invalid for anything else than a day or nothing."""
    given = form.get(name, "")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as problem:
        raise Invalid("date-bad", "日期填写有误，请重新选择。", field=name) from problem


async def _page(
    request: Request, values: Values, problems: dict[str, str], status: int = 200
) -> Response:
    actor = actor_of(request)
    context = {
        "tasks": await queries.tasks(actor),
        "today": today(request),
        "when": _when,
        "may_create": holds(actor, "supervise.write"),
        "may_report": lambda unit: may(actor, "record.write", unit.path),
        "units": await unit_options(request, "supervise.write")
        if paths(actor, "supervise.write")
        else [],
        "values": values,
        "chosen": set(values.get("units", "").split()),
        "problems": problems,
    }
    return await page(request, "tasks.html", context, status)


def _when(task: Task) -> str:
    if task.due_on is None:
        return str(task.span)
    return messages.text("{day}前", day=day_text(task.due_on))


def _report(found: list[tuple[Task, list[TaskUnit]]], day: date) -> Report:
    rows = [
        (
            task.number,
            task.title,
            "、".join(share.unit.short_name for share in shares),
            _when(task),
            f"{sum(share.done_at is not None for share in shares)}/{len(shares)}",
        )
        for task, shares in found
    ]
    columns = (
        messages.text("序号"),
        messages.text("工作任务"),
        messages.text("责任单位"),
        messages.text("时间进度"),
        messages.text("完成单位"),
    )
    title = messages.text("任务分工和进度安排")
    made = messages.text("{day}制表", day=day_text(day))
    return Report(title, (ReportTable("", columns, rows),), (made,))

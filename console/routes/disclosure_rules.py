"""公开规则: the county's figures for deadlines, reminders and escalation."""

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response

from console.routes.page import Values, actor_of, go, page, problems_of, read_form
from core import messages
from core.errors import Invalid
from disclosure.queries import rules
from disclosure.rules import RANGES, DisclosureRules
from disclosure.service import set_rules

_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        messages.marked("公开期限"),
        (
            "quarterly_due_day",
            "half_yearly_due_day",
            "report_workdays",
            "publish_workdays",
            "latest_workdays",
            "yearly_check_days",
        ),
    ),
    (
        messages.marked("舆情与重大事件"),
        (
            "first_notice_hours",
            "press_conference_hours",
            "other_response_hours",
            "major_event_days",
        ),
    ),
    (
        messages.marked("报送与提醒"),
        ("monthly_minimum", "reminder_workdays", "escalation_workdays"),
    ),
)


async def rules_page(request: Request) -> Response:
    return await _page(request, _values(await rules()), {})


async def change(request: Request) -> Response:
    form = await read_form(request)
    try:
        await set_rules(actor_of(request), {name: form[name] for name in RANGES if name in form})
    except Invalid as error:
        return await _page(request, form, problems_of(error), 422)
    return go("/console/rules", "rules")


def _values(kept: DisclosureRules) -> Values:
    return {
        name: "，".join(map(str, figure)) if isinstance(figure, tuple) else str(figure)
        for name, figure in asdict(kept).items()
    }


async def _page(
    request: Request, values: Values, problems: dict[str, str], status: int = 200
) -> Response:
    context = {
        "groups": _GROUPS,
        "ranges": RANGES,
        "defaults": _values(DisclosureRules()),
        "values": values,
        "problems": problems,
    }
    return await page(request, "disclosure_rules.html", context, status)

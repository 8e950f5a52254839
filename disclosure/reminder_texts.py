"""What reminders say, in the language in use.  Pure."""

from core import messages
from disclosure.obligations import ALWAYS
from disclosure.periods import parse
from disclosure.reminding import Call, Short
from disclosure.sheets import day_text

_LONGEST = 500


def sentence(call: Call, unit: str) -> str:
    """What the reminder says; ``unit``: the short name of whoever owes it."""
    data = {
        "unit": unit,
        "item": f"{parse(call.row.period).name()}{call.row.item_name}"
        if call.row.period
        else call.row.item_name,
        "day": day_text(call.due_on) + (f"{call.until:%H:%M}" if call.until else ""),
        "stage": call.stage,
    }
    if isinstance(call.row, Short):
        said = _of_minimum(call, call.row, data)
    elif call.matter == "check":
        said = _of_check(call, data)
    else:
        said = _of_publication(call, data)
    return said[:_LONGEST]


def _of_publication(call: Call, data: dict[str, object]) -> str:
    if call.row.due_at == ALWAYS:
        return messages.text("{unit}的“{item}”属于应公开的事项，至今尚未公开，请尽快公开。", **data)
    if call.kind == "ahead" and call.today and call.until is None:
        return messages.text("{unit}的“{item}”今天到期，请于{day}24时前公开。", **data)
    if call.kind == "ahead":
        return messages.text("{unit}的“{item}”应于{day}前公开，请抓紧办理。", **data)
    if call.kind == "overdue":
        return messages.text("{unit}的“{item}”应于{day}前公开，现已逾期，请尽快公开。", **data)
    return messages.text(
        "{unit}的“{item}”应于{day}前公开，已逾期 {stage} 个工作日以上仍未公开，请督促办理。",
        **data,
    )


def _of_check(call: Call, data: dict[str, object]) -> str:
    if call.kind == "ahead" and call.today:
        return messages.text(
            "{unit}的“{item}”今天应核对一次，无变化的请确认“核对无变化”，有变化的请更新公开。",
            **data,
        )
    if call.kind == "ahead":
        return messages.text(
            "{unit}的“{item}”应于{day}前核对一次，无变化的请确认“核对无变化”，有变化的请更新公开。",
            **data,
        )
    if call.kind == "overdue":
        return messages.text(
            "{unit}的“{item}”应于{day}前核对一次，现已逾期，请尽快核对："
            "无变化的请确认“核对无变化”，有变化的请更新公开。",
            **data,
        )
    return messages.text(
        "{unit}的“{item}”应于{day}前核对一次，已逾期 {stage} 个工作日以上仍未核对，请督促办理。",
        **data,
    )


def _of_minimum(call: Call, short: Short, data: dict[str, object]) -> str:
    """The count is of the day on which it was said, whatever is published later."""
    counted = {"filed": short.filed, "least": short.least, "today": day_text(short.as_of)}
    if call.today:
        return messages.text(
            "{unit}本月已公开 {filed} 项，至少应公开 {least} 项（截至{today}）；"
            "今天是本月最后一天，请于24时前补足。",
            **data,
            **counted,
        )
    return messages.text(
        "{unit}本月已公开 {filed} 项，至少应公开 {least} 项（截至{today}），请于{day}前补足。",
        **data,
        **counted,
    )

"""办件进度: each case on its way 受理 → 承办 → 批准 → 办结 → 告知."""

from collections.abc import Iterator
from itertools import pairwise

from core import messages
from core.messages import marked
from disclosure.kinds.composing import prose, table_of
from disclosure.kinds.kind import ANY, Kind
from disclosure.kinds.shapes import Day, Fault, Fields, area, inputs_of, line, row_fault, table
from media.content import Content

STEPS = ("accepted", "handled", "approved", "finished", "told")


class Case(Fields):
    number: str = line(marked("办件编号"), need=True, most=60, also=("编号", "受理编号"))
    name: str = line(marked("事项"), need=True, also=("事项名称", "办理事项"))
    applicant: str = line(marked("申请人"), most=80, hint=marked("个人请隐去姓名中的字"))
    accepted: Day = line(marked("受理"), kind="stage", most=40, need=True, also=("受理日期",))
    handled: Day = line(marked("承办"), kind="stage", most=40, also=("承办日期",))
    approved: Day = line(marked("批准"), kind="stage", most=40, also=("批准日期", "审批"))
    finished: Day = line(marked("办结"), kind="stage", most=40, also=("办结日期",))
    told: Day = line(marked("告知"), kind="stage", most=40, also=("告知日期", "送达"))


class PermitsFields(Fields):
    cases: tuple[Case, ...] = table(marked("办件"), hint=marked("各步填写日期，未到的留空"))
    note: str = area(marked("说明"))


def compose(fields: PermitsFields) -> Content:
    return Content(blocks=(*table_of("", fields.cases), *prose(fields.note)))


def check(fields: PermitsFields) -> Iterator[Fault]:
    """Steps follow each other without a gap, and never backwards.  ISO days compare as text."""
    named = {one.name: one.titled for one in inputs_of(Case)}
    for number, case in enumerate(fields.cases, 1):
        for before, step in pairwise(STEPS):
            day, earlier = getattr(case, step), getattr(case, before)
            if day and not earlier:
                said = messages.text("已填日期，而前一步“{step}”没有填写。", step=named[before])
                yield row_fault(fields, "cases", number, step, said)
            elif day and day < earlier:
                said = messages.text("早于前一步“{step}”。", step=named[before])
                yield row_fault(fields, "cases", number, step, said)


KIND = Kind(
    code="permits",
    name=marked("办件进度"),
    hint=marked("受理、承办、批准、办结、告知五个环节的日期"),
    template="table",
    cadences=ANY,
    fields=PermitsFields,
    compose=compose,
    check=check,
    carry=lambda fields: fields,
    words=("办件", "审批进度", "许可"),
)

"""What the office and the inspector did besides: an exemption, tasks, a spot check, reported
material, something sent back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from core import clock
from disclosure import periods
from disclosure.models import SpotFinding
from disclosure.service import exempt, return_to_author
from disclosure.service.materials import file_material, score_material
from disclosure.service.spot_checks import (
    draw_spot_check,
    note_finding,
    report_correction,
    review_correction,
)
from disclosure.service.tasks import create_task, report_progress
from server.demo.county import BY_CODE, PLACES, ROOT
from server.demo.desk import Act, Desk
from server.demo.quarters import days_before
from server.demo.waiting import RETURN_BECAUSE, RETURNED

_PLAN = "《青溪县基层政务公开标准化规范化实施方案》附件1"
_ALL = tuple(place.code for place in PLACES if place.tier in ("township", "department"))
_TASKS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    # Task, units, its time in the plan's words ("": the day below).
    ("编制完善县、乡、村三级公开事项目录", ("zhengfuban", "liuhe", "nanping"), ""),
    ("季度财务收支按时上屏、按时更新", _ALL, "持续推进"),
    ("便民服务中心政务公开专区建设", ("zhengwu", "liuhe", "nanping"), "试点工作期间"),
    ("重大政策解读材料与文件同步起草、同步发布", ("minzheng", "nongye", "renshe"), "持续推进"),
)
_SAID = (
    # Task, unit, what it said, done.
    (0, "zhengfuban", "县级目录已印发，共 34 项，含公用企事业单位 8 项。", True),
    (0, "liuhe", "镇级目录 13 项已公布，村级目录 4 个村已套用。", True),
    (0, "nanping", "镇级目录已公布，云岭村目录正在征求村民代表意见。", False),
    (1, "caizheng", "四个季度均在截止日前公开。", False),
    (1, "liuhe", "镇本级和两个村连续四个季度按时公开，触摸屏可查往期。", False),
    (2, "zhengwu", "县大厅专区已建成，触摸屏、大屏、条屏投入使用。", True),
    (2, "liuhe", "镇大厅专区已建成，村级延伸到石桥村。", True),
    (3, "minzheng", "居家养老补贴办法与解读材料同步发布。", False),
)
_FAULTY = "屏幕内容与村务公开栏张贴的纸质内容不一致，纸质版未加盖公章。"
_SLOW = "联系电话无人接听，工作时间拨打三次均未接通。"


def acts(start: datetime, zone: ZoneInfo) -> Iterator[Act]:
    """In the order of time, as far as each builds on another.

    Days off move an act to the working day before, perhaps that of an earlier one: what builds on
    another comes later in the day, too.
    """

    def at(age: int, minutes: int = 0) -> datetime:
        return days_before(start, age, zone) + timedelta(minutes=minutes)

    yield Act(at(170), _exempted)
    yield Act(at(90), _tasked)
    for minute, said in enumerate(_SAID):
        yield Act(at(20, 11 * minute + 120), partial(_progress, *said))
    yield Act(at(14), _drawn)
    yield Act(at(12, 60), _inspected)
    yield Act(at(8, 120), _corrected)
    yield Act(at(6, 180), _accepted)
    yield Act(at(9, 35), partial(_reported, 0))
    yield Act(at(7, 95), partial(_reported, 1))
    yield Act(at(5, 140), _scored)
    yield Act(start - timedelta(hours=2), _sent_back)


async def _exempted(desk: Desk) -> None:
    """Where there is nothing to disclose, and why: not the same as 本季度无发生."""
    reason = "本单位不承担涉农惠民项目资金，无此类支出，经县政务公开办核实免予公开。"
    for unit in ("gongan", "yibao"):
        await exempt(desk.people.office, unit, "d-funds", reason=reason)
    why = "该村当期无集体土地被征收，由镇统一公开征地补偿情况。"
    await exempt(desk.people.office, "xiaowan", "v-land", reason=why)


async def _tasked(desk: Desk) -> None:
    today = desk.day(clock.now())
    for title, units, span in _TASKS:
        due = None if span else today + timedelta(days=150)
        task = await create_task(
            desk.people.office, title=title, units=units, today=today, due_on=due, span=span,
            basis=_PLAN,
        )  # fmt: skip
        desk.ids[title] = task.id


async def _progress(task: int, unit: str, said: str, done: bool, desk: Desk) -> None:
    await report_progress(
        desk.people.officers[unit], desk.ids[_TASKS[task][0]], unit, said, done=done
    )


async def _drawn(desk: Desk) -> None:
    day = desk.day(clock.now())
    check = await draw_spot_check(
        desk.people.inspector,
        title=f"{day.month}月政务公开随机抽查",
        unit_code=ROOT,
        size=6,
        seed=f"{day:%Y%m%d}-01",
    )
    rows = await SpotFinding.filter(check_id=check.id).select_related("unit").order_by("id")
    desk.findings = [(row.id, row.unit.code) for row in rows]


async def _inspected(desk: Desk) -> None:
    """Two faults, three in order, one still to be looked at."""
    inspector, today = desk.people.inspector, desk.day(clock.now())
    by = today + timedelta(days=30)
    for number, (finding, _) in enumerate(desk.findings[:5]):
        fault = (_FAULTY, _SLOW)[number] if number < 2 else ""
        await note_finding(
            inspector,
            finding,
            today=today,
            fine=not fault,
            finding=fault,
            photo=desk.pictures["board"] if number == 0 else "",
            correct_by=by if fault else None,
        )


async def _corrected(desk: Desk) -> None:
    finding, unit = desk.findings[1]
    said = "已更换值班电话并公布值班表，安排专人接听。"
    await report_correction(desk.people.officer(BY_CODE[unit]), finding, said)


async def _accepted(desk: Desk) -> None:
    finding, _ = desk.findings[1]
    await review_correction(desk.people.inspector, finding, accepted=True, note="复查三次均接通")


async def _reported(number: int, desk: Desk) -> None:
    unit, kind, title, body = (
        (
            "liuhe",
            "material",
            "柳河镇把村级账目搬上大厅屏幕",
            "柳河镇将两个村四个季度的财务收支全部放上便民服务中心触摸屏，村民可按村、按季度查询，"
            "开通以来现场查询 312 人次，收到意见 7 条，均已答复。",
        ),
        (
            "caizheng",
            "minutes",
            "局务会议研究预算公开事项纪要落实情况",
            "第 9 次局务会议确定公开的 3 项内容，已公开 2 项，其余 1 项待审计结束后公开。",
        ),
    )[number]
    running = periods.parse(desk.last_quarter).next()
    period = str(running) if kind == "material" else desk.last_quarter
    row = await file_material(
        desk.people.officers[unit], unit_code=unit, kind=kind, period=period, title=title, body=body
    )
    desk.ids[title] = row.id


async def _scored(desk: Desk) -> None:
    row = desk.ids["柳河镇把村级账目搬上大厅屏幕"]
    await score_material(desk.people.office, row, "92", "做法具体，数据真实，可在全县推广。")


async def _sent_back(desk: Desk) -> None:
    reviewer = desk.people.holders["reviewer", "nanping"]
    await return_to_author(reviewer, desk.versions[RETURNED].id, RETURN_BECAUSE)

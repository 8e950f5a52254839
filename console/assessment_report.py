"""The office's reports of an assessment: what a workbook and an A4 document say of it."""

from datetime import date
from decimal import Decimal

from accounts.models import Unit
from console.words import DUE_STATES, TIER_NAMES
from core import messages
from disclosure.periods import Period
from disclosure.queries.assessment import Assessment, YearFigures
from disclosure.scoring import PARTS, Score, Weights
from disclosure.sheets import day_text
from media.reports import Cell, Report, ReportTable

PART_NAMES: dict[str, str] = {
    "coverage": messages.marked("覆盖"),
    "timeliness": messages.marked("及时性"),
    "quality": messages.marked("质量"),
    "material": messages.marked("上报资料"),
    "inspection": messages.marked("抽查"),
}
TIERS = ("township", "department", "village")
"""In the order in which they are ranked."""
_KINDS = (
    ("policy", messages.marked("政策文件")),
    ("interpretation", messages.marked("政策解读")),
    ("response", messages.marked("回应关切")),
    ("consultation", messages.marked("意见征集")),
    ("fees", messages.marked("收费目录清单")),
    ("powers", messages.marked("权责清单")),
)


def ranking_report(found: Assessment, today: date) -> Report:
    """One table a tier, best first, then every obligation that is not public."""
    tables = []
    for tier in TIERS:
        ranked = found.ranked(tier)
        if ranked:
            rows = [
                (
                    one.place,
                    found.units[one.unit].short_name,
                    *_parts(one.score),
                    one.score.below,
                    one.score.total,
                )
                for one in ranked
            ]
            columns = (
                messages.text("名次"),
                messages.text("单位"),
                *part_names(),
                messages.text("下属单位均分"),
                messages.text("总分"),
            )
            tables.append(ReportTable(messages.text(TIER_NAMES[tier]), columns, rows))
    tables.append(_missing(found))
    title = messages.text("政务公开情况通报（{span}）", span=found.span.name())
    return Report(title, tuple(tables), (_made(today),), (weights_text(found.weights),))


def unit_report(found: Assessment, unit: Unit, today: date) -> Report:
    """季度报告 of one unit: its figures, its score, each obligation."""
    one, result = found.figures[unit.code], found.scores[unit.code]
    figures = ReportTable(
        messages.text("公开情况"),
        (messages.text("项目"), messages.text("数值")),
        [
            (messages.text("应公开事项"), one.owed),
            (messages.text("已公开"), one.published),
            (messages.text("其中按时公开"), one.on_time),
            (messages.text("未公开"), one.overdue),
            (messages.text("免予公开"), one.exempt),
            (messages.text("本期发布信息"), one.filed),
            (messages.text("应发布信息下限"), one.minimum or None),
            (messages.text("送审"), one.submitted),
            (messages.text("退回"), one.returned),
            (messages.text("撤下"), one.corrected),
            (messages.text("抽查"), one.checked),
            (messages.text("抽查发现问题"), one.faults),
            (messages.text("按期整改"), one.mended),
        ],
    )
    points = ReportTable(
        messages.text("得分"),
        (*part_names(), messages.text("下属单位均分"), messages.text("总分")),
        [(*_parts(result), result.below, result.total)],
    )
    rows = [
        (row.item_name, row.period or "—", messages.text(DUE_STATES[row.state][0]))
        for row in found.rows
        if row.unit_code == unit.code
    ]
    columns = (messages.text("公开事项"), messages.text("期次"), messages.text("状态"))
    duties = ReportTable(messages.text("应公开事项"), columns, rows)
    title = messages.text(
        "{unit}政务公开情况报告（{span}）", unit=unit.name, span=found.span.name()
    )
    return Report(title, (figures, points, duties), (_made(today),), (weights_text(found.weights),))


def year_report(found: YearFigures, year: Period, county: str, today: date) -> Report:
    """Figures for the yearly report on disclosure of government information."""
    whole = ReportTable(
        messages.text("主动公开信息情况"),
        (messages.text("项目"), messages.text("数量")),
        [
            (messages.text("本年发布信息"), found.published),
            (messages.text("本年撤下信息"), found.withdrawn),
            (messages.text("现行有效信息"), found.in_force),
            *((messages.text(name), found.by_kind.get(kind, 0)) for kind, name in _KINDS),
        ],
    )
    tiers = ReportTable(
        messages.text("按层级"),
        (messages.text("层级"), messages.text("发布信息")),
        [(messages.text(TIER_NAMES.get(tier, tier)), count) for tier, count in found.by_tier],
    )
    groups = ReportTable(
        messages.text("按公开事项"),
        (messages.text("一级事项"), messages.text("发布信息")),
        list(found.by_group),
    )
    title = messages.text(
        "{county}政府信息公开年度报告数据（{span}）", county=county, span=year.name()
    )
    note = messages.text("依申请公开情况不在本表内，由受理机构另行统计。")
    return Report(title, (whole, tiers, groups), (_made(today),), (note,))


def weights_text(weights: Weights) -> str:
    """How the score was made, as it stands under every report."""
    parts = "，".join(
        messages.text("{part}{weight}%", part=messages.text(PART_NAMES[name]), weight=weight)
        for name, weight in weights.parts.items()
    )
    return messages.text(
        "评分办法：{parts}；下属单位（村对乡镇、部门对委口牵头单位）均分占总分 {linked}%；"
        "无可评内容的部分不计权重。",
        parts=parts,
        linked=weights.linked,
    )


def part_names() -> tuple[str, ...]:
    return tuple(messages.text(PART_NAMES[name]) for name in PARTS)


def _parts(result: Score) -> tuple[Decimal | None, ...]:
    return tuple(result.parts[name] for name in PARTS)


def _missing(found: Assessment) -> ReportTable:
    rows: list[tuple[Cell, ...]] = [
        (
            found.units[row.unit_code].short_name,
            row.item_name,
            row.period or "—",
            messages.text(DUE_STATES[row.state][0]),
        )
        for row in found.rows
        if row.state in {"overdue", "stale"}
    ]
    columns = (
        messages.text("单位"),
        messages.text("公开事项"),
        messages.text("期次"),
        messages.text("状态"),
    )
    return ReportTable(messages.text("未公开事项"), columns, rows)


def _made(today: date) -> str:
    return messages.text("{day}制表", day=day_text(today))

"""The disclosure items of each tier, as a county's yearly plan lists them.

Groups keep the plan's order (6 for departments, 7 for townships, 12 for villages); terms are
today's: 特困 for 五保, 乡村振兴 for 扶贫, and what has been repealed is gone.
"""

from dataclasses import dataclass, replace

from disclosure.cataloguing import CatalogueRow
from disclosure.cataloguing.templates import read_template

SCREEN = ("website", "kiosk", "screen")
STRIP = ("strip",)


@dataclass(frozen=True)
class Item:
    code: str
    tier: str
    group: str
    name: str
    cadence: str
    carriers: tuple[str, ...] = SCREEN
    time_limit: str = ""
    elements: str = ""
    basis: str = ""
    responsible: str = ""

    @property
    def chain(self) -> str:
        """Which review chain it takes (disclosure/chains.py)."""
        if self.tier != "village":
            return "affairs"
        return "finance" if self.code in _VILLAGE_FINANCE else "village"


_FIXED = "每年更新一次；信息变更之日起20个工作日内更新"
_QUARTERLY = "每季度首月10日前"
_PROMPT = "自信息形成之日起20个工作日内"
_LIMITS = {"fixed": _FIXED, "quarterly": _QUARTERLY, "prompt": _PROMPT}

_DEPARTMENT = (
    ("领导班子职务、工作分工情况", ("leaders", "领导班子分工", "fixed")),
    ("内部机构设置", ("offices", "内设机构", "fixed")),
    ("年度目标任务完成情况", ("targets", "年度目标任务完成情况", "quarterly")),
    (
        "季度收支情况",
        ("accounts", "季度收支情况", "quarterly"),
        ("expenses", "公务支出情况", "quarterly"),
    ),
    (
        "涉农惠民政策和项目资金",
        ("policies", "惠民政策与标准", "fixed"),
        ("funds", "项目资金使用明细", "quarterly"),
    ),
    (
        "监督电话及其他应当公开的事项",
        ("phones", "监督电话", "fixed"),
        ("guides", "办事指南", "fixed"),
        ("notices", "通知公告", "prompt"),
    ),
)
_TOWNSHIP = (
    ("年度工作目标", ("goals", "年度工作目标", "fixed")),
    ("领导班子职务、工作分工情况", ("leaders", "领导班子分工", "fixed")),
    ("重点目标任务完成情况", ("targets", "重点目标任务完成情况", "quarterly")),
    (
        "季度收支情况",
        ("accounts", "季度收支情况", "quarterly"),
        ("expenses", "公务支出情况", "quarterly"),
    ),
    (
        "支农惠农资金公开情况",
        ("assistance", "社会救助情况", "quarterly"),
        ("farming", "涉农补贴发放情况", "quarterly"),
        ("relief", "救灾救济款物发放情况", "quarterly"),
        ("land", "土地征收补偿管理情况", "quarterly"),
    ),
    ("为民办实事情况", ("projects", "为民办实事进展", "quarterly")),
    (
        "监督电话及其他应当公开的事项",
        ("phones", "监督电话", "fixed"),
        ("guides", "办事指南", "fixed"),
        ("notices", "通知公告", "prompt"),
    ),
)
_VILLAGE = (
    ("任期发展规划、年度工作计划", ("plan", "年度工作计划", "fixed")),
    ("村民委员会班子职务、工作分工", ("leaders", "村委会班子分工", "fixed")),
    ("公开、理财、议事、监督组织", ("groups", "议事监督组织", "fixed")),
    ("土地征收及补偿安置情况", ("land", "土地征收补偿情况", "quarterly")),
    (
        "季度收支和集体财产情况",
        ("accounts", "季度财务收支", "quarterly"),
        ("assets", "集体资金资产资源", "fixed"),
    ),
    ("土地承包流转和宅基地情况", ("leases", "土地流转与宅基地", "quarterly")),
    ("乡村振兴工作情况", ("revival", "乡村振兴工作", "quarterly")),
    ("社会救助和涉农补贴落实情况", ("assistance", "救助与补贴落实", "quarterly")),
    ("为民办实事和公益建设", ("projects", "实事与公益建设", "quarterly")),
    ("村民联名要求公开的事项", ("requests", "村民要求公开的事项", "prompt")),
    ("村民会议和村民代表会议决定事项", ("decisions", "村民会议决定事项", "prompt")),
    (
        "监督电话及其他应当公开的事项",
        ("phones", "监督电话", "fixed"),
        ("notices", "通知公告", "prompt"),
    ),
)
GROUPS = {"department": _DEPARTMENT, "township": _TOWNSHIP, "village": _VILLAGE}
_VILLAGE_FINANCE = ("v-accounts", "v-assets")
_LETTERS = {"department": "d", "township": "t", "village": "v"}
_STRIPS = "大厅条屏信息"


def code(tier: str, short: str) -> str:
    """``v-accounts``; a county's own office discloses as departments do."""
    return f"{_LETTERS[tier if tier in _LETTERS else 'department']}-{short}"


def items() -> tuple[Item, ...]:
    """Every item of the catalogue, in the plan's order, and the strips' own at the end."""
    found: list[Item] = []
    told = _told()
    for tier, groups in GROUPS.items():
        for group, *rows in groups:
            for short, name, cadence in rows:
                limit = _LIMITS[cadence]
                said = told[code(tier, short)]
                item = Item(code(tier, short), tier, group, name, cadence, SCREEN, limit)
                found.append(
                    replace(
                        item,
                        elements=said.elements,
                        basis=said.basis,
                        responsible=said.units_text,
                    )
                )
        found.append(Item(code(tier, "strip"), tier, _STRIPS, "条屏提示", "prompt", STRIP))
    return tuple(found)


def _told() -> dict[str, CatalogueRow]:
    """What the shipped templates say of each item, by its code."""
    rows = [row for tier in GROUPS for row in read_template(tier).landed]
    return {dict(row.extra)["事项代码"]: row for row in rows}

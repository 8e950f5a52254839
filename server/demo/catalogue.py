"""The disclosure items of each tier, as a county's yearly plan lists them.

Groups keep the plan's order (6 for departments, 7 for townships, 12 for villages); terms are
today's: 特困 for 五保, 乡村振兴 for 扶贫, and what has been repealed is gone.
"""

from dataclasses import dataclass, replace
from typing import Any

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
    due_day: int = 10
    domain: str = ""
    record_kind: str = ""
    """Of its records (disclosure/kinds)."""
    unit_kind: str = ""
    """By whom it is owed; empty: by all of the tier."""
    units: tuple[str, ...] = ()
    """Codes of those that alone owe it."""
    lead: str = ""
    group_name: str = ""
    """For whom it is alone, of whoever is no public."""

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
_DOMAINS = {
    "leaders": "机构职能",
    "offices": "机构职能",
    "groups": "机构职能",
    "targets": "规划计划",
    "goals": "规划计划",
    "plan": "规划计划",
    "accounts": "财政收支",
    "expenses": "财政收支",
    "funds": "财政收支",
    "assets": "农村集体资产",
    "policies": "政策文件",
    "assistance": "社会救助",
    "relief": "社会救助",
    "farming": "涉农补贴",
    "land": "征地补偿",
    "leases": "农村土地",
    "revival": "乡村振兴",
    "guides": "公共服务",
}
_WINDOWS = {
    "d-guides": ("minzheng", "nongye", "renshe", "zhengwu", "yibao", "gongan", "ziran"),
}
"""Who has windows, and therefore guides."""
_POLICIES, _LAW = "政策解读回应", "《中华人民共和国政府信息公开条例》"
_ACTION, _AID = "执法和许可公开", "社会救助公示"


def code(tier: str, short: str) -> str:
    """``v-accounts``; a county's own office discloses as departments do."""
    return f"{_LETTERS[tier if tier in _LETTERS else 'department']}-{short}"


def _own(short: str, group: str, name: str, cadence: str, limit: str, **more: Any) -> Item:
    item = Item(code("department", short), "department", group, name, cadence, SCREEN, limit)
    return replace(item, **({"basis": f"{_LAW}第二十条", "domain": group} | more))


_OWN = (
    _own(
        "interpretations", _POLICIES, "政策解读", "prompt", "自文件印发之日起3个工作日内",
        record_kind="interpretation", elements="背景依据、主要内容、问答、解读机关",
        unit_kind="administrative",
    ),
    _own(
        "responses", _POLICIES, "回应关切", "prompt", "及时公开",
        record_kind="response", elements="关切的问题、调查情况、处理结果",
        unit_kind="administrative",
    ),
    _own(
        "consultations", _POLICIES, "决策草案意见征集", "prompt", "征求意见期限不少于30日",
        record_kind="consultation", elements="征求意见稿、起草说明、起止日期、采纳情况",
        basis="《重大行政决策程序暂行条例》第十五条", unit_kind="administrative",
    ),
    _own(
        "permits", _ACTION, "行政许可办件进度", "prompt", "自信息形成之日起7个工作日内",
        record_kind="permits", elements="受理、承办、批准、办结、告知日期", units=("ziran",),
    ),
    _own("powers", _ACTION, "权责清单", "fixed", _FIXED, record_kind="powers", units=("ziran",)),
    _own(
        "discretion", _ACTION, "行政裁量基准", "fixed", _FIXED,
        record_kind="discretion", units=("ziran",), lead="zhengfuban",
    ),
    _own("fees", _ACTION, "收费目录清单", "fixed", _FIXED, record_kind="fees", units=("gongan",)),
    _own(
        "disclosure-guide", "信息公开基础", "政府信息公开指南", "fixed", _FIXED,
        record_kind="disclosure_guide", units=("zhengfuban",), basis=f"{_LAW}第十二条",
    ),
    _own(
        "annual-report", "信息公开基础", "信息公开年度报告", "yearly", "每年1月31日前",
        due_day=31, record_kind="annual_report", units=("zhengfuban",),
        basis=f"{_LAW}第四十九条、第五十条",
    ),
    Item(
        "v-aid", "village", _AID, "最低生活保障审核公示", "prompt", ("kiosk", "screen", "paper"),
        "公示7个工作日", elements="姓名（隐去）、村民小组、保障标准、金额、异议反映方式",
        basis="《社会救助暂行办法》第十一条", responsible="村（居）民委员会", domain="社会救助",
        record_kind="subsidies", group_name="本村村民",
    ),
)  # fmt: skip


def items() -> tuple[Item, ...]:
    """Every item of the shipped templates, in the plan's order, and the strips' own at the end."""
    found: list[Item] = []
    told = {said: row for tier in GROUPS for said, row in _told(tier).items()}
    for tier, groups in GROUPS.items():
        for group, *rows in groups:
            for short, name, cadence in rows:
                limit = _LIMITS[cadence]
                item = Item(code(tier, short), tier, group, name, cadence, SCREEN, limit)
                owing = "administrative" if tier == "department" else ""
                item = replace(item, units=_WINDOWS.get(item.code, ()))
                found.append(_as_told(item, told[item.code], unit_kind=owing))
        found.append(Item(code(tier, "strip"), tier, _STRIPS, "条屏提示", "prompt", STRIP))
    return tuple(found)


def added() -> tuple[Item, ...]:
    """What the county added: 办事公开 of the water company, policies with what belongs to them,
    lists of powers and fees, and a list of persons for one village."""
    found = [
        _as_told(
            Item(said, "department", row.first, row.name, _cadence(row), SCREEN, row.time_limit),
            row,
            unit_kind="public_service",
        )
        for said, row in _told("public-service").items()
    ]
    return (*found, *_OWN)


def _as_told(item: Item, row: CatalogueRow, *, unit_kind: str) -> Item:
    """With what the shipped template says of it."""
    return replace(
        item,
        elements=row.elements,
        basis=row.basis,
        responsible=row.units_text,
        domain=_DOMAINS.get(item.code.partition("-")[2], "基层政务公开"),
        record_kind=dict(row.extra).get("信息类型", ""),
        unit_kind=unit_kind,
    )


def _cadence(row: CatalogueRow) -> str:
    return "prompt" if dict(row.extra)["公开频次"] == "随时" else "fixed"


def _told(template: str) -> dict[str, CatalogueRow]:
    """What a shipped template says of each item, by its code."""
    rows = read_template(template).landed
    return {dict(row.extra)["事项代码"]: row for row in rows}

"""What a touchscreen in 柳河镇 offers: a touch index with its fragments and codes."""

from typing import Any

from core.canonical import canonical
from disclosure.search import initials
from media import qr
from tests.browser.device import DAY, START, Device

UNITS = [
    ("qx", "青溪县", "county", None),
    ("nyj", "农业农村局", "department", "qx"),
    ("mzj", "民政局", "department", "qx"),
    ("lh", "柳河镇", "township", "qx"),
    ("sq", "石桥村", "village", "lh"),
    ("dg", "大沟村", "village", "lh"),
    ("yl", "杨林村", "village", "lh"),
]
NAMES = {code: name for code, name, _, _ in UNITS}
ITEMS = [
    ("t-duty", "领导分工", "机构职能", "township"),
    ("t-goal", "目标任务", "重点工作", "township"),
    ("t-farm", "惠农资金", "惠农补贴", "township"),
    ("v-money", "季度财务收支", "村级财务", "village"),
    ("v-people", "村两委成员", "村务", "village"),
    ("v-build", "为民办实事", "村务", "village"),
    ("d-guide", "办事指南", "服务指南", "department"),
    ("d-standard", "补贴标准", "惠农补贴", "department"),
    ("c-news", "重大决策", "决策公开", "county"),
]
TITLES = [
    ("lh", "t-duty", "镇领导班子成员分工调整"),
    ("lh", "t-goal", "2026年度重点目标任务分解表"),
    ("lh", "t-farm", "2026年种粮补贴发放标准与总额"),
    ("lh", "t-farm", "2026年农机购置与应用补贴资金使用情况"),
    ("lh", "t-goal", "柳河镇2026年第三季度重点工作进展"),
    ("sq", "v-build", "村内道路硬化工程实施方案"),
    ("sq", "v-people", "石桥村村民委员会成员名单及联系电话"),
    ("dg", "v-money", "2026年第三季度财务收支公开"),
    ("dg", "v-people", "大沟村村民委员会成员名单及联系电话"),
    ("yl", "v-money", "2026年第三季度财务收支公开"),
    ("nyj", "d-guide", "农村宅基地审批办事指南"),
    ("mzj", "d-guide", "特困人员救助供养申请办事指南"),
    ("mzj", "d-guide", "最低生活保障申请办事指南"),
    ("nyj", "d-standard", "耕地地力保护补贴标准公告"),
    ("qx", "c-news", "青溪县国民经济和社会发展计划执行情况"),
]
ENDING = "sq-money"
"""Version of the accounts of 2026Q3 whose window ends at the end of 10 January 2027."""
PAST = "sq-money-q2"
END = START + DAY

_ACCOUNTS = """<article><h2>2026年第三季度财务收支</h2><p>经民主理财小组审核，现予公布。</p>
<table><caption>收支明细</caption><thead><tr><th scope="col">序号</th><th scope="col">项目</th>
<th scope="col" class="amount">收入（元）</th>
<th scope="col" class="amount">支出（元）</th></tr></thead>
<tbody>{rows}</tbody></table><script>document.title = "taken"</script>
<p>对以上收支有疑问的，可在公示期内向村务监督委员会反映，也可拨打监督电话 12345。</p></article>"""
_ROWS = [
    ("集体土地承包收入", "46,200.00", ""),
    ("光伏发电上网收入", "18,735.20", ""),
    ("上级补助（道路养护）", "60,000.00", ""),
    ("村内道路维修", "", "52,380.00"),
    ("环境卫生保洁", "", "14,400.00"),
    ("会议与办公用品", "", "1,264.80"),
    ("差旅费", "", "386.00"),
]


def accounts() -> str:
    rows = "".join(
        f'<tr><td class="number">{number}</td><td>{name}</td><td class="amount">{taken}</td>'
        f'<td class="amount">{spent}</td></tr>'
        for number, (name, taken, spent) in enumerate(_ROWS * 2, 1)
    )
    return _ACCOUNTS.format(rows=rows)


def offer(device: Device) -> dict[str, Any]:
    """Put the index and its files on the device; returns the plan's ``touch``."""
    records = [
        _record(device, "sq", "v-money", "2026年第三季度财务收支公开", ENDING, not_after=END),
        _record(device, "sq", "v-money", "2026年第二季度财务收支公开", PAST, not_after=START),
        *(
            _record(device, unit, item, title, f"v{number}", age=number)
            for number, (unit, item, title) in enumerate(TITLES, 1)
        ),
    ]
    index = {
        "format": "hallboard-touch/1",
        "units": [
            dict(zip(("code", "name", "tier", "parent"), unit, strict=True)) for unit in UNITS
        ],
        "items": [
            dict(zip(("code", "name", "group", "tier"), item, strict=True)) for item in ITEMS
        ],
        "records": records,
    }
    data = canonical(index)
    return {"index": device.add_file(data), "bytes": len(data)}


def _record(
    device: Device,
    unit: str,
    item: str,
    title: str,
    version: str,
    *,
    age: int = 0,
    not_after: int | None = None,
) -> dict[str, Any]:
    body = (
        accounts()
        if item == "v-money"
        else f"<article><p>{title}。</p>{'<p>正文。</p>' * 3}</article>"
    )
    link = f"HTTP://GK.QINGXI.EXAMPLE/R/7K3QD9ZP{len(version)}M"
    return {
        "version": version,
        "record": f"record-{version}",
        "unit": unit,
        "item": item,
        "title": title,
        "period": "2026年7—9月" if item == "v-money" else "",
        "published": START - (age + 2) * DAY,
        "not_before": None,
        "not_after": not_after,
        "initials": f"{initials(title)} {initials(NAMES[unit])}",
        "template": "table" if item == "v-money" else "notice",
        "fragment": device.add_file(body.encode()),
        "bytes": len(body.encode()),
        "link": link,
        "qr": device.add_file(qr.svg(link)),
    }

"""Sheets as a county would file them."""

from core.canonical import sha256
from media.content import (
    Block,
    Column,
    Content,
    Heading,
    ListBlock,
    Member,
    Picture,
    Roster,
    Table,
    Total,
    paragraph,
)
from media.profiles import PROFILES
from media.sheet import Sheet

LINK = "HTTPS://GK.QINGXI.EXAMPLE/7K3QD9ZP2M"
PAGED = tuple(profile for profile in PROFILES if profile.kind != "strip")
STRIPS = tuple(profile for profile in PROFILES if profile.kind == "strip")

_NAMES = (
    "上季度结余",
    "集体土地承包收入",
    "光伏发电上网收入",
    "上级补助（道路养护）",
    "村内道路维修",
)
_PLAN = (
    "为进一步做好全县政务公开工作，保障人民群众的知情权、参与权、表达权和监督权，根据《中华人民共和国"
    "政府信息公开条例》，结合我县实际，制定本方案。涉及惠农资金186,420.00元，2026年12月31日前完成。"
)


def sheet(template: str, *blocks: Block, **changes: object) -> Sheet:
    given: dict[str, object] = {
        "template": template,
        "path": ("青溪县", "柳河镇", "石桥村"),
        "item": "季度财务收支",
        "title": "2026年第三季度财务收支公开",
        "period": "2026年7—9月",
        "shown_until": "2027年1月10日",
        "phone": "12345",
        "link": LINK,
        "footer": ("公开主体：石桥村村民委员会", "民主理财小组审核", "2026年10月8日公布"),
        "content": Content(blocks=blocks),
    }
    return Sheet.model_validate(given | changes)


def accounts(rows: int) -> Sheet:
    """A table whose row names are all different."""
    columns = (
        Column(title="序号"),
        Column(title="项目"),
        Column(title="收入（元）", kind="amount"),
        Column(title="支出（元）", kind="amount"),
        Column(title="余额（元）", kind="amount"),
    )
    cells = tuple(
        (str(n), f"{_NAMES[n % 5]}甲{n:03d}乙", "46200", "", f"{128640 + n}.5")
        for n in range(1, rows + 1)
    )
    totals = (Total(label="收入合计", value="124935.2"), Total(label="期末结余", value="185144.9"))
    return sheet("table", Table(columns=columns, rows=cells, totals=totals))


def notice(paragraphs: int = 8) -> Sheet:
    body: list[Block] = [Heading(text="一、总体要求")]
    for number in range(paragraphs):
        body.append(paragraph(f"第{number}段。{_PLAN}"))
        if number % 3 == 2:
            body.append(Heading(level=2, text=f"（{number}）规范公开内容"))
    body.append(ListBlock(ordered=True, items=("编制目录。", "建立核对制度。")))
    return sheet("notice", *body, title="青溪县2026年政务公开工作实施方案", period="")


def roster(members: int = 9) -> Sheet:
    people = tuple(
        Member(
            name=f"赵䶮{n}",
            post="党委委员、副镇长",
            duties="负责农业农村、水利工作。",
            phone="0838-6210001",
        )
        for n in range(members)
    )
    return sheet("roster", Roster(members=people), title="柳河镇领导班子成员及分工")


def picture(data: bytes) -> Sheet:
    return sheet(
        "picture", Picture(file=sha256(data), alt="完工照片", caption="道路硬化工程完工现场")
    )


def strip(text: str, **changes: object) -> Sheet:
    return sheet("strip", paragraph(text), **{"shown_until": "", **changes})

"""What is still on its way: something waits at each step of every chain, one was sent back, one
has a wording that a second person must judge."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from server.demo.catalogue import code
from server.demo.county import BY_CODE
from server.demo.planned import Planned, table, text
from server.demo.quarters import day_text
from server.demo.quarters import name as quarter_name
from server.demo.village import assets

RETURNED = "returned"
"""The record that is sent back."""
RETURN_BECAUSE = "请补充施工路段的起止点和绕行路线，并写明预计完工日期。"
_TOWN = (
    ("关于冬季水利工程分段施工的通知", "冬修水利工程将分段施工，请沿线村民注意安全，绕行便道。", 3),
    ("关于开展老年人免费体检的通知", "65 周岁以上老年人可持身份证到镇卫生院免费体检。", 0),
    ("关于规范集镇夜市经营的通告", "集镇夜市集中到兴柳街东段，每日 18:00 开市，23:00 收市。", 1),
    ("关于春季绿化补植的通知", "各村上报道路、庭院绿化补植需求，苗木由镇统一采购。", 2),
)
"""Title, sentence, steps taken of the chain 政务."""


def records(start: datetime, zone: ZoneInfo, quarters: tuple[str, ...]) -> list[Planned]:
    """What a new arrival finds in the inboxes."""
    liuhe = BY_CODE["liuhe"]
    made = [_draft(), *_village(start, zone, quarters), *_finance(), _returned(), _hit()]
    for title, sentence, signed in _TOWN:
        content = text(sentence, f">> {liuhe.publisher}")
        far = _far(signed, 3)
        made.append(Planned(liuhe, code("township", "notices"), title, content, age=1, **far))
    return made


def _draft() -> Planned:
    place = BY_CODE["shiqiao"]
    content = text(
        "村部空调需要维修，现向社会公开询价，请有资质的单位于五日内报价。",
        f">> {place.publisher}",
    )
    item = code("village", "notices")
    return Planned(place, item, "关于村部空调维修招标的通知", content, age=1, until="draft")


def _village(start: datetime, zone: ZoneInfo, quarters: tuple[str, ...]) -> list[Planned]:
    place, item = BY_CODE["shiqiao"], code("village", "decisions")
    today = day_text(start.astimezone(zone).date())
    first = text(
        f"{today}前完成北沟水渠清淤，筹劳按户登记。", "会议记录存于村部。", f">> {place.publisher}"
    )
    second = table(
        "议题 表决结果 实施安排",
        ("村级公益岗位续聘", "到会代表 38 人，同意 37 人", "续聘 4 人，公示后签约"),
        ("晒谷场使用办法", "同意 38 人", "秋收期按小组轮用"),
    )
    quarter = quarter_name(quarters[-1])
    return [
        Planned(place, item, f"{quarter}村民代表会议补充决定", first, age=1, until="submitted"),
        Planned(
            place, item, "村民代表会议关于公益岗位的决定", second, "table",
            age=1, until="submitted", signed=1,
        ),
    ]  # fmt: skip


def _finance() -> list[Planned]:
    """Assets of three villages: with the finance group, with the township, with the office."""
    made = []
    for signed, unit in enumerate(("shiqiao", "taoyuan", "xiaowan")):
        made.append(assets(BY_CODE[unit], again=True, age=1, **_far(signed, 2)))
    return made


def _far(signed: int, steps: int) -> dict[str, Any]:
    """Of a chain of so many steps: it waits for the next one, at last for its release."""
    return {"until": "approved" if signed == steps else "submitted", "signed": signed}


def _returned() -> Planned:
    place = BY_CODE["nanping"]
    content = text("因路面修复，镇区道路将封闭施工，请过往车辆绕行。", f">> {place.publisher}")
    return Planned(
        place,
        code("township", "notices"),
        "关于镇区道路封闭施工的通告",
        content,
        age=2,
        until="submitted",
        signed=1,
        name=RETURNED,
    )


def _hit() -> Planned:
    """A place whose name holds a word of the lists: it may stand, when somebody says why."""
    place = BY_CODE["nanping"]
    content = text(
        "哑巴塘山塘开始清淤加固，施工期间停止放水灌溉，请下游农户提前蓄水。",
        "工期约四十天，由镇水利站负责质量监督。",
        f">> {place.publisher}",
    )
    return Planned(
        place,
        code("township", "notices"),
        "关于哑巴塘山塘清淤加固施工的通告",
        content,
        age=1,
        until="draft",
    )

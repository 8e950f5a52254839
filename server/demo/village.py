"""What villages disclose besides accounts: groups, assets, leases, decisions."""

from typing import Any

from server.demo.accounts import yuan
from server.demo.catalogue import code
from server.demo.county import Place, of_tier
from server.demo.people import name, number, phone
from server.demo.planned import Planned, filled, table, text
from server.demo.quarters import name as quarter_name

_GROUPS = (
    ("村务公开监督小组", "组长", "审查公开内容，听取村民意见"),
    ("村务公开监督小组", "成员", "核对公开栏和屏幕内容"),
    ("民主理财小组", "组长", "每季度审核村级账目并签字"),
    ("民主理财小组", "成员", "审核原始票据"),
    ("村民议事小组", "召集人", "召集村民代表议事"),
    ("红白理事会", "会长", "倡导婚丧事简办"),
)


def records(quarters: tuple[str, ...]) -> list[Planned]:
    """Everything of the villages that is theirs alone."""
    made: list[Planned] = []
    for place in of_tier("village"):
        made += [
            _groups(place),
            assets(place),
            _leases(place, quarters[-1]),
            _revival(place, quarters[-1]),
            _requests(place),
            _decisions(place),
        ]
    return made


def _groups(place: Place) -> Planned:
    members = [
        {
            "name": name(f"{place.code} group {at}"),
            "post": f"{group}{post}",
            "duties": duties,
            "phone": phone(f"{place.code} group {at}"),
        }
        for at, (group, post, duties) in enumerate(_GROUPS)
    ]
    title = f"{place.name}议事和监督组织"
    return filled(place, code("village", "groups"), title, "roster", {"members": members}, age=185)


def assets(place: Place, *, again: bool = False, age: int = 160, **more: Any) -> Planned:
    """Money, property, land, claims and debts; ``again``: brought up to date since."""
    cash = (18 + number(f"cash {place.code}", 20)) * 1_000_000
    rows = (
        ("货币资金", "村级账户", yuan(cash), "账务由镇代理中心管理"),
        ("固定资产", "村部办公用房 420 平方米", yuan(62_000_000), "在用"),
        ("固定资产", "光伏电站 60 千瓦", yuan(31_800_000), "并网发电"),
        ("资源", f"机动地 {place.land // 40} 亩", "", "对外承包，合同 3 份"),
        ("资源", f"水面 {place.land // 60} 亩", "", "对外承包，合同 1 份"),
        ("债权", "应收承包款", yuan(1_240_000), "年底前收清"),
        ("债务", "应付工程质保金", yuan(2_860_000), "质保期满支付"),
    )
    content = table("类别 名称 金额（元）:amount 使用和经营情况", *rows)
    title = f"{place.name}集体资金资产资源情况{'（更新）' if again else ''}"
    return Planned(place, code("village", "assets"), title, content, "table", age=age, **more)


def _leases(place: Place, period: str) -> Planned:
    flow = 60 + number(f"flow {place.code}", 240)
    rows = (
        ("承包地流转", f"{flow} 亩", f"{3 + flow % 7} 宗", "每亩每年 620 元，合同已备案"),
        ("承包地调整", "0 亩", "0 宗", "无"),
        ("宅基地申请", f"{1 + flow % 3} 宗", "本季度受理", "已公示 5 天，报镇审批"),
        ("宅基地批准", f"{flow % 3} 宗", "镇政府批准", "批准书已送达"),
        ("退出宅基地", f"{flow % 2} 宗", "有偿退出", "每平方米补偿 80 元"),
    )
    content = table("事项 面积或宗数 办理情况 说明", *rows)
    title = f"{quarter_name(period)}土地流转和宅基地情况"
    return Planned(place, code("village", "leases"), title, content, "table", period)


def _revival(place: Place, period: str) -> Planned:
    watched = 4 + number(f"watched {place.code}", 9)
    content = text(
        f"本季度{place.name}乡村振兴工作情况如下：",
        f"1. 防止返贫：监测对象 {watched} 户，全部落实帮扶人，本季度消除风险 {watched // 4} 户。\n"
        f"2. 产业：{place.trade}面积 {place.land * 3 // 10} 亩，带动务工 {place.people // 20} 人，"
        "人均月增收 1900 元。\n"
        f"3. 衔接资金：到账 {18 + watched}.60 万元，用于产业路和冷库，支付进度 82%。\n"
        "4. 人居环境：开展集中整治 3 次，清运垃圾 46 吨。",
        "项目和资金使用情况可到村部查阅台账。",
        f">> {place.publisher}",
    )
    title = f"{quarter_name(period)}乡村振兴工作情况"
    return Planned(place, code("village", "revival"), title, content, period=period)


def _requests(place: Place) -> Planned:
    content = text(
        f"经本村十分之一以上村民联名要求，现将{place.name}村部后公益停车场建设情况公开如下：",
        "1. 建设内容：硬化场地 860 平方米，停车位 32 个，排水沟 120 米。\n"
        "2. 资金来源：镇财政奖补 8.00 万元，村集体自筹 3.46 万元。\n"
        "3. 施工单位：由镇招投标小组随机抽取，合同价 11.46 万元。\n"
        "4. 验收：村务公开监督小组全程监督，验收合格后付款 97%，余款为质保金。",
        f"如有疑问，请与村务公开监督小组联系，电话：{place.phone}。",
        f">> {place.publisher}",
    )
    return Planned(
        place, code("village", "requests"), "关于公益停车场建设情况的公开", content, age=66
    )


def _decisions(place: Place) -> Planned:
    there = 31 + number(f"there {place.code}", 12)
    content = table(
        "议题 表决结果 实施情况",
        ("修订村规民约", f"到会代表 {there} 人，同意 {there - 1} 人", "已印发到户"),
        ("水渠清淤筹劳方案", f"同意 {there - 2} 人", "每户 2 个工，已完成 78%"),
        ("光伏收益分配方案", f"同意 {there} 人", "六成用于公益，四成用于公益岗位"),
        ("村集体房屋出租", f"同意 {there - 3} 人", "公开竞租，合同三年"),
        after=("会议记录和签到表存于村部，村民可凭身份证查阅。",),
    )
    title = "村民代表会议决定事项实施情况"
    return Planned(place, code("village", "decisions"), title, content, "table", age=58)

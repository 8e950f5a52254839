"""Subsidies, assistance, land: standards and totals, never lists of persons."""

from server.demo.accounts import yuan
from server.demo.catalogue import code
from server.demo.county import BY_CODE, Place, of_tier
from server.demo.people import number
from server.demo.planned import Planned, filled, table, text
from server.demo.quarters import name as quarter_name

_ASSISTANCE = (
    # Name, households in a thousand people, yuan a person and month.
    ("农村最低生活保障", 15, 385),
    ("特困人员救助供养", 4, 740),
    ("临时救助", 2, 620),
    ("困难残疾人生活补贴", 9, 85),
    ("高龄津贴（80周岁以上）", 24, 60),
    ("优待抚恤", 6, 690),
)
_FARMING = (
    ("耕地地力保护补贴", "每亩 98.40 元", 9840),
    ("稻谷补贴", "每亩 46.20 元", 4620),
    ("农机购置与应用补贴", "按机型定额", 0),
    ("农业保险保费补贴", "财政补贴 80%", 0),
)
_POLICIES = {
    "minzheng": (
        "社会救助和福利标准",
        (
            ("农村最低生活保障", "每人每月 385 元", "家庭人均收入低于标准的户"),
            ("城市最低生活保障", "每人每月 640 元", "家庭人均收入低于标准的户"),
            ("特困人员供养", "每人每月 740 元", "无劳动能力、无生活来源、无赡养人"),
            ("困难残疾人生活补贴", "每人每月 85 元", "低保家庭中的残疾人"),
            ("重度残疾人护理补贴", "每人每月 90 元", "残疾等级一级、二级"),
            ("高龄津贴", "每人每月 60 至 300 元", "80 周岁以上，按年龄分档"),
            ("孤儿基本生活费", "每人每月 1360 元", "散居孤儿"),
        ),
    ),
    "nongye": (
        "惠农补贴政策和标准",
        (
            ("耕地地力保护补贴", "每亩 98.40 元", "实际种植的承包耕地"),
            ("稻谷补贴", "每亩 46.20 元", "当年种植稻谷的面积"),
            ("农机购置与应用补贴", "按机型定额，最高 30%", "在目录内购机的个人和组织"),
            ("种粮大户奖补", "每亩 30 元", "连片种粮 50 亩以上"),
            ("农村厕所改造奖补", "每户 1200 元", "验收合格的农户"),
            ("政策性水稻保险", "农户每亩自缴 5.60 元", "参保农户，财政补贴 80%"),
        ),
    ),
    "renshe": (
        "就业和社会保险待遇标准",
        (
            ("城乡居民基础养老金", "每人每月 148 元", "年满 60 周岁的参保人"),
            ("一次性创业补贴", "5000 元", "返乡人员首次创业满一年"),
            ("技能培训生活补贴", "每人每天 30 元", "脱贫人口和低保家庭成员"),
            ("公益性岗位补贴", "每月 1860 元", "就业困难人员"),
            ("求职补贴", "每人 1500 元", "毕业年度困难高校毕业生"),
        ),
    ),
    "yibao": (
        "城乡居民医保待遇标准",
        (
            ("个人缴费", "每人每年 400 元", "全体参保居民"),
            ("乡镇卫生院住院", "起付 150 元，报销 90%", "政策范围内费用"),
            ("县级医院住院", "起付 400 元，报销 80%", "政策范围内费用"),
            ("县外转诊住院", "起付 1000 元，报销 65%", "办理转诊备案"),
            ("普通门诊", "报销 60%，每年封顶 420 元", "定点村卫生室和卫生院"),
            ("高血压、糖尿病门诊用药", "报销 60%", "完成认定的患者"),
        ),
    ),
}
_FUNDS = {
    "caizheng": (
        ("惠民补贴“一卡通”", 1_862_400_00),
        ("村级组织运转补助", 428_000_00),
        ("农村公益事业奖补", 316_500_00),
    ),
    "minzheng": (
        ("农村低保金", 986_420_00),
        ("特困供养金", 341_880_00),
        ("高龄津贴", 268_300_00),
        ("临时救助备用金", 62_000_00),
    ),
    "nongye": (
        ("高标准农田建设", 2_640_000_00),
        ("耕地地力保护补贴", 1_124_600_00),
        ("农机购置与应用补贴", 386_200_00),
        ("衔接推进乡村振兴资金", 968_000_00),
    ),
    "renshe": (("就业补助资金", 412_600_00), ("职业技能培训补贴", 186_400_00)),
    "zhengfuban": (("政务公开专栏运维", 48_600_00), ("督查激励奖补", 120_000_00)),
    "zhengwu": (("窗口设备更新", 86_400_00), ("12345 热线坐席服务", 132_000_00)),
}


def records(quarters: tuple[str, ...]) -> list[Planned]:
    """Standards of the departments, funds and totals of the last quarter."""
    last = quarters[-1]
    made = [_policies(code_) for code_ in _POLICIES]
    made += [_policy_text(code_) for code_ in ("caizheng", "zhengfuban", "zhengwu")]
    made += [_funds(place, last) for place in of_tier("department") if place.full]
    for place in of_tier("township", "village"):
        made.append(_assistance(place, last))
        made.append(_land(place, last))
    for place in of_tier("township"):
        made.append(_farming(place, last))
        made.append(_relief(place, last))
    return made


def _policies(unit: str) -> Planned:
    place = BY_CODE[unit]
    title, rows = _POLICIES[unit]
    content = table("项目 标准 对象和条件", *rows, after=(f"咨询电话：{place.phone}。",))
    return Planned(place, code("department", "policies"), title, content, "table", age=150)


def _policy_text(unit: str) -> Planned:
    place = BY_CODE[unit]
    title, parts = {
        "caizheng": (
            "惠民惠农补贴“一卡通”发放办法",
            (
                "补贴资金由县财政局通过社会保障卡直接发放到户，不经任何中间环节，不得以现金代发。",
                "1. 乡镇核实对象和面积，在村公示七天。\n2. 主管部门审定后报县财政局。\n"
                "3. 县财政局在十个工作日内发放到卡。\n4. 到账后由银行发送短信。",
                "任何单位和个人不得抵扣、截留补贴。发现问题请拨打监督电话。",
            ),
        ),
        "zhengfuban": (
            "向县政府申请公开信息的办法",
            (
                "除主动公开的以外，公民、法人和其他组织可以申请公开政府信息，不收费。",
                "1. 到县政务服务中心公开查阅点填写申请表，或寄信、网上提交。\n"
                "2. 写明姓名、联系方式、所需信息的名称和获取方式。\n"
                "3. 县政府办自收到申请之日起 20 个工作日内答复。",
                "对答复不服的，可以依法申请行政复议或者提起行政诉讼。",
            ),
        ),
        "zhengwu": (
            "帮办代办服务办法",
            (
                "老年人、残疾人和不便到场的居民，可请村（社区）帮办代办员办理，不收任何费用。",
                "1. 拨打本村电话或到村党群服务中心登记。\n2. 代办员上门取件，当面清点材料。\n"
                "3. 办结后两个工作日内送证上门。",
                "代办员不得留存证件原件，不得代领补贴资金。",
            ),
        ),
    }[unit]
    content = text(*parts, f"监督电话：{place.phone}。")
    return Planned(place, code("department", "policies"), title, content, age=140)


def _funds(place: Place, period: str) -> Planned:
    rows = []
    planned_sum = paid_sum = 0
    for fund, amount in _FUNDS[place.code]:
        paid = amount * (72 + number(f"{place.code} {period} {fund}", 26)) // 100 // 100 * 100
        planned_sum, paid_sum = planned_sum + amount, paid_sum + paid
        rows.append((fund, yuan(amount), yuan(paid), yuan(amount - paid)))
    rows.append(("合计", yuan(planned_sum), yuan(paid_sum), yuan(planned_sum - paid_sum)))
    content = table(
        "资金项目 本季度安排（元）:amount 已支付（元）:amount 未支付（元）:amount", *rows
    )
    title = f"{quarter_name(period)}项目资金使用明细"
    return Planned(place, code("department", "funds"), title, content, "table", period)


def _assistance(place: Place, period: str) -> Planned:
    rows = []
    total = 0
    for kind, share, month in _ASSISTANCE:
        people = max(1, place.people * share // 1000 + number(f"{place.code} {kind}", 3))
        paid = people * month * (1 if kind == "临时救助" else 3) * 100
        total += paid
        rows.append((kind, str(people), yuan(paid)))
    rows.append(("合计", "", yuan(total)))
    note = "资金由县财政局直接发放到社会保障卡。按照有关规定，本表只公布人数和总额。"
    content = table("项目 人数:number 本季度金额（元）:amount", *rows, after=(note,))
    word = "社会救助情况" if place.tier == "township" else "社会救助和涉农补贴落实情况"
    title = f"{quarter_name(period)}{word}"
    return Planned(place, code(place.tier, "assistance"), title, content, "table", period)


def _farming(place: Place, period: str) -> Planned:
    rows = []
    for kind, standard, fen in _FARMING:
        households = place.households * (58 + number(f"{place.code} {kind}", 30)) // 100
        if not fen:
            households = 24 + number(f"{place.code} {kind}", 60)
        paid = place.land * 9 // 10 * fen if fen else households * 214_000
        rows.append((kind, standard, str(households), yuan(paid)))
    content = table("补贴项目 标准 户数:number 发放金额（元）:amount", *rows)
    title = f"{quarter_name(period)}涉农补贴发放情况"
    return Planned(place, code("township", "farming"), title, content, "table", period)


def _relief(place: Place, period: str) -> Planned:
    item = code("township", "relief")
    if place.code == "nanping":
        return Planned(place, item, "", text(""), period=period, nil_return=True)
    rows = (
        ("棉被", "86 床", "敬老院和临时安置点"),
        ("大米", "2400 公斤", "受灾的 96 户"),
        ("食用油", "192 桶", "受灾的 96 户"),
        ("应急救助金", "48000.00 元", "房屋受损的 12 户"),
    )
    content = table(
        "款物 数量 去向", *rows, after=("款物全部发放完毕，发放表由镇民政办存档备查。",)
    )
    title = f"{quarter_name(period)}救灾救济款物发放情况"
    return Planned(place, item, title, content, "table", period)


def _land(place: Place, period: str) -> Planned:
    item = code(place.tier, "land")
    if place.tier == "village" and place.code != "shiqiao":
        return Planned(place, item, "", text(""), period=period, nil_return=True)
    acres = 26 if place.tier == "village" else 78
    owner = f"{place.name}集体" if place.tier == "village" else "石桥村、桃园村集体"
    rates = (("土地补偿费和安置补助费", 46_800_00, "纳入被征地农民养老保险"),
             ("青苗补偿费", 1_400_00, "直接发放到户"),
             ("地上附着物补偿", 3_260_00, "按清点确认的清单发放"))  # fmt: skip
    parcels = [
        {
            "place": what,
            "owner": owner,
            "size": str(acres),
            "standard": yuan(rate),
            "amount": yuan(acres * rate),
            "resettlement": how,
        }
        for what, rate, how in rates
    ]
    values = {
        "project": "县道 X026 柳河段改建工程",
        "approval": "青政土〔2026〕18 号",
        "basis": "《中华人民共和国土地管理法》第四十八条，省征地区片综合地价",
        "parcels": parcels,
        "note": "补偿安置方案已公告三十日。对补偿有异议的，可向县自然资源局提出。",
    }
    title = f"{quarter_name(period)}土地征收补偿情况"
    return filled(place, item, title, "land", values, period=period)

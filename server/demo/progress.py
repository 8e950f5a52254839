"""Targets and what has become of them, quarter by quarter."""

from server.demo.catalogue import code
from server.demo.county import Place, bureaus, of_tier
from server.demo.people import name, number
from server.demo.planned import Planned, filled, text
from server.demo.quarters import name as quarter_name

_TARGETS = {
    "zhengfuban": (
        ("民生实事督查", "十件民生实事按季督查通报", "件"),
        ("代表建议和委员提案办理", "按期办复率 100%", "件"),
        ("依申请公开办理", "法定期限内答复率 100%", "件"),
        ("行政规范性文件清理", "全县文件清理一遍", "件"),
    ),
    "caizheng": (
        ("惠民补贴“一卡通”发放", "按月发放到户", "万元"),
        ("村级财务检查", "覆盖全部行政村", "个村"),
        ("政府采购节支", "节支率不低于 6%", "万元"),
        ("预算绩效评价", "评价重点项目 40 个", "个"),
    ),
    "minzheng": (
        ("低保对象动态核查", "每季度核查一次", "户"),
        ("农村敬老院改造", "改造 3 所", "所"),
        ("社区养老服务点", "新建 8 个", "个"),
        ("困境儿童走访", "每月走访一次", "人次"),
    ),
    "nongye": (
        ("高标准农田建设", "新建 2.4 万亩", "亩"),
        ("粮食播种面积", "稳定在 46 万亩", "亩"),
        ("农机购置补贴兑付", "应兑尽兑", "台套"),
        ("农村厕所整改", "整改 620 座", "座"),
    ),
    "renshe": (
        ("城镇新增就业", "全年 3200 人", "人"),
        ("补贴性职业技能培训", "全年 2600 人次", "人次"),
        ("返乡创业担保贷款", "发放 6000 万元", "万元"),
        ("欠薪线索化解", "按期办结率 98% 以上", "件"),
    ),
    "zhengwu": (
        ("“一件事”集成服务", "上线 24 项", "项"),
        ("进驻事项即办率", "达到 75%", "项"),
        ("帮办代办", "延伸到全部乡镇", "件"),
        ("热线工单按期办结", "办结率 99% 以上", "件"),
    ),
}
_TOWN = (
    ("高标准农田建设", "新建 3200 亩", "亩"),
    ("农村公路养护", "养护 86 公里", "公里"),
    ("人居环境整治示范", "建成示范村 3 个", "个村"),
    ("城乡居民医保参保", "参保率 97% 以上", "人"),
    ("防汛抗旱工程", "整修塘坝 24 口", "口"),
)
_STATES = ("按计划推进", "按计划推进", "进度略超前", "已完成，待验收")
_TOWN_DEEDS = (
    ("便民服务中心适老化改造", "增设轮椅通道、休息座椅和老花镜，窗口加放大字板"),
    ("农村供水管网延伸", "新铺管网 12.6 公里，惠及 4 个村民小组"),
    ("中心卫生院中医馆", "完成装修，中药柜和煎药设备到位"),
    ("集镇停车位", "新划停车位 118 个，电动车充电桩 24 个"),
    ("小学校门口护学岗", "安装减速带和警示灯，早晚有人值守"),
)
_VILLAGE_DEEDS = (
    ("通组道路硬化", "1.8 公里"),
    ("太阳能路灯", "46 盏"),
    ("灌溉水渠清淤", "3.2 公里"),
    ("老年活动中心修缮", "1 处"),
    ("垃圾分类收集亭", "6 座"),
)


def records(quarters: tuple[str, ...]) -> list[Planned]:
    """Progress of the last two quarters, yearly goals of townships, plans of villages."""
    made: list[Planned] = []
    for period in quarters[-2:]:
        made += [
            _targets(place, period) for place in (*bureaus(), *of_tier("township")) if place.full
        ]
    for place in of_tier("township", "village"):
        made.append(_deeds(place, quarters[-1]))
    made += [_goals(place, quarters[-1][:4]) for place in of_tier("township")]
    made += [_plan(place, quarters[-1][:4]) for place in of_tier("village")]
    return made


def _targets(place: Place, period: str) -> Planned:
    quarter = int(period[-1])
    rows = []
    for target, goal, _ in _TARGETS.get(place.code, _TOWN):
        done = min(100, quarter * 25 - 6 + number(f"{place.code} {period} {target}", 11))
        state = "已完成" if done == 100 else _STATES[number(f"{place.code} {target}", 3)]
        owner = name(f"{place.code} {target}")
        said = f"{goal}；{state}"
        rows.append({"name": target, "owner": owner, "progress": said, "rate": str(done)})
    word = "重点目标任务" if place.tier == "township" else "年度目标任务"
    return filled(
        place,
        code(place.tier, "targets"),
        f"{quarter_name(period)}{word}完成情况",
        "targets",
        {"targets": rows},
        period=period,
    )


def _deeds(place: Place, period: str) -> Planned:
    rows = []
    if place.tier == "township":
        for deed, what in _TOWN_DEEDS:
            done = 55 + number(f"{place.code} {deed}", 46)
            office = f"{place.short}人民政府（{name(f'{place.code} {deed}')}）"
            rows.append({"name": deed, "progress": what, "builder": office, "rate": str(done)})
    else:
        for deed, size in _VILLAGE_DEEDS:
            done = 50 + number(f"{place.code} {deed}", 51)
            money = (2 + number(f"cost {place.code} {deed}", 14)) * 6800
            rows.append(
                {
                    "name": deed,
                    "budget": f"{money}.00",
                    "builder": f"{place.short}村民委员会",
                    "progress": f"规模 {size}",
                    "rate": str(done),
                }
            )
    return filled(
        place,
        code(place.tier, "projects"),
        f"{quarter_name(period)}为民办实事进展情况",
        "projects",
        {"projects": rows},
        period=period,
    )


def _goals(place: Place, year: str) -> Planned:
    content = text(
        f"{year}年，{place.name}围绕{place.trade}做强产业，重点完成以下目标：",
        "1. 农村居民人均可支配收入增长 6.5% 以上，村集体经营性收入全部超过 15 万元。\n"
        "2. 新建高标准农田 3200 亩，粮食播种面积只增不减。\n"
        "3. 养护农村公路 86 公里，硬化通组道路 9.4 公里。\n"
        "4. 城乡居民医保参保率 97% 以上，养老保险应保尽保。\n"
        "5. 建成人居环境整治示范村 3 个，生活垃圾日产日清。\n"
        "6. 便民服务事项镇级即办率达到 80%，村级帮办代办全覆盖。",
        f"以上目标由镇人民代表大会审议通过，每季度公布进展。监督电话：{place.phone}。",
    )
    return Planned(
        place, code("township", "goals"), f"{place.name}{year}年工作目标", content, age=190
    )


def _plan(place: Place, year: str) -> Planned:
    content = text(
        f"本计划经{place.name}村民代表会议讨论通过。全村 {place.households} 户 {place.people} 人，"
        f"耕地 {place.land} 亩，{year}年抓好五件事：",
        f"1. 产业：扩大{place.trade}种植，新增 {place.land // 20} 亩，村集体收入增长 8%。\n"
        "2. 道路：硬化通组道路 1.8 公里，安装太阳能路灯 46 盏。\n"
        "3. 水利：清淤灌溉水渠 3.2 公里，维修泵站 1 座。\n"
        "4. 环境：垃圾分类收集亭增加到 6 座，保洁员每天巡查两次。\n"
        "5. 养老：老年活动中心每周开放六天，独居老人每周探访一次。",
        "每季度首月10日前公布财务收支和各项进展，请村民监督。",
    )
    return Planned(
        place, code("village", "plan"), f"{place.name}{year}年工作计划", content, age=195
    )

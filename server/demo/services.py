"""What offices do for people and how far it has come: lists of powers, fees and grades, permits,
how to ask for information, the yearly report, and the water company's 办事公开."""

from datetime import datetime
from zoneinfo import ZoneInfo

from disclosure import periods
from server.demo.county import BY_CODE, SUPERVISION
from server.demo.people import name, phone
from server.demo.planned import Planned, filled, text
from server.demo.quarters import days_before

_WATER = "zilaishui"
_STEPS = ("accepted", "handled", "approved", "finished", "told")
_CASES = (
    # Serial, what, who, days ago of each step.
    ("0412", "建设用地规划许可", "青溪县第二中学", (24, 22, 15, 12, 11)),
    ("0415", "建设工程规划许可", "青禾粮油有限公司", (19, 18, 9, 7)),
    ("0418", "临时用地审批", "县道 X026 改建项目部", (14, 12, 6)),
    ("0421", "不动产首次登记", "滨河花园小区", (9, 7)),
    ("0424", "农村宅基地用地备案", "柳河镇石桥村", (4,)),
)


def records(start: datetime, zone: ZoneInfo) -> list[Planned]:
    """Of the departments and of the water company."""
    return [
        _permits(start, zone),
        _powers(),
        _fees(),
        _grades(),
        _guide(),
        *_report(start, zone),
        *_water(),
    ]


def _permits(start: datetime, zone: ZoneInfo) -> Planned:
    place = BY_CODE["ziran"]
    cases = []
    for serial, what, who, ago in _CASES:
        reached = [days_before(start, one, zone).astimezone(zone) for one in ago]
        days = [at.date().isoformat() for at in reached]
        case = {"number": f"QXZR-{serial}", "name": what, "applicant": who}
        cases.append(case | dict(zip(_STEPS, days, strict=False)))
    values = {"cases": cases, "note": f"办理进度每周更新，查询电话：{place.phone}。"}
    return filled(place, "d-permits", "行政许可办件进度", "permits", values, age=3)


def _powers() -> Planned:
    place = BY_CODE["ziran"]
    rows = (
        ("建设用地规划许可", "行政许可", "《城乡规划法》第三十七条、第三十八条", "国土空间规划股"),
        ("建设工程规划许可", "行政许可", "《城乡规划法》第四十条", "国土空间规划股"),
        ("不动产登记", "行政确认", "《不动产登记暂行条例》第七条", "不动产登记中心"),
        ("对非法占用土地的处罚", "行政处罚", "《土地管理法》第七十七条", "自然资源执法大队"),
        ("对矿产资源开采的监督检查", "行政检查", "《矿产资源法》第十一条", "矿产资源股"),
    )
    powers = [
        {
            "name": what,
            "type": kind,
            "basis": basis,
            "duty": "公示条件和程序，依法受理、审查、决定、送达，加强事后监管。",
            "office": office,
            "phone": place.phone,
        }
        for what, kind, basis, office in rows
    ]
    return filled(place, "d-powers", "县自然资源局权责清单", "powers", {"powers": powers}, age=98)


def _fees() -> Planned:
    place = BY_CODE["gongan"]
    rows = (
        ("居民身份证补领、换领（丢失、损坏）", "40 元/证", "申请人"),
        ("临时居民身份证", "10 元/证", "申请人"),
        ("机动车号牌（小型汽车）", "100 元/副", "机动车所有人"),
        ("机动车行驶证", "10 元/本", "机动车所有人"),
        ("机动车驾驶证", "10 元/证", "驾驶人"),
        ("普通护照", "120 元/本", "申请人"),
    )
    fees = [
        {
            "name": what,
            "standard": how_much,
            "scope": who,
            "basis": "国家和省行政事业性收费目录",
            "collector": place.name,
        }
        for what, how_much, who in rows
    ]
    note = "首次申领、到期换领居民身份证不收费。目录以外的收费，可以拒绝缴纳并举报。"
    values = {"fees": fees, "supervision": SUPERVISION, "note": note}
    return filled(place, "d-fees", "县公安局行政事业性收费目录清单", "fees", values, age=105)


def _grades() -> Planned:
    rows = (
        ("首次违法，面积不足 1 亩，限期内恢复", "责令改正，恢复土地原状，不予罚款"),
        ("面积 1 亩以上不足 5 亩", "责令恢复，每平方米处 100 元以上 300 元以下罚款"),
        ("面积 5 亩以上，或者占用永久基本农田", "责令恢复，每平方米处 300 元以上 1000 元以下罚款"),
    )
    grades = [
        {
            "provision": "《土地管理法》第七十七条、《土地管理法实施条例》第五十七条",
            "circumstance": what,
            "standard": how,
            "authority": "县级",
        }
        for what, how in rows
    ]
    values = {"grades": grades, "note": "同一情形给予同样处罚；减轻、从轻的，说明理由并存档。"}
    title = "非法占用土地行政处罚裁量基准"
    return filled(BY_CODE["ziran"], "d-discretion", title, "discretion", values, age=96)


def _guide() -> Planned:
    place = BY_CODE["zhengfuban"]
    values = {
        "office": "青溪县政务公开办公室",
        "address": "青溪县滨河路 1 号 3 楼",
        "hours": "工作日 8:30—12:00，14:30—17:30",
        "phone": place.phone,
        "scope": "机构职能、规划计划、财政收支、办事服务、政策文件和依法应当公开的其他信息。",
        "forms": "- 政府网站信息公开专栏\n- 政务服务中心和各乡镇便民服务中心的触摸屏、大屏\n"
        "- 县档案馆、图书馆公共查阅点",
        "requests": "1. 填写申请表，当面、邮寄或者网上提交。\n"
        "2. 写明姓名、联系方式、所需信息的名称和获取方式。\n3. 领取答复书。",
        "limits": "自收到申请之日起 20 个工作日内答复，不收费；需延长的最多 20 个工作日。",
        "relief": f"认为未依法公开的，可拨打 {place.phone} 投诉，或者申请行政复议、提起行政诉讼。",
    }
    title = "青溪县政府信息公开指南"
    return filled(place, "d-disclosure-guide", title, "disclosure_guide", values, age=145)


def _report(start: datetime, zone: ZoneInfo) -> list[Planned]:
    """On the last year whose report was due: at the end of January."""
    year = periods.period_of("year", start.astimezone(zone).date()).previous()
    if periods.due_at(year, 31, zone) > start:
        year = year.previous()
    values = {
        "general": f"{year}年，全县主动公开信息 4126 条，办结信息公开申请 38 件，全部按期答复。",
        "proactive": [
            {"item": "行政规范性文件（件）", "count": "6"},
            {"item": "行政许可（件）", "count": "2864"},
            {"item": "行政处罚（件）", "count": "417"},
            {"item": "行政事业性收费（项）", "count": "21"},
        ],
        "requests": [
            {"item": "收到申请（件）", "count": "38"},
            {"item": "予以公开（件）", "count": "27"},
            {"item": "部分公开（件）", "count": "5"},
            {"item": "不予公开或无法提供（件）", "count": "6"},
        ],
        "problems": "个别单位季度公开不够及时，乡镇屏幕内容偏少。下一步按月通报，账目按季上屏。",
    }
    return [
        filled(
            BY_CODE["zhengfuban"],
            "d-annual-report",
            f"青溪县{year}年政府信息公开工作年度报告",
            "annual_report",
            values,
            period=str(year),
        )
    ]


def _water() -> list[Planned]:
    place = BY_CODE[_WATER]
    hall = "县政务服务中心 14 号窗口，各乡镇供水所"
    new = {
        "place": hall,
        "hours": "工作日 8:30—17:30，抢修全天",
        "phone": place.phone,
        "limit": "5 个工作日（不含管道施工）",
        "fee": "开户不收费，管材按实际用量",
        "authority": "受理县城和柳河、南坪集镇范围内的居民、单位用水报装。",
        "basis": "《城市供水条例》第十九条至第二十二条",
        "conditions": "供水管网已覆盖，房屋产权清晰。",
        "materials": "居民身份证\n房屋产权证明或村委会证明\n用水报装申请单",
        "procedure": "窗口或电话申请\n现场勘查并告知费用\n签订供用水合同\n安装水表并通水",
        "standard": "水质符合《生活饮用水卫生标准》（GB 5749），管网末梢压力不低于 0.14 兆帕。",
        "result": "通水并发放用水卡",
        "convenience": "老年人、残疾人上门受理；欠费停水前三次告知。",
        "promise": "抢修 1 小时内到场，一般故障 12 小时内修复；逾期每延迟一天减免当月水费 2%。",
        "integrity": "不指定管材和施工单位，不收取用户财物。",
        "discipline": "挂牌上岗，入户出示证件，不得以任何理由推诿。",
        "supervision": f"监督电话 {place.phone}，或拨打 {SUPERVISION}。三个工作日内答复。",
    }
    people = [
        {"name": "供水服务科", "duties": "报装、抄表、收费和热线",
         "head": name("water service"), "phone": phone("water service")},
        {"name": "管网抢修队", "duties": "管网巡查、检漏和抢修",
         "head": name("water repair"), "phone": phone("water repair")},
        {"name": "水质化验室", "duties": "出厂水和末梢水每日检测",
         "head": name("water testing"), "phone": phone("water testing")},
    ]  # fmt: skip
    profile = {
        "name": place.name,
        "head": name(f"{_WATER} leader 0"),
        "phone": place.phone,
        "address": "青溪县滨河路 58 号",
        "hours": "工作日 8:30—17:30，抢修电话全天",
        "duties": "- 供应县城和两个集镇的生活用水\n- 管网养护和抢修\n- 每月公布水质检测结果",
        "offices": people,
    }
    rows = (("居民生活用水（年用量 180 立方米以内）", "2.10 元/立方米", "城镇居民"),
            ("居民生活用水（181 至 260 立方米）", "3.15 元/立方米", "城镇居民"),
            ("非居民生活用水", "3.40 元/立方米", "机关、企业、商户"),
            ("污水处理费（居民）", "0.85 元/立方米", "城镇用水户，代收"))  # fmt: skip
    fees = [
        {"name": what, "standard": price, "scope": who, "basis": "县发展改革部门价格文件",
         "collector": place.name}
        for what, price, who in rows
    ]  # fmt: skip
    note = "低保户、特困人员每户每月免收 6 立方米水费。"
    return [
        filled(place, "p-profile", "县自来水公司机构概况", "organisation", profile, age=170),
        filled(place, "p-steps", "居民用水报装服务指南", "guide", new, age=112),
        *_water_texts(),
        filled(place, "p-fees", "自来水价格和收费标准", "fees",
               {"fees": fees, "supervision": SUPERVISION, "note": note}, age=118),
    ]  # fmt: skip


def _water_texts() -> list[Planned]:
    place = BY_CODE[_WATER]
    told = (
        (
            "p-powers",
            "供水服务范围和依据",
            (
                "依据《城市供水条例》和特许经营协议，本公司负责县城和柳河、南坪集镇的公共供水。",
                "- 报装、变更、过户、注销\n- 抄表、收费、票据\n- 计量表具检定和更换\n- 管网抢修",
            ),
        ),
        (
            "p-promises",
            "供水服务承诺",
            (
                "1. 计划停水提前 24 小时公告，突发停水 1 小时内公告。\n"
                "2. 热线全天有人接听，诉求三个工作日内答复。\n"
                "3. 出厂水每日检测，检测结果每月公布。\n4. 抄表误差经核实的，当月退还水费。",
            ),
        ),
        (
            "p-discipline",
            "供水服务廉政规定和工作纪律",
            (
                "1. 不得指定设计、施工单位和材料。\n2. 不得收受用户财物、接受宴请。\n"
                "3. 入户须两人同行、出示证件。\n4. 违反规定的，按公司奖惩办法处理并公开结果。",
            ),
        ),
        (
            "p-oversight",
            "供水服务监督办法",
            (
                f"监督电话：：{place.phone}（公司监察室），{SUPERVISION}（政务服务便民热线）",
                "受理投诉后当日登记，三个工作日内答复，十个工作日内办结；对结果不服的，"
                "可向县住房和城乡建设主管部门反映。",
            ),
        ),
    )
    return [
        Planned(place, item, f"县自来水公司{title}", text(*parts), age=120 + 5 * at)
        for at, (item, title, parts) in enumerate(told)
    ]

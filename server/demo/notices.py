"""Notices, what hangs in halls for a while, and the strips' sentences."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from core import clock
from server.demo.catalogue import code
from server.demo.county import BY_CODE
from server.demo.planned import Planned, filled, text

_NOTICES: tuple[tuple[str, str, int, tuple[str, ...]], ...] = (
    (
        "yibao",
        "关于做好城乡居民医保集中缴费的通告",
        36,
        (
            "下一年度城乡居民基本医疗保险集中缴费已经开始，每人每年个人缴费 400 元。",
            "缴费方式：：微信、支付宝搜索“社保缴费”，或到村（社区）、各乡镇便民服务中心办理。",
            "低保对象、特困人员、返贫监测对象由财政资助，请勿重复缴费。",
            "集中缴费期结束后补缴的，设待遇等待期，等待期内的医疗费用不予报销。",
        ),
    ),
    (
        "gongan",
        "关于开展冬季交通安全整治的通告",
        12,
        (
            "即日起，全县开展冬季道路交通安全整治，重点查处农用车载人、超员超载和酒后驾驶。",
            "请驾驶人检查灯光和制动，雨雪雾天减速慢行；请乘客不要乘坐三轮车、农用车出行。",
            "举报电话：：110",
        ),
    ),
    (
        "ziran",
        "关于县道 X026 柳河段改建项目征收土地的公告",
        70,
        (
            "经依法批准，征收柳河镇石桥村集体土地 26 亩，用于县道 X026 柳河段改建。",
            "补偿标准：：土地补偿费和安置补助费每亩 46800 元，青苗每亩 1400 元，附着物按清单补偿。",
            "被征地村民对补偿安置方案有意见的，可向县自然资源局提出，申请听证不收费。",
        ),
    ),
    (
        "nongye",
        "关于防范冬季农作物冻害的通知",
        9,
        (
            "预计近期有强降温，请各乡镇和种植户做好防冻工作。",
            "1. 油菜、蔬菜及时覆盖，清沟排水。\n2. 大棚加固骨架，夜间加盖保温被。\n"
            "3. 畜禽圈舍堵缝防风，备足饲料和清水。",
            "技术咨询请与各乡镇农业服务中心联系。",
        ),
    ),
    (
        "zhengwu",
        "关于延长周六服务时间的公告",
        24,
        (
            "为方便上班和务工的居民，县政务服务中心试行周六延时服务。",
            "服务时间：：每周六 9:00—12:00",
            "开放窗口：：医保、社保、不动产登记、身份证办理和综合窗口",
        ),
    ),
    (
        "caizheng",
        "关于惠民补贴发放到账查询的公告",
        48,
        (
            "本季度惠民补贴已发放到社会保障卡。",
            "查询方式：：持卡到银行网点或自助机查询，也可拨打县财政局咨询电话。",
            "凡以补贴名义索要验证码、密码的，都是诈骗。",
        ),
    ),
    (
        "renshe",
        "关于举办返乡人员专场招聘会的公告",
        6,
        (
            "县人社局联合 62 家企业举办返乡人员专场招聘会，提供岗位 1480 个。",
            "地点：：县体育馆",
            "求职者免费入场，请带身份证和简历；现场办理创业担保贷款咨询。",
        ),
    ),
    (
        "minzheng",
        "关于开展冬季困难群众走访的通知",
        15,
        (
            "各乡镇民政办和村（社区）在本月底前走访独居老人、困境儿童和重度残疾人。",
            "1. 查取暖设施和用电用气安全。\n2. 查棉衣棉被是否够用。\n3. 查救助政策是否落实。",
            "发现急难情况，可先行临时救助，再补手续。",
        ),
    ),
    (
        "liuhe",
        "关于集镇自来水管网检修停水的通知",
        2,
        (
            "因管网改造，集镇兴柳街至中心小学段将分时停水检修，请居民提前储水。",
            "停水时间：：检修期间每日 22:00 至次日 5:00",
            "给您带来不便，敬请谅解。抢修期间由镇供水站送水。",
        ),
    ),
    (
        "nanping",
        "关于做好森林防火工作的通告",
        20,
        (
            "进入森林防火期，禁止在林区和林缘野外用火。",
            "清明、春节等时段上坟请用鲜花替代香纸。",
            "火警电话：：12119",
        ),
    ),
    (
        "shiqiao",
        "关于召开村民代表会议的通知",
        5,
        (
            "定于本月召开村民代表会议，请各位代表到村部参加。",
            "1. 审议本季度财务收支。\n2. 讨论下一年度村级公益项目。\n3. 讨论水渠清淤筹劳方案。",
            "因故不能到会的，请向村委会请假。",
        ),
    ),
    (
        "yunling",
        "关于茶园冬季管护的通知",
        11,
        (
            "请各茶农在大雪节气前完成清园、施肥和根部培土。",
            "村合作社统一提供有机肥，每亩补助 80 元，登记到本周五。",
        ),
    ),
)
# Unit, sentence, days until its end, hour of the end.
_STRIPS: tuple[tuple[str, str, int, int], ...] = (
    ("zhengwu", "欢迎来到青溪县政务服务中心，周一至周五8:30—17:30，周六9:00—12:00", 60, 18),
    ("zhengwu", "1号窗口系统升级暂停办理，请到2号窗口", 1, 18),
    ("zhengwu", "办事只进一扇门，材料齐全当场办", 30, 18),
    ("liuhe", "欢迎来到柳河镇便民服务中心，周一至周六8:30—17:30", 60, 18),
    ("liuhe", "城乡居民医保集中缴费正在进行，请到3号窗口", 20, 18),
    ("liuhe", "补贴发放不收验证码，谨防电信诈骗", 30, 18),
    ("shiqiao", "石桥村党群服务中心8:30—18:00，全周开放", 60, 18),
    ("shiqiao", "本季度村级账目已上墙，请村民监督", 30, 18),
)


def notices() -> list[Planned]:
    """Notices of the units, each with its author's signature."""
    made = []
    for unit, title, age, parts in _NOTICES:
        place = BY_CODE[unit]
        content = text(*parts, f">> {place.publisher}")
        made.append(Planned(place, code(place.tier, "notices"), title, content, age=age))
    return made


def strips(start: datetime, zone: ZoneInfo) -> list[Planned]:
    """Sentences over the doors, each with its end."""
    today = start.astimezone(zone).date()
    made = []
    for unit, sentence, days, hour in _STRIPS:
        place = BY_CODE[unit]
        end = clock.utc(datetime.combine(today + timedelta(days=days), time(hour), zone))
        made.append(
            filled(
                place,
                code(place.tier, "strip"),
                sentence,
                "slogan",
                {"sentence": sentence},
                age=3,
                ends_at=end,
            )
        )
    return made


def in_the_hall(start: datetime, zone: ZoneInfo) -> list[Planned]:
    """What is short-lived in halls: an outage with its end, a plan of the floor, a table to take
    away, water that is cut off."""
    today = start.astimezone(zone).date()
    end = clock.utc(datetime.combine(today + timedelta(days=6), time(18), zone))
    hall, water, money = BY_CODE["zhengwu"], BY_CODE["zilaishui"], BY_CODE["caizheng"]
    notices = code("department", "notices")
    outage = {
        "body": "婚姻登记窗口设备检修，暂到二楼 12 号窗口办理，自助机照常使用。",
        "place": "县政务服务中心一楼",
        "phone": hall.phone,
    }
    floor = {
        "file": "0" * 64,
        "alt": "县政务服务中心一楼示意图：左侧综合窗口，右侧医保社保窗口，正中为自助服务区。",
        "caption": "请按窗口号办理，导办台在入口正前方",
    }
    budget = {
        "summary": "2026 年惠民惠农补贴项目共 12 项，附件列明项目、主管部门、标准和发放时间。",
        "office": "县财政局惠农补贴中心",
        "phone": money.phone,
    }
    cut = {
        "body": "因兴柳街主管道改造，以下范围将暂停供水，请提前储水。\n\n"
        "- 范围：兴柳街全段、柳河中心小学周边\n- 时间：施工当日 22:00 至次日 5:00\n\n"
        "施工期间由送水车在便民服务中心门前供水。",
        "contact": "供水服务科",
        "phone": water.phone,
    }
    return [
        filled(hall, notices, "婚姻登记窗口临时调整", "hall_notice", outage, age=1, ends_at=end),
        filled(
            hall, notices, "县政务服务中心一楼示意图", "picture", floor, age=30, picture="floor"
        ),
        filled(
            money,
            notices,
            "2026年惠民惠农补贴项目一览表",
            "attachment",
            budget,
            age=33,
            attachment="惠民惠农补贴项目一览表.xlsx",
        ),
        filled(water, "p-outages", "兴柳街主管道改造停水通知", "notice", cut, age=2),
    ]

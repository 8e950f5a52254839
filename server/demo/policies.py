"""政策、解读、回应、征求意见: one policy with what explains it and what answers to concern, a draft
open for opinions, and an earlier one with its result."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.demo.county import BY_CODE
from server.demo.planned import Planned, filled
from server.demo.quarters import day_text

POLICY, EARLIER = "care policy", "market draft"
"""Records of which others speak."""
_CARE = "青溪县居家和社区养老服务补贴办法"
_MARKET = "青溪县集贸市场管理办法（征求意见稿）"
_OPEN_FOR = timedelta(days=30)


def records(start: datetime, zone: ZoneInfo) -> list[Planned]:
    """In the order in which they speak of each other."""
    today = start.astimezone(zone).date()
    return [
        _policy(),
        _interpretation(),
        _response(),
        _earlier(today - timedelta(days=78)),
        _result(),
        _draft(today - timedelta(days=6)),
    ]


def _policy() -> Planned:
    place = BY_CODE["minzheng"]
    body = (
        "为支持老年人就近养老，根据省居家和社区养老服务条例，制定本办法。\n\n"
        "# 补贴对象\n"
        "1. 本县户籍、年满 80 周岁，或年满 65 周岁且经评估为失能、半失能的居家老年人。\n"
        "2. 在本县登记备案、提供上门服务的养老服务机构。\n\n"
        "# 补贴标准\n"
        "1. 失能老年人每人每月 300 元服务券，半失能老年人每人每月 160 元。\n"
        "2. 机构每上门服务满 20 小时，补助 100 元。\n"
        "3. 适老化改造按实际支出的 50% 补助，每户不超过 4000 元。\n\n"
        "# 申请和发放\n"
        "1. 向所在村（社区）提出申请，村（社区）三个工作日内上报。\n"
        "2. 乡镇组织评估，十个工作日内答复。\n"
        "3. 县民政局按月结算，资金发放到社会保障卡。\n\n"
        "本办法自发布之日起三十日后施行，有效期五年。"
    )
    values = {"body": body, "office": "县民政局养老服务股", "phone": place.phone}
    extra = {"document_number": "青民规〔2026〕2 号"}
    return filled(place, "d-policies", _CARE, "policy", values, extra, age=62, name=POLICY)


def _interpretation() -> Planned:
    place = BY_CODE["minzheng"]
    values = {
        "about_title": _CARE,
        "background": "全县 80 周岁以上老年人 1.4 万人，多数希望在家养老，需定补贴标准。",
        "essence": "办法明确谁能领、领多少、怎样领。服务券只能用于购买上门服务，不折成现金。",
        "questions": [
            {
                "question": "在外地子女家居住的老人能申请吗？",
                "answer": "服务券在本县使用。长期在外居住的，回到本县后可以申请。",
            },
            {
                "question": "已经领高龄津贴，还能领服务券吗？",
                "answer": "可以。高龄津贴和服务券用途不同，不互相抵扣。",
            },
            {
                "question": "评估要自己出钱吗？",
                "answer": "不用。首次评估和每年一次的复评费用由县财政承担。",
            },
        ],
        "office": "青溪县民政局",
        "phone": place.phone,
    }
    title = f"《{_CARE}》解读"
    return filled(place, "d-interpretations", title, "interpretation", values, age=59, about=POLICY)


def _response() -> Planned:
    place = BY_CODE["minzheng"]
    values = {
        "about_title": _CARE,
        "concern": "有群众反映，部分村的评估排队时间较长，担心赶不上当月发放。",
        "answer": "经核实，柳河、南坪两镇申请集中，评估人员不足。县民政局已增派两个评估组，"
        "十二个工作日内完成积压申请的评估；评估通过的，补贴从申请的当月算起，不因排队减少。",
        "office": "青溪县民政局",
        "phone": place.phone,
    }
    return filled(
        place,
        "d-responses",
        "关于居家养老补贴评估进度的回应",
        "response",
        values,
        {"event": "response"},
        age=21,
        about=POLICY,
    )


def _earlier(opens: date) -> Planned:
    body = "# 经营秩序\n1. 划行归市，亮证经营。\n2. 计量器具按期检定，设公平秤。\n\n"
    body += "# 环境卫生\n1. 活禽区与其他区隔开，每日清洗消毒。\n2. 每月休市清扫一天。"
    values = _window(opens) | {
        "explanation": "现行办法已施行十年，活禽经营、计量和消防方面的规定需要修订。",
        "body": body,
    }
    title = f"关于《{_MARKET}》公开征求意见的公告"
    extra = {"abolished_on": opens + _OPEN_FOR}
    place = BY_CODE["zhengfuban"]
    return filled(
        place, "d-consultations", title, "consultation", values, extra, age=78, name=EARLIER
    )


def _result() -> Planned:
    values = {
        "about_title": _MARKET,
        "received": "23",
        "taken": "14",
        "summary": "征求意见期间收到意见 23 条，其中信函 4 条、邮件 11 条、窗口 8 条，采纳 14 条。",
        "opinions": [
            {"opinion": "建议公平秤放在市场入口处", "adopted": "采纳", "reason": "便于群众复秤"},
            {"opinion": "休市日改为每两周一次", "adopted": "未采纳", "reason": "影响居民日常买菜"},
            {
                "opinion": "给本地菜农留自产自销区",
                "adopted": "采纳",
                "reason": "增加不收摊位费的自产自销区",
            },
        ],
    }
    place = BY_CODE["zhengfuban"]
    title = "《青溪县集贸市场管理办法》意见征集结果"
    return filled(place, "d-consultations", title, "consult_result", values, age=38, about=EARLIER)


def _draft(opens: date) -> Planned:
    body = (
        "# 通行\n1. 电动自行车在非机动车道行驶，没有非机动车道的靠右侧行驶。\n"
        "2. 驾乘人员佩戴安全头盔。\n\n"
        "# 停放和充电\n1. 医院、学校、集贸市场周边划定停放区。\n"
        "2. 禁止在楼道、门厅停放或者充电；新建小区同步建设充电棚。\n\n"
        "# 服务\n1. 上牌点设到每个乡镇，上牌不收费。\n"
        "2. 老旧电池交售给指定回收点，每组补贴 60 元。"
    )
    values = _window(opens) | {
        "explanation": "全县电动自行车保有量 6.2 万辆，停放、充电引发的投诉和火情逐年增加。",
        "body": body,
    }
    title = "关于《青溪县电动自行车管理规定（征求意见稿）》公开征求意见的公告"
    extra = {"abolished_on": opens + _OPEN_FOR}
    return filled(
        BY_CODE["zhengfuban"], "d-consultations", title, "consultation", values, extra, age=6
    )


def _window(opens: date) -> dict[str, str]:
    """Thirty days, the last one included; the draft comes down on the day after."""
    closes = opens + _OPEN_FOR - timedelta(days=1)
    place = BY_CODE["zhengfuban"]
    return {
        "opens": opens.isoformat(),
        "closes": closes.isoformat(),
        "letters": f"青溪县滨河路 1 号县政府办，信封注明“征求意见”，{day_text(closes)}前寄出",
        "phone": place.phone,
        "contact": "政务公开办公室",
    }

"""The console's words for states and kinds, each with its quiet colour: never colour alone."""

from core import messages

STATES: dict[str, tuple[str, str]] = {
    "draft": (messages.marked("草稿"), ""),
    "submitted": (messages.marked("待审核"), "wait"),
    "returned": (messages.marked("已退回"), "bad"),
    "approved": (messages.marked("待发布"), "wait"),
    "published": (messages.marked("已公开"), "good"),
    "superseded": (messages.marked("往期"), ""),
    "withdrawn": (messages.marked("已撤下"), "bad"),
    "discarded": (messages.marked("已作废"), ""),
}
"""By state of a version: word, colour."""
STEPS = {
    "submit": messages.marked("送审"),
    "recall": messages.marked("撤回送审"),
    "return": messages.marked("退回"),
    "approve": messages.marked("审核通过"),
    "publish": messages.marked("发布"),
    "withdraw": messages.marked("撤下"),
    "check": messages.marked("核对无变化"),
}
"""By step of a review, as a past deed."""
WAITING: dict[str, tuple[str, str]] = {
    "submitted": (messages.marked("待我审核"), messages.marked("去审核")),
    "approved": (messages.marked("待我发布"), messages.marked("去发布")),
    "posting": (messages.marked("公示缺少留痕"), messages.marked("去补照片或延长")),
    "returned": (messages.marked("退回修改"), messages.marked("去修改")),
    "ground": (messages.marked("待确认不遮盖的依据"), messages.marked("去确认")),
    "draft": (messages.marked("我的草稿"), messages.marked("继续起草")),
    "check": (messages.marked("待年度核对"), messages.marked("去核对")),
    "failed": (messages.marked("页面生成失败"), messages.marked("查看")),
    "official": (messages.marked("政府网站原文打不开"), messages.marked("查看")),
}
"""By kind of a line in the inbox: heading, what to do."""
TEMPLATES: dict[str, tuple[str, str]] = {
    "table": (
        messages.marked("表格"),
        messages.marked("收支明细、补贴发放汇总等；可从电子表格直接粘贴"),
    ),
    "notice": (
        messages.marked("通知公告"),
        messages.marked("办事指南、政策、公告等成段文字"),
    ),
    "roster": (messages.marked("名单"), messages.marked("领导分工、村干部、值班人员等")),
    "picture": (
        messages.marked("图片"),
        messages.marked("完工照片、公示照片、宣传画等，须附文字说明"),
    ),
    "strip": (
        messages.marked("条屏标语"),
        messages.marked("开放时间、暂停办理、宣传语，必须有截止时间"),
    ),
}
"""By template that the form can fill: name, what for."""
TIER_NAMES: dict[str, str] = {
    "county": messages.marked("县级"),
    "department": messages.marked("县直部门"),
    "township": messages.marked("乡镇（街道）"),
    "village": messages.marked("村（社区）"),
}
UNIT_KINDS: dict[str, str] = {
    "administrative": messages.marked("行政机关"),
    "public_service": messages.marked("公用企事业单位"),
    "committee": messages.marked("村（居）委会"),
}
LEVELS: dict[str, str] = {
    "emergency": messages.marked("紧急"),
    "insert": messages.marked("插播"),
    "timed": messages.marked("定时"),
    "regular": messages.marked("常规"),
    "fallback": messages.marked("兜底"),
}
KINDS: dict[str, str] = {
    "kiosk": messages.marked("触摸屏"),
    "wall": messages.marked("大屏"),
    "strip": messages.marked("条屏"),
}
CARRIERS: dict[str, str] = {
    "screen": messages.marked("大屏"),
    "kiosk": messages.marked("触摸屏"),
    "strip": messages.marked("条屏"),
}
"""Of a catalogue item, as far as screens are concerned."""
POSTING_STATES: dict[str, tuple[str, str]] = {
    "ending": (messages.marked("即将期满"), "wait"),
    "running": (messages.marked("公示中"), "good"),
    "ahead": (messages.marked("尚未开始"), ""),
    "ended": (messages.marked("公示期满"), ""),
    "broken": (messages.marked("提前终止"), "bad"),
}
"""By state of a posting: word, colour."""
PRESENCE: dict[str, tuple[str, str]] = {
    "unpaired": (messages.marked("未配对"), ""),
    "silent": (messages.marked("尚未连接"), "wait"),
    "online": (messages.marked("在线"), "good"),
    "late": (messages.marked("联络延迟"), "wait"),
    "offline": (messages.marked("离线"), "bad"),
}
"""By state of a screen (signage.presence): word, colour."""
AUDIENCES: dict[str, str] = {
    "public": messages.marked("仅面向全社会的信息"),
    "group": messages.marked("仅特定群体的名单（只在其范围内播放）"),
    "staff": messages.marked("仅内部信息（只在内部办公区播放）"),
    "": messages.marked("不限；名单和内部信息仍只在其范围内播放"),
}
"""Of what a programme selects."""
DAYS: dict[str, str] = {
    "0": messages.marked("周一"),
    "1": messages.marked("周二"),
    "2": messages.marked("周三"),
    "3": messages.marked("周四"),
    "4": messages.marked("周五"),
    "5": messages.marked("周六"),
    "6": messages.marked("周日"),
}
DUE_STATES: dict[str, tuple[str, str]] = {
    "not_due": (messages.marked("未到期"), ""),
    "due": (messages.marked("应公开"), "wait"),
    "overdue": (messages.marked("逾期"), "bad"),
    "published": (messages.marked("按时公开"), "good"),
    "published_late": (messages.marked("逾期公开"), "wait"),
    "stale": (messages.marked("过期"), "bad"),
    "exempt": (messages.marked("免予公开"), ""),
}
"""By state of an obligation: word, colour."""
SPOT_STATES: dict[str, tuple[str, str]] = {
    "open": (messages.marked("待查"), "wait"),
    "fine": (messages.marked("合格"), "good"),
    "fault": (messages.marked("待整改"), "bad"),
    "corrected": (messages.marked("待复核"), "wait"),
    "closed": (messages.marked("已整改"), "good"),
}
"""By state of a place on a spot-check list: word, colour."""

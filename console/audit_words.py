"""What the data of an audit entry are called; what has no word here is shown as it is stored."""

import json

from accounts.permissions import ROLE_NAMES
from console.words import LEVELS, TIER_NAMES
from core import messages
from disclosure.rules import RANGES
from schedules.audiences import PLACES

FIELDS: dict[str, str] = {
    "title": messages.marked("标题"),
    "number": messages.marked("版次"),
    "record": messages.marked("信息"),
    "hash": messages.marked("内容指纹"),
    "item": messages.marked("公开事项"),
    "relation": messages.marked("关联"),
    "period": messages.marked("期次"),
    "year": messages.marked("年份"),
    "source": messages.marked("依据"),
    "items": messages.marked("调整的公开事项"),
    "named_days": messages.marked("放假和调休上班（天）"),
    "note": messages.marked("意见"),
    "turn": messages.marked("步骤"),
    "signer": messages.marked("签字人"),
    "scan": messages.marked("签字件"),
    "decisions": messages.marked("保密审查决定"),
    "urgent": messages.marked("加急"),
    "steps": messages.marked("审核步骤"),
    "reason": messages.marked("原因"),
    "unit": messages.marked("单位"),
    "name": messages.marked("名称"),
    "login": messages.marked("登录名"),
    "role": messages.marked("角色"),
    "code": messages.marked("代码"),
    "path": messages.marked("隶属"),
    "tier": messages.marked("层级"),
    "cadence": messages.marked("公开频次"),
    "audience": messages.marked("公开范围"),
    "hall": messages.marked("大厅"),
    "screen": messages.marked("屏幕"),
    "profile": messages.marked("规格"),
    "means": messages.marked("方式"),
    "purpose": messages.marked("用途"),
    "subject": messages.marked("对象"),
    "fingerprint": messages.marked("设备自述"),
    "level": messages.marked("级别"),
    "targets": messages.marked("播放范围"),
    "selection": messages.marked("内容选取方式"),
    "dwell_ms": messages.marked("每页停留（毫秒）"),
    "weight": messages.marked("权重"),
    "days": messages.marked("播放日"),
    "from_minute": messages.marked("开始（分钟）"),
    "to_minute": messages.marked("结束（分钟）"),
    "valid_from": messages.marked("起用日期"),
    "valid_until": messages.marked("停用日期"),
    "enabled": messages.marked("启用"),
    "zone": messages.marked("时区"),
    "url": messages.marked("网址"),
    "submitted": messages.marked("已送审"),
    "new": messages.marked("新读"),
    "failed": messages.marked("未读出"),
    "template": messages.marked("编号格式"),
    "count_by": messages.marked("分别计数"),
    "unit_kinds": messages.marked("编号单位"),
    "catalogue_codes": messages.marked("目录代码"),
    "other_code": messages.marked("其他目录代码"),
    "stage": messages.marked("待办"),
    "email": messages.marked("电子邮箱"),
    "short_name": messages.marked("简称"),
    "phone": messages.marked("电话"),
    "kind": messages.marked("类别"),
    "lead": messages.marked("牵头单位"),
    "index_code": messages.marked("索引号单位代码"),
    "roles": messages.marked("收回的角色"),
    "sessions": messages.marked("结束的登录数"),
    "successor": messages.marked("接手人"),
    "from": messages.marked("移交人"),
    "to": messages.marked("接收人"),
    "count": messages.marked("件数"),
    "versions": messages.marked("信息版本"),
    "idle_minutes": messages.marked("无操作退出（分钟）"),
    "longest_hours": messages.marked("最长登录（小时）"),
    "tries": messages.marked("允许失败次数"),
    "units": messages.marked("单位数"),
    "people": messages.marked("人数"),
    "file": messages.marked("文件"),
    "time_limit": messages.marked("公开时限"),
    "into": messages.marked("并入"),
    "fields": messages.marked("改动的要素"),
    "changed": messages.marked("变更的事项"),
    "added": messages.marked("增加的事项"),
    "edition": messages.marked("目录版本"),
    "codes": messages.marked("单位代码"),
    "logins": messages.marked("登录名"),
}
FIELDS |= {name: limits.label for name, limits in RANGES.items()}
FIELDS |= {
    "rows": messages.marked("条数"),
    "files": messages.marked("文件数"),
    "forgotten": messages.marked("不再登记的文件数"),
    "destroyed": messages.marked("销毁的文件数"),
    "papers": messages.marked("签字件、附件和照片"),
    "rule": messages.marked("依据"),
    "carrier": messages.marked("载体"),
    "place": messages.marked("场所"),
    "was": messages.marked("原为"),
    "file": messages.marked("文件"),
    "day": messages.marked("日期"),
}
_VALUES: dict[str, dict[str, str]] = {
    "place": PLACES,
    "was": PLACES,
    "carrier": {
        "paper": messages.marked("纸质公开栏"),
        "website": messages.marked("网站"),
        "other": messages.marked("其他载体"),
    },
    "role": ROLE_NAMES,
    "level": LEVELS,
    "means": {
        "token": messages.marked("一次性配对码"),
        "approved": messages.marked("经批准配对"),
        "link": messages.marked("一次性登录链接"),
        "password": messages.marked("密码"),
        "code": messages.marked("手机验证码"),
        "recovery": messages.marked("恢复码"),
    },
    "stage": {
        "code": messages.marked("等待验证码"),
        "enrol": messages.marked("等待设置二次验证"),
    },
    "purpose": {
        "sign-in": messages.marked("登录"),
        "join": messages.marked("启用账号"),
        "pair": messages.marked("配对"),
        "administrator": messages.marked("开通第一个系统管理员"),
    },
    "tier": TIER_NAMES,
    "cadence": {
        "fixed": messages.marked("固定"),
        "quarterly": messages.marked("每季度"),
        "monthly": messages.marked("每月"),
        "half_yearly": messages.marked("每半年"),
        "yearly": messages.marked("每年"),
        "prompt": messages.marked("及时"),
        "permanent": messages.marked("长期"),
    },
    "audience": {
        "public": messages.marked("社会公众"),
        "group": messages.marked("特定群体"),
        "staff": messages.marked("内部"),
    },
}
_SUBJECTS: dict[str, str] = {
    "chain": messages.marked("审核流程"),
    "version": messages.marked("信息版本"),
    "item": messages.marked("公开事项"),
    "workbook": messages.marked("村级填报表"),
    "source": messages.marked("抓取来源"),
    "record": messages.marked("信息"),
    "rules": messages.marked("规则"),
    "edition": messages.marked("目录版本"),
    "calendar": messages.marked("工作日历"),
    "exemption": messages.marked("免予公开"),
    "programme": messages.marked("轮播单"),
    "hall": messages.marked("大厅"),
    "screen": messages.marked("屏幕"),
    "pairing": messages.marked("配对"),
    "person": messages.marked("人员"),
    "unit": messages.marked("单位"),
    "code": messages.marked("一次性代码"),
    "policy": messages.marked("规则"),
    "audit": messages.marked("审计"),
}
_LONG = frozenset({"hash", "scan", "record", "subject"})
"""Names that only machines read: their beginning is enough in a list."""


def details(data: dict[str, object]) -> str:
    """The entry's data in words, one after the other; what is empty is left out."""
    return "；".join(_said(key, value) for key, value in data.items() if value not in ("", None))


def subject(stored: str) -> str:
    """``person:bz3ybk…`` as it is listed; other forms come back as they are."""
    kind, _, name = stored.partition(":")
    if kind not in _SUBJECTS or not name:
        return stored
    return f"{messages.text(_SUBJECTS[kind])} {_short(name, 8)}"


def _said(key: str, value: object) -> str:
    label = messages.text(FIELDS[key]) if key in FIELDS else key
    return f"{label} {_value(key, value)}"


def _value(key: str, value: object) -> str:
    if isinstance(value, bool):
        return messages.text("是") if value else messages.text("否")
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    words = _VALUES.get(key, {})
    if text in words:
        return messages.text(words[text])
    return _short(text, 8 if key in _LONG else 60)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "…"

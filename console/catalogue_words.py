"""The catalogue in words: what its elements' values are called, and how two of them differ."""

from console.words import TIER_NAMES, UNIT_KINDS
from core import messages
from disclosure.cataloguing.elements import NAMES
from disclosure.chains import KINDS as CHAINS

CADENCES: dict[str, str] = {
    "fixed": messages.marked("固定（每年核对）"),
    "quarterly": messages.marked("每季度"),
    "monthly": messages.marked("每月"),
    "half_yearly": messages.marked("每半年"),
    "yearly": messages.marked("每年"),
    "prompt": messages.marked("随时"),
    "permanent": messages.marked("长期"),
}
AUDIENCES: dict[str, str] = {
    "public": messages.marked("全社会"),
    "group": messages.marked("特定群体"),
    "staff": messages.marked("内部"),
}
MODES: dict[str, str] = {
    "proactive": messages.marked("主动公开"),
    "on_request": messages.marked("依申请公开"),
    "both": messages.marked("主动、依申请"),
}
CHANNELS: dict[str, str] = {
    "website": messages.marked("网站"),
    "kiosk": messages.marked("触摸屏"),
    "screen": messages.marked("大屏"),
    "strip": messages.marked("条屏"),
    "paper": messages.marked("公示栏"),
}
LEVELS: dict[str, str] = {
    "county": messages.marked("县级"),
    "township": messages.marked("乡级"),
    "village": messages.marked("村级"),
}
STAGES: dict[str, str] = {
    "decision": messages.marked("决策"),
    "execution": messages.marked("执行"),
    "management": messages.marked("管理"),
    "service": messages.marked("服务"),
    "result": messages.marked("结果"),
}
LINKS: dict[str, str] = {
    "release": messages.marked("发布"),
    "interpretation": messages.marked("解读"),
    "response": messages.marked("回应"),
}
STEPS: dict[str, str] = {
    "added": messages.marked("增加"),
    "changed": messages.marked("变更"),
    "merged": messages.marked("并入其他事项"),
    "retired": messages.marked("停用"),
}
"""By action of an item's edition."""
STANDINGS: dict[str, str] = {
    "": messages.marked("在用"),
    "review": messages.marked("时限待核对"),
    "retired": messages.marked("已停用"),
}
_VALUES: dict[str, dict[str, str]] = {
    "tier": TIER_NAMES,
    "cadence": CADENCES,
    "audience": AUDIENCES,
    "mode": MODES,
    "chain": CHAINS,
    "unit_kind": UNIT_KINDS,
    "carriers": CHANNELS,
    "carriers_optional": CHANNELS,
    "levels": LEVELS,
    "stages": STAGES,
    "work_links": LINKS,
}
_UNSAID = frozenset({"limit_rules", "position"})
"""Elements whose changes say nothing to people that the others do not."""


def value_text(name: str, value: object) -> str:
    """An element's value for people; a dash for none."""
    known = _VALUES.get(name, {})
    if isinstance(value, bool):
        return messages.text("是") if value else messages.text("否")
    if isinstance(value, tuple):
        return "、".join(messages.text(known.get(str(one), str(one))) for one in value) or "—"
    text = str(value)
    return messages.text(known.get(text, "")) if text in known else text or "—"


def changes_text(differs: list[tuple[str, object, object]]) -> list[tuple[str, str, str]]:
    """Name, before, after of each element that differs, in words."""
    return [
        (messages.text(NAMES[name]), value_text(name, before), value_text(name, after))
        for name, before, after in differs
        if name not in _UNSAID
    ]

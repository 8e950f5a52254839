"""The elements of an item: what an edition keeps, what a form gives, how two of them differ."""

import json
import re
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from core.canonical import canonical
from core.errors import Invalid
from core.messages import marked
from disclosure.cataloguing.carriers import channels_of
from disclosure.cataloguing.parsed import Carrier, CatalogueRow
from disclosure.chains import KINDS as CHAINS
from disclosure.periods import CADENCES as PERIODIC
from disclosure.periods import is_periodic
from disclosure.rules import DisclosureRules
from disclosure.timelimits import ByDate, Periodic, Permanent, Reading, Rule, read_time_limit

TIERS = ("county", "department", "township", "village")
CADENCES = ("fixed", *PERIODIC, "prompt", "permanent")
AUDIENCES = ("public", "group", "staff")
CARRIERS = ("website", "kiosk", "screen", "strip", "paper")
MODES = ("proactive", "on_request", "both")
LEVELS = ("county", "township", "village")
STAGES = ("decision", "execution", "management", "service", "result")
LINKS = ("release", "interpretation", "response")
UNIT_KINDS = ("", "administrative", "public_service", "committee")
RULES = DisclosureRules()
DUE_DAY = RULES.quarterly_due_day
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_CADENCE_WORDS = {
    "固定": "fixed",
    "定期": "quarterly",
    "每季度": "quarterly",
    "每月": "monthly",
    "每半年": "half_yearly",
    "每年": "yearly",
    "随时": "prompt",
    "及时": "prompt",
    "长期": "permanent",
}
NAMES: dict[str, str] = {
    "tier": marked("层级"),
    "domain": marked("领域"),
    "group": marked("一级事项"),
    "name": marked("公开事项"),
    "elements": marked("公开内容"),
    "basis": marked("公开依据"),
    "time_limit": marked("公开时限"),
    "limit_rules": marked("时限规则"),
    "limit_review": marked("时限待核对"),
    "cadence": marked("公开频次"),
    "due_day": marked("截止日"),
    "responsible": marked("公开主体"),
    "carriers": marked("必选载体"),
    "carriers_optional": marked("可选载体"),
    "carriers_text": marked("公开渠道和载体"),
    "audience": marked("公开范围"),
    "group_name": marked("特定群体"),
    "mode": marked("公开方式"),
    "levels": marked("公开层级"),
    "stages": marked("五公开"),
    "work_links": marked("工作环节"),
    "chain": marked("审核类别"),
    "record_kind": marked("信息类型"),
    "unit_kind": marked("单位类别"),
    "position": marked("排序"),
}
"""What each element is called, in the order in which people read them."""


@dataclass(frozen=True)
class Elements:
    """All elements of an item.  Lists are tuples in their fixed order; ``limit_rules`` is the
    JSON of the time limit's reading."""

    tier: str
    group: str
    name: str
    cadence: str
    due_day: int = DUE_DAY
    domain: str = ""
    elements: str = ""
    basis: str = ""
    time_limit: str = ""
    limit_rules: str = ""
    limit_review: bool = False
    responsible: str = ""
    carriers: tuple[str, ...] = ("website", "kiosk", "screen")
    carriers_optional: tuple[str, ...] = ()
    carriers_text: str = ""
    audience: str = "public"
    group_name: str = ""
    mode: str = "proactive"
    levels: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    work_links: tuple[str, ...] = ()
    chain: str = "affairs"
    record_kind: str = ""
    unit_kind: str = ""
    position: int = 0

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it the same item in two editions."""
        return self.tier, self.domain, self.group, self.name

    def as_columns(self) -> dict[str, Any]:
        """The columns of a CatalogueItem row."""
        found = asdict(self)
        for name, value in found.items():
            if isinstance(value, tuple):
                found[name] = spaced(value)
        return found

    def as_text(self) -> str:
        """The canonical JSON that an edition keeps."""
        return canonical(asdict(self)).decode()


LISTS = frozenset({"carriers", "carriers_optional", "levels", "stages", "work_links"})


def spaced(words: tuple[str, ...] | list[str]) -> str:
    """`` website kiosk ``: with a space at both ends, so that one word is found by itself."""
    return f" {' '.join(words)} " if words else ""


def elements_of_columns(columns: dict[str, object]) -> Elements:
    """Of a CatalogueItem row's columns."""
    values = {name: columns[name] for name in NAMES}
    for name in LISTS:
        values[name] = tuple(str(values[name]).split())
    return Elements(**values)  # type: ignore[arg-type]  # the row's types are the table's


def elements_of_text(text: str) -> Elements:
    """Of what an edition keeps.  Names that this version no longer knows are left out."""
    kept = json.loads(text)
    known = {one.name for one in fields(Elements)}
    values = {name: value for name, value in kept.items() if name in known}
    for name in LISTS & values.keys():
        values[name] = tuple(values[name])
    return Elements(**values)


def with_limit(elements: Elements, reading: Reading | None = None) -> Elements:
    """With the rules of its time limit, as read or as given."""
    read = reading or read_time_limit(elements.time_limit)
    return replace(
        elements,
        limit_rules=json.dumps(read.as_json(), ensure_ascii=False, sort_keys=True),
        limit_review=read.needs_review,
    )


def elements_of_row(
    row: CatalogueRow, tier: str, position: int = 0, rules: DisclosureRules = RULES
) -> Elements:
    """A catalogue's row as an item of ``tier``.

    Columns beyond the national form may say the cadence (公开频次), the review chain (审核类别),
    the type of records (信息类型) and whose it is (单位类别); other than that the cadence follows
    from the time limit.  ``rules``: the county's, for items whose limit names no day.
    """
    extra = dict(row.extra)
    reading = row.reading
    cadence = _CADENCE_WORDS.get(extra.get("公开频次", ""), "") or _cadence(reading)
    required = channels_of(row.carriers, required=True)
    optional = tuple(c for c in channels_of(row.carriers, required=False) if c not in required)
    made = Elements(
        tier=tier,
        group=row.first or row.second,
        name=row.name,
        cadence=cadence,
        due_day=_due_day(reading, rules.due_day(cadence)),
        domain=row.domain,
        elements=row.elements,
        basis=row.basis,
        time_limit=row.time_limit,
        responsible=row.units_text[:200],
        carriers=required or ("website",),
        carriers_optional=optional,
        carriers_text=_carriers_text(row.carriers),
        audience=row.audience,
        group_name=row.group_name[:120],
        mode=row.mode,
        levels=_ordered(row.levels, LEVELS),
        stages=_ordered(row.stages, STAGES),
        work_links=_ordered(row.links, LINKS),
        chain=extra.get("审核类别") or ("village" if tier == "village" else "affairs"),
        record_kind=extra.get("信息类型", ""),
        unit_kind=extra.get("单位类别", ""),
        position=position,
    )
    return with_limit(made, reading)


def row_of(elements: Elements, number: int = 0) -> CatalogueRow:
    """An item as a catalogue's row, for an export."""
    return CatalogueRow(
        row=number,
        number=str(number),
        first=elements.group,
        second=elements.name if elements.name != elements.group else "",
        domain=elements.domain,
        elements=elements.elements,
        basis=elements.basis,
        time_limit=elements.time_limit,
        units_text=elements.responsible,
        carriers=_carriers(elements),
        audience=elements.audience,  # type: ignore[arg-type]  # of AUDIENCES
        group_name=elements.group_name,
        mode=elements.mode,  # type: ignore[arg-type]  # of MODES
        levels=frozenset(elements.levels) or _level_of(elements.tier),
        stages=frozenset(elements.stages),
        links=frozenset(elements.work_links),
    )


def differences(before: Elements, after: Elements) -> list[tuple[str, object, object]]:
    """The elements that differ: name in NAMES, value before, value after."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in NAMES)
    return [pair for pair in pairs if pair[1] != pair[2]]


def check_elements(elements: Elements) -> None:
    """Raises Invalid naming the field."""
    if not elements.group.strip() or not elements.name.strip():
        raise Invalid("item-name-missing", "请填写公开事项的类别和名称。", field="name")
    for name, allowed, code, message in (
        ("tier", TIERS, "tier-unknown", "请选择单位层级。"),
        ("cadence", CADENCES, "cadence-unknown", "请选择公开频次。"),
        ("audience", AUDIENCES, "audience-unknown", "请选择公开范围。"),
        ("mode", MODES, "mode-unknown", "请选择公开方式。"),
        ("chain", CHAINS, "chain-kind-bad", "请选择公开类别。"),
        ("unit_kind", UNIT_KINDS, "unit-kind-bad", "请选择单位类别。"),
    ):
        if getattr(elements, name) not in allowed:
            raise Invalid(code, message, field=name)
    both = (*elements.carriers, *elements.carriers_optional)
    if not elements.carriers or set(both) - set(CARRIERS):
        raise Invalid("carriers-unknown", "请选择公开渠道和载体。", field="carriers")
    if is_periodic(elements.cadence) and not 1 <= elements.due_day <= 31:
        raise Invalid("due-day-bad", "截止日应为 1 到 31。", field="due_day")
    for name, most in (("group", 120), ("name", 200), ("group_name", 120), ("domain", 80)):
        if len(getattr(elements, name)) > most:
            raise Invalid(
                "item-text-long",
                "{what}不能超过 {most} 字。",
                what=NAMES[name],
                most=most,
                field=name,
            )


def check_code(code: str) -> None:
    """Raises Invalid for what cannot be an item's code."""
    if not _CODE.fullmatch(code):
        raise Invalid(
            "item-code-bad", "事项代码只用小写字母、数字和连字符，最多 40 个字。", field="code"
        )


def cadence_doubt(row: CatalogueRow) -> str:
    """Why a person should look at the cadence that elements_of_row gives the row, as a message key
    with {text}, its time limit; empty when the row says it."""
    if dict(row.extra).get("公开频次", "") in _CADENCE_WORDS:
        return ""
    said = any(isinstance(one, Periodic) for one in row.reading.rules)
    if not said and any(map(_is_yearly_date, row.reading.rules)):
        return marked("“{text}”没有写明是否每年公开，暂按每年读取，请核对。")
    return ""


def _cadence(reading: Reading) -> str:
    for rule in reading.rules:
        if isinstance(rule, Periodic):
            return rule.cadence
    if any(map(_is_yearly_date, reading.rules)):
        return "yearly"
    return "permanent" if any(isinstance(rule, Permanent) for rule in reading.rules) else "prompt"


def _is_yearly_date(rule: Rule) -> bool:
    return isinstance(rule, ByDate) and rule.year is None


def _due_day(reading: Reading, usual: int) -> int:
    days = [rule.by_day for rule in reading.rules if isinstance(rule, Periodic) and rule.by_day]
    return days[0] if days else usual


def _carriers_text(carriers: tuple[Carrier, ...]) -> str:
    return " ".join(f"{'■' if one.required else '□'}{one.text}" for one in carriers)


def _carriers(elements: Elements) -> tuple[Carrier, ...]:
    from disclosure.cataloguing.carriers import read_carriers

    if elements.carriers_text:
        return read_carriers(elements.carriers_text).carriers
    named = [(one, True) for one in elements.carriers]
    named += [(one, False) for one in elements.carriers_optional]
    return tuple(Carrier(CHANNEL_NAMES[one], required) for one, required in named)


CHANNEL_NAMES = {
    "website": "政府网站",
    "kiosk": "触摸屏",
    "screen": "电子屏",
    "strip": "条屏",
    "paper": "公示栏",
}


def _level_of(tier: str) -> frozenset[str]:
    return frozenset({"county" if tier == "department" else tier})


def _ordered(named: frozenset[str], order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in order if one in named)

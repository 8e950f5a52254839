"""索引号: how a county composes the index numbers of its records.

A rule is a template of parts: ``{unit}-{catalogue}/{year}-{serial:05}``.  Both shapes that
counties publish can be said with it:

    XC412927-02-2017-00012          XC{unit}-{catalogue}-{year}-{serial:05}
    01526291-9-02_D/2017-0508001    {unit}-{catalogue}/{year}-{month}{day}{serial:03}

Days are local, those of the first publication.  Source: 《政府信息公开条例》第二十四条 (the
catalogue carries 索引) and the metadata heads of the sample documents.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.canonical import sha256
from core.errors import Invalid
from core.messages import marked, text

LONGEST = 80
"""Characters that the column keeps."""
Part = Literal["unit", "catalogue", "year", "month", "day"]
UNIT_KINDS = ("administrative", "public_service")
"""Kinds of unit that may carry numbers; villages carry none."""
_PARTS = frozenset({"unit", "catalogue", "year", "month", "day", "serial"})
PART_NAMES: dict[str, str] = {
    "unit": marked("单位代码"),
    "catalogue": marked("目录代码"),
    "year": marked("年"),
    "month": marked("月"),
    "day": marked("日"),
}
_FIELD = re.compile(r"\{(\w+)(?::0?(\d{1,2}))?\}")
_DIGITS = {"year": 4, "month": 2, "day": 2}
_SPACE = re.compile(r"[\s\x00-\x1f]")


class IndexRule(BaseModel):
    """A county's rule, as it is kept in RuleSet ``index_number``."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    enabled: bool = True
    template: Annotated[str, Field(max_length=LONGEST)] = "{unit}-{catalogue}/{year}-{serial:05}"
    count_by: tuple[Part, ...] = ("unit", "catalogue", "year")
    """Each combination of these parts has a series of its own, from 1."""
    unit_kinds: tuple[str, ...] = ("administrative",)
    """Only units of these kinds carry numbers."""
    catalogue_codes: dict[str, Annotated[str, Field(min_length=1, max_length=20)]] = {}
    """目录代码 by the code of the item, or by the name of its group."""
    other_code: Annotated[str, Field(min_length=1, max_length=20)] = "00"
    """目录代码 of all others."""


@dataclass(frozen=True)
class Numbered:
    """What a number is made of, besides its serial: codes, and the local day."""

    unit: str
    catalogue: str
    day: date


def read_rule(stored: str) -> IndexRule:
    """The rule of its JSON.  Raises Invalid for one that could give two records one number."""
    try:
        rule = IndexRule.model_validate_json(stored)
    except ValidationError as problem:
        place = problem.errors()[0]["loc"]
        field = str(place[0]) if place else "template"
        raise Invalid(
            "index-rule-bad", "索引号规则的“{field}”填写有误，请检查。", field=field
        ) from problem
    check_rule(rule)
    return rule


def check_rule(rule: IndexRule) -> None:
    """Raises Invalid naming what is wrong with it."""
    parts = [found[1] for found in _FIELD.finditer(rule.template)]
    rest = _FIELD.sub("", rule.template)
    if "{" in rest or "}" in rest or set(parts) - _PARTS or _SPACE.search(rest):
        raise Invalid(
            "index-template-bad",
            "编号格式有误：只能用 {parts} 和不含空格的文字。",
            parts=" ".join(f"{{{part}}}" for part in PART_NAMES) + " {serial:05}",
            field="template",
        )
    if parts.count("serial") != 1:
        raise Invalid(
            "index-serial-missing",
            "编号格式中须有且只有一个流水号 {serial}。",
            serial="{serial:05}",
            field="template",
        )
    if missing := [part for part in rule.count_by if part not in parts]:
        raise Invalid(
            "index-scope-unseen",
            "流水号按{part}分别计数，编号格式中就必须写出{part}。",
            part=text(PART_NAMES[missing[0]]),
            field="count_by",
        )
    counted = set(rule.count_by)
    if ("month" in counted and "year" not in counted) or (
        "day" in counted and not {"year", "month"} <= counted
    ):
        raise Invalid(
            "index-scope-loose",
            "流水号按月计数时须同时按年计数，按日计数时须同时按年、月计数。",
            field="count_by",
        )
    if set(rule.unit_kinds) - set(UNIT_KINDS):
        raise Invalid("index-kinds-bad", "村（居）委会的信息不编索引号。", field="unit_kinds")


def catalogue_code(rule: IndexRule, *, item: str, group: str) -> str:
    """目录代码 of an item: its own, else its group's, else that of all others."""
    codes = rule.catalogue_codes
    return codes.get(item) or codes.get(group) or rule.other_code


def carries_number(rule: IndexRule, *, unit_kind: str, tier: str) -> bool:
    """Whether records of such a unit are numbered; those of villages never are."""
    return rule.enabled and tier != "village" and unit_kind in rule.unit_kinds


def series(rule: IndexRule, what: Numbered) -> str:
    """The name of the series in which its serial is counted, at most 80 characters."""
    named = "|".join(f"{part}={_said(part, what)}" for part in rule.count_by)
    return named if len(named) <= LONGEST else sha256(named.encode())


def compose(rule: IndexRule, what: Numbered, serial: int) -> str:
    """The number.  A serial that has outgrown its width takes more digits, never fewer.

    Raises Invalid when it would be longer than 80 characters.
    """

    def put(found: re.Match[str]) -> str:
        if found[1] == "serial":
            return str(serial).zfill(int(found[2] or 1))
        return _said(found[1], what)

    number = _FIELD.sub(put, rule.template)
    if len(number) > LONGEST:
        raise Invalid(
            "index-number-long",
            "索引号“{number}”超过 80 个字，请缩短编号格式、单位代码或目录代码。",
            number=number,
        )
    return number


def _said(part: str, what: Numbered) -> str:
    if part in _DIGITS:
        return str(getattr(what.day, part)).zfill(_DIGITS[part])
    return what.unit if part == "unit" else what.catalogue

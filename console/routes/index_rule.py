"""索引号 rule of the county: its template, what it counts by, the catalogue's codes."""

from typing import get_args

from starlette.requests import Request
from starlette.responses import Response

from console.routes.page import Values, actor_of, go, page, problems_of, read_form
from core import clock
from core.errors import HallboardError, Invalid
from disclosure.indexing import PART_NAMES, IndexRule, Numbered, Part, check_rule, compose
from disclosure.queries.numbers import index_rule
from disclosure.service.numbering import set_index_rule

_PARTS: tuple[Part, ...] = get_args(Part)


async def rule_page(request: Request) -> Response:
    return await _page(request, _values(await index_rule()), {})


async def save(request: Request) -> Response:
    form = await read_form(request)
    try:
        rule = _rule(form)
        if form.get("then") == "try":
            return await _page(request, form, {}, rule)
        await set_index_rule(actor_of(request), rule)
    except HallboardError as error:
        return await _page(request, form, problems_of(error), status=error.status)
    return go("/console/index-rule", "index-rule")


def _rule(form: Values) -> IndexRule:
    """Raises Invalid naming the field."""
    try:
        rule = IndexRule(
            enabled=form.get("enabled") == "1",
            template=form.get("template", ""),
            count_by=tuple(name for name in _PARTS if form.get(f"by-{name}")),
            unit_kinds=("administrative", "public_service")
            if form.get("public_service")
            else ("administrative",),
            catalogue_codes=_codes(form.get("codes", "")),
            other_code=form.get("other_code") or "00",
        )
    except ValueError as problem:
        raise Invalid(
            "index-rule-bad", "索引号规则填写有误：格式最多 80 个字，目录代码最多 20 个字。",
            field="template",
        ) from problem  # fmt: skip
    check_rule(rule)
    return rule


def _codes(written: str) -> dict[str, str]:
    """Lines of ``02 通知公告``: code, then the item's code or its group."""
    found: dict[str, str] = {}
    for number, line in enumerate(written.splitlines(), 1):
        code, _, name = line.strip().partition(" ")
        if not line.strip():
            continue
        if not name.strip():
            raise Invalid(
                "index-code-line",
                "第 {row} 行应写作“02 通知公告”：目录代码、空格、事项类别或事项代码。",
                row=number,
                field="codes",
            )
        found[name.strip()] = code
    return found


def _values(rule: IndexRule) -> Values:
    return {
        "enabled": "1" if rule.enabled else "",
        "template": rule.template,
        "other_code": rule.other_code,
        "public_service": "1" if "public_service" in rule.unit_kinds else "",
        "codes": "\n".join(f"{code} {name}" for name, code in rule.catalogue_codes.items()),
        **{f"by-{part}": "1" for part in rule.count_by},
    }


async def _page(
    request: Request,
    values: Values,
    problems: dict[str, str],
    tried: IndexRule | None = None,
    status: int = 200,
) -> Response:
    today = clock.now().astimezone(request.state.settings.zone).date()
    rule = tried or (await index_rule() if not problems else None)
    sample = compose(rule, Numbered("QX0101", rule.other_code, today), 12) if rule else ""
    context = {"values": values, "problems": problems, "parts": PART_NAMES, "sample": sample}
    return await page(request, "index_rule.html", context, status)

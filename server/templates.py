"""The Jinja environment: a loader prefix per package, autoescape on, texts by the catalogue."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.templating import Jinja2Templates

from core import clock, messages
from disclosure.periods import parse

ROOT = Path(__file__).resolve().parent.parent
_PREFIXES = {
    "web": "web/templates",
    "console": "console/templates",
    "portal": "portal/templates",
    "kiosk": "kiosk/templates",
    "signage": "signage/templates",
}


@cache
def environment(zone: ZoneInfo) -> Environment:
    """Templates by ``package/name.html``, compiled once a process; dates shown in ``zone``."""
    made = Environment(
        loader=PrefixLoader({name: FileSystemLoader(ROOT / at) for name, at in _PREFIXES.items()}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    made.globals.update(
        _=messages.text,
        locale=messages.locale,
        csrf_input=_csrf_input,
        static=static,
        now=clock.now,
    )
    made.filters.update(
        date_zh=_in_zone(zone, date_zh),
        datetime_zh=_in_zone(zone, datetime_zh),
        amount=amount,
        period_name=lambda code: parse(code).name(),
    )
    return made


def templates(zone: ZoneInfo) -> Jinja2Templates:
    return Jinja2Templates(env=environment(zone))


def static(path: str) -> str:
    """Address of a static file: ``static("web/base.css")``."""
    return f"/static/{path}"


def date_zh(value: date | datetime) -> str:
    """2026年10月8日, or as the language in use writes it."""
    return messages.text(
        "{year}年{month}月{day}日", year=value.year, month=value.month, day=value.day
    )


def datetime_zh(value: date | datetime) -> str:
    """2026年10月8日 09:30."""
    if not isinstance(value, datetime):
        return date_zh(value)
    return f"{date_zh(value)} {value:%H:%M}"


def amount(value: str) -> str:
    """``46200`` as 46,200.00; anything that is no number stays as it was written."""
    try:
        return f"{Decimal(value.replace(',', '')):,.2f}"
    except InvalidOperation:
        return value


def _in_zone(
    zone: ZoneInfo, shape: Callable[[date | datetime], str]
) -> Callable[[date | datetime | None], str]:
    def shown(value: date | datetime | None) -> str:
        if value is None:
            return ""
        return shape(value.astimezone(zone) if isinstance(value, datetime) else value)

    return shown


@pass_context
def _csrf_input(context: Context) -> Markup:
    token = context["request"].state.csrf
    return Markup('<input type="hidden" name="csrf" value="{}">').format(token)

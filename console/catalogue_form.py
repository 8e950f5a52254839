"""The form of a catalogue item: its fields to elements and back."""

from collections.abc import Iterable
from dataclasses import replace

from core.errors import Invalid
from disclosure.cataloguing.elements import (
    CARRIERS,
    LEVELS,
    LINKS,
    STAGES,
    Elements,
    with_limit,
)

_TEXTS = (
    *("tier", "domain", "group", "name", "elements", "basis", "time_limit", "responsible"),
    *("cadence", "audience", "group_name", "mode", "chain", "record_kind", "unit_kind"),
)
_LISTS = {
    "carriers": CARRIERS,
    "carriers_optional": CARRIERS,
    "levels": LEVELS,
    "stages": STAGES,
    "work_links": LINKS,
}
Values = dict[str, str]
BLANK: Values = {
    "cadence": "quarterly",
    "due_day": "10",
    "audience": "public",
    "mode": "proactive",
    "carriers": "website kiosk screen",
    "chain": "affairs",
    "tier": "village",
}


def values_of(items: Iterable[tuple[str, object]]) -> Values:
    """A posted form, trimmed; what is ticked several times in one field, with spaces between."""
    found: Values = {}
    for name, value in items:
        if not isinstance(value, str):
            continue
        text = value.replace("\r\n", "\n").strip()
        ticked = name in _LISTS or name == "units"
        found[name] = f"{found[name]} {text}" if ticked and name in found else text
    return found


def values_from(elements: Elements) -> Values:
    """What the form shows of an item."""
    found = {name: str(getattr(elements, name)) for name in _TEXTS}
    found["due_day"] = str(elements.due_day)
    return found | {name: " ".join(getattr(elements, name)) for name in _LISTS}


def elements_of(values: Values, before: Elements | None = None) -> Elements:
    """What the form says, over what the item said before.  Raises Invalid for a bad due day."""
    given: dict[str, object] = {name: values.get(name, "") for name in _TEXTS}
    for name, order in _LISTS.items():
        ticked = set(values.get(name, "").split())
        given[name] = tuple(one for one in order if one in ticked)
    given["due_day"] = _day(values.get("due_day", ""))
    if before is None:
        return with_limit(Elements(**given))  # type: ignore[arg-type]  # checked by the service
    made = replace(before, **given)  # type: ignore[arg-type]  # checked by the service
    return with_limit(made) if made.time_limit != before.time_limit else made


def _day(text: str) -> int:
    if not text:
        return 10
    if not (text.isascii() and text.isdecimal() and len(text) < 3):
        raise Invalid("due-day-bad", "截止日应为 1 到 31。", field="due_day")
    return int(text)

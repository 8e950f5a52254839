"""The kinds of records: structured fields, how they become pages, what does not add up.  Pure.

Adding one: a module with its fields, ``compose`` and ``check``, and its Kind in ``_ALL`` below.
"""

import json
from collections.abc import Mapping

from core.canonical import canonical
from core.errors import Invalid
from disclosure.kinds import (
    accounts,
    annual_report,
    consultations,
    disclosure_guide,
    discretion,
    fees,
    guide,
    land,
    notices,
    organisation,
    permits,
    policies,
    powers,
    projects,
    roster,
    subsidies,
    targets,
)
from disclosure.kinds.kind import Kind
from disclosure.kinds.shapes import Fault, Fields, Input, columns_of, inputs_of, read

_ALL = (
    accounts.KIND,
    roster.KIND,
    organisation.KIND,
    targets.KIND,
    projects.KIND,
    subsidies.KIND,
    land.KIND,
    guide.KIND,
    permits.KIND,
    powers.KIND,
    fees.KIND,
    discretion.KIND,
    policies.POLICY,
    policies.INTERPRETATION,
    policies.RESPONSE,
    consultations.KIND,
    consultations.RESULT,
    disclosure_guide.KIND,
    annual_report.KIND,
    notices.NOTICE,
    notices.HALL_NOTICE,
    notices.SLOGAN,
    notices.PICTURE,
    notices.ATTACHMENT,
)
KINDS: dict[str, Kind] = {kind.code: kind for kind in _ALL}
"""By code, in the order in which they are offered."""
SAID = 10
"""Sentences told at once."""


def kind_of(code: str) -> Kind:
    """Raises Invalid for an unknown code."""
    try:
        return KINDS[code]
    except KeyError:
        raise Invalid(
            "kind-unknown", "没有“{kind}”这种信息类型。", kind=code, field="kind"
        ) from None


def read_fields(code: str, values: Mapping[str, object]) -> Fields:
    """The fields of what a form or a file gave.  Raises Invalid naming each bad field, row and
    column, at most ten of them."""
    found = read(kind_of(code).fields, values)
    if isinstance(found, Fields):
        return found
    raise refusal("fields-wrong", found)


def stored_fields(code: str, text: str) -> Fields:
    """The fields of a version's ``fields_json``.  Raises Invalid for what is none."""
    try:
        values = json.loads(text)
    except ValueError as problem:
        raise Invalid("fields-unreadable", "栏目内容无法读取。", field="fields_json") from problem
    if not isinstance(values, dict):
        raise Invalid("fields-unreadable", "栏目内容无法读取。", field="fields_json")
    return read_fields(code, values)


def fields_text(fields: Fields) -> str:
    """The canonical JSON in which fields are kept."""
    return canonical(fields.model_dump(mode="json")).decode()


def refusal(code: str, faults: tuple[Fault, ...]) -> Invalid:
    """One error of several faults: their sentences, and the field of the first."""
    said = " ".join(fault.sentence for fault in faults[:SAID])
    return Invalid(code, "{problems}", problems=said, field=faults[0].field)


def fitting(cadence: str, name: str = "", record_kind: str = "") -> list[Kind]:
    """Kinds for a catalogue item, the likeliest first: the one that the item names, then those of
    whose words its name speaks, then the others of its cadence.  "" fits every cadence."""
    fit = [kind for kind in KINDS.values() if not cadence or cadence in kind.cadences]
    named = KINDS.get(record_kind)
    if named is not None:
        fit = [named, *(kind for kind in fit if kind is not named)]

    def rank(kind: Kind) -> tuple[bool, int]:
        longest = max((len(word) for word in kind.words if word in name), default=0)
        return kind is not named, -longest

    return sorted(fit, key=rank)


__all__ = [
    "KINDS",
    "Fault",
    "Fields",
    "Input",
    "Kind",
    "columns_of",
    "fields_text",
    "fitting",
    "inputs_of",
    "kind_of",
    "read_fields",
    "refusal",
    "stored_fields",
]

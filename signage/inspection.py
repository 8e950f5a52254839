"""Checks a pointer, its plan and every file of it, as a distrustful player would."""

import json
from datetime import datetime
from typing import Any

from core.errors import HallboardError
from core.signing import decode
from media.store import Store
from signage.plan import files_of
from signage.pointer import check_pointer, milliseconds


def inspect(
    envelope: str, public: bytes, screen: str, store: Store, now: datetime, problems: list[str]
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The pointer's payload and the plan, as far as they can be read; blocks.

    Whatever does not hold is added to ``problems`` as ``code: sentence``.
    """
    try:
        checked = check_pointer(envelope.encode(), public, screen, 0, 0, milliseconds(now))
    except HallboardError as problem:
        problems.append(f"{problem.code}: {problem}")
        return None, None
    payload: dict[str, Any] = json.loads(decode(json.loads(envelope)["payload"]))
    data = _read(store, checked.plan, problems)
    if data is None:
        return payload, None
    plan: dict[str, Any] = json.loads(data)
    for name in sorted(files_of(plan)):
        _read(store, name, problems)
    return payload, plan


def _read(store: Store, name: str, problems: list[str]) -> bytes | None:
    try:
        return store.read(name)
    except HallboardError as problem:
        problems.append(f"{problem.code}: {problem}")
        return None

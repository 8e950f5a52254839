"""Who may take which step on a version, and where it leads.

    draft ──submit──► submitted ──approve──► approved ──publish──► published
      │                  │ recall, return        │ return              │ (a newer one) superseded
      └─discard          ▼                       ▼                     └ withdraw ► withdrawn
                      returned ──edit──► the next version's draft

The author takes no later step, an approval is bound to the hash that was seen, and a submitted
wording never changes: editing it makes the next version and discards this one with its approval.
"""

from dataclasses import dataclass
from typing import Literal

from core.errors import Conflict, Refused

State = Literal[
    "draft",
    "submitted",
    "returned",
    "approved",
    "published",
    "superseded",
    "withdrawn",
    "discarded",
]
Step = Literal[
    "submit", "recall", "return", "approve", "publish", "withdraw", "check", "discard", "edit"
]
OPEN: tuple[State, ...] = ("draft", "submitted", "approved")
"""States in which a version waits for someone; a record has at most one such version."""
PUBLIC: tuple[State, ...] = ("published", "superseded", "withdrawn")
"""States of what was once published."""

_FROM: dict[Step, tuple[State, ...]] = {
    "submit": ("draft",),
    "recall": ("submitted", "approved"),
    "return": ("submitted", "approved"),
    "approve": ("submitted",),
    "publish": ("approved",),
    "withdraw": ("published", "superseded"),
    "check": ("published",),
    "discard": ("draft", "submitted", "approved"),
    "edit": ("draft", "submitted", "returned", "approved", "published", "superseded", "withdrawn"),
}
_TO: dict[Step, State] = {
    "submit": "submitted",
    "recall": "returned",
    "return": "returned",
    "approve": "approved",
    "publish": "published",
    "withdraw": "withdrawn",
    "discard": "discarded",
}
_AUTHORS: frozenset[Step] = frozenset({"submit", "recall", "discard"})
"""Only the author takes them."""
_OTHERS: frozenset[Step] = frozenset({"return", "approve", "publish"})
"""Only someone else takes them."""
PERMISSIONS: dict[Step, str] = {
    "submit": "record.write",
    "recall": "record.write",
    "discard": "record.write",
    "edit": "record.write",
    "check": "record.write",
    "return": "record.review",
    "approve": "record.review",
    "publish": "record.review",
    "withdraw": "record.review",
}


@dataclass(frozen=True)
class Standing:
    """A version as far as its review is concerned.

    ``approved_hash``: what the last approval was bound to, "" without one; ``approver``: by whom.
    """

    state: str
    author: str
    content_hash: str
    approver: str = ""
    approved_hash: str = ""
    cadence: str = ""


def check_step(standing: Standing, step: Step, person: str, seen_hash: str | None = None) -> None:
    """Raises Conflict when the state does not allow it (any more), or when the wording is another
    than the one seen or approved; Refused when this person may not take it."""
    if standing.state not in _FROM[step]:
        raise Conflict("state-changed", "这条信息的状态已经变化，请刷新后再看。")
    if step in _AUTHORS and person != standing.author:
        raise Refused("author-only", "这一步只能由起草人办理。")
    if step in _OTHERS and person == standing.author:
        raise Refused("four-eyes", "起草人不能审核、退回或发布自己起草的信息，请由他人办理。")
    if step == "approve" and seen_hash != standing.content_hash:
        raise Conflict("content-changed", "您看到的内容已被修改，请重新查看后再审核。")
    if step == "publish" and not _approved(standing):
        raise Conflict("approval-void", "批准所对应的内容已变化，须重新审核。")
    if step == "check" and standing.cadence != "fixed":
        raise Refused("check-not-needed", "只有固定公开的内容需要每年核对。")


def next_state(standing: Standing, step: Step) -> State:
    """Where ``step`` leads; a step that changes no state (check, edit) stays."""
    return _TO.get(step, standing.state)  # type: ignore[arg-type]  # a stored state is one of State


def open_steps(standing: Standing, person: str, permissions: frozenset[str]) -> frozenset[Step]:
    """The steps that this person, with these permissions over the unit, may take now."""
    return frozenset(
        step
        for step, permission in PERMISSIONS.items()
        if permission in permissions and _is_open(standing, step, person)
    )


def _is_open(standing: Standing, step: Step, person: str) -> bool:
    try:
        check_step(standing, step, person, standing.content_hash)
    except (Conflict, Refused):
        return False
    return True


def _approved(standing: Standing) -> bool:
    return (
        standing.approver not in ("", standing.author)
        and standing.approved_hash == standing.content_hash
    )

"""Who may take which step on a version, and where it leads.

    draft ──submit──► submitted ──approve, once for each step of its chain──► approved
      │                  │ recall, return                                │       │ return
      └─discard          ▼                                               │       └──publish──►
                      returned ──edit──► the next version's draft  ◄─────┘
    published ──(a newer one)──► superseded;  published, superseded ──withdraw──► withdrawn

The author takes no later step, nor does anybody else who wrote some of the wording: before handing
it over, or in a version that this one follows and that was never public.  An approval is bound to
the hash that was seen, and a submitted wording never changes: editing it makes the next version and
discards this one with its approvals.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from core.errors import Conflict, Refused
from core.messages import text
from disclosure import chains
from disclosure.chains import Chain, Reach

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
"""Without which a step is refused; which role's turn it is, is said by the version's chain."""


@dataclass(frozen=True)
class Approval:
    """A step of the chain that ``person`` took (or recorded from paper); ``stage`` is its code."""

    person: str
    content_hash: str
    stage: str = ""


@dataclass(frozen=True)
class Standing:
    """A version as far as its review is concerned; ``content_hash`` is that of what is stored."""

    state: str
    author: str
    content_hash: str
    chain: Chain = chains.LEGACY
    approvals: tuple[Approval, ...] = ()
    cadence: str = ""
    writers: frozenset[str] = frozenset()
    """Who else wrote some of the wording."""

    @property
    def hands(self) -> frozenset[str]:
        """Everyone who wrote some of it."""
        return self.writers | {self.author}

    @property
    def turn(self) -> chains.Step | None:
        """The step that waits to be taken; None when none does (any more)."""
        if self.state != "submitted":
            return None
        taken = {approval.stage for approval in self.approvals}
        return next((step for step in self.chain.steps if step.code not in taken), None)


def read_writers(stored: str, author: str) -> frozenset[str]:
    """The ids in a version's ``writers``; its author is one of them, whatever is stored."""
    return frozenset(json.loads(stored)) | {author}


def stored_writers(people: Iterable[str]) -> str:
    """As a version keeps them."""
    return json.dumps(sorted(set(people)))


def check_step(
    standing: Standing, step: Step, person: str, reach: Reach, seen_hash: str | None = None
) -> None:
    """Raises Conflict when the state does not allow it (any more), or when the wording is another
    than the one seen or approved; Refused when this person may not take it."""
    _check_state(standing, step)
    if step in _AUTHORS and person != standing.author:
        raise Refused("author-only", "这一步只能由起草人办理。")
    _check_eyes(standing, step, person)
    if step == "approve":
        _check_seen(standing, seen_hash)
        _check_turn(standing, reach)
    if step == "return" and not _takes_part(standing, reach):
        raise Refused("not-your-step", "退回由审核流程中的人员办理，您不在此信息的审核流程中。")
    if step == "publish":
        _check_release(standing, reach)
    if step == "check" and standing.cadence != "fixed":
        raise Refused("check-not-needed", "只有固定公开的内容需要每年核对。")


def check_on_paper(standing: Standing, person: str, seen_hash: str) -> None:
    """As :func:`check_step` for an approval, where ``person`` records what another has signed on
    paper.  Refused for a step that asks for more than a signature."""
    _check_state(standing, "approve")
    _check_eyes(standing, "approve", person)
    _check_seen(standing, seen_hash)
    turn = standing.turn
    if turn is None or not turn.on_paper:
        raise Refused("not-on-paper", "保密审查须在系统中逐项填写清单，不能以纸质签字代替。")


def next_state(standing: Standing, step: Step) -> str:
    """Where ``step`` leads; a step that changes no state (check, edit) stays."""
    if step == "approve":
        return (
            "submitted" if len(standing.approvals) + 1 < len(standing.chain.steps) else "approved"
        )
    return _TO.get(step, standing.state)


def open_steps(
    standing: Standing, person: str, permissions: frozenset[str], reach: Reach
) -> frozenset[Step]:
    """The steps that this person, with these permissions and roles over the unit, may take now."""
    return frozenset(
        step
        for step, permission in PERMISSIONS.items()
        if permission in permissions and _is_open(standing, step, person, reach)
    )


def may_record(standing: Standing, person: str) -> bool:
    """Whether this person may record a signature on paper now."""
    try:
        check_on_paper(standing, person, standing.content_hash)
    except (Conflict, Refused):
        return False
    return True


def _is_open(standing: Standing, step: Step, person: str, reach: Reach) -> bool:
    try:
        check_step(standing, step, person, reach, standing.content_hash)
    except (Conflict, Refused):
        return False
    return True


def _check_state(standing: Standing, step: Step) -> None:
    if standing.state not in _FROM[step]:
        raise Conflict("state-changed", "这条信息的状态已经变化，请刷新后再看。")


def _check_eyes(standing: Standing, step: Step, person: str) -> None:
    if step not in _OTHERS or person not in standing.hands:
        return
    if person == standing.author:
        raise Refused("four-eyes", "起草人不能审核、退回或发布自己起草的信息，请由他人办理。")
    raise Refused(
        "four-eyes",
        "您参与起草过这条信息（包括已移交他人办理的），不能审核、退回或发布，请由他人办理。",
    )


def _check_seen(standing: Standing, seen_hash: str | None) -> None:
    if seen_hash != standing.content_hash:
        raise Conflict("content-changed", "您看到的内容已被修改，请重新查看后再审核。")


def _check_turn(standing: Standing, reach: Reach) -> None:
    turn = standing.turn
    if turn is None:
        raise Conflict("state-changed", "这条信息的状态已经变化，请刷新后再看。")
    if not reach.covers(turn):
        raise Refused(
            "not-your-step", "现在应办理“{step}”，不由您的角色办理。", step=text(turn.name)
        )


def _check_release(standing: Standing, reach: Reach) -> None:
    if not _approved(standing):
        raise Conflict("approval-void", "批准所对应的内容已变化，须重新审核。")
    if standing.chain.release_role not in reach.roles:
        raise Refused("not-your-release", "此信息的发布不由您的角色办理。")


def _takes_part(standing: Standing, reach: Reach) -> bool:
    """Those whose turn it is or was may send it back, and at the end whoever releases it; those
    whose turn is still to come have not been asked yet."""
    if standing.state == "approved" and standing.chain.release_role in reach.roles:
        return True
    taken = {approval.stage for approval in standing.approvals}
    reached = [step for step in standing.chain.steps if step.code in taken]
    if standing.turn is not None:
        reached.append(standing.turn)
    return any(reach.covers(step) for step in reached)


def _approved(standing: Standing) -> bool:
    """Every step taken by somebody who wrote none of it, in exactly this wording."""
    valid = {
        approval.stage
        for approval in standing.approvals
        if approval.person
        and approval.person not in standing.hands
        and approval.content_hash == standing.content_hash
    }
    return bool(standing.chain.steps) and all(step.code in valid for step in standing.chain.steps)

"""Reads: units, people, sessions, the audit trail."""

from collections import Counter
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_

from tortoise.expressions import Q

from accounts.actor import SYSTEM, Actor
from accounts.attempts import code_key, login_key
from accounts.chain import Broken, Entry, Head, verify_chain
from accounts.models import (
    Attempt,
    AuditEntry,
    AuditHead,
    Grant,
    Person,
    SecondFactor,
    Session,
    SignInPolicy,
    Unit,
)
from accounts.sessions import DEFAULT, Policy, is_live
from core import clock
from core.canonical import sha256
from core.errors import NotFound

_BATCH = 1000
ATTEMPTS_SPAN = timedelta(minutes=15)
"""For how long a failed attempt counts."""


@dataclass(frozen=True)
class UnitNode:
    """A unit and its place in the tree; ``depth`` 0 is the root."""

    unit: Unit
    depth: int


@dataclass(frozen=True)
class Standing:
    """A person at the door: live sessions, newest first, and failures of the last minutes."""

    person: Person
    sessions: list[Session]
    failures: int
    enrolled: bool

    @property
    def notable(self) -> bool:
        return bool(self.sessions or self.failures or self.person.locked_at)


async def actor_of(person_id: str) -> Actor:
    """The person as an actor.  Raises NotFound; one who was deactivated holds nothing."""
    person = await Person.get_or_none(id=person_id)
    if person is None:
        raise NotFound("person-unknown", "没有这个人。")
    grants = await Grant.filter(person_id=person_id).select_related("unit") if person.active else []
    return Actor(person.id, person.name, tuple(sorted((g.role, g.unit.path) for g in grants)))


async def session_of(token: str) -> tuple[Session, Actor] | None:
    """The live session of that cookie value with its person, or None."""
    session = await Session.filter(token_hash=sha256(token.encode())).get_or_none()
    if session is None:
        return None
    now = clock.real_now()
    known = await policy()
    if not is_live(session.created_at, session.seen_at, session.ended_at, now, known):
        return None
    return session, await actor_of(session.person_id)  # type: ignore[attr-defined]  # Tortoise adds it


async def policy() -> Policy:
    """What the security administrator has set, or the defaults."""
    row = await SignInPolicy.get_or_none(id=1)
    if row is None:
        return DEFAULT
    idle, longest = timedelta(minutes=row.idle_minutes), timedelta(hours=row.longest_hours)
    return Policy(idle, longest, row.tries)


async def unit_tree(paths: Collection[str] = ("/",)) -> list[UnitNode]:
    """The units of the given subtrees, each after its parent."""
    if not paths:
        return []
    inside = reduce(or_, (Q(path__startswith=path) for path in paths))
    units = sorted(await Unit.filter(inside), key=lambda unit: (unit.position, unit.code))
    placed = {unit.code: unit for unit in units}

    def rank(unit: Unit) -> list[tuple[int, str]]:
        steps = unit.path.strip("/").split("/")
        return [(placed[code].position if code in placed else 0, code) for code in steps]

    return [UnitNode(u, u.path.count("/") - 2) for u in sorted(units, key=rank)]


async def unit_by_code(code: str) -> Unit:
    """Raises NotFound."""
    unit = await Unit.get_or_none(code=code)
    if unit is None:
        raise NotFound("unit-unknown", "没有代码为 {code} 的单位。", code=code)
    return unit


async def unit(unit_id: str) -> Unit:
    """With ``parent`` and ``lead`` loaded.  Raises NotFound."""
    found = await Unit.filter(id=unit_id).select_related("parent", "lead").first()
    if found is None:
        raise NotFound("unit-missing", "没有这个单位。")
    return found


async def root() -> Unit | None:
    """The unit above all others, once there is one."""
    return await Unit.filter(parent_id__isnull=True).first()


async def root_name() -> str:
    """Its short name; empty before there is one."""
    top = await root()
    return top.short_name if top else ""


async def person_by_login(login: str) -> Person:
    """Raises NotFound."""
    person = await Person.get_or_none(login=login)
    if person is None:
        raise NotFound("person-unknown", "没有这个人。")
    return person


async def people(paths: Collection[str]) -> list[Person]:
    """The people of the given subtrees by unit and name, with ``unit`` and ``grants`` loaded."""
    if not paths:
        return []
    inside = reduce(or_, (Q(unit__path__startswith=path) for path in paths))
    return await (
        Person.filter(inside)
        .select_related("unit")
        .prefetch_related("grants__unit")
        .order_by("unit__path", "name")
    )


async def people_found(paths: Collection[str], text: str, limit: int) -> list[Person]:
    """Those of :func:`people` whose name, login or unit contains ``text``, at most ``limit``."""
    if not paths:
        return []
    inside = reduce(or_, (Q(unit__path__startswith=path) for path in paths))
    wanted = Q(name__icontains=text) | Q(login__icontains=text) | Q(unit__name__icontains=text)
    rows = Person.filter(inside, wanted) if text else Person.filter(inside)
    found = rows.select_related("unit").prefetch_related("grants__unit")
    return await found.order_by("unit__path", "name").limit(limit)


async def people_count(paths: Collection[str]) -> int:
    """How many people the given subtrees have."""
    if not paths:
        return 0
    return await Person.filter(
        reduce(or_, (Q(unit__path__startswith=path) for path in paths))
    ).count()


async def colleagues(unit_id: str, but: str) -> list[Person]:
    """The active people of a unit by name, without the person ``but``."""
    rows = Person.filter(unit_id=unit_id, active=True).exclude(id=but)
    return await rows.order_by("name")


async def standings(found: Collection[Person]) -> list[Standing]:
    """How those people stand at the door; in the same order."""
    ids, now, known = [one.id for one in found], clock.real_now(), await policy()
    rows = await Session.filter(person_id__in=ids, ended_at__isnull=True).order_by("-seen_at")
    live = [s for s in rows if is_live(s.created_at, s.seen_at, s.ended_at, now, known)]
    factors = await SecondFactor.filter(person_id__in=ids, enrolled_at__isnull=False)
    enrolled = {row.person_id for row in factors}  # type: ignore[attr-defined]  # Tortoise adds it
    since = Attempt.filter(at__gt=now - ATTEMPTS_SPAN)
    failed = Counter([str(row.subject) for row in await since])
    return [
        Standing(
            one,
            [s for s in live if s.person_id == one.id],  # type: ignore[attr-defined]  # the same
            failed[login_key(one.login)] + failed[code_key(one.id)],
            one.id in enrolled,
        )
        for one in found
    ]


async def person(person_id: str) -> Person:
    """With ``unit`` and ``grants`` loaded.  Raises NotFound."""
    found = (
        await Person.filter(id=person_id)
        .select_related("unit")
        .prefetch_related("grants__unit")
        .first()
    )
    if found is None:
        raise NotFound("person-unknown", "没有这个人。")
    return found


async def names(ids: Collection[str]) -> dict[str, str]:
    """Names by person id; the system is named too."""
    rows = await Person.filter(id__in=list(ids)) if ids else []
    return {SYSTEM.id: SYSTEM.name} | {row.id: row.name for row in rows}


async def has_administrator() -> bool:
    """Whether an active administrator exists: then no first one can sign up."""
    return await Grant.filter(role="administrator", person__active=True).exists()


async def audit_entries(
    *, subject: str = "", action: str = "", before: int | None = None, limit: int = 50
) -> list[AuditEntry]:
    """Newest first; ``before`` a sequence number pages on."""
    rows = AuditEntry.all()
    if subject:
        rows = rows.filter(subject=subject)
    if action:
        rows = rows.filter(action__startswith=action)
    if before is not None:
        rows = rows.filter(sequence__lt=before)
    return await rows.order_by("-sequence").limit(limit)


async def audit_head() -> Head | None:
    """The chain's end, to be kept elsewhere; None before the first entry."""
    head = await AuditHead.get_or_none(id=1)
    return Head(head.sequence, head.hash) if head and head.sequence else None


async def actions_since(head: Head) -> list[str]:
    """The kinds of state changes after that end of the chain, each once."""
    rows = AuditEntry.filter(sequence__gt=head.sequence).distinct()
    return [str(action) for action in await rows.values_list("action", flat=True)]


async def broken_chain(head: Head | None = None) -> Broken | None:
    """Verify the whole trail against its own head (and ``head``, exported earlier)."""
    entries = [entry async for entry in _entries()]
    own = await audit_head()
    return verify_chain(entries, own) or verify_chain(entries, head)


async def exported(head: Head) -> AsyncIterator[Entry]:
    """The trail from its first entry up to ``head``."""
    async for entry in _entries():
        if entry.sequence > head.sequence:
            return
        yield entry


async def _entries() -> AsyncIterator[Entry]:
    last = 0
    while rows := await AuditEntry.filter(sequence__gt=last).order_by("sequence").limit(_BATCH):
        for row in rows:
            yield Entry(
                row.sequence,
                row.at,
                row.actor,
                row.action,
                row.subject,
                row.data,
                row.previous,
                row.hash,
            )
        last = rows[-1].sequence

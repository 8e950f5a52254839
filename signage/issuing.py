"""Pointers from targets: compares with what a screen has, signs, moves, makes known."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core import clock
from core.signing import SigningKey
from signage import queries, service
from signage.hub import Answer, Hub
from signage.planning import Stand
from signage.pointer import (
    Issued,
    Overlay,
    envelope_bytes,
    etag,
    must_issue,
    next_sequence,
    overlay_text,
    rate_text,
    renewal,
    statement,
)
from signage.service import Move

BATCH = 50
"""Pointers in one transaction."""
SLICE = 1000
"""Screens made known between two turns of the event loop."""
_MARGIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Target:
    """What a screen's pointer should name."""

    stand: Stand
    plan: str
    size: int


class Issuer:
    """``issued``: the present pointers by screen; ``withdrawn``: versions and when they were;
    ``lost``: whether someone else moved a pointer, so that all must be read again."""

    def __init__(self, key: SigningKey, hub: Hub) -> None:
        self._key = key
        self._hub = hub
        self._since = 0
        self.issued: dict[str, Issued] = {}
        self.withdrawn: list[tuple[str, datetime]] = []
        self.lost = False

    async def read(self) -> list[Stand]:
        """Screens and their pointers as they stand in the rows, made known to the hub."""
        self._since, self.issued = self._hub.mark(), {}
        answers: dict[str, Answer] = {}
        async for rows in queries.pointers():
            self.issued |= {str(row.pk): queries.issued(row) for row in rows}
            answers |= {str(row.pk): queries.answer(row) for row in rows}
        stands = await queries.stands()
        await _make_known(self._hub, stands, answers, self._since)
        return stands

    async def present(self, stands: Sequence[Stand]) -> list[Target]:
        """Every screen with the plan that it has: what the overlay is brought to first."""
        sizes = await queries.plan_sizes({last.plan for last in self.issued.values()})
        return [
            Target(stand, last.plan, sizes[last.plan])
            for stand in stands
            if (last := self.issued.get(stand.id)) is not None and last.plan in sizes
        ]

    async def issue(self, targets: Sequence[Target], epoch: int, now: datetime) -> int:
        """New pointers for the screens whose present one is not as it should be; how many."""
        moved = 0
        overlays = {one.stand.lease: self._overlay(one.stand.lease, now) for one in targets}
        texts = {lease: overlay_text(overlay) for lease, overlay in overlays.items()}
        due = [
            one
            for one in targets
            if must_issue(
                self.issued.get(one.stand.id),
                epoch,
                one.plan,
                texts[one.stand.lease],
                one.stand.lease,
                now,
            )
        ]
        for first in range(0, len(due), BATCH):
            batch = due[first : first + BATCH]
            moves = await asyncio.to_thread(self._sign, batch, epoch, overlays, now)
            done = await service.move_pointers(moves)
            moved += len(done)
            self._remember(batch, done)
        return moved

    def _overlay(self, lease: timedelta, now: datetime) -> Overlay:
        """A screen that never heard of the withdrawal plays on for one lease at most."""
        since = now - lease - _MARGIN
        return Overlay(tuple(sorted(one for one, at in self.withdrawn if at >= since)))

    def _sign(
        self,
        batch: Sequence[Target],
        epoch: int,
        overlays: Mapping[timedelta, Overlay],
        now: datetime,
    ) -> list[Move]:
        rate = rate_text(clock.current().rate)
        moves = []
        for target in batch:
            last, lease = self.issued.get(target.stand.id), target.stand.lease
            payload = statement(
                screen=target.stand.id,
                epoch=epoch,
                sequence=next_sequence(last),
                plan=target.plan,
                plan_bytes=target.size,
                overlay=overlays[lease],
                issued=now,
                lease_until=now + lease,
                rate=rate,
            )
            moves.append(
                Move(
                    screen=target.stand.id,
                    last=(last.epoch, last.sequence) if last else None,
                    epoch=epoch,
                    sequence=next_sequence(last),
                    plan=target.plan,
                    overlay=overlay_text(overlays[lease]),
                    issued_at=now,
                    lease_until=now + lease,
                    envelope=envelope_bytes(self._key, payload).decode(),
                    former=_former(last, target.plan),
                )
            )
        return moves

    def _remember(self, batch: Sequence[Target], done: Sequence[Move]) -> None:
        """What was issued; a pointer that someone else moved meanwhile is read again next time."""
        moved = {move.screen: move for move in done}
        for target in batch:
            move = moved.get(target.stand.id)
            if move is None:
                self.lost = True
                continue
            self.issued[move.screen] = Issued(
                move.epoch, move.sequence, move.plan, move.overlay, move.issued_at, move.lease_until
            )
            tag = etag(move.epoch, move.sequence).encode()
            rank = move.epoch, move.sequence
            answer = Answer(move.screen, tag, move.envelope.encode(), rank, move.plan)
            if token_hash := target.stand.token_hash:
                self._hub.remember(token_hash, answer, self._since, sure=True)
            else:
                self._hub.advance(answer)

    def next_renewal(self) -> datetime | None:
        return min(map(renewal, self.issued.values()), default=None)


def _former(last: Issued | None, plan: str) -> tuple[str, datetime] | None:
    return None if last is None or last.plan == plan else (last.plan, last.lease_until)


async def follow(hub: Hub) -> None:
    """What a process does that does not reconcile: keep its hub as the rows are."""
    since = hub.mark()
    answers: dict[str, Answer] = {}
    async for rows in queries.pointers():
        answers |= {str(row.pk): queries.answer(row) for row in rows}
    stands = await queries.stands()
    await _make_known(hub, stands, answers, since)


async def _make_known(
    hub: Hub, stands: Sequence[Stand], answers: Mapping[str, Answer], since: int
) -> None:
    """Bring the hub to what was read after the mark ``since``, in slices that the loop can bear."""
    hub.keep_only({one.id: one.token_hash for one in stands if one.token_hash})
    for at, stand in enumerate(stands):
        if at % SLICE == SLICE - 1:
            await asyncio.sleep(0)
        if stand.token_hash and stand.id in answers:
            hub.remember(stand.token_hash, answers[stand.id], since, sure=True)

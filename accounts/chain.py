"""The audit chain: each entry's hash covers the one before it, so nothing can be edited,
removed, inserted or moved unseen; a head kept elsewhere also shows a cut-off end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.canonical import canonical, sha256

GENESIS = "0" * 64
"""What the first entry stands on."""


@dataclass(frozen=True)
class Entry:
    """One state change.  ``at`` is UTC; ``data`` is canonical JSON text."""

    sequence: int
    at: datetime
    actor: str
    action: str
    subject: str
    data: str
    previous: str
    hash: str


@dataclass(frozen=True)
class Head:
    """The chain's end at some time."""

    sequence: int
    hash: str


@dataclass(frozen=True)
class Broken:
    """Where the chain first fails, and how: sequence, link, hash, cut or rewritten."""

    sequence: int
    because: str


def entry_hash(
    previous: str, sequence: int, at: datetime, actor: str, action: str, subject: str, data: str
) -> str:
    """SHA-256 of the previous hash and the entry's canonical form."""
    fields = [sequence, at.isoformat(timespec="microseconds"), actor, action, subject, data]
    return sha256(previous.encode() + b"\n" + canonical(fields))


def verify_chain(entries: Iterable[Entry], head: Head | None = None) -> Broken | None:
    """None when the entries, from the first on, are whole and pass through ``head``."""
    previous, last = GENESIS, 0
    for entry in entries:
        broken = _fault(entry, last + 1, previous)
        if broken is None and head and entry.sequence == head.sequence and entry.hash != head.hash:
            broken = Broken(entry.sequence, "rewritten")
        if broken:
            return broken
        previous, last = entry.hash, entry.sequence
    if head and head.sequence > last:
        return Broken(last + 1, "cut")
    return None


def _fault(entry: Entry, expected: int, previous: str) -> Broken | None:
    if entry.sequence != expected:
        return Broken(expected, "sequence")
    if entry.previous != previous:
        return Broken(expected, "link")
    counted = entry_hash(
        previous,
        entry.sequence,
        entry.at,
        entry.actor,
        entry.action,
        entry.subject,
        entry.data,
    )
    return None if counted == entry.hash else Broken(expected, "hash")

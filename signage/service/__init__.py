"""The only writer of halls, screens, pairings, heartbeats, plans and pointers."""

from signage.service.pairing import (
    Collected,
    Started,
    approve_pairing,
    collect_pairing,
    issue_pairing_code,
    pair_with_token,
    start_pairing,
    unpair,
)
from signage.service.pointers import Move, keep_plans, move_pointers
from signage.service.screens import (
    LONGEST_LEASE,
    create_hall,
    create_screen,
    record_beat,
    set_place,
)
from signage.service.sweeping import drop_plans, forget_former_plans, sweep_plans

__all__ = [
    "LONGEST_LEASE",
    "Collected",
    "Move",
    "Started",
    "approve_pairing",
    "collect_pairing",
    "create_hall",
    "create_screen",
    "drop_plans",
    "forget_former_plans",
    "issue_pairing_code",
    "keep_plans",
    "move_pointers",
    "pair_with_token",
    "record_beat",
    "set_place",
    "start_pairing",
    "sweep_plans",
    "unpair",
]

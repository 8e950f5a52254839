"""The only writer of the catalogue, records, versions and reviews.

Each function is one transaction with one audit entry; all take the actor first and check what
they may.  Raises Refused (not allowed), Conflict (someone was first), Invalid (what was given).
"""

from disclosure.service.catalogue import create_item
from disclosure.service.chaining import remove_chain, set_chain
from disclosure.service.drafting import discard, recall, save_draft, submit
from disclosure.service.duties import exempt, set_rules, unexempt
from disclosure.service.gate_acts import (
    claim_ground,
    clear_finding,
    confirm_ground,
    mask_findings,
    reject_ground,
)
from disclosure.service.publication import check_unchanged, publish, withdraw
from disclosure.service.purging import destroy_purged, purge_due
from disclosure.service.restricting import restrict
from disclosure.service.reviewing import approve, record_signature, return_to_author
from disclosure.service.workdays import import_days

__all__ = [
    "approve",
    "check_unchanged",
    "claim_ground",
    "clear_finding",
    "confirm_ground",
    "create_item",
    "destroy_purged",
    "discard",
    "exempt",
    "import_days",
    "mask_findings",
    "publish",
    "purge_due",
    "recall",
    "record_signature",
    "reject_ground",
    "remove_chain",
    "restrict",
    "return_to_author",
    "save_draft",
    "set_chain",
    "set_rules",
    "submit",
    "unexempt",
    "withdraw",
]

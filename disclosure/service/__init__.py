"""The only writer of the catalogue, records, versions and reviews.

Each function is one transaction with one audit entry; all take the actor first and check what
they may.  Raises Refused (not allowed), Conflict (someone was first), Invalid (what was given).
"""

from disclosure.service.catalogue import (
    apply_template,
    change_item,
    confirm_limit,
    create_item,
    import_catalogue,
    merge_items,
    retire_item,
)
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
from disclosure.service.links import link, unlink
from disclosure.service.postings import add_evidence, extend_posting, keep_certificate
from disclosure.service.publication import check_unchanged, publish, withdraw
from disclosure.service.purging import destroy_purged, purge_due
from disclosure.service.restricting import note_drawn, restrict
from disclosure.service.reviewing import approve, record_signature, return_to_author
from disclosure.service.workdays import import_days

__all__ = [
    "add_evidence",
    "apply_template",
    "approve",
    "change_item",
    "check_unchanged",
    "claim_ground",
    "clear_finding",
    "confirm_ground",
    "confirm_limit",
    "create_item",
    "destroy_purged",
    "discard",
    "exempt",
    "extend_posting",
    "import_catalogue",
    "import_days",
    "keep_certificate",
    "link",
    "mask_findings",
    "merge_items",
    "note_drawn",
    "publish",
    "purge_due",
    "recall",
    "record_signature",
    "reject_ground",
    "remove_chain",
    "restrict",
    "retire_item",
    "return_to_author",
    "save_draft",
    "set_chain",
    "set_rules",
    "submit",
    "unexempt",
    "unlink",
    "withdraw",
]

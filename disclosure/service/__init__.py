"""The only writer of the catalogue, records, versions and reviews.

Each function is one transaction with one audit entry; all take the actor first and check what
they may.  Raises Refused (not allowed), Conflict (someone was first), Invalid (what was given).
"""

from disclosure.service.catalogue import create_item
from disclosure.service.drafting import discard, recall, save_draft, submit
from disclosure.service.publication import check_unchanged, publish, withdraw
from disclosure.service.reviewing import approve, return_to_author

__all__ = [
    "approve",
    "check_unchanged",
    "create_item",
    "discard",
    "publish",
    "recall",
    "return_to_author",
    "save_draft",
    "submit",
    "withdraw",
]

"""The catalogue: single items (items), whole editions (editions), time limits (limits)."""

from disclosure.service.catalogue.editions import Stored, apply_template, import_catalogue
from disclosure.service.catalogue.items import (
    DEFAULT_CARRIERS,
    change_item,
    confirm_limit,
    create_item,
    merge_items,
    retire_item,
)

__all__ = [
    "DEFAULT_CARRIERS",
    "Stored",
    "apply_template",
    "change_item",
    "confirm_limit",
    "create_item",
    "import_catalogue",
    "merge_items",
    "retire_item",
]

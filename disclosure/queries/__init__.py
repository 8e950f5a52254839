"""Reads: what screens may show, what waits for whom, records, and what the public may see."""

from disclosure.candidates import Candidate
from disclosure.queries.inbox import Inbox, inbox
from disclosure.queries.public import (
    PublicRecord,
    PublicVersion,
    public_list,
    public_record,
    public_units,
    public_version,
)
from disclosure.queries.records import (
    Listing,
    RecordRow,
    RecordView,
    items,
    record_list,
    record_view,
    version_view,
)
from disclosure.queries.screens import candidates, sheet_of
from disclosure.queries.spans import audience_in, facts_of, span_of
from disclosure.queries.workdays import YearView, covered_years, workdays

__all__ = [
    "Candidate",
    "Inbox",
    "Listing",
    "PublicRecord",
    "PublicVersion",
    "RecordRow",
    "RecordView",
    "YearView",
    "audience_in",
    "candidates",
    "covered_years",
    "facts_of",
    "inbox",
    "items",
    "public_list",
    "public_record",
    "public_units",
    "public_version",
    "record_list",
    "record_view",
    "sheet_of",
    "span_of",
    "version_view",
    "workdays",
]

"""Reads: what screens may show, what waits for whom, records, and what the public may see."""

from disclosure.candidates import Candidate
from disclosure.queries.chains import chain_of, chains_set, is_scan, reviews_of, stages
from disclosure.queries.duties import DueRow, due, rules
from disclosure.queries.gates import GateView, gate_views, own_words, word_list
from disclosure.queries.inbox import Inbox, check_is_due, inbox
from disclosure.queries.links import Linked, linkable, links_of
from disclosure.queries.postings import (
    PostingFile,
    PostingView,
    certificate_by_code,
    posting_file,
    postings,
    shortfalls,
)
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
    "DueRow",
    "GateView",
    "Inbox",
    "Linked",
    "Listing",
    "PostingFile",
    "PostingView",
    "PublicRecord",
    "PublicVersion",
    "RecordRow",
    "RecordView",
    "YearView",
    "audience_in",
    "candidates",
    "certificate_by_code",
    "chain_of",
    "chains_set",
    "check_is_due",
    "covered_years",
    "due",
    "facts_of",
    "gate_views",
    "inbox",
    "is_scan",
    "items",
    "linkable",
    "links_of",
    "own_words",
    "posting_file",
    "postings",
    "public_list",
    "public_record",
    "public_units",
    "public_version",
    "record_list",
    "record_view",
    "reviews_of",
    "rules",
    "sheet_of",
    "shortfalls",
    "span_of",
    "stages",
    "version_view",
    "word_list",
    "workdays",
]

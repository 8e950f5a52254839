"""Tables: what may be said, by whom it was reviewed, what is owed."""

from disclosure.models.calendar import OfficialDay, OfficialYear
from disclosure.models.catalogue import CatalogueEdition, CatalogueItem, ItemEdition, ItemUnit
from disclosure.models.duties import Delivery, Exemption, Reminder, RuleSet
from disclosure.models.gates import Finding, GateWord, SuppressedName
from disclosure.models.postings import (
    Certificate,
    DisplayDay,
    DisplayEvidence,
    DrawnFor,
    PostingExtension,
    RestrictedFile,
)
from disclosure.models.records import (
    IndexSerial,
    OfficialCheck,
    Record,
    RecordLink,
    Source,
    SourcePage,
    Version,
)
from disclosure.models.review import Review, ReviewChain
from disclosure.models.supervision import Material, SpotCheck, SpotFinding, Task, TaskUnit

__all__ = [
    "CatalogueEdition",
    "CatalogueItem",
    "Certificate",
    "Delivery",
    "DisplayDay",
    "DisplayEvidence",
    "DrawnFor",
    "Exemption",
    "Finding",
    "GateWord",
    "IndexSerial",
    "ItemEdition",
    "ItemUnit",
    "Material",
    "OfficialCheck",
    "OfficialDay",
    "OfficialYear",
    "PostingExtension",
    "Record",
    "RecordLink",
    "Reminder",
    "RestrictedFile",
    "Review",
    "ReviewChain",
    "RuleSet",
    "Source",
    "SourcePage",
    "SpotCheck",
    "SpotFinding",
    "SuppressedName",
    "Task",
    "TaskUnit",
    "Version",
]

"""Time limits: the text of a 公开时限 cell, read into rules.  Pure.

``read_time_limit("信息形成或者变更之日起20个工作日内")`` gives one Within of 20 working days.
"""

from disclosure.timelimits.reading import Reading, read_time_limit
from disclosure.timelimits.rules import (
    ByDate,
    Consultation,
    Immediate,
    Periodic,
    Permanent,
    Posting,
    Rule,
    Within,
    rules_of,
)

__all__ = [
    "ByDate",
    "Consultation",
    "Immediate",
    "Periodic",
    "Permanent",
    "Posting",
    "Reading",
    "Rule",
    "Within",
    "read_time_limit",
    "rules_of",
]

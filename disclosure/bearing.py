"""Which state changes can bear on what a screen shows.  Pure.

Reading all records anew costs seconds in a large county, and most entries of the audit trail are
people who sign in, read their reminders or write drafts.  Whatever is not known to leave screens
alone bears on them; and every quarter of an hour everything is read whatever happened.
"""

from collections.abc import Iterable

_APART = ("session.", "factor.", "code.", "reminder.", "audit.", "material.", "task.", "check.")
"""Beginnings of actions about accounts and supervision."""
_DRAFTS = frozenset({"version.draft", "version.edit", "version.submit", "version.return"})
"""Versions before anyone released them: no screen shows them."""
_PEOPLE = frozenset({"person.password", "person.join", "policy.set", "rules.scoring"})


def bears_on_screens(actions: Iterable[str]) -> bool:
    """Whether any of these actions of the audit trail may change what a screen shows."""
    return any(
        action not in _DRAFTS and action not in _PEOPLE and not action.startswith(_APART)
        for action in actions
    )

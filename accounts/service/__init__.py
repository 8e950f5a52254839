"""The only writer of units, people, roles, sessions and codes."""

from accounts.service.codes import issue_code, use_code
from accounts.service.entry import Entered, end_sessions, enter_by_link, sign_in, sign_out, touch
from accounts.service.people import (
    TIERS,
    change_own_password,
    create_person,
    create_unit,
    grant_role,
    make_first_administrator,
    revoke_role,
    set_active,
    set_password,
)

__all__ = [
    "TIERS",
    "Entered",
    "change_own_password",
    "create_person",
    "create_unit",
    "end_sessions",
    "enter_by_link",
    "grant_role",
    "issue_code",
    "make_first_administrator",
    "revoke_role",
    "set_active",
    "set_password",
    "sign_in",
    "sign_out",
    "touch",
    "use_code",
]

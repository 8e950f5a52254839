"""The only writer of units, people, roles, sessions and codes."""

from accounts.service.auditing import note_export
from accounts.service.codes import issue_code, use_code
from accounts.service.entry import Entered, end_sessions, enter_by_link, sign_in, sign_out, touch
from accounts.service.factors import (
    PURPOSE,
    begin_enrolment,
    confirm,
    enter_code,
    finish_enrolment,
    is_enrolled,
    pending_key,
    renew_recovery_codes,
    reset_factor,
)
from accounts.service.joining import issue_join_code, join
from accounts.service.leaving import off_board, return_person
from accounts.service.locking import end_persons_sessions, set_locked, set_policy
from accounts.service.people import (
    change_own_password,
    change_person,
    create_person,
    grant_role,
    make_first_administrator,
    revoke_role,
    set_active,
    set_password,
)
from accounts.service.units import KINDS, TIERS, create_unit, retire_unit, update_unit

__all__ = [
    "KINDS",
    "PURPOSE",
    "TIERS",
    "Entered",
    "begin_enrolment",
    "change_own_password",
    "change_person",
    "confirm",
    "create_person",
    "create_unit",
    "end_persons_sessions",
    "end_sessions",
    "enter_by_link",
    "enter_code",
    "finish_enrolment",
    "grant_role",
    "is_enrolled",
    "issue_code",
    "issue_join_code",
    "join",
    "make_first_administrator",
    "note_export",
    "off_board",
    "pending_key",
    "renew_recovery_codes",
    "reset_factor",
    "retire_unit",
    "return_person",
    "revoke_role",
    "set_active",
    "set_locked",
    "set_password",
    "set_policy",
    "sign_in",
    "sign_out",
    "touch",
    "update_unit",
    "use_code",
]

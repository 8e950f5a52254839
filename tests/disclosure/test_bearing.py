"""Which state changes can bear on what a screen shows."""

import pytest

from disclosure.bearing import bears_on_screens


@pytest.mark.parametrize(
    "action",
    ["version.publish", "version.withdraw", "version.purge", "unit.change", "name.take-down",
     "programme.change", "posting.extend", "item.create", "calendar.import", "anything.new"],
)  # fmt: skip
def test_whatever_is_not_known_to_leave_screens_alone_bears_on_them(action: str):
    assert bears_on_screens([action])
    assert bears_on_screens(["session.begin", action])


def test_accounts_drafts_and_supervision_leave_screens_alone():
    assert not bears_on_screens(["session.begin", "version.edit", "reminder.make", "task.close"])
    assert not bears_on_screens([])

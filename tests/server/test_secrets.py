"""The secret of an installation: its signing key."""

import stat
import threading
from dataclasses import replace

import pytest

from core.errors import Misconfigured
from core.settings import Settings
from core.signing import dump_signing_key, new_signing_key
from server.secrets import signing_key


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_key_is_made_on_first_start_and_readable_by_its_owner_alone(settings: Settings) -> None:
    signing_key(settings)

    assert mode(settings.secret_file) == 0o600
    assert mode(settings.data) == 0o700


def test_the_key_stays_the_same_from_start_to_start(settings: Settings) -> None:
    assert signing_key(settings).key_id == signing_key(settings).key_id


def test_two_first_starts_at_once_agree_on_one_key(settings: Settings) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(signing_key(settings).key_id))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert len(set(found)) == 1
    assert [path.name for path in settings.data.iterdir()] == ["signing-key.pem"]


def test_a_key_that_everyone_may_read_is_refused_with_the_mend(settings: Settings) -> None:
    signing_key(settings)
    settings.secret_file.chmod(0o604)

    with pytest.raises(Misconfigured, match="chmod 600"):
        signing_key(settings)


def test_a_key_given_from_outside_is_used_as_it_is(settings: Settings, tmp_path) -> None:
    made, given = new_signing_key(), tmp_path / "given.pem"
    given.write_bytes(dump_signing_key(made))
    given.chmod(0o600)

    assert signing_key(replace(settings, secret_file=given)).key_id == made.key_id


def test_what_is_no_key_is_refused_and_never_quoted(settings: Settings, tmp_path) -> None:
    given = tmp_path / "given.pem"
    given.write_text("letmein")
    given.chmod(0o600)

    with pytest.raises(Misconfigured) as refused:
        signing_key(replace(settings, secret_file=given))
    assert refused.value.code == "key-unreadable"
    assert "letmein" not in f"{refused.value!s} {refused.value.data}"

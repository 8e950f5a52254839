"""The two secrets of an installation."""

import stat
import threading
from dataclasses import replace

import pytest

from core.errors import Misconfigured
from core.settings import Settings
from server.secrets import secret, signing_key


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_secrets_are_made_on_first_start_and_readable_by_their_owner_alone(
    settings: Settings,
) -> None:
    secret(settings)
    signing_key(settings)

    assert mode(settings.secret_file) == 0o600
    assert mode(settings.signing_key_file) == 0o600
    assert mode(settings.data) == 0o700


def test_secrets_stay_the_same_from_start_to_start(settings: Settings) -> None:
    assert secret(settings) == secret(settings)
    assert signing_key(settings).key_id == signing_key(settings).key_id


def test_two_first_starts_at_once_agree_on_one_secret(settings: Settings) -> None:
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(secret(settings))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert len(set(found)) == 1
    assert [path.name for path in settings.data.iterdir()] == ["secret"]


def test_a_secret_file_that_everyone_may_read_is_refused_with_the_mend(settings: Settings) -> None:
    secret(settings)
    settings.secret_file.chmod(0o644)

    with pytest.raises(Misconfigured, match="chmod 600"):
        secret(settings)


def test_a_signing_key_that_everyone_may_read_is_refused(settings: Settings) -> None:
    signing_key(settings)
    settings.signing_key_file.chmod(0o604)

    with pytest.raises(Misconfigured, match="chmod 600"):
        signing_key(settings)


def test_a_secret_given_from_outside_is_used_as_it_is(settings: Settings, tmp_path) -> None:
    given = tmp_path / "given"
    given.write_text("correct horse battery staple, and then some more\n")
    given.chmod(0o600)

    assert secret(replace(settings, secret_file=given)).startswith(b"correct horse")


def test_a_secret_short_enough_to_guess_is_refused(settings: Settings, tmp_path) -> None:
    given = tmp_path / "given"
    given.write_text("letmein\n")
    given.chmod(0o600)

    with pytest.raises(Misconfigured) as refused:
        secret(replace(settings, secret_file=given))
    assert refused.value.code == "secret-short"


def test_no_message_carries_the_secret(settings: Settings) -> None:
    value = secret(settings).decode()
    settings.secret_file.chmod(0o644)

    with pytest.raises(Misconfigured) as refused:
        secret(settings)
    assert value not in f"{refused.value!s} {refused.value.data}"

"""Sealed texts: only for their owner, their purpose and their server."""

import pytest

from core.errors import Unavailable
from core.sealing import Sealer
from core.signing import new_signing_key


def test_what_is_sealed_opens_for_its_owner_and_shows_nothing_of_itself() -> None:
    sealer = Sealer(new_signing_key(), "second factor")
    sealed = sealer.seal("GEZDGNBVGY3TQOJQ", "p1")
    assert "GEZD" not in sealed
    assert sealed != sealer.seal("GEZDGNBVGY3TQOJQ", "p1")
    assert sealer.open(sealed, "p1") == "GEZDGNBVGY3TQOJQ"


def test_a_seal_moved_to_another_person_purpose_or_server_does_not_open() -> None:
    key = new_signing_key()
    sealed = Sealer(key, "second factor").seal("secret", "p1")
    for sealer, owner in (
        (Sealer(key, "second factor"), "p2"),
        (Sealer(key, "mail"), "p1"),
        (Sealer(new_signing_key(), "second factor"), "p1"),
    ):
        with pytest.raises(Unavailable) as refused:
            sealer.open(sealed, owner)
        assert refused.value.code == "seal-broken"


@pytest.mark.parametrize("stored", ["", "AAAA", "not base64 at all!", "é"])
def test_what_is_no_seal_is_one_clear_error(stored: str) -> None:
    with pytest.raises(Unavailable):
        Sealer(new_signing_key(), "second factor").open(stored, "p1")

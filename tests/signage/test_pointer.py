"""The pointer's checks, by the names of The Update Framework's attacks."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.canonical import canonical
from core.errors import Invalid
from core.signing import decode, encode, new_signing_key, sign_json
from signage.pointer import (
    MAX_ENVELOPE_BYTES,
    Issued,
    Overlay,
    check_pointer,
    envelope_bytes,
    must_issue,
    overlay_text,
    statement,
)

KEY = new_signing_key()
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
LEASE = timedelta(days=1)
PLAN = "a" * 64


def pointer(**changes: Any) -> bytes:
    values = {
        "screen": "s1",
        "epoch": 1,
        "sequence": 7,
        "plan": PLAN,
        "plan_bytes": 100,
        "overlay": Overlay(("v1",)),
        "issued": NOW,
        "lease_until": NOW + LEASE,
    }
    return envelope_bytes(KEY, statement(**(values | changes)))


def check(envelope: bytes, *, epoch: int = 1, sequence: int = 7, at: datetime = NOW) -> Any:
    now = int(at.timestamp() * 1000)
    return check_pointer(envelope, KEY.public_bytes(), "s1", epoch, sequence, now)


def refused(envelope: bytes, **more: Any) -> str:
    with pytest.raises(Invalid) as caught:
        check(envelope, **more)
    return caught.value.code


def test_a_good_pointer_is_followed_and_may_be_followed_again():
    found = check(pointer())
    assert (found.plan, found.sequence, found.withdrawn) == (PLAN, 7, frozenset({"v1"}))


def test_M_rollback_an_older_sequence_is_refused():
    assert refused(pointer(sequence=6)) == "pointer-rollback"


def test_M_replay_an_older_epoch_is_refused_even_with_a_higher_sequence():
    assert refused(pointer(sequence=99), epoch=2, sequence=1) == "pointer-rollback"


def test_C_fast_forward_recovery_a_higher_epoch_is_taken_with_a_lower_sequence():
    assert check(pointer(epoch=2, sequence=1), sequence=10**9).sequence == 1


def test_A_freeze_a_pointer_past_its_lease_is_refused_from_that_instant_on():
    check(pointer(), at=NOW + LEASE - timedelta(milliseconds=1))
    assert refused(pointer(), at=NOW + LEASE) == "pointer-expired"


def test_I_another_devices_pointer_is_refused():
    assert refused(pointer(screen="s2")) == "pointer-foreign-screen"


def test_I_a_pointer_signed_with_another_key_is_refused():
    foreign = new_signing_key()
    payload = decode(json.loads(pointer())["payload"])
    envelope = canonical(foreign.sign(payload))
    assert refused(envelope) == "signature-foreign"
    claimed = {**foreign.sign(payload), "key": KEY.key_id}
    assert refused(canonical(claimed)) == "signature-bad"


def test_I_a_tampered_payload_or_signature_is_refused():
    good = json.loads(pointer())
    changed = statement(
        screen="s1",
        epoch=1,
        sequence=8,
        plan="b" * 64,
        plan_bytes=1,
        overlay=Overlay(),
        issued=NOW,
        lease_until=NOW + LEASE,
    )
    assert refused(canonical({**good, "payload": encode(canonical(changed))})) == "signature-bad"
    bent = bytearray(decode(good["signature"]))
    bent[10] ^= 1
    assert refused(canonical({**good, "signature": encode(bytes(bent))})) == "signature-bad"


def test_I_an_algorithm_outside_the_allow_list_is_refused():
    for algorithm in ("none", "HS256", "ES512", ""):
        assert refused(canonical({**json.loads(pointer()), "alg": algorithm})) == (
            "signature-foreign"
        )


def test_endless_data_is_refused_unread():
    assert refused(b"x" * (MAX_ENVELOPE_BYTES + 1)) == "pointer-too-large"


@pytest.mark.parametrize("envelope", [b"", b"[]", b"{}", b"\xff", b'{"alg": 1}', b"null"])
def test_what_is_no_envelope_is_refused(envelope: bytes):
    assert refused(envelope) in {"pointer-malformed", "signature-bad"}


@pytest.mark.parametrize(
    "change",
    [
        {"format": "hallboard-time/1"},
        {"plan": "../../etc/passwd"},
        {"sequence": True},
        {"sequence": -1},
        {"lease_until": "tomorrow"},
        {"overlay": []},
        {"overlay": {"withdrawn": None}},
    ],
)
def test_a_signed_statement_of_another_shape_is_no_pointer(change: dict[str, Any]):
    payload = json.loads(decode(json.loads(pointer())["payload"])) | change
    assert refused(canonical(sign_json(KEY, payload))) == "pointer-malformed"


def issued(**changes: Any) -> Issued:
    values = {
        "epoch": 1,
        "sequence": 7,
        "plan": PLAN,
        "overlay": overlay_text(Overlay()),
        "issued_at": NOW,
        "lease_until": NOW + LEASE,
    }
    return Issued(**(values | changes))


def due(last: Issued | None, *, plan: str = PLAN, epoch: int = 1, **later: Any) -> bool:
    overlay = later.pop("overlay", Overlay())
    lease = later.pop("lease", LEASE)
    now = NOW + timedelta(**later)
    return must_issue(last, epoch, plan, overlay_text(overlay), lease, now)


def test_a_pointer_is_due_when_plan_overlay_epoch_or_lease_differ():
    assert due(None)
    assert due(issued(), plan="b" * 64)
    assert due(issued(), overlay=Overlay(("v1",)))
    assert due(issued(), epoch=2)
    assert due(issued(), lease=timedelta(hours=1))
    assert due(issued(), hours=-1), "a clock set back would stretch the lease"
    assert not due(issued())


def test_a_pointer_is_due_after_exactly_a_twelfth_of_its_lease():
    assert not due(issued(), hours=1, minutes=59, seconds=59)
    assert due(issued(), hours=2)

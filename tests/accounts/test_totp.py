"""One-time codes against the RFC's own table, drift, reuse and what people type."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.totp import (
    DRIFT,
    STEP_SECONDS,
    address_of,
    matching_step,
    new_key,
    step_of,
)

RFC_KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""RFC 6238 appendix B: "12345678901234567890" in base 32."""
RFC_CODES = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}
"""Seconds since 1970 and the code of eight digits; ours are the last six."""
INSTANTS = st.integers(6 * STEP_SECONDS, 4_000_000_000)


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(("seconds", "code"), RFC_CODES.items())
def test_the_rfcs_own_codes_are_accepted_at_their_instants(seconds: int, code: str) -> None:
    step = matching_step(RFC_KEY, code[2:], at(seconds), after=0)
    assert step == seconds // STEP_SECONDS


@given(INSTANTS, st.integers(-5, 5))
def test_a_code_serves_one_step_to_either_side_and_no_further(seconds: int, off: int) -> None:
    typed = pyotp.TOTP(RFC_KEY).generate_otp(seconds // STEP_SECONDS + off)
    near = {
        pyotp.TOTP(RFC_KEY).generate_otp(seconds // STEP_SECONDS + by)
        for by in range(-DRIFT, DRIFT + 1)
    }
    found = matching_step(RFC_KEY, typed, at(seconds), after=-10)
    assert (found is not None) == (typed in near)


@given(INSTANTS)
def test_a_code_that_was_used_is_not_accepted_again(seconds: int) -> None:
    code = pyotp.TOTP(RFC_KEY).generate_otp(seconds // STEP_SECONDS)
    used = matching_step(RFC_KEY, code, at(seconds), after=0)
    assert used is not None
    again = matching_step(RFC_KEY, code, at(seconds) + timedelta(seconds=20), after=used)
    assert again is None or again > used


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "１２３４５６", "12345a", "-12345"])
def test_what_is_no_code_matches_nothing(typed: str) -> None:
    assert matching_step(RFC_KEY, typed, at(59), after=0) is None


def test_a_code_may_be_typed_with_the_space_that_phones_show() -> None:
    assert matching_step(RFC_KEY, "287 082", at(59), after=0) == step_of(at(59))


def test_the_code_for_phones_names_the_county_and_the_person_and_can_be_read_back() -> None:
    key = new_key()
    read = pyotp.parse_uri(address_of(key, "王建国", "青溪县"))
    assert isinstance(read, pyotp.TOTP)
    assert (read.secret, read.name, read.issuer) == (key, "王建国", "青溪县")
    assert (read.interval, read.digits) == (30, 6)

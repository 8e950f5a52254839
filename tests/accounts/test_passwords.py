"""Which passwords are accepted, and how they are kept."""

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from accounts import passwords
from accounts.passwords import check_password, hash_password, matches, outdated
from core.errors import Invalid
from tests.hashing import FULL_COST


@pytest.fixture(autouse=True)
def full_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_HASHER", FULL_COST)


@pytest.mark.parametrize(
    "password", ["青溪河边的第七棵老槐树下", "correct horse 电池 订书机", "k9#Lq2!vR7pz"]
)
def test_long_uncommon_passwords_are_accepted_chinese_too(password: str) -> None:
    check_password(password, "zhangsan")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("短密码一二三四五六七八", "password-short"),
        ("x" * 257, "password-long"),
        ("Password1234", "password-common"),
        ("1qaz2wsx3edc", "password-common"),
        ("aaaaaaaaaaaa", "password-common"),
        ("ababababababab", "password-common"),
        ("abcdefghijklmn", "password-common"),
        ("345678901234", "password-common"),
        ("210987654321", "password-common"),
        ("我是ZhangSan的密码呀你猜", "password-common"),
    ],
)
def test_short_common_and_guessable_passwords_are_refused(password: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_password(password, "zhangsan")
    assert refused.value.code == code


def test_passwords_are_kept_as_argon2id_with_at_least_the_recommended_cost() -> None:
    parameters = extract_parameters(hash_password("correct horse 电池 订书机"))
    assert parameters.type is Type.ID
    assert parameters.memory_cost >= 64 * 1024
    assert parameters.time_cost >= 3
    assert parameters.salt_len >= 16


def test_no_character_of_a_long_password_is_ignored() -> None:
    stored = hash_password("z" * 200 + "甲")
    assert matches(stored, "z" * 200 + "甲")
    assert not matches(stored, "z" * 200 + "乙")


def test_two_ways_to_compose_the_same_letters_are_the_same_password() -> None:
    assert matches(
        hash_password("caf\u00e9 caf\u00e9 caf\u00e9"), "cafe\u0301 cafe\u0301 cafe\u0301"
    )


def test_a_hash_with_weaker_parameters_is_outdated() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8192).hash("correct horse 电池")
    assert outdated(weak)
    assert not outdated(hash_password("correct horse 电池"))


def test_what_is_no_hash_matches_nothing() -> None:
    assert not matches("", "")
    assert not matches("nonsense", "nonsense")

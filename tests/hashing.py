"""Passwords hashed at a cost that thousands of tests can pay.  Imported before anything else binds
the dummy hash; test_passwords puts the real cost back and holds it to what is recommended."""

from argon2 import PasswordHasher

from accounts import passwords

FULL_COST = passwords._HASHER
passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
passwords.DUMMY = passwords._HASHER.hash("nobody's password")

"""Tables: units, people and their roles, sessions, one-use codes, the audit trail."""

from tortoise import Model, fields

from core.fields import CharField, UtcDatetimeField, id_field


class Unit(Model):
    """单位: a node of the tree county › department | township › village."""

    id = id_field()
    code = CharField(max_length=32, unique=True)
    name = CharField(max_length=80)
    short_name = CharField(max_length=40)
    tier = CharField(max_length=12)
    """county, department, township or village."""
    parent: fields.ForeignKeyNullableRelation["Unit"] = fields.ForeignKeyField(
        "hallboard.Unit", null=True, related_name="children", on_delete=fields.RESTRICT
    )
    path = CharField(max_length=200, db_index=True)
    """Codes from the root down, ``/qingxi/liuhe/shiqiao/``: a subtree is one prefix."""
    phone = CharField(max_length=40, default="")
    position = fields.IntField(default=0)
    kind = CharField(max_length=16, default="administrative")
    """administrative (行政机关), public_service (公用企事业单位) or committee (村(居)委会)."""
    lead: fields.ForeignKeyNullableRelation["Unit"] = fields.ForeignKeyField(
        "hallboard.Unit", null=True, related_name="led", on_delete=fields.SET_NULL
    )
    """委口牵头单位: to whom its score is linked and its overdue items are escalated."""
    index_code = CharField(max_length=40, default="")
    """单位代码 in index numbers (索引号); empty: its code."""

    class Meta:
        table = "unit"


class Person(Model):
    """Someone who signs in."""

    id = id_field()
    login = CharField(max_length=60, unique=True)
    name = CharField(max_length=60)
    password_hash = CharField(max_length=200, default="")
    """argon2id; empty: cannot sign in with a password."""
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "hallboard.Unit", related_name="people", on_delete=fields.RESTRICT
    )
    active = fields.BooleanField(default=True)
    created_at = UtcDatetimeField()
    email = CharField(max_length=120, default="")
    """Where reminders go; empty: only into the console."""
    left_at = UtcDatetimeField(null=True)
    """When they left the office for good: see off-boarding."""
    locked_at = UtcDatetimeField(null=True)
    """Since when the security administrator bars them from signing in."""
    grants: fields.ReverseRelation["Grant"]

    class Meta:
        table = "person"


class Grant(Model):
    """A role that a person holds over a unit's subtree."""

    id = id_field()
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "hallboard.Person", related_name="grants", on_delete=fields.CASCADE
    )
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "hallboard.Unit", related_name="grants", on_delete=fields.RESTRICT
    )
    role = CharField(max_length=20)
    """A key of accounts.permissions.ROLES."""

    class Meta:
        table = "role_grant"
        unique_together = (("person", "unit", "role"),)


class Session(Model):
    """A signed-in browser.  Its cookie holds a random token, this row only the token's hash."""

    id = id_field()
    token_hash = CharField(max_length=64, unique=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "hallboard.Person", related_name="sessions", on_delete=fields.CASCADE
    )
    csrf = CharField(max_length=64)
    created_at = UtcDatetimeField()
    seen_at = UtcDatetimeField()
    ended_at = UtcDatetimeField(null=True)
    stage = CharField(max_length=8, default="full")
    """full, or while it may do nothing else: code (asked for) or enrol (a second factor)."""
    confirmed_at = UtcDatetimeField(null=True)
    """When the person last proved to be there, by code or password."""
    means = CharField(max_length=12, default="")
    """password or link."""
    address = CharField(max_length=64, default="")
    """From where it was begun."""

    class Meta:
        table = "session"


class SecondFactor(Model):
    """The key of a person's one-time codes (RFC 6238), at most one each."""

    id = id_field()
    person: fields.OneToOneRelation[Person] = fields.OneToOneField(
        "hallboard.Person", related_name="second_factor", on_delete=fields.CASCADE
    )
    sealed = CharField(max_length=200)
    """The key, encrypted: see core/sealing.py."""
    last_step = fields.BigIntField(default=0)
    """The 30-second step of the code last used: none is used twice."""
    created_at = UtcDatetimeField()
    enrolled_at = UtcDatetimeField(null=True)
    """When its first code was shown to be right; until then it counts for nothing."""

    class Meta:
        table = "second_factor"


class RecoveryCode(Model):
    """A one-use code for someone whose device is lost; only its hash is stored."""

    id = id_field()
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "hallboard.Person", related_name="recovery_codes", on_delete=fields.CASCADE
    )
    code_hash = CharField(max_length=64, unique=True)
    used_at = UtcDatetimeField(null=True)

    class Meta:
        table = "recovery_code"


class SignInPolicy(Model):
    """What the security administrator has set, one row; without it the defaults hold."""

    id = fields.IntField(primary_key=True, generated=False)
    idle_minutes = fields.IntField()
    longest_hours = fields.IntField()
    tries = fields.IntField()
    """Failures by account within 15 minutes after which it has to wait."""

    class Meta:
        table = "sign_in_policy"


class OneUseCode(Model):
    """A code that lets something happen once: first administrator, sign-in link, joining,
    pairing."""

    id = id_field()
    code_hash = CharField(max_length=64, unique=True)
    purpose = CharField(max_length=20)
    """administrator, sign-in, join or pair."""
    subject = CharField(max_length=60, default="")
    """Whom or what it is for: a person's or a screen's id."""
    expires_at = UtcDatetimeField()
    used_at = UtcDatetimeField(null=True)

    class Meta:
        table = "one_use_code"


class Attempt(Model):
    """A failed sign-in, counted by account and by address."""

    id = id_field()
    subject = CharField(max_length=80, db_index=True)
    at = UtcDatetimeField(db_index=True)

    class Meta:
        table = "attempt"


class AuditEntry(Model):
    """One state change.  Its hash covers the previous entry's: see accounts/chain.py."""

    sequence = fields.BigIntField(primary_key=True, generated=False)
    at = UtcDatetimeField(db_index=True)
    actor = CharField(max_length=60)
    """A person's id, ``screen:ID`` or ``system``."""
    action = CharField(max_length=40, db_index=True)
    subject = CharField(max_length=80, db_index=True)
    """``record:ID``, ``version:ID``, ``screen:ID`` …"""
    data = fields.TextField()
    """Canonical JSON of what changed."""
    previous = CharField(max_length=64)
    hash = CharField(max_length=64)

    class Meta:
        table = "audit_entry"


class AuditHead(Model):
    """The chain's end, one row: updating it first orders concurrent writers."""

    id = fields.IntField(primary_key=True, generated=False)
    sequence = fields.BigIntField()
    hash = CharField(max_length=64)

    class Meta:
        table = "audit_head"

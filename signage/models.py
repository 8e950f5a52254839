"""Tables: halls, screens, pairings, plans and pointers, heartbeats."""

from tortoise import Model, fields

from accounts.models import Unit
from core.fields import CharField, UtcDatetimeField, id_field


class Hall(Model):
    """大厅: a place where screens stand."""

    id = id_field()
    code = CharField(max_length=32, unique=True)
    name = CharField(max_length=80)
    address = CharField(max_length=200, default="")
    hours = CharField(max_length=120, default="")
    """Opening hours in words; stands on the fallback page."""
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "hallboard.Unit", related_name="halls", on_delete=fields.RESTRICT
    )

    class Meta:
        table = "hall"


class Screen(Model):
    """终端: any device that shows."""

    id = id_field()
    code = CharField(max_length=32, unique=True)
    name = CharField(max_length=80)
    hall: fields.ForeignKeyRelation[Hall] = fields.ForeignKeyField(
        "hallboard.Hall", related_name="screens", on_delete=fields.RESTRICT
    )
    profile = CharField(max_length=40)
    """A code of media.profiles."""
    place = CharField(max_length=8, default="hall")
    """Place class (场所): village, hall, outdoor or staff; decides whose content it may show."""
    lease_seconds = fields.IntField(default=86400)
    """1 h to 14 days: how long an unreachable screen may go on with what it has."""
    token_hash = CharField(max_length=64, default="", db_index=True)
    """SHA-256 of the device token; empty while not paired."""
    output = CharField(max_length=120, default="")
    """For strips fed by a gateway: ``ddp://HOST:PORT``."""
    paired_at = UtcDatetimeField(null=True)
    seen_at = UtcDatetimeField(null=True)
    """Last heartbeat."""
    health = fields.TextField(default="{}")
    """JSON of the last heartbeat: tier, plan, sequence, page, faults."""
    beat_sequence = fields.BigIntField(default=-1)
    """Rank of the last heartbeat (signage.beats), so that copies and stragglers are known."""

    class Meta:
        table = "screen"


class Pairing(Model):
    """A device that shows a code and waits for a person."""

    id = id_field()
    code = CharField(max_length=6, unique=True)
    ticket_hash = CharField(max_length=64, unique=True)
    """SHA-256 of the secret with which the device asks whether it was approved."""
    fingerprint = CharField(max_length=200, default="")
    """What the device says of itself: kind, size, address."""
    screen: fields.ForeignKeyNullableRelation[Screen] = fields.ForeignKeyField(
        "hallboard.Screen", null=True, related_name="pairings", on_delete=fields.CASCADE
    )
    """Set when a person approves."""
    created_at = UtcDatetimeField()
    expires_at = UtcDatetimeField()
    collected_at = UtcDatetimeField(null=True)

    class Meta:
        table = "pairing"


class Plan(Model):
    """An immutable plan: bytes in the store under its hash, shared by all screens it suits."""

    sha256 = CharField(max_length=64, primary_key=True)
    size = fields.IntField()
    created_at = UtcDatetimeField()

    class Meta:
        table = "plan"


class Pointer(Model):
    """What one screen should show: its newest signed pointer."""

    screen: fields.OneToOneRelation[Screen] = fields.OneToOneField(
        "hallboard.Screen", primary_key=True, related_name="pointer", on_delete=fields.CASCADE
    )
    epoch = fields.IntField()
    sequence = fields.BigIntField()
    plan = CharField(max_length=64)
    overlay = fields.TextField()
    """Canonical JSON: withdrawn version ids, alerts."""
    issued_at = UtcDatetimeField()
    lease_until = UtcDatetimeField()
    envelope = fields.TextField()
    """The signed bytes that are served."""

    class Meta:
        table = "pointer"


class FormerPlan(Model):
    """A plan that a screen's pointer named before, and until when the screen may go on with it:
    till then it may ask for its files."""

    id = id_field()
    screen: fields.ForeignKeyRelation[Screen] = fields.ForeignKeyField(
        "hallboard.Screen", related_name="former_plans", on_delete=fields.CASCADE
    )
    plan = CharField(max_length=64)
    until = UtcDatetimeField()

    class Meta:
        table = "former_plan"
        unique_together = (("screen", "plan"),)


class Lease(Model):
    """Which process wakes jobs; renewed by compare-and-set.  Also holds the restore epoch."""

    name = CharField(max_length=20, primary_key=True)
    holder = CharField(max_length=40)
    until = UtcDatetimeField()
    number = fields.BigIntField(default=0)

    class Meta:
        table = "lease"

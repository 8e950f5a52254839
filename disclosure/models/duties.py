"""Tables: the county's rules, exemptions, reminders and what became of them."""

from tortoise import Model, fields

from accounts.models import Person, Unit
from core.fields import CharField, UtcDatetimeField, id_field
from disclosure.models.catalogue import CatalogueItem
from disclosure.models.records import Record


class RuleSet(Model):
    """The figures that a county sets for itself, by name of the set."""

    name = CharField(max_length=40, primary_key=True)
    value = fields.TextField()
    """JSON: of disclosure/rules.py and its neighbours; what is missing has its default."""
    updated_at = UtcDatetimeField()
    by = CharField(max_length=60)

    class Meta:
        table = "rule_set"


class Exemption(Model):
    """A unit that need not disclose an item, or not for one period, and why."""

    id = id_field()
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "hallboard.Unit", related_name="exemptions", on_delete=fields.CASCADE
    )
    item: fields.ForeignKeyRelation[CatalogueItem] = fields.ForeignKeyField(
        "hallboard.CatalogueItem", related_name="exemptions", on_delete=fields.CASCADE
    )
    period = CharField(max_length=10, default="")
    """Empty: every period."""
    reason = CharField(max_length=300)
    by = CharField(max_length=60)
    at = UtcDatetimeField()

    class Meta:
        table = "exemption"
        unique_together = (("unit", "item", "period"),)


class Reminder(Model):
    """A reminder or escalation that was due for a person: one row, so it happens once."""

    id = id_field()
    key = CharField(max_length=160, unique=True)
    """What, whom and which stage: a second one is the same row."""
    kind = CharField(max_length=12)
    """ahead (提醒), overdue (逾期) or escalated (报牵头单位)."""
    matter = CharField(max_length=12, default="publication")
    """publication, check (核对无变化) or minimum (each department so many a month)."""
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "hallboard.Person", related_name="reminders", on_delete=fields.CASCADE
    )
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "hallboard.Unit", related_name="reminders", on_delete=fields.CASCADE
    )
    item: fields.ForeignKeyNullableRelation[CatalogueItem] = fields.ForeignKeyField(
        "hallboard.CatalogueItem", null=True, related_name="reminders", on_delete=fields.CASCADE
    )
    record: fields.ForeignKeyNullableRelation[Record] = fields.ForeignKeyField(
        "hallboard.Record", null=True, related_name="reminders", on_delete=fields.CASCADE
    )
    """Of a check: what is to be confirmed."""
    period = CharField(max_length=10, default="")
    due_at = UtcDatetimeField()
    text = CharField(max_length=500)
    at = UtcDatetimeField()
    read_at = UtcDatetimeField(null=True)

    class Meta:
        table = "reminder"


class Delivery(Model):
    """One way by which a reminder leaves the house: e-mail or webhook."""

    id = id_field()
    reminder: fields.ForeignKeyRelation[Reminder] = fields.ForeignKeyField(
        "hallboard.Reminder", related_name="deliveries", on_delete=fields.CASCADE
    )
    channel = CharField(max_length=12)
    """email or webhook."""
    state = CharField(max_length=12, db_index=True)
    """waiting, sending, sent or given_up."""
    tries = fields.IntField(default=0)
    next_at = UtcDatetimeField()
    sent_at = UtcDatetimeField(null=True)
    problem = CharField(max_length=200, default="")

    class Meta:
        table = "delivery"
        unique_together = (("reminder", "channel"),)

"""Tables: programmes."""

from tortoise import Model, fields

from core.fields import CharField, UtcDatetimeField, id_field


class Programme(Model):
    """轮播单: which content rotates, when and on which screens."""

    id = id_field()
    name = CharField(max_length=80)
    level = CharField(max_length=10, default="regular")
    """emergency, insert, timed, regular or fallback."""
    selection = fields.TextField()
    """JSON of schedules.selection.Selection: a query, or records by hand in order."""
    targets = CharField(max_length=400)
    """Space-separated, a space at both ends: ``hall:CODE screen:CODE kind:wall all``."""
    days = fields.IntField(default=127)
    """Weekday mask, bit 0 Monday."""
    from_minute = fields.IntField(default=0)
    to_minute = fields.IntField(default=1440)
    """Daypart in local wall-clock minutes, half-open; to ≤ from runs over midnight."""
    zone = CharField(max_length=40)
    """IANA zone in which the daypart is meant."""
    valid_from = UtcDatetimeField(null=True)
    valid_until = UtcDatetimeField(null=True)
    dwell_ms = fields.IntField(default=12000)
    weight = fields.IntField(default=1)
    enabled = fields.BooleanField(default=True)
    created_at = UtcDatetimeField()
    updated_at = UtcDatetimeField()

    class Meta:
        table = "programme"

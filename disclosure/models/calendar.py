"""Tables: official working and rest days, as imported from the State Council's notices."""

from tortoise import Model, fields

from core.fields import CharField, UtcDatetimeField


class OfficialDay(Model):
    """A day that differs from its weekday: a holiday, or a day worked in exchange."""

    day = fields.DateField(primary_key=True)
    kind = CharField(max_length=4)
    """work or rest."""
    note = CharField(max_length=80, default="")

    class Meta:
        table = "official_day"


class OfficialYear(Model):
    """A year for which the days are known."""

    year = fields.IntField(primary_key=True, generated=False)
    source = CharField(max_length=200, default="")
    imported_at = UtcDatetimeField()
    by = CharField(max_length=60)

    class Meta:
        table = "official_year"

"""Tables: what the wording and privacy gates found, their lists, names taken down."""

from tortoise import Model, fields

from core.fields import CharField, UtcDatetimeField, id_field
from disclosure.models.records import Version


class GateWord(Model):
    """An entry of the county's own lists of words (错敏词)."""

    id = id_field()
    kind = CharField(max_length=12)
    """forbidden, mistaken, leader, planted, outdated or allowed."""
    word = CharField(max_length=60)
    suggestion = CharField(max_length=120, default="")
    note = CharField(max_length=200, default="")
    rank = fields.IntField(default=0)
    """Of leaders: their order."""
    severity = CharField(max_length=8, default="block")
    """block or warn."""
    created_at = UtcDatetimeField()

    class Meta:
        table = "gate_word"
        unique_together = (("kind", "word"),)


class Finding(Model):
    """A place that a gate found in a version, and what was decided."""

    id = id_field()
    version: fields.ForeignKeyRelation[Version] = fields.ForeignKeyField(
        "hallboard.Version", related_name="findings", on_delete=fields.CASCADE
    )
    key = CharField(max_length=64)
    """Equal for the same quote in the same kind of text (disclosure/gates/findings.py)."""
    gate = CharField(max_length=8)
    """wording or privacy."""
    kind = CharField(max_length=16)
    place = CharField(max_length=120)
    """Where it stands, for people: 第 2 段, 表格第 5 行第 3 列."""
    quote = CharField(max_length=200)
    suggestion = CharField(max_length=200, default="")
    severity = CharField(max_length=8, default="block")
    state = CharField(max_length=12, db_index=True)
    """open, masked, cleared, claimed (a ground was stated) or gone (no longer in the text)."""
    reason = CharField(max_length=300, default="")
    by = CharField(max_length=60, default="")
    at = UtcDatetimeField(null=True)
    found_at = UtcDatetimeField()

    class Meta:
        table = "finding"
        unique_together = (("version", "key"),)


class SuppressedName(Model):
    """姓名撤下: a name that no page of the subtree shows any more."""

    id = id_field()
    name = CharField(max_length=40)
    unit_path = CharField(max_length=200, default="/")
    reason = CharField(max_length=300)
    by = CharField(max_length=60)
    since = UtcDatetimeField()
    lifted_at = UtcDatetimeField(null=True)
    lifted_by = CharField(max_length=60, default="")

    class Meta:
        table = "suppressed_name"

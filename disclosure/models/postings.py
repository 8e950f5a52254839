"""Tables: what happened to posting periods: extensions, evidence of display, certificates."""

from tortoise import Model, fields

from core.fields import CharField, UtcDatetimeField, id_field
from disclosure.models.records import Version


class PostingExtension(Model):
    """A posting period that a person made longer, and why."""

    id = id_field()
    version: fields.ForeignKeyRelation[Version] = fields.ForeignKeyField(
        "hallboard.Version", related_name="extensions", on_delete=fields.RESTRICT
    )
    days = fields.IntField()
    """In the unit of the posting period."""
    reason = CharField(max_length=300)
    by = CharField(max_length=60)
    at = UtcDatetimeField()

    class Meta:
        table = "posting_extension"


class DisplayEvidence(Model):
    """A photo of a paper board or of a carrier that does not report by itself."""

    id = id_field()
    version: fields.ForeignKeyRelation[Version] = fields.ForeignKeyField(
        "hallboard.Version", related_name="evidence", on_delete=fields.RESTRICT
    )
    carrier = CharField(max_length=16)
    """paper, website or other."""
    place = CharField(max_length=120)
    file = CharField(max_length=64)
    """SHA-256 of the stored picture."""
    seen_on = fields.DateField()
    """The local day on which the photo shows it."""
    note = CharField(max_length=200, default="")
    by = CharField(max_length=60)
    at = UtcDatetimeField()

    class Meta:
        table = "display_evidence"


class Certificate(Model):
    """公示证明 as it was issued: its JSON with its signature is kept as it left the house."""

    id = id_field()
    version: fields.ForeignKeyRelation[Version] = fields.ForeignKeyField(
        "hallboard.Version", related_name="certificates", on_delete=fields.RESTRICT
    )
    code = CharField(max_length=10, unique=True)
    body = fields.TextField()
    """Canonical JSON of what is certified."""
    signature = fields.TextField()
    key_id = CharField(max_length=64)
    by = CharField(max_length=60)
    at = UtcDatetimeField()

    class Meta:
        table = "certificate"

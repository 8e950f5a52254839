"""Tables: what happened to posting periods: extensions, evidence of display, certificates; and the
files that not everybody may read."""

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


class DisplayDay(Model):
    """What is known of one local day of a posting on one screen.  Only ever added to."""

    id = id_field()
    version: fields.ForeignKeyRelation[Version] = fields.ForeignKeyField(
        "hallboard.Version", related_name="display_days", on_delete=fields.RESTRICT
    )
    screen = CharField(max_length=32)
    """Its code: the row outlives the screen."""
    place = CharField(max_length=200)
    """Hall and screen by name, as they were called on that day."""
    day = fields.DateField()
    planned_at = UtcDatetimeField()
    """When a plan that shows it on that day first stood on the screen's pointer."""
    first_seen_at = UtcDatetimeField(null=True)
    """When the screen first said that it plays such a plan; null: it never did."""
    last_seen_at = UtcDatetimeField(null=True)

    class Meta:
        table = "display_day"
        unique_together = (("version", "screen", "day"),)


class DrawnFor(Model):
    """Pages that were asked for to show a wording of a version, those of a draft that is edited in
    place among them: they go with it when it is a list of persons."""

    id = id_field()
    key = CharField(max_length=64)
    """Of media.models.PageSet."""
    version: fields.ForeignKeyRelation[Version] = fields.ForeignKeyField(
        "hallboard.Version", related_name="drawn_for", on_delete=fields.CASCADE
    )

    class Meta:
        table = "drawn_for"
        unique_together = (("version", "key"),)


class RestrictedFile(Model):
    """A stored file or plan that shows or names what is not meant for everybody: read by those
    screens alone whose plan names it, and destroyed with its version's content."""

    id = id_field()
    sha256 = CharField(max_length=64, db_index=True)
    version: fields.ForeignKeyRelation[Version] = fields.ForeignKeyField(
        "hallboard.Version", related_name="restricted_files", on_delete=fields.RESTRICT
    )

    class Meta:
        table = "restricted_file"
        unique_together = (("sha256", "version"),)

"""Tables: the catalogue, records, their immutable versions, reviews, yearly checks."""

from tortoise import Model, fields

from accounts.models import Person, Unit
from core.fields import CharField, UtcDatetimeField, id_field


class CatalogueItem(Model):
    """公开事项: something that every unit of a tier must disclose."""

    id = id_field()
    code = CharField(max_length=40, unique=True)
    tier = CharField(max_length=12)
    group = CharField(max_length=80)
    """First-level item, as 季度收支情况."""
    name = CharField(max_length=120)
    cadence = CharField(max_length=12)
    """fixed, quarterly, monthly, yearly, prompt or permanent."""
    due_day = fields.IntField(default=10)
    """For periodic cadences: day of the first month after the period by which it is due."""
    audience = CharField(max_length=12, default="public")
    """public (全社会), group (特定群体) or staff (内部)."""
    carriers = CharField(max_length=120, default=" website kiosk screen ")
    """Space-separated, with a space at both ends: website kiosk screen strip paper."""
    basis = fields.TextField(default="")
    time_limit = CharField(max_length=200, default="")
    position = fields.IntField(default=0)

    class Meta:
        table = "catalogue_item"


class Record(Model):
    """公开信息: one document of one unit about one item (and period)."""

    id = id_field()
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "hallboard.Unit", related_name="records", on_delete=fields.RESTRICT
    )
    item: fields.ForeignKeyNullableRelation[CatalogueItem] = fields.ForeignKeyField(
        "hallboard.CatalogueItem", null=True, related_name="records", on_delete=fields.RESTRICT
    )
    period: CharField[str | None] = CharField(max_length=10, null=True)
    """2026Q3, 2026 or 2026-10; null where the item is not periodic."""
    current: fields.ForeignKeyNullableRelation["Version"] = fields.ForeignKeyField(
        "hallboard.Version", null=True, related_name="current_of", on_delete=fields.SET_NULL
    )
    """The published version, if one is."""
    official_url = CharField(max_length=500, default="")
    """Its page on the government's own portal (第一平台), taken from the version last published."""
    created_at = UtcDatetimeField()

    class Meta:
        table = "record"
        unique_together = (("unit", "item", "period"),)
        # Nulls differ from each other in both databases: only periodic records are held apart.


class Version(Model):
    """One wording of a record.  Immutable once submitted; edits make the next number."""

    id = id_field()
    record: fields.ForeignKeyRelation[Record] = fields.ForeignKeyField(
        "hallboard.Record", related_name="versions", on_delete=fields.RESTRICT
    )
    number = fields.IntField()
    code = CharField(max_length=10, unique=True)
    """Short-link code: /r/{code} opens exactly this version."""
    state = CharField(max_length=12, db_index=True)
    """draft, submitted, returned, approved, published, superseded, withdrawn or discarded."""
    newest = fields.BooleanField(default=True)
    """Whether it has the record's highest number."""
    title = CharField(max_length=200)
    template = CharField(max_length=12)
    """notice, table, roster, picture or strip."""
    content = fields.TextField()
    """JSON of media.content.Content."""
    content_hash = CharField(max_length=64)
    """Hash of everything a reviewer signs: see disclosure/hashing.py."""
    template_edition = fields.IntField(default=1)
    nil_return = fields.BooleanField(default=False)
    """本季度无发生."""
    index_number = CharField(max_length=80, default="")
    publisher = CharField(max_length=120, default="")
    document_number = CharField(max_length=80, default="")
    subject = CharField(max_length=80, default="")
    keywords = CharField(max_length=200, default="")
    formed_on = fields.DateField(null=True)
    issued_on = fields.DateField(null=True)
    effective_on = fields.DateField(null=True)
    abolished_on = fields.DateField(null=True)
    ends_at = UtcDatetimeField(null=True)
    """A mandatory end (slogans, hall notices)."""
    official_url = CharField(max_length=500, default="")
    """Its page on the government's own portal (第一平台); the QR code then leads there.

    Signed like the wording: nobody alone decides where a code leads."""
    reviewer = CharField(max_length=80, default="")
    """The unit whose person approved, as it stands on pages; the person is never named there."""
    search_text = fields.TextField(default="")
    """Title, unit, item and pinyin initials, lower case."""
    unsure = fields.TextField(default="[]")
    """JSON list of what an import was unsure of, each with who cleared it and when."""
    author: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "hallboard.Person", related_name="versions", on_delete=fields.RESTRICT
    )
    revision = fields.IntField(default=0)
    """Counts draft saves: a save on an older revision is refused."""
    created_at = UtcDatetimeField()
    updated_at = UtcDatetimeField()
    published_at = UtcDatetimeField(null=True)
    superseded_at = UtcDatetimeField(null=True)
    """From when the next version of the record, or a later period's record, holds: the instant of
    its publication, or the later day on which it comes into force."""
    withdrawn_at = UtcDatetimeField(null=True)
    withdrawn_because = CharField(max_length=300, default="")
    checked_at = UtcDatetimeField(null=True)
    """Last 核对无变化 of fixed content."""

    class Meta:
        table = "version"
        unique_together = (("record", "number"),)


class Review(Model):
    """A step that a person took on a version, bound to the content hash they saw."""

    id = id_field()
    version: fields.ForeignKeyRelation[Version] = fields.ForeignKeyField(
        "hallboard.Version", related_name="reviews", on_delete=fields.RESTRICT
    )
    step = CharField(max_length=12)
    """submit, recall, return, approve, publish, withdraw or check."""
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "hallboard.Person", related_name="reviews", on_delete=fields.RESTRICT
    )
    content_hash = CharField(max_length=64)
    note = CharField(max_length=500, default="")
    at = UtcDatetimeField()

    class Meta:
        table = "review"

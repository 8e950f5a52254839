"""Tables: records, their immutable versions, links between records, index numbers."""

from tortoise import Model, fields

from accounts.models import Person, Unit
from core.fields import CharField, UtcDatetimeField, id_field
from disclosure.models.catalogue import CatalogueItem


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
    """2026Q3, 2026, 2026H1 or 2026-10; null where the item is not periodic."""
    current: fields.ForeignKeyNullableRelation["Version"] = fields.ForeignKeyField(
        "hallboard.Version", null=True, related_name="current_of", on_delete=fields.SET_NULL
    )
    """The published version, if one is."""
    official_url = CharField(max_length=500, default="")
    """Its page on the government's own portal (第一平台), taken from the version last published."""
    index_number = CharField(max_length=80, default="", db_index=True)
    """索引号 given at its first publication by the county's rule; empty for villages' records and
    where the version carries one of its own."""
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
    index_number = CharField(max_length=80, default="", db_index=True)
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
    kind = CharField(max_length=20, default="")
    """The type of its structured fields (disclosure/kinds); empty: free content."""
    fields_json = fields.TextField(default="{}")
    """JSON of the structured fields from which the content was composed."""
    starts_at = UtcDatetimeField(null=True)
    """Its scheduled start: shown from then on, however early it was released."""
    posting_days = fields.IntField(null=True)
    """公示期: how many days it must stay on view; counted from the day after its start."""
    posting_unit = CharField(max_length=14, default="")
    """working_day or calendar_day; empty without a posting period."""
    posting_extended = fields.IntField(default=0)
    """Days that persons added since, in that unit: the sum of its PostingExtension rows."""
    objection = CharField(max_length=200, default="")
    """Where objections go: office, phone, address."""
    group_name = CharField(max_length=80, default="")
    """The named group (特定群体) for which it is meant, where the item's audience is a group."""
    group_area = CharField(max_length=200, default="")
    """Unit path inside which screens may show it; empty: the record's own unit."""
    event = CharField(max_length=12, default="")
    """major (重大事件), or of public concern: concern (首次发声), conference (新闻发布会), response
    (其他回应).  Shortens its deadline: see disclosure/deadlines.py."""
    attachments = fields.TextField(default="[]")
    """JSON of disclosure/attachments: name, kind, size and SHA-256 of each file."""
    unmasked_ground = CharField(max_length=300, default="")
    """The legal ground on which personal data stand unmasked; empty: they are masked."""
    chain = fields.TextField(default="")
    """JSON of the review steps in force when it was submitted (disclosure/chains.py)."""
    step = fields.IntField(default=0)
    """How many of them have been taken."""
    urgent = fields.BooleanField(default=False)
    """Whether the shorter path was asked for."""
    purged_at = UtcDatetimeField(null=True)
    """When its content was destroyed (lists of persons, once their posting ended): hash and row
    count stay."""
    row_count = fields.IntField(default=0)
    """Rows of its tables and rosters, kept beyond a purge."""
    reviewer = CharField(max_length=80, default="")
    """The unit whose person approved, as it stands on pages; the person is never named there."""
    search_text = fields.TextField(default="")
    """Title, unit, item and pinyin initials, lower case."""
    unsure = fields.TextField(default="[]")
    """JSON list of what an import was unsure of, each with who cleared it and when."""
    author: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "hallboard.Person", related_name="versions", on_delete=fields.RESTRICT
    )
    writers = fields.TextField(default="[]")
    """JSON list of the ids of everyone who wrote some of it since the record was last public, those
    who handed it over included: see disclosure/review.py."""
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
        # What is due is asked of these alone, and a version's row is long.
        indexes = (("record_id", "published_at", "withdrawn_at", "checked_at"),)


class RecordLink(Model):
    """解读、回应、结果: one record speaks of another."""

    id = id_field()
    record: fields.ForeignKeyRelation[Record] = fields.ForeignKeyField(
        "hallboard.Record", related_name="links", on_delete=fields.CASCADE
    )
    """The one that speaks."""
    target: fields.ForeignKeyRelation[Record] = fields.ForeignKeyField(
        "hallboard.Record", related_name="linked_by", on_delete=fields.CASCADE
    )
    """The one it speaks of."""
    relation = CharField(max_length=16)
    """interpretation (解读), response (回应) or result (结果)."""
    created_at = UtcDatetimeField()

    class Meta:
        table = "record_link"
        unique_together = (("record", "target", "relation"),)


class IndexSerial(Model):
    """The last serial given under one prefix of index numbers: counted without gaps or doubles."""

    key = CharField(max_length=80, primary_key=True)
    serial = fields.IntField(default=0)

    class Meta:
        table = "index_serial"


class OfficialCheck(Model):
    """The last daily look at a record's page on the government's own portal."""

    id = id_field()
    record: fields.OneToOneRelation[Record] = fields.OneToOneField(
        "hallboard.Record", related_name="official_check", on_delete=fields.CASCADE
    )
    url = CharField(max_length=500)
    status = fields.IntField(default=0)
    """HTTP status; 0: no answer."""
    problem = CharField(max_length=200, default="")
    checked_at = UtcDatetimeField()
    failing_since = UtcDatetimeField(null=True)

    class Meta:
        table = "official_check"


class Source(Model):
    """A list page of the government's portal from which records are pulled."""

    id = id_field()
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "hallboard.Unit", related_name="sources", on_delete=fields.CASCADE
    )
    item: fields.ForeignKeyNullableRelation[CatalogueItem] = fields.ForeignKeyField(
        "hallboard.CatalogueItem", null=True, related_name="sources", on_delete=fields.SET_NULL
    )
    name = CharField(max_length=80)
    list_url = CharField(max_length=500)
    rules = fields.TextField(default="{}")
    """JSON of disclosure/extracting: where links, titles, dates and texts stand."""
    author: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "hallboard.Person", related_name="sources", on_delete=fields.RESTRICT
    )
    """Whose drafts the pulled pages become."""
    active = fields.BooleanField(default=True)
    pulled_at = UtcDatetimeField(null=True)
    problem = CharField(max_length=300, default="")

    class Meta:
        table = "source"


class SourcePage(Model):
    """A page that was pulled: never typed, and never taken twice."""

    id = id_field()
    source: fields.ForeignKeyRelation[Source] = fields.ForeignKeyField(
        "hallboard.Source", related_name="pages", on_delete=fields.CASCADE
    )
    url = CharField(max_length=500)
    record: fields.ForeignKeyNullableRelation[Record] = fields.ForeignKeyField(
        "hallboard.Record", null=True, related_name="pulled_from", on_delete=fields.SET_NULL
    )
    hash = CharField(max_length=64, default="")
    """SHA-256 of what was read, to notice a change there."""
    problem = CharField(max_length=300, default="")
    seen_at = UtcDatetimeField()

    class Meta:
        table = "source_page"
        unique_together = (("source", "url"),)

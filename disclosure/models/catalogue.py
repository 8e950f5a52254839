"""Tables: the catalogue of what must be disclosed, its editions, who owes what."""

from tortoise import Model, fields

from accounts.models import Unit
from core.fields import CharField, UtcDatetimeField, id_field


class CatalogueEdition(Model):
    """A catalogue as it was adopted: a new edition keeps the old one readable."""

    id = id_field()
    code = CharField(max_length=40, unique=True)
    title = CharField(max_length=200)
    unit: fields.ForeignKeyNullableRelation[Unit] = fields.ForeignKeyField(
        "hallboard.Unit", null=True, related_name="editions", on_delete=fields.RESTRICT
    )
    """Who adopted it."""
    source = CharField(max_length=200, default="")
    """The file or template it came from."""
    source_hash = CharField(max_length=64, default="")
    note = fields.TextField(default="")
    codes = fields.TextField(default="[]")
    """JSON: the codes of all its items, those included that it did not change."""
    adopted_at = UtcDatetimeField()

    class Meta:
        table = "catalogue_edition"


class CatalogueItem(Model):
    """公开事项: something that units of a tier must disclose, as it stands now."""

    id = id_field()
    code = CharField(max_length=40, unique=True)
    tier = CharField(max_length=12)
    group = CharField(max_length=120)
    """First-level item, as 季度收支情况."""
    name = CharField(max_length=200)
    cadence = CharField(max_length=12)
    """fixed, quarterly, monthly, half_yearly, yearly, prompt or permanent."""
    due_day = fields.IntField(default=10)
    """For periodic cadences: day of the first month after the period by which it is due."""
    audience = CharField(max_length=12, default="public")
    """public (全社会), group (特定群体) or staff (内部)."""
    carriers = CharField(max_length=120, default=" website kiosk screen ")
    """Space-separated, with a space at both ends: website kiosk screen strip paper."""
    basis = fields.TextField(default="")
    time_limit = fields.TextField(default="")
    """The cell as it was published."""
    position = fields.IntField(default=0)
    unit: fields.ForeignKeyNullableRelation[Unit] = fields.ForeignKeyField(
        "hallboard.Unit", null=True, related_name="items", on_delete=fields.RESTRICT
    )
    """Owed only below this unit; null: in the whole county."""
    unit_kind = CharField(max_length=16, default="")
    """Owed only by units of this kind; empty: by all of the tier."""
    domain = CharField(max_length=80, default="")
    elements = fields.TextField(default="")
    """公开内容（要素）."""
    responsible = CharField(max_length=200, default="")
    """公开主体 in the catalogue's own words; the units themselves are ItemUnit rows."""
    carriers_text = fields.TextField(default="")
    """The cell with its ■ and □."""
    carriers_optional = CharField(max_length=120, default="")
    """As ``carriers``, those marked □."""
    limit_rules = fields.TextField(default="")
    """JSON of the reading of ``time_limit`` (disclosure/timelimits.py), as read or as corrected."""
    limit_review = fields.BooleanField(default=False)
    """Whether a person has still to look at that reading."""
    group_name = CharField(max_length=120, default="")
    """The named group, where the audience is one."""
    mode = CharField(max_length=12, default="proactive")
    """proactive (主动), on_request (依申请) or both."""
    levels = CharField(max_length=60, default="")
    """Space-separated: county township village, as marked."""
    stages = CharField(max_length=60, default="")
    """Space-separated: decision execution management service result (五公开)."""
    work_links = CharField(max_length=40, default="")
    """Space-separated: release interpretation response (发布 解读 回应)."""
    chain = CharField(max_length=12, default="affairs")
    """Its review chain: affairs (政务), village (村务), finance (村务财务) or party (党务)."""
    record_kind = CharField(max_length=20, default="")
    """The type of its records (disclosure/kinds), to offer the right form."""
    edition: fields.ForeignKeyNullableRelation[CatalogueEdition] = fields.ForeignKeyField(
        "hallboard.CatalogueEdition", null=True, related_name="items", on_delete=fields.RESTRICT
    )
    """The edition that last said something of it."""
    number = fields.IntField(default=1)
    """Counts its own changes: see ItemEdition."""
    applied_at = UtcDatetimeField(null=True)
    """Since when it is owed; null: always."""
    retired_at = UtcDatetimeField(null=True)
    retired_because = CharField(max_length=300, default="")
    merged_into: fields.ForeignKeyNullableRelation["CatalogueItem"] = fields.ForeignKeyField(
        "hallboard.CatalogueItem", null=True, related_name="merged", on_delete=fields.RESTRICT
    )

    class Meta:
        table = "catalogue_item"


class ItemEdition(Model):
    """An item as it stood after one change.  Never changed: the old editions stay readable."""

    id = id_field()
    item: fields.ForeignKeyRelation[CatalogueItem] = fields.ForeignKeyField(
        "hallboard.CatalogueItem", related_name="history", on_delete=fields.RESTRICT
    )
    number = fields.IntField()
    edition: fields.ForeignKeyNullableRelation[CatalogueEdition] = fields.ForeignKeyField(
        "hallboard.CatalogueEdition", null=True, related_name="changes", on_delete=fields.RESTRICT
    )
    action = CharField(max_length=12)
    """added, changed, merged or retired."""
    data = fields.TextField()
    """Canonical JSON of all its elements."""
    reason = CharField(max_length=300, default="")
    by = CharField(max_length=60)
    at = UtcDatetimeField()

    class Meta:
        table = "item_edition"
        unique_together = (("item", "number"),)


class ItemUnit(Model):
    """A unit that owes an item by name.  Without such rows all units of its tier owe it."""

    id = id_field()
    item: fields.ForeignKeyRelation[CatalogueItem] = fields.ForeignKeyField(
        "hallboard.CatalogueItem", related_name="owed_by", on_delete=fields.CASCADE
    )
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "hallboard.Unit", related_name="owes", on_delete=fields.CASCADE
    )
    role = CharField(max_length=12, default="responsible")
    """responsible (公开主体) or lead (牵头单位)."""

    class Meta:
        table = "item_unit"
        unique_together = (("item", "unit", "role"),)

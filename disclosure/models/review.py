"""Tables: review chains as data, and the steps that people took."""

from tortoise import Model, fields

from accounts.models import Person
from core.fields import CharField, UtcDatetimeField, id_field
from disclosure.models.records import Version


class ReviewChain(Model):
    """The steps that a kind of content takes before it is public; the most specific row holds."""

    id = id_field()
    kind = CharField(max_length=12)
    """affairs, village, finance or party."""
    unit_path = CharField(max_length=200, default="/")
    """Holds for units below this path; the longest path wins."""
    audience = CharField(max_length=12, default="")
    """public, group or staff; empty: any."""
    urgent = fields.BooleanField(default=False)
    """Whether this is the shorter path of urgent content."""
    steps = fields.TextField()
    """JSON of disclosure/chains.py."""
    updated_at = UtcDatetimeField()

    class Meta:
        table = "review_chain"
        unique_together = (("kind", "unit_path", "audience", "urgent"),)


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
    stage = CharField(max_length=20, default="")
    """For approvals: the code of the chain's step."""
    decisions = fields.TextField(default="")
    """JSON of the secrecy checklist, one decision a category."""
    signer = CharField(max_length=60, default="")
    """Who signed on paper, where ``person`` only recorded it."""
    scan = CharField(max_length=64, default="")
    """SHA-256 of the scanned signature."""

    class Meta:
        table = "review"

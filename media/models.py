"""Tables: stored files, and the queue and cache of drawn pages."""

from tortoise import Model, fields

from core.fields import CharField, UtcDatetimeField, id_field


class StoredFile(Model):
    """Bytes in the content-addressed store.  The row is written after the file is whole."""

    sha256 = CharField(max_length=64, primary_key=True)
    size = fields.BigIntField()
    media_type = CharField(max_length=60)
    created_at = UtcDatetimeField()

    class Meta:
        table = "stored_file"


class PageSet(Model):
    """The pages of one sheet for one screen profile: asked for, drawn or failed.

    ``key`` is the hash of all that can change a pixel (sheet, profile, template edition), so equal
    requests share one row and a drawn set never changes.
    """

    key = CharField(max_length=64, primary_key=True)
    profile = CharField(max_length=40)
    sheet = fields.TextField()
    """Canonical JSON of the sheet (media/sheet.py)."""
    state = CharField(max_length=10, default="queued", db_index=True)
    """queued, drawing, drawn or failed."""
    problem = fields.TextField(default="")
    """Why it failed, as JSON ``{"code", "message", "data"}``: shown to the author."""
    pages = fields.TextField(default="[]")
    """JSON list of ``{"file", "bytes", "type", "width", "height", "alt"}`` in order."""
    claimed_until = UtcDatetimeField(null=True)
    attempts = fields.IntField(default=0)
    created_at = UtcDatetimeField()

    class Meta:
        table = "page_set"


class DrawRequest(Model):
    """Orders the queue: what is wanted sooner is drawn sooner."""

    id = id_field()
    key = CharField(max_length=64, unique=True)
    urgency = fields.IntField(default=0)
    """0 a preview that a person waits for, 1 on a screen today, 2 later."""
    created_at = UtcDatetimeField()

    class Meta:
        table = "draw_request"

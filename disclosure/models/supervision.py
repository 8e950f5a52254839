"""Tables: tasks, spot checks and their findings, reported material."""

from tortoise import Model, fields

from accounts.models import Unit
from core.fields import CharField, UtcDatetimeField, id_field
from disclosure.models.records import Record


class Task(Model):
    """任务: a piece of work with its units and a deadline, or 持续推进."""

    id = id_field()
    number = fields.IntField()
    title = CharField(max_length=200)
    basis = CharField(max_length=200, default="")
    due_on = fields.DateField(null=True)
    """The last day; null: 持续推进 or as ``span`` says."""
    span = CharField(max_length=60, default="")
    """The time in the plan's own words: 持续推进, 试点工作期间, 2017年11月底前."""
    closed_at = UtcDatetimeField(null=True)
    by = CharField(max_length=60)
    at = UtcDatetimeField()

    class Meta:
        table = "task"


class TaskUnit(Model):
    """A unit's share of a task."""

    id = id_field()
    task: fields.ForeignKeyRelation[Task] = fields.ForeignKeyField(
        "hallboard.Task", related_name="shares", on_delete=fields.CASCADE
    )
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "hallboard.Unit", related_name="tasks", on_delete=fields.CASCADE
    )
    progress = fields.TextField(default="")
    done_at = UtcDatetimeField(null=True)
    by = CharField(max_length=60, default="")

    class Meta:
        table = "task_unit"
        unique_together = (("task", "unit"),)


class SpotCheck(Model):
    """抽查: a list drawn at random from a seed, so that anybody can draw it again."""

    id = id_field()
    title = CharField(max_length=120)
    seed = CharField(max_length=60)
    size = fields.IntField()
    scope = CharField(max_length=200, default="/")
    """Unit path."""
    drawn_at = UtcDatetimeField()
    by = CharField(max_length=60)

    class Meta:
        table = "spot_check"


class SpotFinding(Model):
    """A record on a spot-check list: what was found, with a photo and a deadline to correct it."""

    id = id_field()
    check: fields.ForeignKeyRelation[SpotCheck] = fields.ForeignKeyField(
        "hallboard.SpotCheck", related_name="findings", on_delete=fields.CASCADE
    )
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "hallboard.Unit", related_name="spot_findings", on_delete=fields.CASCADE
    )
    record: fields.ForeignKeyNullableRelation[Record] = fields.ForeignKeyField(
        "hallboard.Record", null=True, related_name="spot_findings", on_delete=fields.SET_NULL
    )
    subject = CharField(max_length=200)
    """What was to be looked at, in words."""
    state = CharField(max_length=12, default="open")
    """open (待查), fine (合格), fault (有问题), corrected (已整改) or closed (已复核)."""
    finding = CharField(max_length=500, default="")
    photo = CharField(max_length=64, default="")
    correct_by = fields.DateField(null=True)
    correction = CharField(max_length=500, default="")
    corrected_at = UtcDatetimeField(null=True)
    by = CharField(max_length=60, default="")
    at = UtcDatetimeField(null=True)

    class Meta:
        table = "spot_finding"


class Material(Model):
    """上报资料: what a unit reported, and how it was judged."""

    id = id_field()
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "hallboard.Unit", related_name="materials", on_delete=fields.CASCADE
    )
    kind = CharField(max_length=16)
    """material (上报资料), attendance (旁听制), joint (会审会) or minutes (局务会议纪要)."""
    period = CharField(max_length=10)
    title = CharField(max_length=200)
    body = fields.TextField(default="")
    attachments = fields.TextField(default="[]")
    score = fields.DecimalField(max_digits=6, decimal_places=2, null=True)
    remark = CharField(max_length=300, default="")
    by = CharField(max_length=60)
    at = UtcDatetimeField()
    scored_by = CharField(max_length=60, default="")
    scored_at = UtcDatetimeField(null=True)

    class Meta:
        table = "material"

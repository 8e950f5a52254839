"""The catalogues that ship: of the three tiers and of public services, and the 2017 list.

They are .csv files of the published shape, read by the same reader as any county's.
"""

from dataclasses import dataclass
from pathlib import Path

from core.errors import NotFound
from core.messages import marked
from disclosure.cataloguing import ParsedCatalogue, read_catalogue

_FOLDER = Path(__file__).resolve().parent.parent / "catalogue_templates"


@dataclass(frozen=True)
class Template:
    """``retired``: kept to be read, not to be applied."""

    code: str
    title: str
    tier: str
    edition: str
    note: str
    retired: bool = False


_NOW = marked(
    "依据县级政务公开实施方案的分级内容，按现行政策更新：取消社会抚养费，五保供养改为特困人员救助供养，"
    "扶贫开发改为乡村振兴和过渡期衔接资金。"
)
_THEN = marked("2017年实施方案的原文，仅供查阅，不能套用。")
TEMPLATES: tuple[Template, ...] = (
    Template("department", marked("县直单位政务公开目录"), "department", "2026", _NOW),
    Template("township", marked("乡镇（街道）政务公开目录"), "township", "2026", _NOW),
    Template("village", marked("村（社区）公开目录"), "village", "2026", _NOW),
    Template(
        "public-service",
        marked("公用企事业单位办事公开目录"),
        "department",
        "2026",
        marked("适用于教育、医疗卫生、供水、供电、燃气、公共交通等公用企事业单位。"),
    ),
    Template("department-2017", marked("县直单位政务公开目录"), "department", "2017", _THEN, True),
    Template("township-2017", marked("乡镇（街道）政务公开目录"), "township", "2017", _THEN, True),
    Template("village-2017", marked("村（社区）政务公开目录"), "village", "2017", _THEN, True),
)


def template_of(code: str) -> Template:
    """Raises NotFound."""
    found = next((one for one in TEMPLATES if one.code == code), None)
    if found is None:
        raise NotFound("template-unknown", "没有这个目录模板。")
    return found


def read_template(code: str) -> ParsedCatalogue:
    """The template's rows.  Raises NotFound."""
    name = f"{template_of(code).code}.csv"
    return read_catalogue((_FOLDER / name).read_bytes(), name)

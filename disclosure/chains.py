"""The steps that a kind of content takes between its author and the public.

A chain is data: the defaults stand here, a county sets others (ReviewChain rows).  Whatever the
data say, at least one step is taken by somebody else than the author, and so is the release.

Where the defaults come from:

* 政务 (affairs): 业务谁主管,保密谁负责; 部门分管领导和部门负责人负责上报信息的审定和把关
  (勐糯镇政务信息公开制度 2017, Art. 12); 未经审核签字的信息不予接收; the office then publishes
  (Art. 13).  The check comes before disclosure: 政府信息公开条例 (2019), Art. 17.
* 村务财务 (finance): 民主理财小组 reviews before posting, the township sees (淅川 2017: 逐级审查,
  严格把关; 村民委员会组织法, Art. 32: 村务监督机构负责民主理财).
* 村务 (village): the supervision group reviews, village party branch and committee decide
  (中办发〔2004〕17号, 村务公开的程序).
* 党务 (party): 申请, 审核 (with its secrecy check), 审批, 实施 (中国共产党党务公开条例（试行）).
* Urgent: whoever answers for the unit decides alone, and answers the secrecy check too.  Village
  accounts never pass by the group that audits them.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from core.errors import Invalid
from core.messages import marked

KINDS: dict[str, str] = {
    "affairs": marked("政务公开"),
    "village": marked("村务公开"),
    "finance": marked("村务财务公开"),
    "party": marked("党务公开"),
}
REVIEWING = ("secrecy", "reviewer", "head", "finance", "office")
"""Roles that may take a step."""
RELEASING = ("office", "head", "reviewer")
"""Roles that may release."""
STEP_KINDS: dict[str, str] = {
    "sign": marked("审核签字"),
    "secrecy": marked("保密审查（逐项填写审查清单）"),
    "above": marked("上级审核（须由上级单位的人员办理）"),
}
MOST = 8
NAME = 20


@dataclass(frozen=True)
class Step:
    """``code`` is unique in its chain; ``role`` a role of REVIEWING, ``kind`` one of STEP_KINDS:
    ``secrecy`` asks for the checklist, ``above`` for a role held over a unit above."""

    code: str
    name: str
    role: str
    kind: str = "sign"

    @property
    def on_paper(self) -> bool:
        """Whether a signature on paper may be recorded; a checklist has to be answered."""
        return self.kind != "secrecy"


@dataclass(frozen=True)
class Chain:
    """The steps in their order, and the role that releases when all are taken."""

    steps: tuple[Step, ...]
    release_role: str = "office"


@dataclass(frozen=True)
class Row:
    """Where a chain of the county's own holds; ``audience`` "": any."""

    kind: str
    unit_path: str
    audience: str
    urgent: bool
    chain: Chain


@dataclass(frozen=True)
class Reach:
    """The roles that a person holds over a unit; ``above``: those held over a unit above it."""

    roles: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()

    def covers(self, step: Step) -> bool:
        return step.role in (self.above if step.kind == "above" else self.roles)


_SECRECY = Step("secrecy", marked("保密审查"), "secrecy", "secrecy")
_DEFAULTS: dict[str, Chain] = {
    "affairs": Chain(
        (
            _SECRECY,
            Step("leader", marked("分管领导审核"), "reviewer"),
            Step("head", marked("主要负责人签发"), "head"),
        )
    ),
    "village": Chain(
        (
            Step("supervision", marked("村务监督小组审查"), "finance"),
            Step("head", marked("村两委负责人签发"), "head"),
        )
    ),
    "finance": Chain(
        (
            Step("finance", marked("民主理财小组审核"), "finance"),
            Step("township", marked("乡镇审核"), "reviewer", "above"),
        )
    ),
    "party": Chain(
        (
            _SECRECY,
            Step("leader", marked("分管领导审核"), "reviewer"),
            Step("head", marked("党组织负责人审批"), "head"),
        )
    ),
}
_URGENT = Chain((Step("head", marked("主要负责人审查签发"), "head", "secrecy"),))
_URGENT_FINANCE = Chain((Step("finance", marked("民主理财小组审核"), "finance"),))
LEGACY = Chain((Step("", marked("审核"), "reviewer"),))
"""Of versions submitted before chains were kept: one signature, then release."""


def default_chain(kind: str, *, urgent: bool = False) -> Chain:
    """What holds where the county has set nothing.  Raises KeyError for an unknown kind."""
    usual = _DEFAULTS[kind]
    if not urgent:
        return usual
    return _URGENT_FINANCE if kind == "finance" else _URGENT


def kind_of(chain: str, tier: str) -> str:
    """Which chain content takes: ``chain`` of its item ("" without one), ``tier`` of its unit.

    What a village discloses is 村务 and never 政务: it exercises no administrative power.
    """
    if tier == "village" and chain in ("", "affairs"):
        return "village"
    return chain or "affairs"


def chain_in_force(
    rows: Iterable[Row], kind: str, *, unit_path: str, audience: str, urgent: bool
) -> Chain:
    """The county's most specific chain (the longest path, then a named audience), else the
    default."""
    fitting = [
        row
        for row in rows
        if row.kind == kind
        and row.urgent == urgent
        and row.audience in ("", audience)
        and unit_path.startswith(row.unit_path)
    ]
    if not fitting:
        return default_chain(kind, urgent=urgent)
    return max(fitting, key=lambda row: (len(row.unit_path), bool(row.audience))).chain


def written(chain: Chain) -> str:
    """As JSON, to store: ``{"steps": [{"code", "name", "role", "kind"}], "release": "office"}``."""
    steps = [vars(step) for step in chain.steps]
    return json.dumps({"steps": steps, "release": chain.release_role}, ensure_ascii=False)


@lru_cache(maxsize=256)
def read(text: str) -> Chain:
    """The chain of its JSON; without any, that of versions submitted before chains were kept."""
    if not text:
        return LEGACY
    stored = json.loads(text)
    return Chain(tuple(Step(**step) for step in stored["steps"]), stored["release"])


def check_chain(chain: Chain) -> None:
    """Raises Invalid, naming the step, for a chain that nobody could walk or that is too short."""
    if not chain.steps:
        raise Invalid("chain-empty", "至少要有一步由起草人以外的人审核。", field="steps")
    if len(chain.steps) > MOST:
        raise Invalid("chain-long", "审核步骤最多 {most} 步。", most=MOST, field="steps")
    if chain.release_role not in RELEASING:
        raise Invalid("release-role-bad", "请选择由谁发布。", field="release")
    for number, step in enumerate(chain.steps, 1):
        _check_one(number, step)
    if len({step.code for step in chain.steps}) < len(chain.steps):
        raise Invalid("step-twice", "审核步骤的代码重复。", field="steps")


def _check_one(number: int, step: Step) -> None:
    if not step.name.strip():
        raise Invalid("step-nameless", "第 {number} 步没有名称。", number=number, field="steps")
    if len(step.name) > NAME:
        raise Invalid(
            "step-name-long",
            "第 {number} 步的名称最多 {most} 个字。",
            number=number,
            most=NAME,
            field="steps",
        )
    if step.role not in REVIEWING:
        raise Invalid(
            "step-role-bad", "第 {number} 步没有选择由谁办理。", number=number, field="steps"
        )
    if step.kind not in STEP_KINDS:
        raise Invalid(
            "step-kind-bad", "第 {number} 步没有选择办理方式。", number=number, field="steps"
        )

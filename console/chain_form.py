"""A review chain as a form: one line a step, in the office's own words."""

from collections.abc import Mapping

from accounts.permissions import ROLE_NAMES
from core import messages
from disclosure.chains import MOST, STEP_KINDS, Chain, Step

Values = Mapping[str, str]
AUDIENCES: dict[str, str] = {
    "": messages.marked("不分公开范围"),
    "public": messages.marked("社会公众"),
    "group": messages.marked("特定群体"),
    "staff": messages.marked("内部"),
}
"""For whom content is meant, as far as a chain tells them apart."""


def read_chain(form: Values) -> Chain:
    """The chain of ``name-1``, ``role-1``, ``kind-1`` … and ``release``; empty lines are left out.
    What is wrong with it, disclosure.chains.check_chain tells."""
    lines = [
        (form.get(f"name-{n}", "").strip(), form.get(f"role-{n}", ""), form.get(f"kind-{n}", ""))
        for n in range(1, MOST + 1)
    ]
    steps = [
        Step(f"{role or 'step'}-{number}", name, role, kind or "sign")
        for number, (name, role, kind) in enumerate((one for one in lines if any(one[:2])), 1)
    ]
    return Chain(tuple(steps), form.get("release", ""))


def values_of(chain: Chain) -> dict[str, str]:
    """The form's fields that say this chain."""
    values = {"release": chain.release_role}
    for number, step in enumerate(chain.steps, 1):
        values |= {
            f"name-{number}": step.name,
            f"role-{number}": step.role,
            f"kind-{number}": step.kind,
        }
    return values


def in_words(chain: Chain) -> list[str]:
    """Its stations: 起草送审（信息员）, 保密审查（保密审查员，…）, …, 放行发布（政务公开办）."""
    return [
        _station(messages.text("起草送审"), "officer"),
        *(_station(messages.text(step.name), step.role, step.kind) for step in chain.steps),
        _station(messages.text("放行发布"), chain.release_role),
    ]


def _station(name: str, role: str, kind: str = "sign") -> str:
    who = messages.text(ROLE_NAMES[role]) if role in ROLE_NAMES else role
    if kind == "sign" or kind not in STEP_KINDS:
        return messages.text("{name}（{who}）", name=name, who=who)
    how = {"secrecy": messages.text("逐项清单"), "above": messages.text("上级单位")}[kind]
    return messages.text("{name}（{who}，{how}）", name=name, who=who, how=how)

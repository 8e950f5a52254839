"""The secrecy check: what may not be disclosed, and a decision on each.

Source: 政府信息公开条例 (2019), Art. 14–16, and 勐糯镇政务信息公开制度 (2017), Art. 7.  What is
still under discussion may be withheld (Art. 16), but asking the public is the purpose of a draft
put out for consultation, which it therefore does not bar.
"""

import json
from collections.abc import Mapping

from core.errors import Invalid
from core.messages import marked, text

CATEGORIES: dict[str, str] = {
    "state": marked("国家秘密"),
    "commerce": marked("商业秘密"),
    "privacy": marked("个人隐私"),
    "security": marked("公开后可能危及国家安全、公共安全、经济安全、社会稳定"),
    "internal": marked("内部事务信息（人事管理、后勤管理、内部工作流程等）"),
    "process": marked(
        "过程性信息（正在研究讨论、尚未作出决定，讨论记录、过程稿、磋商信函、请示报告等）"
    ),
    "enforcement": marked("行政执法案卷信息"),
    "forbidden": marked("法律、法规和规章禁止公开的其他信息"),
}
NONE, WITHHOLD, REDACTED, CONSULTATION = "none", "withhold", "redacted", "consultation"
DECISIONS: dict[str, str] = {
    NONE: marked("不涉及"),
    REDACTED: marked("已作删减或遮盖处理"),
    WITHHOLD: marked("涉及，不得公开"),
    CONSULTATION: marked("属征求意见稿，依法公开征求意见"),
}


def choices(category: str, *, consultation: bool) -> tuple[str, ...]:
    """The decisions that may be taken on a category."""
    if category == "process" and consultation:
        return (NONE, REDACTED, CONSULTATION)
    return (NONE, REDACTED, WITHHOLD)


def check_decisions(given: Mapping[str, str], *, consultation: bool) -> None:
    """Raises Invalid for a category without a decision, and where one bars disclosure."""
    for category, name in CATEGORIES.items():
        if given.get(category) not in choices(category, consultation=consultation):
            raise Invalid(
                "decision-missing",
                "保密审查清单中“{category}”一项尚未作出决定。",
                category=text(name),
                field="decisions",
            )
    barred = [text(CATEGORIES[known]) for known in CATEGORIES if given[known] == WITHHOLD]
    if barred:
        raise Invalid(
            "must-not-disclose",
            "涉及{categories}，不得公开：请写明原因，退回起草人。",
            categories="、".join(barred),
            field="decisions",
        )


def written(given: Mapping[str, str]) -> str:
    """As JSON, in the order of the list; "" where none were asked for."""
    kept = {category: given[category] for category in CATEGORIES if category in given}
    return json.dumps(kept) if kept else ""


def read(stored: str) -> dict[str, str]:
    """The decisions of their JSON."""
    return dict(json.loads(stored)) if stored else {}

"""What a gate found: the same shape for words and for personal data."""

from dataclasses import dataclass
from typing import Literal

from core.canonical import digest
from core.messages import marked
from disclosure.gates.folding import fold
from disclosure.gates.places import Place, Placed

Gate = Literal["wording", "privacy"]
Severity = Literal["block", "warn"]
KINDS: dict[str, str] = {
    "forbidden": marked("禁用词"),
    "mistaken": marked("易错表述"),
    "outdated": marked("过时表述"),
    "planted": marked("疑似植入的广告、赌博内容"),
    "post": marked("职务不符"),
    "order": marked("领导排序"),
    "identity": marked("身份证号码"),
    "mobile": marked("手机号码"),
    "bank": marked("银行账号"),
    "address": marked("详细住址"),
    "email": marked("电子邮箱"),
    "passport": marked("护照或通行证号码"),
}
"""What kinds of findings are called."""
AROUND: dict[str, str] = {
    "field": marked("标题等栏目"),
    "heading": marked("小标题"),
    "paragraph": marked("正文"),
    "list": marked("列表"),
    "table": marked("表格"),
    "roster": marked("名册"),
    "picture": marked("图片说明"),
}
"""What the texts are called in which findings stand."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``start`` and ``end`` count characters of the text at ``place``; ``quote`` stands there.

    ``suggestion`` is the right form, or the masked text; ``note`` says why.
    """

    gate: Gate
    kind: str
    place: Place
    around: str
    start: int
    end: int
    quote: str
    suggestion: str = ""
    note: str = ""
    severity: Severity = "block"

    @property
    def key(self) -> str:
        """Equal for the same quote in the same kind of text: what was cleared stays cleared in a
        record's later drafts wherever it moves, but not when it moves into a list of persons."""
        return digest([self.gate, self.kind, fold(self.quote), self.around])


def found_in(
    placed: Placed,
    span: tuple[int, int],
    gate: Gate,
    kind: str,
    *,
    suggestion: str = "",
    note: str = "",
    severity: Severity = "block",
) -> Finding:
    """A finding over the stretch ``span`` of a placed text."""
    start, end = span
    return Finding(
        gate,
        kind,
        placed.place,
        placed.around,
        start,
        end,
        placed.text[start:end],
        suggestion,
        note,
        severity,
    )

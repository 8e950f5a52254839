"""How personal data is masked.

Shielding (屏蔽) of GB/T 37964-2019, in the forms that published lists use: of an identity number
the day of birth is hidden (first six and last four stand), of a mobile number the middle four, of
an account all but the last four; an address ends with its village or estate.  The author confirms
each; who wants less to be seen shortens the text.
"""

import re
from collections.abc import Iterable, Mapping

from disclosure.gates.findings import Finding
from disclosure.gates.places import Edit, Place, edited, edited_text
from media.content import Content

_SEEN = {"identity": (6, 4), "mobile": (3, 4), "bank": (0, 4), "passport": (2, 2)}
"""Characters that stand at the front and at the back; separators do not count."""
_ENDS = re.compile(
    r".*?(?:小区|社区|花园|家园|公寓|新村|居委会|村|屯|寨|庄|苑|园|城|府|里|湾|庭|路|街|弄|巷)"
)
HIDDEN = "*"


def masked_text(kind: str, quote: str) -> str:
    """``quote`` masked as its kind is.  Nothing that is left is a finding of that kind."""
    if kind == "email":
        return f"{quote[0]}***{quote[quote.index('@') if '@' in quote else quote.index('＠') :]}"
    if kind == "address":
        return f"{_named(quote)}***"
    front, back = _SEEN[kind]
    own = [at for at, letter in enumerate(quote) if letter.isalnum()]
    if kind == "mobile" and len(own) > 11:
        front += len(own) - 11  # +86
    if kind == "identity" and len(own) == 15:
        back = 3
    hidden = set(own[front : len(own) - back])
    return "".join(HIDDEN if at in hidden else letter for at, letter in enumerate(quote))


def masked_name(name: str) -> str:
    """张小三 → 张*三, 张三 → 张*: for lists in which names need not stand whole."""
    letters = name.replace(" ", "").replace("\u3000", "")
    if len(letters) < 2:
        return letters
    last = letters[-1] if len(letters) > 2 else ""
    return letters[0] + HIDDEN * max(1, len(letters) - 2) + last


def masked(content: Content, findings: Iterable[Finding]) -> Content:
    """The content with each finding masked where it stands.  Those of fields are left alone."""
    edits: dict[Place, list[Edit]] = {}
    for one in findings:
        if one.place.field == "content":
            edits.setdefault(one.place, []).append(_edit(one))
    return edited(content, edits)


def masked_fields(fields: Mapping[str, str], findings: Iterable[Finding]) -> dict[str, str]:
    """The fields (title, keywords …) with each finding masked."""
    edits: dict[str, list[Edit]] = {}
    for one in findings:
        edits.setdefault(one.place.field, []).append(_edit(one))
    return {name: edited_text(text, edits.get(name, ())) for name, text in fields.items()}


def _edit(finding: Finding) -> Edit:
    return Edit(finding.start, finding.end, masked_text(finding.kind, finding.quote))


def _named(quote: str) -> str:
    """An address up to where many live: nothing of it with a digit."""
    found = _ENDS.match(quote)
    named = found[0] if found else quote[:3]
    return re.sub(r"[\d０-９].*", "", named)

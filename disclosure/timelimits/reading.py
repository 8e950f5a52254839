"""Text in, rules out: finds what it knows, and says what it did not understand.

Each finder takes its words out of the text; what remains and is not filler needs a person.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from core.messages import text
from disclosure.timelimits.dated import DATED, RHYTHMS
from disclosure.timelimits.found import Found
from disclosure.timelimits.rules import Periodic, Posting, Rule, Within
from disclosure.timelimits.spans import SPANS
from disclosure.timelimits.writing import plain

TAKEN = "\0"
LONGEST = 2000
"""A cell of more signs is no time limit; it is read as unknown."""
_SAME = re.compile(r"同上|同前|同左|〃")
_NOTHING = re.compile(r"[-/\\.。,;:无()*_]*")
_FILLER = re.compile(
    "|".join(
        (
            "属于主动公开范围的|上(?:1个?)?(?:季度?|月|年度?|半年)度?的?(?:收支|工作)?(?:情况|数据|信息|报告)?",
            "(?:形成|制定|获取|产生|变更|变动|变化|批准|审批|审核|通过|确定|发生|印发|完成|结束)(?:之日起?|之?后|时)",
            "(?:本?村|本?乡|本?镇|街道|社区|单位)?(?:村务|居务)?(?:公示栏|公开栏|公告栏)|(?:政府)?(?:门户)?网站",
            "发生(?:变更|变动|变化|调整)(?:时|后|的)?|保持|继续",
            "政府信息|公开事项|公开信息|公开内容|公开时限|公示时限|时限要求|时限|期限|信息",
            "予以|应当|应该|应|必须|须|需要?|可|要|由|进行|做好|完成|主动|依法|按要求|按规定|及时|依规",
            "向社会|对外|社会|公众|全文|上网|公开|公布|公示|发布|更新|公告|张榜|答复|告知",
            "至少|不少于|最迟|最晚|最长|不超过|不得超过|不迟于|原则上|一般|统一|之?前|以前|之?内|以内|之后|后",
            "并且?|及|以及|和|或者?|且|的|在|于|自|从|将|按照?|为|等|期间|时间|日期|1次|均|都|即|起|间|分别|[-+/.*_]",
        )
    )
)
_PART = re.compile(rf"[^{TAKEN}。;,、:()]+")
_CONDITION = re.compile(r"的$|其中|如|遇|特殊|特别|重大|涉及|属于|较多|情况|事项|热点|内容|除|但")


@dataclass(frozen=True)
class Reading:
    """What a cell says.  ``reason``: why a person should look, in the language in use; None
    when the rules say everything that the cell says."""

    text: str
    rules: tuple[Rule, ...]
    needs_review: bool
    reason: str | None

    def as_json(self) -> dict[str, object]:
        """As ``hallboard time-limit --json`` prints it."""
        return {
            "text": self.text,
            "rules": [rule.as_json() for rule in self.rules],
            "needs_review": self.needs_review,
            "reason": self.reason,
        }


@dataclass
class _Sheet:
    """The text, with what was understood taken out, and where each rule stood."""

    left: str
    found: list[tuple[int, Rule]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def take(
        self, pattern: "re.Pattern[str]", read: Callable[["re.Match[str]"], Found | None]
    ) -> None:
        """Take out each match that ``read`` understands (it returns None for the others)."""

        def taken(match: "re.Match[str]") -> str:
            read_as = read(match)
            if read_as is None:
                return match[0]
            if read_as.rule is not None:
                self.found.append((match.start(), read_as.rule))
            if read_as.doubt:
                self.doubts.append(read_as.doubt)
            return TAKEN * len(match[0])

        self.left = pattern.sub(taken, self.left)


def read_time_limit(cell: str) -> Reading:
    """The rules of a 公开时限 cell.  Never raises; nothing is guessed silently.

    An exception by law (法律、法规另有规定的，从其规定) stands in 条例 Art. 26 itself: it changes
    no rule and needs nobody.  A condition in words gives its rules and asks a person.
    """
    said = plain(cell[:LONGEST])
    if _NOTHING.fullmatch(said):
        return _unread(cell, text("没有写明公开时限。"))
    if _SAME.match(said):
        return _unread(cell, text("“同上”须按上一行的公开时限填写。"))
    if len(cell) > LONGEST:
        return _unread(cell, text("文字过长，不像公开时限。"))
    sheet = _Sheet(said)
    for pattern, read in (*SPANS[:3], *DATED, *SPANS[3:], *RHYTHMS):
        sheet.take(pattern, read)
    rules = _distinct([rule for _, rule in sorted(sheet.found, key=lambda one: one[0])])
    doubts = tuple(dict.fromkeys([*sheet.doubts, *_left_over(sheet.left), *_at_odds(rules)]))
    if not rules:
        doubts = doubts or (text("没有读出公开时限。"),)
    return Reading(cell, rules, bool(doubts), "".join(doubts) or None)


def _distinct(found: list[Rule]) -> tuple[Rule, ...]:
    """Each rule once; 按月 beside 每月10日前 says nothing more."""
    dated = {rule.cadence for rule in found if isinstance(rule, Periodic) and rule.by_day}
    return tuple(
        dict.fromkeys(
            rule
            for rule in found
            if not (isinstance(rule, Periodic) and rule == Periodic(rule.cadence))
            or rule.cadence not in dated
        )
    )


def _unread(cell: str, reason: str) -> Reading:
    return Reading(cell, (), True, reason)


def _left_over(left: str) -> Iterator[str]:
    """A sentence for what nobody understood."""
    parts = [part for part in _PART.findall(left) if _FILLER.sub("", part)]
    if not parts:
        return
    quoted = "，".join(parts)[:60]
    if any(_CONDITION.search(part) for part in parts):
        yield text(
            "“{quoted}”附有条件或者只适用于部分内容，请核对本事项适用哪一条。", quoted=quoted
        )
    else:
        yield text("“{quoted}”未能读懂，请人工核对。", quoted=quoted)


def _at_odds(rules: tuple[Rule, ...]) -> Iterator[str]:
    """Two limits for the same thing: each holds for a part that only a person can tell."""
    cadences = {rule.cadence for rule in rules if isinstance(rule, Periodic)}
    if len(cadences) > 1:
        yield text("写有不止一种公开频次，请核对本事项适用哪一种。")
    if len([rule for rule in rules if isinstance(rule, Posting)]) > 1:
        yield text("写有不止一种公示期，请核对本事项适用哪一种。")
    starts = [rule.start for rule in rules if isinstance(rule, Within)]
    if "receipt" in starts and len(set(starts)) > 1:
        yield text("既写有依申请公开的期限，又写有主动公开的期限，请核对本事项适用哪一个。")
    if len(set(starts)) < len(starts):
        yield text("同一起算日写有不同的期限，请核对本事项适用哪一个。")

"""Names and posts: a listed person given another post, or leaders out of order.

The list says who holds which posts and who comes before whom.  Roles in a working group (组长,
成员) are no posts, and what somebody was before (原, 时任) is not judged.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core import messages
from disclosure.gates.findings import Finding, found_in
from disclosure.gates.folding import fold, folded
from disclosure.gates.matching import Index
from disclosure.gates.places import Place, Placed, fields_of, texts_of
from disclosure.gates.words import Word, posts
from media.content import Content

_POST = (
    r"(?:书记|[省市县区州镇乡村]长|主任|局长(?!期)|部长|主席|院长|检察长|委员|常委|秘书长|厅长"
    r"|处长|科长|股长|所长|站长|队长|校长|行长|总经理|董事长|政委|司令员?|支书|巡视员|调研员|总理)"
)
_HAN = r"[\u3400-\u9fff]"
_BEFORE = re.compile(rf"((?:{_HAN}|、){{2,24}})\s*$")
_BETWEEN = re.compile(r"(?:同志)?(?P<mark>[\s:：(（]*)(?P<verb>现任|担任|任|为)?\s*")
_AFTER = re.compile(rf"{_HAN}{{0,14}}?{_POST}")
_STARTS = re.compile(
    r"[党县市区镇乡村州省副代]|常务|常委|委员|纪委|人大|政协|组织|宣传|统战|武装|政法|书记|主任|局长|部长"
)
_CUT = re.compile(
    r"由|和|与|以及|及|向|对|请|是|经|陪同|随同|在|的|同|听取|会见|推荐|选举|任命|免去"
)
_FORMER = re.compile(r"(?:原|前|时任|前任|曾任|历任)$|^(?:原|前|时任|前任|曾任|历任)")
_DEPUTY = ("副", "代", "代理", "候补", "助理")
_NAMES = re.compile(r"姓\s*名|成\s*员|领\s*导|负责人")
_APART = re.compile(r"[。；;！!？?\n]")
GAP = 24
"""Characters between two names of one enumeration, their posts among them."""
EARLY = 8
"""A line of a list of names begins with one: within so many characters (成 员:)."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A listed person where they are named."""

    placed: Placed
    span: tuple[int, int]
    word: Word


class Leaders:
    """The persons listed, ready to be looked for."""

    def __init__(self, words: Iterable[Word]) -> None:
        self._index = Index((one.word, one) for one in words)

    def findings(self, content: Content, fields: Mapping[str, str]) -> tuple[Finding, ...]:
        """Posts that are not theirs, then places that are not theirs."""
        texts = (*fields_of(fields), *texts_of(content))
        seen = [one for placed in texts for one in self._seen(placed)]
        if not seen:
            return ()
        beside = {placed.place: placed for placed in texts}
        wrong = [finding for one in seen for finding in _posts_beside(one, beside)]
        return (*wrong, *_out_of_order(seen))

    def _seen(self, placed: Placed) -> Iterator[_Seen]:
        text = folded(placed.text)
        for start, end, word in self._index.matches(text):
            yield _Seen(placed, text.span(start, end), word)


def _posts_beside(one: _Seen, texts: Mapping[Place, Placed]) -> Iterator[Finding]:
    """The posts that the text gives the person and the list does not."""
    own = posts(one.word)
    for placed, span in (*_in_cell(one, texts), *_before(one), *_after(one)):
        title = fold(placed.text[span[0] : span[1]])
        if not any(fits(title, fold(post)) for post in own):
            yield found_in(
                placed,
                span,
                "wording",
                "post",
                suggestion="、".join(own),
                note=messages.text("词库中{name}的职务与此不同。", name=one.word.word),
                severity=one.word.severity,
            )


def fits(title: str, post: str) -> bool:
    """Whether a title in a text is the post, said more shortly or more fully: 县长 and
    青溪县人民政府县长 are one, 副县长 is another."""
    same = 0
    while same < min(len(title), len(post)) and title[-1 - same] == post[-1 - same]:
        same += 1
    rests = title[: len(title) - same], post[: len(post) - same]
    if not re.search(rf"{_POST}$", title[len(title) - same :]) or all(rests):
        return False
    return not any(rest.endswith(_DEPUTY) for rest in rests)


def _before(one: _Seen) -> Iterator[tuple[Placed, tuple[int, int]]]:
    """县委书记、县长张三: the titles that lead up to the name."""
    start = one.span[0]
    lead = _BEFORE.search(one.placed.text[max(0, start - 2 * GAP) : start])
    if lead is None:
        return
    offset = max(0, start - 2 * GAP) + lead.start(1)
    for part in reversed(list(re.finditer(r"[^、]+", lead[1]))):
        cuts = [cut.end() for cut in _CUT.finditer(part[0])]
        cut = cuts[-1] if cuts else 0
        title = part[0][cut:]
        if not re.search(rf"{_POST}$", title):
            return
        if not _FORMER.search(title):
            first = offset + part.start() + cut
            yield one.placed, (first, first + len(title))
        if cut:
            return


def _after(one: _Seen) -> Iterator[tuple[Placed, tuple[int, int]]]:
    """张三 县委书记、县长: the titles that follow the name."""
    text, at = one.placed.text, one.span[1]
    between = _BETWEEN.match(text, at)
    if between is None or text[max(0, one.span[0] - 4) : one.span[0]].endswith(("原", "时任")):
        return
    at = between.end()
    if not (between["mark"] or between["verb"] or _STARTS.match(text, at)):
        return
    while title := _AFTER.match(text, at):
        if not _FORMER.search(title[0]):
            yield one.placed, title.span()
        at = title.end()
        if text[at : at + 1] != "、":
            return
        at += 1


def _in_cell(one: _Seen, texts: Mapping[Place, Placed]) -> Iterator[tuple[Placed, tuple[int, int]]]:
    """In a roster and a table with a column for posts: the titles of the person's row."""
    place = one.placed.place
    if one.placed.label != "name" and not _NAMES.search(one.placed.label):
        return
    for column in range(24):
        cell = texts.get(place._replace(column=column))
        if cell is None or not (cell.label == "post" or "职务" in cell.label):
            continue
        for title in re.finditer(r"[^、，,；;\s()（）]+", cell.text):
            if re.search(rf"{_POST}$", title[0]) and not _FORMER.search(title[0]):
                yield cell, title.span()


def _out_of_order(seen: Sequence[_Seen]) -> Iterator[Finding]:
    """Whoever stands after somebody of a later rank in the same enumeration."""
    last: _Seen | None = None
    for one in seen:
        if not one.word.rank:
            continue
        if last is not None and _follows(last, one) and one.word.rank < last.word.rank:
            yield found_in(
                one.placed,
                one.span,
                "wording",
                "order",
                suggestion=messages.text(
                    "{first}应排在{second}之前", first=one.word.word, second=last.word.word
                ),
                note=messages.text("与词库中的领导排序不一致。"),
                severity=one.word.severity,
            )
        last = one


def _follows(last: _Seen, one: _Seen) -> bool:
    """Whether the two stand in one enumeration."""
    here, there = one.placed.place, last.placed.place
    if here == there:
        gap = one.placed.text[last.span[1] : one.span[0]]
        return len(gap) <= GAP and not _APART.search(gap)
    if here.field != there.field:
        return False
    if here.block == there.block:
        return here.column == there.column and here.row == there.row + 1
    lines = {"paragraph", "list"}
    in_lines = one.placed.around in lines and last.placed.around in lines
    return in_lines and here.block == there.block + 1 and max(one.span[0], last.span[0]) <= EARLY

"""Spans: within so long of something, on view for so long, open for comment for so long."""

import re

from core.messages import text
from disclosure.timelimits.found import AMOUNT, AT_LEAST, Finder, Found, count_and_unit
from disclosure.timelimits.rules import Consultation, Posting, Start, Within

_EXCEPTION = re.compile(
    r"[(,]?(?:但是?,?|如果?)?(?:法律|法规|规章|行政法规|国家|条例|上级|本?省|本?市|政策|文件|有关|相关|对?政府信息公开"
    r"|的?期限|时限|部门|规定|[、,和及或者对的]){1,12}另有(?:规定|要求)的?,?"
    r"(?:(?:应当?|应该)?(?:依照|按照?|从)其(?:规定|要求)(?:执行)?|除外|的除外)?\)?"
)
_CONSULTATION = re.compile(
    r"(?:公开)?(?:征求|征集|听取)(?:公众|社会|群众|村民|居民|各方)*(?:的)?意见(?:建议)?(?:稿)?(?:的)?"
    r"(?:期限|期|时间|时限|期间|天数)?,?(?:一般|原则上)?(?:应当?)?(?P<least>"
    + AT_LEAST
    + r")?(?:为|:)?"
    + AMOUNT
    + r"(?P<more>以上)?(?!之?内|前)"
)
_POSTING = re.compile(
    r"(?:批前|批后|审批前|决定前|征地|拟?征收|土地|补偿|安置|方案|补助|对象|名单|结果|初审|审核|审批|评议|评估|分配|中标|候选人|入围"
    r"|村级|镇级|乡级|乡镇|县级|网上|现场|张榜|进行|予以|村务公开栏|公示栏)*(?P<word>公示|公告|张贴|张榜|公布|公开)(?P<term>期限?|时间|时限|期间|天数)?"
    r"(?:一般|原则上)?(?:应当?)?(?P<least>"
    + AT_LEAST
    + r")?(?:为|:)?"
    + AMOUNT
    + r"(?:以上)?(?!之?内|以内|前|后|起)"
)
_WITHIN = re.compile(
    r"(?P<base>[^\0;。:,()\d]{0,40}),?"
    + AMOUNT
    + r"(?P<inside>之内|以内|内)?(?!前|之前|以前|后|起|以上)"
)
_WITHIN_OF = re.compile(
    AMOUNT + r"(?:之内|以内|内)?\((?P<base>[^\0;。:,()\d]{2,30}(?:之日起?|起|之?后))(?:计算|算)?\)"
)
_ENDED = re.compile(r"(?:之?日起?|起|之?后|以来|时|不超过|不得超过|不迟于|最迟|最晚)(?:的|在|于)*$")
_BASES: tuple[tuple[Start, re.Pattern[str]], ...] = (
    ("receipt", re.compile(r"收到|接到|受理")),
    (
        "approval",
        re.compile(r"批准|批复|审批|核准|审核通过|审议|审定|通过|[作做]出|决定|认定|许可|评定"),
    ),
    (
        "formation",
        re.compile(
            r"形成|制定|制作|获取|获得|产生|生成|印发|颁布|出台|发布|签订|签署|签发|确定|完成|结束|发生"
            r"|编制|拥有|成立|掌握|下达|公布"
        ),
    ),
    ("change", re.compile(r"变更|变动|变化|调整|更新|更改|修改|修订")),
)
_OBTAINED = re.compile(
    r"(?:收到|接到|取得|获得).{0,12}(?:文件|批文|批复|通知|公文)(?:之日?|后|起|时|$)"
)
"""A paper that comes from elsewhere is got, not applied for: 收到征地批准文件之日起."""
_OTHER = re.compile(r"公示(?:期|结束|无异议|完)|期满|届满|开始|召开|截止|延长|延期|提前")
"""Spans of something else than publication, or from a day that no rule has."""
_DUTY = re.compile(
    r"(?:及时|主动|原则上|一般|应当?|应该|必须|须|务必|要|最迟|最晚|最长|不得?超过|不迟于|在|于|公开|公布|予以)+$"
)
_PART_ONLY = re.compile(r"其中|其他|其它|其余|特殊|特别|重大|涉及|遇|属于|较|事项应|除|的应|如")


def _exception(_match: "re.Match[str]") -> Found | None:
    return Found()


def _consultation(match: "re.Match[str]") -> Found | None:
    count, unit = count_and_unit(match)
    if not count:
        return None
    return Found(Consultation(count, unit, bool(match["least"] or match["more"])))


def _posting(match: "re.Match[str]") -> Found | None:
    """公示7天, 公告期不少于30日; 公开5日 alone says neither how long nor by when."""
    count, unit = count_and_unit(match)
    shown = match["word"] in ("公示", "张贴", "张榜") or match["term"] or match["least"]
    return Found(Posting(count, unit)) if shown and count else None


def _within(match: "re.Match[str]") -> Found | None:
    base = match["base"]
    count, unit = count_and_unit(match)
    bounded = match["inside"] or _ENDED.search(base)
    if not count or _OTHER.search(base):
        return None
    start = _start(base)
    if start is not None and bounded:
        return Found(Within(count, unit, start), _condition(base))
    if base and not (bounded and _DUTY.search(base)):
        return None
    doubt = _condition(_DUTY.sub("", base))
    doubt += text("没有写明从哪一天起算，暂按信息形成或者变更之日。")
    return Found(Within(count, unit, "formation"), doubt)


def _within_of(match: "re.Match[str]") -> Found | None:
    """20个工作日(自该政府信息形成或者变更之日起): the day stands behind the amount."""
    base = match["base"]
    count, unit = count_and_unit(match)
    start = _start(base)
    if not count or start is None or _OTHER.search(base):
        return None
    return Found(Within(count, unit, start), _condition(base))


def _condition(base: str) -> str:
    if not _PART_ONLY.search(base):
        return ""
    return text("“{quoted}”附有条件或者只适用于部分内容，请核对本事项适用哪一条。", quoted=base)


def _start(base: str) -> Start | None:
    """By the verb that stands last: 审批信息形成之日 is formation; formed or changed is formed."""
    if _OBTAINED.search(base):
        return "formation"
    last: dict[Start, int] = {}
    for start, verbs in _BASES:
        ends = [found.end() for found in verbs.finditer(base)]
        if ends:
            last[start] = ends[-1]
    if "change" in last and "formation" in last:
        return "formation"
    return max(last, key=lambda start: last[start], default=None)


SPANS: tuple[Finder, ...] = (
    (_EXCEPTION, _exception),
    (_CONSULTATION, _consultation),
    (_POSTING, _posting),
    (_WITHIN_OF, _within_of),
    (_WITHIN, _within),
)

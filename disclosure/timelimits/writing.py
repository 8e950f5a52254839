"""One way of writing for what cells write in many: half-width, simplified, unbroken, in digits."""

import re
import unicodedata

from opencc import OpenCC

_TO_SIMPLIFIED = OpenCC("t2s")
_SIGNS = str.maketrans(
    dict.fromkeys("~—–〜−", "-")
    | dict.fromkeys("[〔【", "(")
    | dict.fromkeys("]〕】", ")")
    | dict.fromkeys("「」『』《》〈〉“”‘’\"'", "")
    | {"!": "。", "|": ";"}
)
_NUMERAL = "零〇一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾佰"
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰两〇", "一二三四五六七八九十百二零")
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
_COUNTED = re.compile(
    rf"(?<![统唯单同逐另某任{_NUMERAL}])[{_NUMERAL}]+"
    r"(?=个?(?:工作日|自然日|日历日|小时|月|季|年|周|星期|[日天号次])|更新|公开|公布|公示)"
    rf"|(?<=第)[{_NUMERAL}]+"
)
_ENUMERATED = re.compile("[①-⓿㈠-㈩❶-➓]")
_NUMBERING = re.compile(r"(?:^|(?<=[;。:]))(?:\(?\d{1,2}[、)]|\d{1,2}\.(?!\d))")
_PINYIN = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}\)")
_OCCURS = "(?:形成|制作|获取|产生|变更|变动|更新|修改)"
_ALSO_CHANGED = re.compile(rf"\((?:或者?|及)?({_OCCURS}(?:[、,/]?(?:或者?|和|及)?{_OCCURS})*)\)")


def plain(cell: str) -> str:
    """``cell`` in the one way of writing: 二十個\\n工作 日內 and ２０个工作日内 are 20个工作日内.

    Commas, semicolons and brackets are half-width, numbering is a semicolon.  Never raises.
    """
    said = _ENUMERATED.sub(";", cell)  # before NFKC, which would make ①20 a hundred and twenty
    said = unicodedata.normalize("NFKC", said).casefold().translate(_SIGNS)
    said = "".join(sign for sign in said if not _is_blank(sign))
    said = _TO_SIMPLIFIED.convert(said)  # in whole words: 發佈 is 发布
    said = _PINYIN.sub("", said)  # left behind by converters: 日內(nèi)
    said = _COUNTED.sub(lambda found: _number(found[0]), said)
    said = _NUMBERING.sub(";", said)
    return _ALSO_CHANGED.sub(r"或\1", said)


def _is_blank(sign: str) -> bool:
    """White space, line breaks, and what leaves no mark on paper (half a surrogate too)."""
    return sign.isspace() or unicodedata.category(sign) in ("Cf", "Cc", "Cs")


def _number(numeral: str) -> str:
    """二十一 is 21, 二〇二六 is 2026."""
    signs = numeral.translate(_FORMAL)
    if not set(signs) & {"十", "百"}:
        return "".join(str(_DIGITS[sign]) for sign in signs)
    total, digit = 0, 0
    for sign in signs:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            total += (digit or 1) * (100 if sign == "百" else 10)
            digit = 0
    return str(total + digit)

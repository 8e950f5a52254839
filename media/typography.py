"""How Chinese text is set: what stays together, where long words may break, how money looks."""

import re
from decimal import Decimal, InvalidOperation

GLUE = "\u2060"
"""Word joiner: no line ends here."""
MAY_BREAK = "\u200b"
"""Zero-width space: a line may end here."""

_HAN = r"\u3007\u3400-\u9fff\U00020000-\U0003ffff"
_DROPPED = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]"
)
_DATE = re.compile(r"\d{2,4}年\d{1,2}月(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日")
_QUANTITY = re.compile(rf"(\d[\d,.]*)([ \u00a0]?)(?=[{_HAN}%％℃㎡°])")
_WHOLE = re.compile(r"“[^”]+”|《[^》]+》|第[一二三四]季度|[上下]半年")
_PERIOD = re.compile(
    rf"20\d\d{GLUE}?年{GLUE}?(?:第{GLUE}?[一二三四]{GLUE}?季{GLUE}?度|[上下]{GLUE}?半{GLUE}?年|度)"
)
_LONGEST_WHOLE = 12
"""Characters: what any title line has room for."""
_SIGN = re.compile(r"([¥￥$第])(?=\d)")
_RANGE = re.compile(r"(?<=\d)([—–~～-])(?=\d)")
_SPAN = re.compile(r"(?<=\d)—(?=\d)")
_PAIR = re.compile(rf"([^\s{GLUE}]){GLUE}?([^\s{GLUE}])([。！？；：，、）》”]*)$")
_LONG = re.compile(r"[!-~]{13,}")
_JOINTS = re.compile(r"([/.\-_?&=:@#])(?=[^/.\-_?&=:@#\s])")
_TAIL = re.compile(
    rf"([^\s{GLUE}]){GLUE}?([^\s{GLUE}]){GLUE}?([^\s{GLUE}])([。！？；：，、）》”]*)$"
)
_WORD = re.compile(rf"[^\s{_HAN}{MAY_BREAK}\u3000-\u303f\uff00-\uffef]+")


def plain(text: str) -> str:
    """``text`` without control characters and invisible marks; new lines stay."""
    return _DROPPED.sub("", text.replace("\r\n", "\n").replace("\t", " ")).strip()


def set_text(text: str) -> str:
    """``text`` with its joints marked: numbers keep their units, dates stay whole, no single
    character ends a paragraph, long addresses may break where they have joints."""
    return _TAIL.sub(rf"\1{GLUE}\2{GLUE}\3\4", _joined(text))


def set_title(title: str, item: str) -> str:
    """As :func:`set_text`; names in quotation marks, the period and the item's name stay whole."""
    text = set_text(title)
    for whole in (*_WHOLE.findall(unset(text)), plain(item)):
        if 1 < len(whole) <= _LONGEST_WHOLE:
            loose = GLUE + "*"
            text = re.sub(loose.join(map(re.escape, whole)), GLUE.join(whole), text)
    return text


def title_period(title: str) -> str:
    """The period with which ``title`` begins, set as :func:`set_title` sets it; else empty."""
    found = _PERIOD.match(set_title(title, ""))
    return found[0] if found else ""


def spans(text: str) -> str:
    """Spans of numbers with an en dash: the long dash is a hairline beside bold figures.

    For our own words (period, hours) alone: what an author wrote stays as it is.
    """
    return _SPAN.sub("–", text)


def _joined(text: str) -> str:
    text = _LONG.sub(lambda found: _JOINTS.sub(rf"\1{MAY_BREAK}", found[0]), plain(text))
    text = _DATE.sub(lambda found: GLUE.join(found[0]), text)
    text = _QUANTITY.sub(lambda found: f"{found[1]}{GLUE}{found[2] and chr(0xA0) + GLUE}", text)
    text = _RANGE.sub(rf"{GLUE}\1{GLUE}", text)
    return _SIGN.sub(rf"\1{GLUE}", text)


def set_cell(text: str) -> str:
    """As :func:`set_text` for narrow columns: only the last two characters stay together."""
    text = _joined(text)
    return _PAIR.sub(rf"\1{GLUE}\2\3", text)


def unset(text: str) -> str:
    """``text`` as it was given: without the marks of :func:`set_text`."""
    return text.replace(GLUE, "").replace(MAY_BREAK, "").replace("\xa0", " ")


def long_words(*texts: str, least: int = 6, most: int = 6) -> list[str]:
    """The longest stretches that no line may break, for the check that they fit."""
    words = {word for text in texts for word in _WORD.findall(text)}
    return sorted((word for word in words if len(word) >= least), key=lambda w: (-len(w), w))[:most]


def amount(value: str) -> str:
    """``46200`` as ``46,200.00``; what is no decimal number stays as it is.

    A reversal is shown with a minus sign, never in red.
    """
    try:
        number = Decimal(value.replace(",", "").strip())
    except InvalidOperation:
        return plain(value)
    if not number.is_finite():
        return plain(value)
    return f"{number:,.2f}".replace("-", "−")

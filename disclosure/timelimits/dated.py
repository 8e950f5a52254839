"""Dates and rhythms: every quarter by the 10th of its first month, by 1 July, for good, at once."""

import calendar
import re

from core.messages import text
from disclosure.timelimits.found import Finder, Found
from disclosure.timelimits.rules import ByDate, Cadence, Immediate, Periodic, Permanent

_ONCE = r"(?:至少|不少于)?(?:集中)?(?:更新|公开|公布|公示|发布)?(?:1次)?"
_NOT_MORE = r"(?!(?:至少|不少于)?(?:更新|公开|公布|公示|发布|上报|报送)?(?:[2-9]|1\d)次)"
_BEFORE = r"(?:之前|以前|前|之内|以内|内)?"
_DAY = r"(?P<day>\d{1,2})[日号]" + _BEFORE
_QUARTER = r"(?:(?:每1?个?|按|各|下1?个?|次)季度?|季度)(?:的|后)?"
_QUARTERLY_MONTH = re.compile(
    _QUARTER
    + r"(?P<month>首个?月份?|头1?个月|第?[123]个?月份?|初|末月份?|最后1个?月份?)(?:的|,)?"
    + _DAY
)
_QUARTER_MONTHS = re.compile(
    r"(?:每年)?(?:的)?1月?[、,]4月?[、,]7月?[、,和及]10月份?(?:的)?" + _DAY
)
_AFTER_QUARTER = re.compile(
    r"(?:每1?个?)?季度?(?:终了|结束|末)?(?:之|以)?后(?:的)?(?:首月|次月)?" + _DAY
)
_QUARTERLY_DAY = re.compile(r"每1?个?季度?(?:的)?" + _DAY)
_QUARTERLY = re.compile(
    r"(?:每1?个?季度?|按季度?|逐季度?|1个?季度1|季度(?=更新|公开|公布|公示|1次)|季报)(?:度)?"
    + _NOT_MORE
    + _ONCE
)
_MONTHLY_DAY = re.compile(
    r"(?:(?:每1?个?)?月度?(?:终了|结束|末)?之?后|每1?个?月|次月|下1?个?月)(?:的|初)?" + _DAY
)
_MONTH_END = re.compile(r"(?:每1?个?月|当月|本月)(?:月?底|末)" + _BEFORE)
_MONTHLY = re.compile(
    r"(?:每1?个?月|按月|逐月|1个?月1|月度(?=更新|公开|公布|公示|1次)|月报)" + _NOT_MORE + _ONCE
)
_HALF_DAY = re.compile(
    r"每年(?:的)?1月?份?(?:[、,和及])7月份?(?:的)?"
    + _DAY
    + r"|每半年(?:的)?(?:首月|后)"
    + _DAY.replace("day", "day2")
)
_HALF_YEARLY = re.compile(
    r"(?:每|按|1?个?)?半年(?:度)?(?:1(?=更新|公开|公布))?" + _NOT_MORE + _ONCE
)
_YEARLY_DAY = re.compile(
    r"(?:每1?年度?|次年|下1?年度?|第2年|年度)(?:的)?(?P<month>\d{1,2})月(?:份)?"
    r"(?:(?P<end>底|末)" + _BEFORE + r"|(?:的)?" + _DAY + r")"
)
_YEARLY_MONTH = re.compile(
    r"每1?年度?(?:的)?(?P<month>\d{1,2})月份?(?![\d、,和及]|上|中|下|至|-)" + _BEFORE
)
_YEARLY_QUARTER = re.compile(r"每1?年度?(?:的)?第?(?P<quarter>[1-4])季度" + _BEFORE)
_YEAR_END = re.compile(r"(?:每1?年)?年(?:底|末)" + _BEFORE)
_AFTER_YEAR = re.compile(r"(?<!\d)(?:每1?年度?|年度?)(?:终了|结束|末)?(?:之|以)?后" + _DAY)
_YEARLY = re.compile(
    r"(?:每1?年度?|按年度?|逐年|1年1|年度(?=更新|公开|公布|公示|1次)|年报)" + _NOT_MORE + _ONCE
)
_BY_DATE = re.compile(
    r"(?:(?P<year>20\d\d)年|当年|本年度?|今年)?(?<![\d、/至到-])(?P<month>\d{1,2})月份?"
    r"(?:(?P<end>底|末)" + _BEFORE + r"|(?P<day>\d{1,2})[日号](?:之前|以前|前)?)(?![至到-])"
)
_IMMEDIATE = re.compile(
    r"立即|立刻|即时|实时|随时|第1时间|(?:在)?(?:当天|当日|即日)(?:或者?(?:次日|第2天))?(?:及时|内)?|次日(?!起)"
)
_PROMPTLY = re.compile(r"\0(?:应当?|予以|要|须)*及时")
_IN_TIME = re.compile(r"及时")
_PERMANENT = re.compile(
    r"(?:长期|永久性?|常年|始终)(?:坚持|保留|有效|公开|公示|张贴|不变)*"
    r"(?:[(,]?(?:实时|适时)?动态(?:调整|更新|管理)\)?)?"
)
_LEAP = 2024


def _quarterly_month(match: "re.Match[str]") -> Found | None:
    written = match["month"]
    if written.startswith(("末", "最后")):
        rule = _periodic("quarterly", match["day"], 3)
        said = text("“季度末月”须核对：公开的是本季度还是上一季度的情况。")
        return rule and Found(rule.rule, said)
    digit = re.search(r"[23]", written)
    return _periodic("quarterly", match["day"], int(digit[0]) if digit else 1)


def _first_month(match: "re.Match[str]") -> Found | None:
    return _periodic("quarterly", match["day"], 1)


def _quarterly_day(match: "re.Match[str]") -> Found | None:
    found = _periodic("quarterly", match["day"], 1)
    return found and Found(found.rule, text("没有写明是季度的第几个月，暂按首月。"))


def _monthly_day(match: "re.Match[str]") -> Found | None:
    return _periodic("monthly", match["day"])


def _month_end(_match: "re.Match[str]") -> Found | None:
    doubt = text("“月底前”须核对：公开的是本月还是上月的情况。")
    return Found(Periodic("monthly", 31), doubt)


def _half_day(match: "re.Match[str]") -> Found | None:
    return _periodic("half_yearly", match["day"] or match["day2"], 1)


def _yearly_day(match: "re.Match[str]") -> Found | None:
    month = int(match["month"])
    if match["end"]:
        return Found(Periodic("yearly", _last(month), month)) if 1 <= month <= 12 else None
    return _periodic("yearly", match["day"], month)


def _yearly_month(match: "re.Match[str]") -> Found | None:
    month = int(match["month"])
    return Found(Periodic("yearly", None, month)) if 1 <= month <= 12 else None


def _yearly_quarter(match: "re.Match[str]") -> Found | None:
    month = int(match["quarter"]) * 3
    return Found(Periodic("yearly", _last(month), month))


def _year_end(_match: "re.Match[str]") -> Found | None:
    return Found(Periodic("yearly", 31, 12))


def _after_year(match: "re.Match[str]") -> Found | None:
    return _periodic("yearly", match["day"], 1)


def _every(cadence: Cadence) -> Found:
    return Found(Periodic(cadence))


def _periodic(cadence: Cadence, day: str, month: int | None = None) -> Found | None:
    """None for a day that no such month has: a slip of the pen is not guessed at."""
    number = int(day)
    last = 31 if month is None or cadence != "yearly" else _last(month)
    return Found(Periodic(cadence, number, month)) if 1 <= number <= last else None


def _by_date(match: "re.Match[str]") -> Found | None:
    year = int(match["year"]) if match["year"] else None
    month = int(match["month"])
    last = _last(month, year)
    day = last if match["end"] else int(match["day"])
    return Found(ByDate(month, day, year)) if 1 <= day <= last else None


def _last(month: int, year: int | None = None) -> int:
    """The month's last day, 29 for a February of no year; 0 for no month."""
    return calendar.monthrange(year or _LEAP, month)[1] if 1 <= month <= 12 else 0


DATED: tuple[Finder, ...] = (
    (_QUARTERLY_MONTH, _quarterly_month),
    (_QUARTER_MONTHS, _first_month),
    (_AFTER_QUARTER, _first_month),
    (_QUARTERLY_DAY, _quarterly_day),
    (_HALF_DAY, _half_day),
    (_MONTHLY_DAY, _monthly_day),
    (_MONTH_END, _month_end),
    (_YEARLY_DAY, _yearly_day),
    (_YEARLY_QUARTER, _yearly_quarter),
    (_YEARLY_MONTH, _yearly_month),
    (_YEAR_END, _year_end),
    (_AFTER_YEAR, _after_year),
    (_BY_DATE, _by_date),
)
RHYTHMS: tuple[Finder, ...] = (
    (_HALF_YEARLY, lambda _match: _every("half_yearly")),
    (_QUARTERLY, lambda _match: _every("quarterly")),
    (_MONTHLY, lambda _match: _every("monthly")),
    (_YEARLY, lambda _match: _every("yearly")),
    (_IMMEDIATE, lambda _match: Found(Immediate())),
    (_PROMPTLY, lambda _match: Found()),
    (_IN_TIME, lambda _match: Found(Immediate())),
    (_PERMANENT, lambda _match: Found(Permanent())),
)

"""Strategies: valid numbers of persons and texts around them."""

from datetime import date

from hypothesis import strategies as st

from disclosure.gates.checksums import PROVINCES, check_character, luhn

AROUND = st.text(alphabet="村民张李发放补贴姓名身份证卡号手机：，。（）、 ;\n", max_size=12)
"""What stands beside a number; no words of offices, and no digits or letters."""


@st.composite
def identities(draw: st.DrawFn) -> str:
    day = draw(st.dates(date(1900, 1, 1), date(2030, 12, 31)))
    place = draw(st.sampled_from(sorted(PROVINCES))) + draw(_digits(4))
    first = f"{place}{day:%Y%m%d}{draw(_digits(3))}"
    last = check_character(first)
    return first + draw(st.sampled_from([last, last.lower()]))


@st.composite
def old_identities(draw: st.DrawFn) -> str:
    day = draw(st.dates(date(1901, 1, 1), date(1999, 12, 31)))
    return (
        draw(st.sampled_from(sorted(PROVINCES)))
        + draw(_digits(4))
        + f"{day:%y%m%d}"
        + draw(_digits(3))
    )


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    number = f"1{draw(st.integers(3, 9))}{draw(_digits(9))}"
    sign = draw(st.sampled_from(["", " ", "-"]))
    front = draw(st.sampled_from(["", "+86", "86 ", "0086-"]))
    return front + sign.join([number[:3], number[3:7], number[7:]])


@st.composite
def cards(draw: st.DrawFn) -> str:
    length = draw(st.integers(16, 19))
    front = "62" + draw(_digits(length - 3))
    number = next(front + last for last in "0123456789" if luhn(front + last))
    if not draw(st.booleans()):
        return number
    return " ".join(number[at : at + 4] for at in range(0, length, 4))


def _digits(count: int) -> st.SearchStrategy[str]:
    return st.text(alphabet="0123456789", min_size=count, max_size=count)

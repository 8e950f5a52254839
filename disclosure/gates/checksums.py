"""Numbers that prove themselves: identity cards and bank cards."""

from datetime import date

PROVINCES = frozenset(
    str(10 * region + place)
    for region, last in ((1, 5), (2, 3), (3, 7), (4, 6), (5, 4), (6, 5), (7, 1), (8, 3))
    for place in range(0 if region == 5 else 1, last + 1)
)
"""First two digits of GB/T 2260 codes; 71, 81, 82 and 83 stand on residence permits."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_OLDEST = 1880


def is_identity(number: str) -> bool:
    """Whether 18 characters are a citizen's number: GB 11643-1999 (ISO 7064 MOD 11-2), with a
    province and a day that exist."""
    if len(number) != 18 or not number[:17].isdecimal() or not number.isascii():
        return False
    return (
        number[:2] in PROVINCES
        and _is_day(number[6:10], number[10:12], number[12:14])
        and check_character(number) == number[17].upper()
    )


def is_old_identity(number: str) -> bool:
    """Whether 15 digits are a number of the first generation (until 1999): no checksum."""
    if len(number) != 15 or not (number.isascii() and number.isdecimal()):
        return False
    return number[:2] in PROVINCES and _is_day(f"19{number[6:8]}", number[8:10], number[10:12])


def check_character(number: str) -> str:
    """The eighteenth character after the first seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11]


def is_bank_card(number: str) -> bool:
    """Whether the digits may be a card: an issuer's prefix with a length that goes with it
    (ISO/IEC 7812; 62 is UnionPay) and a Luhn check digit."""
    return number.isdecimal() and _issued(number) and luhn(number)


def luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _issued(number: str) -> bool:
    length = len(number)
    if number.startswith(("62", "81")):
        return 16 <= length <= 19
    if number.startswith(("95", "60", "69", "90", "94", "98")):  # domestic, before UnionPay
        return length in (16, 18, 19)
    if number.startswith(("34", "37")):
        return length == 15
    if number.startswith(("4", "51", "52", "53", "54", "55", "35")):
        return length == 16
    return False


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        return _OLDEST <= date(int(year), int(month), int(day)).year <= date.max.year
    except ValueError:
        return False

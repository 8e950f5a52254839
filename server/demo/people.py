"""Invented people: names and telephone numbers made by rule, the same every time.

No person meant.  The area code 0399 is not in use.
"""

import hashlib

_SURNAMES = "石方章秦苗路柏乔沈尹项祝解齐庞温简艾阮瞿蔺鲍池冉葛殷戚喻单景"
_FIRST = "有长守青金玉春秋树水禾田云松柏良文德庆荣新兴立正志永广明"
_SECOND = "田河山林根生来发成安平和顺祥贵宁远达元海满福旺丰茂川峰桥"
_WOMEN = (
    "秀兰",
    "桂香",
    "春梅",
    "玉凤",
    "彩霞",
    "素云",
    "小满",
    "晓禾",
    "雨桐",
    "静宜",
    "月娥",
    "雪芹",
)


def number(key: str, below: int) -> int:
    """A whole number from 0 that depends on ``key`` alone."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % below


def name(key: str) -> str:
    """A name for that post; about one in three is a woman's."""
    surname = _SURNAMES[number(f"surname {key}", len(_SURNAMES))]
    if number(f"woman {key}", 3) == 0:
        return surname + _WOMEN[number(f"given {key}", len(_WOMEN))]
    first = _FIRST[number(f"first {key}", len(_FIRST))]
    return surname + first + _SECOND[number(f"second {key}", len(_SECOND))]


def phone(key: str) -> str:
    """An office number: 0399-555 0000 to 0399-558 9999."""
    return f"0399-55{5 + number(f'block {key}', 4)}{number(f'line {key}', 10000):04}"

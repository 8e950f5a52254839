"""公开渠道和载体: a cell of boxes and names to carriers, and carriers to our own channels."""

import re
from dataclasses import dataclass

from disclosure.cataloguing.parsed import Carrier
from disclosure.cataloguing.wording import one_line, simplified
from disclosure.importing.pieces import tidy

_REQUIRED = "■●√✓✔☑▲★◆◼⬛✅þ▄▅▆▇█▉▊◾▪"
_OPTIONAL = "□○☐❑◇◯▢◻⬜◽▫〇"
_MARKS = re.compile(rf"[{_REQUIRED}{_OPTIONAL}]")
_KNOWN = (
    r"(?:[\u4e00-\u9fff]{0,6}?(?:政府)?(?:门户)?网站|政府公报|[两双一二]微|政务新媒体|新媒体|主流媒体|发布会|新闻发布|听证会"
    r"|广播|电视|报[刊纸]|纸质|公开查阅|查阅点|行政服务|政务服务|便民服务|便民|入户|现场|社区|企事业|村|存公示|镇村"
    r"|公示栏|公开栏|宣传栏|公告栏|电子屏|显示屏|触摸屏|精准推送|服务热线|12345|信用中国|微信|微博|短信|手机|平台|会议|其他|其它)"
)
_BOX = re.compile(rf"口(?=\s*{_KNOWN})")
_BEFORE_BOX = re.compile(r"[窗出入门路道岗渡港户人进胃]$")
_GLYPH = re.compile(rf"(?:(?<=^)|(?<=[\s\u4e00-\u9fff）)]))([ntlqoRrpTu¨þ£])(?=\s*{_KNOWN})")
_GLYPH_ON = frozenset("ntlRTþu")
_ITEM_START = r"(?:(?<=^)|(?<=[\s\u4e00-\u9fff）);；,，、：:.。]))"
_GOES_ON = re.compile(r"(?:[;；。]|\n)\s*(?=[\u4e00-\u9fff]{2})")
_NEXT = re.compile(_KNOWN)
_TYPO = re.compile(r"存(?=公示栏|公开栏|公示|委会)")
_SEPARATORS = re.compile(r"[、;；\n]|\s{2,}|，|,(?!\d)|\s(?=[\u4e00-\u9fff])")
_SPLIT_NAME = re.compile(
    r"(?<=^政府)\s+(?=(?:门户)?网站)|(?<=[\s、,，;；]政府)\s+(?=(?:门户)?网站)|(?<=公示)\s+(?=栏)|(?<=公开)\s+(?=栏)"
)
_NOTHING = re.compile(r"[\s、，,;；。./／\\-]*")
CHANNELS: tuple[tuple[str, str], ...] = (
    ("website", r"网站|网$|平台|微|客户端|新媒体|APP|公报|信用中国|网络"),
    ("kiosk", r"触摸屏|查询机|查阅点|查阅|服务中心|服务站|服务大厅|为民服务|自助"),
    ("screen", r"电子屏|显示屏|大屏|电视|LED屏|视频"),
    ("strip", r"条屏|滚动屏|LED(?!屏)|跑马"),
    ("paper", r"公示栏|公开栏|公告栏|宣传栏|公示牌|张贴|纸质|报[刊纸]|明白[卡纸]|手册|橱窗|墙"),
)


@dataclass(frozen=True)
class ReadCarriers:
    """Carriers with what was read into them: ``box`` 口 as □, ``glyph`` a letter of a symbol font
    as a mark, ``typo`` 存公示栏 as 村公示栏, ``none`` nothing is marked ■, ``lead`` words stand
    before the first mark, ``bare`` a name between marked ones bears none."""

    carriers: tuple[Carrier, ...]
    doubts: tuple[str, ...] = ()


def read_carriers(cell: str) -> ReadCarriers:
    """What a cell names; without any mark each name counts as required."""
    text = cell.replace("\r", "")
    doubts: list[str] = []
    text, boxes = _boxed(text)
    text, glyphs = _with_glyphs(text)
    if boxes:
        doubts.append("box")
    if glyphs:
        doubts.append("glyph")
    carriers = _marked(text, doubts) if _MARKS.search(text) else _listed(text)
    if any(_TYPO.search(one.text) for one in carriers):
        doubts.append("typo")
    if carriers and not any(one.required for one in carriers):
        doubts.append("none")
    return ReadCarriers(tuple(carriers), tuple(doubts))


def channels_of(carriers: tuple[Carrier, ...], required: bool) -> tuple[str, ...]:
    """Ours among them, in the fixed order website kiosk screen strip paper."""
    texts = [_TYPO.sub("村", simplified(one.text)) for one in carriers if one.required is required]
    return tuple(
        name for name, pattern in CHANNELS if any(re.search(pattern, text) for text in texts)
    )


def _boxed(text: str) -> tuple[str, int]:
    """口 before a carrier's name is a box, unless it ends a word such as 窗口."""
    count = 0

    def swap(match: re.Match[str]) -> str:
        nonlocal count
        if _BEFORE_BOX.search(text[: match.start()]):
            return match[0]
        count += 1
        return "□"

    swapped = _BOX.sub(swap, text)
    if count:
        swapped = re.sub(r"(?<![^\s;；,，、：:.。])口(?=\s*[\u4e00-\u9fff])", "□", swapped)
    return swapped, count


def _with_glyphs(text: str) -> tuple[str, int]:
    """A symbol font's letters that came through as plain letters (Wingdings n is ■)."""
    letters = set(_GLYPH.findall(text))
    if not letters:
        return text, 0
    again = re.compile(rf"{_ITEM_START}([{''.join(sorted(letters))}])(?=\s*[\u4e00-\u9fff])")
    return again.subn(lambda match: "■" if match[1] in _GLYPH_ON else "□", text)


def _marked(text: str, doubts: list[str]) -> list[Carrier]:
    parts = [(match.group(), match.start()) for match in _MARKS.finditer(text)]
    if _NOTHING.fullmatch(text[parts[-1][1] + 1 :]) and not _NOTHING.fullmatch(text[: parts[0][1]]):
        return _after(text, parts)
    found: list[Carrier] = []
    lead = text[: parts[0][1]]
    if not _NOTHING.fullmatch(lead):
        doubts.append("lead")
        found += _listed(lead)
    ends = [start for _, start in parts[1:]] + [len(text)]
    for (mark, start), end in zip(parts, ends, strict=True):
        own, *bare = _parts(text[start + 1 : end])
        if own:
            found.append(Carrier(own, mark in _REQUIRED))
        if bare:
            doubts.append("bare")
            found += [Carrier(name, True) for name in bare]
    return found


def _parts(text: str) -> list[str]:
    """The name behind a mark, and names after it that bear none.

    A line break inside a name is none of those: only a line that begins as a carrier does.
    """
    names: list[str] = []
    at = 0
    for gap in _GOES_ON.finditer(text):
        if "\n" in gap[0] and not _begins_another(text[at : gap.start()], text[gap.end() :]):
            continue
        names.append(_name(text[at : gap.start()]))
        at = gap.end()
    names.append(_name(text[at:]))
    return [names[0], *filter(None, names[1:])]


def _begins_another(before: str, after: str) -> bool:
    own = _name(before)
    whole = (
        own
        and not own.endswith("/")
        and own.count("(") + own.count("（") == (own.count(")") + own.count("）"))
    )
    line = after.split("\n", 1)[0]
    return bool(whole and _NEXT.match(line) and _NEXT.search(own))


def _after(text: str, parts: list[tuple[str, int]]) -> list[Carrier]:
    """Marks that stand behind their names: ``政府网站√ 公示栏□``."""
    starts = [0] + [start + 1 for _, start in parts[:-1]]
    named = ((_name(text[a:at]), mark) for a, (mark, at) in zip(starts, parts, strict=True))
    return [Carrier(name, mark in _REQUIRED) for name, mark in named if name]


def _listed(text: str) -> list[Carrier]:
    """Names without marks."""
    whole = _SPLIT_NAME.sub("", text)
    return [Carrier(name, True) for part in _SEPARATORS.split(whole) if (name := _name(part))]


def _name(text: str) -> str:
    plain = one_line(tidy_lines(text))
    return re.sub(r"^[\s、，,;；。：:]+|[\s、，,;；。：:]+$", "", plain)


def tidy_lines(text: str) -> str:
    """Each line tidied, breaks kept."""
    return "\n".join(tidy(line) for line in text.split("\n"))

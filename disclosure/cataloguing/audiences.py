"""公开对象, 公开方式, 公开层级, 五公开, 工作环节: columns of marks, or one of words."""

import re
from collections.abc import Callable

from core.messages import marked
from disclosure.cataloguing.columns import Layout
from disclosure.cataloguing.grids import Cell
from disclosure.cataloguing.headers import NAMES
from disclosure.cataloguing.listing import Say
from disclosure.cataloguing.marks import mark_of
from disclosure.cataloguing.parsed import Audience, Mode
from disclosure.cataloguing.wording import key, one_line, simplified

At = Callable[[int], Cell]
Extra = list[tuple[str, str]]
_GROUP_HEADING = re.compile(r"[(（]([^()（）]+)[)）]")
_UNNAMED = re.compile(r"请?(?:写|注|标)明.*|需?说明.*|名称|要素|如有")
_PERSONS = re.compile(r"名单|花名册|人员信息|对象信息")
_STAGES = {
    "决策": "decision",
    "执行": "execution",
    "管理": "management",
    "服务": "service",
    "结果": "result",
}
_LINKS = {"发布": "release", "解读": "interpretation", "回应": "response"}
_UNTICKED = re.compile(r"[□○☐口❑◇◯]\s*(\w{2})")


def audience_of(layout: Layout, at: At, say: Say, item: str, extra: Extra) -> tuple[Audience, str]:
    """Whom the row is for, and the named group.

    Nothing ticked is read as the narrower 特定群体; both ticked as 全社会, but for lists of
    persons.
    """
    ticks: dict[str, bool] = {}
    words: dict[str, str] = {}
    for role in ("public", "group", "staff"):
        for index in layout.indices(role):
            mark = mark_of(at(index).text)
            ticks[role] = ticks.get(role, False) or mark.ticked
            words[role] = words.get(role, "") or mark.words
    if not ticks:
        return _audience_in_words(layout, at, say)
    for column in layout.starting("audience"):
        if text := one_line(at(column.index).text):
            extra.append((column.heading, text))
            said = marked("“{column}”不知是谁，已记入其他内容：{text}")
            say(NAMES["audience"], said, column=column.heading, text=text[:40])
    name = _group_name(layout, words.get("group", "")) if ticks.get("group") else ""
    for role in ("public", "staff"):
        if words.get(role):
            extra.append((NAMES["audience"], words[role]))
            say(
                NAMES["audience"],
                marked("勾选之外还有文字，已记入其他内容：{text}"),
                text=words[role][:40],
            )
    if ticks.get("public") and ticks.get("group"):
        narrow = bool(_PERSONS.search(item))
        if narrow:
            say(
                NAMES["audience"],
                marked("全社会和特定群体都已勾选，内容涉及名单，按特定群体处理，请核对。"),
            )
        else:
            say(NAMES["audience"], marked("全社会和特定群体都已勾选，按全社会处理，请核对。"))
        return ("group" if narrow else "public"), name
    if ticks.get("public"):
        return "public", ""
    if ticks.get("group"):
        return "group", name
    if ticks.get("staff"):
        return "staff", ""
    say(NAMES["audience"], marked("没有勾选，按较窄的特定群体处理，请核对。"))
    return "group", ""


def _group_name(layout: Layout, words: str) -> str:
    if words:
        return words[:120]
    for column in layout.columns:
        named = _GROUP_HEADING.search(column.heading) if column.role == "group" else None
        if named and not _UNNAMED.fullmatch(named[1]):
            return named[1]
    return ""


def _audience_in_words(layout: Layout, at: At, say: Say) -> tuple[Audience, str]:
    if not layout.has("audience"):
        return "public", ""
    text = one_line(" ".join(at(index).text for index in layout.indices("audience")))
    plain = simplified(text)
    if re.search(r"全社会|社会公众|公众|向社会", plain):
        return "public", ""
    if re.search(r"内部|本单位|职工|机关干部", plain):
        return "staff", ""
    if text:
        name = re.sub(r"^.*?特定(?:群体|群众|对象|主体|人群)[:：(（]?|[)）]$", "", text)
        return "group", name[:120]
    say(NAMES["audience"], marked("没有填写，按较窄的特定群体处理，请核对。"))
    return "group", ""


def mode_of(layout: Layout, at: At, say: Say, extra: Extra) -> Mode:
    """主动, 依申请 or both; nothing said is read as 主动."""
    ticks = set()
    for role in ("proactive", "on_request"):
        for index in layout.indices(role):
            mark = mark_of(at(index).text)
            if mark.ticked:
                ticks.add(role)
            if mark.words:
                extra.append((NAMES["mode"], mark.words))
                say(
                    NAMES["mode"],
                    marked("勾选之外还有文字，已记入其他内容：{text}"),
                    text=mark.words[:40],
                )
    told = [one_line(at(index).text) for index in layout.indices("mode")]
    for text in filter(None, told):
        plain = simplified(text)
        found = {"proactive"} if "主动" in plain else set()
        found |= {"on_request"} if "申请" in plain else set()
        ticks |= found
        if not found:
            extra.append((NAMES["mode"], text))
    if ticks == {"proactive", "on_request"}:
        return "both"
    if ticks == {"on_request"}:
        return "on_request"
    if not ticks and (layout.has("proactive", "on_request", "mode")):
        say(NAMES["mode"], marked("没有写明主动或依申请，按主动公开处理，请核对。"))
    return "proactive"


def levels_of(layout: Layout, at: At, say: Say, extra: Extra) -> frozenset[str]:
    """county, township, village as ticked or written."""
    columns = layout.starting("level:")
    found: set[str] = set()
    beyond = ""
    for column in columns:
        mark = mark_of(at(column.index).text)
        if not mark.ticked:
            continue
        written = levels_in(mark.words, layout) if mark.words else frozenset()
        told = written or levels_in(column.role.removeprefix("level:"), layout)
        if mark.words and not written:
            extra.append((column.heading, mark.words))
            if "级" in mark.words:
                told = frozenset()
            else:
                say(
                    NAMES["levels"],
                    marked("勾选之外还有文字，已记入其他内容：{text}"),
                    text=mark.words[:40],
                )
        beyond = beyond or ("" if told else mark.words or column.role.removeprefix("level:"))
        found |= told
    for column in layout.starting("levels"):
        mark = mark_of(at(column.index).text)
        text = column.heading if mark.ticked and not mark.words else mark.words
        found |= levels_in(text, layout)
        beyond = beyond or (text if text and not levels_in(text, layout) else "")
    if beyond:
        say(NAMES["levels"], marked("“{text}”不是县、乡、村级，未读取。"), text=beyond[:20])
    elif not found and (columns or layout.has("levels")):
        say(NAMES["levels"], marked("没有勾选任何层级，请核对。"))
    return frozenset(found)


def levels_in(text: str, layout: Layout) -> frozenset[str]:
    """The levels that words name; 市级 is the county's own where no other column says 县 or 区."""
    plain = re.sub(r"社区|嘎查", "村", key(text)).replace("苏木", "乡")
    found = set()
    if re.search(r"[县区旗]", plain):
        found.add("county")
    elif "市" in plain and not re.search(r"[州地]", plain):
        others = [key(column.role) for column in layout.starting("level:")]
        if not any(re.search(r"[县旗]|(?<!社)区", other) for other in others):
            found.add("county")
    if re.search(r"[乡镇街]|办事处", plain):
        found.add("township")
    if re.search(r"[村居]", re.sub(r"镇村|乡村", "乡村", plain)):
        found.add("village")
    return frozenset(found)


def stages_of(layout: Layout, at: At, say: Say) -> frozenset[str]:
    """决策 执行 管理 服务 结果, from columns of marks or from one of words."""
    return _named(layout, at, say, "stage:", "stages", _STAGES)


def links_of(layout: Layout, at: At, say: Say) -> frozenset[str]:
    """发布 解读 回应."""
    return _named(layout, at, say, "link:", "links", _LINKS)


def _named(
    layout: Layout, at: At, say: Say, prefix: str, role: str, words: dict[str, str]
) -> frozenset[str]:
    found = {
        column.role.removeprefix(prefix)
        for column in layout.starting(prefix)
        if mark_of(at(column.index).text).ticked
    }
    for index in layout.indices(role):
        text = simplified(at(index).text)
        unticked = {match[1] for match in _UNTICKED.finditer(text)}
        named = {code for word, code in words.items() if word in text and word not in unticked}
        if text.strip() and not named and not unticked:
            say(NAMES[role], marked("“{text}”读不懂，未读取。"), text=one_line(text)[:20])
        found |= named
    return frozenset(found)

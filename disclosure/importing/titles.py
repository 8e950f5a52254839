"""What titles, signatures and section numbers look like in official documents."""

import re

from disclosure.importing.dates import is_date_line
from disclosure.importing.pieces import Line, Piece, fold, join

_KINDS = [
    "通知",
    "公告",
    "通告",
    "通报",
    "公报",
    "方案",
    "办法",
    "规定",
    "制度",
    "细则",
    "要点",
    "意见",
    "决定",
    "决议",
    "报告",
    "名单",
    "安排",
    "计划",
    "规划",
    "预案",
    "总结",
    "指南",
    "目录",
    "清单",
    "批复",
    "纪要",
    "公示",
    "一览表",
    "统计表",
    "明细表",
    "情况表",
    "汇总表",
    "须知",
    "章程",
    "条例",
    "标准",
    "规范",
    "规则",
    "说明",
    "说明书",
    "解读",
    "倡议书",
    "承诺书",
    "函",
    "令",
    "情况",
    "情况表",
    "信息",
    "简报",
]
_ANNEX_KINDS = [*_KINDS, "领导小组", "进度", "表"]
_DRAFT = re.compile(r"[(（](?:试行|暂行|修订|修订稿|草案|征求意见稿|摘要|节选)[)）]$")
_PAUSE = re.compile(r"[。；;:：，,、！!？?…|]")
_LEVEL_ONE = re.compile(r"(?:[一二三四五六七八九十]+、|第[一二三四五六七八九十百]+[章节])")
_LEVEL_TWO = re.compile(r"[(（][一二三四五六七八九十]+[)）]")
_LEVEL_THREE = re.compile(r"(?:\d{1,2}[、.．]|[(（]\d{1,2}[)）]|第[一二三四五六七八九十百]+条)")
_ANNEX = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]*\s*[:：]?")
_BODIES = [
    "政府",
    "办公室",
    "委员会",
    "局",
    "委",
    "县委",
    "市委",
    "区委",
    "党委",
    "中心",
    "小组",
    "院",
    "厅",
    "部",
    "站",
    "所",
    "公司",
    "协会",
    "联合会",
    "总队",
    "大队",
    "法院",
    "检察院",
    "村",
    "社区",
    "街道办事处",
    "办事处",
    "办",
]
SECTION_LIMIT = 40


def is_bare(text: str) -> bool:
    """A short line without punctuation or number: a title, part of one, or a signature."""
    plain = re.sub(r"《[^》]*》|“[^”]*”|[(（〔][^)）〕]*[)）〕]", "", text)
    return (
        0 < len(fold(text)) <= 60
        and not _PAUSE.search(plain)
        and not section_level(text)
        and not is_date_line(text)
        and not is_annex(text)
        and not is_document_number(text)
        and not re.search(r"\d+月\d+日", fold(text))
        and not re.fullmatch(r"[(（].*[)）]", text)
    )


def ends_title(text: str, annex: bool = False) -> bool:
    """Whether the line ends as names of documents end: …通知, …方案(试行)."""
    bare = _DRAFT.sub("", fold(text))
    return len(bare) >= 6 and bare.endswith(tuple(_ANNEX_KINDS if annex else _KINDS))


def heading_lines(pieces: list[Piece], index: int, annex: bool = False) -> int:
    """How many lines from ``index`` make up the title of a part of the document; 0: none."""
    text = ""
    for count, piece in enumerate(pieces[index : index + 3], 1):
        if not isinstance(piece, Line) or piece.kind != "text" or not is_bare(piece.clean):
            return 0
        text = join(text, piece.clean)
        if ends_title(text, annex):
            return count
    return 0


def section_level(text: str) -> int:
    """1 for 一、 and 第一章, 2 for (一), 3 for 1、 and 第一条, 0 for none."""
    patterns = (_LEVEL_ONE, _LEVEL_TWO, _LEVEL_THREE)
    return next((level for level, one in enumerate(patterns, 1) if one.match(text)), 0)


def is_annex(text: str) -> bool:
    """``附件1`` on a line of its own."""
    return bool(_ANNEX.fullmatch(text))


def is_document_number(text: str) -> bool:
    """``淅政办〔2017〕22号`` on a line of its own."""
    return bool(re.fullmatch(r"[\u4e00-\u9fff]{2,14}[〔\[【]\d{4}[〕\]】]第?\d+号", fold(text)))


def is_body_name(text: str) -> bool:
    """A line that may be whose signature it is."""
    return is_bare(text) and len(fold(text)) <= 30 and fold(text).endswith(tuple(_BODIES))

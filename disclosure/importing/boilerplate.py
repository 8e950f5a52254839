"""What belongs to the web page around a document and not to the document."""

import re

from disclosure.importing.pieces import Line, Piece, fold

_STRONG = re.compile(
    r"\|+|null|您?(?:当前|现在)?(?:所在|的)?位置[:：].*|您当前所在位置.*|当前位置.*|首页[>»].*"
    r"|Welcometo.*|欢迎(?:访问|光临|来到).*网.*"
    r"|\d{4}年\d{1,2}月\d{1,2}日星期[一二三四五六日天].*|星期[一二三四五六日天]"
    r"|-?\d{1,2}[~～\-至]-?\d{1,2}(?:°C|℃|°)"
    r"|用户登录.*|(?:用户)?登录|(?:立即|免费)?注册|还没有账号[?？]?(?:立即注册)?|忘记密码[?？]?"
    r"|分享(?:到|至)?[:：]?.{0,12}|(?:打印|关闭|收藏|打印本页|关闭窗口|返回顶部|网站地图|更多|订阅号|服务号)+"
    r"|【?字(?:体|号)[:：]?[\[【]?[大中小\s]+[\]】]?】?"
    r"|(?:访问量|访客|您是第|本站访问)[:：]?.{0,30}"
    r"|(?:主办|承办|版权所有|网站标识码|备案号|技术支持|维护单位)(?:单位)?[:：].*"
    r"|.*网站标识码[:：].*|.*公网安备.*|.*ICP备.*|.*PoweredBy.*|.*版权所有.*|Copyright.*"
    r"|(?:上一篇|下一篇|相关(?:链接|文档|解读))[:：]?.*|扫一扫.*",
    re.I,
)
_WEAK = re.compile(r"(?:联系)?(?:电话|地址|邮编|邮箱|电子邮箱|电子邮件|传真)[:：].*")
_GLUE = re.compile(r"(?:用户登录|还没有账号[?？]?|立即注册|分享到[:：]|null)")
_EDGE = 12
"""Glue is looked for in this many lines from either end: a body may speak of such words."""


def is_boilerplate(piece: Piece) -> bool:
    """Certainly the page's, wherever it stands at the top or at the end."""
    return isinstance(piece, Line) and (
        piece.kind == "page" or bool(_STRONG.fullmatch(piece.folded))
    )


def is_weak(piece: Piece) -> bool:
    """The page's if it stands among such lines: telephone, address."""
    return isinstance(piece, Line) and bool(_WEAK.fullmatch(piece.folded))


def unglued(pieces: list[Piece], is_label: re.Pattern[str]) -> list[Piece]:
    """Take apart what the page glued together: ``立即注册索引号 | …``, ``…印发null``."""
    done: list[Piece] = []
    for index, piece in enumerate(pieces):
        edge = index < _EDGE or index >= len(pieces) - _EDGE
        done.extend(_unglue(piece, is_label) if edge and isinstance(piece, Line) else [piece])
    return done


def _unglue(line: Line, is_label: re.Pattern[str]) -> list[Piece]:
    head: list[Piece] = []
    text = line.text
    while (found := _GLUE.match(text.lstrip())) and fold(text) != found[0]:
        rest = text.lstrip()[found.end() :]
        if not (is_label.match(rest.lstrip()) or _GLUE.match(rest.lstrip())):
            break
        head.append(Line(line.number, found[0]))
        text = rest
    tail: list[Piece] = []
    while (found := re.search(_GLUE.pattern + r"\s*$", text)) and found.start() > 0:
        tail.insert(0, Line(line.number, found[0]))
        text = text[: found.start()]
    if not head and not tail:
        return [line]
    return [*head, Line(line.number, text, line.kind, line.level), *tail]


def tail_start(pieces: list[Piece], is_label: re.Pattern[str]) -> int:
    """Where the page's own end begins: after it only its lines and empty labels stand."""
    start = len(pieces)
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if is_boilerplate(piece) or (isinstance(piece, Line) and _empty_label(piece, is_label)):
            start = index
        elif not (is_weak(piece) and start < len(pieces)):
            break
    return start


def _empty_label(line: Line, is_label: re.Pattern[str]) -> bool:
    return bool(is_label.match(line.clean)) and line.folded.endswith((":", "："))

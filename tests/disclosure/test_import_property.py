"""Whatever lines a document is made of, each is in the body, the metadata or the dropped lines."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import HallboardError
from disclosure.importing import ParsedDocument, read_document
from disclosure.importing.pieces import fold
from tests.rounds import rounds

LINES = st.sampled_from(
    (
        "索引号: | A-1 | 发布机构: | 青溪县民政局 |",
        "文号 | 浏览量 |",
        " 号: 青民〔2026〕3号  词: 救助",
        "发布日期: 2026-05-06 10:00",
        "生效日期: null 废止日期:",
        "名称: 关于开展走访的通知",
        "立即注册索引号 | B-2 |",
        "索引号 | A-3 | 其他 | 未知 | 文号 | 青民〔2026〕4号 |",
        "2026年5月6日null",
        "请认真落实。用户登录",
        "您当前所在位置:首页 > 公告",
        "用户登录还没有账号?立即注册",
        "分享到:",
        "null",
        "|",
        "主办单位:青溪县人民政府 网站标识码:1",
        "联系电话:0399-5550000",
        "关于开展走访的通知",
        "青溪县人民政府",
        "关于印发工作",
        "方案的通知",
        "青民〔2026〕3号",
        "各乡镇人民政府:",
        "一、总体要求",
        "(一)指导思想。按照要求做好。",
        "1、走访。逐户走访,不漏一户。",
        "第一章 总 则",
        "第二章 附则第三条 自发布之日起实施。",
        "· 带好身份证",
        "- 带好户口簿",
        "附件1",
        "序号",
        "项目",
        "金额",
        "1",
        "2",
        "3",
        "修桥",
        "组 长:石有田 县民政局局长",
        "\u00a0 \u00a0县财政局局长",
        "青溪县民政局",
        "2026年5月6日",
        "2026月5月6日",
        "现将《走访方案》印发给你们。",
        "在日博365首页开设专题。",
        "",
        "　　",
    )
)
DOCUMENT = st.lists(
    st.one_of(LINES, LINES, st.text(alphabet="公开甲乙。，、:：| 1a", max_size=30)),
    min_size=1,
    max_size=25,
)
BULLET = re.compile(r"^[·•●○■◆▪\-–—*](?=.)")
IGNORED = re.compile(r"[:：|]")


@settings(max_examples=rounds(600), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENT)
def test_nothing_is_lost_and_nothing_invented(lines: list[str]) -> None:
    try:
        document = read_document("\n".join(lines).encode(), "a.txt")
    except HallboardError:
        return
    body, at = fold(document.content.text), 0
    aside = aside_of(document)
    for number, line in enumerate(lines, 1):
        text = fold(line)
        missing = left_over(text, aside.get(number, ""))
        if missing and not body.startswith(missing, at):
            missing = BULLET.sub("", missing)
        assert body.startswith(missing, at), (number, line, missing, body[at : at + 30])
        at += len(missing)
    assert at == len(body), body[at:]


def aside_of(document: ParsedDocument) -> dict[int, str]:
    """What stands outside the body, by line."""
    aside: dict[int, str] = {}
    for found in document.metadata:
        aside[found.line] = aside.get(found.line, "") + fold(found.label + found.value)
    for gone in document.dropped:
        aside[gone.line] = aside.get(gone.line, "") + fold(gone.text)
    for line in document.title_lines:
        aside[line] = "*"
    return aside


def left_over(text: str, aside: str) -> str:
    """The part of a line that is not outside the body."""
    if aside == "*":
        return ""
    if not aside:
        return text
    signs = sorted(IGNORED.sub("", aside))
    if sorted(IGNORED.sub("", text)) == signs:
        return ""
    for cut in range(len(text) + 1):
        if sorted(IGNORED.sub("", text[cut:])) == signs:
            return text[:cut]
    raise AssertionError(f"{text!r} is not what was set aside: {aside!r}")

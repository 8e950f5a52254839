"""List pages in the shapes in which portals write them."""

from datetime import date

import pytest

from core.errors import Invalid
from disclosure.extracting import (
    Entry,
    ExtractRules,
    check_rules,
    document_of,
    entries_of,
    fingerprint,
    read_rules,
)
from disclosure.imported import listed_values, period_in
from disclosure.importing import read_document
from disclosure.periods import parse

URL = "https://www.qingxi.example/zwgk/index.html"
HABIT = ExtractRules()


def found(html: str, rules: ExtractRules = HABIT) -> list[Entry]:
    return list(entries_of(html, URL, rules).entries)


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li><a href='1.html'>关于防火的通告</a><span>2026-10-08</span></li></ul>",
        "<table><tr><td><a href='1.html'>关于防火的通告</a><td>2026年10月8日</table>",
        "<dl><dd>[2026/10/8] <a href='/zwgk/1.html'>关于防火的通告</a></dd></dl>",
        "<div><a href='https://www.qingxi.example/zwgk/1.html#a'>关于防火的通告</a>2026.10.08</div>",
        "<li><a href='1.html' title='关于防火的通告'>关于防火的…</a> 2026-10-08</li>",
    ],
)
def test_a_link_with_a_date_beside_it_is_an_entry(html: str):
    page = f"<a href='/a.html'>走进我们的县城</a>{html}<a href='/z.html'>联系我们网站</a>"
    assert found(page) == [
        Entry("https://www.qingxi.example/zwgk/1.html", "关于防火的通告", date(2026, 10, 8))
    ]


def test_selectors_go_before_habit():
    html = """<div class=box><p class=t><b>关于防火的通告</b></p><a class=go href=1.html>详情</a>
    <i>2026-10-08</i></div><div class=box><p class=t><b>关于汛期的通告</b></p>
    <a class=go href=2.html>详情</a></div><a class=more href=index_1.html>更多</a>"""
    rules = ExtractRules(entry="div.box", link="a.go", title="p.t", day="i", following="a.more")
    listed = entries_of(html, URL, rules)
    assert [(e.title, e.day) for e in listed.entries] == [
        ("关于防火的通告", date(2026, 10, 8)),
        ("关于汛期的通告", None),
    ]
    assert listed.following == "https://www.qingxi.example/zwgk/index_1.html"


def test_none_stands_twice_and_other_hosts_and_scripts_are_left_out():
    html = "".join(
        f"<li><a href='{href}'>关于防火的通告</a>2026-10-08</li>"
        for href in ("1.html", "1.html#a", "http://evil.example/1.html", "javascript:void(0)", "")
    )
    listed = entries_of(html, URL, HABIT)
    assert [e.url for e in listed.entries] == ["https://www.qingxi.example/zwgk/1.html"]
    assert listed.elsewhere == ("http://evil.example/1.html",)


def test_a_page_without_entries_says_so():
    with pytest.raises(Invalid):
        found("<p>维护中</p>")
    with pytest.raises(Invalid):
        found("<li><a href='1.html'>关于防火的通告</a>2026-10-08</li>", ExtractRules(entry="tr"))


@pytest.mark.parametrize("name", list(ExtractRules.model_fields))
def test_a_selector_that_is_none_names_its_field(name: str):
    with pytest.raises(Invalid) as refused:
        check_rules(ExtractRules(**{name: "li["}))
    assert refused.value.data["field"] == name


def test_rules_that_are_none_are_refused():
    for stored in ("{", '{"colour": "red"}', '{"entry": 1}'):
        with pytest.raises(Invalid):
            read_rules(stored)
    assert read_rules("") == HABIT


def test_deep_pages_break_nothing():
    deep = "<div>" * 5000 + "<li><a href='1.html'>关于防火的通告</a>2026-10-08</li>"
    with pytest.raises(Invalid):
        found(deep + "</div>" * 5000, ExtractRules(entry="table td"))


def test_only_the_chosen_part_of_a_page_is_read():
    html = (
        "<html><head><meta name='PubDate' content='2026-10-08'></head><body>"
        "<p>您是第7位访客</p><div class=a><h1>关于防火的通告</h1><p>林区内禁止用火。</div></body>"
    )
    read = read_document(document_of(html, ExtractRules(body="div.a")).encode(), "page.html")
    assert (read.title, read.issued_on) == ("关于防火的通告", date(2026, 10, 8))
    assert "访客" not in read.content.text
    with pytest.raises(Invalid):
        document_of(html, ExtractRules(body="div.b"))


def test_the_fingerprint_changes_with_the_text_alone():
    def mark(body: str) -> str:
        return fingerprint(read_document(f"<h1>关于防火的通告</h1>{body}".encode(), "page.html"))

    assert mark("<p>林区内禁止用火。</p>") == mark("<p  class='x'>林区内禁止用火。</p><!-- 8 -->")
    assert mark("<p>林区内禁止用火。</p>") != mark("<p>林区内可以用火。</p>")


@pytest.mark.parametrize(
    ("title", "kind", "period"),
    [
        ("石桥村2026年第三季度财务收支", "quarter", "2026Q3"),
        ("石桥村2026年3季度财务收支", "quarter", "2026Q3"),
        ("2026年10月收支公示", "month", "2026-10"),
        ("石桥村2026年上半年财务收支", "half", "2026H1"),
        ("2026年度下半年重点工作进展", "half", "2026H2"),
        ("2026年半年报告", "half", None),
        ("2026年政府信息公开工作年度报告", "year", "2026"),
        ("财务收支公示", "quarter", None),
        ("2026年13月收支公示", "month", None),
    ],
)
def test_the_period_is_read_from_the_title(title: str, kind: str, period: str | None):
    assert period_in(title, kind) == (parse(period) if period else None)


def test_what_the_page_does_not_say_is_taken_from_the_list():
    read = read_document("<p>林区内禁止用火。</p>".encode(), "page.html")
    said = listed_values(read, title="关于防火的通告", day=date(2026, 10, 8), url="https://a/1")
    assert (said["title"], said["issued_on"]) == ("关于防火的通告", date(2026, 10, 8))
    assert said["official_url"] == "https://a/1"


def test_a_title_that_swallowed_the_pages_path_is_the_lists_title():
    html = "<p>首页</p><h1>关于防火的通告</h1><p>林区内禁止用火。</p>"
    read = read_document(html.encode(), "page.html")
    said = listed_values(read, title="关于防火的通告", day=None, url="https://a/1")
    assert said["title"] == "关于防火的通告"

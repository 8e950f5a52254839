"""A county portal on loopback that serves the sample documents as a list and pages."""

from html import escape
from pathlib import Path

from tests.serving import Answer

HTML = {"content-type": "text/html; charset=gb2312"}


def encoded(html: str) -> Answer:
    return Answer(html.encode("gb18030"), headers=HTML)


def document(title: str, body: str, *, visits: int = 1) -> Answer:
    """A page with a frame that changes at every visit, and the text in its middle."""
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in body.splitlines() if line.strip())
    return encoded(
        f"<html><head><title>{escape(title)}</title></head><body>"
        f"<div class='nav'><a href='/'>首页</a></div>"
        f"<div class='article'><h1>{escape(title)}</h1>{paragraphs}</div>"
        f"<div class='foot'>您是第{visits}位访客</div></body></html>"
    )


def listing(entries: list[tuple[str, str, str]], following: str = "") -> Answer:
    """``entries``: address, title, date."""
    lines = "".join(
        f"<li><a href='{href}' title='{escape(title)}'>{escape(title)}</a><span>{day}</span></li>"
        for href, title, day in entries
    )
    more = f"<a class='next' href='{following}'>下一页</a>" if following else ""
    return encoded(
        "<html><body><div class='nav'><a href='/about.html'>走进我们的县城</a></div>"
        f"<ul class='list'>{lines}</ul>{more}</body></html>"
    )


def sample_portal(samples: Path) -> dict[str, Answer]:
    """Two list pages, five documents."""
    files = sorted((samples / "documents").glob("*.txt"))
    entries = []
    pages: dict[str, Answer] = {}
    for number, file in enumerate(files, 1):
        text = file.read_text("utf-8", errors="replace")
        title = f"公开文件第{number}号全文"
        pages[f"/zwgk/{number}.html"] = document(title, text)
        entries.append((f"{number}.html", title, f"2017-05-0{number}"))
    pages["/zwgk/"] = listing(entries[:3], "index_1.html")
    pages["/zwgk/index_1.html"] = listing(entries[3:])
    return dict(pages)

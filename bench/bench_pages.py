"""A table page at 1080p: laid out and drawn warm, and taken from the store."""

import io
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import typst
from PIL import Image

from bench.row import Row
from media.content import Column, Content, Table, Total
from media.fonts import find_fonts
from media.pages import Setter
from media.profiles import profile
from media.sheet import Sheet
from media.store import Store

WALL = profile("wall-1920x1080-3m")
ROUNDS = 15
_EMPTY = "#set page(width: 1920pt, height: 1080pt)\n"


def rows() -> list[Row]:
    with Setter(find_fonts()) as setter, tempfile.TemporaryDirectory() as folder:
        compiler = typst.Compiler(_EMPTY.encode())
        drawn = setter.draw(accounts(0), WALL, _no_picture)[0]
        store = Store(Path(folder))
        name = store.put(drawn.data)
        layout = _milliseconds(lambda n: setter.compile(accounts(n), WALL, _no_picture, "pdf"))
        page = _milliseconds(lambda n: setter.compile(accounts(n), WALL, _no_picture, "png"))
        whole = _milliseconds(lambda n: setter.draw(accounts(n), WALL, _no_picture))
        empty = _milliseconds(
            lambda n: compiler.compile((_EMPTY + f"// {n}").encode(), format="png", ppi=72)
        )
        path = store.path(name)
        return [
            Row(
                "12-row table page, laid out (as PDF)",
                layout,
                "ms",
                "empty page by typst, PNG",
                empty,
                "ms",
            ),
            Row(
                "12-row table page, drawn warm, PNG",
                page,
                "ms",
                "empty page by typst, PNG",
                empty,
                "ms",
                "≤ 80 ms",
            ),
            Row(
                "the same with code check and WebP",
                whole,
                "ms",
                "Pillow, the WebP alone",
                _milliseconds(_webp(drawn.data)),
                "ms",
            ),
            Row(
                "12-row table page, from the store",
                _milliseconds(lambda _: store.read(name)),
                "ms",
                "open().read()",
                _milliseconds(lambda _: path.read_bytes()),
                "ms",
            ),
        ]


def accounts(number: int) -> Sheet:
    """Twelve rows; every ``number`` gives other texts, so that nothing is cached."""
    amounts = tuple(
        Column(title=title, kind="amount") for title in ("收入（元）", "支出（元）", "余额（元）")
    )
    cells = tuple(
        (str(row), f"第{row}项收支{number}", "46200", "386", f"{128640 + row}.5")
        for row in range(1, 13)
    )
    table = Table(
        columns=(Column(title="序号"), Column(title="项目"), *amounts),
        rows=cells,
        totals=(
            Total(label="收入合计", value="124935.2"),
            Total(label="支出合计", value="68430.8"),
        ),
    )
    return Sheet(
        template="table",
        path=("青溪县", "柳河镇", "石桥村"),
        item="季度财务收支",
        title="2026年第三季度财务收支公开",
        period="2026年7—9月",
        shown_until="2027年1月10日",
        phone="12345",
        link="HTTPS://GK.QINGXI.EXAMPLE/7K3QD9ZP2M",
        footer=("公开主体：石桥村村民委员会",),
        content=Content(blocks=(table,)),
    )


def _webp(data: bytes) -> Callable[[int], None]:
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    return lambda _: picture.save(io.BytesIO(), "WEBP", lossless=True, quality=40, method=1)


def _no_picture(name: str) -> bytes:
    raise AssertionError(name)


def _milliseconds(work: Callable[[int], object]) -> float:
    """The median of ``ROUNDS`` after two to warm up."""
    work(1001), work(1002)
    times = []
    for number in range(ROUNDS):
        begun = time.perf_counter()
        work(number)
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)

"""A table page at 1080p: laid out, drawn warm, made ready for the store, and answered from it."""

import asyncio
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import typst
from PIL import Image

from bench.row import Row
from core.settings import read_settings
from media import queries, service
from media.content import Column, Content, Table, Total
from media.drawing import draw_next
from media.fonts import Fonts, find_fonts
from media.pages import Setter, pictures
from media.profiles import profile
from media.sheet import Sheet
from media.store import Store
from server.database import connected
from server.migrations import migrate

WALL = profile("wall-1920x1080-3m")
ROUNDS = 15
_EMPTY = "#set page(width: 1920pt, height: 1080pt)\n"


def rows() -> list[Row]:
    """Drawing by processor time, which other work on the machine does not lengthen."""
    fonts = find_fonts()
    return [*_drawn(fonts), *asyncio.run(_known(fonts))]


def _drawn(fonts: Fonts) -> list[Row]:
    with Setter(fonts) as setter:

        def laid(number: int) -> bytes:
            return setter.compile(accounts(number), WALL, _no_picture)

        def page(number: int) -> Image.Image:
            return next(pictures(laid(number), WALL))[2]

        empty = typst.Compiler(_EMPTY.encode())

        def blank(number: int) -> None:
            empty.compile((_EMPTY + f"// {number}").encode(), format="png", ppi=72)

        picture = page(0)
        bare = _milliseconds(blank)
        webp = _milliseconds(
            lambda _: picture.save(io.BytesIO(), "WEBP", lossless=True, quality=40, method=1)
        )
        return [
            _row(
                "12-row table page, laid out (processor)",
                _milliseconds(laid),
                "empty page by typst",
                bare,
            ),
            _row(
                "12-row table page, drawn warm (processor)",
                _milliseconds(page),
                "empty page by typst",
                bare,
                "≤ 80 ms",
            ),
            _row(
                "the same by the clock",
                _milliseconds(page, time.perf_counter),
                "empty page by typst",
                _milliseconds(blank, time.perf_counter),
                "≤ 80 ms",
            ),
            _row(
                "drawn, code read back, WebP (processor)",
                _milliseconds(lambda n: setter.draw(accounts(n), WALL, _no_picture)),
                "Pillow, its WebP alone",
                webp,
                "≤ 300 ms",
            ),
        ]


async def _known(fonts: Fonts) -> list[Row]:
    """A set that is drawn already: asked for again, found, its picture read and verified."""
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings({}, data=Path(folder))
        store = Store(settings.files)
        await migrate(settings)
        async with connected(settings):
            sheet = accounts(0)
            key = await service.request_pages(sheet, WALL.code)
            await draw_next(store, fonts)

            async def answer() -> bytes:
                await service.request_pages(sheet, WALL.code)
                (page,) = queries.pages_of((await queries.page_sets([key]))[key])
                return store.read(page.file)

            path = store.path(queries.pages_of((await queries.page_sets([key]))[key])[0].file)
            taken = []
            for _ in range(ROUNDS + 2):
                begun = time.perf_counter()
                await answer()
                taken.append((time.perf_counter() - begun) * 1000)
            read = _milliseconds(lambda _: path.read_bytes(), time.perf_counter)
            found = statistics.median(taken[2:])
            return [
                _row(
                    "the same page, asked for again: rows, bytes, hash",
                    found,
                    "open().read()",
                    read,
                )
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


def _row(name: str, figure: float, yardstick: str, beside: float, target: str = "") -> Row:
    return Row(name, figure, "ms", yardstick, beside, "ms", target)


def _no_picture(name: str) -> bytes:
    raise AssertionError(name)


def _milliseconds(
    work: Callable[[int], object], meter: Callable[[], float] = time.process_time
) -> float:
    """The median of ``ROUNDS`` after two to warm up."""
    work(1001), work(1002)
    times = []
    for number in range(2000, 2000 + ROUNDS):
        begun = meter()
        work(number)
        times.append((meter() - begun) * 1000)
    return statistics.median(times)

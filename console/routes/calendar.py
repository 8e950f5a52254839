"""工作日历: which days are worked, and taking over the notice of a year."""

from starlette.requests import Request
from starlette.responses import Response

from accounts.permissions import holds
from accounts.queries import names
from console.routes.exports import today
from console.routes.page import Values, actor_of, go, page, problems_of
from console.year_calendar import WEEKDAYS, holidays, months
from core.errors import HallboardError, Invalid, TooLarge
from disclosure.importing.decoding import text_of
from disclosure.queries import YearView, covered_years, workdays
from disclosure.service import import_days

MOST_BYTES = 100_000


async def calendar_page(request: Request) -> Response:
    return await _page(request, {}, {})


async def take_over(request: Request) -> Response:
    """Import a year from a chosen file or from pasted rows."""
    async with request.form() as form:
        given = form.get("file")
        data = b"" if given is None or isinstance(given, str) else await given.read(MOST_BYTES + 1)
        values = {name: value for name, value in form.items() if isinstance(value, str)}
    try:
        year = _year(values.get("import_year", ""))
        content = _content(data, values.get("content", ""))
        await import_days(actor_of(request), content, year, source=values.get("source", ""))
    except (Invalid, TooLarge) as error:
        return await _page(request, values, _placed(error), 422)
    return go(f"/console/calendar?year={year}", "calendar")


def _content(data: bytes, pasted: str) -> str:
    if len(data) > MOST_BYTES:
        raise TooLarge(
            "calendar-large",
            "文件超过 {most} KB，不像一年的日历。",
            most=MOST_BYTES // 1000,
            field="file",
        )
    if data.strip():
        return text_of(data, "CSV")
    if not pasted.strip():
        raise Invalid("calendar-none", "请选择 CSV 文件，或把各行粘贴在下面。", field="file")
    return pasted


def _year(written: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) == 4):
        raise Invalid("calendar-year", "年份应在 2004 到 2199 之间。", field="import_year")
    return int(written)


def _placed(error: HallboardError) -> dict[str, str]:
    """The problem, under the field of this form that it speaks of."""
    places = {"year": "import_year", "form": "file"}
    return {places.get(name, name): said for name, said in problems_of(error).items()}


async def _page(
    request: Request, values: Values, problems: dict[str, str], status: int = 200
) -> Response:
    years = await covered_years()
    this_year = today(request).year
    shown = _shown(years, request.query_params.get("year", ""), this_year)
    known = await workdays()
    next_missing = next(
        year for year in range(this_year, this_year + 200) if year not in known.covered
    )
    by = await names({one.by for one in years if one.by})
    context = {
        "years": years,
        "shown": shown,
        "months": months(shown.year, shown.days, known),
        "holidays": holidays(shown.days),
        "weekdays": WEEKDAYS,
        "missing": next_missing,
        "covered": f"{years[-1].year}—{years[0].year}" if years else "",
        "who": by.get(shown.by, ""),
        "may_import": holds(actor_of(request), "catalogue.write"),
        "values": {"import_year": str(next_missing), **values},
        "problems": problems,
    }
    return await page(request, "calendar.html", context, status)


def _shown(years: list[YearView], asked: str, this_year: int) -> YearView:
    """The year asked for, else this one; one that nothing is known of goes by its weekdays."""
    by_year = {one.year: one for one in years}
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this_year
    if not 2004 <= wanted < 2200:
        wanted = this_year
    return by_year.get(wanted, YearView(wanted, ()))

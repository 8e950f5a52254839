"""Reads for supervision: what can be counted of each unit in a span, and its score."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from accounts.models import Unit
from core.settings import Settings
from disclosure.models import (
    CatalogueItem,
    Material,
    Review,
    RuleSet,
    SpotFinding,
    Version,
)
from disclosure.periods import MONTHS, Period, midnight, parse
from disclosure.queries.duties import DueRow, due, rules
from disclosure.queries.filed import TIER, filed
from disclosure.queries.subtrees import inside
from disclosure.review import PUBLIC
from disclosure.scoring import Figures, Ranked, Score, Weights, linked, ranking, score
from disclosure.weighing import WEIGHTS, read_weights

_INSTANT = timedelta(microseconds=1)
_CHECKED = ("fine", "fault", "corrected", "closed")
_FAULTY = ("fault", "corrected", "closed")


@dataclass(frozen=True)
class Assessment:
    """Every unit of some subtrees in one span, each with what was counted and its score."""

    span: Period
    units: Mapping[str, Unit]
    """By code, in the order of the tree."""
    figures: Mapping[str, Figures]
    scores: Mapping[str, Score]
    rows: tuple[DueRow, ...]
    """The obligations that fell due in the span, and fixed content that was owed in it."""
    weights: Weights

    def ranked(self, tier: str) -> list[Ranked]:
        """The units of one tier, best first."""
        of_tier = {code: one for code, one in self.scores.items() if self.units[code].tier == tier}
        return ranking(of_tier, self.figures)

    @property
    def whole(self) -> Figures:
        """All units together."""
        return sum(self.figures.values(), Figures())


async def weights() -> Weights:
    """The county's weights, or the proposed ones."""
    row = await RuleSet.get_or_none(name=WEIGHTS)
    return read_weights(row.value) if row else Weights()


async def assessment(
    settings: Settings, at: datetime, span: Period, unit_paths: Iterable[str]
) -> Assessment:
    """What was owed, done and found in the span, as known at ``at``.

    Units above or beside the subtrees count only as far as the links between units reach.
    """
    within = tuple(unit_paths)
    start = midnight(span.first_day, settings.zone)
    end = midnight(span.next().first_day, settings.zone)
    every = {unit.code: unit for unit in await Unit.all().order_by("path")}
    shown = {code: unit for code, unit in every.items() if unit.path.startswith(within)}
    standing = await _standing()
    rows = [
        row
        for row in await due(settings, at, since=start - _INSTANT)
        if start <= row.due_at < end or (row.item_code in standing and row.due_at < end)
    ]
    counted = _owed(rows, every, start)
    minimum = (await rules()).monthly_minimum * MONTHS[span.kind]
    counted = _with_filed(counted, await filed(start, end), every, minimum)
    counted = _with_review(counted, await _reviewed(start, end))
    counted = _with_material(counted, await _materials(span))
    counted = _with_checks(counted, await _checks(start, end), settings.zone)
    weighed = await weights()
    own = {code: score(figures, weighed) for code, figures in counted.items()}
    scores = linked(own, _below(every.values()), weighed)
    return Assessment(
        span,
        shown,
        {code: counted[code] for code in shown},
        {code: scores[code] for code in shown},
        tuple(row for row in rows if row.unit_code in shown),
        weighed,
    )


@dataclass(frozen=True)
class YearFigures:
    """Counts for the chapter on proactive disclosure of the yearly report (信息公开年度报告)."""

    published: int
    withdrawn: int
    in_force: int
    by_group: tuple[tuple[str, int], ...]
    """First-level item and how many were published, most first."""
    by_tier: tuple[tuple[str, int], ...]
    by_kind: Mapping[str, int]


async def year_figures(settings: Settings, year: Period, unit_paths: Iterable[str]) -> YearFigures:
    """What was published in a year below the units."""
    start = midnight(year.first_day, settings.zone)
    end = midnight(year.next().first_day, settings.zone)
    below = inside(tuple(unit_paths), "record__unit__path")
    found = await Version.filter(
        below, state__in=PUBLIC, published_at__gte=start, published_at__lt=end
    ).values_list("record__item__group", "record__unit__tier", "kind", "state", "withdrawn_at")
    groups = Counter(group for group, *_ in found if group)
    tiers = Counter(tier for _, tier, *_ in found)
    kinds = Counter(kind for _, _, kind, _, _ in found if kind)
    withdrawn = await Version.filter(below, withdrawn_at__gte=start, withdrawn_at__lt=end).count()
    in_force = await Version.filter(below, state="published").count()
    return YearFigures(
        len(found),
        withdrawn,
        in_force,
        tuple(groups.most_common()),
        tuple(tiers.most_common()),
        dict(kinds),
    )


async def _standing() -> frozenset[str]:
    """Codes of the items whose content is owed at any time."""
    rows = await CatalogueItem.filter(cadence__in=("fixed", "permanent")).values_list(
        "code", flat=True
    )
    return frozenset(str(row) for row in rows)


def _owed(rows: Iterable[DueRow], units: Mapping[str, Unit], start: datetime) -> dict[str, Figures]:
    states: dict[str, Counter[str]] = {code: Counter() for code in units}
    for row in rows:
        if row.unit_code in states:
            # What was late before the span was judged in its time.
            late_before = row.state == "published_late" and row.due_at < start
            states[row.unit_code]["published" if late_before else row.state] += 1
    return {code: _figures(counts) for code, counts in states.items()}


def _figures(counts: Counter[str]) -> Figures:
    """What may still come in time is not owed yet; what is stale was published, and is stale."""
    published = counts["published"] + counts["published_late"] + counts["stale"]
    return Figures(
        owed=published + counts["overdue"],
        published=published,
        on_time=published - counts["published_late"],
        overdue=counts["overdue"],
        stale=counts["stale"],
        exempt=counts["exempt"],
    )


def _with_filed(
    counted: Mapping[str, Figures],
    published: Mapping[str, int],
    units: Mapping[str, Unit],
    minimum: int,
) -> dict[str, Figures]:
    """Each department at least so many a month (Mengnuo rules of 2017, Art. 14)."""
    return {
        code: replace(
            figures,
            filed=published.get(units[code].id, 0),
            minimum=minimum if units[code].tier == TIER else 0,
        )
        for code, figures in counted.items()
    }


async def _reviewed(start: datetime, end: datetime) -> dict[str, Counter[str]]:
    """By unit code, how often each step was taken."""
    rows = await Review.filter(
        at__gte=start, at__lt=end, step__in=("submit", "return", "withdraw")
    ).values_list("version__record__unit__code", "step")
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for code, step in rows:
        counts[code][step] += 1
    return counts


def _with_review(
    counted: Mapping[str, Figures], steps: Mapping[str, Counter[str]]
) -> dict[str, Figures]:
    return {
        code: replace(
            figures,
            submitted=steps[code]["submit"],
            returned=steps[code]["return"],
            corrected=steps[code]["withdraw"],
        )
        if code in steps
        else figures
        for code, figures in counted.items()
    }


async def _materials(span: Period) -> dict[str, list[Decimal]]:
    """By unit code, the scores of material about periods inside the span."""
    rows = await Material.filter(score__not_isnull=True).values_list(
        "unit__code", "period", "score"
    )
    scores: dict[str, list[Decimal]] = defaultdict(list)
    for code, period, points in rows:
        about = parse(period)
        if span.first_day <= about.first_day and about.last_day <= span.last_day:
            scores[code].append(points)
    return scores


def _with_material(
    counted: Mapping[str, Figures], scores: Mapping[str, list[Decimal]]
) -> dict[str, Figures]:
    return {
        code: replace(figures, materials=tuple(scores[code])) if code in scores else figures
        for code, figures in counted.items()
    }


async def _checks(start: datetime, end: datetime) -> list[SpotFinding]:
    return await SpotFinding.filter(at__gte=start, at__lt=end, state__in=_CHECKED).select_related(
        "unit"
    )


def _with_checks(
    counted: Mapping[str, Figures], findings: Iterable[SpotFinding], zone: ZoneInfo
) -> dict[str, Figures]:
    result = dict(counted)
    for finding in findings:
        code = finding.unit.code
        if code not in result:
            continue
        known = result[code]
        result[code] = replace(
            known,
            checked=known.checked + 1,
            faults=known.faults + (finding.state in _FAULTY),
            mended=known.mended + _mended_in_time(finding, zone),
        )
    return result


def _mended_in_time(finding: SpotFinding, zone: ZoneInfo) -> bool:
    """Corrected and accepted, and reported by its day."""
    reported: datetime | None = finding.corrected_at
    by: date | None = finding.correct_by
    if finding.state != "closed" or reported is None or by is None:
        return False
    return reported.astimezone(zone).date() <= by


def _below(units: Iterable[Unit]) -> dict[str, list[str]]:
    """Villages count towards their township, and whoever has a lead unit towards that one."""
    known = {unit.id: unit for unit in units}
    below: dict[str, list[str]] = defaultdict(list)
    for unit in known.values():
        lead: str | None = unit.lead_id  # type: ignore[attr-defined]  # set by Tortoise
        parent: str | None = unit.parent_id  # type: ignore[attr-defined]  # set by Tortoise
        above = lead or (parent if unit.tier == "village" else None)
        if above is not None and above in known:
            below[known[above].code].append(unit.code)
    return below

"""考核: how well a unit discloses, as figures and one score out of 100.  Pure.

The parts follow what published schemes judge: whether everything owed is public (覆盖), on time
(及时), sound (质量), what the unit reported (上报资料) and what spot checks found (抽查).  A part
that had nothing to judge gives its weight to the others, so that a unit without prompt items is
not marked down for them.

Two links stand in the Xichuan plan of 2017, §五(三): a village's result counts towards its
township's, a department's towards its lead unit's (村（社区）…与乡镇（街道）综合评价相挂钩，
县直单位…与委口牵头单位综合评价相挂钩).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import ROUND_HALF_UP, Decimal

from core.errors import Invalid

HUNDRED = Decimal(100)
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Figures:
    """What can be counted of one unit in one span of time.

    ``owed``: obligations that fell due in it, exempt ones left out.  ``published`` of them are
    public, ``on_time`` of those by their date; ``overdue`` are not public.  ``stale``: owed items
    of which nothing current is left.  ``submitted``: versions handed to review; ``returned`` of
    them came back; ``corrected``: published versions withdrawn or replaced by a correction.
    ``filed``: records published in the span, against ``minimum`` of them.
    ``materials``: scores of reported material, out of 100.  ``checked`` places were looked at in
    spot checks, ``faults`` had one, ``mended`` of those were corrected by their date.
    """

    owed: int = 0
    published: int = 0
    on_time: int = 0
    overdue: int = 0
    stale: int = 0
    exempt: int = 0
    submitted: int = 0
    returned: int = 0
    corrected: int = 0
    filed: int = 0
    minimum: int = 0
    materials: tuple[Decimal, ...] = ()
    checked: int = 0
    faults: int = 0
    mended: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            **{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)}
        )


@dataclass(frozen=True)
class Weights:
    """How much each part counts; ``linked``: the share, out of 100, of the units below.

    The figures are a proposal: counties set their own (the Yuhu key points of 2017 only say that
    disclosure makes 4 % of the whole yearly assessment).
    """

    coverage: int = 40
    timeliness: int = 25
    quality: int = 15
    material: int = 10
    inspection: int = 10
    linked: int = 20

    @property
    def parts(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in PARTS}


PARTS = ("coverage", "timeliness", "quality", "material", "inspection")


@dataclass(frozen=True)
class Score:
    """``parts``: each out of 100, None where there was nothing to judge; ``own``: their weighted
    mean; ``below``: the mean of the linked units' totals; ``total``: with that share."""

    parts: Mapping[str, Decimal | None]
    own: Decimal | None
    below: Decimal | None = None
    total: Decimal | None = None


@dataclass(frozen=True)
class Ranked:
    """``place`` counts from 1; equal totals share a place, the next one is left out."""

    unit: str
    place: int
    score: Score
    figures: Figures = field(default_factory=Figures)


def check_weights(weights: Weights) -> None:
    """Raises Invalid when they are not shares: each 0–100, the parts together 100."""
    values = {**weights.parts, "linked": weights.linked}
    for name, value in values.items():
        if not 0 <= value <= 100:
            raise Invalid("weight-range", "权重应在 0 到 100 之间。", field=name)
    if sum(weights.parts.values()) != 100:
        raise Invalid(
            "weight-sum",
            "各项权重之和应为 100，现为 {sum}。",
            sum=sum(weights.parts.values()),
            field="coverage",
        )


def score(figures: Figures, weights: Weights) -> Score:
    """The unit's own score: the weighted mean of the parts that had something to judge."""
    parts = {
        "coverage": _share(figures.published, figures.owed),
        "timeliness": _share(figures.on_time, figures.owed),
        "quality": _quality(figures),
        "material": _mean(figures.materials),
        "inspection": _share(figures.checked - figures.faults + figures.mended, figures.checked),
    }
    judged = {name: value for name, value in parts.items() if value is not None}
    weight = sum(weights.parts[name] for name in judged)
    own = (
        _rounded(sum((weights.parts[n] * v for n, v in judged.items()), Decimal(0)) / weight)
        if weight
        else None
    )
    return Score(parts, own, None, own)


def linked(
    scores: Mapping[str, Score], below: Mapping[str, Sequence[str]], weights: Weights
) -> dict[str, Score]:
    """The scores with the share of the units below, worked out from the leaves up.

    ``below``: by unit, those whose results count towards it.  A unit that would count towards
    itself by a ring counts with its own score there.
    """
    done: dict[str, Score] = {}

    def total(unit: str, above: frozenset[str]) -> Decimal | None:
        if unit in done:
            return done[unit].total
        own = scores[unit].own
        if unit in above:
            return own
        totals = [total(one, above | {unit}) for one in below.get(unit, ()) if one in scores]
        mean = _mean([value for value in totals if value is not None])
        result = _joined(own, mean, weights.linked)
        done[unit] = Score(scores[unit].parts, own, mean, result)
        return result

    for unit in scores:
        total(unit, frozenset())
    return done


def ranking(scores: Mapping[str, Score], figures: Mapping[str, Figures]) -> list[Ranked]:
    """Best first; units with nothing to judge are left out."""
    judged = [(unit, one) for unit, one in scores.items() if one.total is not None]
    judged.sort(key=lambda pair: (-(pair[1].total or Decimal(0)), pair[0]))
    ranked: list[Ranked] = []
    for at, (unit, one) in enumerate(judged, 1):
        same = bool(ranked) and ranked[-1].score.total == one.total
        ranked.append(Ranked(unit, ranked[-1].place if same else at, one, figures[unit]))
    return ranked


def _joined(own: Decimal | None, below: Decimal | None, share: int) -> Decimal | None:
    if own is None or below is None:
        return below if own is None else own
    return _rounded((own * (100 - share) + below * share) / HUNDRED)


def _quality(figures: Figures) -> Decimal | None:
    """What went through review at once and had not to be corrected afterwards."""
    if not figures.submitted:
        return None
    flawed = min(figures.returned + figures.corrected, figures.submitted)
    return _share(figures.submitted - flawed, figures.submitted)


def _share(part: int, whole: int) -> Decimal | None:
    return _rounded(HUNDRED * part / whole) if whole else None


def _mean(values: Iterable[Decimal]) -> Decimal | None:
    known = list(values)
    return _rounded(sum(known, Decimal(0)) / len(known)) if known else None


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)

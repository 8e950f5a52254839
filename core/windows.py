"""Half-open spans of time: from ``start`` up to, not including, ``end``.  All in UTC."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Window:
    """[start, end); None means without a beginning or without an end."""

    start: datetime | None = None
    end: datetime | None = None

    def contains(self, instant: datetime) -> bool:
        return (self.start is None or self.start <= instant) and (
            self.end is None or instant < self.end
        )

    @property
    def empty(self) -> bool:
        return self.start is not None and self.end is not None and self.start >= self.end

    def meet(self, other: "Window") -> "Window":
        """What lies in both; possibly empty."""
        return Window(_latest(self.start, other.start), _earliest(self.end, other.end))

    def bounds(self) -> tuple[datetime, ...]:
        """The ends that exist: the instants at which the answer may change."""
        return tuple(bound for bound in (self.start, self.end) if bound is not None)


ALWAYS = Window()


def _latest(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((bound for bound in (one, other) if bound is not None), default=None)


def _earliest(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((bound for bound in (one, other) if bound is not None), default=None)

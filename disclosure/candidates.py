"""What may be put on screens, with everything that placing it needs to know."""

from dataclasses import dataclass
from datetime import datetime

from core.messages import text
from core.windows import Window
from media.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Candidate:
    """One published version, as it stands in the rows: nothing here depends on the time.

    A county keeps tens of thousands in memory: the sheet is kept as text, which costs the garbage
    collector nothing, and read when it is needed.
    """

    version: str
    record: str
    code: str
    title: str
    unit: str
    """Code of the unit."""
    unit_path: str
    unit_name: str
    item: str
    """Code of the catalogue item; "" without one."""
    period: str | None
    template: str
    carriers: frozenset[str]
    audience: str
    window: Window
    rule: str
    """What ends the window: see disclosure/windows.py."""
    because: str
    """The sentence of that rule."""
    sheet_text: str
    """The sheet's canonical JSON (media.sheet.sheet_json)."""
    sheet_hash: str
    """Its hash (media.sheet.sheet_hash): equal for equal pages."""
    evergreen: bool
    published_at: datetime
    area: str = ""
    """Unit path inside which screens may show it; "" for what is for everybody."""
    area_name: str = ""
    """Short name of that area's unit."""
    group: str = ""
    """Name of the group for which it is meant, where it is meant for one."""
    opening: str = ""
    """Why the window does not begin with publication; "" where it does."""

    @property
    def sheet(self) -> Sheet:
        """What stands on the pages; parsed anew each time."""
        return Sheet.model_validate_json(self.sheet_text)

    def refusal(self, at: datetime) -> tuple[str, str] | None:
        """The rule and sentence that keep it from being shown at ``at``; None when it may be."""
        if self.window.contains(at):
            return None
        before = self.window.start is not None and at < self.window.start
        if before and not self.window.empty:
            return "not_effective", self.opening or text("尚未公布")
        return self.rule, self.because

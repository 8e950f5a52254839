"""Quarterly accounts that add up and carry their balance forward.  Money in fen."""

from dataclasses import dataclass

from media.content import Column, Content, Table, Total
from server.demo.county import Place
from server.demo.people import number

_WAN = 1_000_000
"""10,000 yuan."""
# Name, yuan a quarter (about), and whether it is income.
_LINES: dict[str, tuple[tuple[str, int, bool], ...]] = {
    "department": (
        ("财政拨款（基本支出）", 612_000, True),
        ("财政拨款（项目支出）", 438_000, True),
        ("上级专项补助", 126_000, True),
        ("工资福利支出", 486_000, False),
        ("办公及水电费", 68_400, False),
        ("项目支出", 502_000, False),
        ("差旅费", 21_600, False),
        ("会议费", 9_800, False),
        ("公务接待", 6_200, False),
        ("公务用车运行维护", 18_500, False),
        ("出国（境）经费", 0, False),
        ("培训费", 12_300, False),
        ("维修（护）费", 24_700, False),
    ),
    "township": (
        ("财政拨款", 1_864_000, True),
        ("上级专项补助", 742_000, True),
        ("国有资产出租收入", 58_600, True),
        ("工资福利支出", 1_102_000, False),
        ("村级组织运转补助", 426_000, False),
        ("道路和水利养护", 386_000, False),
        ("环境卫生整治", 248_000, False),
        ("项目建设支出", 252_000, False),
        ("办公及水电费", 92_300, False),
        ("差旅费", 26_800, False),
        ("会议费", 11_400, False),
        ("公务接待", 8_600, False),
        ("公务用车运行维护", 31_200, False),
    ),
    "village": (
        ("集体土地承包收入", 46_200, True),
        ("光伏发电上网收入", 18_700, True),
        ("上级补助（道路养护）", 60_000, True),
        ("集体房屋出租收入", 12_400, True),
        ("村内道路维修", 62_400, False),
        ("环境卫生保洁", 14_400, False),
        ("路灯电费和维护", 4_860, False),
        ("水利设施管护", 28_600, False),
        ("会议与办公用品", 1_260, False),
        ("公务接待", 0, False),
        ("差旅费", 390, False),
        ("老年活动中心开支", 6_300, False),
    ),
}
_APART = {
    "出国（境）经费": "abroad",
    "差旅费": "trips",
    "公务接待": "receptions",
    "公务用车运行维护": "vehicles",
    "会议费": "meetings",
}
EXPENSES = tuple(_APART)
"""What is set apart in the accounts."""


@dataclass(frozen=True)
class Entry:
    name: str
    income: int = 0
    expense: int = 0


@dataclass(frozen=True)
class Ledger:
    """One unit's quarter."""

    period: str
    opening: int
    entries: tuple[Entry, ...]

    @property
    def income(self) -> int:
        return sum(entry.income for entry in self.entries)

    @property
    def expense(self) -> int:
        return sum(entry.expense for entry in self.entries)

    @property
    def closing(self) -> int:
        return self.opening + self.income - self.expense

    def spent(self, name: str) -> int:
        """What was spent under that name."""
        return sum(entry.expense for entry in self.entries if entry.name == name)


def ledgers(place: Place, periods: tuple[str, ...]) -> tuple[Ledger, ...]:
    """The unit's quarters one after the other, each opening with what the last one left."""
    reserve = 12 if place.tier == "village" else 64
    balance = (reserve + number(f"opening {place.code}", 25)) * _WAN
    balance += number(f"fen {place.code}", _WAN)
    made: list[Ledger] = []
    for period in periods:
        ledger = Ledger(period, balance, _entries(place, period))
        made.append(ledger)
        balance = ledger.closing
    return tuple(made)


def fields(ledger: Ledger, note: str = "") -> dict[str, object]:
    """The fields of the kind ``accounts``."""
    spent = [entry for entry in ledger.entries if not entry.income]
    apart = {
        field: yuan(ledger.spent(name))
        for name, field in _APART.items()
        if any(entry.name == name for entry in spent)
    }
    return apart | {
        "opening": yuan(ledger.opening),
        "closing": yuan(ledger.closing),
        "income": [
            {"item": entry.name, "amount": yuan(entry.income)}
            for entry in ledger.entries
            if entry.income
        ],
        "expenditure": [{"item": entry.name, "amount": yuan(entry.expense)} for entry in spent],
        "note": note,
    }


def expenses(quarters: tuple[Ledger, ...]) -> Content:
    """公务支出: this quarter and since January, from the ledgers themselves."""
    last = quarters[-1]
    year = [ledger for ledger in quarters if ledger.period[:4] == last.period[:4]]
    names = [name for name in EXPENSES if any(entry.name == name for entry in last.entries)]
    rows = tuple(
        (name, yuan(last.spent(name)), yuan(sum(ledger.spent(name) for ledger in year)))
        for name in names
    )
    totals = (
        Total(label="本季度合计", value=yuan(sum(last.spent(name) for name in names))),
        Total(
            label="年初以来合计",
            value=yuan(sum(ledger.spent(name) for ledger in year for name in names)),
        ),
    )
    columns = (
        Column(title="支出项目"),
        Column(title="本季度（元）", kind="amount"),
        Column(title="年初以来（元）", kind="amount"),
    )
    return Content(blocks=(Table(columns=columns, rows=rows, totals=totals),))


def yuan(fen: int) -> str:
    """``46200.00``."""
    return f"{fen // 100}.{fen % 100:02}"


def _entries(place: Place, period: str) -> tuple[Entry, ...]:
    kind = place.tier if place.tier in _LINES else "department"
    scale = 80 + number(f"scale {place.code}", 50)
    made = []
    for name, base, income in _LINES[kind]:
        swing = 88 + number(f"{place.code} {period} {name}", 25)
        amount = base * scale * swing // 100
        amount = amount // 1000 * 1000 if income else amount // 10 * 10
        if name == "公务接待" and number(f"none {place.code} {period}", 3) == 0:
            amount = 0
        made.append(Entry(name, income=amount) if income else Entry(name, expense=amount))
    return tuple(made)

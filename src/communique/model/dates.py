"""Dates as intervals: the words, the reading, the rule that read them. EDTF in and out."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from communique.model.span import Span

EDTF_DATE = re.compile(r"^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """An interval of days, both ends included; None is an open end. `span` holds the words it was read from."""

    earliest: date | None
    latest: date | None
    span: Span | None = None
    text: str | None = None
    precision: str = "day"
    rule: str = ""
    edtf: str = ""

    def overlaps(self, other: "When", slack: int = 0) -> bool:
        """Whether the two intervals can hold the same day, give or take `slack` days."""
        a1, a2 = ordinal(self.earliest, low=True), ordinal(self.latest, low=False)
        b1, b2 = ordinal(other.earliest, low=True), ordinal(other.latest, low=False)
        return a1 - slack <= b2 and b1 - slack <= a2


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When a document appeared. basis: metadata, dateline, inferred or unknown; `because` says why."""

    earliest: date | None = None
    latest: date | None = None
    basis: str = "unknown"
    because: tuple[str, ...] = ()

    @property
    def anchor(self) -> date | None:
        """The day from which relative expressions are read; the early end, since news follows its events."""
        return self.earliest


def ordinal(day: date | None, *, low: bool) -> int:
    """Proleptic day number; an open end becomes the far past or future."""
    if day is None:
        return 0 if low else 4_000_000
    return day.toordinal()


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def parse_edtf(value: str) -> tuple[date | None, date | None]:
    """Read an EDTF level-0 date or interval: '2023', '2023-12', '2023-12-13', '2023-12/..'.

    >>> parse_edtf("2023-02")
    (datetime.date(2023, 2, 1), datetime.date(2023, 2, 28))
    """
    if "/" in value:
        first, last = value.split("/", 1)
        return (parse_edtf(first)[0] if first not in ("", "..") else None, parse_edtf(last)[1] if last not in ("", "..") else None)
    match = EDTF_DATE.match(value.strip().rstrip("?~%"))
    if match is None:
        raise ValueError(f"not an EDTF date: {value!r}")
    year, month, day = int(match[1]), match[2], match[3]
    if day:
        exact = date(year, int(month), int(day))
        return exact, exact
    if month:
        return date(year, int(month), 1), month_end(year, int(month))
    return date(year, 1, 1), date(year, 12, 31)


def to_edtf(earliest: date | None, latest: date | None, precision: str = "day") -> str:
    """Write an interval as EDTF; open ends are '..'.

    >>> to_edtf(date(2023, 2, 1), date(2023, 2, 28), "month")
    '2023-02'
    """
    if earliest and latest:
        if earliest == latest:
            return earliest.isoformat()
        if precision == "month" and (latest == month_end(earliest.year, earliest.month) and earliest.day == 1):
            return f"{earliest:%Y-%m}"
        if (
            precision == "year"
            and (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31)
            and earliest.year == latest.year
        ):
            return str(earliest.year)
    return f"{earliest.isoformat() if earliest else '..'}/{latest.isoformat() if latest else '..'}"

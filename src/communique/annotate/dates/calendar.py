"""What the date grammars share: the frame from which expressions are read, and arithmetic on days."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from re import Match, Pattern
from typing import NamedTuple

from communique.model.dates import When, month_end, to_edtf
from communique.model.span import Span

# A month without a year in the news is far more often past than future: in the seeds' kind of text about five times.
FUTURE_COST = 2.5
DISTANT = date(1, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where the reader stands in time: the interval of publication, None where it is unknown."""

    earliest: date | None = None
    latest: date | None = None
    foundings: Mapping[int, date] = field(default_factory=dict)
    previous: When | None = None

    @property
    def last(self) -> date | None:
        """The late end, or the early one if there is no other."""
        return self.latest or self.earliest


class Reading(NamedTuple):
    """What one expression means."""

    earliest: date | None
    latest: date | None
    precision: str


class Context(NamedTuple):
    """What a rule may look at: the frame, whether the sentence points forward, the date read just before."""

    frame: Frame
    future: bool
    before: When | None


Rule = tuple[str, Pattern[str], Callable[[Match[str], Context], Reading | None]]
OPEN = Reading(None, None, "unknown")


def day(d: date) -> Reading:
    """One day."""
    return Reading(d, d, "day")


def month(year: int, number: int) -> Reading:
    """A month."""
    return Reading(date(year, number, 1), month_end(year, number), "month")


def year(number: int) -> Reading:
    """A year; 0 and above 9999 cannot be dates."""
    return Reading(date(number, 1, 1), date(number, 12, 31), "year")


def safe_date(y: int, m: int, d: int) -> date | None:
    """A date, if there is one."""
    try:
        return date(y, m, d)
    except ValueError:
        return None


def shifted(d: date, months: int) -> date:
    """The same day some months away, or the last of that month."""
    total = d.year * 12 + d.month - 1 + months
    y, m = max(1, min(9999, total // 12)), total % 12 + 1
    return date(y, m, min(d.day, month_end(y, m).day))


def nearest(frame: Frame, options: Iterable[Reading], *, future: bool) -> Reading | None:
    """Of readings that differ in the year, the one nearest to publication, the past preferred unless the text looks ahead."""
    anchor = frame.last
    if anchor is None:
        return None

    def cost(option: Reading) -> float:
        start, end = option.earliest or anchor, option.latest or anchor
        if start > anchor:
            return (start - anchor).days * (0.5 if future else FUTURE_COST)
        return max(0, (anchor - end).days) * (FUTURE_COST if future else 1.0)

    return min(options, key=cost, default=None)


def weekday(frame: Frame, number: int, *, future: bool, skip: int = 0) -> Reading:
    """The last such day up to publication, or the next one after it; an uncertain publication gives an interval."""
    if frame.earliest is None or frame.last is None:
        return OPEN
    ends = []
    for anchor in (frame.earliest, frame.last):
        if future:
            ends.append(anchor + timedelta(days=(number - anchor.weekday() - 1) % 7 + 1 + 7 * skip))
        else:
            ends.append(anchor - timedelta(days=(anchor.weekday() - number) % 7 + 7 * skip))
    return Reading(ends[0], ends[1], "day" if ends[0] == ends[1] else "days")


def part_of(reading: Reading, part: str) -> Reading:
    """'early', 'mid' and 'late' cut an interval in thirds, a third wider where they meet."""
    if reading.earliest is None or reading.latest is None or not part:
        return reading
    days = (reading.latest - reading.earliest).days
    first, last = {"early": (0.0, 0.42), "mid": (0.29, 0.71), "late": (0.58, 1.0)}[part]
    return Reading(
        reading.earliest + timedelta(days=round(days * first)),
        reading.earliest + timedelta(days=round(days * last)),
        f"part of {reading.precision}",
    )


def scan(text: str, offset: int, rules: Iterable[Rule], frame: Frame, forward: Pattern[str]) -> list[When]:
    """Apply rules in order; earlier rules keep what they took, and of one rule's matches the leftmost stands."""
    taken: list[tuple[int, int, str, Match[str], Callable[[Match[str], Context], Reading | None]]] = []
    for name, pattern, make in rules:
        for match in pattern.finditer(text):
            start, end = match.span()
            if end > start and not any(start < e and s < end for s, e, *_ in taken):
                taken.append((start, end, name, match, make))
    out: list[When] = []
    for start, end, name, match, make in sorted(taken, key=lambda t: t[0]):
        lead = text[max(0, start - 80) : start]
        reading = make(match, Context(frame, bool(forward.search(lead)), dated(out) or frame.previous))
        if reading is None:
            continue
        out.append(
            When(
                earliest=reading.earliest,
                latest=reading.latest,
                span=Span(offset + start, offset + end),
                text=text[start:end],
                precision=reading.precision,
                rule=name,
                edtf=edtf_of(reading),
            )
        )
    return out


def dated(found: list[When]) -> When | None:
    """The last expression that gave a date; durations give none."""
    return next((when for when in reversed(found) if when.earliest), None)


def edtf_of(reading: Reading) -> str:
    """EDTF of a reading; a duration has its ISO 8601 form in `precision` and no date."""
    if reading.precision.startswith("P") or (reading.earliest is None and reading.latest is None):
        return reading.precision if reading.precision.startswith("P") else ""
    return to_edtf(reading.earliest, reading.latest, reading.precision)

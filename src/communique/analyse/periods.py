"""Time cut into weeks, months, quarters or years."""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from communique.model.errors import CommuniqueError

MONTHS = {"month": 1, "quarter": 3, "year": 12}
BY = ("week", *MONTHS)


class Period(NamedTuple):
    """Days from `start` to `end`, both included."""

    start: date
    end: date


def cut(first: date, last: date, by: str) -> tuple[Period, ...]:
    """The periods that hold the days from first to last; whole ones, a week from Monday.

    >>> [str(p.start) for p in cut(date(2023, 11, 20), date(2024, 1, 2), "month")]
    ['2023-11-01', '2023-12-01', '2024-01-01']
    """
    if by not in BY:
        raise CommuniqueError(f"there is no period {by!r}.", hint=f"There is: {', '.join(BY)}.")
    starts = [start_of(first, by)]
    while starts[-1] <= last:
        starts.append(after(starts[-1], by))
    return tuple(Period(a, b - timedelta(days=1)) for a, b in itertools.pairwise(starts))


def start_of(day: date, by: str) -> date:
    """The first day of the period that holds a day."""
    if by == "week":
        return day - timedelta(days=day.weekday())
    months = MONTHS[by]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def after(start: date, by: str) -> date:
    """The first day of the next period."""
    if by == "week":
        return start + timedelta(days=7)
    number = start.year * 12 + start.month - 1 + MONTHS[by]
    return date(number // 12, number % 12 + 1, 1)


def at(periods: Sequence[Period], day: date) -> int:
    """Which period holds a day; -1 where none does."""
    low, high = 0, len(periods)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if periods[middle].end < day else (low, middle)
    return low if low < len(periods) and periods[low].start <= day else -1

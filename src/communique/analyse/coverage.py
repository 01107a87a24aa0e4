"""How much the record could see: stories by outlet and period, and who reported which event -> coverage by period, 1 on average.

Twice the outlets do not show twice the events, for they report the same ones. How far they do is measured on events that another
outlet reported too: of those, what share did this one report in periods when it was read? (Lincoln and Petersen's question of two
samples of one population.) Each story of an outlet finds an event at a rate theta, so a period's outlets together miss it with
probability exp(-sum of theta times stories). Without enough such events theta goes to nothing and coverage is the number of stories.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]

# Events reported elsewhere while an outlet was read, below which its own share says nothing and that of all outlets stands for it.
ENOUGH = 30
HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Coverage:
    """`share`: of the events that happen, the share that the record can see, by period; `relative`: the same over its mean.

    `measured`: whether outlets overlap enough to tell; if not, `relative` is proportional to stories and `share` is not known.
    """

    relative: Numbers
    share: Numbers | None
    measured: bool


@dataclass(frozen=True, slots=True)
class Reports:
    """Who reported which event: each event's period and number of outlets, and the events that each outlet reported."""

    periods: Whole
    sizes: Whole
    by: tuple[Whole, ...]

    @classmethod
    def of(cls, reports: Sequence[tuple[int, frozenset[int]]], outlets: int) -> "Reports":
        """From events: period, and outlets by number."""
        by: list[list[int]] = [[] for _ in range(outlets)]
        for event, (_, found) in enumerate(reports):
            for outlet in found:
                by[outlet].append(event)
        return cls(
            np.array([period for period, _ in reports], np.int64),
            np.array([len(found) for _, found in reports], np.int64),
            tuple(np.array(events, np.int64) for events in by),
        )

    def without(self, outlet: int) -> "Reports":
        """The same, had one outlet not been read."""
        sizes = self.sizes.copy()
        sizes[self.by[outlet]] -= 1
        return Reports(self.periods, sizes, self.by[:outlet] + self.by[outlet + 1 :])


def coverage(stories: Numbers, reports: Sequence[tuple[int, frozenset[int]]] | Reports) -> Coverage:
    """Coverage of each period.

    `stories`: outlets × periods, independent stories (a copy counts where it was first). `reports`: of each event, its period and
    the outlets (rows of `stories`) with a story of their own on it.
    """
    held = reports if isinstance(reports, Reports) else Reports.of(reports, len(stories))
    tried, seen = overlaps(stories, held)
    n = int(tried.sum())
    if n < ENOUGH:
        total = stories.sum(0)
        return Coverage(over_mean(total), None, False)
    alone = rate_of(tried.sum(0), seen.sum(0))
    theta = np.array([rate_of(t, s) if t.sum() >= ENOUGH else alone for t, s in zip(tried, seen, strict=True)])
    share = 1 - np.exp(-(theta[:, None] * stories).sum(0))
    return Coverage(over_mean(share), share, True)


def overlaps(stories: Numbers, reports: Reports) -> tuple[Whole, Whole]:
    """For each outlet, over events that another reported while it was read: how many there were by its number of stories then, and how many it reported."""
    most = int(stories.max(initial=0)) + 1
    tried, seen = np.zeros((len(stories), most), np.int64), np.zeros((len(stories), most), np.int64)
    for outlet, row in enumerate(stories.astype(np.int64)):
        own = np.zeros(len(reports.periods), np.bool_)
        own[reports.by[outlet]] = True
        then = row[reports.periods]
        chance = (then > 0) & (reports.sizes - own > 0)
        tried[outlet] = np.bincount(then[chance], minlength=most)
        seen[outlet] = np.bincount(then[chance & own], minlength=most)
    return tried, seen


def rate_of(tried: Whole, seen: Whole) -> float:
    """The likeliest rate of finding an event, a story: the zero of the score, by halving; half a find and half a miss keep it off the ends.

    `tried`, `seen`: by number of stories, the events that could be found and those that were.
    """
    some = np.flatnonzero(tried)
    number, every, found = some.astype(np.float64), tried[some].astype(np.float64), seen[some].astype(np.float64)
    mean = float((number * every).sum() / every.sum())
    low, high = 0.0, 50.0 / mean
    for _ in range(HALVINGS):
        theta = (low + high) / 2
        missed = np.exp(-theta * number)
        one = np.exp(-theta * mean)
        score = (number * found * missed / np.maximum(1 - missed, 1e-12) - number * (every - found)).sum()
        score += 0.5 * mean * (one / max(1 - one, 1e-12) - 1)
        low, high = (theta, high) if score > 0 else (low, theta)
    return (low + high) / 2


def over_mean(values: Numbers) -> Numbers:
    """Values over the mean of those that are not nought."""
    some = values[values > 0]
    return values / some.mean() if len(some) else np.zeros_like(values)

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


def coverage(stories: Numbers, reports: Sequence[tuple[int, frozenset[int]]]) -> Coverage:
    """Coverage of each period.

    `stories`: outlets × periods, independent stories (a copy counts where it was first). `reports`: of each event, its period and
    the outlets (rows of `stories`) with a story of their own on it.
    """
    tried, seen = overlaps(stories, reports)
    alone, n = pooled(tried, seen)
    if n < ENOUGH:
        total = stories.sum(0)
        return Coverage(over_mean(total), None, False)
    theta = np.array([rate_of(t, s) if len(t) >= ENOUGH else alone for t, s in zip(tried, seen, strict=True)])
    share = 1 - np.exp(-(theta[:, None] * stories).sum(0))
    return Coverage(over_mean(share), share, True)


def overlaps(stories: Numbers, reports: Sequence[tuple[int, frozenset[int]]]) -> tuple[list[Numbers], list[Numbers]]:
    """For each outlet, over events that another reported while it was read: its stories then, and whether it reported the event."""
    tried: list[list[float]] = [[] for _ in stories]
    seen: list[list[float]] = [[] for _ in stories]
    for period, outlets in reports:
        for outlet in range(len(stories)):
            if stories[outlet, period] and outlets - {outlet}:
                tried[outlet].append(stories[outlet, period])
                seen[outlet].append(float(outlet in outlets))
    return [np.array(t) for t in tried], [np.array(s) for s in seen]


def pooled(tried: list[Numbers], seen: list[Numbers]) -> tuple[float, int]:
    """One rate for all outlets, and on how many chances it rests."""
    every = np.concatenate([*tried, np.zeros(0)])
    return (rate_of(every, np.concatenate([*seen, np.zeros(0)])) if len(every) else 0.0), len(every)


def rate_of(tried: Numbers, seen: Numbers) -> float:
    """The likeliest rate of finding an event, a story: the zero of the score, by halving; half a find and half a miss keep it off the ends."""
    low, high = 0.0, 50.0 / float(tried.mean())
    for _ in range(HALVINGS):
        theta = (low + high) / 2
        missed = np.exp(-theta * tried)
        one = np.exp(-theta * tried.mean())
        score = (tried * seen * missed / np.maximum(1 - missed, 1e-12) - tried * (1 - seen)).sum()
        score += 0.5 * tried.mean() * (one / max(1 - one, 1e-12) - 1)
        low, high = (theta, high) if score > 0 else (low, theta)
    return (low + high) / 2


def over_mean(values: Numbers) -> Numbers:
    """Values over the mean of those that are not nought."""
    some = values[values > 0]
    return values / some.mean() if len(some) else np.zeros_like(values)

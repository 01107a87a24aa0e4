"""Where a rate changed, with doubt: counts and coverage by period -> changes, each with the periods between which it fell.

Two accounts of a series are compared: its rate stayed, or it leapt at unknown times to unknown levels (Chib, J. Econometrics 86
(1998) 221, with levels on a grid, so that sums are exact). A change is told where the second explains the counts at least TWENTY
times better. By Markov's inequality a series that stayed passes that bar in at most one case of twenty, if the prior is fair;
bench/intervals.py shows the share in simulated records.
"""

from dataclasses import dataclass

import numpy as np

from communique.analyse.rates import (
    DISPERSIONS,
    Common,
    Counts,
    Numbers,
    Single,
    chances,
    learn,
    of,
    summed_up,
)

TWENTY = 20.0
EXPECTED = 1.5  # leaps in a series that leaps
SURE = 0.9  # how much of a leap's chance its window holds
MOST = 12
TOGETHER = 128


@dataclass(frozen=True, slots=True)
class Level:
    """A rate and its 90% band, events a period at mean coverage."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Change:
    """A leap of the rate. `at`: the first period of the new level, likeliest; `earliest`, `latest`: between which it fell, with `chance`.

    `odds`: how many times better leaps explain the whole series than one level does.
    """

    at: int
    earliest: int
    latest: int
    chance: float
    odds: float
    before: Level
    after: Level


def changes(counts: Counts, coverage: Numbers, *, common: Common | None = None) -> list[list[Change]]:
    """The changes of each series (series × periods), in time's order; an empty list where none is told."""
    common = common or learn(counts, coverage)
    out: list[list[Change]] = []
    for start in range(0, len(counts), TOGETHER):
        part = slice(start, start + TOGETHER)
        out += some(counts[part], of(coverage, part), common)
    return out


def some(counts: Counts, coverage: Numbers, common: Common) -> list[list[Change]]:
    """The changes of a few series, all passes at once; only those that pass the bar are worked out."""
    periods = counts.shape[1]
    if periods < 3:
        return [[] for _ in counts]
    odds = odds_of(counts, coverage, common)
    passed = np.flatnonzero(odds >= TWENTY)
    out: list[list[Change]] = [[] for _ in counts]
    if len(passed):
        mass, where = leaps(counts[passed], of(coverage, passed), common)
        levels = summed_up(where, common.grid, 0.9)
        for i, p in enumerate(passed):
            out[p] = sorted((told(w, float(odds[p]), [v[i] for v in levels]) for w in windows(mass[i])), key=lambda c: c.at)
    return out


def odds_of(counts: Counts, coverage: Numbers, common: Common) -> Numbers:
    """How many times better leaps explain each series than one level: ratio of evidences, dispersions weighed alike in both."""
    levels, chance = common.levels.astype(np.float32), EXPECTED / counts.shape[1]
    shape = (len(DISPERSIONS), len(counts), len(levels))
    held = [np.broadcast_to(levels, shape)] * 2
    evidence = np.zeros((2, *shape[:2]))
    for t in range(counts.shape[1]):
        told_by = chances(counts, coverage, common.grid, t)
        for i, leap in enumerate((0.0, chance if t else 0.0)):
            now = (held[i] * np.float32(1 - leap) + np.float32(leap) * levels) * told_by
            total = now.sum(-1, keepdims=True)
            held[i] = now / total
            evidence[i] += np.log(total[..., 0])
    stays, leaps_ = (mixed(e, common) for e in evidence)
    out: Numbers = np.exp(np.minimum(leaps_ - stays, 600.0))
    return out


def by_dispersion(common: Common) -> Numbers:
    """How well each dispersion serves all series together."""
    out: Numbers = common.weights.sum(0)
    return out


def mixed(evidence: Numbers, common: Common) -> Numbers:
    """Log evidence over all dispersions: of dispersions × series, series."""
    logs = evidence + np.log(by_dispersion(common))[:, None]
    top = logs.max(0)
    out: Numbers = top + np.log(np.exp(logs - top).sum(0))
    return out


def leaps(counts: Counts, coverage: Numbers, common: Common) -> tuple[Numbers, Single]:
    """The chance of a leap into each period (series × periods), and where the rate then stood (series × periods × grid)."""
    periods, levels = counts.shape[1], common.levels.astype(np.float32)
    leap = np.float32(EXPECTED / periods)
    told_by = [chances(counts, coverage, common.grid, t) for t in range(periods)]
    kept, evidence = np.empty((periods, *told_by[0].shape), np.float32), np.zeros(told_by[0].shape[:2])
    held: Single = np.broadcast_to(levels, told_by[0].shape)
    for t in range(periods):
        held = (held * (1 - leap) + leap * levels if t else held) * told_by[t]
        total = held.sum(-1, keepdims=True)
        kept[t] = held = held / total
        evidence += np.log(total[..., 0])
    logs = evidence + np.log(by_dispersion(common))[:, None]
    share = np.exp(logs - logs.max(0))
    share = (share / share.sum(0)).astype(np.float32)
    mass: Numbers = np.zeros(counts.shape)
    where: Single = np.zeros((len(counts), periods, len(levels)), np.float32)
    after = np.ones_like(told_by[0])
    for t in range(periods - 1, -1, -1):
        here = kept[t] * after
        where[:, t] = np.einsum("rpg,rp->pg", here / here.sum(-1, keepdims=True), share)
        if t:
            ahead = after * told_by[t]
            jumped, stayed = leap * (ahead @ levels), (1 - leap) * (kept[t - 1] * ahead).sum(-1)
            mass[:, t] = (jumped / (jumped + stayed) * share).sum(0)
            told: Numbers = (1 - leap) * ahead + leap * (ahead @ levels)[..., None]
            after = (told / told.max(-1, keepdims=True)).astype(np.float32)
    return mass, where


def windows(mass: Numbers) -> list[tuple[int, int, int, float]]:
    """The shortest stretches that hold a leap for nearly sure: (likeliest, first, last, chance). One at least, where leaps are sure but not when."""
    left = mass.copy()
    out: list[tuple[int, int, int, float]] = []
    while len(out) < MOST:
        at = int(left.argmax())
        low = high = at
        need = SURE if out else SURE * min(1.0, float(mass.sum()))
        while left[low : high + 1].sum() < need and high - low < len(left) - 1:
            before, after = (left[low - 1] if low > 0 else -1.0), (left[high + 1] if high + 1 < len(left) else -1.0)
            if max(before, after) < 0:
                break
            low, high = (low - 1, high) if before > after else (low, high + 1)
        held = float(left[low : high + 1].sum())
        if held < need or any(low <= o[2] and high >= o[1] for o in out):
            break
        out.append((at, low, high, min(1.0, held)))
        left[low : high + 1] = 0
    return out


def told(window: tuple[int, int, int, float], odds: float, levels: list[Numbers]) -> Change:
    """A change with the levels on either side of its window."""
    at, low, high, chance = window
    before, after = max(0, low - 1), min(high + 1, len(levels[0]) - 1)
    return Change(at, low, high, chance, odds, *(Level(*(round(float(v[t]), 3) for v in levels)) for t in (before, after)))

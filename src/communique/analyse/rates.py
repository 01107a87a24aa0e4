"""How often, with doubt: counts and coverage by period -> a rate with its band, by an exact filter over a grid of rates.

The model, for each series y[t] with coverage e[t] (1 is the mean of the record):

    y[t] ~ negative binomial, mean e[t]·exp(x[t]), variance m + m²/r     counts with overdispersion
    x[t] = x[t-1] + N(0, s²), and with probability JUMP anywhere          a local level that may also leap

s and r are not fitted but weighed: each pair of values is a hypothesis, its weight the likelihood of the series under it times
how well it serves all series of the record together (empirical Bayes, so that a pair of three events borrows from the others).
x lives on a grid, where forward and backward passes are exact sums; no sampling, no approximation of the posterior's shape.
After West & Harrison, Bayesian Forecasting and Dynamic Models (1997), ch. 2; Durbin & Koopman, Time Series Analysis by State
Space Methods (2012), ch. 9; grid filters: Kitagawa, JASA 82 (1987) 1032.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Numbers = NDArray[np.float64]
Single = NDArray[np.float32]

DRIFTS = (0.0, 0.025, 0.06, 0.15, 0.4)  # s: standard deviation of a period's step of the log rate
DISPERSIONS = (1000.0, 6.0, 1.5, 0.4)  # r: 1000 is Poisson
JUMP = 0.006  # a period: one leap in fourteen years of months; half of it held stepping rates a hundredth less often
STEP = 0.12  # of the grid, in log rate; halved, it moves the ends of bands by .6% in the middle, by 1.2% in one case of twenty
TOGETHER = 96  # series in one pass: what is held at a time, not how many there may be
SAMPLE = 512  # series from which the common weights are learnt
# The weights' prior, in series: so many that one series alone does not choose them.
PRIOR = 4.0
LEAST = 1e-15
# A drift that all series together give less weight than this is not followed back.
NEGLIGIBLE = 0.005


@dataclass(frozen=True, slots=True)
class Common:
    """What all series share: the grid of rates, the spread of levels over it, the weight of each (drift, dispersion)."""

    grid: Numbers
    levels: Numbers
    weights: Numbers


@dataclass(frozen=True, slots=True)
class Rates:
    """By series and period: the rate's posterior mean and the ends of its central band, in events a period at mean coverage."""

    mean: Numbers
    low: Numbers
    high: Numbers


def rates(counts: Counts, coverage: Numbers, *, band: float = 0.9, common: Common | None = None) -> Rates:
    """The smoothed rate of each series.

    `counts`: series × periods, events. `coverage`: periods, or series × periods; 1 is the mean, 0 tells nothing of its period.
    `common`: from `learn`, where these series are some of many. Returns arrays of the shape of `counts`.
    """
    common = common or learn(counts, coverage)
    found = [np.empty(counts.shape) for _ in range(3)]
    for start in range(0, len(counts), TOGETHER):
        part = slice(start, start + TOGETHER)
        for into, values in zip(found, summed_up(posterior(counts[part], of(coverage, part), common), common.grid, band), strict=True):
            into[part] = values
    return Rates(*found)


def learn(counts: Counts, coverage: Numbers) -> Common:
    """The common grid, levels and weights, from at most SAMPLE series evenly spread over those given."""
    chosen = np.unique(np.linspace(0, len(counts) - 1, min(len(counts), SAMPLE)).astype(np.int64)) if len(counts) else np.zeros(0, np.int64)
    some, cover = counts[chosen], of(coverage, chosen)
    grid = grid_for(counts, coverage)
    flat = np.full(len(grid), 1 / len(grid))
    even = np.full((len(DRIFTS), len(DISPERSIONS)), 1 / (len(DRIFTS) * len(DISPERSIONS)))
    if not some.size:
        return Common(grid, flat, even)
    constant = constant_likelihood(some, cover, grid)
    levels, by_r = flat, np.full(len(DISPERSIONS), 1 / len(DISPERSIONS))
    for _ in range(12):
        joint = constant * by_r[None, :, None] * levels[None, None, :]
        joint /= joint.sum((1, 2), keepdims=True)
        levels = blurred(joint.sum((0, 1)) + PRIOR * flat)
        by_r = (joint.sum((0, 2)) + PRIOR / len(by_r)) / (len(some) + PRIOR)
    common = Common(grid, levels, even)
    evidence = np.concatenate(
        [log_evidence(some[i : i + TOGETHER], of(cover, slice(i, i + TOGETHER)), common) for i in range(0, len(some), TOGETHER)]
    )
    weights = even
    for _ in range(30):
        weights = (weighed(evidence, weights).sum(0) + PRIOR * even) / (len(some) + PRIOR)
    return Common(grid, levels, weights)


def constant_likelihood(counts: Counts, coverage: Numbers, grid: Numbers) -> Numbers:
    """The likelihood of each level, were it to stay, over the largest: series × dispersions × grid."""
    logs = sum(np.log(chances(counts, coverage, grid, t), dtype=np.float64) for t in range(counts.shape[1]))
    out: Numbers = np.exp(logs - np.max(logs, (0, 2), keepdims=True)).transpose(1, 0, 2)
    return out


def log_evidence(counts: Counts, coverage: Numbers, common: Common) -> Numbers:
    """Log evidence of each series under each hypothesis, up to a constant of the series: series × drifts × dispersions."""
    told = [chances(counts, coverage, common.grid, t) for t in range(counts.shape[1])]
    return np.stack([forward(told, common, drift) for drift in DRIFTS], axis=1)


def of(coverage: Numbers, part: slice | NDArray[np.int64]) -> Numbers:
    """The coverage of some series."""
    return coverage if coverage.ndim == 1 else coverage[part]


def grid_for(counts: Counts, coverage: Numbers) -> Numbers:
    """Log rates from a third of one event in the whole time to three times the fullest period."""
    periods = max(1, counts.shape[1])
    fullest = float(np.max(counts / np.maximum(coverage, 0.05), initial=1.0))
    return np.arange(np.log(0.33 / periods), np.log(3 * max(1.0, fullest)) + STEP, STEP)


def blurred(weights: Numbers) -> Numbers:
    """A distribution over the grid without gaps between the levels that happened to occur."""
    reach = np.arange(-8, 9)
    bell = np.exp(-0.5 * (reach * STEP / 0.4) ** 2)
    made = np.convolve(np.pad(weights, 8, mode="edge"), bell / bell.sum(), mode="valid")
    out: Numbers = made / made.sum()
    return out


@lru_cache(maxsize=16)
def kernel_of(size: int, drift: float) -> Single:
    """How a level moves in one period, but for leaps: grid × grid, rows sum to 1 - JUMP; the variance is drift² on the grid too."""
    away = np.abs(np.arange(size)[:, None] - np.arange(size)[None, :])
    share = drift**2 / (2 * STEP**2)
    made = (
        np.where(away == 0, 1 - 2 * share, np.where(away == 1, share, 0.0)) if drift < STEP else np.exp(-0.5 * (away * STEP / drift) ** 2)
    )
    made[made < LEAST] = 0  # numbers smaller than a processor likes to multiply
    out: Single = (made / made.sum(1, keepdims=True) * (1 - JUMP)).astype(np.float32)
    return out


def chances(counts: Counts, coverage: Numbers, grid: Numbers, t: int) -> Single:
    """The chance of what a period shows, over the largest there is: dispersions × series × grid. Worked out once a distinct count."""
    cover = np.broadcast_to(coverage[..., t], len(counts))
    distinct, index = np.unique(np.stack([counts[:, t], cover]), axis=1, return_inverse=True)
    y, e = distinct[0][:, None], distinct[1][:, None]
    mean = np.maximum(e * np.exp(grid)[None, :], 1e-12)
    most = int(y.max(initial=0))
    logs = np.stack(
        [rising(most, r)[y.astype(np.int64)] + y * np.log(mean) - (y + r) * np.log(mean + r) + r * np.log(r) for r in DISPERSIONS]
    )
    told = np.where(e > 0, np.exp(logs - logs.max((0, 2), keepdims=True)), 1.0)
    out: Single = np.maximum(told, LEAST).astype(np.float32)[:, index.reshape(-1)]
    return out


@lru_cache(maxsize=64)
def rising(most: int, r: float) -> Numbers:
    """log Γ(y+r) - log Γ(r) - log y! for y up to `most`: the part of the chance that does not depend on the mean."""
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(most) + r) - np.log(np.arange(most) + 1.0))])


def forward(told: Sequence[Single], common: Common, drift: float, kept: Single | None = None) -> Numbers:
    """Log evidence of each series under each dispersion, for one drift: series × dispersions.

    `told`: the chances, a period each. `kept`, where given, takes the filtered levels: periods × dispersions × series × grid.
    """
    start = common.levels.astype(np.float32)
    held = np.broadcast_to(start, told[0].shape)
    evidence = np.zeros(told[0].shape[:2])
    for t, chance in enumerate(told):
        held = (moved(held, drift, start) if t else held) * chance
        total = held.sum(-1, keepdims=True)
        held = held / total
        evidence += np.log(total[..., 0])
        if kept is not None:
            kept[t] = held
    return evidence.T


def moved(held: Single, drift: float, start: Single) -> Single:
    """Levels one period on: they drift, or leap to where any series may be."""
    out: Single = stepped(held, drift) if drift else held * np.float32(1 - JUMP)
    out += np.float32(JUMP) * start
    return out


def moved_back(after: Single, drift: float, start: Single) -> Single:
    """What the periods to come say of a level now, from what they say of it one period on."""
    out: Single = stepped(after, drift, back=True) if drift else after * np.float32(1 - JUMP)
    out += (after.reshape(-1, len(start)) @ (np.float32(JUMP) * start)).reshape(*after.shape[:-1], 1)
    return out


def stepped(held: Single, drift: float, *, back: bool = False) -> Single:
    """One period's drift; as one matrix product, which is many times faster than one a dispersion."""
    kernel = kernel_of(held.shape[-1], drift)
    return (np.ascontiguousarray(held).reshape(-1, len(kernel)) @ (kernel.T if back else kernel)).reshape(held.shape)


def weighed(evidence: Numbers, weights: Numbers) -> Numbers:
    """The share of each hypothesis in each series."""
    logs = evidence + np.log(weights)
    share = np.exp(logs - logs.max((1, 2), keepdims=True))
    out: Numbers = share / share.sum((1, 2), keepdims=True)
    return out


def posterior(counts: Counts, coverage: Numbers, common: Common) -> Single:
    """Where each rate stood in each period, all hypotheses by their shares: series × periods × grid."""
    start = common.levels.astype(np.float32)
    told = [chances(counts, coverage, common.grid, t) for t in range(counts.shape[1])]
    likely = [i for i in range(len(DRIFTS)) if common.weights[i].sum() >= NEGLIGIBLE]
    kept = np.empty((len(likely), len(told), *told[0].shape), np.float32)
    evidence = np.stack([forward(told, common, DRIFTS[d], kept[i]) for i, d in enumerate(likely)], axis=1)
    share = weighed(evidence, common.weights[likely]).astype(np.float32)
    out = np.zeros((len(counts), len(told), len(start)), np.float32)
    for i, drift in enumerate(DRIFTS[d] for d in likely):
        after = np.ones_like(told[0])
        for t in range(len(told) - 1, -1, -1):
            here = kept[i, t] * after
            here /= here.sum(-1, keepdims=True)
            out[:, t] += np.einsum("rpg,pr->pg", here, share[:, i])
            after = moved_back(after * told[t], drift, start)
            after /= after.max(-1, keepdims=True)
    return out


def summed_up(where: Single, grid: Numbers, band: float) -> tuple[Numbers, Numbers, Numbers]:
    """A posterior's mean and the ends of its central band; between points of the grid by straight lines."""
    mean: Numbers = (where @ np.exp(grid)).astype(np.float64)
    total = np.cumsum(where, axis=-1)
    edges = np.concatenate([grid - STEP / 2, [grid[-1] + STEP / 2]])
    return mean, quantile(total, edges, (1 - band) / 2), quantile(total, edges, (1 + band) / 2)


def quantile(total: Single, edges: Numbers, q: float) -> Numbers:
    """The rate below which a share q of each posterior lies. `total`: running sums over the grid's cells."""
    at = np.minimum((total < q).sum(-1), total.shape[-1] - 1)
    upper = np.take_along_axis(total, at[..., None], -1)[..., 0]
    lower = np.where(at > 0, np.take_along_axis(total, np.maximum(at - 1, 0)[..., None], -1)[..., 0], 0.0)
    inside = np.clip((q - lower) / np.maximum(upper - lower, 1e-9), 0, 1)
    out: Numbers = np.exp(edges[at] + inside * STEP)
    return out

"""How often it happens anyway: dated acts of pairs -> the chance of at least one of a type in the days to come, tested on the past.

The forecast for a pair is its own past rate, drawn towards that of pairs that were as busy: with h of n past windows hit,
(k·p + h) / (k + n), where p is how often pairs of that much activity had such an act in the window after, and older windows count
less. k and the discount are chosen anew at each origin, by log score on the origins before it: nothing after an origin is ever
looked at. The test rolls over the past by the day on which an act became known, its publication, and asks how much better than the
pooled rate of all pairs the forecast was (Brier skill; Murphy, MWR 101 (1973) 239), with an interval from resampling pairs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Hits = NDArray[np.bool_]
Act = tuple[str, str, int]

STRENGTHS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
DISCOUNTS = (1.0, 0.9, 0.8)
# Acts a window, by doublings from an eighth: pairs of one class are as busy as each other.
CLASSES, OF_ONE = 10, 3
CLASS_PRIOR = 10.0
FIRST = 3  # windows before the first origin
# Below any of these there is no test: the interval of so small a sample is a guess about a guess.
LEAST_ORIGINS, LEAST_PAIRS, LEAST_HITS = 4, 10, 20
RESAMPLES = 2000
LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Panel:
    """Which pair had an act of the type in which window. `hits`, and `acts` of all types: pairs × windows; `known`: the window in which a pair is first met."""

    pairs: tuple[tuple[str, str], ...]
    hits: Hits
    acts: NDArray[np.int64]
    known: NDArray[np.int64]
    days: int


@dataclass(frozen=True, slots=True)
class Skill:
    """How good the forecasts were. Scores are None, and `verdict` says why, where the sample is below the least."""

    verdict: str
    forecasts: int
    pairs: int
    origins: int
    hits: int
    pooled: float
    brier: float | None
    brier_pooled: float | None
    skill: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Chance:
    """A pair's chance of at least one act in the next window: mean and 90% interval, its own past, the rate of pairs as busy, and of all."""

    pair: tuple[str, str]
    mean: float
    low: float
    high: float
    hits: int
    windows: int
    alike: float
    pooled: float


def panel(of_type: Iterable[Act], met: Iterable[Act], days: int = 28, read: Iterable[int] = ()) -> Panel:
    """Cut time into windows of `days`, back from the last day, so that the latest is whole.

    `of_type`: acts of the type, `met`: all acts by which a pair is known, each (a, b, day known, as an ordinal). `read`: the days on
    which something was published, if they are more than those of the acts; a window without one tells nothing and is left out.
    """
    acts, every = list(of_type), list(met)
    published = sorted({*read, *(d for _, _, d in (*acts, *every))})
    first, last = (published[0], published[-1]) if published else (0, -1)
    start = last + 1 - (last - first + 1) // days * days
    told = sorted({(d - start) // days for d in published if d >= start})
    window = {w: i for i, w in enumerate(told)}
    pairs = sorted({(min(a, b), max(a, b)) for a, b, _ in every})
    at = {pair: i for i, pair in enumerate(pairs)}
    hits, known = np.zeros((len(pairs), len(told)), bool), np.full(len(pairs), len(told), np.int64)
    counts = np.zeros((len(pairs), len(told)), np.int64)
    for a, b, day in every:
        i, w = at[min(a, b), max(a, b)], window.get((day - start) // days, 0)
        known[i] = min(known[i], w)
        if day >= start:
            counts[i, w] += 1
    for a, b, day in acts:
        if day >= start and (min(a, b), max(a, b)) in at:
            hits[at[min(a, b), max(a, b)], window[(day - start) // days]] = True
    return Panel(tuple(pairs), hits, counts, known, days)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What one origin says: the chance of each pair, not a number for those not yet met; the rate of its class, and of all."""

    chance: Numbers
    alike: Numbers
    pooled: float


def weights_before(data: Panel, origin: int, discount: float) -> Numbers:
    """What each window before an origin counts for each pair: pairs × windows; nought up to the one in which it was met.

    That one is left out because a pair is met by an act: counting it would make every newcomer look busy.
    """
    age = discount ** np.arange(origin - 1, -1, -1.0)
    return np.where(np.arange(origin)[None, :] > data.known[:, None], age[None, :], 0.0)


def classes(data: Panel, discount: float) -> NDArray[np.int64]:
    """How busy each pair was before each window: pairs × (windows + 1), a class of doublings."""
    out = np.zeros((len(data.pairs), data.hits.shape[1] + 1), np.int64)
    for origin in range(1, out.shape[1]):
        seen = weights_before(data, origin, discount)
        mean = (data.acts[:, :origin] * seen).sum(1) / np.maximum(seen.sum(1), 1e-9)
        out[:, origin] = np.clip(np.floor(np.log2(mean + 1e-9) + OF_ONE), 0, CLASSES - 1)
    return out


def forecast(data: Panel, busy: NDArray[np.int64], origin: int, strength: float, discount: float) -> Forecast:
    """The forecast of each pair for window `origin`, from the windows before it."""
    seen, met = weights_before(data, origin, discount), data.known < origin
    past = data.hits[:, :origin].astype(np.float64)
    since = np.arange(origin)[None, :] > data.known[met][:, None]
    pooled = float(past[met][since].sum() + 0.5) / float(since.sum() + 1.0)
    hit, n = np.zeros(CLASSES), np.zeros(CLASSES)
    for o in range(1, origin):
        then = data.known < o
        hit += np.bincount(busy[then, o], data.hits[then, o].astype(np.float64), CLASSES)
        n += np.bincount(busy[then, o], minlength=CLASSES)
    alike = ((CLASS_PRIOR * pooled + hit) / (CLASS_PRIOR + n))[busy[:, origin]]
    chance = (strength * alike + (past * seen).sum(1)) / (strength + seen.sum(1))
    return Forecast(np.where(met, chance, np.nan), alike, pooled)


class Scores:
    """The log score of each setting at each origin, worked out once."""

    def __init__(self, data: Panel) -> None:
        self.data = data
        self.busy = {discount: classes(data, discount) for discount in DISCOUNTS}
        self.settings = tuple((k, d) for k in STRENGTHS for d in DISCOUNTS)
        self.so_far = np.zeros(len(self.settings))
        self.next = 1

    def best_before(self, origin: int) -> tuple[float, float]:
        """The strength and discount that forecast the windows before an origin best. Origins are asked for in time's order."""
        for o in range(self.next, origin):
            self.so_far += [log_score(self.at(o, *s).chance, self.data.hits[:, o]) for s in self.settings]
        self.next = max(self.next, origin)
        return self.settings[int(self.so_far.argmax())] if origin > 1 else (4.0, 1.0)

    def at(self, origin: int, strength: float, discount: float) -> Forecast:
        """The forecast of one setting."""
        return forecast(self.data, self.busy[discount], origin, strength, discount)


def log_score(forecast: Numbers, hit: Hits) -> float:
    """The sum of log chances given to what came, over the pairs already met."""
    p = np.clip(np.where(hit, forecast, 1 - forecast), 1e-6, 1.0)
    return float(np.nansum(np.log(p)))


def back_test(data: Panel, seed: int = 1) -> tuple[Skill, list[tuple[int, Numbers]]]:
    """Roll over the past: at each origin forecast the next window from those before. Returns the skill and (origin, forecasts)."""
    scores = Scores(data)
    made = [(o, scores.at(o, *scores.best_before(o))) for o in range(FIRST, data.hits.shape[1])]
    loss, base = np.zeros(len(data.pairs)), np.zeros(len(data.pairs))
    forecasts = hits = 0
    for origin, told in made:
        met, came = ~np.isnan(told.chance), data.hits[:, origin].astype(np.float64)
        loss += np.where(met, (np.nan_to_num(told.chance) - came) ** 2, 0.0)
        base += np.where(met, (told.pooled - came) ** 2, 0.0)
        forecasts, hits = forecasts + int(met.sum()), hits + int(came[met].sum())
    pairs = int((data.known < data.hits.shape[1] - 1).sum())
    return verdict(loss, base, (forecasts, pairs, len(made), hits), seed), [(o, f.chance) for o, f in made]


def verdict(loss: Numbers, base: Numbers, size: tuple[int, int, int, int], seed: int) -> Skill:
    """The skill in words and figures, or why there is none."""
    forecasts, pairs, origins, hits = size
    pooled = hits / forecasts if forecasts else 0.0
    short = [
        f"{have} {what} of at least {need}"
        for have, need, what in ((origins, LEAST_ORIGINS, "origins"), (pairs, LEAST_PAIRS, "pairs"), (hits, LEAST_HITS, "hits"))
        if have < need
    ]
    if short:
        return Skill("too few to say: " + ", ".join(short), *size, pooled, None, None, None, None, None)
    draws = np.random.default_rng(seed).multinomial(len(loss), np.full(len(loss), 1 / len(loss)), RESAMPLES)
    of_base = draws @ base
    skills = 1 - (draws @ loss)[of_base > 0] / of_base[of_base > 0]
    low, high = (float(q) for q in np.quantile(skills, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]))
    skill = 1 - float(loss.sum() / base.sum())
    words = "better than the pooled rate" if low > 0 else "worse than the pooled rate" if high < 0 else "no demonstrated skill"
    return Skill(words, *size, pooled, float(loss.sum()) / forecasts, float(base.sum()) / forecasts, skill, low, high)


def chances_of(data: Panel, wanted: Sequence[tuple[str, str]] = ()) -> list[Chance]:
    """The chance of each pair (or of those wanted) for the window after the last, the likeliest first."""
    origin = data.hits.shape[1]
    if not origin:
        return []
    scores = Scores(data)
    strength, discount = scores.best_before(origin)
    told = scores.at(origin, strength, discount)
    n = weights_before(data, origin, discount).sum(1)
    out = []
    for i, pair in enumerate(data.pairs):
        if (wanted and pair not in wanted) or data.known[i] >= origin:
            continue
        mean = float(told.chance[i])
        low, high = beta_interval(mean * (strength + n[i]), (1 - mean) * (strength + n[i]))
        own = int(data.hits[i, data.known[i] + 1 :].sum())
        out.append(Chance(pair, mean, low, high, own, int(origin - data.known[i] - 1), float(told.alike[i]), told.pooled))
    return sorted(out, key=lambda c: (-c.mean, c.pair))


def beta_interval(a: float, b: float) -> tuple[float, float]:
    """The central interval of a Beta distribution, by sums over a fine grid in the log odds."""
    odds = np.linspace(-16, 16, 4001)
    logs = -a * np.log1p(np.exp(-odds)) - b * np.log1p(np.exp(odds))
    total = np.cumsum(np.exp(logs - logs.max()))
    low, high = (odds[int(np.searchsorted(total, q * total[-1]))] for q in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return float(1 / (1 + np.exp(-low))), float(1 / (1 + np.exp(-high)))

"""Our counts of a pair beside somebody else's, period by period, and how far the two move together."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.analyse.acts import Act
from communique.analyse.periods import Period, at, cut
from communique.read.series import Coded

Row = dict[str, Any]
Pair = tuple[str, str]
COOPERATION, CONFLICT = frozenset({1, 2}), frozenset({3, 4})
# With fewer periods a rank correlation says nothing.
LEAST_PERIODS = 12
DRAWS = 2_000
BLOCK = 3


def beside(acts: Iterable[Act], coded: Iterable[Coded], pair: Pair, by: str) -> Row:
    """Counts of both, and Spearman's rank correlation of each series with a 90% interval by a moving-block bootstrap over periods."""
    ours = [(act.day, act.quad) for act in acts if pair in act.pairs]
    seen: set[str] = set()
    theirs = []
    for one in coded:
        if tuple(sorted((one.a, one.b))) == pair and not (one.id and one.id in seen):
            seen.add(one.id)
            theirs.append((one.day, one.quad))
    days = [day for day, _ in (*ours, *theirs)]
    if not ours or not theirs:
        return {
            "pair": list(pair),
            "by": by,
            "periods": [],
            "ours": len(ours),
            "theirs": len(theirs),
            "agreement": {},
            "why": "one of the two has no event of this pair",
        }
    # Only where both look: a time that one of them does not cover is no disagreement.
    first = max(min(d for d, _ in ours), min(d for d, _ in theirs))
    last = min(max(d for d, _ in ours), max(d for d, _ in theirs))
    periods = cut(min(first, max(days)), max(first, last), by)
    a, b = counted(ours, periods), counted(theirs, periods)
    kinds = {"all": frozenset({1, 2, 3, 4}), "cooperation": COOPERATION, "conflict": CONFLICT}
    return {
        "pair": list(pair),
        "by": by,
        "ours": len(ours),
        "theirs": len(theirs),
        "periods": [
            {"start": p.start.isoformat(), "end": p.end.isoformat(), "ours": dict(sorted(x.items())), "theirs": dict(sorted(y.items()))}
            for p, x, y in zip(periods, a, b, strict=True)
        ],
        "agreement": {name: together(series(a, quads), series(b, quads)) for name, quads in kinds.items()},
        "why": "",
    }


def counted(events: Sequence[tuple[Any, int]], periods: Sequence[Period]) -> list[Counter[int]]:
    """Events by period and quad."""
    out: list[Counter[int]] = [Counter() for _ in periods]
    for day, quad in events:
        number = at(periods, day)
        if number >= 0:
            out[number][quad] += 1
    return out


def series(counts: Sequence[Counter[int]], quads: frozenset[int]) -> NDArray[np.float64]:
    """One number a period."""
    return np.array([sum(n for quad, n in count.items() if quad in quads) for count in counts], dtype=float)


def together(a: NDArray[np.float64], b: NDArray[np.float64]) -> Row:
    """Spearman's rho with its interval; none where too few periods, or a series that never changes, allow none."""
    if len(a) < LEAST_PERIODS:
        return {"rho": None, "low": None, "high": None, "why": f"{len(a)} periods are too few to say (at least {LEAST_PERIODS})"}
    rho = spearman(a, b)
    if rho is None:
        return {"rho": None, "low": None, "high": None, "why": "one of the two never changes"}
    rng = np.random.default_rng(1)
    starts = rng.integers(0, len(a) - BLOCK + 1, (DRAWS, -(-len(a) // BLOCK)))
    index = (starts[:, :, None] + np.arange(BLOCK)).reshape(DRAWS, -1)[:, : len(a)]
    drawn = [r for i in index if (r := spearman(a[i], b[i])) is not None]
    low, high = np.quantile(drawn, [0.05, 0.95])
    return {"rho": round(rho, 3), "low": round(float(low), 3), "high": round(float(high), 3), "why": ""}


def spearman(a: NDArray[np.float64], b: NDArray[np.float64]) -> float | None:
    """The correlation of ranks, ties sharing theirs.

    >>> round(spearman(np.array([1.0, 2, 3, 4]), np.array([1.0, 3, 2, 4])), 2)
    0.8
    """
    x, y = ranks(a), ranks(b)
    x, y = x - x.mean(), y - y.mean()
    size = float(np.sqrt((x @ x) * (y @ y)))
    return float(x @ y) / size if size else None


def ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks; equal values share the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2)[inverse], dtype=float)

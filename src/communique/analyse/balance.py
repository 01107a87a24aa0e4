"""The signed network of a record, for exploration only: who is on better and worse terms, and how many triangles are balanced.

A pair is positive where its cooperative acts outweigh its conflictive ones, negative where it is the other way round; pairs that
come out even, or have fewer than LEAST acts, have no sign. A triangle is balanced if the product of its signs is positive
(Cartwright & Harary, Psychol. Rev. 63 (1956) 277). Its share is set beside that in networks of the same ties with the signs dealt out
anew: only the difference means anything. Coverage chooses which pairs are seen at all, so this is a picture and no test.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.analyse.acts import Act, Pair

Row = dict[str, Any]
LEAST = 3
DEALS = 1000


def signed(acts: Iterable[Act]) -> dict[Pair, Row]:
    """Each pair with enough acts: its sign, the acts on either side as rows."""
    held: dict[Pair, tuple[list[str], list[str]]] = {}
    for act in acts:
        for pair in act.pairs:
            held.setdefault(pair, ([], []))[act.quad >= 3].append(act.id)
    return {
        pair: {"sign": (len(good) > len(bad)) - (len(good) < len(bad)), "cooperation": good, "conflict": bad}
        for pair, (good, bad) in sorted(held.items())
        if len(good) + len(bad) >= LEAST and len(good) != len(bad)
    }


def triangles(states: int, signs: NDArray[np.float64]) -> tuple[float, float]:
    """How many triangles there are, and how many are balanced: traces of the third power of the tie and sign matrices."""
    every, balance = (float(np.trace(np.linalg.matrix_power(m, 3))) / 6 for m in (np.abs(signs), signs))
    return (0.0, 0.0) if states < 3 else (every, (every + balance) / 2)


def balance(acts: Iterable[Act], seed: int = 1) -> Row:
    """The signed ties, the share of balanced triangles, and where that share lies among deals of the same signs."""
    ties = signed(acts)
    states = sorted({s for pair in ties for s in pair})
    at = {s: i for i, s in enumerate(states)}
    signs = np.zeros((len(states), len(states)))
    for (a, b), row in ties.items():
        signs[at[a], at[b]] = signs[at[b], at[a]] = row["sign"]
    every, even = triangles(len(states), signs)
    rng, values = np.random.default_rng(seed), np.array([row["sign"] for row in ties.values()], float)
    dealt = []
    for _ in range(DEALS if every else 0):
        new = np.zeros_like(signs)
        for (a, b), value in zip(ties, rng.permutation(values), strict=True):
            new[at[a], at[b]] = new[at[b], at[a]] = value
        dealt.append(triangles(len(states), new)[1] / every)
    return {
        "note": "exploration: which pairs are seen depends on coverage, and signs on who is quoted",
        "states": states,
        "ties": [{"a": a, "b": b, **row} for (a, b), row in ties.items()],
        "signs": dict(Counter("+" if r["sign"] > 0 else "-" for r in ties.values())),
        "triangles": round(every),
        "balanced": round(even / every, 3) if every else None,
        "dealt": {
            "mean": round(float(np.mean(dealt)), 3),
            "low": round(float(np.quantile(dealt, 0.05)), 3),
            "high": round(float(np.quantile(dealt, 0.95)), 3),
        }
        if dealt
        else None,
    }

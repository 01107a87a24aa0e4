"""How likely a party is a side of an act, by its signs: two sets of trained trees, one for who acts and one for whom it is done to."""

import functools
import json
import math
from collections.abc import Callable, Collection, Mapping
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.annotate.neural.model import WEIGHTS

# A party this likely is a side; where none is, the likeliest is, if it is at least so likely. Chosen on the development articles.
SURE, LEAST = 0.5, 0.3
SURE_ODDS, LEAST_ODDS = (math.log(p / (1 - p)) for p in (SURE, LEAST))
# What the network that read the passage has to say, beside the trees; and how sure it may be, in log odds.
SHARE, SUREST = 0.2, 6.0


class Scales:
    """The trees of one side in memory."""

    def __init__(self, folder: Path, side: str) -> None:
        with np.load(folder / "sides.npz", allow_pickle=False) as store:
            self.trees: dict[str, NDArray[Any]] = {
                name.removeprefix(f"{side}_"): store[name] for name in store.files if name.startswith(side)
            }
        names: list[str] = json.loads((folder / "signs.json").read_text("utf8"))[side]
        self.place = {sign: n for n, sign in enumerate(names)}

    def weigh(self, signs: Mapping[str, Collection[str]], read: Callable[[], Mapping[str, float]]) -> frozenset[str]:
        """The codes that are a side. `read`: log odds of those that the passage network saw beside the act; asked only if it can change anything."""
        if not signs:
            return frozenset()
        codes = sorted(signs)
        seen = np.zeros((len(codes), len(self.place)), np.bool_)
        for row, code in enumerate(codes):
            seen[row, [self.place[s] for s in signs[code] if s in self.place]] = True
        trees = self.odds(seen)
        most = (1 - SHARE) * trees + SHARE * SUREST
        least = most - 2 * SHARE * SUREST
        told = read() if ((most > LEAST_ODDS) & (least <= SURE_ODDS)).any() else {}
        beside = [min(SUREST, max(-SUREST, told[c])) if c in told else t for c, t in zip(codes, trees.tolist(), strict=True)]
        mixed = (1 - SHARE) * trees + SHARE * np.array(beside)
        sure = frozenset(c for c, odds in zip(codes, mixed, strict=True) if odds > SURE_ODDS)
        best = int(mixed.argmax())
        return sure or (frozenset({codes[best]}) if mixed[best] > LEAST_ODDS else frozenset())

    def odds(self, seen: NDArray[np.bool_]) -> NDArray[np.float64]:
        """(parties, signs) -> (parties,) log odds: every party walks down every tree at once."""
        trees = self.trees
        rows, every = np.arange(len(seen))[:, None], np.arange(len(trees["sign"]))[None]
        node = np.zeros((len(seen), len(trees["sign"])), np.int16)
        while True:
            after = np.where(seen[rows, trees["sign"][every, node]], trees["present"][every, node], trees["absent"][every, node])
            if (after == node).all():
                break
            node = after
        out: NDArray[np.float64] = trees["worth"][every, node].astype(np.float64).sum(axis=1) + float(trees["base"])
        return out


@functools.cache
def scales(side: str) -> Scales:
    """The shipped trees of a side, loaded once a process."""
    with as_file(files(__package__) / WEIGHTS) as folder:
        return Scales(folder, side)

"""How likely a party is a side of an act, by its signs: two sets of trained trees, one for who acts and one for whom it is done to."""

import functools
import json
from collections.abc import Collection, Mapping
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.annotate.neural.decode import Floats
from communique.annotate.neural.model import WEIGHTS

# A party this likely is a side; where none is, the likeliest is, if it is at least so likely. Chosen on the development articles.
SURE, LEAST = 0.5, 0.3


class Scales:
    """The trees of one side in memory."""

    def __init__(self, folder: Path, side: str) -> None:
        with np.load(folder / "sides.npz", allow_pickle=False) as store:
            self.trees: dict[str, NDArray[Any]] = {
                name.removeprefix(f"{side}_"): store[name] for name in store.files if name.startswith(side)
            }
        names: list[str] = json.loads((folder / "signs.json").read_text("utf8"))[side]
        self.place = {sign: n for n, sign in enumerate(names)}

    def weigh(self, signs: Mapping[str, Collection[str]]) -> frozenset[str]:
        """The codes that are a side."""
        if not signs:
            return frozenset()
        codes = sorted(signs)
        seen = np.zeros((len(codes), len(self.place)), np.bool_)
        for row, code in enumerate(codes):
            seen[row, [self.place[s] for s in signs[code] if s in self.place]] = True
        chances = self.chances(seen)
        sure = frozenset(c for c, chance in zip(codes, chances, strict=True) if chance > SURE)
        best = int(chances.argmax())
        return sure or (frozenset({codes[best]}) if chances[best] > LEAST else frozenset())

    def chances(self, seen: NDArray[np.bool_]) -> Floats:
        """(parties, signs) -> (parties,): every party walks down every tree at once."""
        trees = self.trees
        rows, every = np.arange(len(seen))[:, None], np.arange(len(trees["sign"]))[None]
        node = np.zeros((len(seen), len(trees["sign"])), np.int16)
        while True:
            after = np.where(seen[rows, trees["sign"][every, node]], trees["present"][every, node], trees["absent"][every, node])
            if (after == node).all():
                break
            node = after
        worth = trees["worth"][every, node].astype(np.float64).sum(axis=1) + float(trees["base"])
        out: Floats = (1.0 / (1.0 + np.exp(-worth))).astype(np.float32)
        return out


@functools.cache
def scales(side: str) -> Scales:
    """The shipped trees of a side, loaded once a process."""
    with as_file(files(__package__) / WEIGHTS) as folder:
        return Scales(folder, side)

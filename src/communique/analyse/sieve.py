"""Tables of small numbers that are asked in milliseconds: rows by facet and date, counted under each other, in several orders.

Values of one facet are alternatives, facets narrow each other, and a facet's counts are made under all others, so that one can add
an alternative.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

Row = dict[str, Any]
Keys = Mapping[str, Iterable[str]]
Numbers = NDArray[np.int32]
UNKNOWN = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: its values, and pairs of row and value."""

    values: tuple[str, ...]
    rows: Numbers
    codes: Numbers

    def where(self, wanted: frozenset[str], size: int) -> NDArray[np.bool_]:
        """The rows that have one of some values."""
        out = np.zeros(size, np.bool_)
        codes = [i for i, value in enumerate(self.values) if value in wanted]
        out[self.rows[np.isin(self.codes, codes)]] = True
        return out

    def counts(self, mask: NDArray[np.bool_]) -> list[tuple[str, int]]:
        """How many of some rows have each value, the most common first."""
        found = np.bincount(self.codes[mask[self.rows]], minlength=len(self.values))
        order = sorted(np.flatnonzero(found), key=lambda i: (-found[i], self.values[i]))
        return [(self.values[i], int(found[i])) for i in order]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """What is asked of a table. Days are ISO; a row passes where its date may lie in them, and an undated one where none are asked for."""

    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of one noun in a fixed order. `low`, `high`: the ordinals of a date's ends, UNKNOWN where it has none.

    `members`: what a row is made of (the mentions of an event). `weight`: doubt and consequence, for the queue of reviews.
    """

    noun: str
    ids: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]
    low: Numbers
    high: Numbers
    weight: NDArray[np.float32]
    facets: Mapping[str, Facet]
    place: Mapping[str, int] = field(repr=False)

    def select(self, sieve: Sieve, *, but: str = "") -> NDArray[np.bool_]:
        """The rows that pass; `but` names a facet that is left out of account."""
        out = np.ones(len(self.ids), np.bool_)
        for key, wanted in sieve.values.items():
            if key != but and wanted:
                out &= self.facets[key].where(wanted, len(self.ids)) if key in self.facets else False
        if sieve.since:
            out &= np.where(self.high != UNKNOWN, self.high, self.low) >= date.fromisoformat(sieve.since).toordinal()
        if sieve.until:
            low = np.where(self.low != UNKNOWN, self.low, self.high)
            out &= (low <= date.fromisoformat(sieve.until).toordinal()) & (low != UNKNOWN)
        return out

    def tally(self, sieve: Sieve) -> dict[str, list[tuple[str, int]]]:
        """Of each facet, its values with their counts under all other facets."""
        whole = self.select(sieve)
        return {
            key: facet.counts(self.select(sieve, but=key) if sieve.values.get(key) else whole)
            for key, facet in self.facets.items()
            if len(facet.values)
        }

    def order(self, mask: NDArray[np.bool_], by: str = "old") -> NDArray[np.int64]:
        """The places of the rows that pass: 'old' and 'new' by date, the undated last; 'doubt' by weight; 'sample' as if drawn by lot."""
        chosen = np.flatnonzero(mask)
        if by == "doubt":
            return chosen[np.argsort(-self.weight[chosen], kind="stable")]
        if by == "sample":
            return np.array(sorted(chosen, key=lambda i: self.ids[i][-6:] + self.ids[i]), np.int64)
        day = np.where(self.low != UNKNOWN, self.low, self.high)[chosen]
        key = np.where(day == UNKNOWN, 10**7, day if by == "old" else -day)
        return chosen[np.argsort(key, kind="stable")]


class Making:
    """A table in the making."""

    def __init__(self, noun: str) -> None:
        self.noun = noun
        self.rows: list[tuple[str, tuple[str, ...], int, int, float]] = []
        self.facets: dict[str, list[tuple[int, str]]] = defaultdict(list)

    def add(self, identity: str, when: Row | None, keys: Keys, *, members: tuple[str, ...] = (), weight: float = 0.0) -> None:
        """Add a row with its values."""
        for key, values in keys.items():
            self.facets[key] += [(len(self.rows), v) for v in dict.fromkeys(values) if v]
        low, high = (ordinal(when.get("earliest")), ordinal(when.get("latest"))) if when else (UNKNOWN, UNKNOWN)
        self.rows.append((identity, members, low, high, weight))

    def made(self) -> Table:
        """The table."""
        facets = {}
        for key, found in self.facets.items():
            values = sorted({v for _, v in found})
            code = {v: i for i, v in enumerate(values)}
            facets[key] = Facet(tuple(values), np.array([r for r, _ in found], np.int32), np.array([code[v] for _, v in found], np.int32))
        ids = tuple(r[0] for r in self.rows)
        return Table(
            noun=self.noun,
            ids=ids,
            members=tuple(r[1] for r in self.rows),
            low=np.array([r[2] for r in self.rows], np.int32),
            high=np.array([r[3] for r in self.rows], np.int32),
            weight=np.array([r[4] for r in self.rows], np.float32),
            facets=facets,
            place={identity: i for i, identity in enumerate(ids)},
        )


def ordinal(value: str | None) -> int:
    """An ISO day as a number."""
    return date.fromisoformat(value).toordinal() if value else UNKNOWN

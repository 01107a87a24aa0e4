"""Precision, recall and F1 over documents, with bootstrap intervals: counts a document -> a score."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ROUNDS = 1_000
SEED = 20_231_212


@dataclass(frozen=True, slots=True)
class Counts:
    """True positives, predictions and gold items of one document."""

    hits: int
    predicted: int
    gold: int


def share(rights: Sequence[bool]) -> Counts:
    """An accuracy as counts."""
    return Counts(sum(rights), len(rights), len(rights))


# The counts of every measure, a document each.
Table = dict[str, list[Counts]]


@dataclass(frozen=True, slots=True)
class Score:
    """A score and the 95% interval of its F1 over documents drawn with replacement."""

    precision: float
    recall: float
    f1: float
    low: float
    high: float
    gold: int

    def row(self) -> dict[str, float | int]:
        """For JSON, three decimals."""
        return {k: round(getattr(self, k), 3) for k in ("precision", "recall", "f1", "low", "high")} | {"gold": self.gold}


def prf(counts: Iterable[Counts]) -> tuple[float, float, float]:
    """Micro-averaged precision, recall and F1."""
    hits = predicted = gold = 0
    for c in counts:
        hits, predicted, gold = hits + c.hits, predicted + c.predicted, gold + c.gold
    p, r = hits / predicted if predicted else 0.0, hits / gold if gold else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def score(counts: Sequence[Counts]) -> Score:
    """The score of a set of documents; the draws are seeded, so that it is the same each time."""
    draw = random.Random(SEED)  # noqa: S311 - a bootstrap, no secret
    p, r, f1 = prf(counts)
    rounds = sorted(prf(draw.choices(counts, k=len(counts)))[2] for _ in range(ROUNDS)) if counts else [0.0]
    low, high = rounds[int(0.025 * len(rounds))], rounds[min(len(rounds) - 1, int(0.975 * len(rounds)))]
    return Score(p, r, f1, low, high, sum(c.gold for c in counts))

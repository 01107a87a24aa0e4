"""What reviews say of rates: events that nobody reviewed count by the measured precision, and its doubt widens their bands."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from communique.analyse.acts import Act
from communique.analyse.agreement import precision
from communique.record.log import states
from communique.record.store import Record

Row = dict[str, Any]
SURE = frozenset({"accepted", "edited"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """The precision of the program on this record (share, ends of its 90% interval; from events drawn by lot), and the mentions that a person accepted."""

    mean: float
    low: float
    high: float
    accepted: frozenset[str]

    def unreviewed(self, acts: Iterable[Act]) -> float:
        """The share of acts of which no mention was accepted."""
        found = [any(row["id"] in self.accepted for row in act.rows) for act in acts]
        return 1 - sum(found) / len(found) if found else 1.0

    def of(self, mean: float, low: float, high: float, unreviewed: float) -> tuple[float, float, float]:
        """A rate as it is expected to be of true events. The two doubts are independent, so their logs add in squares."""
        factor, least, most = (1 - unreviewed + unreviewed * p for p in (self.mean, self.low, self.high))
        made = mean * factor
        down = math.hypot(math.log(mean / low), math.log(factor / least))
        up = math.hypot(math.log(high / mean), math.log(most / factor))
        return made, made * math.exp(-down), made * math.exp(up)


def allowance(record: Record) -> Allowance | None:
    """What the reviews of a record allow to be said; None where too few events were drawn by lot."""
    found = precision(record)
    if found["mean"] is None or not found["mean"]:
        return None
    accepted = frozenset(i for i, state in states(record, "events").items() if state in SURE)
    return Allowance(mean=found["mean"], low=found["low"], high=found["high"], accepted=accepted)

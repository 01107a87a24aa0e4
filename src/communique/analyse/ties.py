"""Pairs of states by month: acts, statements and coverage -> tie rows, each with the denominator that its counts need."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from communique.analyse.acts import Act, Pair, Sources
from communique.analyse.talk import Said
from communique.model.dates import month_end
from communique.model.identity import content_id

Row = dict[str, Any]
Z = 1.96


class Bin:
    """What a pair did in a month, and how much there was to read about it."""

    def __init__(self) -> None:
        self.quads: dict[str, int] = defaultdict(int)
        self.types: dict[str, int] = defaultdict(int)
        self.scores: list[float] = []
        self.statements: set[str] = set()
        self.documents: set[str] = set()
        self.clusters: list[str] = []


def ties(acts: Iterable[Act], statements: Iterable[Said], documents: Sources, named: Mapping[str, set[str]]) -> list[Row]:
    """One row a pair and month. `named`: the countries that a document names."""
    bins: dict[tuple[Pair, str], Bin] = defaultdict(Bin)
    for act in acts:
        for pair in act.pairs:
            held = bins[pair, f"{act.day:%Y-%m}"]
            held.documents.update(act.documents)
            held.quads[str(act.quad)] += 1
            held.types[act.type] += 1
            held.scores.append(act.score)
            held.clusters.append(act.id)
    months = {d: f"{source.day:%Y-%m}" for d, source in documents.items() if source.day}
    for said in statements:
        for other in said.of:
            if said.document in months:
                bins[(min(said.country, other), max(said.country, other)), months[said.document]].statements.add(said.statement)
    for document, month in months.items():
        for pair in combinations(sorted(named[document]), 2) if len(named[document]) <= 40 else ():
            if (pair, month) in bins:
                bins[pair, month].documents.add(document)
    return [tie(pair, month, held, documents) for (pair, month), held in sorted(bins.items())]


def tie(pair: Pair, month: str, held: Bin, documents: Sources) -> Row:
    """A tie row; the score's interval is that of a mean of so few, and None below two events."""
    year, number = int(month[:4]), int(month[5:])
    n = len(held.scores)
    mean = sum(held.scores) / n if n else None
    half = Z * math.sqrt(sum((s - mean) ** 2 for s in held.scores) / (n - 1) / n) if n > 1 and mean is not None else None
    return {
        "id": content_id("ti", pair, month),
        "a": pair[0],
        "b": pair[1],
        "period": {"start": f"{month}-01", "end": month_end(year, number).isoformat()},
        "events_by_quad": dict(sorted(held.quads.items())),
        "events_by_type": dict(sorted(held.types.items())),
        "events": sorted(held.clusters),
        "statements": len(held.statements),
        "documents": len(held.documents),
        "statement_rows": sorted(held.statements),
        "document_rows": sorted(held.documents),
        "outlets": len({documents[d].outlet for d in held.documents if documents[d].outlet}),
        "stories": len({documents[d].story for d in held.documents}),
        "score": {
            "mean": rounded(mean),
            "low": rounded(mean - half) if mean is not None and half is not None else None,
            "high": rounded(mean + half) if mean is not None and half is not None else None,
        },
    }


def rounded(value: float | None) -> float | None:
    """Two decimals are more than a score of this kind bears."""
    return None if value is None else round(value, 2)

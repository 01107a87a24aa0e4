"""Pairs of states by month: clusters, statements and coverage -> tie rows, each with the denominator that its counts need."""

import math
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import combinations
from typing import Any

from communique.analyse.clusters import Cluster, when_of
from communique.model.dates import month_end
from communique.model.identity import content_id

Row = dict[str, Any]
Pair = tuple[str, str]
Z = 1.96
# A declaration of fifty states is no tie of each with each.
MOST_PARTIES = 12


class Bin:
    """What a pair did in a month, and how much there was to read about it."""

    def __init__(self) -> None:
        self.quads: dict[str, int] = defaultdict(int)
        self.types: dict[str, int] = defaultdict(int)
        self.scores: list[float] = []
        self.statements = 0
        self.documents: set[str] = set()
        self.clusters: list[str] = []


def ties(clusters: Iterable[Cluster], statements: Iterable[tuple[str, set[str], str]], documents: dict[str, Row]) -> list[Row]:
    """One row a pair and month. `statements`: speaker's country, countries in the content, document. `documents`: month, countries, outlet, story."""
    bins: dict[tuple[Pair, str], Bin] = defaultdict(Bin)
    for found in clusters:
        row = min(found.rows, key=lambda r: (r["when"] is None, r["id"]))
        if row["realis"] not in {"happened", "ongoing"} or all(r["historical"] for r in found.rows):
            continue
        month = month_of(found, documents)
        for pair in sorted(pairs(row)) if month else ():
            held = bins[pair, month]
            held.documents.update(r["document"] for r in found.rows)
            held.quads[str(row["quad"])] += 1
            held.types[row["type"]] += 1
            held.scores.append(row["score"])
            held.clusters.append(found.id)
    for country, others, document in statements:
        for other in others - {country}:
            if documents[document]["month"]:
                bins[tuple(sorted((country, other))), documents[document]["month"]].statements += 1  # type: ignore[index]
    for document, row in documents.items():
        for pair in combinations(sorted(row["countries"]), 2) if row["month"] and len(row["countries"]) <= 40 else ():
            if (pair, row["month"]) in bins:
                bins[pair, row["month"]].documents.add(document)
    return [tie(pair, month, held, documents) for (pair, month), held in sorted(bins.items())]


def pairs(row: Row) -> set[Pair]:
    """Who acts on whom: across the two sides, or among the parties of a symmetric act; those on one side do nothing to each other."""
    actors, recipients = ({p["country"] for p in row[side] if p["country"]} for side in ("actors", "recipients"))
    if recipients:
        return {(min(a, b), max(a, b)) for a in actors for b in recipients if a != b}
    return set(combinations(sorted(actors), 2)) if len(actors) <= MOST_PARTIES else set()


def month_of(found: Cluster, documents: dict[str, Row]) -> str:
    """The month of an event: of its date where it has one, else of its first report."""
    whens = [w for r in found.rows if (w := when_of(r)) and w.earliest]
    if whens:
        narrow = min(
            whens, key=lambda w: ((w.latest or w.earliest or date.max).toordinal() - (w.earliest or date.min).toordinal(), str(w.earliest))
        )
        return f"{narrow.earliest:%Y-%m}"
    months = sorted(m for r in found.rows if (m := documents[r["document"]]["month"]))
    return months[0] if months else ""


def tie(pair: Pair, month: str, held: Bin, documents: dict[str, Row]) -> Row:
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
        "statements": held.statements,
        "documents": len(held.documents),
        "outlets": len({documents[d]["outlet"] for d in held.documents if documents[d]["outlet"]}),
        "stories": len({documents[d]["story"] for d in held.documents}),
        "score": {
            "mean": rounded(mean),
            "low": rounded(mean - half) if mean is not None and half is not None else None,
            "high": rounded(mean + half) if mean is not None and half is not None else None,
        },
    }


def rounded(value: float | None) -> float | None:
    """Two decimals are more than a score of this kind bears."""
    return None if value is None else round(value, 2)

"""What reviews say of reviewers and of the program: Krippendorff's alpha, and the share of rows that stood up, with its interval."""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from communique.model.judgement import RULING
from communique.record.log import judgements
from communique.record.store import Record

Row = dict[str, Any]
# z of a 90% interval.
Z90 = 1.6449
# Fewer judged rows than this say nothing of the program.
ENOUGH = 20


def alpha(units: Iterable[Mapping[str, str]]) -> float | None:
    """Krippendorff's alpha for nominal values: units are {coder: value}. None where nothing can be compared.

    Krippendorff, Content Analysis (4th ed., 2019), ch. 12: 1 - observed over expected disagreement, by coincidences; a unit that one
    coder alone judged is left out.
    """
    held: Counter[tuple[str, str]] = Counter()
    for unit in units:
        values = Counter(unit.values())
        size = sum(values.values())
        if size < 2:
            continue
        for a, n in values.items():
            for b, m in values.items():
                held[a, b] += n * (m - (a == b)) / (size - 1)  # type: ignore[assignment]
    totals: Counter[str] = Counter()
    for (a, _), n in held.items():
        totals[a] += n
    every = sum(totals.values())
    if every <= 1:
        return None
    observed = sum(n for (a, b), n in held.items() if a != b) / every
    expected = sum(totals[a] * totals[b] for a in totals for b in totals if a != b) / (every * (every - 1))
    return 1.0 if not expected else 1 - observed / expected


def ruled(record: Record) -> dict[tuple[str, str], dict[str, Row]]:
    """Each judged row's last standing judgement by reviewer; adjudicators' are not counted as reviews."""
    out: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
    for one in judgements(record):
        if not one["undone"] and one["verdict"] in RULING and one["role"] == "reviewer":
            out[one["noun"], one["target"]][one["reviewer"]] = one
    return out


def value(one: Row, of: str) -> str:
    """What a judgement says: its verdict with its changes, or the type that the row then has."""
    if of == "verdict":
        said = "accept" if one["verdict"] == "add" else str(one["verdict"])
        return f"{said} {json.dumps(one['changes'], sort_keys=True)}" if said == "edit" else said
    if one["verdict"] == "reject":
        return "none"
    return str(one["changes"].get(of, (one["row"] or {}).get(of)))


def agreement(record: Record) -> list[Row]:
    """Alpha by noun, on verdicts and, for events, on types: with how many rows two or more judged."""
    by_noun: dict[str, list[dict[str, Row]]] = defaultdict(list)
    for (noun, _), said in sorted(ruled(record).items()):
        if len(said) > 1:
            by_noun[noun].append(said)
    out = []
    for noun, units in by_noun.items():
        for of in ("verdict", "type", "realis") if noun == "events" else ("verdict",):
            found = alpha([{who: value(one, of) for who, one in unit.items()} for unit in units])
            out.append(
                {
                    "noun": noun,
                    "of": of,
                    "rows": len(units),
                    "reviewers": sorted({w for u in units for w in u}),
                    "alpha": None if found is None else round(found, 3),
                }
            )
    return out


def disputes(record: Record) -> list[Row]:
    """Rows on which reviewers disagree and nobody has ruled since: {noun, target, judgements}."""
    states = set(record.rows("SELECT noun, id FROM overlay WHERE state = 'disputed'"))
    return [
        {"noun": n, "target": t, "judgements": list(said.values())} for (n, t), said in sorted(ruled(record).items()) if (n, t) in states
    ]


def wilson(right: int, of: int) -> tuple[float, float]:
    """The 90% interval of a share (Wilson, JASA 22 (1927) 209)."""
    if not of:
        return 0.0, 1.0
    p, z = right / of, Z90
    middle, half = p + z * z / (2 * of), z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return max(0.0, (middle - half) / (1 + z * z / of)), min(1.0, (middle + half) / (1 + z * z / of))


def stood(one: Row) -> bool:
    """Whether a judgement leaves what ties count: the type's side, the parties, whether it happened."""
    counted = {"quad", "actors", "recipients", "realis", "historical"}
    return one["verdict"] == "accept" or (one["verdict"] == "edit" and not counted & set(one["changes"]))


def precision(record: Record) -> Row:
    """Of events drawn by lot and judged, the share that stood as the program found them, with its 90% interval.

    Only rows met in the order of the draw count: those met in the order of doubt are worse than the rest. None below ENOUGH.
    """
    last = [list(said.values())[-1] for (noun, _), said in sorted(ruled(record).items()) if noun == "events"]
    drawn = [one for one in last if one["sampled"] and one["verdict"] != "undecidable"]
    right = sum(stood(one) for one in drawn)
    low, high = wilson(right, len(drawn))
    enough = len(drawn) >= ENOUGH
    return {
        "right": right,
        "of": len(drawn),
        "mean": round(right / len(drawn), 3) if enough else None,
        "low": round(low, 3) if enough else None,
        "high": round(high, 3) if enough else None,
        "verdict": "" if enough else f"too few to say: {len(drawn)} of at least {ENOUGH} events drawn by lot are judged",
    }

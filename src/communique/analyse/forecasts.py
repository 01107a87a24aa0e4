"""The register of forecasts: what came of each, as far as the record can tell, and how good each forecaster was.

A forecast is resolved by the acts of the record where its claim tells of one between known parties; else it stays open until a
reader resolves it. Nothing is resolved by silence alone: "no" needs a horizon that is past and stories of the same parties since.
Scores are those of Brier (Monthly Weather Review 78 (1950) 1) and the logarithm of the chance given to what came, at the middle of
the interval that the forecaster's own words stand for; bare "will" has no such interval and is counted apart.
"""

import json
import math
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from communique.analyse.acts import Act, Sources
from communique.record.queries import rows
from communique.record.store import Record

Row = dict[str, Any]
# Stories that name the parties, after the forecast and up to its horizon, below which their silence says nothing.
ENOUGH_STORIES = 5
# Resolved forecasts with words of likelihood, below which there is no score.
ENOUGH = 10
ROUNDS = 2000
LEVEL = 0.9
SEED = 20_231_212
DIGITS = 3


def resolved(record: Record, acts: Iterable[Act], documents: Sources, named: Mapping[str, set[str]]) -> Iterator[Row]:
    """What came of each forecast: {id, resolution, why, rows, looked_at}. `named`: the countries that each document names."""
    known = Known(acts, documents, named)
    claims = claimed(record)
    for (body,) in record.rows(
        "SELECT f.body FROM standing f JOIN documents d ON d.id = f.document WHERE f.noun = 'forecasts' AND d.current = 1 ORDER BY f.id"
    ):
        row = json.loads(body)
        inside = [e for e in claims[row["document"]] if row["span"][0] <= e["span"][0] and e["span"][1] <= row["span"][1]]
        yield {"id": row["id"], **outcome(row, inside, known)}


def claimed(record: Record) -> Mapping[str, list[Row]]:
    """The events of documents that hold a forecast: what is said to come is among them."""
    query = "SELECT e.body FROM standing e WHERE e.noun = 'events' AND e.document IN (SELECT document FROM standing WHERE noun = 'forecasts') ORDER BY e.id"
    out: dict[str, list[Row]] = defaultdict(list)
    for (body,) in record.rows(query):
        row = json.loads(body)
        out[row["document"]].append(row)
    return out


class Known:
    """Acts and documents by the states in them, so that a forecast looks only at those of its own."""

    def __init__(self, acts: Iterable[Act], documents: Sources, named: Mapping[str, set[str]]) -> None:
        self.documents, self.named = documents, named
        self.until = max((s.day for s in documents.values() if s.day), default=None)
        self.acts: dict[str, list[Act]] = defaultdict(list)
        self.texts: dict[str, list[str]] = defaultdict(list)
        for act in acts:
            for state in {s for pair in act.pairs for s in pair}:
                self.acts[state].append(act)
        for document in documents:
            for state in named.get(document, ()):
                self.texts[state].append(document)

    def acts_of(self, parties: set[str]) -> list[Act]:
        """Acts between some states, or of the one with anybody, in the order of their ids."""
        found = {a.id: a for state in parties for a in self.acts[state] if any(parties <= {*p} or {*p} <= parties for p in a.pairs)}
        return [found[i] for i in sorted(found)]

    def stories_on(self, parties: set[str], since: date, until: date) -> list[str]:
        """The first documents of stories that name all of some states, published in a time."""
        some = (d for d in self.texts[min(parties)] if self.documents[d].own and parties <= self.named[d])
        return [d for d in some if (day := self.documents[d].day) and since < day <= until]


def outcome(row: Row, inside: list[Row], known: Known) -> Row:
    """yes, no, ambiguous or open, with the reason and the rows that it rests on."""
    told = known.documents[row["document"]].last
    if told is None:
        return open_because("it is not known when it was said")
    claim = next((e for e in inside if countries(e) and e["realis"] in {"planned", "hypothetical", "negated"}), None)
    if claim is None:
        return open_because("its claim is no act between states that the record knows")
    parties, horizon = countries(claim), day(row["horizon"]["latest"]) if row["horizon"] else None
    since = [a for a in known.acts_of(parties) if a.day > told and (horizon is None or a.day <= horizon)]
    same = [a for a in since if a.type == claim["type"] and (not claim["mode"] or a.mode == claim["mode"])]
    came, not_come = ("no", "yes") if claim["realis"] == "negated" else ("yes", "no")
    if same:
        return {
            "resolution": came,
            "why": f"{claim['type']} of the same parties on {same[0].day}",
            "rows": [a.id for a in same],
            "looked_at": [],
        }
    if horizon is None or known.until is None or known.until <= horizon:
        return open_because("its horizon is not past" if horizon else "it has no horizon")
    looked = known.stories_on(parties, told, horizon)
    near = [a for a in since if (a.quad - 1) // 2 == (claim["quad"] - 1) // 2]
    if near:
        return {
            "resolution": "ambiguous",
            "why": "the same parties did something like it, not the same",
            "rows": [a.id for a in near],
            "looked_at": looked,
        }
    if len(looked) < ENOUGH_STORIES:
        return open_because(f"only {len(looked)} of at least {ENOUGH_STORIES} stories on its parties up to its horizon", looked)
    return {
        "resolution": not_come,
        "why": f"not told in {len(looked)} stories on its parties up to {horizon}",
        "rows": [],
        "looked_at": looked,
    }


def open_because(why: str, looked: list[str] | None = None) -> Row:
    """An open forecast and why it is."""
    return {"resolution": "open", "why": why, "rows": [], "looked_at": looked or []}


def countries(event: Row) -> set[str]:
    """The states of an event."""
    return {p["country"] for side in ("actors", "recipients") for p in event[side] if p["country"]}


def day(value: str | None) -> date | None:
    """An ISO date."""
    return date.fromisoformat(value) if value else None


def register(record: Record, given: Mapping[str, str] | None = None) -> Row:
    """All forecasts and the scores of their forecasters. `given`: a reader's own resolutions by forecast id, which outrank the record's."""
    found = []
    for row in rows(record, "forecasts"):
        if given and row["id"] in given:
            row |= {"resolution": given[row["id"]], "resolved_because": "a reader's judgement"}
        found.append(row)
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        groups[row["forecaster"]["id"]].append(row)
    people = [scored(some) for _, some in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0]))]
    return {"forecasts": sorted(found, key=lambda r: (r["document"], r["span"], r["id"])), "forecasters": people}


def scored(found: list[Row]) -> Row:
    """One forecaster: what was said, what is resolved, and the mean scores with their interval, or why there are none."""
    done = [r for r in found if r["resolution"] in {"yes", "no"}]
    worded = [r for r in done if r["likelihood"]]
    bare = [r for r in done if not r["likelihood"]]
    out: Row = {
        "id": found[0]["forecaster"]["id"],
        "name": found[0]["forecaster"]["name"],
        "forecasts": len(found),
        "rows": [r["id"] for r in found],
        "resolved": len(done),
        "without_likelihood": {"came_true": sum(r["resolution"] == "yes" for r in bare), "of": len(bare)},
        "scored": len(worded),
        "brier": None,
        "log": None,
        "verdict": f"too few to say: {len(worded)} of at least {ENOUGH} resolved forecasts with words of likelihood",
    }
    if len(worded) >= ENOUGH:
        pairs = [(sum(r["likelihood"]) / 2, float(r["resolution"] == "yes")) for r in worded]
        out["brier"] = with_interval([(p - o) ** 2 for p, o in pairs])
        out["log"] = with_interval([math.log(max(1e-3, p if o else 1 - p)) for p, o in pairs])
        better = out["brier"]["high"] < 0.25
        out["verdict"] = "better than a coin" if better else "worse than a coin" if out["brier"]["low"] > 0.25 else "no demonstrated skill"
    return out


def with_interval(values: list[float]) -> Row:
    """A mean and its 90% interval over forecasts drawn with replacement."""
    draw = random.Random(SEED)  # noqa: S311 - a bootstrap, no secret
    means = sorted(sum(draw.choices(values, k=len(values))) / len(values) for _ in range(ROUNDS))
    low, high = means[int((1 - LEVEL) / 2 * ROUNDS)], means[int((1 + LEVEL) / 2 * ROUNDS) - 1]
    return {"mean": round(sum(values) / len(values), DIGITS), "low": round(low, DIGITS), "high": round(high, DIGITS)}

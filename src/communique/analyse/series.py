"""A pair of states over time: acts, coverage and the models of `rates` and `changes` -> a profile in which every number names its rows.

Nothing is added up to one score: cooperation and conflict stand apart, and so do security, economy, people, diplomacy and wording.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.analyse.acts import Act, Pair, Source, acts, sources
from communique.analyse.allowance import Allowance, allowance
from communique.analyse.changes import Change, changes
from communique.analyse.coverage import Coverage, Reports, coverage
from communique.analyse.periods import Period, at, cut
from communique.analyse.rates import Common, learn, rates
from communique.analyse.talk import Said, between, mentioned, talk
from communique.record.store import Record
from communique.vocab.knowledge import Knowledge

Row = dict[str, Any]
Matrix = NDArray[np.int64]
DIGITS = 3
# Outlets that alone carry a pair's acts, at most so many, are left out one by one.
MOST_LEFT_OUT = 25
# An outlet that comes in so near to a change may be its cause.
NEAR = 1


@dataclass(frozen=True, kw_only=True, eq=False)
class Layout:
    """A record's acts cut into periods. `outside`: acts before the first or after the last publication, which no coverage speaks for.

    Coverage and the weights that all pairs share are worked out once, whichever pairs are asked for.
    """

    by: str
    periods: tuple[Period, ...]
    acts: tuple[Act, ...]
    outside: tuple[Act, ...]
    outlets: tuple[str, ...]
    stories: NDArray[np.float64]
    told: tuple[Source, ...]
    allowance: Allowance | None = None
    covered: dict[str | None, Coverage] = field(default_factory=dict, repr=False)
    learnt: dict[str, Common] = field(default_factory=dict, repr=False)
    counted: dict[str, tuple[list[Pair], Matrix]] = field(default_factory=dict, repr=False)
    kept: dict[str, Any] = field(default_factory=dict, repr=False)

    @cached_property
    def by_pair(self) -> dict[Pair, list[Act]]:
        """The acts of each pair."""
        out: dict[Pair, list[Act]] = defaultdict(list)
        for act in self.acts:
            for pair in act.pairs:
                out[pair].append(act)
        return out

    @cached_property
    def place(self) -> dict[str, int]:
        """The period of each act."""
        return {act.id: at(self.periods, act.day) for act in self.acts}

    def pairs(self) -> list[Pair]:
        """All pairs that have an act, in the order of their codes."""
        return sorted(self.by_pair)

    def counts(self, name: str, wanted: Callable[[Act], bool]) -> tuple[list[Pair], Matrix]:
        """Acts of a kind, pairs × periods, a row for every pair."""
        if name in self.counted:
            return self.counted[name]
        pairs = self.pairs()
        row = {pair: i for i, pair in enumerate(pairs)}
        out = np.zeros((len(pairs), len(self.periods)), np.int64)
        for act in self.acts:
            if wanted(act):
                for pair in act.pairs:
                    out[row[pair], self.place[act.id]] += 1
        return self.counted.setdefault(name, (pairs, out))

    def seen(self, without: str | None = None) -> Coverage:
        """How much the record could see in each period, of all outlets or without one."""
        if without in self.covered:
            return self.covered[without]
        if without not in self.outlets:
            return self.covered.setdefault(without, coverage(self.stories, self.reports))
        out = self.outlets.index(without)
        return self.covered.setdefault(without, coverage(np.delete(self.stories, out, 0), self.reports.without(out)))

    @cached_property
    def reports(self) -> Reports:
        """Who reported which act."""
        place = {outlet: n for n, outlet in enumerate(self.outlets)}
        told = [(self.place[act.id], frozenset(place[o] for o in act.outlets if o in place)) for act in self.acts if act.outlets]
        return Reports.of(told, len(self.outlets))

    def common(self, name: str, counts: Matrix) -> Common:
        """What all pairs share in one kind of act."""
        if name not in self.learnt:
            self.learnt[name] = learn(counts, self.seen().relative)
        return self.learnt[name]


def lay_out(record: Record, by: str = "month", since: date | None = None, until: date | None = None) -> Layout:
    """Cut a record into periods (week, month, quarter or year), from the first publication to the last or the days given."""
    documents = sources(record)
    days = [s.day for s in documents.values() if s.day]
    periods = cut(since or min(days), until or max(days), by) if days else ()
    outlets = sorted({s.outlet for s in documents.values()})
    row, stories = {outlet: i for i, outlet in enumerate(outlets)}, np.zeros((len(outlets), len(periods)))
    for source in documents.values():
        if source.own and source.day and at(periods, source.day) >= 0:
            stories[row[source.outlet], at(periods, source.day)] += 1
    every = list(acts(record))
    return Layout(
        by=by,
        periods=periods,
        acts=tuple(a for a in every if at(periods, a.day) >= 0),
        outside=tuple(a for a in every if at(periods, a.day) < 0),
        outlets=tuple(outlets),
        stories=stories,
        told=tuple(documents.values()),
        allowance=allowance(record),
    )


def kinds(knowledge: Knowledge) -> dict[str, Callable[[Act], bool]]:
    """The series of a profile: all acts, the two sides of the quads, and the dimensions."""
    out: dict[str, Callable[[Act], bool]] = {
        "events": lambda _: True,
        "cooperation": lambda act: act.quad <= 2,
        "conflict": lambda act: act.quad >= 3,
    }
    for name, _, _ in knowledge.plover.dimensions:
        out[name] = lambda act, name=name: dimension(act, knowledge) == name  # type: ignore[misc]
    return out


def dimension(act: Act, knowledge: Knowledge) -> str:
    """Which part of a tie an act belongs to: the first that knows its type or one of its contexts."""
    for name, contexts, types in knowledge.plover.dimensions:
        if act.type in types or act.contexts & contexts:
            return name
    return "diplomacy"


def profile(
    record: Record,
    knowledge: Knowledge,
    pair: Pair,
    *,
    layout: Layout | None = None,
    fully: Collection[str] = (),
    outlets: bool = True,
) -> Row:
    """One pair's tie over time, ready for JSON: periods with their denominators, and each series with counts, rows, band and changes.

    Rates are events a period at the record's mean coverage; bands hold 90%. `without_one_outlet` is the range of the rate's mean
    when each outlet of the pair is left out in turn. See `rates`, `coverage` and `changes` for the models and their sources.
    `fully`: the series whose rates and changes are worked out; all, where none is named. `outlets`: whether each outlet is left out in turn
    where no change asks for it.
    """
    layout = layout or lay_out(record)
    a, b = min(pair), max(pair)
    seen = layout.seen()
    mine = layout.by_pair.get((a, b), [])
    said = spoken(layout, between(talked(record, layout), a, b))
    return {
        "a": a,
        "b": b,
        "by": layout.by,
        "unit": f"events a {layout.by} at the record's mean coverage; bands hold 90%",
        "coverage_measured": seen.measured,
        "precision": {k: getattr(layout.allowance, k) for k in ("mean", "low", "high")} if layout.allowance else None,
        "periods": [period_row(layout, i, seen, here, said) for i, here in enumerate(by_period(layout, mine))],
        "entries": entries(layout),
        "series": {
            name: series(layout, (a, b), (name, wanted), modelled=not fully or name in fully, outlets=outlets)
            for name, wanted in kinds(knowledge).items()
        },
        "weight": weight(mine, knowledge),
        "wording": wording(record, layout, knowledge, (a, b)),
        "outside": [act.id for act in layout.outside if (a, b) in act.pairs],
    }


def talked(record: Record, layout: Layout) -> list[Said]:
    """All that is said of states, read once."""
    if "talk" not in layout.kept:
        layout.kept["talk"] = list(talk(record, mentioned(record, (s.id for s in layout.told))))
    found: list[Said] = layout.kept["talk"]
    return found


def spoken(layout: Layout, said: Sequence[Any]) -> dict[int, list[str]]:
    """Statements by the period in which they were published."""
    first = {s.id: s.day for s in layout.told}
    out: dict[int, list[str]] = defaultdict(list)
    for one in said:
        day = first.get(one.document)
        if day is not None:
            out[at(layout.periods, day)].append(one.statement)
    return out


def by_period(layout: Layout, mine: Iterable[Act]) -> list[list[Act]]:
    """Acts by their period."""
    out: list[list[Act]] = [[] for _ in layout.periods]
    for act in mine:
        out[layout.place[act.id]].append(act)
    return out


def period_row(layout: Layout, i: int, seen: Coverage, here: list[Act], said: dict[int, list[str]]) -> Row:
    """One period: what the pair did and said, and all there was to read."""
    return {
        "start": layout.periods[i].start.isoformat(),
        "end": layout.periods[i].end.isoformat(),
        "events_by_quad": dict(sorted(Counter(str(act.quad) for act in here).items())),
        "events_by_type": dict(sorted(Counter(act.type for act in here).items())),
        "statements": said.get(i, []),
        "documents": sorted({d for act in here for d in act.documents}),
        "stories": len({s for act in here for s in act.stories}),
        "outlets": len({o for act in here for o in act.outlets} - {""}),
        "of_stories": int(layout.stories[:, i].sum()),
        "of_outlets": int((layout.stories[[o != "" for o in layout.outlets], i] > 0).sum()),
        "coverage": round(float(seen.relative[i]), DIGITS),
    }


def series(layout: Layout, pair: Pair, kind: tuple[str, Callable[[Act], bool]], *, modelled: bool = True, outlets: bool = True) -> Row:
    """One kind of act of one pair: counts with their rows, the rate with its band, its range without each outlet, and its changes."""
    name, wanted = kind
    mine = [act for act in layout.by_pair.get(pair, ()) if wanted(act)]
    rows = [[act.id for act in here] for here in by_period(layout, mine)]
    if not mine or not modelled:
        return {"counts": [len(r) for r in rows], "rows": rows, "rate": [], "without_one_outlet": [], "changes": []}
    pairs, counts = layout.counts(name, wanted)
    common = layout.common(name, counts)
    rate, found = modelled_row(layout, name, pairs.index(pair), counts, common)
    left, apart = without_each(layout, mine, common) if outlets or found else (np.zeros((0, 0)), {})
    return {
        "counts": [len(r) for r in rows],
        "rows": rows,
        "rate": [allowed(layout, mine, values) for values in zip(*rate, strict=True)],
        "without_one_outlet": [
            {"low": round(float(low), DIGITS), "high": round(float(high), DIGITS)}
            for low, high in zip(left.min(0), left.max(0), strict=True)
        ]
        if len(left)
        else [],
        "changes": [change_row(layout, c, mine, apart) for c in found],
    }


def allowed(layout: Layout, mine: Sequence[Act], rate: tuple[float, float, float]) -> Row:
    """A rate with its band, as the reviews of the record allow."""
    mean, low, high = (float(v) for v in rate)
    if layout.allowance is not None:
        mean, low, high = layout.allowance.of(mean, low, high, layout.allowance.unreviewed(mine))
    return {"mean": round(mean, DIGITS), "low": round(low, DIGITS), "high": round(high, DIGITS)}


def modelled_row(layout: Layout, name: str, row: int, counts: Matrix, common: Common) -> tuple[tuple[Any, Any, Any], list[Change]]:
    """The rate of one pair (mean, low, high by period) and its changes; from those of all pairs where they are worked out."""
    if f"rates of {name}" in layout.kept:
        made, found = layout.kept[f"rates of {name}"]
        return (made.mean[row], made.low[row], made.high[row]), found[row]
    cover, one = layout.seen().relative, counts[row : row + 1]
    made = rates(one, cover, common=common)
    return (made.mean[0], made.low[0], made.high[0]), changes(one, cover, common=common)[0]


def without_each(layout: Layout, mine: list[Act], common: Common) -> tuple[NDArray[np.float64], dict[str, list[Change]]]:
    """The rate and the changes when each outlet of the pair is left out in turn (first row: none is)."""
    held = Counter(o for act in mine for o in act.outlets if o)
    outlets = [o for o, _ in sorted(held.items(), key=lambda item: (-item[1], item[0]))[:MOST_LEFT_OUT]]
    counts = np.zeros((len(outlets) + 1, len(layout.periods)), np.int64)
    cover = np.stack([layout.seen().relative, *(layout.seen(o).relative for o in outlets)])
    for act in mine:
        for i, outlet in enumerate([None, *outlets]):
            if outlet is None or act.outlets - {outlet}:
                counts[i, layout.place[act.id]] += 1
    found = changes(counts, cover, common=common)
    return rates(counts, cover, common=common).mean, dict(zip(outlets, found[1:], strict=True))


def change_row(layout: Layout, change: Change, mine: list[Act], apart: dict[str, list[Change]]) -> Row:
    """A change with what stands behind it: the rows after it, and whether it hangs on one outlet."""
    first, last = layout.periods[change.earliest], layout.periods[change.latest]
    after = [act for act in mine if act.day >= layout.periods[change.at].start]
    before = [act for act in mine if act.day < layout.periods[change.at].start]
    gone = [
        o for o, found in apart.items() if not any(c.earliest <= change.latest + NEAR and c.latest >= change.earliest - NEAR for c in found)
    ]
    entered = [e["outlet"] for e in entries(layout) if change.earliest - NEAR <= e["index"] <= change.latest + NEAR]
    row: Row = {
        "at": layout.periods[change.at].start.isoformat(),
        "earliest": first.start.isoformat(),
        "latest": last.end.isoformat(),
        "chance": round(change.chance, 2),
        "odds": round(min(change.odds, 1e9), 1),
        "before": {k: getattr(change.before, k) for k in ("mean", "low", "high")},
        "after": {k: getattr(change.after, k) for k in ("mean", "low", "high")},
        "rows_before": [act.id for act in before],
        "rows_after": [act.id for act in after],
        "types_after": Counter(act.type for act in after).most_common(),
        "hangs_on": gone,
        "entered_then": entered,
    }
    return row


def entries(layout: Layout) -> list[Row]:
    """Outlets that are first read after the record's first period: what they add is no act of states."""
    out = []
    for outlet, row in zip(layout.outlets, layout.stories, strict=True):
        first = int(np.flatnonzero(row)[0]) if row.any() else 0
        if first and outlet:
            out.append({"outlet": outlet, "start": layout.periods[first].start.isoformat(), "index": first})
    return sorted(out, key=lambda e: (e["index"], e["outlet"]))


def weight(mine: list[Act], knowledge: Knowledge) -> Row:
    """By dimension, what binds or costs and what is talk, as rows: a third state's ambiguous signals and its cheap ones stand apart."""
    out: Row = {name: {"costly": [], "talk": []} for name, _, _ in knowledge.plover.dimensions}
    for act in mine:
        out[dimension(act, knowledge)]["costly" if act.type in knowledge.plover.costly else "talk"].append(act.id)
    return out


def wording(record: Record, layout: Layout, knowledge: Knowledge, pair: Pair) -> list[Row]:
    """How each of two states' speakers treat wordings that the other coined: uses by stance, with their rows."""
    coined = {
        c.id: actor.country
        for c in knowledge.concepts.values()
        if c.coined_by and (actor := knowledge.actors.get(c.coined_by)) and actor.country in pair
    }
    held: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    if "terms" not in layout.kept:
        query = "SELECT f.body FROM standing f JOIN documents d ON d.id = f.document WHERE f.noun = 'terms' AND d.current = 1 ORDER BY f.id"
        rows = (json.loads(body) for (body,) in record.rows(query))
        layout.kept["terms"] = [(r["user"]["country"], r["concept"], r["stance"], r["id"]) for r in rows]
    for by, concept, stance, identity in layout.kept["terms"]:
        of = coined.get(concept)
        if of and by in pair and by != of:
            held[concept, by][stance].append(identity)
    return [
        {"concept": concept, "coined_in": coined[concept], "by": by, "stances": dict(sorted(found.items()))}
        for (concept, by), found in sorted(held.items())
    ]


def everyone(layout: Layout) -> list[Row]:
    """All pairs of a record, the busiest first: acts with their rows, the rate of the last period with its band, and the changes told."""
    pairs, counts = layout.counts("events", lambda _: True)
    if not pairs:
        return []
    cover = layout.seen().relative
    common = layout.common("events", counts)
    made, found = rates(counts, cover, common=common), changes(counts, cover, common=common)
    layout.kept["rates of events"] = (made, found)
    rows = {pair: [act.id for act in layout.by_pair[pair]] for pair in pairs}
    out = [
        {
            "a": pair[0],
            "b": pair[1],
            "events": len(rows[pair]),
            "rows": rows[pair],
            "rate": allowed(layout, layout.by_pair[pair], (made.mean[i, -1], made.low[i, -1], made.high[i, -1])),
            "changes": [
                {"at": layout.periods[c.at].start.isoformat(), "up": c.after.mean > c.before.mean, "chance": round(c.chance, 2)}
                for c in found[i]
            ],
        }
        for i, pair in enumerate(pairs)
    ]
    return sorted(out, key=lambda r: (-r["events"], r["a"], r["b"]))

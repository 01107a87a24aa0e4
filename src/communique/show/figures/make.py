"""Which figures there are: a kind and a record -> a chart, and the rows behind its numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt

from communique.analyse.balance import balance
from communique.analyse.ladders import standings
from communique.analyse.series import Layout, everyone, lay_out, profile
from communique.model.errors import CommuniqueError
from communique.record.queries import Filters, rows
from communique.record.store import Record
from communique.show.figures import charts
from communique.vocab.knowledge import Knowledge

Row = dict[str, Any]
Made = tuple[alt.TopLevelMixin, list[Mapping[str, Any]]]
MOST_MULTIPLES = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of a record to draw. `pair` and `state` are alpha-3 codes; `series` names one of a tie's."""

    pair: tuple[str, str] | None = None
    state: str | None = None
    series: str = "events"
    by: str = "month"
    since: date | None = None
    until: date | None = None
    title: str = ""


def figure(record: Record, knowledge: Knowledge, kind: str, asked: Asked) -> Made:
    """A chart and its rows."""
    if kind not in KINDS:
        raise CommuniqueError(f"there is no figure {kind!r}.", hint=f"There is: {', '.join(KINDS)}.")
    return KINDS[kind](record, knowledge, asked)


def layout_of(record: Record, asked: Asked) -> Layout:
    """The acts of a record in the periods asked for."""
    return lay_out(record, asked.by, asked.since, asked.until)


def source_line(record: Record) -> str:
    """'84 documents, 80 stories, 31 outlets'"""
    documents, stories, outlets = next(
        record.rows("SELECT count(*), count(DISTINCT story), count(DISTINCT outlet) FROM documents WHERE current = 1")
    )
    return f"from {documents} documents, {stories} stories, {outlets} outlets"


def of_tie(record: Record, knowledge: Knowledge, asked: Asked) -> Made:
    """One pair over time."""
    if asked.pair is None:
        raise CommuniqueError("a tie is between two states.", hint="Name them: --pair CHN,VNM.")
    found = profile(record, knowledge, asked.pair, layout=layout_of(record, asked))
    if asked.series not in found["series"]:
        raise CommuniqueError(f"there is no series {asked.series!r}.", hint=f"There is: {', '.join(found['series'])}.")
    return charts.tie(found, asked.series, title=asked.title), charts.rows_of(found, asked.series)


def of_multiples(record: Record, knowledge: Knowledge, asked: Asked) -> Made:
    """The busiest pairs side by side."""
    layout = layout_of(record, asked)
    pairs = [(r["a"], r["b"]) for r in everyone(layout)[:MOST_MULTIPLES]]
    found = [profile(record, knowledge, pair, layout=layout) for pair in pairs]
    return charts.multiples(found, asked.series, title=asked.title), [row for p in found for row in charts.rows_of(p, asked.series)]


def of_timeline(record: Record, _: Knowledge, asked: Asked) -> Made:
    """Events that took place, of one pair or of all."""
    chosen = Filters(
        pair=asked.pair, since=asked.since.isoformat() if asked.since else None, until=asked.until.isoformat() if asked.until else None
    )
    best: dict[str, Row] = {}
    for row in rows(record, "events", chosen):
        if row["realis"] in {"happened", "ongoing"} and not row["historical"] and row["when"]["earliest"] and row["when"]["latest"]:
            held = best.get(row["cluster"])
            if held is None or width(row) < width(held):
                best[row["cluster"]] = row
    told: list[Mapping[str, Any]] = [
        {"figure": "timeline", "where": r["when"]["earliest"], "number": 1, "rows": c}
        for c, r in sorted(best.items(), key=lambda b: b[1]["when"]["earliest"])
    ]
    return charts.timeline(list(best.values()), title=asked.title, caption=[source_line(record)]), told


def width(row: Row) -> int:
    """Days in an event's date."""
    return (date.fromisoformat(row["when"]["latest"]) - date.fromisoformat(row["when"]["earliest"])).days


def of_ladder(record: Record, knowledge: Knowledge, asked: Asked) -> Made:
    """A state's partners on its rungs."""
    if asked.state is None:
        raise CommuniqueError("a ladder is a state's.", hint=f"Name it: --state VNM. There is: {', '.join(sorted(knowledge.ladders))}.")
    found = standings(record, knowledge, asked.state, asked.until)
    told: list[Mapping[str, Any]] = [
        {"figure": f"ladder {asked.state}", "where": f"{p['partner']} {s['since']}", "number": s["rung"], "rows": " ".join(s["rows"])}
        for p in found["partners"]
        for s in p["steps"]
        if s["rows"]
    ]
    return charts.ladder(found, title=asked.title), told


def of_heat(record: Record, _: Knowledge, asked: Asked) -> Made:
    """All pairs by number of events."""
    found = everyone(layout_of(record, asked))
    told: list[Mapping[str, Any]] = [
        {"figure": "heat", "where": f"{r['a']}–{r['b']}", "number": r["events"], "rows": " ".join(r["rows"])} for r in found
    ]
    return charts.heat(found, title=asked.title, caption=[source_line(record)]), told


def of_network(record: Record, _: Knowledge, asked: Asked) -> Made:
    """The signed network."""
    found = balance(layout_of(record, asked).acts)
    told: list[Mapping[str, Any]] = [
        {
            "figure": "network",
            "where": f"{t['a']}–{t['b']}",
            "number": len(t["cooperation"]) + len(t["conflict"]),
            "rows": " ".join([*t["cooperation"], *t["conflict"]]),
        }
        for t in found["ties"]
    ]
    return charts.network(found, title=asked.title), told


KINDS: Mapping[str, Callable[[Record, Knowledge, Asked], Made]] = {
    "tie": of_tie,
    "multiples": of_multiples,
    "timeline": of_timeline,
    "ladder": of_ladder,
    "heat": of_heat,
    "network": of_network,
}

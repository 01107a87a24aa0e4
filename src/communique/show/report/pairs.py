"""Pairs of states in the report: months with numbers that open their rows, and figures whose bars lead to them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from communique.analyse.changed import changed
from communique.analyse.ladders import standings, steps
from communique.analyse.series import everyone, lay_out, profile
from communique.record.queries import rows
from communique.record.store import Record
from communique.show.figures import HINT, can_draw
from communique.show.report.articles import Sentences
from communique.vocab.knowledge import Knowledge

Row = dict[str, Any]
# Pairs whose ties are drawn, and events that such a pair must have: fewer tell nothing in a figure.
MOST_DRAWN, LEAST_EVENTS = 4, 4
MOST_TOLD = 80


def pairs(record: Record, cite: Sentences) -> list[Row]:
    """Ties by pair, the busiest first; each month's numbers with the links that they were counted from."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows(record, "ties"):
        groups[row["a"], row["b"]].append(row)
    kept = sorted(
        ((pair, found) for pair, found in groups.items() if any(r["events"] for r in found)),
        key=lambda g: (-sum(len(r["events"]) for r in g[1]), g[0]),
    )
    wanted = {c for _, found in kept[:MOST_TOLD] for r in found for c in r["events"]}
    said = {s for _, found in kept[:MOST_TOLD] for r in found for s in r["statement_rows"]}
    events = {r["cluster"]: r for r in rows(record, "events") if r["cluster"] in wanted}
    statements = {r["id"]: r for r in rows(record, "statements") if r["id"] in said}
    return [
        {
            "a": a,
            "b": b,
            "told": i < MOST_TOLD,
            "months": [month(r, events, statements, cite) for r in sorted(found, key=lambda r: r["period"]["start"])]
            if i < MOST_TOLD
            else [],
        }
        for i, ((a, b), found) in enumerate(kept)
    ]


def month(row: Row, events: dict[str, Row], statements: dict[str, Row], cite: Sentences) -> Row:
    """One month of a pair: links to events by quad, to statements and to documents."""
    by_quad: dict[int, list[Row]] = defaultdict(list)
    for cluster in row["events"]:
        event = events[cluster]
        by_quad[event["quad"]].append({"href": cite.of(event)["href"], "words": f"{event['type']}: {event['text']}"})
    return row | {
        "anchor": f"t-{row['a']}-{row['b']}-{row['period']['start']}",
        "quads": by_quad,
        "said": [{"href": cite.of(statements[s])["href"], "words": statements[s]["speaker"]["name"]} for s in row["statement_rows"]],
        "read": [
            {"href": f"#{cite.numbers[d]}", "words": cite.documents[d]["title"] or cite.documents[d]["path"]} for d in row["document_rows"]
        ],
    }


def figures(record: Record, knowledge: Knowledge, promised: Sequence[Row]) -> Row:
    """The heat map and the ties of the busiest pairs, and the ladders of states whose steps the record tells. `promised`: the commitments that are shown.

    Where the extra that draws is not installed there are none, and `lacking` says what to install.
    """
    if not can_draw():
        return {"pairs": [], "ladders": [], "lacking": HINT}
    from communique.show.figures import charts
    from communique.show.figures.make import source_line

    layout = lay_out(record)
    every = everyone(layout)
    drawn: list[Row] = []
    if len(every) > 1:
        drawn.append(
            drawing(
                charts.heat(every[:MOST_TOLD], caption=[source_line(record)], link="#p-"), "How many events each pair of states has", []
            )
        )
    for row in [r for r in every if r["events"] >= LEAST_EVENTS][:MOST_DRAWN]:
        tie = profile(record, knowledge, (row["a"], row["b"]), layout=layout)
        told = [s["words"] for s in changed(tie, "events", knowledge)]
        drawn.append(
            drawing(charts.tie(tie, link=f"#t-{row['a']}-{row['b']}-"), f"Events between {row['a']} and {row['b']} by month", told)
        )
    ladders = [
        drawing(
            charts.ladder(standings(record, knowledge, state), links={c["id"]: f"#c-{c['id']}" for c in promised}),
            f"Partners of {state} on its rungs",
            [],
        )
        for state in sorted(knowledge.ladders)
        if any(s["rows"] for s in steps(record, knowledge, state))
    ]
    return {"pairs": drawn, "ladders": ladders, "lacking": ""}


def drawing(chart: Any, label: str, told: Sequence[str]) -> Row:
    """A figure as markup, with its label for those who do not see it, and what it tells in words."""
    from communique.show.figures.save import svg

    return {"svg": svg(chart), "label": label, "told": list(told)}

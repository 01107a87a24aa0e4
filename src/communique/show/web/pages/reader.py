"""The reader: an article with every finding marked in its text, layer by layer."""

import itertools
import json
from collections.abc import Iterable, Iterator
from typing import Any

from starlette.responses import Response

from communique.record.store import Record
from communique.show import words
from communique.show.web.fetch import documents
from communique.show.web.page import Visit

Row = dict[str, Any]
LAYERS = {
    "events": "Events",
    "statements": "Said",
    "cues": "Words of saying",
    "terms": "Wording",
    "commitments": "Promised",
    "forecasts": "Foretold",
    "mentions": "Actors",
}
ASIDE = frozenset({"caption", "credit", "byline", "biography", "correction", "furniture"})
MOST_CHARACTERS = 400_000


def reader(visit: Visit) -> Response:
    """A document. The layers that are shown stand in the address (`layers`), and so does the row that is sought (`row`)."""
    identity = visit.part("document")
    asked = visit.request.query_params
    layers = [v for v in asked.getlist("layers") if v in LAYERS] or ["events", "statements", "terms", "commitments", "forecasts"]
    with visit.desk.open() as record:
        known = documents(record, [identity])
        if identity not in known:
            return visit.missing(f"There is no document {identity}.")
        text = next(record.rows("SELECT text FROM documents WHERE id = ?", (identity,)))[0]
        marks = list(found(record, identity))
        newer = next(record.rows("SELECT id FROM documents WHERE supersedes = ? AND current = 1", (identity,)), (None,))[0]
        copies = [
            r[0]
            for r in record.rows(
                "SELECT id FROM documents WHERE story = ? AND id != ? AND current = 1 ORDER BY id", (known[identity]["story"], identity)
            )
        ]
    counts = {name: sum(1 for m in marks if m["layer"] == name) for name in LAYERS}
    chosen = [m for m in marks if m["layer"] in layers]
    return visit.show(
        "reader.html",
        known[identity]["title"] or known[identity]["path"],
        document=known[identity],
        blocks=list(laid(text, known[identity]["blocks"], chosen)),
        layers=layers,
        counts=counts,
        LAYERS=LAYERS,
        listed=sorted((m for m in chosen if m["layer"] not in {"mentions", "cues"}), key=lambda m: (m["start"], m["end"])),
        cut=len(text) > MOST_CHARACTERS,
        newer=newer,
        copies=copies,
        wanted=asked.get("row", ""),
    )


def found(record: Record, document: str) -> Iterator[Row]:
    """Every finding as marks: layer, start, end, and the row that it opens."""
    query = "SELECT noun, id, body, state FROM standing WHERE document = ? AND noun != 'offices' ORDER BY noun, id"
    for noun, identity, body, state in record.rows(query, (document,)):
        row = json.loads(body)
        if noun == "statements":
            for kind, layer in (("content", "statements"), ("cue", "cues")):
                for a, b in row["spans"][kind]:
                    yield mark(layer, (a, b), noun, identity, state, told(row, noun))
        elif noun == "silences":
            yield mark("terms", row["span"], noun, identity, state, told(row, noun))
        elif noun == "mentions":
            if row["actor"]:
                yield mark("mentions", row["span"], "actors", row["actor"]["id"], state, row["actor"]["name"])
        else:
            yield mark(noun, row["span"], noun, identity, state, told(row, noun))


def mark(layer: str, span: Iterable[int], noun: str, identity: str, state: str, label: str) -> Row:
    """One mark."""
    start, end = span
    href = f"/actors/{identity}" if noun == "actors" else f"/rows/{noun}/{identity}" if noun != "commitments" else ""
    return {"layer": layer, "start": start, "end": end, "noun": noun, "id": identity, "state": state, "label": label, "href": href}


def told(row: Row, noun: str) -> str:
    """A finding in a line."""
    if noun == "events":
        right = f" → {words.parties(row['recipients'])}" if row["recipients"] else ""
        return f"{words.act(row)}: {words.parties(row['actors']) or 'nobody named'}{right} ({row['realis']}{', history' if row['historical'] else ''})"
    if noun == "statements":
        return f"{words.speaker(row)} ({row['quotation']}, {row['status']})"
    if noun in {"terms", "silences"}:
        return f"{row['user']['name']} {row.get('stance', 'is silent on')} {row['concept']}"
    if noun == "commitments":
        return f"{row['kind']}: {words.parties(row['parties'])} ({row['status'].replace('_', ' ')})"
    return f"{row['forecaster']['name']}: {row['claim']}"


def laid(text: str, blocks: list[list[Any]], marks: list[Row]) -> Iterator[Row]:
    """Blocks as runs of text, each run with the marks that lie over it. Marks may overlap: a run is where none begins or ends."""
    ordered = sorted(marks, key=lambda m: (m["start"], -m["end"]))
    for kind, start, end in blocks:
        if start >= MOST_CHARACTERS:
            return
        here = [m for m in ordered if m["start"] < end and m["end"] > start]
        edges = sorted({start, end, *(max(start, m["start"]) for m in here), *(min(end, m["end"]) for m in here)})
        runs = []
        for a, b in itertools.pairwise(edges):
            over = [m for m in here if m["start"] <= a and b <= m["end"]]
            runs.append(
                {
                    "text": text[a:b],
                    "start": a,
                    "over": over,
                    "top": min(over, key=lambda m: m["end"] - m["start"]) if over else None,
                    "classes": " ".join(sorted({f"m-{m['layer']}" for m in over})),
                    "begins": [m["id"] for m in over if m["start"] == a],
                }
            )
        yield {"kind": kind, "runs": runs, "aside": kind in ASIDE, "start": start}

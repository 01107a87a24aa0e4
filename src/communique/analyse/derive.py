"""Make anew what follows from all findings together: stories, clusters, conflicts, commitments, ties, actors. One transaction."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from communique.analyse.actors import actors
from communique.analyse.clusters import Known, cluster
from communique.analyse.commitments import joined
from communique.analyse.conflicts import conflicts
from communique.analyse.stories import stories
from communique.analyse.ties import ties
from communique.record.store import Record, dump
from communique.vocab.knowledge import Knowledge

Row = dict[str, Any]


def derive(record: Record, knowledge: Knowledge) -> None:
    """Bring the derived tables up to the findings of the current documents; nothing happens if they are."""
    if not record.is_stale():
        return
    shared = stories(record)
    documents = {
        row[0]: {
            "outlet": row[1],
            "story": shared.get(row[0], f"story-{row[0].removeprefix('doc-')}"),
            "month": (row[2] or "")[:7],
            "countries": set(),
            "published": (day(row[2]), day(row[3])),
        }
        for row in record.rows("SELECT id, outlet, earliest, latest FROM documents WHERE current = 1 ORDER BY id")
    }
    events = list(of(record, "events"))
    clusters = cluster(events, {d: Known(r["published"][0], r["published"][1], r["story"]) for d, r in documents.items()})
    cluster_of = {row["id"]: c.id for c in clusters for row in c.rows}
    by_document = mentioned(record, documents)
    rows = {
        "conflicts": list(conflicts(of(record, "offices"), clusters, knowledge)),
        "commitments": list(joined(of(record, "commitments"), cluster_of, knowledge)),
        "ties": ties(clusters, talk(record, by_document), documents),
        "actors": actors(of(record, "mentions"), parties(record), of(record, "offices"), knowledge),
    }
    with record.writing():
        record.db.executemany("UPDATE documents SET story = ? WHERE id = ?", ((r["story"], d) for d, r in documents.items()))
        record.db.execute("DELETE FROM clusters")
        record.db.executemany(
            "INSERT INTO clusters VALUES (?, ?, ?)",
            ((row["id"], c.id, why) for c in clusters for row, why in zip(c.rows, c.because, strict=True)),
        )
        record.db.execute("DELETE FROM derived")
        for noun, found in rows.items():
            record.db.executemany("INSERT INTO derived VALUES (?, ?, ?)", ((noun, row["id"], dump(row)) for row in found))
        record.db.execute("DELETE FROM state WHERE key = 'stale'")


def day(value: str | None) -> date | None:
    """An ISO date."""
    return date.fromisoformat(value) if value else None


def of(record: Record, noun: str) -> Iterator[Row]:
    """The rows of a noun in current documents, in a fixed order."""
    query = "SELECT f.body FROM findings f JOIN documents d ON d.id = f.document WHERE f.noun = ? AND d.current = 1 ORDER BY f.document, f.start, f.id"
    return (json.loads(row[0]) for row in record.rows(query, (noun,)))


def mentioned(record: Record, documents: dict[str, Row]) -> dict[str, list[tuple[int, str]]]:
    """Where each document names which country; the documents' own sets are filled on the way."""
    places: dict[str, list[tuple[int, str]]] = {d: [] for d in documents}
    query = "SELECT f.document, f.start, json_extract(f.body, '$.actor.country') FROM findings f JOIN documents d ON d.id = f.document WHERE f.noun = 'mentions' AND d.current = 1"
    for document, start, country in record.rows(query):
        if country:
            places[document].append((start, country))
            documents[document]["countries"].add(country)
    return places


def talk(record: Record, places: dict[str, list[tuple[int, str]]]) -> Iterator[tuple[str, set[str], str]]:
    """Who of which country speaks of which countries."""
    for row in of(record, "statements"):
        if row["speaker"]["country"]:
            spans = row["spans"]["content"]
            yield (
                row["speaker"]["country"],
                {c for start, c in places[row["document"]] if any(a <= start < b for a, b in spans)},
                row["document"],
            )


def parties(record: Record) -> Iterator[Row]:
    """Everybody in a role, with the document."""
    for row in of(record, "events"):
        for party in [*row["actors"], *row["recipients"]]:
            yield party | {"document": row["document"]}
    for noun, field in (("statements", "speaker"), ("terms", "user"), ("silences", "user")):
        for row in of(record, noun):
            yield row[field] | {"document": row["document"]}

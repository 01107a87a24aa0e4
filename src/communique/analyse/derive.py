"""Make anew what follows from all findings together: stories, clusters, conflicts, commitments, ties, actors. One transaction."""

import json
from collections.abc import Iterator
from typing import Any

from communique.analyse.actors import actors
from communique.analyse.acts import Sources, made, sources
from communique.analyse.clusters import Cluster, Known, cluster, ruled
from communique.analyse.commitments import joined
from communique.analyse.conflicts import Told, conflicts
from communique.analyse.forecasts import resolved
from communique.analyse.stories import stories
from communique.analyse.talk import mentioned, talk
from communique.analyse.ties import ties
from communique.record.entry import dump
from communique.record.log import links
from communique.record.store import Record
from communique.vocab.knowledge import Knowledge

Row = dict[str, Any]


def derive(record: Record, knowledge: Knowledge) -> None:
    """Bring the derived tables up to the findings of the current documents; nothing happens if they are."""
    touch = record.is_stale()
    if touch is None:
        return
    with record.steady():
        documents, clusters, rows = follow(record, knowledge)
    with record.writing():
        record.db.executemany("UPDATE documents SET story = ? WHERE id = ?", ((source.story, d) for d, source in documents.items()))
        record.db.execute("DELETE FROM clusters")
        record.db.executemany(
            "INSERT INTO clusters VALUES (?, ?, ?)",
            ((row["id"], c.id, why) for c in clusters for row, why in zip(c.rows, c.because, strict=True)),
        )
        record.db.execute("DELETE FROM derived")
        for noun, found in rows.items():
            record.db.executemany("INSERT INTO derived VALUES (?, ?, ?)", ((noun, row["id"], dump(row)) for row in found))
        # What came in meanwhile is left to the next time.
        record.db.execute("DELETE FROM state WHERE key = 'stale' AND value = ?", (touch,))


def follow(record: Record, knowledge: Knowledge) -> tuple[Sources, list[Cluster], dict[str, list[Row]]]:
    """All that follows: documents with their stories, clusters, and derived rows by noun."""
    shared = stories(record)
    documents = sources(record, shared)
    clusters = cluster(list(of(record, "events")), {d: Known(s.first, s.last, s.story) for d, s in documents.items()})
    clusters = ruled(clusters, *links(record))
    cluster_of = {row["id"]: c.id for c in clusters for row in c.rows}
    places = mentioned(record, documents)
    named = {d: {country for _, country in found} for d, found in places.items()}
    acts = list(made(((c.id, c.rows) for c in clusters), documents))
    promised = list(joined(of(record, "commitments"), cluster_of, documents, knowledge))
    told = Told(
        offices=tuple(of(record, "offices")),
        clusters=tuple(clusters),
        commitments=tuple(promised),
        terms=tuple(of(record, "terms")),
        documents=documents,
    )
    rows = {
        "conflicts": list(conflicts(told, knowledge)),
        "commitments": [{k: v for k, v in row.items() if k != "mentions"} for row in promised],
        "resolutions": list(resolved(record, acts, documents, named)),
        "ties": ties(acts, talk(record, places), documents, named),
        "actors": actors(of(record, "mentions"), parties(record), of(record, "offices"), knowledge),
    }
    return documents, clusters, rows


def of(record: Record, noun: str) -> Iterator[Row]:
    """The rows of a noun in current documents, in a fixed order."""
    query = "SELECT f.body FROM standing f JOIN documents d ON d.id = f.document WHERE f.noun = ? AND d.current = 1 ORDER BY f.document, f.start, f.id"
    return (json.loads(row[0]) for row in record.rows(query, (noun,)))


def parties(record: Record) -> Iterator[Row]:
    """Everybody in a role, with the document."""
    for row in of(record, "events"):
        for party in [*row["actors"], *row["recipients"]]:
            yield party | {"document": row["document"]}
    for noun, field in (("statements", "speaker"), ("terms", "user"), ("silences", "user")):
        for row in of(record, noun):
            yield row[field] | {"document": row["document"]}

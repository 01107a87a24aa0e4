"""What a record gained since a moment: documents that came in, and what is new by them."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from communique.record.queries import derived, resolutions
from communique.record.store import Record

Row = dict[str, Any]
REAL = frozenset({"happened", "ongoing"})


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """The gains. `until`: when the last document came in.

    `events`: happenings first told of since, one a row, with `documents` and `stories` that tell of it; `further`: known ones that more stories tell of now;
    `wordings`: (concept, user, stance, uses); `speakers`: (name, statements). `commitments`, `conflicts`: those that rest on something new.
    """

    since: str
    until: str
    documents: tuple[Row, ...]
    events: tuple[Row, ...]
    planned: tuple[Row, ...]
    further: tuple[Row, ...]
    commitments: tuple[Row, ...]
    conflicts: tuple[Row, ...]
    resolved: tuple[Row, ...]
    wordings: tuple[tuple[str, str, str, int], ...]
    speakers: tuple[tuple[str, int], ...]


def news(record: Record, since: str) -> News:
    """The gains since a moment (ISO 8601, UTC)."""
    query = "SELECT d.id, d.path, d.story, d.body, a.at FROM arrivals a JOIN documents d ON d.id = a.document WHERE a.at >= ? AND d.current = 1 ORDER BY a.at, d.id"
    came = [
        {"id": i, "path": path, "story": story, "at": at, **json.loads(body)} for i, path, story, body, at in record.rows(query, (since,))
    ]
    fresh = frozenset(row["id"] for row in came)
    if not fresh:
        return News(
            since=since,
            until=since,
            documents=(),
            events=(),
            planned=(),
            further=(),
            commitments=(),
            conflicts=(),
            resolved=(),
            wordings=(),
            speakers=(),
        )
    new, further = happenings(record, fresh)
    terms = found(record, "terms", fresh)
    uses = Counter((row["concept"], row["user"]["name"] or row["user"]["text"], row["stance"]) for row in terms)
    said = Counter(row["speaker"]["name"] for row in found(record, "statements", fresh) if row["speaker"]["id"])
    return News(
        since=since,
        until=came[-1]["at"],
        documents=tuple(came),
        events=tuple(row for row in new if row["realis"] in REAL and not row["historical"]),
        planned=tuple(row for row in new if row["realis"] == "planned"),
        further=tuple(further),
        commitments=tuple(row for row in derived(record, "commitments") if fresh & {e["document"] for e in row["evidence"]}),
        conflicts=tuple(row for row in derived(record, "conflicts") if fresh & {v["document"] for v in row["values"]}),
        resolved=tuple(row for row in resolved(record, fresh)),
        wordings=tuple((*key, count) for key, count in sorted(uses.items(), key=lambda item: (-item[1], item[0]))),
        speakers=tuple(sorted(said.items(), key=lambda item: (-item[1], item[0]))),
    )


def found(record: Record, noun: str, documents: Iterable[str]) -> list[Row]:
    """The standing findings of some documents."""
    query = "SELECT body FROM standing WHERE document = ? AND noun = ? ORDER BY start, id"
    return [json.loads(body) for document in sorted(documents) for (body,) in record.rows(query, (document, noun))]


def happenings(record: Record, fresh: frozenset[str]) -> tuple[list[Row], list[Row]]:
    """Events that only new documents tell of, and known ones that new stories tell of, each by the mention that speaks for it."""
    mentions = [row["id"] for row in found(record, "events", fresh)]
    clusters = sorted({c for m in mentions for (c,) in record.rows("SELECT cluster FROM clusters WHERE mention = ?", (m,))})
    query = (
        "SELECT f.body, d.story, d.id FROM clusters c JOIN standing f ON f.noun = 'events' AND f.id = c.mention JOIN documents d ON d.id = f.document "
        "WHERE c.cluster = ? AND d.current = 1 ORDER BY f.id"
    )
    members = {c: [(json.loads(body), story or document, document) for body, story, document in record.rows(query, (c,))] for c in clusters}
    new, further = [], []
    for cluster, told in members.items():
        documents = {document for _, _, document in told}
        old = {story for _, story, document in told if document not in fresh}
        row = min((row for row, _, _ in told), key=lambda r: (r["when"] is None, r["id"])) | {
            "cluster": cluster,
            "documents": len(documents),
        }
        row["stories"] = len({story for _, story, _ in told})
        if not old:
            new.append(row)
        elif {story for _, story, _ in told} - old:
            further.append(row | {"before": len(old)})
    return sorted(new, key=by_day), sorted(further, key=by_day)


def by_day(row: Row) -> tuple[str, str]:
    """In time, the undated last."""
    return (row["when"] or {}).get("earliest") or "9999", row["id"]


def resolved(record: Record, fresh: frozenset[str]) -> Iterable[Row]:
    """Forecasts that something new decides."""
    for identity, came in sorted(resolutions(record).items()):
        rows = came["resolved_by"] or ()
        told = {d for row in rows for (d,) in record.rows("SELECT document FROM findings WHERE noun = 'events' AND id = ?", (row,))}
        told |= {
            d
            for row in rows
            for (d,) in record.rows(
                "SELECT f.document FROM clusters c JOIN findings f ON f.noun = 'events' AND f.id = c.mention WHERE c.cluster = ?", (row,)
            )
        }
        if came["resolution"] in {"yes", "no"} and told & fresh:
            body = next(iter(record.rows("SELECT body FROM standing WHERE noun = 'forecasts' AND id = ?", (identity,))), None)
            if body:
                yield json.loads(body[0]) | came

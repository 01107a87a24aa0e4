"""What the record answers: contract rows by noun, in a fixed order, with filters."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from communique.model.article import Article, Block, Outlet
from communique.model.dates import Published
from communique.model.span import Span
from communique.record.store import Record

Row = dict[str, Any]
NOUNS = ("documents", "actors", "statements", "events", "terms", "commitments", "forecasts", "conflicts", "ties", "silences")
FOUND = frozenset({"statements", "events", "terms", "forecasts", "silences"})
# What the report and explorer need and the contract's file does not list.
# Nouns whose rows name no party: filters by actor and pair leave them alone.
ROLELESS = frozenset({"documents", "conflicts"})
INTERNAL = frozenset({"sentence", "object"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to show. Dates are ISO and inclusive; `pair` and `actor` take ids, alpha-3 codes or names; all are None by default."""

    actor: str | None = None
    pair: tuple[str, str] | None = None
    type: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    voice: str | None = None
    concept: str | None = None
    realis: str | None = None
    ids: frozenset[str] | None = None


NO_DATE: Row = {"earliest": None, "latest": None, "text": None}


def with_dates(row: Row) -> Row:
    """A date that the text does not give is an object with empty ends, so that scripts may look into it."""
    for key in ("said", "when"):
        if key in row and row[key] is None:
            row[key] = dict(NO_DATE)
    return row


def rows(record: Record, noun: str, filters: Filters | None = None) -> Iterator[Row]:
    """Contract rows of a noun in the order of their ids, those of superseded documents left out."""
    made = documents(record) if noun == "documents" else found(record, noun) if noun in FOUND else derived(record, noun)
    if filters is None or filters == Filters():
        return made
    return (row for row in made if matches(row, noun, filters, record))


def documents(record: Record) -> Iterator[Row]:
    """documents.jsonl"""
    for identity, path, sha256, text, language, body, story, supersedes in record.rows(
        "SELECT id, path, sha256, text, language, body, story, supersedes FROM documents WHERE current = 1 ORDER BY id"
    ):
        data = json.loads(body)
        yield {
            "id": identity,
            "path": path,
            "sha256": sha256,
            "text": text,
            "title": data["title"],
            "byline": data["byline"],
            "outlet": data["outlet"],
            "language": language,
            "url": data["url"],
            "published": data["published"],
            "story": story,
            "blocks": data["blocks"],
            "supersedes": supersedes,
        }


def article(row: Row, text: str) -> Article:
    """A document's row as the article that was read; of a `text` cut short, the blocks that are whole."""
    low, high = (date.fromisoformat(v) if v else None for v in (row["published"]["earliest"], row["published"]["latest"]))
    return Article(
        id=row["id"],
        path=row["path"],
        location="",
        source_sha256="",
        sha256=row["sha256"],
        text=text,
        title=row["title"],
        byline=row["byline"],
        outlet=Outlet(**row["outlet"]) if row["outlet"] else None,
        language=row["language"],
        url=row["url"],
        published=Published(earliest=low, latest=high, basis=row["published"]["basis"]),
        blocks=tuple(Block(kind=k, span=Span(s, e)) for k, s, e in row["blocks"] if e <= len(text)),
    )


def found(record: Record, noun: str) -> Iterator[Row]:
    """Findings with their document's path; events with their cluster."""
    query = (
        "SELECT f.body, f.state, d.path, c.cluster, c.because FROM standing f JOIN documents d ON d.id = f.document LEFT JOIN clusters c ON c.mention = f.id "
        "WHERE f.noun = ? AND d.current = 1 ORDER BY f.id"
    )
    came = resolutions(record) if noun == "forecasts" else {}
    for body, state, path, cluster, why in record.rows(query, (noun,)):
        row = json.loads(body)
        made = {"id": row.pop("id"), "document": row.pop("document"), "path": path, **row}
        if noun == "events":
            made["cluster"], made["clustered_because"] = cluster, why
        made["review"] = state
        if noun == "forecasts":
            made |= came.get(made["id"], {})
        yield with_dates(made)


def resolutions(record: Record) -> dict[str, Row]:
    """What came of each forecast, as far as the record tells."""
    return {
        row["id"]: {
            "resolution": row["resolution"],
            "resolved_because": row["why"],
            "resolved_by": row["rows"],
            "looked_at": row["looked_at"],
        }
        for row in derived(record, "resolutions")
    }


def derived(record: Record, noun: str) -> Iterator[Row]:
    """Rows that follow from all findings together."""
    for (body,) in record.rows("SELECT body FROM derived WHERE noun = ? ORDER BY id", (noun,)):
        yield with_dates(json.loads(body))


def names_in(row: Row, noun: str) -> set[str]:
    """Every id, country and name in a row's roles, folded for comparison."""
    parties: list[Row] = []
    for key in ("actors", "recipients", "parties"):
        parties += row.get(key) or []
    parties += [row[key] for key in ("speaker", "user", "forecaster") if row.get(key)]
    out = {str(v).casefold() for p in parties for v in (p.get("id"), p.get("country"), p.get("name")) if v}
    if noun == "ties":
        out |= {row["a"].casefold(), row["b"].casefold()}
    if noun == "actors":
        out |= {str(v).casefold() for v in (row["id"], row["country"], *row["names"]) if v}
    return out


def matches(row: Row, noun: str, filters: Filters, record: Record) -> bool:
    """Whether a row passes all filters; a filter that a noun does not know passes everything."""
    names = names_in(row, noun)
    if filters.ids and not filters.ids & {row["id"], row.get("cluster")}:
        return False
    if filters.actor and noun not in ROLELESS and filters.actor.casefold() not in names:
        return False
    if filters.pair and noun not in ROLELESS and not {p.casefold() for p in filters.pair} <= names:
        return False
    if filters.type and filters.type.casefold() not in {str(row.get(k, "")).casefold() for k in ("type", "mode", "kind")}:
        return False
    if filters.concept and row.get("concept", filters.concept) != filters.concept:
        return False
    if filters.realis and row.get("realis", filters.realis) != filters.realis:
        return False
    if filters.voice and "voice" in row and (row["voice"] == "reporter") != (filters.voice == "reporter"):
        return False
    if filters.outlet and not of_outlet(row, noun, filters.outlet, record):
        return False
    return in_time(row, noun, filters)


def of_outlet(row: Row, noun: str, wanted: str, record: Record) -> bool:
    """Whether a row comes from an outlet, by id or name."""
    if noun == "documents":
        outlet = row["outlet"]
    elif "document" in row:
        body = next(record.rows("SELECT body FROM documents WHERE id = ?", (row["document"],)))[0]
        outlet = json.loads(body)["outlet"]
    else:
        return True
    return outlet is not None and wanted.casefold() in {outlet["id"].casefold(), outlet["name"].casefold()}


def in_time(row: Row, noun: str, filters: Filters) -> bool:
    """Whether a row's interval meets the one asked for; rows that never have a date pass."""
    when = row.get("when") or row.get("said") or (row.get("published") if noun == "documents" else None)
    if noun == "ties":
        when = {"earliest": row["period"]["start"], "latest": row["period"]["end"]}
    if not (filters.since or filters.until):
        return True
    if not when or not (when.get("earliest") or when.get("latest")):
        return noun not in {"events", "statements", "documents", "commitments"}
    low, high = when.get("earliest") or "0000", when.get("latest") or "9999"
    return (not filters.since or high >= filters.since) and (not filters.until or low <= filters.until)

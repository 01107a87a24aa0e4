"""What rows are sifted by: a document's standing findings -> narrow rows, kept beside them, so that filters need not open a million bodies."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from communique.record.store import Record

Row = dict[str, Any]
SIFTED = ("statements", "events", "terms", "forecasts", "silences")
ROLES = ("actors", "recipients", "parties")
SPEAKERS = ("speaker", "user", "forecaster")
OURS = "SELECT noun, id FROM findings WHERE document = ?1 UNION SELECT noun, id FROM overlay WHERE document = ?1"


def drop(record: "Record", document: str) -> None:
    """Take a document's facets out. Inside a transaction, before its findings go. One by one: SQLite looks a pair up, but scans for a set of pairs."""
    ours = [key for key in record.db.execute(OURS, (document,)) if key[0] in SIFTED]
    record.db.executemany("DELETE FROM facets WHERE noun = ? AND id = ?", ours)


def lay(record: "Record", document: str) -> None:
    """Lay a document's facets anew, as its rows stand; a document that is no longer current has none. Inside a transaction."""
    drop(record, document)
    current = record.db.execute("SELECT current FROM documents WHERE id = ?", (document,)).fetchone()
    if current and current[0]:
        found = record.db.execute("SELECT noun, start, body FROM standing WHERE document = ?", (document,)).fetchall()
        rows = (facets(noun, json.loads(body), document, start) for noun, start, body in found if noun in SIFTED)
        record.db.executemany("INSERT OR REPLACE INTO facets VALUES (?,?,?,?,?,?,?,?,?,?,?)", rows)


def facets(noun: str, row: Row, document: str, start: int) -> tuple[str | int | None, ...]:
    """A row's narrow form."""
    when = row.get("when") or row.get("said") or {}
    low, high = when.get("earliest"), when.get("latest")
    return (
        noun,
        row["id"],
        document,
        start,
        low or ("0000" if high else None),
        high or ("9999" if low else None),
        joined(names_in(row)),
        joined(str(row[key]) for key in ("type", "mode", "kind") if row.get(key)),
        row.get("concept"),
        row.get("realis"),
        ("reporter" if row["voice"] == "reporter" else "source") if "voice" in row else None,
    )


def names_in(row: Row) -> Iterator[str]:
    """Every id, country and name in a row's roles."""
    parties = [party for role in ROLES for party in row.get(role) or ()] + [row[role] for role in SPEAKERS if row.get(role)]
    return (str(value) for party in parties for value in (party.get("id"), party.get("country"), party.get("name")) if value)


def joined(values: Iterator[str] | Any) -> str:
    """Folded values between bars, each once."""
    kept = sorted({folded(value) for value in values})
    return f"|{'|'.join(kept)}|" if kept else ""


def folded(value: str) -> str:
    """Case does not distinguish; a bar would end the value."""
    return value.casefold().replace("|", " ")

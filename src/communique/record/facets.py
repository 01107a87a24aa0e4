"""What rows are sifted by: a document's standing findings -> narrow facets and hashed tokens beside them, so that filters need not open a million bodies."""

import hashlib
import itertools
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from communique.record.store import Record

Row = dict[str, Any]
SIFTED = ("statements", "events", "terms", "forecasts", "silences")
ROLES = ("actors", "recipients", "parties")
SPEAKERS = ("speaker", "user", "forecaster")
NO_DAY = 99_999_999
ENDS = {"0000": 0, "9999": NO_DAY}
# Nouns whose rows stand by document; of an id so many digits make a number that SQLite holds.
BY_DOCUMENT = frozenset({"statements", "terms"})
DIGITS = 15
# Length of what a pair is looked up by at once: alpha-3 codes, and whatever has their form.
CODE = 3


def drop(record: "Record", document: str) -> None:
    """Take a document's facets out. Inside a transaction, and before its findings or their outlet change: tokens are found by them."""
    numbers = {
        (noun, identity): n
        for n, noun, identity in record.db.execute("SELECT number, noun, id FROM facets WHERE document = ?", (document,))
    }
    if numbers:
        outlets = outlets_of(record, document)
        gone = [
            (token, numbers[noun, row["id"]])
            for noun, _, row in standing(record, document)
            if (noun, row["id"]) in numbers
            for token in tokens(noun, row, outlets)
        ]
        record.db.executemany("DELETE FROM tokens WHERE token = ? AND facet = ?", gone)
        record.db.execute("DELETE FROM facets WHERE document = ?", (document,))


def lay(record: "Record", document: str) -> None:
    """Lay a document's facets anew, as its rows stand; a document that is no longer current has none. Inside a transaction."""
    drop(record, document)
    current = record.db.execute("SELECT current FROM documents WHERE id = ?", (document,)).fetchone()
    if not current or not current[0]:
        return
    outlets = outlets_of(record, document)
    for noun, start, row in standing(record, document):
        when = row.get("when") or row.get("said") or {}
        low, high = when.get("earliest"), when.get("latest")
        laid = (noun, row["id"], document, start, low or ("0000" if high else None), high or ("9999" if low else None))
        number = record.db.execute("INSERT INTO facets (noun, id, document, start, low, high) VALUES (?,?,?,?,?,?)", laid).lastrowid
        sorted_by = (placed(noun, row["id"], document, laid[4]), day_number(laid[4]), day_number(laid[5]))
        record.db.executemany(
            "INSERT OR IGNORE INTO tokens VALUES (?, ?, ?, ?, ?)", ((token, number, *sorted_by) for token in tokens(noun, row, outlets))
        )


def day_number(day: str | None) -> int | None:
    """A day as a number in the order of days: '2023-12-01' -> 20231201; the ends '0000' and '9999' are before and after all."""
    if day is None or day in ENDS:
        return ENDS.get(day or "")
    return int(f"{day.replace('-', '')}0000"[:8])


def placed(noun: str, identity: str, document: str, low: str | None) -> int:
    """Where a row stands among those of its noun, as a number: rows are never in another order than these, and few have the same. See queries.PLACED."""
    if noun == "events":
        return NO_DAY + 1 if low is None else day_number(low) or 0
    return int(f"0{(document if noun in BY_DOCUMENT else identity).rpartition('-')[2][:DIGITS]}", 16)


def standing(record: "Record", document: str) -> list[tuple[str, int, Row]]:
    """(noun, start, row) of what stands in a document and can be sifted."""
    found = record.db.execute("SELECT noun, start, body FROM standing WHERE document = ?", (document,)).fetchall()
    return [(noun, start, json.loads(body)) for noun, start, body in found if noun in SIFTED]


def outlets_of(record: "Record", document: str) -> list[str]:
    """The id and name of the outlet that published a document."""
    query = "SELECT outlet, json_extract(body, '$.outlet.name') FROM documents WHERE id = ?"
    return [str(value) for value in record.db.execute(query, (document,)).fetchone() or () if value]


def tokens(noun: str, row: Row, outlets: list[str]) -> set[int]:
    """All that a row can be asked for by."""
    names = set(names_in(row))
    made = {token(noun, "party", name) for name in names} | {token(noun, "outlet", name) for name in outlets}
    made |= {token(noun, "pair", paired(*two)) for two in itertools.combinations({folded(n) for n in names if is_code(n)}, 2)}
    made |= {token(noun, "kind", str(row[key])) for key in ("type", "mode", "kind") if row.get(key)}
    made |= {token(noun, key, str(row[key])) for key in ("concept", "realis") if row.get(key)}
    return made | ({token(noun, "voice", "reporter" if row["voice"] == "reporter" else "source")} if "voice" in row else set())


def token(noun: str, key: str, value: str) -> int:
    """A filter's value as a number of 63 bits; case does not distinguish."""
    return int.from_bytes(hashlib.blake2b(f"{noun}\n{key}\n{folded(value)}".encode(), digest_size=8).digest(), "big") >> 1


def is_code(name: str) -> bool:
    """Whether a name has the form of an alpha-3 code."""
    return len(name) == CODE and name.isascii() and name.isalpha()


def paired(one: str, other: str) -> str:
    """Two codes as one value, in either order."""
    return " ".join(sorted((folded(one), folded(other))))


def names_in(row: Row) -> Iterator[str]:
    """Every id, country and name in a row's roles."""
    parties = [party for role in ROLES for party in row.get(role) or ()] + [row[role] for role in SPEAKERS if row.get(role)]
    return (str(value) for party in parties for value in (party.get("id"), party.get("country"), party.get("name")) if value)


def folded(value: str) -> str:
    """Case does not distinguish."""
    return value.casefold()

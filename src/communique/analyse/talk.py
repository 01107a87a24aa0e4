"""Who of which country speaks of which: statements -> (speaker's country, countries in the content, document, statement)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from communique.record.store import Record

Places = Mapping[str, list[tuple[int, str]]]


class Said(NamedTuple):
    """A statement as a tie counts it."""

    country: str
    of: frozenset[str]
    document: str
    statement: str


def mentioned(record: Record, documents: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
    """Where each document names which country."""
    places: dict[str, list[tuple[int, str]]] = {d: [] for d in documents}
    query = "SELECT document, start, json_extract(body, '$.actor.country') FROM standing WHERE noun = 'mentions'"
    for document, start, country in record.rows(query):
        if country and document in places:
            places[document].append((start, country))
    return places


def talk(record: Record, places: Places) -> Iterator[Said]:
    """All statements of current documents by speakers whose country is known."""
    query = (
        "SELECT f.id, f.document, f.body FROM standing f JOIN documents d ON d.id = f.document "
        "WHERE f.noun = 'statements' AND d.current = 1 AND json_extract(f.body, '$.speaker.country') IS NOT NULL ORDER BY f.id"
    )
    for identity, document, body in record.rows(query):
        row = json.loads(body)
        spans = row["spans"]["content"]
        named = frozenset(c for start, c in places.get(document, ()) if any(a <= start < b for a, b in spans))
        yield Said(row["speaker"]["country"], named - {row["speaker"]["country"]}, document, identity)


def between(said: Iterable[Said], a: str, b: str) -> list[Said]:
    """The statements in which one of two countries speaks of the other."""
    return [
        Said(s.country, frozenset({other}), s.document, s.statement)
        for s in said
        for mine, other in ((a, b), (b, a))
        if s.country == mine and other in s.of
    ]

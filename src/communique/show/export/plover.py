"""PLOVER JSON: one event a line, in the fields that the PLOVER manual names (its tables 'PLOVER JSON' and 'Information object').

Only what took place is an event there. Fields of ours that PLOVER lacks are added under their own names, as the manual allows: realis, voice,
confidence, stories, mentions with their spans, and the interval of the date.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique import __version__
from communique.record.store import Record
from communique.show.export.files import beside, lines
from communique.show.export.happenings import Happening, happenings

Row = dict[str, Any]


def write(record: Record, out: Path) -> list[Path]:
    """One .jsonl file."""
    return [lines(beside(out, ".plover.jsonl"), events(record))]


def events(record: Record) -> Iterator[Row]:
    """Events that took place."""
    return (event(one) for one in happenings(record) if one.real)


def event(one: Happening) -> Row:
    """One event in PLOVER's fields."""
    best, (low, high, basis) = one.best, one.day
    first = one.told[0]
    return {
        "id": one.id,
        "has_event": True,
        "date": low,
        "enddate": high,
        "date_basis": basis,
        "actor": [entity(p) for p in best["actors"]],
        "recipient": [entity(p) for p in best["recipients"]],
        "event": [best["type"]],
        "mode": [best["mode"]] if best["mode"] else [],
        "context": sorted({c for t in one.told for c in t.row["contexts"]}),
        "quad_code": best["quad"],
        "event_scale": best["score"],
        "event_loc": {"name": best["place"]} if best["place"] else None,
        "event_text": sorted({t.row["text"] for t in one.told}),
        "text_info": [{"document": t.document, "start": t.row["span"][0], "end": t.row["span"][1]} for t in one.told],
        "cite_info": {
            "corpus": "the user's own",
            "citation": first.path,
            "url": first.url or None,
            "title": first.title or None,
            "language": first.language,
            "publication": first.outlet_name or None,
            "coder": f"communique {__version__}",
            "codebook": "plover-2.0",
        },
        "coder": f"communique {__version__}",
        "realis": best["realis"],
        "voice": sorted({"reporter" if t.row["voice"] == "reporter" else "statement" for t in one.told}),
        "confidence": best["confidence"],
        "mentions": [t.row["id"] for t in one.told],
        "documents": len({t.document for t in one.told}),
        "stories": one.stories,
    }


def entity(party: Row) -> Row:
    """A party in PLOVER's fields; what is not decided is null, with its candidates."""
    made = {
        "code": party["country"],
        "sector": party["sector"] or None,
        "entity_text": party["text"],
        "identifier_id": party["id"],
        "identifier_text": party["name"] if party["id"] else None,
    }
    return made | ({"candidates": list(party["candidates"])} if not party["id"] and party["candidates"] else {})

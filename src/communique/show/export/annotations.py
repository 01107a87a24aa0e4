"""W3C Web Annotations: every finding as an annotation of its document, by position and by quotation, with the digest of the text that it was made on.

One JSON-LD file, an AnnotationCollection with its items, streamed. https://www.w3.org/TR/annotation-model/
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique import __version__
from communique.record.queries import documents, rows
from communique.record.store import Record
from communique.show.export.files import beside, listed, writing

Row = dict[str, Any]
CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "communique": "https://communique.invalid/ns#",
        "sha256": "communique:sha256",
        "noun": "communique:noun",
        "finding": {"@id": "communique:finding", "@type": "@json"},
    },
]
NOUNS = ("statements", "events", "terms", "forecasts", "silences")
AROUND = 32
LABELS = {"events": "type", "terms": "concept", "statements": "status", "forecasts": "resolution", "silences": "concept"}


def write(record: Record, out: Path) -> list[Path]:
    """The collection."""
    path = beside(out, ".annotations.jsonld")
    count = sum(1 for noun in NOUNS for _ in rows(record, noun))
    head = {
        "@context": CONTEXT,
        "id": "urn:communique:annotations",
        "type": "AnnotationCollection",
        "label": f"Findings of communique {__version__}",
        "total": count,
    }
    with writing(path) as sink:
        page = '"first": {"id": "urn:communique:annotations:1", "type": "AnnotationPage", "startIndex": 0, "items": ['
        sink.write(json.dumps(head, ensure_ascii=False)[:-1] + ", " + page)
        listed(sink, items(record))
        sink.write("]}}\n")
    return [path]


def items(record: Record) -> Iterator[Row]:
    """Annotations by document: one text is held at a time."""
    for document in documents(record):
        for noun in NOUNS:
            found = record.rows("SELECT body FROM standing WHERE document = ? AND noun = ? ORDER BY id", (document["id"], noun))
            for row in (json.loads(values[0]) for values in found):
                yield annotation(row, noun, document)


def annotation(row: Row, noun: str, document: Row) -> Row:
    """One finding: what is said of which characters."""
    spans = [row["span"]] if "span" in row else [s for role in ("source", "cue", "content") for s in row["spans"][role]]
    said = {k: v for k, v in row.items() if k not in {"id", "document", "sentence", "object", "because"}}
    body = [
        {"type": "TextualBody", "purpose": "tagging", "value": f"{noun}: {row.get('type') or row.get(LABELS[noun]) or ''}"},
        *({"type": "TextualBody", "purpose": "describing", "value": why} for why in row.get("because", ())),
    ]
    return {
        "id": f"urn:communique:{row['id']}",
        "type": "Annotation",
        "motivation": "identifying",
        "generator": {"id": "urn:communique:program", "type": "Software", "name": f"communique {__version__}"},
        "noun": noun,
        "finding": said,
        "body": body,
        "target": [target(span, document) for span in spans],
    }


def target(span: list[int], document: Row) -> Row:
    """Characters of a text: by place, by their words, and which text it was."""
    text, (start, end) = document["text"], span
    return {
        "type": "SpecificResource",
        "source": {
            "id": document["url"] or f"urn:communique:{document['id']}",
            "type": "Text",
            "format": "text/plain",
            "sha256": document["sha256"],
        },
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(0, start - AROUND) : start],
                "suffix": text[end : end + AROUND],
            },
        ],
    }

"""JSON-LD in schema.org's words: a NewsArticle a document, a Claim a statement whose speaker is known, a ClaimReview where the record can say what came of one.

A ClaimReview here is never a rating of truth by a machine: it says how a forecast came out, with the rows that tell, or what a reviewer held of an attribution.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique import __version__
from communique.record.log import judgements
from communique.record.queries import documents, rows
from communique.record.store import Record
from communique.show.export.files import beside, listed, writing

Row = dict[str, Any]
OUTCOMES = {"yes": "came true", "no": "did not come true"}
MOST_QUOTED = 1_000


def write(record: Record, out: Path) -> list[Path]:
    """One @graph."""
    path = beside(out, ".schema.jsonld")
    with writing(path) as sink:
        sink.write('{"@context": "https://schema.org", "@graph": [')
        listed(sink, graph(record))
        sink.write("]}\n")
    return [path]


def graph(record: Record) -> Iterator[Row]:
    """Articles, claims, and what came of them."""
    for row in documents(record):
        yield article(row)
        found = record.rows("SELECT body FROM standing WHERE document = ? AND noun = 'statements' ORDER BY id", (row["id"],))
        for said in (json.loads(body) for (body,) in found):
            if said["speaker"]["id"] and said["spans"]["content"]:
                yield claim(said, row)
    for row in rows(record, "forecasts"):
        if row.get("resolution") in OUTCOMES:
            yield outcome(row)
    for one in judgements(record, "WHERE noun = 'statements' AND verdict IN ('accept', 'edit', 'reject')"):
        if not one["undone"]:
            yield held(one)


def article(row: Row) -> Row:
    """A document."""
    low, high = row["published"]["earliest"], row["published"]["latest"]
    made = {
        "@id": f"urn:communique:{row['id']}",
        "@type": "NewsArticle",
        "headline": row["title"],
        "author": row["byline"],
        "publisher": {"@type": "Organization", "name": row["outlet"]["name"]} if row["outlet"] else None,
        "datePublished": low if low == high else None,
        "inLanguage": row["language"] if row["language"] != "und" else None,
        "url": row["url"],
        "identifier": {"@type": "PropertyValue", "propertyID": "sha256", "value": row["sha256"]},
    }
    return {k: v for k, v in made.items() if v}


def claim(said: Row, row: Row) -> Row:
    """Whose words, where."""
    text = " ".join(row["text"][a:b] for a, b in said["spans"]["content"])[:MOST_QUOTED]
    return {
        "@id": f"urn:communique:{said['id']}",
        "@type": "Claim",
        "text": text,
        "author": {"@id": f"urn:communique:{said['speaker']['id']}", "@type": "Thing", "name": said["speaker"]["name"]},
        "appearance": {"@id": f"urn:communique:{row['id']}"},
    }


def review(identity: str, aspect: str, verdict: str, claimed: str, about: str) -> Row:
    """What came of a claim."""
    return {
        "@id": f"urn:communique:review:{identity}",
        "@type": "ClaimReview",
        "claimReviewed": claimed,
        "itemReviewed": {"@id": f"urn:communique:{about}"},
        "reviewAspect": aspect,
        "reviewRating": {"@type": "Rating", "alternateName": verdict},
    }


def outcome(row: Row) -> Row:
    """How a forecast came out, by rows of the record."""
    made = review(row["id"], "outcome of a forecast", OUTCOMES[row["resolution"]], row["claim"], row["statement"] or row["id"])
    why = row.get("resolved_because") or ""
    return made | {
        "author": {"@type": "SoftwareApplication", "name": f"communique {__version__}"},
        "reviewBody": why if isinstance(why, str) else "; ".join(why),
    }


def held(one: Row) -> Row:
    """What a reviewer held of an attribution."""
    verdict = {"accept": "rightly attributed", "edit": "rightly attributed as edited", "reject": "wrongly attributed"}[one["verdict"]]
    made = review(one["id"], "attribution, not truth", verdict, "", one["target"])
    return made | {"author": {"@type": "Person", "name": one["reviewer"]}, "datePublished": one["signed"]}

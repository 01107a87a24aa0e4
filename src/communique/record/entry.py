"""What one document adds to the record: findings -> an Entry, rows ready to be written. Plain values, so that it travels between machines."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from communique.record.words import indexed

if TYPE_CHECKING:
    from communique.model.findings import Findings

NOUNS = ("mentions", "offices", "statements", "events", "terms", "silences", "commitments", "forecasts")
Row = dict[str, Any]
Finding = tuple[str, str, int, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document and its findings. `findings`: (noun, id, start, end, the row as JSON); `title_words` and `text_words`: for the full-text index."""

    id: str
    path: str
    location: str
    sha256: str
    text: str
    language: str
    outlet: str | None
    earliest: str | None
    latest: str | None
    basis: str
    body: str
    title_words: str
    text_words: str
    shingles: tuple[int, ...]
    findings: tuple[Finding, ...]


def dump(value: Any) -> str:
    """JSON with one form only."""
    return json.dumps(value, ensure_ascii=False, sort_keys=False, separators=(",", ":"))


def entry_of(found: "Findings", shingles: Iterable[int]) -> Entry:
    """The rows of what was found in a document."""
    from communique.model.rows import plain

    article, published = found.article, found.article.published
    body = {
        "title": article.title,
        "byline": article.byline,
        "outlet": plain(article.outlet),
        "url": article.url,
        "published": {
            "earliest": plain(published.earliest),
            "latest": plain(published.latest),
            "basis": published.basis,
            "because": list(published.because),
        },
        "blocks": [[b.kind, b.span.start, b.span.end] for b in article.blocks],
    }
    return Entry(
        id=article.id,
        path=article.path,
        location=article.location,
        sha256=article.sha256,
        text=article.text,
        language=article.language,
        outlet=article.outlet.id if article.outlet else None,
        earliest=plain(published.earliest),
        latest=plain(published.latest),
        basis=published.basis,
        body=dump(body),
        title_words=indexed(article.title or ""),
        text_words=indexed(article.text),
        shingles=tuple(shingles),
        findings=tuple((noun, row["id"], *place_of(row), dump(row)) for noun in NOUNS for row in map(row_of, getattr(found, noun))),
    )


def row_of(finding: Any) -> Row:
    """A finding as its row; mentions and offices have ids of their place."""
    from communique.model.rows import plain

    row: Row = plain(finding)
    if "id" not in row:
        row = {"id": f"me-{finding.document.removeprefix('doc-')}-{finding.span.start}-{finding.span.end}-{finding.how}", **row}
    return row


def place_of(row: Row) -> tuple[int, int]:
    """Where a finding stands: its span, or the hull of a statement's cue."""
    if "span" in row:
        return row["span"][0], row["span"][1]
    cue = row["spans"]["cue"] or row["spans"]["content"]
    return cue[0][0], cue[-1][1]

"""The words behind a row: a document's text cut at a span, with its sentence around it."""

from functools import lru_cache
from typing import Any, NamedTuple

from communique.record.store import Record

Row = dict[str, Any]
CONTEXT = 240


class Excerpt(NamedTuple):
    """The evidence and what stands before and after it in its sentence."""

    before: str
    words: str
    after: str


class Texts:
    """Texts of documents, a few kept at hand."""

    def __init__(self, record: Record) -> None:
        self.fetch = lru_cache(maxsize=64)(lambda document: next(record.rows("SELECT text FROM documents WHERE id = ?", (document,)))[0])

    def excerpt(self, row: Row) -> Excerpt:
        """The evidence of a row of any noun; empty where it has none."""
        document, span, sentence = where(row)
        if document is None or span is None:
            return Excerpt("", "", "")
        text: str = self.fetch(document)
        low, high = sentence or span
        low, high = max(min(low, span[0]), span[0] - CONTEXT), min(max(high, span[1]), span[1] + CONTEXT)
        return Excerpt(flat(text[low : span[0]]), flat(text[span[0] : span[1]]), flat(text[span[1] : high]))


def where(row: Row) -> tuple[str | None, list[int] | None, list[int] | None]:
    """A row's document, span and sentence: its own, that of its cue and content, or of its first evidence."""
    if "spans" in row:
        spans = row["spans"]["cue"] or row["spans"]["content"]
        return row["document"], spans[0], row.get("sentence")
    if "span" in row:
        return row["document"], row["span"], row.get("sentence")
    for key in ("evidence", "values"):
        if row.get(key):
            first = row[key][0]
            return first["document"], first["span"], first.get("sentence")
    return None, None, None


def flat(text: str) -> str:
    """Line breaks as blanks."""
    return text.replace("\n", " ").replace("\r", " ")

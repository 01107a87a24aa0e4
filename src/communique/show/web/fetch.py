"""Rows for pages: ids -> bodies from the record, with their evidence, source and state."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from communique.analyse.listing import narrowest
from communique.record.reviews import EDITABLE
from communique.record.store import Record
from communique.show import words
from communique.show.evidence import Excerpt, Texts, where

Row = dict[str, Any]
DERIVED = frozenset({"commitments", "conflicts", "actors"})
# SQLite takes at least 999 values in one query.
MOST_AT_ONCE = 500
# A full stop after one letter or a number ends no sentence: "U.N. ", "10. ".
END = re.compile(r"(?<=[^\W\d_]{2}[.!?…])[\"'”’」』)]*\s+|(?<=[\"'”’)\]%][.!?…])\s+|[。！？][”’」』]?|\n+")


def bodies(record: Record, noun: str, ids: Sequence[str]) -> dict[str, Row]:
    """Rows by id, each with `review`; those that are gone are left out."""
    out: dict[str, Row] = {}
    table = "derived" if noun in DERIVED else "standing"
    state = "'machine'" if noun in DERIVED else "state"
    for start in range(0, len(ids), MOST_AT_ONCE):
        some = ids[start : start + MOST_AT_ONCE]
        marks = ",".join("?" * len(some))
        query = f"SELECT id, body, {state} FROM {table} WHERE noun = ? AND id IN ({marks})"  # noqa: S608 - marks and constants
        for identity, body, review in record.rows(query, (noun, *some)):
            out[identity] = json.loads(body) | {"review": review, "noun": noun}
    return out


def documents(record: Record, ids: Iterable[str]) -> dict[str, Row]:
    """Documents by id, without their texts."""
    wanted = sorted(set(ids))
    out: dict[str, Row] = {}
    for start in range(0, len(wanted), MOST_AT_ONCE):
        some = wanted[start : start + MOST_AT_ONCE]
        marks = ",".join("?" * len(some))
        query = f"SELECT id, path, sha256, language, body, story, current, supersedes FROM documents WHERE id IN ({marks})"  # noqa: S608 - marks only
        for identity, path, sha, language, body, story, current, supersedes in record.rows(query, tuple(some)):
            data = json.loads(body)
            out[identity] = data | {
                "id": identity,
                "path": path,
                "sha256": sha,
                "language": language,
                "story": story,
                "current": bool(current),
                "supersedes": supersedes,
            }
    return out


def source(document: Row) -> str:
    """'Northern Readouts (ZZZ), 12 Dec 2023'"""
    name = words.outlet(document) or "outlet not known"
    return f"{name}, {words.when(document['published']) or 'undated'}"


class Shown:
    """Rows made ready for a template, the texts and documents that they need fetched once."""

    def __init__(self, record: Record) -> None:
        self.record, self.texts = record, Texts(record)
        self.known: dict[str, Row] = {}

    def documents(self, ids: Iterable[str]) -> dict[str, Row]:
        """Documents at hand."""
        missing = {i for i in ids if i} - self.known.keys()
        if missing:
            self.known |= documents(self.record, missing)
        return self.known

    def rows(self, noun: str, ids: Sequence[str]) -> list[Row]:
        """Findings and derived rows in the order asked for, with evidence and source."""
        found = bodies(self.record, noun, ids)
        rows = [found[i] for i in ids if i in found]
        self.documents(where(r)[0] or "" for r in rows)
        return [self.one(r) for r in rows]

    def one(self, row: Row) -> Row:
        """A row with its evidence."""
        document, span, _ = where(row)
        known = self.known.get(document or "")
        return row | {
            "excerpt": self.texts.excerpt(row) if known else Excerpt("", "", ""),
            "source": source(known) if known else "",
            "at": {"document": document, "span": span},
            "href": f"/rows/{row['noun']}/{row['id']}",
        }

    def events(self, clusters: Sequence[tuple[str, tuple[str, ...]]]) -> list[Row]:
        """Events with the mention that speaks for each."""
        rows = {r["id"]: r for r in self.rows("events", [members[0] for _, members in clusters])}
        several = bodies(self.record, "events", [i for _, members in clusters for i in members if len(members) > 1])
        out = []
        for cluster, members in clusters:
            if members[0] not in rows:
                continue
            best = rows[members[0]]
            told = [several[i] for i in members if i in several]
            states = {r["review"] for r in told} or {best["review"]}
            out.append(
                best
                | {
                    "cluster": cluster,
                    "mention": best["id"],
                    "id": cluster,
                    "when": narrowest(told, best),
                    "mentions": len(members),
                    "in_documents": len({r["document"] for r in told}) or 1,
                    "review": best["review"] if len(states) == 1 else "disputed" if "disputed" in states else best["review"],
                    "href": f"/rows/events/{cluster}",
                }
            )
        return out

    def around(self, row: Row) -> Row:
        """A row's sentence with the sentence before and after it, the evidence marked; and where it all stands."""
        document, span, sentence = where(row)
        if document is None or span is None or document not in self.documents([document]):
            return {"before": "", "sentence": Excerpt("", "", ""), "after": ""}
        text: str = self.texts.fetch(document)
        low, high = sentence or span
        low, high = min(low, span[0]), max(high, span[1])
        start, end = neighbours(text, low, high)
        return {
            "before": text[start:low].strip("\n"),
            "sentence": Excerpt(text[low : span[0]], text[span[0] : span[1]], text[span[1] : high]),
            "after": text[high:end].strip("\n"),
            "document": self.known[document],
            "source": source(self.known[document]),
        }

    def voices(self, rows: Iterable[Row]) -> dict[str, str]:
        """Who tells what a source tells, by the statement's id."""
        ids = sorted({r["voice"] for r in rows if r.get("voice") not in (None, "reporter")})
        return {i: words.speaker(row) for i, row in bodies(self.record, "statements", ids).items()}


def neighbours(text: str, low: int, high: int) -> tuple[int, int]:
    """The ends of the sentence before a stretch and of the one after it, at most 400 characters off."""
    start = max(0, low - 400)
    ends = [m.end() for m in END.finditer(text, start, low)]
    before = [e for e in ends if text[e:low].strip()]
    begin = before[-1] if before else (0 if start == 0 else low)
    after = next((m.end() for m in END.finditer(text, high + 1, min(len(text), high + 400)) if text[high : m.end()].strip()), None)
    return begin, after if after is not None else (len(text) if len(text) <= high + 400 else high)


def judgeable(noun: str) -> bool:
    """Whether rows of a noun are judged."""
    return noun in EDITABLE

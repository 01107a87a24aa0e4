"""Bounded silence: on an occasion that a side covered, in how many of its own texts does a wording stand. Never silence from no texts."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from communique.analyse.corpus import Corpus, Document, by_id
from communique.analyse.ledger import concept_of, uses
from communique.record.store import Record
from communique.vocab.knowledge import Knowledge

Row = dict[str, Any]
# Meetings of the same pair that are no further apart are one occasion.
APART = timedelta(days=3)
# So long after an occasion texts on it may appear.
AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A meeting or visit of two states, and the documents that report it. `first`, `last`: ISO days."""

    pair: tuple[str, str]
    first: str
    last: str
    documents: frozenset[str]


def occasions(record: Record, corpus: Corpus) -> list[Occasion]:
    """Meetings that happened, by pair and time: their clusters, and what else of the pair's meetings was published within the week."""
    told: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    query = "SELECT body FROM standing WHERE noun = 'events' AND json_extract(body, '$.type') = 'CONSULT' ORDER BY id"
    for (body,) in record.rows(query):
        row = json.loads(body)
        document = corpus.get(row["document"])
        if document is None or row["realis"] not in {"happened", "ongoing"} or row["historical"]:
            continue
        day = (row["when"] or {}).get("earliest") or document.day
        countries = sorted({p["country"] for side in ("actors", "recipients") for p in row[side] if p["country"]})
        # A text on an occasion appears in its week; later ones look back.
        if day and len(countries) == 2 and (not document.day or date.fromisoformat(document.day) <= date.fromisoformat(day) + AFTER):
            told[countries[0], countries[1]].append((day, document.id))
    return [occasion for pair, held in sorted(told.items()) for occasion in grouped(pair, sorted(held))]


def grouped(pair: tuple[str, str], held: list[tuple[str, str]]) -> Iterator[Occasion]:
    """Reports of one pair's meetings, cut where days lie between them."""
    group: list[tuple[str, str]] = []
    for day, document in held:
        if group and date.fromisoformat(day) - date.fromisoformat(group[-1][0]) > APART:
            yield Occasion(pair=pair, first=group[0][0], last=group[-1][0], documents=frozenset(d for _, d in group))
            group = []
        group.append((day, document))
    if group:
        yield Occasion(pair=pair, first=group[0][0], last=group[-1][0], documents=frozenset(d for _, d in group))


def silences(record: Record, knowledge: Knowledge, name: str, *, by: str = "side", corpus: Corpus | None = None) -> list[Row]:
    """For each occasion on which somebody used the wording: each side's (or outlet's) texts on it, with and without. Copies of a story count once.

    `by`: 'side' (the outlet's country) or 'outlet'. Texts whose outlet or country is not known, or in a language in which the concept has no form, are
    counted as left out.
    """
    concept = concept_of(knowledge, name)
    corpus = corpus or by_id(record)
    spoken = {v.language for v in concept.variants}
    used: dict[str, set[str]] = defaultdict(set)
    for use in uses(record, name, corpus):
        used[use.document.id].add(use.row["variant"])
    out = []
    for occasion in occasions(record, corpus):
        on = [corpus[d] for d in sorted(occasion.documents)]
        speakers = sorted(d.id for d in on if d.id in used)
        if not speakers:
            continue
        parts: dict[str, dict[str, Document]] = defaultdict(dict)
        for document in on:
            who = document.country if by == "side" else document.outlet_name
            if who and document.language in spoken:
                parts[who].setdefault(document.story, document)
        for who, texts in sorted(parts.items()):
            without = sorted((d for d in texts.values() if d.id not in used), key=lambda d: (d.day, d.id))
            out.append(
                {
                    "concept": name,
                    "who": who,
                    "occasion": {"pair": list(occasion.pair), "first": occasion.first, "last": occasion.last},
                    "without": len(without),
                    "of": len(texts),
                    "documents_without": [{"id": d.id, "path": d.path, "outlet": d.outlet_name, "when": d.day or None} for d in without],
                    "documents_with": sorted(d.id for d in texts.values() if d.id in used),
                    "variants": sorted({v for d in texts.values() for v in used.get(d.id, ())}),
                    "used_by_others": [d for d in speakers if d not in {t.id for t in texts.values()}],
                    "left_out": len(on) - sum(len(p) for p in parts.values()),
                    "words": worded(who, len(without), len(texts), occasion),
                }
            )
    return sorted(out, key=lambda r: (r["occasion"]["first"], r["occasion"]["pair"], -r["without"], r["who"]))


def worded(who: str, without: int, texts: int, occasion: Occasion) -> str:
    """'absent from 14 of 14 items of CHN on CHN-VNM, 2023-12-12 to 2023-12-13'"""
    days = occasion.first if occasion.first == occasion.last else f"{occasion.first} to {occasion.last}"
    return f"absent from {without} of {texts} item{'s' * (texts != 1)} of {who} on {'-'.join(occasion.pair)}, {days}"

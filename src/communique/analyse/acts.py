"""Events that took place, one each however often told: clusters -> acts with pair, day, kind, and who reported them independently."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from communique.record.store import Record

Row = dict[str, Any]
Pair = tuple[str, str]
# A declaration of fifty states is no tie of each with each.
MOST_PARTIES = 12
# A date as wide as this says too little of the month of an act; its first report says more.
WIDEST_DAYS = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a document comes from. `first`, `last`: between which days it appeared; `own`: whether it is the first of its story.

    `day`: the first of these days where they lie so near that it tells the month; else None, for a date of years says nothing of one.
    """

    id: str
    outlet: str
    story: str
    first: date | None
    last: date | None
    day: date | None
    own: bool


Sources = Mapping[str, Source]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One event that happened. `day`: its likeliest first day; `known`: when it was first reported; `rows`: its mentions, the first speaks for it.

    `outlets`: those with a story of their own on it, '' for one not known; a copy is no second witness.
    """

    id: str
    pairs: tuple[Pair, ...]
    day: date
    known: date | None
    type: str
    mode: str
    quad: int
    score: float
    contexts: frozenset[str]
    outlets: frozenset[str]
    stories: frozenset[str]
    documents: tuple[str, ...]
    rows: tuple[Row, ...]


def sources(record: Record, stories: Mapping[str, str] | None = None) -> dict[str, Source]:
    """All current documents by id. The first of a story is the earliest, then the smallest id. `stories`: where they are newer than the record's."""
    query = "SELECT id, outlet, story, earliest, latest FROM documents WHERE current = 1 ORDER BY id"
    held = [
        (i, o or "", (stories.get(i) if stories is not None else s) or f"story-{i.removeprefix('doc-')}", day_of(a), day_of(b))
        for i, o, s, a, b in record.rows(query)
    ]
    first: dict[str, str] = {}
    for identity, _, story, _, _ in sorted(held, key=lambda h: (h[3] or date.max, h[0])):
        first.setdefault(story, identity)
    return {
        i: Source(id=i, outlet=outlet, story=story, first=low, last=high, day=known_day(low, high), own=first[story] == i)
        for i, outlet, story, low, high in held
    }


def known_day(low: date | None, high: date | None) -> date | None:
    """The first day of an interval that is narrow enough to tell a month."""
    return low if low and high and (high - low).days <= WIDEST_DAYS else None


def day_of(value: str | None) -> date | None:
    """An ISO date."""
    return date.fromisoformat(value) if value else None


def acts(record: Record) -> Iterator[Act]:
    """The acts of a record between states, in the order of their ids."""
    query = (
        "SELECT c.cluster, f.body FROM clusters c JOIN standing f ON f.noun = 'events' AND f.id = c.mention "
        "JOIN documents d ON d.id = f.document WHERE d.current = 1 ORDER BY c.cluster, f.id"
    )
    groups: dict[str, list[Row]] = defaultdict(list)
    for cluster, body in record.rows(query):
        groups[cluster].append(json.loads(body))
    return made(groups.items(), sources(record))


def made(clusters: Iterable[tuple[str, list[Row]]], known: Sources) -> Iterator[Act]:
    """Acts from clusters of mentions: those that took place, are no history, and have a day and two states."""
    for identity, rows in clusters:
        ordered = sorted(rows, key=lambda r: (r["when"] is None, r["id"]))
        best = ordered[0]
        if best["realis"] not in {"happened", "ongoing"} or all(r["historical"] for r in rows):
            continue
        two, day = sorted(pairs(best)), day_in(rows, known)
        if not two or day is None:
            continue
        told = [known[r["document"]] for r in rows]
        yield Act(
            id=identity,
            pairs=tuple(two),
            day=day,
            known=min((t.day for t in told if t.day), default=None),
            type=best["type"],
            mode=best["mode"],
            quad=best["quad"],
            score=best["score"],
            contexts=frozenset(c for r in rows for c in r["contexts"]),
            outlets=frozenset(t.outlet for t in told if t.own),
            stories=frozenset(t.story for t in told),
            documents=tuple(sorted({t.id for t in told})),
            rows=tuple(ordered),
        )


def pairs(row: Row) -> set[Pair]:
    """Who acts on whom: across the two sides, or among the parties of a symmetric act; those on one side do nothing to each other."""
    actors, recipients = ({p["country"] for p in row[side] if p["country"]} for side in ("actors", "recipients"))
    if recipients:
        return {(min(a, b), max(a, b)) for a in actors for b in recipients if a != b}
    return set(combinations(sorted(actors), 2)) if len(actors) <= MOST_PARTIES else set()


def day_in(rows: Iterable[Row], known: Sources) -> date | None:
    """The first day of the narrowest date that a mention gives; without one that is narrow, of the first report."""
    whens = [
        (date.fromisoformat(w["latest"]) - low, low)
        for r in rows
        if (w := r["when"]) and w["earliest"] and w["latest"] and (low := date.fromisoformat(w["earliest"]))
    ]
    narrow = min(whens, default=None)
    if narrow and narrow[0].days <= WIDEST_DAYS:
        return narrow[1]
    told = [s.day for r in rows if (s := known[r["document"]]).day]
    return min(told, default=narrow[1] if narrow else None)

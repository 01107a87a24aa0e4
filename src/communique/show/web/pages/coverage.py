"""What was read: outlets, stories, copies, and the gaps in between."""

from collections import Counter, defaultdict
from typing import Any

from starlette.responses import Response

from communique.record.store import Record
from communique.show.web.page import Visit

Row = dict[str, Any]
MOST_OUTLETS = 80
MOST_STORIES = 40
MOST_MONTHS = 120


def coverage(visit: Visit) -> Response:
    """Outlets by month, stories with their copies, months in which nothing was read."""
    view = visit.desk.view()
    found = view.once("coverage", gathered)
    return visit.show("coverage.html", "Coverage", **found)


def gathered(record: Record) -> Row:
    """All of it, in one pass."""
    import json

    by_outlet: dict[str, Counter[str]] = defaultdict(Counter)
    names: dict[str, tuple[str, str, str]] = {}
    stories: dict[str, list[str]] = defaultdict(list)
    undated = 0
    query = "SELECT id, outlet, earliest, latest, story, body FROM documents WHERE current = 1 ORDER BY id"
    for identity, outlet, low, high, story, body in record.rows(query):
        told = json.loads(body)["outlet"] or {}
        key = outlet or told.get("name") or ""
        names[key] = (told.get("name") or "outlet not known", told.get("country") or "", told.get("basis") or "")
        month = low[:7] if low and high and low[:7] == high[:7] else ""
        undated += not month
        by_outlet[key][month] += 1
        stories[story or identity].append(identity)
    months = sorted({m for held in by_outlet.values() for m in held if m})
    every = between(months[0], months[-1])[-MOST_MONTHS:] if months else []
    rows = [
        {"id": key, "name": names[key][0], "country": names[key][1], "basis": names[key][2], "n": sum(held.values()), "months": [held.get(m, 0) for m in every], "undated": held.get("", 0)}
        for key, held in sorted(by_outlet.items(), key=lambda i: (-sum(i[1].values()), i[0]))
    ]
    copied = sorted((s for s in stories.items() if len(s[1]) > 1), key=lambda s: (-len(s[1]), s[0]))
    return {
        "documents": sum(len(s) for s in stories.values()),
        "stories": len(stories),
        "outlets": rows[:MOST_OUTLETS],
        "more": max(0, len(rows) - MOST_OUTLETS),
        "months": every,
        "totals": [sum(held.get(m, 0) for held in by_outlet.values()) for m in every],
        "gaps": [m for m in every if not any(held.get(m) for held in by_outlet.values())],
        "undated": undated,
        "copied": [{"story": s, "documents": d} for s, d in copied[:MOST_STORIES]],
        "copies": sum(len(d) - 1 for _, d in copied),
        "titles": titles(record, [d for _, found in copied[:MOST_STORIES] for d in found]),
    }


def titles(record: Record, ids: list[str]) -> dict[str, str]:
    """What documents are called."""
    from communique.show.web.fetch import documents, source

    return {i: f"{d['title'] or d['path']} ({source(d)})" for i, d in documents(record, ids).items()}


def between(first: str, last: str) -> list[str]:
    """Every month from one to another."""
    low, high = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (first, last))
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(low, high + 1)]

"""What was read: outlets, stories, copies, and the gaps in between."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from starlette.responses import Response

from communique.record.store import Record
from communique.show.web.page import Visit

Row = dict[str, Any]
MOST_OUTLETS = 80
MOST_STORIES = 40
MOST_MONTHS = 30


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
    every = between(months[0], months[-1]) if months else []
    size = 7 if len(every) <= MOST_MONTHS else 4
    columns = list(dict.fromkeys(m[:size] for m in every))
    held_in = {key: Counter({c: sum(n for m, n in held.items() if m[:size] == c) for c in columns}) for key, held in by_outlet.items()}
    rows = [
        {
            "id": key,
            "name": names[key][0],
            "country": names[key][1],
            "basis": names[key][2],
            "n": sum(held.values()),
            "months": [held_in[key][c] for c in columns],
            "undated": held.get("", 0),
        }
        for key, held in sorted(by_outlet.items(), key=lambda i: (-sum(i[1].values()), i[0]))
    ]
    copied = sorted((s for s in stories.items() if len(s[1]) > 1), key=lambda s: (-len(s[1]), s[0]))
    return {
        "documents": sum(len(s) for s in stories.values()),
        "stories": len(stories),
        "outlets": rows[:MOST_OUTLETS],
        "more": max(0, len(rows) - MOST_OUTLETS),
        "months": [(c, f"{c}-01-01" if size == 4 else f"{c}-01", f"{c}-12-31" if size == 4 else last_day(c)) for c in columns],
        "totals": [sum(held[c] for held in held_in.values()) for c in columns],
        "gaps": runs([m for m in every if m not in set(months)], every),
        "empty": len(every) - len(months),
        "undated": undated,
        "copied": [{"story": s, "documents": d} for s, d in copied[:MOST_STORIES]],
        "copies": sum(len(d) - 1 for _, d in copied),
        "titles": titles(record, [d for _, found in copied[:MOST_STORIES] for d in found]),
    }


def last_day(month: str) -> str:
    """The last day of a month."""
    year, number = int(month[:4]), int(month[5:])
    return date.fromordinal(date(year + number // 12, number % 12 + 1, 1).toordinal() - 1).isoformat()


def runs(gaps: list[str], every: list[str]) -> list[str]:
    """Months that follow each other as one stretch: '2015-12 to 2016-09'."""
    at = {m: i for i, m in enumerate(every)}
    out: list[list[str]] = []
    for month in gaps:
        if out and at[month] == at[out[-1][-1]] + 1:
            out[-1].append(month)
        else:
            out.append([month])
    return [run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in out]


def titles(record: Record, ids: list[str]) -> dict[str, str]:
    """What documents are called."""
    from communique.show.web.fetch import documents, source

    return {i: f"{d['title'] or d['path']} ({source(d)})" for i, d in documents(record, ids).items()}


def between(first: str, last: str) -> list[str]:
    """Every month from one to another."""
    low, high = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (first, last))
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(low, high + 1)]

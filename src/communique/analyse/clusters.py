"""Mentions of one real event: event rows -> clusters, by type, parties, date and number, each with its reasons.

Narrow dates come first and found clusters; wider or undated mentions join the one cluster they fit and stay alone where they fit several.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from communique.model.dates import When
from communique.model.identity import content_id

Row = dict[str, Any]
WIDEST = 32
SLACK = 1
FRESH = 21
REAL = {"happened": "real", "ongoing": "real"}


class Known(NamedTuple):
    """What is known of a document: when it appeared, and which story it tells."""

    earliest: date | None
    latest: date | None
    story: str


@dataclass(slots=True)
class Cluster:
    """Mentions of one event."""

    when: When | None
    people: dict[str, set[str]]
    rows: list[Row] = field(default_factory=list)
    because: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """From the smallest mention, whatever the order of joining."""
        return content_id("cl", min(row["id"] for row in self.rows))


def cluster(rows: list[Row], documents: dict[str, Known]) -> list[Cluster]:
    """Every event mention in exactly one cluster; `documents` gives publication and story."""
    by_signature: dict[tuple[Any, ...], list[Cluster]] = defaultdict(list)
    out: list[Cluster] = []
    dated = [(row, when_of(row)) for row in rows]
    for row, when in sorted(
        dated,
        key=lambda item: (width(item[1]), str(item[1].earliest if item[1] else ""), item[0]["document"], item[0]["span"], item[0]["id"]),
    ):
        found, why = home(row, when, by_signature[signature(row)], documents)
        if found is None and one_sided(row):
            found, why = same_visit(row, out)
        if found is None:
            found, why = Cluster(when=when if when and when.earliest else None, people={}), "the first mention"
            out.append(found)
            by_signature[signature(row)].append(found)
        found.rows.append(row)
        found.because.append(why)
        for party in [*row["actors"], *row["recipients"]]:
            if party["id"] and party["id"].startswith("person") and party["country"]:
                found.people.setdefault(party["country"], set()).add(party["id"])
    return out


def when_of(row: Row) -> When | None:
    """A row's date as an interval."""
    when = row["when"]
    if not when or not (when["earliest"] or when["latest"]):
        return None
    return When(
        earliest=date.fromisoformat(when["earliest"]) if when["earliest"] else None,
        latest=date.fromisoformat(when["latest"]) if when["latest"] else None,
        precision=when["precision"],
    )


def width(when: When | None) -> int:
    """Days in an interval; the undated come last."""
    if when is None or when.earliest is None or when.latest is None:
        return 10_000_000
    return (when.latest - when.earliest).days


def signature(row: Row) -> tuple[Any, ...]:
    """What must be equal: type, whether it took place, and who is on which side by country."""
    sides = tuple(tuple(sorted({p["country"] or p["id"] or "" for p in row[side]})) for side in ("actors", "recipients"))
    mode = "visit" if row["mode"] == "visit" else ""
    return (row["type"], mode, REAL.get(row["realis"], row["realis"]), row["object"] in AGREEMENTS, *sides)


AGREEMENTS = frozenset({"agreement", "treaty", "deal", "pact", "memorandum", "accord", "document", "contract", "mou"})


def one_sided(row: Row) -> bool:
    """'his visit': a visit that does not name its host."""
    return row["mode"] == "visit" and not row["recipients"]


def home(row: Row, when: When | None, options: list[Cluster], documents: dict[str, Known]) -> tuple[Cluster | None, str]:
    """The cluster a mention belongs to, if there is exactly one."""
    if row["realis"] in {"hypothetical", "negated"}:
        return None, ""
    fitting = [c for c in options if same_people(row, c)]
    if when is not None and when.earliest is not None:
        near = [c for c in fitting if c.when is not None and c.when.overlaps(when, SLACK)]
        if near and (len(near) == 1 or width(when) <= WIDEST):
            if len(near) == 1:
                return near[0], "same type and parties, dates overlap"
            return None, ""
        return None, ""
    here = [c for c in fitting if any(r["document"] == row["document"] for r in c.rows)]
    if here:
        before = [c for c in here if any(r["document"] == row["document"] and r["span"] <= row["span"] for r in c.rows)] or here
        nearest = max(before, key=lambda c: (max(r["span"][0] for r in c.rows if r["document"] == row["document"]), c.id))
        if row["historical"] == nearest.rows[0]["historical"]:
            return nearest, "undated; the nearest mention of the same act in this document"
    mine = documents[row["document"]]
    copies = [c for c in fitting if any(documents[r["document"]].story == mine.story and r["text"] == row["text"] for r in c.rows)]
    if copies:
        return copies[0], "the same words in a copy of the same story"
    low, high = mine.earliest, mine.latest
    if low is None or high is None or row["historical"]:
        return None, ""
    recent = [c for c in fitting if c.when and c.when.latest and 0 <= (high - c.when.latest).days <= FRESH]
    return (recent[0], "undated; the only such act in the weeks before publication") if len(recent) == 1 else (None, "")


def same_people(row: Row, found: Cluster) -> bool:
    """Whether nobody contradicts: where both name people of one country, they share one."""
    for party in [*row["actors"], *row["recipients"]]:
        known = found.people.get(party["country"] or "")
        if known and party["id"] and party["id"].startswith("person") and party["id"] not in known:
            return False
    return True


def same_visit(row: Row, clusters: list[Cluster]) -> tuple[Cluster | None, str]:
    """A visit without its host is the visit of the same guest that the document spoke of last."""
    guests = {p["id"] for p in row["actors"]}
    options = [
        c
        for c in clusters
        for r in c.rows
        if r["document"] == row["document"]
        and r["mode"] == "visit"
        and r["recipients"]
        and r["realis"] == row["realis"]
        and guests & {p["id"] for p in r["actors"]}
    ]
    when = when_of(row)
    if not options and when is not None and when.earliest is not None:
        near = [
            c
            for c in clusters
            if c.when
            and c.when.overlaps(when, SLACK)
            and c.rows[0]["mode"] == "visit"
            and c.rows[0]["realis"] == row["realis"]
            and guests & {p["id"] for p in c.rows[0]["actors"]}
        ]
        return (near[0], "the only visit by the same guest in these days") if len(near) == 1 else (None, "")
    if not options:
        return None, ""
    if when is not None and when.earliest is not None:
        options = [c for c in options if c.when is None or c.when.overlaps(when, SLACK)]

    def place(c: Cluster) -> tuple[bool, int, str]:
        starts = [r["span"][0] for r in c.rows if r["document"] == row["document"]]
        before = [s for s in starts if s <= row["span"][0]]
        return bool(before), max(before) if before else -min(starts), c.id

    return (max(options, key=place), "a visit by the same guest, named in full in this document") if options else (None, "")

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
    near, visits = Near(), Near()
    out: list[Cluster] = []
    dated = [(row, when_of(row)) for row in rows]
    for row, when in sorted(
        dated,
        key=lambda item: (width(item[1]), str(item[1].earliest if item[1] else ""), item[0]["document"], item[0]["span"], item[0]["id"]),
    ):
        known = documents[row["document"]]
        found, why = home(row, when, near.around(row, when, known), documents)
        if found is None and one_sided(row):
            found, why = same_visit(row, visits.around(row, when, known))
        if found is None:
            found, why = Cluster(when=when if when and when.earliest else None, people={}), "the first mention"
            out.append(found)
        found.rows.append(row)
        found.because.append(why)
        near.add(found, row, when, known)
        if row["mode"] == "visit":
            visits.add(found, row, when, known)
        for party in [*row["actors"], *row["recipients"]]:
            if party["id"] and party["id"].startswith("person") and party["country"]:
                found.people.setdefault(party["country"], set()).add(party["id"])
    return out


def ruled(found: list[Cluster], one: list[tuple[str, str]], apart: list[tuple[str, str]]) -> list[Cluster]:
    """Clusters as reviewers have them: mentions that are one event brought together, those that are not taken out one by one."""
    if not one and not apart:
        return found
    for mention, other in one:
        home, joins = (next((c for c in found if any(r["id"] == i for r in c.rows)), None) for i in (mention, other))
        if home is None or joins is None or home is joins:
            continue
        home.rows += joins.rows
        home.because += ["a reviewer put them together"] * len(joins.rows)
        found = [c for c in found if c is not joins]
    for mention, other in apart:
        home = next((c for c in found if {mention, other} <= {r["id"] for r in c.rows}), None)
        if home is None:
            continue
        at = next(i for i, r in enumerate(home.rows) if r["id"] == mention)
        home.because.pop(at)
        found.append(Cluster(when=home.when, people=home.people, rows=[home.rows.pop(at)], because=["a reviewer took it out"]))
    return found


class Near:
    """Clusters by type, one of their actors, and the weeks in which they lie or were told: what a mention is compared with stays few."""

    def __init__(self) -> None:
        self.cells: dict[tuple[str, str, int], dict[int, Cluster]] = defaultdict(dict)

    def add(self, one: Cluster, row: Row, when: When | None, known: Known) -> None:
        """Keep a cluster where this mention of it would be looked for."""
        for key in keys(row):
            for week in (*weeks(when), *told(known)):
                self.cells[(*key, week)].setdefault(id(one), one)

    def around(self, row: Row, when: When | None, known: Known) -> list[Cluster]:
        """The clusters that a mention might belong to, in a fixed order."""
        span = weeks(when)
        first, last = (span[0] - 1, span[-1] + 1) if span else (0, -1)
        seen = {
            *range(first, last + 1),
            *(w - back for w in told(known) for back in range(FRESH // 7 + 1)),
            *([ALWAYS] if not span else []),
        }
        found = {k: c for key in keys(row) for week in seen for k, c in self.cells.get((*key, week), {}).items()}
        return sorted(found.values(), key=lambda c: c.id)


# The week of what has no date at all.
ALWAYS = -1


def keys(row: Row) -> set[tuple[str, str]]:
    """Type and a party, for each party; acts that nobody is known to have done by those who suffered them."""
    return {(row["type"], p["country"] or p["id"] or "") for p in [*row["actors"], *row["recipients"]]} or {(row["type"], "")}


def weeks(when: When | None) -> list[int]:
    """The weeks of a date, few or none: what is wide is found by when it was told."""
    if when is None or when.earliest is None or when.latest is None or width(when) > WIDEST:
        return []
    return list(range(when.earliest.toordinal() // 7, when.latest.toordinal() // 7 + 1))


def told(known: Known) -> list[int]:
    """The week in which a document appeared."""
    return [known.latest.toordinal() // 7] if known.latest else [ALWAYS]


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


def alike(row: Row, one: Cluster) -> bool:
    """Whether a mention may tell the act of a cluster: the same kind of act between parties that do not contradict each other."""
    other = one.rows[0]
    if row["type"] != other["type"] or (row["object"] in AGREEMENTS) != (other["object"] in AGREEMENTS):
        return False
    modes = {row["mode"], *(r["mode"] for r in one.rows)} - {""}
    if len(modes) > 1 or ("visit" in modes and "" in {row["mode"], other["mode"]}):
        return False
    mine, theirs = REAL.get(row["realis"], row["realis"]), {REAL.get(r["realis"], r["realis"]) for r in one.rows}
    if mine not in theirs and {mine, *theirs} != {"real", "planned"}:
        return False
    acting, known = side(row, "actors"), set().union(*(side(r, "actors") for r in one.rows))
    suffering, met = side(row, "recipients"), set().union(*(side(r, "recipients") for r in one.rows))
    return fits(acting, known) and fits(suffering, met) and bool(acting & known or (not (acting or known) and suffering & met))


def side(row: Row, name: str) -> set[str]:
    """A side by country, else by id."""
    return {p["country"] or p["id"] or "" for p in row[name]}


def fits(mine: set[str], known: set[str]) -> bool:
    """Whether one account of a side only says more than the other."""
    return mine <= known or known <= mine


AGREEMENTS = frozenset({"agreement", "treaty", "deal", "pact", "memorandum", "accord", "document", "contract", "mou"})


def one_sided(row: Row) -> bool:
    """'his visit': a visit that does not name its host."""
    return row["mode"] == "visit" and not row["recipients"]


def home(row: Row, when: When | None, options: list[Cluster], documents: dict[str, Known]) -> tuple[Cluster | None, str]:
    """The cluster a mention belongs to, if there is exactly one."""
    if row["realis"] in {"hypothetical", "negated"}:
        return None, ""
    fitting = [c for c in options if alike(row, c) and same_people(row, c)]
    exact = [c for c in fitting if all(side(row, n) == side(c.rows[0], n) for n in ("actors", "recipients"))]
    fitting = exact or fitting
    if when is not None and when.earliest is not None:
        near = [c for c in fitting if c.when is not None and c.when.overlaps(when, SLACK)]
        return (near[0], "same type and parties, dates overlap") if len(near) == 1 else (None, "")
    fitting = [c for c in fitting if row["realis"] in {r["realis"] for r in c.rows}]
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
    if mine.latest is None or row["historical"]:
        return None, ""
    recent = [c for c in fitting if (last := last_known(c, documents)) and 0 <= (mine.latest - last).days <= FRESH]
    return (recent[0], "undated; the only such act in the weeks before publication") if len(recent) == 1 else (None, "")


def last_known(one: Cluster, documents: dict[str, Known]) -> date | None:
    """When an act took place at the latest; of one without a date, when it was first told."""
    if one.when is not None:
        return one.when.latest
    first = [d for r in one.rows if (d := documents[r["document"]].latest) and not r["historical"]]
    return min(first, default=None)


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

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
# What was only feared or denied is nobody else's act.
UNREAL = frozenset({"hypothetical", "negated"})
# A week, or where a mention without one lies.
Cell = int | str


class Known(NamedTuple):
    """What is known of a document: when it appeared, and which story it tells."""

    earliest: date | None
    latest: date | None
    story: str


@dataclass(slots=True)
class Cluster:
    """Mentions of one event. Below `because` is what they say together, so that a mention is compared with all of them at once."""

    when: When | None
    rows: list[Row] = field(default_factory=list)
    because: list[str] = field(default_factory=list)
    people: dict[str, set[str]] = field(default_factory=dict)
    acting: set[str] = field(default_factory=set)
    suffering: set[str] = field(default_factory=set)
    modes: set[str] = field(default_factory=set)
    realis: set[str] = field(default_factory=set)
    spans: dict[str, list[list[int]]] = field(default_factory=dict)
    words: set[tuple[str, str]] = field(default_factory=set)
    first_told: date | None = None
    smallest: str = ""

    @property
    def id(self) -> str:
        """From the smallest mention, whatever the order of joining; asked of the rows, for reviewers move them."""
        return content_id("cl", min(row["id"] for row in self.rows))

    def join(self, row: Row, why: str, known: Known) -> None:
        """One mention more."""
        self.rows.append(row)
        self.because.append(why)
        self.smallest = min(self.smallest or row["id"], row["id"])
        self.acting |= side(row, "actors")
        self.suffering |= side(row, "recipients")
        self.modes |= {row["mode"]} - {""}
        self.realis.add(row["realis"])
        self.spans.setdefault(row["document"], []).append(row["span"])
        self.words.add((known.story, row["text"]))
        if known.latest is not None and not row["historical"]:
            self.first_told = min(self.first_told or known.latest, known.latest)
        for party in [*row["actors"], *row["recipients"]]:
            if party["id"] and party["id"].startswith("person") and party["country"]:
                self.people.setdefault(party["country"], set()).add(party["id"])


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
        found, why = home(row, when, near.around(row, when, known), known)
        if found is None and one_sided(row):
            found, why = same_visit(row, visits.around(row, when, known))
        if found is None:
            found, why = Cluster(when=when if when and when.earliest else None), "the first mention"
            out.append(found)
        found.join(row, why, known)
        if row["realis"] not in UNREAL:
            near.add(found, row, when, known)
        if row["mode"] == "visit":
            visits.add(found, row, when, known)
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
        found.append(Cluster(when=home.when, rows=[home.rows.pop(at)], because=["a reviewer took it out"]))
    return found


class Near:
    """Clusters by type, one of their actors, and where they lie or were told: what a mention is compared with stays few."""

    def __init__(self) -> None:
        self.cells: dict[tuple[str, str, Cell], dict[int, Cluster]] = defaultdict(dict)

    def add(self, one: Cluster, row: Row, when: When | None, known: Known) -> None:
        """Keep a cluster where this mention of it would be looked for."""
        cells: list[Cell] = [*weeks(when), *(told(known) or apart(row, when, known))]
        for key in keys(row):
            for cell in cells:
                self.cells[(*key, cell)].setdefault(id(one), one)

    def around(self, row: Row, when: When | None, known: Known) -> list[Cluster]:
        """The clusters that a mention might belong to, in a fixed order."""
        span = weeks(when)
        seen: set[Cell] = set(range(span[0] - 1, span[-1] + 2)) if span else set()
        seen |= {w - back for w in told(known) for back in range(FRESH // 7 + 1)}
        if not span or not told(known):
            seen |= set(apart(row, when, known))
        found = {k: c for key in keys(row) for cell in seen for k, c in self.cells.get((*key, cell), {}).items()}
        return sorted(found.values(), key=lambda c: c.smallest)


def keys(row: Row) -> set[tuple[str, str]]:
    """Type and an actor, for each; acts that nobody is known to have done by those who suffered them."""
    name = "actors" if row["actors"] else "recipients"
    return {(row["type"], f"{name}:{one}") for one in side(row, name)} or {(row["type"], "")}


def weeks(when: When | None) -> list[int]:
    """The weeks of a date, few or none: what is wide is found by when it was told."""
    if when is None or when.earliest is None or when.latest is None or width(when) > WIDEST:
        return []
    return list(range(when.earliest.toordinal() // 7, when.latest.toordinal() // 7 + 1))


def told(known: Known) -> list[int]:
    """The week in which a document appeared."""
    return [known.latest.toordinal() // 7] if known.latest else []


def apart(row: Row, when: When | None, known: Known) -> list[Cell]:
    """Where the acts of documents lie that have no date themselves: by document, story, and the years of a wide date."""
    years = range(when.earliest.year, (when.latest or when.earliest).year + 1) if when and when.earliest else ()
    return [row["document"], known.story, *(f"year {year}" for year in years)]


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
    modes = one.modes | {row["mode"]} - {""}
    if len(modes) > 1 or ("visit" in modes and "" in {row["mode"], other["mode"]}):
        return False
    mine, theirs = REAL.get(row["realis"], row["realis"]), {REAL.get(r, r) for r in one.realis}
    if mine not in theirs and {mine, *theirs} != {"real", "planned"}:
        return False
    acting, suffering = side(row, "actors"), side(row, "recipients")
    if not (fits(acting, one.acting) and fits(suffering, one.suffering)):
        return False
    return bool(acting & one.acting or (not (acting or one.acting) and suffering & one.suffering))


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


def home(row: Row, when: When | None, options: list[Cluster], known: Known) -> tuple[Cluster | None, str]:
    """The cluster a mention belongs to, if there is exactly one."""
    if row["realis"] in UNREAL:
        return None, ""
    fitting = [c for c in options if alike(row, c) and same_people(row, c)]
    exact = [c for c in fitting if all(side(row, n) == side(c.rows[0], n) for n in ("actors", "recipients"))]
    fitting = exact or fitting
    if when is not None and when.earliest is not None:
        near = [c for c in fitting if c.when is not None and c.when.overlaps(when, SLACK)]
        return (near[0], "same type and parties, dates overlap") if len(near) == 1 else (None, "")
    fitting = [c for c in fitting if row["realis"] in c.realis]
    here = [c for c in fitting if row["document"] in c.spans]
    if here:
        spans = {id(c): c.spans[row["document"]] for c in here}
        before = [c for c in here if min(spans[id(c)]) <= row["span"]] or here
        nearest = max(before, key=lambda c: (max(start for start, _ in spans[id(c)]), c.smallest))
        if row["historical"] == nearest.rows[0]["historical"]:
            return nearest, "undated; the nearest mention of the same act in this document"
    copies = [c for c in fitting if (known.story, row["text"]) in c.words]
    if copies:
        return copies[0], "the same words in a copy of the same story"
    if known.latest is None or row["historical"]:
        return None, ""
    recent = [c for c in fitting if (last := last_known(c)) and 0 <= (known.latest - last).days <= FRESH]
    return (recent[0], "undated; the only such act in the weeks before publication") if len(recent) == 1 else (None, "")


def last_known(one: Cluster) -> date | None:
    """When an act took place at the latest; of one without a date, when it was first told."""
    return one.when.latest if one.when is not None else one.first_told


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
        if row["document"] in c.spans
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
        return bool(before), max(before) if before else -min(starts), c.smallest

    return (max(options, key=place), "a visit by the same guest, named in full in this document") if options else (None, "")

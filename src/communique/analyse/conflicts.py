"""Sources that disagree: names for one office at one time, counts and days of one event -> values side by side, never averaged."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from communique.analyse.clusters import Cluster
from communique.model.identity import content_id
from communique.vocab.knowledge import Knowledge

Row = dict[str, Any]
SINGLE = frozenset({"head_of_state", "head_of_government", "party_leader", "foreign_minister", "defence_minister"})
# An office given for longer than this (an article of unknown date) says nothing about one time.
LONGEST = timedelta(days=62)


def conflicts(offices: Iterable[Row], clusters: Iterable[Cluster], knowledge: Knowledge) -> Iterator[Row]:
    """All conflicts of a record, each with its values and where they stand."""
    yield from names(offices, knowledge)
    for found in clusters:
        yield from counts(found)
        yield from days(found)


def names(offices: Iterable[Row], knowledge: Knowledge) -> Iterator[Row]:
    """Two people given one office of one state at one time, unless both are known to have held it then (a handover)."""
    groups: dict[tuple[str, str], list[tuple[Row, date, date]]] = defaultdict(list)
    for row in offices:
        if row["kind"] in SINGLE and row["of"] and row["earliest"] and row["latest"] and (row["dated"] or not known_holder(row, knowledge)):
            low, high = date.fromisoformat(row["earliest"]), date.fromisoformat(row["latest"])
            if high - low <= LONGEST and "acting" not in row["title"].lower() and "deputy" not in row["title"].lower():
                groups[row["kind"], row["of"]].append((row, low, high))
    for (kind, of), rows in sorted(groups.items()):
        seen: set[frozenset[str]] = set()
        for i, (first, low, high) in enumerate(rows):
            for second, low2, high2 in rows[i + 1 :]:
                pair = frozenset((first["person"], second["person"]))
                start, end = max(low, low2), min(high, high2)
                if len(pair) < 2 or start > end or pair in seen or handover(pair, kind, of, (start, end), knowledge):
                    continue
                seen.add(pair)
                values = [
                    {"value": r["name"], "document": r["document"], "span": r["span"]}
                    for r, a, b in rows
                    if r["person"] in pair and a <= end and b >= start
                ]
                known = [knowledge.actors[t.person].name for t in knowledge.holders.get((f"state:{of}", kind), ()) if t.held_on(start, end)]
                about = f"{kind.replace('_', ' ')} of {name_of(of, knowledge)}, {start.isoformat()} to {end.isoformat()}"
                yield made("name", about, values) | {
                    "note": f"the vocabulary gives {', '.join(dict.fromkeys(known))}" if known else "the vocabulary gives nobody"
                }


def known_holder(row: Row, knowledge: Knowledge) -> bool:
    """Whether the vocabulary has this person in this office at some time: then an undated mention may be of that time."""
    return any(t.office == row["kind"] for t in knowledge.terms_of.get(row["person"], ()))


def handover(people: frozenset[str], kind: str, of: str, period: tuple[date, date], knowledge: Knowledge) -> bool:
    """Whether the vocabulary knows all of them in this office in this time."""
    held = {t.person for t in knowledge.holders.get((f"state:{of}", kind), ()) if t.held_on(*period)}
    return people <= held


def name_of(of: str, knowledge: Knowledge) -> str:
    """A state's or body's name."""
    actor = knowledge.actors.get(f"state:{of}") or knowledge.actors.get(of)
    return actor.name if actor else of


def counts(found: Cluster) -> Iterator[Row]:
    """'37 agreements' and '36 agreements' of one signing."""
    values = [{"value": row["number"], "document": row["document"], "span": row["span"]} for row in found.rows if row["number"] is not None]
    if len({v["value"] for v in values}) > 1:
        row = min(found.rows, key=lambda r: r["id"])
        yield made("count", f"{row['object'] or 'number'} at: {parties(row)}, {label(found)}", values) | {"cluster": found.id}


def days(found: Cluster) -> Iterator[Row]:
    """One event that sources put on different days."""
    exact = [
        r for r in found.rows if r["when"] and r["when"]["earliest"] and r["when"]["earliest"] == r["when"]["latest"] and r["when"]["text"]
    ]
    if len({r["when"]["earliest"] for r in exact}) > 1:
        row = min(found.rows, key=lambda r: r["id"])
        values = [{"value": r["when"]["earliest"], "document": r["document"], "span": r["when"]["span"] or r["span"]} for r in exact]
        yield made("date", f"day of: {row['type']}, {parties(row)}", values) | {"cluster": found.id}


def label(found: Cluster) -> str:
    """A cluster's date in words."""
    return f"{found.when.earliest} to {found.when.latest}" if found.when and found.when.earliest else "undated"


def parties(row: Row) -> str:
    """'China, Vietnam'"""
    return ", ".join(p["name"] for p in [*row["actors"], *row["recipients"]])


def made(kind: str, about: str, values: list[Row]) -> Row:
    """A conflict row, its values in the order of value and place."""
    values = sorted(values, key=lambda v: (str(v["value"]), v["document"], v["span"]))
    return {"id": content_id("cf", kind, about, values), "kind": kind, "about": about, "values": values}

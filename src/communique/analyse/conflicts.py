"""Sources that disagree about one thing: counts, days, sums, office-holders, offices, wording, and whether it happened at all -> values side by side.

Nothing is averaged and nobody is declared right. Values are counted by story, copies once; what the vocabulary knows of an office is noted beside the values.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from communique.analyse.acts import Sources
from communique.analyse.clusters import Cluster
from communique.model.identity import content_id
from communique.vocab.knowledge import Knowledge

Row = dict[str, Any]
SINGLE = frozenset({"head_of_state", "head_of_government", "party_leader", "foreign_minister", "defence_minister"})
# Offices of one cabinet: who holds one of them holds no other at the time, unless the text says so itself.
CABINET = frozenset({"head_of_government", "foreign_minister", "defence_minister", "minister"})
NOT_FULL = ("acting", "deputy", "vice", "former", "designate")
# An office given for longer than this (an article of unknown date) says nothing about one time.
LONGEST = timedelta(days=62)
# Reports of one sum, or of one person's words, that are no further apart than this speak of the same moment; later ones revise.
SAME_TIME = timedelta(days=10)
SPELLED = {"defense": "defence", "external": "foreign", "affairs": "", "minister": "", "of": "", "secretary": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What disagreements are looked for in."""

    offices: tuple[Row, ...]
    clusters: tuple[Cluster, ...]
    commitments: tuple[Row, ...]
    terms: tuple[Row, ...]
    documents: Sources


def conflicts(told: Told, knowledge: Knowledge) -> Iterator[Row]:
    """All conflicts of a record, each with its values, where they stand, and which outlets side with which."""
    # Two readings of the same words, as an agreement and as support, tell one disagreement.
    for row in {r["id"]: r for r in found(told, knowledge)}.values():
        values = [v | {"outlet": told.documents[v["document"]].outlet, "story": told.documents[v["document"]].story} for v in row["values"]]
        sides: dict[str, list[Row]] = defaultdict(list)
        for value in values:
            sides[str(value["value"])].append(value)
        yield row | {
            "values": values,
            "sides": [
                {"value": k, "outlets": sorted({v["outlet"] for v in some} - {""}), "stories": len({v["story"] for v in some})}
                for k, some in sorted(sides.items())
            ],
        }


def found(told: Told, knowledge: Knowledge) -> Iterator[Row]:
    """Every kind of disagreement, by what it is about."""
    yield from names(told.offices, knowledge)
    yield from posts(told.offices, knowledge)
    yield from out_of_time(told.offices, knowledge)
    for one in told.clusters:
        yield from counts(one)
        yield from days(one)
    yield from sums(told.commitments, told.documents)
    yield from wordings(told.terms, told.documents)
    yield from claims(told.clusters, told.documents)


Dated = tuple[Row, date, date]


def held(offices: Iterable[Row]) -> Iterator[Dated]:
    """Offices of a known state, given for a time short enough to speak of."""
    for row in offices:
        if row["of"] and row["earliest"] and row["latest"] and not any(word in row["title"].lower() for word in NOT_FULL):
            low, high = date.fromisoformat(row["earliest"]), date.fromisoformat(row["latest"])
            if high - low <= LONGEST:
                yield row, low, high


def names(offices: Iterable[Row], knowledge: Knowledge) -> Iterator[Row]:
    """Two people given one office of one state at one time, unless both are known to have held it then (a handover)."""
    groups: dict[tuple[str, str], list[Dated]] = defaultdict(list)
    for row, low, high in held(offices):
        if row["kind"] in SINGLE and (row["dated"] or not known_holder(row, knowledge)):
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
                values = [place(r["name"], r) for r, a, b in rows if r["person"] in pair and a <= end and b >= start]
                known = [knowledge.actors[t.person].name for t in knowledge.holders.get((f"state:{of}", kind), ()) if t.held_on(start, end)]
                about = f"{kind.replace('_', ' ')} of {name_of(of, knowledge)}, {start.isoformat()} to {end.isoformat()}"
                yield made("name", about, values) | {
                    "note": f"the vocabulary gives {', '.join(dict.fromkeys(known))}" if known else "the vocabulary gives nobody"
                }


def posts(offices: Iterable[Row], knowledge: Knowledge) -> Iterator[Row]:
    """One person given two posts of one cabinet at one time."""
    groups: dict[tuple[str, str], list[Dated]] = defaultdict(list)
    for row, low, high in held(offices):
        if row["kind"] in CABINET:
            groups[row["person"], row["of"]].append((row, low, high))
    for (person, of), rows in sorted(groups.items()):
        state = knowledge.states.get(f"state:{of}")
        own = frozenset(w.lower() for w in (*state.demonyms, state.name)) if state else frozenset()
        title = {r["id"]: titled(r["title"], own) for r, _, _ in rows}
        together = [
            (r, a, b) for r, a, b in rows if any(post(title[o["id"]]) != post(title[r["id"]]) and a <= d and b >= c for o, c, d in rows)
        ]
        several = [r for r, _, _ in rows if len({post(title[o["id"]]) for o, _, _ in rows if o["document"] == r["document"]}) > 1]
        if not together or several:
            continue
        values = [place(title[r["id"]], r) for r, _, _ in together]
        low, high = min(a for _, a, _ in together), max(b for _, _, b in together)
        terms = [t.title or t.office for t in knowledge.terms_of.get(person, ()) if t.held_on(low, high)]
        note = f"the vocabulary gives {', '.join(dict.fromkeys(terms))}" if terms else "the vocabulary does not know the person's posts"
        yield made("office", f"post of {together[0][0]['name']}, {name_of(of, knowledge)}", values) | {"note": note}


def out_of_time(offices: Iterable[Row], knowledge: Knowledge) -> Iterator[Row]:
    """A post given to somebody on a day on which, by the vocabulary, it was another's: the text against the vocabulary.

    Heads of state are left out, for they keep the title out of courtesy, and so is what the text does not date.
    """
    groups: dict[tuple[str, str, str], list[tuple[Row, str]]] = defaultdict(list)
    for row, low, high in held(offices):
        terms = [t for t in knowledge.terms_of.get(row["person"], ()) if t.office == row["kind"] and t.of == f"state:{row['of']}"]
        near = any(t.held_on(low - LONGEST, high + LONGEST) for t in terms)
        then = [
            knowledge.actors[t.person].name for t in knowledge.holders.get((f"state:{row['of']}", row["kind"]), ()) if t.held_on(low, high)
        ]
        if row["dated"] and row["kind"] in CABINET and terms and not near and then:
            groups[row["person"], row["kind"], row["of"]].append((row, ", ".join(dict.fromkeys(then))))
    for (_, kind, of), rows in sorted(groups.items()):
        row = rows[0][0]
        about = f"{kind.replace('_', ' ')} of {name_of(of, knowledge)}, {row['earliest']} to {row['latest']}"
        yield made("office", about, [place(r["name"], r) for r, _ in rows]) | {
            "note": f"the vocabulary gives {rows[0][1]} at that time, and {row['name']} at another"
        }


def post(title: str) -> str:
    """'minister of defense' and 'defence minister' are one post."""
    words = (SPELLED.get(w, w) for w in title.lower().split())
    return " ".join(sorted(w for w in words if w))


def titled(title: str, own: frozenset[str]) -> str:
    """'Laotian trade minister' -> 'Trade Minister'"""
    words = [w for w in title.lower().split() if w not in own]
    return " ".join(w if w in {"of", "for", "and"} else w.capitalize() for w in words)


def known_holder(row: Row, knowledge: Knowledge) -> bool:
    """Whether the vocabulary has this person in this office at some time: then an undated mention may be of that time."""
    return any(t.office == row["kind"] for t in knowledge.terms_of.get(row["person"], ()))


def handover(people: frozenset[str], kind: str, of: str, period: tuple[date, date], knowledge: Knowledge) -> bool:
    """Whether the vocabulary knows all of them in this office in this time."""
    there = {t.person for t in knowledge.holders.get((f"state:{of}", kind), ()) if t.held_on(*period)}
    return people <= there


def name_of(of: str, knowledge: Knowledge) -> str:
    """A state's or body's name."""
    actor = knowledge.actors.get(f"state:{of}") or knowledge.actors.get(of)
    return actor.name if actor else of


def counts(one: Cluster) -> Iterator[Row]:
    """'37 agreements' and '36 agreements' of one signing."""
    values = [place(row["number"], row) for row in one.rows if row["number"] is not None]
    if len({v["value"] for v in values}) > 1:
        row = min(one.rows, key=lambda r: r["id"])
        yield made("count", f"{row['object'] or 'number'} at: {parties(row)}, {label(one)}", values) | {"cluster": one.id}


def days(one: Cluster) -> Iterator[Row]:
    """One event that sources put on different days."""
    exact = [
        r for r in one.rows if r["when"] and r["when"]["earliest"] and r["when"]["earliest"] == r["when"]["latest"] and r["when"]["text"]
    ]
    if len({r["when"]["earliest"] for r in exact}) > 1:
        row = min(one.rows, key=lambda r: r["id"])
        values = [place(r["when"]["earliest"], r, r["when"]["span"]) for r in exact]
        yield made("date", f"day of: {row['type']}, {parties(row)}", values) | {"cluster": one.id}


def sums(commitments: Iterable[Row], documents: Sources) -> Iterator[Row]:
    """One promise that is told with different sums at one time; a sum told later is a revision."""
    for row in commitments:
        worth = [m for m in row["mentions"] if m["value"] is not None and documents[m["document"]].day]
        near = [
            m
            for m in worth
            if any(m["value"] != o["value"] and m["currency"] == o["currency"] and apart(m, o, documents) <= SAME_TIME for o in worth)
        ]
        if near:
            who = ", ".join(p["name"] for p in row["parties"])
            yield made("amount", f"{row['kind']}: {who}", [place(m["amount"], m, m["amount_span"]) for m in near]) | {
                "commitment": row["id"]
            }


def wordings(terms: Iterable[Row], documents: Sources) -> Iterator[Row]:
    """One speaker's words of one thing, given differently by outlets that report the same moment."""
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in terms:
        if row["user"]["id"] and row["user"]["id"].startswith("person") and row["statement"] and documents[row["document"]].day:
            groups[row["concept"], row["user"]["id"], row["language"]].append(row)
    for (about, _, _), rows in sorted(groups.items()):
        near = [r for r in rows if any(r["variant"] != o["variant"] and apart(r, o, documents) <= SAME_TIME / 5 for o in rows)]
        # Who uses both wordings in one text is not quoted differently by two.
        both = {r["document"] for r in near if len({o["variant"] for o in rows if o["document"] == r["document"]}) > 1}
        near = [r for r in near if r["document"] not in both]
        if len({r["variant"] for r in near}) > 1:
            yield made("wording", f"{near[0]['user']['name']} on {about}", [place(r["text"], r) for r in near])


def claims(clusters: Iterable[Cluster], documents: Sources) -> Iterator[Row]:
    """One source says that it happened, another that it did not, or that those concerned deny it."""
    groups: dict[tuple[str, frozenset[str]], list[Row]] = defaultdict(list)
    for one in clusters:
        for row in one.rows:
            who = frozenset(p["country"] for side in ("actors", "recipients") for p in row[side] if p["country"])
            if who and not row["historical"] and row["realis"] in {"happened", "ongoing", "negated"}:
                groups[row["type"], who].append(row)
    for (kind, _), rows in sorted(groups.items(), key=lambda g: (g[0][0], sorted(g[0][1]))):
        denied = [r for r in rows if r["realis"] == "negated"]
        for row in denied:
            other = [r for r in rows if r["realis"] != "negated" and same_time(r, row, documents) and r["document"] != row["document"]]
            if other:
                values = [place("denied", row), *(place("happened", r) for r in other)]
                yield made("claim", f"whether it happened: {kind}, {parties(row)}", values)
                break


def same_time(a: Row, b: Row, documents: Sources) -> bool:
    """Whether two mentions speak of one time: their dates meet give or take a day, else they were published within days."""
    whens = [r["when"] for r in (a, b)]
    if all(w and w["earliest"] and w["latest"] for w in whens):
        first, second = whens
        slack = timedelta(days=1)
        return bool(
            date.fromisoformat(first["earliest"]) - slack <= date.fromisoformat(second["latest"])
            and date.fromisoformat(second["earliest"]) - slack <= date.fromisoformat(first["latest"])
        )
    return apart(a, b, documents) <= SAME_TIME / 2


def apart(a: Row, b: Row, documents: Sources) -> timedelta:
    """Between the publications of two rows; very long where one is not known."""
    first, second = documents[a["document"]].day, documents[b["document"]].day
    return abs(first - second) if first and second else timedelta.max


def place(value: object, row: Row, span: list[int] | None = None) -> Row:
    """A value and where it stands."""
    return {"value": value, "document": row["document"], "span": span or row["span"]}


def label(one: Cluster) -> str:
    """A cluster's date in words."""
    return f"{one.when.earliest} to {one.when.latest}" if one.when and one.when.earliest else "undated"


def parties(row: Row) -> str:
    """'China, Vietnam'"""
    return ", ".join(p["name"] for p in [*row["actors"], *row["recipients"]])


def made(kind: str, about: str, values: list[Row]) -> Row:
    """A conflict row, its values in the order of value and place."""
    values = sorted(values, key=lambda v: (str(v["value"]), v["document"], v["span"]))
    return {"id": content_id("cf", kind, about, values), "kind": kind, "about": about, "values": values}

"""Does the vocabulary hold together, and does it agree with others: Knowledge -> problems; PETRARCH actor files -> agreement."""

import itertools
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from communique.vocab.knowledge import Knowledge
from communique.vocab.knowledge import Term as Office

SINGLE = frozenset({"head_of_state", "head_of_government", "party_leader", "foreign_minister", "defence_minister"})
# Successors take over on the day, or a few days apart; heads of one office under several titles ("Acting President") may meet.
SLACK = timedelta(days=3)
ROLE = re.compile(r"^\s*\[(?P<code>[A-Z]{3})(?P<role>[A-Z]*)\s*(?P<span>[<>]?\d{6}(?:-\d{6})?)\]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


def problems(knowledge: Knowledge) -> Iterator[str]:
    """Overlaps, dangling codes, bad intervals, names that name several, concepts without forms."""
    yield from overlaps(knowledge)
    yield from dangling(knowledge)
    yield from clashing_names(knowledge)
    for concept in knowledge.concepts.values():
        for variant in concept.variants:
            if not variant.forms:
                yield f"concept {concept.id}: the variant {variant.id} has no forms"
            if variant.rival_of and variant.rival_of not in {v.id for v in concept.variants}:
                yield f"concept {concept.id}: {variant.id} is the rival of {variant.rival_of}, which is not there"
        ids = {v.id for v in concept.variants}
        for r in concept.renderings:
            if not {r.of, r.into} <= ids or r.by not in knowledge.actors:
                yield f"concept {concept.id}: the rendering of {r.of} as {r.into} by {r.by} names what is in no table"
        if concept.coined_by and concept.coined_by not in knowledge.actors:
            yield f"concept {concept.id}: coined by {concept.coined_by}, who is in no table"
        if not concept.sources:
            yield f"concept {concept.id}: no source"


def overlaps(knowledge: Knowledge) -> Iterator[str]:
    """Two holders of a single office at one time, and terms that end before they start."""
    for (of, office), terms in sorted(knowledge.holders.items()):
        ordered = sorted(terms, key=lambda t: (t.start, t.person))
        for term in ordered:
            if term.end and term.end < term.start:
                yield f"offices: {term.person} as {office} of {of} ends before it starts"
        if office not in SINGLE:
            continue
        for first, second in itertools.pairwise(ordered):
            if (
                (first.end is None or first.end > second.start + SLACK)
                and not precise_to_month(first, second)
                and first.title == second.title
            ):
                yield f"offices: {first.person} and {second.person} are both {first.title} of {of} on {second.start}"


def precise_to_month(first: Office, second: Office) -> bool:
    """Whether the overlap is only that of a month or year given without its day."""
    if first.end is None:
        return False
    return (first.end + timedelta(days=1)).day == 1 and first.end - second.start < timedelta(
        days=366 if second.start.day == 1 == second.start.month else 31
    )


def dangling(knowledge: Knowledge) -> Iterator[str]:
    """Codes that lead nowhere."""
    countries = {state.iso3 for state in knowledge.states.values() if state.iso3}
    for person, terms in knowledge.terms_of.items():
        if person not in knowledge.actors:
            yield f"offices: {person} is not in people.csv"
        for term in terms:
            if term.of not in knowledge.actors:
                yield f"offices: {person} holds an office of {term.of}, which is in no table"
    for actor in knowledge.actors.values():
        if actor.country and actor.country not in countries:
            yield f"{actor.id}: its country {actor.country} is no state of the tables"
        if CONTROL.search(actor.name):
            yield f"{actor.id}: its name holds a control character"
    for place, country in knowledge.places.items():
        if country and country not in countries:
            yield f"{place}: its country {country} is no state of the tables"
    for state in knowledge.states.values():
        if state.successor and f"state:{state.successor}" not in knowledge.states:
            yield f"{state.id}: its successor {state.successor} is no state of the tables"


def clashing_names(knowledge: Knowledge) -> Iterator[str]:
    """One full name for two actors; demonyms may be shared (Congolese), and a capital may be a place."""
    seen: dict[str, str] = {}
    for name in knowledge.names:
        if name.how in {"place", "demonym", "capital"} or name.text in knowledge.ambiguous:
            continue
        if seen.setdefault(name.text, name.target) != name.target:
            yield f"the name {name.text!r} is given to {seen[name.text]} and to {name.target}"


def agreement(knowledge: Knowledge, folder: Path) -> Iterator[str]:
    """Compare with PETRARCH's dated government roles up to 2010: same name and country, overlapping years."""
    roles = dict(petrarch_roles(folder / "Phoenix.Countries.actors.txt"))
    agree, differ, absent = 0, [], 0
    for person, terms in sorted(knowledge.terms_of.items()):
        actor = knowledge.actors[person]
        wanted = [t for t in terms if t.start < date(2010, 1, 1) and t.of.startswith("state:")]
        if not wanted:
            continue
        found = roles.get(key_of(actor.name))
        if not found:
            absent += 1
            continue
        for term in wanted:
            same = [r for r in found if r[0] == term.of.removeprefix("state:")]
            if any(low <= (term.end or date.max) and term.start <= high for _, low, high in same):
                agree += 1
            elif same:
                spans = ", ".join(f"{low}..{high}" for _, low, high in same)
                differ.append(f"  differs: {actor.name}, {term.title} of {term.of}, {term.start}..{term.end or ''}; there {spans}")
    total = agree + len(differ)
    yield f"PETRARCH2 dated roles to 2010: {agree} of {total} terms of office agree ({100 * agree / max(1, total):.1f}%); {absent} people are not in it under our spelling."
    yield from differ


def key_of(name: str) -> str:
    """Letters of a name in any order: 'Kim Jong-il' and 'KIM_JONG_IL' are one."""
    import unicodedata

    plain = "".join(c for c in unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d")) if not unicodedata.combining(c))
    return " ".join(sorted(re.findall(r"[a-z]+", plain.lower().replace("_", " "))))


def petrarch_roles(path: Path) -> Iterator[tuple[str, list[tuple[str, date, date]]]]:
    """Names with their dated roles: NAME_ then lines of [CODEROLE yymmdd-yymmdd]."""
    names: list[str] = []
    spans: list[tuple[str, date, date]] = []
    for line in path.read_text("latin-1").splitlines():
        match = ROLE.match(line)
        if match:
            start, end = role_span(match["span"])
            if start and end and match["role"].startswith("GOV"):
                spans.append((match["code"], start, end))
        elif line and line[0].isalpha():
            yield from ((key_of(name), spans) for name in names if spans)
            names, spans = [line.split("[")[0].split("#")[0]], []
        elif line.startswith("+"):
            names.append(line[1:].split("[")[0].split("#")[0])
    yield from ((key_of(name), spans) for name in names if spans)


def role_span(value: str) -> tuple[date | None, date | None]:
    """'930120-010120', '<930120' (until), '>930120' (from)."""
    if value[0] == "<":
        return date(1900, 1, 1), short_date(value[1:])
    if value[0] == ">":
        return short_date(value[1:]), date.max
    low, _, high = value.partition("-")
    return short_date(low), short_date(high) if high else short_date(low)


def short_date(value: str) -> date | None:
    """'930120' -> 1993-01-20; years to 30 are of this century."""
    try:
        year = int(value[:2])
        return date(year + (2000 if year < 31 else 1900), int(value[2:4]), int(value[4:6]))
    except ValueError:
        return None

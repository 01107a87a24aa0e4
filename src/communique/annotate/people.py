"""The people of one document: full names first, then the short forms that mean them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from communique.annotate.titles import Title
from communique.model.actor import Actor, Office
from communique.model.dates import Published
from communique.model.identity import content_id
from communique.model.span import Span
from communique.vocab.knowledge import Knowledge, Term

PARTICLES = frozenset({"de", "da", "van", "von", "der", "bin", "al", "el", "la", "di", "dos", "jr.", "jr", "sr.", "iii", "ii"})
LEADERS = frozenset({"head_of_state", "head_of_government", "party_leader", "supreme_leader", "leader"})
# When most undated texts are from.
RECENT = (date(1991, 1, 1), date(2100, 1, 1))
# PLOVER's sector of those who have left office.
FORMER = "ELI"
GENDERS = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female", "hers": "female"}


@dataclass(slots=True, kw_only=True)
class Person:
    """Somebody named in full in this document, or in short and known."""

    actor: Actor
    keys: set[str]
    first: int
    gender: str = ""
    offices: list[Office] = field(default_factory=list)

    @property
    def kinds(self) -> set[str]:
        """The kinds of office that the text gives them."""
        return {office.kind for office in self.offices}


class People:
    """Who is who in a document."""

    def __init__(self, document: str, published: Published, knowledge: Knowledge) -> None:
        self.document, self.published, self.knowledge = document, published, knowledge
        self.by_id: dict[str, Person] = {}
        self.by_key: dict[str, list[str]] = {}

    def add(self, actor: Actor, keys: Iterable[str], position: int) -> Person:
        """Enter somebody, or find them again."""
        person = self.by_id.get(actor.id)
        if person is None:
            person = self.by_id[actor.id] = Person(actor=actor, keys=set(), first=position, gender=self.knowledge.genders.get(actor.id, ""))
        person.first = min(person.first, position)
        for key in keys:
            if key not in person.keys:
                person.keys.add(key)
                self.by_key.setdefault(key, []).append(actor.id)
        return person

    def known(self, actor: Actor, text: str, position: int) -> Person:
        """Somebody of the vocabulary, by their full name."""
        family = self.knowledge.family_names.get(actor.id, "")
        shorts = [s for s, ids in self.knowledge.shorts.items() if actor.id in ids] if actor.id not in self.by_id else []
        last = text.rsplit(maxsplit=1)[-1]
        actor = replace(actor, sector=self.sector_then(actor), country=self.country_then(actor))
        return self.add(actor, {family, *shorts, last, without_marks(last)} - {""}, position)

    def sector_then(self, actor: Actor) -> str:
        """Somebody's sector at publication: that of the office held then; of whoever has left office for good, that of the former; as known without terms."""
        terms = self.knowledge.terms_of.get(actor.id, ())
        low, high = self.published.earliest, self.published.latest
        held = [t for t in terms if low is None or high is None or t.held_on(low, high)]
        if held:
            offices = self.knowledge.languages["en"].words["offices"]
            return "IGO" if held[0].of.startswith("igo:") else offices.get(held[0].title.lower(), ("", actor.sector))[1] or actor.sector
        if not terms or low is None:
            return actor.sector
        return FORMER if all(t.end is not None and t.end < low for t in terms) else ""

    def country_then(self, actor: Actor) -> str | None:
        """The state whose office somebody held at publication, for whoever led a state before a body of states; else as known."""
        low, high = self.published.earliest, self.published.latest
        terms = self.knowledge.terms_of.get(actor.id, ())
        held = [t.of for t in terms if low is not None and high is not None and t.held_on(low, high)]
        state = self.knowledge.actors.get(held[0]) if held and actor.country is None else None
        return state.country if state is not None else actor.country

    def heads(self, person: Person) -> Actor | None:
        """The body of states that somebody speaks for at publication, by the vocabulary or by the office that the text gives."""
        of = {o.of for o in person.offices if o.of and not o.former} or {t.of for t in self.terms(person)}
        body = self.knowledge.actors.get(next(iter(of)) or "") if len(of) == 1 else None
        return body if body is not None and body.kind == "igo" else None

    def found(self, name: str, position: int, title: Title | None, *, local: bool = False) -> Person:
        """Somebody the vocabulary does not know; the same full name is the same person in every document, a surname alone only here."""
        plain = slug(name)
        identity = content_id("person", self.document, name) if local or not plain else f"person:{plain}"
        existing = self.by_id.get(identity)
        country = existing.actor.country if existing else None
        sector = existing.actor.sector if existing else ""
        if title:
            country = country or self.country_of(title)
            sector = sector or title.sector
        if existing and (existing.actor.country, existing.actor.sector) != (country, sector):
            existing.actor = Actor(id=identity, name=existing.actor.name, kind="person", country=country, sector=sector)
        words = [w for w in name.split() if w.lower() not in PARTICLES and not (len(w) == 2 and w.endswith("."))]
        keys = {words[0], words[-1], without_marks(words[-1])} if words else {name}
        return self.add(
            existing.actor if existing else Actor(id=identity, name=name, kind="person", country=country, sector=sector), keys, position
        )

    def named(self, name: str) -> Actor:
        """Somebody by a full name that stands outside the prose, in a byline."""
        known = next((a for a in self.knowledge.actors.values() if a.kind == "person" and a.name == name), None)
        plain = slug(name)
        return known or Actor(id=f"person:{plain}", name=name, kind="person", country=None, sector="")

    def country_of(self, title: Title) -> str | None:
        """The country that a title's words name: of the body first, then of a state before it."""
        for target in (title.office.of, *title.affiliation):
            actor = self.knowledge.actors.get(target or "")
            if actor and actor.country:
                return actor.country
        return None

    def fitting(self, holders: list[Person], noun: str) -> list[Person]:
        """Of several, those whose gender the noun says ('spokeswoman') and whose title has the very noun ('chancellor')."""
        gender = next((g for g, forms in self.knowledge.languages["en"].words["gender"].items() if noun in forms), "")
        holders = [p for p in holders if not gender or not p.gender or p.gender == gender]
        titled = [p for p in holders if noun in " ".join(self.titles(p)).lower()]
        return titled or holders

    def titles(self, person: Person) -> Iterator[str]:
        """What the text calls somebody, and the vocabulary at publication."""
        yield from (office.title for office in person.offices)
        yield from (t.title for t in self.terms(person))

    def terms(self, person: Person) -> list[Term]:
        """Somebody's terms of office at publication, all of them in an undated text."""
        low, high = self.published.earliest, self.published.latest
        terms = self.knowledge.terms_of.get(person.actor.id, ())
        return [t for t in terms if low is None or high is None or t.held_on(low, high)]

    def holds(self, person: Person, kind: str) -> bool:
        """Whether the text, or the vocabulary at publication, gives somebody this office; a 'minister' may be of anything."""
        kinds = person.kinds | {t.office for t in self.terms(person)}
        if kind == "minister":
            return any(k.endswith("minister") for k in kinds)
        return bool(kinds & (LEADERS if kind == "leader" else {kind}))

    def short(self, word: str, gender: str) -> list[Person]:
        """Who in this document a short form can mean."""
        people = [self.by_id[i] for i in self.by_key.get(word, [])]
        return [p for p in people if not gender or not p.gender or p.gender == gender]

    def in_office(self, word: str) -> list[Actor]:
        """Who of the vocabulary is called so and held an office when the document appeared; if it is undated, whoever held one since 1991."""
        ids = self.knowledge.shorts.get(word, ())
        low, high = self.published.earliest, self.published.latest
        if low is None or high is None:
            low, high = RECENT
        return [self.knowledge.actors[i] for i in ids if any(t.held_on(low, high) for t in self.knowledge.terms_of.get(i, ()))]

    def ever_in_office(self, word: str) -> list[Actor]:
        """Who of the vocabulary is called so and held an office at any time: a text of 2020 tells of President Reagan."""
        return [self.knowledge.actors[i] for i in self.knowledge.shorts.get(word, ()) if self.knowledge.terms_of.get(i)]


def slug(name: str) -> str:
    """A name as part of an id: 'Félix Tshisekedi' -> 'felix-tshisekedi'; empty where nothing of it is Latin."""
    return re.sub(r"[^a-z0-9]+", "-", without_marks(name.lower()).replace("đ", "d")).strip("-")


def without_marks(word: str) -> str:
    """'Szijjártó' -> 'Szijjarto', as papers print it the second time."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def clean_name(text: str, span: Span) -> Span:
    """An entity's span without possessive, title or honorific that the tagger took along."""
    words = span.of(text)
    end = span.end - (2 if re.search(r"['’]s$", words) else 0)
    end -= 1 if text[end - 1] in "'’,.;:/" and text[end - 3 : end] != "Jr." else 0
    lead = re.match(
        r"^(?:(?:President|Prime Minister|Premier|Minister|Secretary|Chairman|Senator|Sen\.|Rep\.|Gov\.|Gen\.|Mr\.|Mrs\.|Ms\.|Dr\.|Prof\.|Professor|Ambassador|General|Admiral|King|Queen|Chancellor|Leader|Comrade|Chinese|the|The|then-|ex-)\s?)+",
        words,
    )
    return Span(span.start + (lead.end() if lead else 0), end)


def is_full_name(words: str) -> bool:
    """Two to five capitalised words and nothing else; 'Von der Leyen' is a surname."""
    parts = words.split()
    return (
        2 <= len(parts) <= 5
        and any(p.lower() not in PARTICLES for p in parts[:-1])
        and all(p[0].isupper() or p.lower().split("-")[0] in PARTICLES for p in parts)
        and not re.search(r"[\d/()\[\]“”\"@&:]", words)
        and words != words.upper()
    )

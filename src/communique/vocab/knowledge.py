"""The shape of what the annotators are told: frozen tables, handed in, never global."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from communique.model.actor import Actor
from communique.model.article import Outlet


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One way to name something. how: name, demonym, capital, metonym, short or place."""

    text: str
    target: str
    how: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term of office. Dates are intervals' outer ends; `end` is None for who held it when last checked."""

    person: str
    office: str
    title: str
    of: str
    start: date
    end: date | None

    def held_on(self, earliest: date, latest: date) -> bool:
        """Whether the office was held at some time in the interval."""
        return self.start <= latest and (self.end is None or self.end >= earliest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One form of a contested concept in one language. `kind` is the concept's, unless the file says otherwise of this form."""

    concept: str
    id: str
    kind: str
    language: str
    forms: tuple[str, ...]
    rival_of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """How a state's own texts put a variant into another language, and when (EDTF, empty where it is not bounded)."""

    of: str
    into: str
    by: str
    since: str
    until: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A contested wording: its variants, who coined it, where that is documented.

    kind "idea" can be promoted, adopted or rejected; a "name" of a thing is only used or talked about.
    """

    id: str
    name: str
    kind: str
    variants: tuple[Variant, ...]
    renderings: tuple[Rendering, ...]
    coined_by: str | None
    coined: str | None
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of a state's ladder of partnerships. `forms`: all its names, in small letters; `level` says nothing where the ladder is not ordered."""

    id: str
    name: str
    level: int
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """A state's or union's own rungs, and who stood on which since when (EDTF), as its sources have it.

    `ordered`: whether the state itself ranks them.
    """

    state: str
    ordered: bool
    note: str
    sources: tuple[str, ...]
    rungs: tuple[Rung, ...]
    standing: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state, present or past, with the codes of the field."""

    id: str
    iso3: str
    name: str
    cow: str
    gw: str
    demonyms: tuple[str, ...]
    capital: str
    start: date | None
    end: date | None
    successor: str
    identifiers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A predicate pattern of an ontology; see ontologies/plover/frames.toml for the keys."""

    type: str
    mode: str = ""
    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    needs_object: frozenset[str] = frozenset()
    complement: frozenset[str] = frozenset()
    particle: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    by: tuple[str, ...] = ("by",)
    to: tuple[str, ...] = ()
    roles: str = "direct"
    agent: str = ""
    symmetric: bool = False
    clause: bool = False
    direct_only: bool = False
    needs_clause: bool = False
    person: bool = False
    needs_recipient: bool = False
    needs_party: int = 0
    max_party: int = 0

    def order(self) -> tuple[Any, ...]:
        """Where it stands among the frames of one word: those that ask for more words first, then those that ask more of the parties; never by its place in the file."""
        words = (self.objects, self.complement, self.words, self.subjects, self.particle, self.needs_object, self.clause)
        sides = (self.agent, self.needs_recipient, self.person, self.max_party, self.needs_party, self.needs_clause, self.without)
        asked = -sum(map(bool, words)), -sum(map(bool, sides))
        return (*asked, self.type, self.mode, self.roles, self.to, sorted(self.verbs), sorted(self.nouns), sorted(self.objects))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """Event types with quad, score and modes; the frames that find them; context words; the dimensions of a tie (name, contexts, types); types that bind or cost."""

    name: str
    types: Mapping[str, Mapping[str, Any]]
    contexts: Mapping[str, frozenset[str]]
    dimensions: tuple[tuple[str, frozenset[str], frozenset[str]], ...]
    costly: frozenset[str]
    stop: Mapping[str, frozenset[str]]
    by_verb: Mapping[str, tuple[Frame, ...]]
    by_noun: Mapping[str, tuple[Frame, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The word lists of one language, as their TOML files have them."""

    code: str
    speech: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Any] = field(default_factory=dict)
    dates: Mapping[str, Any] = field(default_factory=dict)
    stance: Mapping[str, Any] = field(default_factory=dict)
    promises: Mapping[str, Any] = field(default_factory=dict)
    speech_verbs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Knowledge:
    """Everything the annotators may know. `version` is a digest of all of it, and stands for it: equal versions are equal knowledge."""

    version: str
    actors: Mapping[str, Actor]
    states: Mapping[str, State]
    names: tuple[Name, ...]
    terms_of: Mapping[str, tuple[Term, ...]]
    holders: Mapping[tuple[str, str], tuple[Term, ...]]
    family_names: Mapping[str, str]
    genders: Mapping[str, str]
    seats: Mapping[str, str]
    shorts: Mapping[str, tuple[str, ...]]
    places: Mapping[str, str]
    cities: Mapping[str, str]
    lexicon: Mapping[str, Mapping[str, tuple[str, ...]]]
    outlets: Mapping[str, Outlet]
    domains: Mapping[str, str]
    concepts: Mapping[str, Concept]
    ladders: Mapping[str, Ladder]
    ambiguous: Mapping[str, tuple[str, ...]]
    given_names: frozenset[str]
    not_before: Mapping[str, tuple[str, ...]]
    plover: Ontology
    languages: Mapping[str, Language]

    def __hash__(self) -> int:
        return hash(self.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Knowledge) and other.version == self.version

    def __repr__(self) -> str:
        return f"Knowledge({self.version})"

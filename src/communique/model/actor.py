"""Actors: states, bodies, people; their mentions, and the doubt about whom a word means."""

from dataclasses import dataclass

from communique.model.span import Span


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was decided, in words a reader can check; `span` is the evidence, if it lies in the text."""

    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who can act. kind: state, government, party, armed_forces, igo, ngo, media, company, person or group."""

    id: str
    name: str
    kind: str
    country: str | None = None
    sector: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An actor in a role, with the words that name it. `id` is None where the words do not decide; then `candidates` do not agree."""

    id: str | None
    name: str
    country: str | None
    sector: str
    text: str
    span: Span | None
    candidates: tuple[str, ...] = ()
    because: tuple[Reason, ...] = ()

    @classmethod
    def of(cls, actor: Actor, *, text: str, span: Span | None, because: tuple[Reason, ...] = ()) -> "Party":
        """The decided party: `actor`, named by `text` at `span`."""
        return cls(id=actor.id, name=actor.name, country=actor.country, sector=actor.sector, text=text, span=span, because=because)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office that a text gives somebody: 'Vietnamese President', of the state that the words name."""

    title: str
    kind: str
    of: str | None
    span: Span
    former: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch of text that names an actor. how: name, short, metonym, demonym, role or pronoun."""

    document: str
    span: Span
    text: str
    actor: Actor | None
    how: str
    candidates: tuple[str, ...] = ()
    because: tuple[Reason, ...] = ()
    office: Office | None = None
    place: bool = False

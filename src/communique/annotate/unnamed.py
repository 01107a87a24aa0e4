"""Who acts where no name says of which state: a crowd, or somebody of this text alone; and who suffers an act that no rule read."""

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.annotate.neural.acts import code_of
from communique.annotate.parse import Sentence
from communique.annotate.phrases import phrase
from communique.annotate.resolve import Resolver
from communique.annotate.roles import in_sentence, inner_parties
from communique.annotate.scene import FOREIGN, QUANTITIES, parties_here
from communique.annotate.sectors import party_of_state, sector_noun
from communique.annotate.sides import Scene
from communique.annotate.subjects import undergone
from communique.model.actor import Party, Reason
from communique.model.identity import content_id

if TYPE_CHECKING:
    from spacy.tokens import Token

# Of these the subject of a passive is a side like the other: 'was received by the king'.
BY_BOTH = frozenset({"CONSULT", "COOPERATE", "RETREAT"})


def sufferers(resolver: Resolver, sentence: Sentence, token: "Token", kind: str) -> frozenset[str]:
    """The codes of whom the words of an act of a type say to suffer it."""
    subject = undergone(token, kind) if kind not in BY_BOTH else None
    if subject is None or not in_sentence(sentence, subject):
        return frozenset()
    found = parties_here(resolver, sentence, subject)
    if not found and token.pos_ == "NOUN":
        # 'Japan's choice drew criticism'
        found = inner_parties(resolver, sentence, subject)
    return frozenset(map(code_of, found)) - {""}


def crowd(
    resolver: Resolver, sentence: Sentence, subject: "Token | None", weighed: frozenset[str]
) -> tuple[frozenset[str], tuple[Party, ...]]:
    """The one state that the passage means, and who of its people the subject says."""
    state = resolver.reading.knowledge.actors.get(f"state:{next(iter(weighed))}")
    noun, sector = sector_noun(resolver.reading, sentence, subject) if subject is not None else ("", "")
    if subject is not None and subject.lower_ in QUANTITIES:
        noun, sector = "people", "CVL"
    if state is None or subject is None or not sector or not sentence.first <= subject.i < sentence.last:
        return weighed, ()
    span = phrase(sentence, subject)
    why = Reason(f"no country is named; the passage tells of {state.name}", span)
    return weighed, (party_of_state(state, noun, sector, span.of(resolver.reading.text), span, why),)


def somebody(resolver: Resolver, sentence: Sentence, token: "Token") -> Party | None:
    """The one person who is the subject of a verb, and of whom the text does not say of which state, or which of two he is."""
    subjects = [c for c in token.children if c.dep_ == "nsubj"]
    mention = resolver.reading.mention_at(sentence, subjects[0]) if len(subjects) == 1 else None
    if mention is not None and mention.candidates and all(c.startswith("person:") for c in mention.candidates):
        return resolver.of_mention(mention, "", mention.span)
    found = resolver.parties(sentence, subjects[0]) if len(subjects) == 1 else ()
    return found[0] if len(found) == 1 and (found[0].id or "").startswith("person:") and not code_of(found[0]) else None


def one_of(resolver: Resolver, weighed: frozenset[str], person: Party) -> tuple[frozenset[str], tuple[Party, ...]]:
    """A person as one of the state that the passage means."""
    state = resolver.reading.knowledge.actors.get(f"state:{next(iter(weighed))}")
    if state is None:
        return weighed, ()
    why = Reason(f"no country is named; the passage tells of {state.name}", person.span)
    return weighed, (replace(person, country=state.country, because=(*person.because, why)),)


def names_somebody(resolver: Resolver, sentence: Sentence, subject: "Token") -> bool:
    """Whether a subject is somebody or some people of somewhere, and not a thing, a pronoun or the world."""
    if subject.pos_ == "PRON" or any(c.lower_ in FOREIGN for c in subject.children):
        return False
    mention = resolver.reading.mention_at(sentence, subject)
    if mention is not None and mention.candidates:
        # 'Cruz', of whom the text names two: nobody of their own.
        return False
    return bool(sector_noun(resolver.reading, sentence, subject)[1]) or subject.ent_type_ in {"PERSON", "ORG", "NORP"}


def unplaced(resolver: Resolver, sentence: Sentence, subject: "Token", scene: Scene, weighed: frozenset[str]) -> Party:
    """A subject of whom the text does not say whose it is: somebody of this text alone, and whom the passage tells of."""
    span = phrase(sentence, subject)
    text = span.of(resolver.reading.text)
    told = ", ".join(sorted({party.name for code in weighed for _, party in scene.parties[code][:1]}))
    return Party(
        id=content_id("group", resolver.reading.article.id, text.lower()),
        name=text,
        country=None,
        sector=sector_noun(resolver.reading, sentence, subject)[1],
        text=text,
        span=span,
        because=(Reason(f"the text does not say whose{'; it tells of ' + told if told else ''}", span),),
    )

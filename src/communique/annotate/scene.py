"""Where a scene is set: in a text about Slovakia 'police arrested a writer' means Slovak police. Said in the reason, and never done for a name."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.annotate.parse import Sentence
from communique.annotate.phrases import conjuncts, phrase
from communique.annotate.resolve import Resolver
from communique.annotate.sectors import body_noun, party_of_state
from communique.model.actor import Actor, Mention, Party, Reason

if TYPE_CHECKING:
    from spacy.tokens import Token

# The state of the scene must be so much plainer than the next one.
MARGIN = 1.5
# A place says more of where a scene is set than an actor does.
PLACE = 2.0
# Too general to be the scene's without a name.
GENERAL = frozenset({"office", "agency", "council", "mission", "side", "leader", "leaders", "delegation", "regime", "people", "men", "man"})
# Words of people who are not the scene's own.
FOREIGN = frozenset({"world", "foreign", "western", "international", "global", "other", "many", "several", "some", "most"})
# 'Hundreds of people', 'leaders of the party': who is meant stands after 'of'.
QUANTITIES = frozenset(
    {"hundreds", "thousands", "dozens", "scores", "tens", "crowds", "number", "group", "members", "supporters", "most", "many", "some"}
)
# In these places a name that nobody knows says whose they are: 'Bush officials', 'troops of Haftar'.
NAMED = frozenset({"compound", "poss", "nmod"})
# So many sentences back are looked at.
REACH = 6


def parties_here(resolver: Resolver, sentence: Sentence, token: "Token") -> tuple[Party, ...]:
    """Whom a noun phrase means; the police, crowds and courts of an event are those of the scene where the text names no other."""
    found = of_several(resolver, sentence, token) or resolver.parties(sentence, token)
    if found:
        return found
    if token.lower_ in QUANTITIES:
        inner = (g for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for g in c.children if g.dep_ == "pobj")
        for noun in inner:
            counted = parties_here(resolver, sentence, noun) or tuple(p for p in [local(resolver, sentence, noun, general=True)] if p)
            if counted:
                # 'Thousands of Georgians' are people.
                return tuple(p if p.sector else replace(p, sector="CVL") for p in counted)
    here = (local(resolver, sentence, t) for t in resolver.members(sentence, token))
    return tuple({p.id or "": p for p in here if p is not None}.values())


def of_several(resolver: Resolver, sentence: Sentence, token: "Token") -> tuple[Party, ...]:
    """'The foreign ministers of Rwanda and Burundi': one of each."""
    if token.tag_ != "NNS" or resolver.reading.mention_at(sentence, token) is not None:
        return ()
    owners = [g for c in token.children if c.dep_ == "prep" and c.lower_ in {"of", "from"} for g in c.children if g.dep_ == "pobj"]
    if not any(conjuncts(g) for g in owners):
        return ()
    sector = body_noun(resolver.reading, sentence, token)[1] or resolver.words["offices"].get(token.lemma_.lower(), ("", ""))[1]
    if not sector:
        return ()
    states = [p for g in owners for p in resolver.parties(sentence, g) if (p.id or "").startswith("state:")]
    return tuple(replace(p, sector=sector) for p in states) if len(states) > 1 else ()


def local(resolver: Resolver, sentence: Sentence, token: "Token", *, general: bool = False) -> Party | None:
    """A body or crowd without a country of its own, as one of the scene's. `general`: 'people' too, where they are counted."""
    noun, sector = body_noun(resolver.reading, sentence, token)
    if (
        not sector
        or (noun in GENERAL and not general)
        or resolver.modifiers(sentence, token)
        or any(t.lower_ in FOREIGN or (t.pos_ == "PROPN" and t.dep_ in NAMED and t.text[:1].isupper()) for t in described(token))
        or any(g.pos_ == "PROPN" for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for g in c.children)
    ):
        return None
    state = state_of_scene(resolver, sentence)
    if state is None:
        return None
    span = phrase(sentence, token)
    return party_of_state(
        state, noun, sector, span.of(resolver.reading.text), span, Reason(f"no country is named; the scene is {state.name}", span)
    )


def described(token: "Token") -> Iterator["Token"]:
    """What describes a noun, and in 'world leaders and diplomats' what describes the one that it is joined to."""
    yield from token.children
    if token.dep_ == "conj":
        yield from token.head.children


def state_of_scene(resolver: Resolver, sentence: Sentence) -> Actor | None:
    """The state whose places and people stand nearest before, if one is plainly ahead of all others."""
    reading = resolver.reading
    here = resolver.index[id(sentence)]
    weights: dict[str, float] = {}
    for back in range(min(REACH, here) + 1):
        other = reading.sentences[here - back]
        for mention in reading.mentions_in(other.span):
            country = country_of(mention)
            # Who acts in this sentence acts upon others.
            if country and not (other is sentence and resolver.is_subject(sentence, mention)):
                weights[country] = weights.get(country, 0.0) + (PLACE if mention.place or mention.how == "place" else 1.0) / (1 + back)
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or (len(ranked) > 1 and ranked[0][1] < MARGIN * ranked[1][1]):
        return None
    return reading.knowledge.actors.get(f"state:{ranked[0][0]}")


def country_of(mention: Mention) -> str | None:
    """The country of a mention, if it has one."""
    return mention.actor.country if mention.actor is not None else None

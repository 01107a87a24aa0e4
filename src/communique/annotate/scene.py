"""Where a scene is set: in a text about Slovakia 'police', or an interior minister of no named state, are Slovak; the reason says so."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.annotate.parse import Sentence
from communique.annotate.people import Person
from communique.annotate.phrases import conjuncts, phrase
from communique.annotate.resolve import Resolver
from communique.annotate.sectors import AIRCRAFT, STATE_SECTORS, body_noun, party_of_state, sector_noun
from communique.annotate.subjects import subject_of
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
# Who says 'we' in a quotation is its speaker.
SPEAKING = frozenset({"we", "i"})
# After these stands where something is done.
WHERE = frozenset({"in", "at", "across", "through", "outside", "near", "around", "throughout"})
# So many sentences back are looked at.
REACH = 6
# After these stands whom somebody speaks to or of.
TOWARDS = frozenset({"on", "upon", "to", "against"})
# Who quarrels with whom at home, by their sectors.
QUARRELLING, AT_ODDS_WITH = frozenset({"LEG", "PTY", "OPP"}), frozenset({"GOV", "LEG", "PTY", "OPP", "JUD"})


def parties_here(resolver: Resolver, sentence: Sentence, token: "Token") -> tuple[Party, ...]:
    """Whom a noun phrase means; the police, crowds and courts of an event are those of the scene where the text names no other."""
    return tuple(embodied(resolver, p) for p in meant_here(resolver, sentence, token))


def embodied(resolver: Resolver, party: Party) -> Party:
    """'Guterres urged both': whoever leads a body of states acts for it; 'Interior Minister Faeser', of whom the text does not say which state's she is, for
    the state of the scene in which she is named first."""
    person = resolver.people.by_id.get(party.id or "")
    if person is None:
        return party
    body = resolver.people.heads(person)
    if body is None:
        state = state_of_office(resolver, person) if party.country is None and party.sector in STATE_SECTORS else None
        if state is None:
            return party
        why = Reason(f"no country is named; the scene is {state.name}", party.span)
        return replace(party, country=state.country, because=(*party.because, why))
    why = Reason(f"{party.name} speaks for {body.name}", party.span)
    return replace(party, id=body.id, name=body.name, country=body.country, sector=body.sector, because=(*party.because, why))


def state_of_office(resolver: Resolver, person: Person) -> Actor | None:
    """The state of the scene in which somebody is first named with an office of no state that is named."""
    if not any(o.of is None and not o.former for o in person.offices):
        return None
    if person.actor.id not in resolver.scenes:
        here = bisect_right(resolver.reading.sentence_starts, person.first) - 1
        before = resolver.reading.sentences[max(0, here - REACH) : max(0, here)]
        weights: dict[str, float] = defaultdict(float)
        for back, other in enumerate(reversed(before or resolver.reading.sentences)):
            for mention in resolver.reading.mentions_in(other.span):
                weights[country_of(mention) or ""] += 1 / (1 + back) if before else 1.0
        resolver.scenes[person.actor.id] = ahead(resolver, weights)
    return resolver.scenes[person.actor.id]


def meant_here(resolver: Resolver, sentence: Sentence, token: "Token") -> tuple[Party, ...]:
    """Whom a noun phrase means, people as themselves."""
    found = (
        of_several(resolver, sentence, token)
        or resolver.parties(sentence, token)
        or same_as_speaker(resolver, sentence, token)
        or led_by(resolver, sentence, token)
    )
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


def same_as_speaker(resolver: Resolver, sentence: Sentence, token: "Token") -> tuple[Party, ...]:
    """'"We condemn it," the minister said': who speaks; 'Kenyan officials said they had asked': the subject of the verb that tells it."""
    place = sentence.place(token)
    if token.lower_ in SPEAKING:
        voice = resolver.reading.innermost(place)
        if voice is None or voice.speaker.id is None or not any(q.covers(place) for q in resolver.reading.quotes):
            return ()
        why = Reason(f"{token.text!r} is who speaks", place)
        return (replace(voice.speaker, text=token.text, span=place, because=(*voice.speaker.because, why)),)
    verb = token.head
    if token.lower_ != "they" or token.dep_ != "nsubj" or verb.dep_ != "ccomp":
        return ()
    telling = next((c for c in verb.head.children if c.dep_ == "nsubj" and c.i < token.i), None)
    if telling is None or telling.pos_ == "PRON":
        return ()
    why = Reason(f"'they' are the {telling.text} who say so", place)
    return tuple(replace(p, text=token.text, span=place, because=(*p.because, why)) for p in parties_here(resolver, sentence, telling))


def led_by(resolver: Resolver, sentence: Sentence, token: "Token") -> tuple[Party, ...]:
    """'A Saudi-led coalition', 'a mission led by France': who leads it."""
    for child in token.children:
        if child.lower_ != "led" or child.dep_ not in {"amod", "acl"}:
            continue
        leaders = [c for c in child.children if c.dep_ == "npadvmod"]
        leaders += [g for c in child.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
        span = phrase(sentence, token)
        for leader in leaders:
            why = Reason(f"led by {leader.text}", span)
            found = tuple(p for p in resolver.parties(sentence, leader) if (p.id or "").startswith("state:"))
            if found:
                return tuple(replace(p, text=span.of(resolver.reading.text), span=span, because=(*p.because, why)) for p in found)
    return ()


def of_several(resolver: Resolver, sentence: Sentence, token: "Token") -> tuple[Party, ...]:
    """'The foreign ministers of Rwanda and Burundi', 'French and German officials': one of each."""
    if token.tag_ != "NNS" or resolver.reading.mention_at(sentence, token) is not None:
        return ()
    owners = [g for c in token.children if c.dep_ == "prep" and c.lower_ in {"of", "from"} for g in c.children if g.dep_ == "pobj"]
    owners += [c for c in token.children if c.dep_ in {"amod", "nmod", "compound"} and c.i < token.i]
    if not any(conjuncts(g) for g in owners):
        return ()
    sector = sector_noun(resolver.reading, sentence, token)[1] or resolver.words["offices"].get(token.lemma_.lower(), ("", ""))[1]
    if not sector:
        return ()
    states = [p for g in owners for p in resolver.parties(sentence, g) if (p.id or "").startswith("state:")]
    return tuple(replace(p, sector=sector) for p in states) if len(states) > 1 else ()


def local(resolver: Resolver, sentence: Sentence, token: "Token", *, general: bool = False) -> Party | None:
    """A body or crowd without a country of its own, as one of the scene's. `general`: 'people' too, where they are counted."""
    noun, sector = body_noun(resolver.reading, sentence, token)
    if not sector and any(c.lower_ == "the" for c in token.children):
        sector = resolver.words["offices"].get(token.lower_, ("", ""))[1]
    if (
        not sector
        or (noun in GENERAL and not general)
        or AIRCRAFT.fullmatch(token.text)
        or resolver.modifiers(sentence, token)
        or any(t.lower_ in FOREIGN or (t.pos_ == "PROPN" and t.dep_ in NAMED and t.text[:1].isupper()) for t in described(token))
        or any(g.pos_ == "PROPN" for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for g in c.children)
    ):
        return None
    span = phrase(sentence, token)
    state = state_of_rival(resolver, sentence, token, sector)
    if state is not None:
        why = Reason(f"no country is named; who acts is of {state.name}", span)
        return party_of_state(state, noun, sector, span.of(resolver.reading.text), span, why)
    state = state_of_clause(resolver, sentence, token) or state_of_scene(resolver, sentence, acting=token.dep_ == "nsubj")
    if state is None:
        return None
    why = Reason(f"no country is named; the scene is {state.name}", span)
    return party_of_state(state, noun, sector, span.of(resolver.reading.text), span, why)


def described(token: "Token") -> Iterator["Token"]:
    """What describes a noun, and in 'world leaders and diplomats' what describes the one that it is joined to."""
    yield from token.children
    if token.dep_ == "conj":
        yield from token.head.children


def state_of_rival(resolver: Resolver, sentence: Sentence, token: "Token", sector: str) -> Actor | None:
    """'Senators criticised the president': parties and lawmakers quarrel with those of their own state."""
    verb = token.head.head if token.dep_ == "pobj" and token.head.lower_ in TOWARDS else token.head
    subject = subject_of(verb) if token.dep_ in {"dobj", "pobj"} and verb.pos_ == "VERB" else None
    if subject is None or subject.i == token.i or not sentence.first <= subject.i < sentence.last:
        return None
    acting = resolver.parties(sentence, subject)
    if len(acting) != 1 or acting[0].sector not in QUARRELLING or sector not in AT_ODDS_WITH:
        return None
    return resolver.reading.knowledge.actors.get(f"state:{acting[0].country}")


def state_of_clause(resolver: Resolver, sentence: Sentence, token: "Token") -> Actor | None:
    """The one state in which a crowd's own clause says that it acts: 'In Cairo a crowd tore down the American flag'."""
    # 'Thousands of people marched': from the people over the thousands to the verb.
    counted = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "of" else token
    verb = counted.head if counted.dep_ in {"nsubj", "nsubjpass"} else token
    found = set()
    for child in (*verb.children, *token.children):
        if child.dep_ == "prep" and child.lower_ in WHERE:
            for noun in (n for c in child.children if c.dep_ == "pobj" for n in (c, *c.children)):
                mention = resolver.reading.mention_at(sentence, noun)
                if mention is not None and mention.actor is not None and mention.actor.kind == "state":
                    found.add(mention.actor.id)
    return resolver.reading.knowledge.actors.get(found.pop()) if len(found) == 1 else None


def state_of_scene(resolver: Resolver, sentence: Sentence, *, acting: bool = False) -> Actor | None:
    """The state whose places and people stand nearest before, if one is plainly ahead of all others. `acting`: of somebody who acts, and so upon the states
    that the sentence names."""
    reading = resolver.reading
    here = resolver.index[id(sentence)]
    weights: dict[str, float] = {}
    for back in range(min(REACH, here) + 1):
        other = reading.sentences[here - back]
        for mention in reading.mentions_in(other.span):
            country, place = country_of(mention), mention.place or mention.how == "place"
            # Who acts in this sentence acts upon others: 'police arrested four Tajiks'.
            foreign = acting and not place and mention.actor is not None and mention.actor.kind == "state"
            if country and not (other is sentence and (foreign or resolver.is_subject(sentence, mention))):
                weights[country] = weights.get(country, 0.0) + (PLACE if place else 1.0) / (1 + back)
    return ahead(resolver, weights)


def ahead(resolver: Resolver, weights: Mapping[str, float]) -> Actor | None:
    """The state that is plainly ahead of all others, if one is."""
    ranked = sorted(((c, w) for c, w in weights.items() if c), key=lambda item: (-item[1], item[0]))
    if not ranked or (len(ranked) > 1 and ranked[0][1] < MARGIN * ranked[1][1]):
        return None
    return resolver.reading.knowledge.actors.get(f"state:{ranked[0][0]}")


def country_of(mention: Mention) -> str | None:
    """The country of a mention, if it has one."""
    return mention.actor.country if mention.actor is not None else None

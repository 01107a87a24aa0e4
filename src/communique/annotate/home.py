"""Acts at home: what a state or its people do to nobody of another state who is named."""

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.annotate.parse import Sentence
from communique.annotate.phrases import phrase
from communique.annotate.resolve import Resolver
from communique.annotate.roles import Roles, in_sentence
from communique.annotate.scene import state_of_clause
from communique.annotate.sectors import party_of_state, sector_noun
from communique.annotate.sides import ELSEWHERE, NOT_IN_PLACE
from communique.annotate.subjects import subject_of
from communique.model.actor import Actor, Party, Reason

if TYPE_CHECKING:
    from spacy.tokens import Token

# What a state or its people do, and nobody else is told to suffer, is done at home: 43 of 57 in our gold where no recipient was found.
AT_HOME = frozenset({"COERCE", "PROTEST", "CONCEDE"})
# What police, courts, parliaments, parties and crowds demand, reject or complain of is at home where nobody else is told: 81 of 96 in our gold, 13 name another.
HOME_SECTORS = frozenset({"COP", "JUD", "LEG", "PTY", "OPP", "CVL", "LAB"})
TOLD_AT_HOME = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN"})
# These act upon people, the others upon their government.
ENFORCING = frozenset({"COP", "JUD"})
# Whom somebody speaks to, promises or attacks and no word says whose they are, are of the own state: 'asked voters for patience'.
TO_OWN_PEOPLE = TOLD_AT_HOME | {"AGREE", "ASSAULT", "COERCE"}
OWN_PEOPLE = HOME_SECTORS | {"BUS", "EDU", "JRN", "NGO", "REB", "REL"}
# Those who demand of their rulers.
DEMANDING = frozenset({"CVL", "EDU", "LAB", "OPP", "PTY"})
# Anybody may do these, from anywhere.
NOBODY_S = frozenset({"cyber", "misinformation"})


def done_at_home(kind: str, mode: str, actors: tuple[Party, ...]) -> bool:
    """Whether an act towards nobody who is named is one at home: by its type, or by who acts."""
    domestic = bool(actors) and all(p.sector in HOME_SECTORS for p in actors)
    return kind in AT_HOME or mode == "release" or (domestic and kind in TOLD_AT_HOME)


def at_home(resolver: Resolver, sentence: Sentence, kind: str, actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """The state whose own people act, where nobody else is told to suffer it; its government, where they demand or protest."""
    state = own_state(resolver, actors)
    if state is None:
        return ()
    party = Party.of(state, text="", span=None, because=(Reason("nobody else is named: an act at home", sentence.span),))
    demanding = kind == "PROTEST" or (kind in TOLD_AT_HOME and not any(p.sector in ENFORCING for p in actors))
    return (replace(party, sector="GOV"),) if demanding else (party,)


def of_rulers(kind: str, roles: Roles) -> tuple[Party, ...]:
    """What teachers or a union demand and no clause says of whom is demanded of those who rule, and not of the police who stood in the sentence before."""
    crowd = {p.country for p in roles.actors if p.sector in DEMANDING} if kind in TOLD_AT_HOME | {"PROTEST"} else set()
    # Nor do marchers march against marchers.
    others = ENFORCING | {"CVL"} if kind == "PROTEST" else ENFORCING
    return tuple(
        replace(p, id=f"state:{p.country}", name=p.name.partition(": ")[0], sector="GOV", text="", span=None)
        if p.country in crowd and p.sector in others and any(r.text.startswith((ELSEWHERE, NOT_IN_PLACE)) for r in p.because)
        else p
        for p in roles.recipients
    )


def own_people(resolver: Resolver, sentence: Sentence, token: "Token", kind: str, actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """The people of the actors' own state whom the object of a verb names without saying whose they are."""
    state = own_state(resolver, actors) if kind in TO_OWN_PEOPLE else None
    # What is promised is no recipient: 'promised a union'.
    places = {"dative"} if kind == "AGREE" else {"dobj", "dative"}
    if state is None:
        return ()
    for child in token.children:
        noun, sector = sector_noun(resolver.reading, sentence, child) if child.dep_ in places else ("", "")
        if sector in OWN_PEOPLE and not resolver.modifiers(sentence, child):
            span = phrase(sentence, child)
            why = Reason(f"the text does not say whose; {state.name} acts", span)
            return (party_of_state(state, noun, sector, span.of(resolver.reading.text), span, why),)
    return ()


def own_state(resolver: Resolver, actors: tuple[Party, ...]) -> Actor | None:
    """The one state that all actors are of."""
    codes = {p.country for p in actors}
    return resolver.reading.knowledge.actors.get(f"state:{next(iter(codes))}") if len(codes) == 1 else None


def who_enforces(resolver: Resolver, sentence: Sentence, token: "Token", mode: str, recipients: tuple[Party, ...]) -> tuple[Party, ...]:
    """Who arrests, bans or shuts where the text names nobody: the state where that is done, else the one of whom it is done to."""
    # Refugees suffer it where they are not at home.
    codes = {p.country for p in recipients if p.sector != "REF"} - {None}
    if mode in NOBODY_S or len(codes) > 1 or any(c.dep_ == "agent" for c in token.children):
        return ()
    state = state_of_clause(resolver, sentence, token) or resolver.reading.knowledge.actors.get(f"state:{next(iter(codes), '')}")
    if state is None:
        return ()
    why = Reason(f"nobody is named who does it; it is done in or to {state.name}", sentence.span)
    subject = subject_of(token) if token.pos_ == "VERB" and not any(c.dep_ in {"nsubjpass", "auxpass"} for c in token.children) else None
    noun, sector = sector_noun(resolver.reading, sentence, subject) if subject is not None and in_sentence(sentence, subject) else ("", "")
    if subject is None or not sector:
        return (Party.of(state, text="", span=None, because=(why,)),)
    span = phrase(sentence, subject)
    return (party_of_state(state, noun, sector, span.of(resolver.reading.text), span, why),)

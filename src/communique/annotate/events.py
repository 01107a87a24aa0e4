"""Propose political events: a Reading -> event mentions, PLOVER 2.0, by frames over the parse."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from communique.annotate.frames import completes, completing
from communique.annotate.parse import Sentence
from communique.annotate.reading import Reading
from communique.annotate.realis import Realis, own_negation, realis_of
from communique.annotate.resolve import Resolver
from communique.annotate.roles import Roles, admissible, noun_roles, verb_roles
from communique.annotate.scene import state_of_scene
from communique.annotate.sums import counted, counted_object
from communique.annotate.when import event_when
from communique.model.actor import Party, Reason
from communique.model.article import BODY
from communique.model.dates import When
from communique.model.findings import Event
from communique.model.identity import content_id
from communique.vocab.knowledge import Frame

if TYPE_CHECKING:
    from spacy.tokens import Token

HISTORY = timedelta(days=365)
VISITS = frozenset({"visit", "trip", "tour", "stopover"})
MODES_OF_REQUEST = (
    ("yield", ("release", "withdraw", "ceasefire", "lift", "stop", "halt", "end", "free")),
    ("meet", ("talk", "meet", "negotiate", "dialogue", "summit")),
    ("assist", ("help", "aid", "support", "assist", "send", "provide", "join", "weapon")),
)
# What can be condemned without a word on who did it.
DEEDS = frozenset(
    "arrest attack bombing closure crackdown death decision deed deportation detention killing launch law move murder remark sentence shooting step strike "
    "test verdict violence".split()
)
VERBAL = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE"})
ON_VISITS = frozenset({"AGREE", "AID", "SUPPORT"})
TO_THE_SCENE = frozenset({"AID", "RETREAT"})
REACTIONS = frozenset({"REJECT", "THREATEN", "SUPPORT", "ASSAULT"})
# Words of reasons for a side that the act's own clause does not name.
INFERRED = ("in view", "subject before", "the scene is", "event before", "what this is about")
# Reasons that only guess at a recipient, who is weighed anew.
OTHER_SIDE, DID_IT, TO_SCENE = "the other side of the event before", "did what this is about", "no recipient is named"
LOCAL = "no country is named; the scene is"
GUESSES = (OTHER_SIDE, DID_IT, TO_SCENE, LOCAL, "'it': ", "'It': ")
# Who can be received on a visit: people, and what stands for a government.
GUESTS = frozenset({"GOV", "MIL", "PTY", "LEG", "IGO"})
AGAIN = frozenset({"more", "again"})
SINO = re.compile(r"^(?:Sino|Soviet|Russo|Indo|Anglo|Franco|US|U\.S)$")


def propose(reading: Reading, resolver: Resolver) -> None:
    """Fill the reading's events with what the rules find, in the order of the text; nouns first in each sentence, for a verb may happen 'during' one."""
    sport = reading.knowledge.plover.stop["sport"]
    for sentence in reading.sentences:
        if sentence.block.kind not in BODY or sum(t.lower_ in sport for t in sentence.tokens()) >= 2:
            continue
        consumed: set[int] = set()
        verbs = [m for t in sentence.tokens() if t.pos_ in {"VERB", "AUX"} and (m := match_verb(resolver, sentence, t, consumed))]
        nouns = [
            m for t in sentence.tokens() if t.pos_ in {"NOUN", "PROPN"} and t.i not in consumed and (m := match_noun(resolver, sentence, t))
        ]
        for token, frame, roles, noun in [*nouns, *verbs]:
            if token.i in consumed and token.pos_ != "NOUN":
                continue
            recipients = roles.recipients or other_side(resolver, sentence, (token, frame, roles, noun))
            reading.events.append(event_of(resolver, sentence, (token, frame, replace(roles, recipients=recipients), noun)))
    reading.events.sort(key=lambda e: e.span)


Match = tuple["Token", Frame, Roles, "Token | None"]


def match_verb(resolver: Resolver, sentence: Sentence, token: "Token", consumed: set[int]) -> Match | None:
    """The first frame of a verb that fits."""
    for frame in resolver.reading.knowledge.plover.by_verb.get(token.lemma_.lower(), ()):
        noun = completing(token, frame)
        if (frame.objects and noun is None) or not completes(token, frame, sentence):
            continue
        roles = verb_roles(resolver, sentence, token, frame, noun)
        if (
            roles is None
            or (frame.person and not all(p.sector in GUESTS or (p.id or "").startswith("person:") for p in roles.actors))
            or not admissible(roles, frame, resolver)
            or at_home(roles, frame)
        ):
            continue
        if noun is not None:
            consumed.add(noun.i)
        if frame.clause:
            consumed.update(c.i for c in token.children if c.dep_ in {"xcomp", "ccomp"} and c.i > token.i)
        return token, frame, roles, noun
    return None


def match_noun(resolver: Resolver, sentence: Sentence, token: "Token") -> Match | None:
    """The first frame of an act noun that fits."""
    for frame in resolver.reading.knowledge.plover.by_noun.get(token.lemma_.lower(), ()):
        if frame.needs_object and not any(t.lemma_ in frame.needs_object for t in token.subtree):
            continue
        if token.ent_type_ in {"ORG", "PERSON", "EVENT", "WORK_OF_ART"} and token.pos_ == "PROPN" and not named_war(token):
            continue
        roles = noun_roles(resolver, sentence, token, frame)
        if (
            roles
            and admissible(roles, frame, resolver)
            and not at_home(roles, frame)
            and (roles.recipients or frame.symmetric or frame.mode == "visit" or frame.type == "PROTEST")
        ):
            return token, frame, roles, None
    return None


def at_home(roles: Roles, frame: Frame) -> bool:
    """A visit within one's own country is none to anybody: 'the candidate visited Iowa'."""
    hosts = {p.country for p in roles.recipients}
    return frame.mode == "visit" and bool(hosts) and hosts <= {p.country for p in roles.actors}


def named_war(token: "Token") -> bool:
    """'the Sino-Vietnamese War': a name that says who fought."""
    return token.lower_ == "war" and any(SINO.match(t.text) for t in token.subtree)


def event_of(resolver: Resolver, sentence: Sentence, match: Match, *, likely: float | None = None) -> Event:
    """The event mention of a match, with voice, realis, date, place and reasons. `likely`: as the network judges, where it was asked."""
    token, frame, roles, noun = match
    reading = resolver.reading
    realis = realis_of(token, reading.knowledge, caption=sentence.block.kind == "caption")
    if frame.type == "REJECT" and not frame.verbs and own_negation(token):
        realis = Realis("happened", "the 'not' is what makes it a refusal")
    place = sentence.place(token)
    voice = reading.innermost(place)
    if voice is not None and voice.status == "denied" and realis.value == "happened":
        realis = Realis("negated", "its speaker denies it")
    if (
        realis.value == "planned"
        and voice is not None
        and voice.speaker.id is not None
        and voice.speaker.sector in {"EDU", "JRN", ""}
        and voice.speaker.id not in {p.id for p in roles.actors}
    ):
        realis = Realis("hypothetical", "somebody else's forecast")
    if realis.value == "ongoing" and frame.type in VERBAL and token.tag_ in {"VBZ", "VBP"}:
        realis = Realis("happened", "what somebody says of another stands once it is said")
    when, why_when = event_when(reading, sentence, token, reading.events)
    historical = is_historical(reading, sentence, token, when)
    mode = request_mode(token, frame)
    meaning = reading.knowledge.plover.types[frame.type]
    span = sentence.stretch(token, noun) if noun is not None and noun.i > token.i else place
    number, thing = counted(noun) if noun is not None else counted_object(token)
    if noun is not None and number is None:
        # 'sanctions on nine companies': how many suffered it.
        number = counted_object(noun)[0]
    reasons = [Reason(f"{frame.type}: {' '.join(dict.fromkeys(t.lemma_ for t in (token, noun) if t is not None))!r}", span)]
    reasons += [Reason(f"{realis.value}: {realis.why}", place)] if realis.why else []
    reasons += [Reason(why_when, when.span)] if when and why_when else []
    return Event(
        id=content_id("ev", reading.article.id, place, frame.type),
        document=reading.article.id,
        span=span,
        text=span.of(reading.text),
        type=frame.type,
        mode=mode,
        quad=meaning["quad"],
        score=meaning["modes"].get(mode, meaning["score"]),
        contexts=contexts(reading, sentence),
        actors=roles.actors,
        recipients=roles.recipients,
        when=when or (None if historical else undated(reading, realis)),
        place=place_of(reading, sentence, token, noun),
        realis=realis.value,
        historical=historical,
        voice=voice.id if voice else "reporter",
        confidence=confidence(roles, frame, realis, when) if likely is None else round(likely, 2),
        sentence=sentence.span,
        because=tuple(reasons),
        number=number,
        object=thing,
    )


def request_mode(token: "Token", frame: Frame) -> str:
    """REQUEST and REJECT share modes that their complement tells."""
    if frame.type not in {"REQUEST", "REJECT"} or frame.mode:
        return frame.mode
    lemmas = {t.lemma_.lower() for t in token.subtree}
    return next((mode for mode, words in MODES_OF_REQUEST if lemmas & set(words)), "change" if frame.type == "REQUEST" else "")


def contexts(reading: Reading, sentence: Sentence) -> tuple[str, ...]:
    """PLOVER contexts by the words of the sentence."""
    words = {t.lower_ for t in sentence.tokens()}
    return tuple(sorted(name for name, signs in reading.knowledge.plover.contexts.items() if words & signs))


def undated(reading: Reading, realis: Realis) -> When | None:
    """An act without a date of its own lies before publication, if it took place."""
    latest = reading.article.published.latest
    if realis.value != "happened" or latest is None:
        return None
    return When(earliest=None, latest=latest, precision="unknown", rule="not dated; before publication", edtf=f"../{latest}")


def is_historical(reading: Reading, sentence: Sentence, token: "Token", when: When | None) -> bool:
    """Background: dated more than a year before publication, or undated in a sentence whose dates all are."""
    published = reading.article.published.earliest or last_day(reading)
    if when is not None and when.latest is not None:
        return when.precision != "vague" and when.latest < published - HISTORY
    if any(c.dep_ == "aux" and c.lower_ in {"has", "have", "'ve"} for c in token.children):
        return False
    dates = [
        d
        for d in reading.dates_in(sentence.span)
        if d.latest and not d.precision.startswith("P") and d.rule not in {"anniversary", "named period"}
    ]
    if dates:
        return all(d.latest is not None and d.latest < published - HISTORY for d in dates)
    # 'once a colony', not 'friends once more'.
    above = {token.i, *(t.i for t in token.ancestors)}
    return any(
        t.lower_ == "once" and t.dep_ == "advmod" and t.head.i in above and t.nbor().lower_ not in AGAIN
        for t in sentence.tokens()
        if t.i + 1 < sentence.last
    )


def last_day(reading: Reading) -> date:
    """The last day that a text of unknown date names: it was not told before it."""
    return max((d.latest for d in reading.dates if d.latest and d.precision != "vague"), default=date.max)


def place_of(reading: Reading, sentence: Sentence, token: "Token", noun: "Token | None") -> str | None:
    """Where it took place: a place under the act, 'in Hanoi'."""
    for head in [token, *([noun] if noun is not None else [])]:
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ in {"in", "at", "near", "off", "around", "to"}:
                for inner in child.children:
                    mention = reading.mention_at(sentence, inner) if inner.dep_ == "pobj" else None
                    if mention and (mention.how in {"place", "capital"} or (mention.place and child.lower_ == "in")):
                        return mention.text
    return None


def other_side(resolver: Resolver, sentence: Sentence, match: Match) -> tuple[Party, ...]:
    """Whom an act without a named recipient is done to, by what was told just before; nobody where that does not say."""
    token, frame, roles, _ = match
    if frame.symmetric:
        return ()
    found: tuple[Party, ...] = ()
    if frame.type == "ACCUSE" and any(c.dep_ == "dobj" and c.lemma_.lower() in DEEDS for c in token.children):
        found = doers(resolver, sentence, roles)
    if frame.type in ON_VISITS:
        found = of_visit(resolver.reading, sentence, {p.country for p in roles.actors})
    if not found and frame.type in REACTIONS:
        found = counterpart(resolver, sentence, roles)
    if not found and frame.type in TO_THE_SCENE:
        state = state_of_scene(resolver, sentence)
        if state is not None and state.country not in {p.country for p in roles.actors}:
            why = Reason(f"{TO_SCENE}; the scene is {state.name}", sentence.span)
            found = (Party(id=state.id, name=state.name, country=state.country, sector="", text="", span=None, because=(why,)),)
    return found


def doers(resolver: Resolver, sentence: Sentence, roles: Roles) -> tuple[Party, ...]:
    """'B arrested a writer. C condemned the arrest': who did what is condemned."""
    here = resolver.index[id(sentence)]
    since = resolver.reading.sentences[max(0, here - 1)].span.start
    mine = {p.country or p.id for p in roles.actors}
    for event in reversed(resolver.reading.events):
        if event.sentence.start < since:
            break
        if event.actors:
            why = Reason(DID_IT, event.span)
            return tuple(replace(p, because=(*p.because, why)) for p in event.actors if p.id and (p.country or p.id) not in mine)
    return ()


def of_visit(reading: Reading, sentence: Sentence, mine: set[str | None]) -> tuple[Party, ...]:
    """'During his visit, China offered ...': the host or guest of that visit."""
    for event in reversed(reading.events):
        if event.sentence == sentence.span and event.mode == "visit":
            guests = {x.id for x in event.actors}
            same = (e for e in reversed(reading.events) if e.mode == "visit" and {x.id for x in e.actors} & guests)
            return tuple(p for e in same for p in (*e.actors, *e.recipients) if p.country and p.country not in mine)[:1]
    return ()


def counterpart(resolver: Resolver, sentence: Sentence, roles: Roles) -> tuple[Party, ...]:
    """'A accused B. B rejected the charge': the other side of the last event of this sentence or the one before in which it had a part."""
    reading, here = resolver.reading, resolver.index[id(sentence)]
    since = reading.sentences[max(0, here - 1)].span.start
    mine = {p.country or p.id for p in roles.actors}
    for event in reversed(reading.events):
        if event.sentence.start < since:
            break
        acted, suffered = ({p.country or p.id for p in side} for side in (event.actors, event.recipients))
        others = event.actors if suffered & mine else event.recipients if acted & mine else ()
        others = tuple(p for p in others if p.id and (p.country or p.id) not in mine)
        if others:
            why = Reason(OTHER_SIDE, event.span)
            return tuple(replace(p, because=(*p.because, why)) for p in others)
    return ()


def confidence(roles: Roles, frame: Frame, realis: Realis, when: When | None) -> float:
    """A rule score for sorting, no probability: more of the frame filled, higher."""
    score = (
        0.5
        + 0.15 * bool(roles.recipients or frame.symmetric)
        + 0.1 * bool(frame.objects)
        + 0.1 * bool(when)
        + 0.05 * (realis.value == "happened")
    )
    weak = any(sign in r.text for p in (*roles.actors, *roles.recipients) for r in p.because for sign in INFERRED)
    return round(score - 0.1 * weak, 2)


def guessed(event: Event) -> bool:
    """Whether a rule did not read a recipient off the clause."""
    return any(r.text.startswith(GUESSES) for p in event.recipients for r in p.because)

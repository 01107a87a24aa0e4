"""Which acts an article tells: what the rules read off the clauses stands, a network adds the words that tell of an act in ways no rule knows,
and sides that a clause does not name are weighed by all that the passage tells of each party."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.annotate.events import LOCAL, event_of, guessed, propose
from communique.annotate.frames import is_question, means_otherwise
from communique.annotate.home import TOLD_AT_HOME, at_home, done_at_home, of_rulers, own_people, who_enforces
from communique.annotate.neural.acts import Said, acts, code_of, features_of, worth_reading
from communique.annotate.neural.coder import TYPES
from communique.annotate.neural.decode import Floats
from communique.annotate.neural.passage import Odds
from communique.annotate.neural.weigh import scales
from communique.annotate.neural.words import Words, words_of
from communique.annotate.parse import Sentence
from communique.annotate.reading import Reading
from communique.annotate.realis import own_form
from communique.annotate.resolve import Resolver
from communique.annotate.roles import SUFFERED, Roles, admissible
from communique.annotate.scene import QUANTITIES
from communique.annotate.sectors import party_of_state
from communique.annotate.sides import BEST, TOGETHER, Scene, about, as_weighed, look_around, named_before, settled, shown, signs_of
from communique.annotate.subjects import subject_of
from communique.annotate.told import BACK, Told, together
from communique.annotate.unnamed import crowd, names_somebody, one_of, somebody, sufferers, unplaced
from communique.model.actor import Party, Reason
from communique.model.article import BODY
from communique.model.findings import Event
from communique.model.span import Span
from communique.vocab.knowledge import Frame, Knowledge

if TYPE_CHECKING:
    from spacy.tokens import Token

# A word that no rule knows tells of an act if the network is so sure; chosen on the development articles, where fewer than 3 in 100 sentences
# without an act may be given one.
SURE = 0.996
# Acts that are done in words are named by words that mean little else ('accused', 'refused'); on the same articles they are right more often.
IN_WORDS = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SANCTION", "COERCE", "CONCEDE"})
SURE_OF_WORDS = 0.985
# Beside an act that is so likely, another one of its sentence need be no surer.
BESIDE = 0.97
# Log odds of acting, by the passage.
READ_TO_ACT = 1.0
# Where the other side of talks stands.
BESIDE_THEM = frozenset({"object", "with", "object with", "verb with", "object of its verb"})
# What later stages are told of: a word that is as likely an act as not.
TOLD = 0.5
# What a rule finds stands unless the network all but rules it out; what nobody is named as doing ('malaria killed 600') must seem likely to it.
RULED_OUT, NOT_NATURE = 0.3, 0.6
# So unlikely, it is none even if it only could be or is denied by its own words; what others fear, want or go somewhere for stays.
OUTRIGHT = 0.05
TOLD_AS_TRUE = frozenset({"happened", "ongoing", "planned"})
# A rule's word that is so likely another act is that one: 'attacked her opponent as a fraud'.
ANOTHER = 0.7
# 'shot himself' is no act towards anybody; 'blew himself up' is one.
SUICIDES = frozenset({"shoot", "kill", "hang", "stab", "poison"})
# An attack under these is another act than that of the verb above.
BESIDE_IT = frozenset({"after", "amid", "amidst", "before", "despite", "during", "following", "since"})
CANCELLING = frozenset({"cancel", "postpone", "avert", "scrap"})
# Said to somebody, be it nobody who is known.
SAID_TO_SOMEBODY = frozenset({"thank", "congratulate", "praise", "applaud", "commend", "hail", "welcome", "endorse", "salute"})
# Who signs something does it together with the other.
SIGNING = frozenset({"sign", "ink", "initial", "conclude"})
# Whoever hears such a complaint is not accused: 'complained to the United Nations'.
COMPLAINING = frozenset({"complain", "complaint", "protest", "sue", "file", "lodge", "appeal", "suit"})
# What these demand or condemn, they do where they march.
MARCHERS = frozenset({"protester", "protestor", "demonstrator", "marcher", "striker", "rioter", "mob"})
# Between these a noun and its verb, or what is said and the saying, tell of one act: 'held talks', 'paid a visit', 'said it would not accept'.
JOINED = frozenset({"dobj", "attr", "pobj", "nsubjpass", "nsubj", "prep", "xcomp", "ccomp", "oprd"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A word that is judged to tell of an act, by its number. `likely`: of its being one."""

    word: int
    token: "Token"
    type: str
    mode: str
    likely: float
    event: Event | None


def find_events(reading: Reading, resolver: Resolver, *, rules_only: bool = False) -> None:
    """Fill the reading's events, in the order of the text: the rules propose, and unless they are asked alone, the network judges."""
    propose(reading, resolver)
    if not rules_only:
        judge(reading, resolver)


def judge(reading: Reading, resolver: Resolver) -> None:
    """Of the proposed events keep what stands, and add what no rule knows."""
    proposed = reading.events
    words = reading.words or words_of(reading.article, reading.sentences, reading.quotations)
    own, named = features_of(reading, resolver, words, proposed)
    said = acts().read(words, own, named, worth_reading(words, own))
    chances = said.chances
    likely = 1 - chances[:, 0]
    reading.acts = {int(words.start[i]): (TYPES[1 + int(chances[i, 1:].argmax())], float(likely[i])) for i in (likely >= TOLD).nonzero()[0]}
    reading.events = []
    told: list[Told] = []
    here: dict[int, list[int]] = defaultdict(list)
    for i, number in enumerate(words.sentence.tolist()):
        here[number].append(i)
    ruled_here: dict[Span, list[Event]] = defaultdict(list)
    for event in proposed:
        ruled_here[event.sentence].append(event)
    for number, sentence in enumerate(reading.sentences):
        if sentence.block.kind not in BODY:
            # A headline tells again what the text tells in full.
            continue
        for call in calls(words, here[number], chances, said.modes, ruled_here[sentence.span], reading.knowledge):
            one = coded(resolver, sentence, call, told, said)
            if one is not None:
                reading.events.append(one)
    reading.events.sort(key=lambda e: e.span)


def calls(words: Words, here: list[int], chances: Floats, modes: list[str], proposed: list[Event], knowledge: Knowledge) -> Iterator[Call]:
    """The words of a sentence that tell of an act, each act once, in order."""
    found: dict[int, Call] = {}
    covered: set[int] = set()
    for event in proposed:
        inside = [i for i in here if event.span.start <= words.start[i] < event.span.end]
        token = words.tokens[inside[0]] if inside else None
        if token is not None:
            covered.update(inside)
            if cancelled(token):
                continue
            likely = float(max(1 - chances[i, 0] for i in inside))
            if likely < least(event, token, knowledge):
                continue
            k = max(inside, key=lambda i: float(1 - chances[i, 0]))
            best, told = TYPES[1 + int(chances[k, 1:].argmax())], words.tokens[k]
            if best != event.type and told is not None and chances[k, 1:].max() >= ANOTHER:
                found[k] = Call(word=k, token=told, type=best, mode=modes[k], likely=likely, event=None)
                continue
            found[inside[0]] = Call(word=inside[0], token=token, type=event.type, mode=event.mode, likely=likely, event=event)
    alone = [i for i in here if i not in covered and 1 - chances[i, 0] >= BESIDE]
    for i in sorted(alone, key=lambda i: (float(chances[i, 0]), i)):
        token, kind, likely = words.tokens[i], TYPES[1 + int(chances[i, 1:].argmax())], float(1 - chances[i, 0])
        if (
            token is None
            or likely < (BESIDE if any(c.likely >= BESIDE for c in found.values()) else sure(kind))
            or is_question(token)
            or means_otherwise(token, kind, knowledge.plover)
            or cancelled(token)
            or any(c.type == kind and joined(token, c.token) for c in found.values())
        ):
            continue
        found[i] = Call(word=i, token=token, type=kind, mode=modes[i], likely=likely, event=None)
    for i in sorted(found):
        yield found[i]


def least(event: Event, token: "Token", knowledge: Knowledge) -> float:
    """How likely a rule's act must be to stand."""
    if event.realis in TOLD_AS_TRUE:
        return RULED_OUT if event.actors else NOT_NATURE
    own = own_form(token, knowledge.languages["en"].words["irrealis"], caption=False)
    return OUTRIGHT if own.value in {"hypothetical", "negated"} else 0


def sure(kind: str) -> float:
    """How sure the network must be of a word that no rule knows."""
    return SURE_OF_WORDS if kind in IN_WORDS else SURE


def cancelled(token: "Token") -> bool:
    """'A protest was called off', 'postponed the talks': what did not take place."""
    verb = token.head
    off = any(c.dep_ == "prt" and c.lower_ == "off" for c in verb.children)
    return (
        token.pos_ == "NOUN"
        and token.dep_ in {"nsubjpass", "dobj"}
        and (verb.lemma_ in CANCELLING or (verb.lemma_ in {"call", "put"} and off))
    )


def joined(a: "Token", b: "Token") -> bool:
    """Whether two words of one type tell of one act."""
    if a.i == b.i:
        return True
    return any(
        (low.head.i == high.i and low.dep_ in JOINED) or (low.dep_ == "pobj" and low.head.head.i == high.i and high.pos_ != "VERB")
        for low, high in ((a, b), (b, a))
    )


def coded(resolver: Resolver, sentence: Sentence, call: Call, told: list[Told], said: Said) -> Event | None:
    """The event of a call, with its sides; none where nobody can be shown to act."""
    scene = look_around(resolver, sentence, call.token)
    if call.event is not None:
        scene.tell_rule(call.event, call.type)
    here = resolver.index[id(sentence)]
    mode = call.mode if call.event or call.mode in resolver.reading.knowledge.plover.types[call.type]["modes"] else ""
    kind = about(call.type, mode)
    # What a rule read off the clause needs no second reading.
    known_already = call.event is not None and bool(call.event.recipients) and not guessed(call.event)
    odds = Odds(lambda: None if known_already else said.around(call.word), call.type, told)
    under = sufferers(resolver, sentence, call.token, call.type) if call.event is None else frozenset()
    actors = scales("actors").weigh({c: s | kind for c, s in signs_of(scene, told, here, None).items()}, odds.acts) - under
    unnamed: tuple[Party, ...] = ()
    if call.event is None:
        before = itertools.takewhile(lambda t: here - t.sentence <= BACK, reversed(told))
        placed = frozenset(c for c in actors if scene.signs[c] & set(BEST["actors"]))
        read = frozenset() if placed else frozenset(c for c in actors if odds.acts().get(c, 0.0) >= READ_TO_ACT)
        actors, unnamed = doers(resolver, sentence, call, scene, (actors, placed, read), before)
    hearing = hearers(scene, call)
    recipients = scales("recipients").weigh(
        {c: s | kind for c, s in signs_of(scene, told, here, actors).items() if c not in hearing}, lambda: odds.suffers(actors)
    )
    act = Told(sentence=here, type=call.type, lemma=call.token.lemma_.lower(), actors=actors, recipients=recipients)
    meant = settled(scene, act, mode, told)
    named_before(scene, resolver, sentence, meant)
    recipients = under or (meant if meant <= scene.parties.keys() else recipients)
    if call.event is None and mutual(call.type, mode, call.token.lemma_.lower()):
        actors, recipients = actors | recipients, frozenset()
        actors |= other_half(scene, actors, odds)
    roles = roles_of(scene, actors, recipients, unnamed)
    if call.event is None and any(stands_as_place(resolver, p) for p in roles.actors):
        roles = Roles(actors=tuple(p for p in roles.actors if not stands_as_place(resolver, p)), recipients=roles.recipients)
        actors = frozenset(map(code_of, roles.actors)) - {""}
    if call.event is not None:
        roles = ruled(resolver, replace(call.event, recipients=tuple(p for p in call.event.recipients if code_of(p) not in hearing)), roles)
        actors, recipients = (frozenset(map(code_of, side)) - {""} for side in (roles.actors, roles.recipients))
    roles = no_more_than_weighed(resolver, call.type, roles)
    if call.type == "COERCE" and not roles.actors:
        roles = replace(roles, actors=who_enforces(resolver, sentence, call.token, mode, roles.recipients))
        actors = frozenset(map(code_of, roles.actors)) - {""}
    if not any(map(code_of, roles.recipients)):
        own = own_people(resolver, sentence, call.token, call.type, roles.actors)
        if not own and done_at_home(call.type, mode, roles.actors):
            own = at_home(resolver, sentence, call.type, roles.actors)
        roles = replace(roles, recipients=(*roles.recipients, *own))
    if is_nobody_s(resolver, call, roles):
        return None
    act = replace(act, actors=actors, recipients=recipients)
    if call.event is not None:
        told.append(act)
        return replace(call.event, actors=roles.actors, recipients=roles.recipients, confidence=round(call.likely, 2))
    frame = Frame(type=call.type, mode=mode)
    if not (roles.actors or (recipients and (call.type in SUFFERED or accused(call)))) or not admissible(roles, frame, resolver):
        return None
    told.append(act)
    return event_of(resolver, sentence, (call.token, frame, roles, None), likely=call.likely)


def is_nobody_s(resolver: Resolver, call: Call, roles: Roles) -> bool:
    """Whether it is no act towards anybody: 'shot himself', 'supports a tax', 'parliament suspended its session', 'killed by floods'."""
    if call.type == "ASSAULT" and call.token.lemma_ in SUICIDES and any(c.lower_.endswith(("self", "selves")) for c in call.token.children):
        return True
    if call.type == "SUPPORT" and len(roles.actors) == 1 and not roles.recipients and call.token.lemma_.lower() not in SAID_TO_SOMEBODY:
        return True
    if call.type == "SANCTION" and roles.recipients and {p.country for p in roles.recipients} == {p.country for p in roles.actors}:
        # One in ninety of the sanctions we know is laid on oneself.
        return True
    return not roles.actors and by_nature(resolver, call.token)


def accused(call: Call) -> bool:
    """'Rwanda has been accused of backing rebels': by whom, the text may leave open."""
    return call.type == "ACCUSE" and any(c.dep_ == "nsubjpass" for c in call.token.children)


def hearers(scene: Scene, call: Call) -> frozenset[str]:
    """The bodies of states that a complaint is laid before."""
    if call.type != "ACCUSE" or call.token.lemma_.lower() not in COMPLAINING:
        return frozenset()
    return frozenset(
        c for c, told in scene.parties.items() if any((p.id or "").startswith("igo:") and "named:0" in scene.signs[c] for _, p in told)
    )


def doers(
    resolver: Resolver,
    sentence: Sentence,
    call: Call,
    scene: Scene,
    sides: tuple[frozenset[str], frozenset[str], frozenset[str]],
    before: Iterable[Told],
) -> tuple[frozenset[str], tuple[Party, ...]]:
    """Who does what no rule read. `sides`: who is weighed to act; those of them who stand where an actor stands; those whom the passage makes act if none does.
    Where nobody stands there, whom the passage means if the clause has no subject of its own or a crowd acts; else the subject as it is called, of no country."""
    weighed, placed, read = sides
    token = call.token
    if call.type == "ASSAULT" and token.dep_ == "pobj" and token.head.lower_ in BESIDE_IT:
        # 'criticised him since the shootings': who criticised shot nobody.
        placed = frozenset(c for c in placed if scene.signs[c] & set(BEST["actors"]) - {"subject of its verb"})
    passive = call.type != "PROTEST" and any(c.dep_ in {"nsubjpass", "auxpass"} for c in token.children)
    # 'endorsed by dozens of papers': by somebody else than whom the passage tells of.
    read = frozenset() if passive and any(c.dep_ == "agent" for c in token.children) else read
    if not passive and len(placed or read) == 1 and (one := somebody(resolver, sentence, token)) is not None:
        return one_of(resolver, placed or read, one)
    if placed or passive or call.type in SUFFERED:
        return placed or read, ()
    subject = subject_of(token) if token.pos_ in {"VERB", "AUX"} else None
    several = together(subject, before) if subject is not None else frozenset()
    if several and several <= scene.parties.keys():
        return several, ()
    marching = subject is not None and call.type in TOLD_AT_HOME and (subject.lower_ in QUANTITIES or subject.lemma_.lower() in MARCHERS)
    if (call.type == "PROTEST" or marching or (token.pos_ == "VERB" and subject is None)) and len(weighed) == 1:
        return crowd(resolver, sentence, subject, weighed)
    if marching or call.type == "PROTEST" or subject is None or not sentence.first <= subject.i < sentence.last:
        return read, ()
    if len(read) == 1 and not resolver.parties(sentence, subject):
        codes, people = crowd(resolver, sentence, subject, read)
        if people or not names_somebody(resolver, sentence, subject):
            return codes, people
        return one_of(resolver, read, unplaced(resolver, sentence, subject, scene, weighed))
    if read or not names_somebody(resolver, sentence, subject):
        return read, ()
    known = tuple(p for p in resolver.parties(sentence, subject) if not code_of(p))
    return frozenset(), known or (unplaced(resolver, sentence, subject, scene, weighed),)


def mutual(kind: str, mode: str, lemma: str) -> bool:
    """Whether both sides do it together: who meets or talks, who signs."""
    return (kind == "CONSULT" and mode not in {"visit", "third-party"}) or (kind == "SUPPORT" and lemma in SIGNING)


def other_half(scene: Scene, actors: frozenset[str], odds: Odds) -> frozenset[str]:
    """With whom the one who is known to talks: who stands where the other side stands, else the likeliest, if the passage makes it likely at all."""
    if len(actors) != 1:
        return frozenset()
    beside = frozenset(c for c, signs in scene.signs.items() if signs & BESIDE_THEM)
    if beside:
        return beside
    acts, suffers = odds.acts(), odds.suffers(actors)
    likely = {c: max(acts[c], suffers[c]) for c in acts.keys() & scene.parties.keys() - actors}
    best = max(sorted(likely), key=lambda c: likely[c], default="")
    return frozenset({best}) if best and likely[best] >= 0 else frozenset()


def stands_as_place(resolver: Resolver, party: Party) -> bool:
    """'The Kabul attack': whether a party is told by a name that only says where; 'Ontario threatened' says who."""
    if party.span is None or not any(m.place and m.span == party.span for m in resolver.reading.mentions_in(party.span)):
        return False
    sentence = resolver.reading.sentence_at(party.span.start)
    token = sentence.token_at(party.span.end - 1) if sentence is not None else None
    return token is None or token.dep_ != "nsubj"


def by_nature(resolver: Resolver, token: "Token") -> bool:
    """'Malaria killed 600', 'were killed by floods': whether what did it is nobody."""
    agents = (g for c in token.children if c.dep_ == "agent" for g in c.children)
    doers = [t for t in (subject_of(token), *agents) if t is not None]
    # 'Typhoon Yagi hit'
    named = (c for t in doers for c in (t, *t.children) if c is t or c.dep_ == "compound")
    return any(t.lemma_.lower() in resolver.reading.knowledge.plover.stop["nature"] for t in named)


def roles_of(scene: Scene, actors: frozenset[str], recipients: frozenset[str], unnamed: tuple[Party, ...]) -> Roles:
    """The sides as parties, in the order of the text. `unnamed`: who acts, where no name shows it."""
    side = "together" if len(actors) > 1 and not recipients else "actors"
    acting = unnamed or tuple(sorted((shown(scene, c, side, ()) for c in actors), key=place))
    return Roles(actors=acting, recipients=tuple(sorted((shown(scene, c, "recipients", acting) for c in recipients), key=place)))


def ruled(resolver: Resolver, event: Event, weighed: Roles) -> Roles:
    """A rule's sides stand, for it read them off the clause; where it found no recipient, those that are weighed, but not of what several do together.
    What is done to the own state must be told as true."""
    alone = len(event.actors) == 1 or event.type not in TOGETHER or event.mode in {"visit", "third-party"}
    mine = frozenset() if event.realis in TOLD_AS_TRUE and event.type != "SUPPORT" else frozenset(map(code_of, event.actors))
    told = tuple(p for p in weighed.recipients if alone and code_of(p) not in mine)
    if guessed(event) and told:
        return Roles(actors=event.actors, recipients=in_words_of(resolver, event.recipients, told))
    return Roles(actors=event.actors, recipients=event.recipients or told)


def no_more_than_weighed(resolver: Resolver, kind: str, roles: Roles) -> Roles:
    """The sides as far as the text tells them: who is only weighed to suffer an act (but a visit), or to commit violence, is a state."""
    recipients = (p for p in of_rulers(kind, roles) if not oneself(p, roles.actors))
    actors = (as_weighed(resolver, p, kind) if kind in SUFFERED else p for p in roles.actors)
    return Roles(actors=tuple(actors), recipients=tuple(p if kind == "CONSULT" else as_weighed(resolver, p, kind) for p in recipients))


def in_words_of(resolver: Resolver, guesses: tuple[Party, ...], weighed: tuple[Party, ...]) -> tuple[Party, ...]:
    """Weighed parties; 'the army' that a rule took for another state's says who of the weighed state it is."""
    guess, state = guesses[0], resolver.reading.knowledge.actors.get(weighed[0].id or "")
    of_scene = any(r.text.startswith(LOCAL) for r in guess.because)
    if len(guesses) != 1 or len(weighed) != 1 or not of_scene or guess.span is None or state is None or state.kind != "state":
        return weighed
    why = Reason(f"no country is named; {state.name} is weighed from what is told around it", guess.span)
    return (party_of_state(state, guess.name.rpartition(": ")[2], guess.sector, guess.text, guess.span, why),)


def oneself(party: Party, actors: tuple[Party, ...]) -> bool:
    """Whether a recipient is a person or society that acts."""
    return (party.id or "").startswith(("person:", "ngo:")) and any(party.id == a.id for a in actors)


def place(party: Party) -> tuple[int, str]:
    """Where a party stands; those of other sentences by their names."""
    return (party.span.start if party.span else 0, party.id or "")

"""Who acts and on whom: a frame's predicate in a sentence -> actors and recipients, each with its words and reason."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.annotate.parse import Sentence
from communique.annotate.resolve import Resolver
from communique.annotate.scene import parties_here
from communique.annotate.sectors import sector_noun
from communique.annotate.subjects import subject_of
from communique.model.actor import Mention, Party, Reason
from communique.vocab.knowledge import Frame

if TYPE_CHECKING:
    from spacy.tokens import Token

POLITICAL = frozenset({"state", "government", "party", "armed_forces", "igo", "group"})
COMMENTATORS = frozenset({"EDU", "JRN"})
# Those of EDU who strike and are beaten.
LEARNING = (": students", ": pupils", ": teachers", ": student", ": teacher")
OFFICIAL_SECTORS = frozenset({"GOV", "MIL", "PTY", "LEG", "IGO", "REL", "JUD", "REB"})
NOUN_ACTORS = frozenset({"poss", "amod", "compound", "nmod"})
# After these the party may stand inside the noun phrase: 'at a Philippine boat', 'on cars from China'.
LOOKED_INTO = frozenset({"of", "on", "against", "with", "at", "into", "about", "over"})
FORCES = frozenset({"MIL", "REB", "COP"})
AGAINST = frozenset({"REB", "OPP", "CRM", "CVL", "LAB", "REF"})
CROWD = frozenset({"CVL", "LAB", "AGR", "EDU", "REF", "OPP"})
# What a frame's `agent` asks of an actor's sector.
SECTORS_OF = {"forces": FORCES, "law": frozenset({"COP", "JUD", "GOV", "LEG"}), "police": frozenset({"COP", "JUD"}), "crowd": CROWD}
# Acts that are done to somebody, and those of them that are done to whoever lives where they are done.
DIRECTED = frozenset(
    {"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "SANCTION", "COERCE", "ASSAULT", "AID", "MOBILIZE", "RETREAT", "CONCEDE"}
)
ON_GROUND = frozenset({"ASSAULT", "AID", "COERCE", "MOBILIZE", "RETREAT"})
# What is an event though nobody knows who did it.
SUFFERED = frozenset({"ASSAULT", "COERCE"})
# What strikes as a subject: 'Israeli airstrikes', 'a suicide attack by the group', 'Chinese coast guard vessels'.
ATTACKS = frozenset(
    "airstrike strike attack bombing raid shelling missile drone rocket bomb offensive bombardment barrage assault shell gunfire fire ambush incursion "
    "vessel ship boat warship frigate submarine jet aircraft plane warplane helicopter bomber tank artillery".split()
)
FORCIBLE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "THREATEN"})
# 'They met', 'the ministers discussed': who that is, the event before says.
PLURALS = frozenset(
    {"they", "ministers", "leaders", "presidents", "sides", "men", "negotiators", "two", "both", "officials", "delegations", "parties"}
)
ASIDE = frozenset({"nsubj", "nsubjpass", "advcl", "ccomp", "conj", "relcl", "parataxis", "cc", "punct", "acl"})
# Who stands after these is only compared, or does something besides: 'backing the rulers as the United States ...'.
COMPARING = frozenset({"as", "like", "unlike", "than"})
# 'met X and signed a pact': whom the verb before brought together with the subject.
TOGETHER = frozenset({"meet", "host", "receive", "visit", "join"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The two sides; a symmetric act has everybody in `actors`."""

    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]


def verb_roles(resolver: Resolver, sentence: Sentence, token: "Token", frame: Frame, noun: "Token | None") -> Roles | None:
    """Roles around a verb; `noun` is the object that completes the frame ('signed an agreement')."""
    agent = next((g for c in token.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"), None)
    passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in token.children)
    patient = next((c for c in token.children if c.dep_ == "nsubjpass"), None)
    subject = agent if passive else subject_of(token)
    if subject is None and not passive:
        subject = mistagged_subject(resolver, sentence, token)
    actors = subject_parties(resolver, sentence, subject, frame) if subject is not None and in_sentence(sentence, subject) else ()
    if not passive and token.dep_ == "acl" and token.tag_ == "VBN":
        return None
    recipients = find_recipients(resolver, sentence, token, frame, noun if noun is not None else patient)
    if passive and not actors and patient is not None and noun is not None and noun.i == patient.i:
        actors = inner_parties(resolver, sentence, patient)
    if not recipients and any(c.lower_ == "both" and c.dep_ in {"dobj", "pobj"} for c in token.subtree):
        recipients = pair_before(resolver, sentence)
    if not recipients and frame.type in DIRECTED and frame.roles not in {"none", "swap", "from", "subject"} and not frame.symmetric:
        recipients = elsewhere(resolver, sentence, token, actors, frame)
    if frame.roles == "swap":
        actors, recipients = recipients, actors
    if frame.roles == "from":
        givers = by_preposition(resolver, sentence, [t for t in (token, noun) if t is not None], frame.to)
        actors, recipients = givers or recipients, actors
    if frame.roles == "subject" and subject is not None:
        actors, recipients = by_preposition(resolver, sentence, [subject], frame.to), ()
    if frame.symmetric and len(actors) < 2 and not recipients and subject is not None and subject.lower_ in PLURALS:
        actors = pair_before(resolver, sentence) or actors
    if frame.symmetric and not recipients and token.dep_ == "conj" and token.head.lemma_ in TOGETHER:
        met = (c for c in token.head.children if c.dep_ == "dobj")
        recipients = next((found for c in met if (found := parties_here(resolver, sentence, c))), ())
    return sides(actors, recipients, frame)


def subject_parties(resolver: Resolver, sentence: Sentence, subject: "Token", frame: Frame) -> tuple[Party, ...]:
    """Who a subject means; 'U.S. airstrikes killed': of an attack that kills, whose it is, unless that is only where ('the Kabul attack')."""
    found = parties_here(resolver, sentence, subject)
    if found or frame.type not in FORCIBLE or subject.lemma_.lower() not in ATTACKS:
        return found
    for child in subject.children:
        if child.dep_ not in NOUN_ACTORS or child.pos_ == "PRON":
            continue
        mention = resolver.reading.mention_at(sentence, child)
        named = mention is None or mention.how in {"demonym", "name", "short"}
        if named and not (mention is not None and (mention.place or (mention.how == "name" and is_country_word(mention)))):
            found = parties_here(resolver, sentence, child)
            if found:
                return found
    return by_preposition(resolver, sentence, [subject], ("by", "from"))


def is_country_word(mention: Mention) -> bool:
    """'Syria strikes' are strikes in Syria; 'U.S. strikes' are its own: whether a state's name, unlike its letters, is no adjective."""
    return mention.actor is not None and mention.actor.kind == "state" and mention.text != mention.text.upper()


def pair_before(resolver: Resolver, sentence: Sentence) -> tuple[Party, ...]:
    """The two sides of the last event of the sentences just before, if there are two."""
    here = resolver.index[id(sentence)]
    since = resolver.reading.sentences[max(0, here - 2)].span.start
    for event in reversed(resolver.reading.events):
        if event.sentence.start < since:
            break
        both = {p.country or p.id: p for p in (*event.actors, *event.recipients)}
        if len(both) == 2:
            why = Reason("the two of the event before", event.span)
            return tuple(replace(p, because=(*p.because, why)) for p in both.values())
    return ()


def elsewhere(resolver: Resolver, sentence: Sentence, token: "Token", actors: tuple[Party, ...], frame: Frame) -> tuple[Party, ...]:
    """The only other state, body or person of the predicate: 'bombed sites in Iran', 'criticised French deliveries'."""
    mine = {p.country for p in actors} | {p.id for p in actors}
    found: dict[str, Party] = {}
    for part in predicate(token):
        mention = resolver.reading.mention_at(sentence, part)
        if mention is None or mention.actor is None or mention.actor.kind in {"media", "company", "ngo"}:
            continue
        if (mention.place or mention.how == "place") and frame.type not in ON_GROUND:
            continue
        key = mention.actor.country or mention.actor.id
        if key not in mine:
            found.setdefault(key, resolver.of_mention(mention, "the only other one of this act", mention.span))
    return tuple(found.values()) if len(found) == 1 else ()


def predicate(token: "Token") -> Iterator["Token"]:
    """A verb's own words after it: not its subject, nor what clauses beside it say."""
    for child in token.children:
        if child.i > token.i and child.dep_ not in ASIDE and not compares(child):
            waiting = [child]
            while waiting:
                part = waiting.pop()
                yield part
                waiting += [c for c in part.children if c.dep_ not in ASIDE and not compares(c)]


def compares(token: "Token") -> bool:
    """'(backed it) as Iran did', '(acted) like France': whether a name under a preposition is only compared."""
    return token.lower_ in COMPARING and any(c.dep_ == "pobj" and c.pos_ == "PROPN" for c in token.children)


def mistagged_subject(resolver: Resolver, sentence: Sentence, token: "Token") -> "Token | None":
    """A rare name before its verb that the parser took for an adverb: 'Nauru severed ties'."""
    for child in token.children:
        if child.dep_ in {"advmod", "npadvmod", "dep", "intj"} and child.i < token.i:
            mention = resolver.reading.mention_at(sentence, child)
            if mention and mention.actor and not mention.place:
                return child
    return mistagged_subject(resolver, sentence, token.head) if token.dep_ == "conj" and token.head.pos_ == "VERB" else None


def sides(actors: tuple[Party, ...], recipients: tuple[Party, ...], frame: Frame) -> Roles | None:
    """Settle the two sides: symmetric acts list all once, nobody acts on themselves, a person stands for their state."""
    if frame.symmetric:
        everyone = one_a_state((*actors, *recipients))
        return Roles(actors=everyone, recipients=()) if len(everyone) >= 2 else None
    actors = one_a_state(actors)
    ids = {(p.id, p.sector) for p in actors}
    recipients = tuple(p for p in one_a_state(recipients) if (p.id, p.sector) not in ids)
    if len(actors) > 1 and not recipients and frame.mode == "visit":
        return None
    if not actors and not (recipients and frame.type in SUFFERED):
        return None
    return Roles(actors=actors, recipients=recipients)


def one_a_state(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """Each party once; where a state and one of its people or bodies stand together, the more specific stands for both."""
    kept: dict[str, Party] = {}
    for party in parties:
        if party.id:
            kept.setdefault(party.id, party)
    # Rebels, parties and crowds are another side than the government.
    specific = {p.country for p in kept.values() if p.country and not (p.id or "").startswith("state:") and p.sector not in AGAINST}
    return tuple(p for p in kept.values() if not ((p.id or "").startswith("state:") and "/" not in (p.id or "") and p.country in specific))


def in_sentence(sentence: Sentence, token: "Token") -> bool:
    """Whether a token lies in this sentence."""
    return bool(sentence.first <= token.i < sentence.last)


def find_recipients(resolver: Resolver, sentence: Sentence, token: "Token", frame: Frame, target: "Token | None") -> tuple[Party, ...]:
    """The other side, where the frame says to look."""
    objects = [c for c in token.children if c.dep_ in {"dobj", "dative", "oprd"} and c.i > token.i]
    direct = [target] if target is not None else objects
    if frame.roles == "none":
        return ()
    if frame.roles in {"direct", "swap", "from", "either", "object-country"}:
        for noun in direct:
            found = parties_here(resolver, sentence, noun) or inner_parties(resolver, sentence, noun)
            if found:
                return found
        if frame.roles == "object-country" and direct:
            return ()
    if frame.roles in {"dative", "prep-or-object"}:
        for noun in objects:
            if noun.dep_ == "dative" or frame.roles == "prep-or-object":
                found = parties_here(resolver, sentence, noun)
                if found:
                    return found
    if frame.clause and frame.roles == "direct" and not direct:
        found = clause_parties(resolver, sentence, token)
        if found:
            return found
    found = by_preposition(resolver, sentence, [token, *direct], frame.to)
    return found or (clause_parties(resolver, sentence, token) if frame.clause else ())


def by_preposition(resolver: Resolver, sentence: Sentence, heads: list["Token"], prepositions: tuple[str, ...]) -> tuple[Party, ...]:
    """The first of the frame's prepositions that leads to somebody: under the verb or its object, then deeper in the object."""
    deep = [t for head in heads[1:] for t in head.subtree if t.dep_ == "prep"]
    shallow = [c for head in heads for c in head.children if c.dep_ in {"prep", "dative", "agent"}]
    nested = [g for c in shallow for g in c.children if g.dep_ == "prep"]
    for wanted in prepositions:
        for child in [*shallow, *nested, *deep]:
            if child.lower_ != wanted:
                continue
            for noun in child.children:
                if noun.dep_ == "pobj":
                    found = parties_here(resolver, sentence, noun)
                    found = found or (inner_parties(resolver, sentence, noun) if wanted in LOOKED_INTO else ())
                    if found:
                        return found
    return ()


def inner_parties(resolver: Resolver, sentence: Sentence, noun: "Token") -> tuple[Party, ...]:
    """'China's proposal', 'the regime of Pol Pot', 'a decision by Japan': whose it is."""
    # 'its first French radars' are France's: a name says more than a pronoun.
    for child in sorted(noun.children, key=lambda c: c.pos_ == "PRON"):
        if child.dep_ in NOUN_ACTORS:
            found = parties_here(resolver, sentence, child)
            if found:
                return tuple(p if p.sector else replace(p, sector=sector_of(resolver, sentence, noun)) for p in found)
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in {"of", "by", "from", "with", "between"}:
            found = tuple(p for n in child.children if n.dep_ == "pobj" for p in parties_here(resolver, sentence, n))
            if found:
                return found
    return ()


def sector_of(resolver: Resolver, sentence: Sentence, noun: "Token") -> str:
    """The sector that a noun tells, be it a body, an office or neither."""
    return sector_noun(resolver.reading, sentence, noun)[1] or resolver.words["offices"].get(noun.lower_, ("", ""))[1]


def clause_parties(resolver: Resolver, sentence: Sentence, token: "Token") -> tuple[Party, ...]:
    """Whom a promise, demand or threat concerns, inside its complement: 'pledged to support Ukraine', 'urged that Japan stop'."""
    for child in token.children:
        if child.dep_ not in {"xcomp", "ccomp", "advcl"} or child.i < token.i:
            continue
        order = ("nsubj", "nsubjpass", "dobj", "dative") if child.dep_ == "ccomp" else ("dobj", "dative", "nsubj")
        for wanted in order:
            for noun in child.children:
                if noun.dep_ == wanted:
                    found = parties_here(resolver, sentence, noun) or inner_parties(resolver, sentence, noun)
                    if found:
                        return found
        found = by_preposition(
            resolver,
            sentence,
            [child, *(c for c in child.children if c.dep_ == "dobj")],
            ("with", "to", "for", "from", "against", "of", "on"),
        )
        if found:
            return found
    return ()


def noun_roles(resolver: Resolver, sentence: Sentence, token: "Token", frame: Frame) -> Roles | None:
    """Roles around an act noun: 'Xi's visit to Vietnam', 'talks between A and B', 'the attack by X on Y'."""
    owners = [c for c in token.children if c.dep_ == "poss"] or [
        c for c in token.children if c.dep_ in {"amod", "compound", "nmod"} and c.i < token.i
    ]
    actors: tuple[Party, ...] = ()
    for owner in owners:
        actors = actors or parties_here(resolver, sentence, owner)
    if not actors:
        actors = by_preposition(resolver, sentence, [token], frame.by)
    if not actors and frame.symmetric:
        return sides(by_preposition(resolver, sentence, [token], frame.to), (), frame)
    recipients = by_preposition(resolver, sentence, [token], frame.to)
    if not actors and "of" not in frame.to:
        actors = by_preposition(resolver, sentence, [token], ("of", "from"))
    if frame.symmetric and len(actors) == 1 and not recipients:
        return None
    return sides(actors, recipients, frame) if actors else None


def private(kind: str, party: Party) -> bool:
    """A paper, company, school or clinic; a body that the vocabulary does not know, unless its name makes it a state's or a society's."""
    return kind in {"media", "company"} or (kind in {"ngo", "org"} and party.sector not in {*OFFICIAL_SECTORS, "NGO"})


def is_attack(frame: Frame) -> bool:
    """'attacked' of a politician is said of words."""
    return frame.type == "ASSAULT" and "attack" in frame.verbs


def admissible(roles: Roles, frame: Frame, resolver: Resolver) -> bool:
    """Whether it is a political act: a political side, no commentator acting, and the kind of actor that the frame asks for."""
    actors = resolver.reading.knowledge.actors
    sides = (*roles.actors, *roles.recipients)
    kinds = {p.id: actors[p.id or ""].kind if p.id in actors else (p.id or "").partition(":")[0] for p in sides}
    comments = frame.type != "PROTEST" and any(p.sector in COMMENTATORS and not p.name.endswith(LEARNING) for p in roles.actors)
    if comments or (roles.actors and all(private(kinds[p.id], p) for p in roles.actors)):
        return False
    political = [p for p in (*roles.actors, *roles.recipients) if p.country or kinds[p.id] in POLITICAL or p.sector in OFFICIAL_SECTORS]
    if not political:
        return False
    if not roles.actors:
        return frame.agent in {"", "official", "state"}
    first = roles.actors[0]
    official = (kinds[first.id] in POLITICAL or first.sector in OFFICIAL_SECTORS) and first.sector not in CROWD
    if frame.agent == "official" and not official:
        return False
    if frame.agent == "state" and (not official or (kinds[first.id] == "person" and first.sector not in OFFICIAL_SECTORS)):
        return False
    if frame.agent in SECTORS_OF and not any(p.sector in SECTORS_OF[frame.agent] for p in roles.actors):
        return False
    if frame.agent == "unarmed" and any(p.sector in {"MIL", "REB"} for p in roles.actors):
        return False
    if is_attack(frame) and all((p.id or "").startswith("person:") and p.sector not in FORCES for p in roles.actors):
        return False
    if frame.agent == "people" and official and first.sector in {"GOV", ""}:
        return False
    if frame.needs_party and len(roles.actors) < frame.needs_party and kinds[first.id] != "igo":
        return False
    if frame.max_party and len(roles.actors) > frame.max_party:
        return False
    return bool(roles.recipients) or not frame.needs_recipient

"""Who did an act to whom, as weighed evidence: each party of the passage gets the signs that speak for it, and a trained table adds them up."""

import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from communique.annotate.neural.acts import code_of
from communique.annotate.parse import Sentence
from communique.annotate.resolve import Resolver
from communique.annotate.roles import SUFFERED, clause_parties, inner_parties, sector_of
from communique.annotate.scene import embodied, parties_here, state_of_scene
from communique.annotate.sectors import body_noun
from communique.annotate.subjects import subject_of
from communique.annotate.told import SOUGHT, Told, at_odds, peace_sought, several_before, several_meant
from communique.model.actor import Mention, Party, Reason
from communique.model.findings import Event

if TYPE_CHECKING:
    from spacy.tokens import Token

# So many sentences back a party may stand that an act is done by or to.
REACH = 4
# So many mentions back it is counted who is named most.
COUNTED = 300
NEAR = frozenset(
    {"in", "at", "near", "off", "around", "over", "from", "to", "on", "with", "against", "for", "of", "by", "between", "into", "towards", "about"}
)  # fmt: skip
# Nouns by which an act before is meant, beside those that a frame knows.
GENERAL_DEEDS = frozenset(
    "act action affair agreement announcement bill case charge claim conduct crackdown cut deal death decision deed deployment drill event idea incident "
    "invitation issue launch law matter measure move murder outcome plan point proposal question reform remark result ruling sentence session step story test text treaty "
    "verdict violence vote war warning word work".split()
)
ALLIANCES = frozenset(
    {"alliance", "bloc", "union", "fund", "organisation", "organization", "court", "council", "commission", "body", "pact"}
)
# Places around a predicate that one party takes from another.
COMPETING = frozenset(
    {
        "subject", "patient", "agent", "object", "in object", "object to", "object on", "object against", "object with", "object of",
        "with", "to", "on", "against", "for", "of", "owner", "in clause", "other side",
    }
)  # fmt: skip
# What several do together is done to nobody, unless the sentence names somebody.
TOGETHER = frozenset({"AGREE", "SUPPORT", "CONSULT", "COOPERATE"})


@dataclass(slots=True, kw_only=True)
class Scene:
    """What is known around one predicate. `signs`: code -> signs; `common`: signs of the act itself; `deed`: the lemma and type of the act that its
    object names; `several`: the word by which it means several told before; `peace`: whether it mediates between nobody that is named here;
    `parties`: code -> each party and the sign that it was told with."""

    common: set[str] = field(default_factory=set)
    deed: tuple[str, str] = ("", "")
    several: str = ""
    peace: bool = False
    signs: dict[str, set[str]] = field(default_factory=dict)
    parties: dict[str, list[tuple[str, Party]]] = field(default_factory=dict)

    def tell(self, sign: str, parties: Iterable[Party]) -> None:
        """A sign of each of some parties."""
        for party in parties:
            code = code_of(party)
            if code:
                self.signs.setdefault(code, set()).add(sign)
                self.parties.setdefault(code, []).append((sign, party))

    def tell_rule(self, event: Event, kind: str) -> None:
        """Whom a rule put on which side of this act; `kind`: the type that it is taken for."""
        otherwise = "" if event.type == kind else " otherwise"
        self.tell(f"rule actor{otherwise}", event.actors)
        self.tell(f"rule recipient{otherwise}", event.recipients)


def look_around(resolver: Resolver, sentence: Sentence, token: "Token") -> Scene:
    """Every party that could be a side of the act of `token`, with the signs of the text."""
    scene = Scene()
    for sign, parties in places(resolver, sentence, token):
        scene.tell(sign, parties)
    reading = resolver.reading
    here = resolver.index[id(sentence)]
    for back in range(min(REACH, here) + 1):
        other = reading.sentences[here - back]
        for mention in reading.mentions_in(other.span):
            if mention.actor is None:
                continue
            party = described(resolver, other, mention, "" if not back else "named just before")
            scene.tell(f"named:{back}", [party])
            if not back:
                kind = (
                    "place"
                    if mention.place or mention.how == "place"
                    else mention.actor.kind
                    if mention.actor.kind in {"person", "state"}
                    else "body"
                )
                scene.tell(f"as:{kind}", [party])
                scene.tell("before it" if mention.span.start < sentence.place(token).start else "after it", [party])
        if back in {1, 2}:
            for sign, parties in places(resolver, other, other.root):
                if sign in {"subject", "object", "agent", "patient"}:
                    scene.tell(f"{sign} {back} back", parties)
    for pronoun in sentence.tokens():
        if pronoun.pos_ == "PRON" and (meant := resolver.party(sentence, pronoun)):
            scene.tell("pronoun before it" if pronoun.i < token.i else "pronoun after it", [embodied(resolver, meant)])
    before = bisect_left(reading.starts, sentence.span.end)
    counts = Counter(code_of(m.actor) for m in reading.mentions[max(0, before - COUNTED) : before] if m.actor is not None)
    counts.pop("", None)
    for n, code in enumerate(sorted(counts, key=lambda c: (-counts[c], c))[:3]):
        if code in scene.signs:
            scene.signs[code].add(f"often:{n}")
    describe(scene, resolver, sentence, token)
    voice = reading.innermost(sentence.place(token))
    if voice is not None:
        scene.tell("speaker", [embodied(resolver, voice.speaker)])
    state = state_of_scene(resolver, sentence)
    if state is not None:
        scene.tell("scene", [Party.of(state, text="", span=None)])
    return scene


def described(resolver: Resolver, sentence: Sentence, mention: Mention, why: str) -> Party:
    """A mention as a party; 'a Chinese port company' is who is meant by a people's name before a noun that says who of that people."""
    party = embodied(resolver, resolver.of_mention(mention, why, mention.span))
    token = sentence.token_at(mention.span.end - 1) if mention.how == "demonym" else None
    if token is None or token.head.i <= token.i or token.dep_ not in {"amod", "compound", "nmod"}:
        return party
    meant = resolver.party(sentence, token.head)
    if meant is not None and code_of(meant) == code_of(party):
        return meant
    return party if party.sector else replace(party, sector=sector_of(resolver, sentence, token.head))


def describe(scene: Scene, resolver: Resolver, sentence: Sentence, token: "Token") -> None:
    """Signs of the act itself: what kind of subject and object it has, and which act before its object may mean."""
    verb = token if token.pos_ in {"VERB", "AUX"} else token.head
    plover = resolver.reading.knowledge.plover
    scene.common.add(f"is {token.pos_}")
    scene.common.add(f"word {token.lemma_.lower()}")
    subject = subject_of(verb) if verb.pos_ in {"VERB", "AUX"} else None
    scene.common.add(f"subject {kind_of(resolver, sentence, subject)}")
    objects = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass", "dative"} and c.i != token.i]
    scene.common.add(f"object {kind_of(resolver, sentence, objects[0] if objects else None)}")
    scene.common |= {f"object word {objects[0].lemma_.lower()}"} if objects else set()
    scene.common |= {f"subject word {subject.lemma_.lower()}"} if subject is not None else set()
    if any(c.dep_ in {"ccomp", "xcomp"} for c in verb.children):
        scene.common.add("has clause")
    if any(c.dep_ == "neg" for c in verb.children):
        scene.common.add("has not")
    if sentence.first <= verb.i < sentence.last and verb.dep_ == "conj":
        scene.common.add("is joined")
    for noun in [*objects, *(g for c in verb.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj")]:
        lemma = noun.lemma_.lower()
        frames = plover.by_noun.get(lemma) or plover.by_verb.get(lemma)
        if (frames or lemma in GENERAL_DEEDS) and resolver.reading.mention_at(sentence, noun) is None:
            scene.deed = (lemma, frames[0].type if frames else "")
            scene.common.add("names a deed")
            break
    scene.several = several_meant(verb, token)
    if scene.several:
        scene.common.add("means several")
    named = [m for m in resolver.reading.mentions_in(sentence.span) if m.actor is not None]
    scene.common.add(f"names {min(3, len({code_of(m.actor) for m in named if m.actor} - {''}))}")
    below = {t.i for t in token.subtree if t.i > token.i}
    beneath = (m for m in named if (t := sentence.token_at(m.span.start)) is not None and t.i in below)
    scene.peace = peace_sought(token) and next(beneath, None) is None


def kind_of(resolver: Resolver, sentence: Sentence, token: "Token | None") -> str:
    """What kind of words stand in a place."""
    if token is None:
        return "nothing"
    if resolver.reading.mention_at(sentence, token) is not None:
        return "named"
    if token.pos_ == "PRON":
        return (
            f"pronoun {token.lower_}"
            if token.lower_ in {"it", "he", "him", "she", "her", "they", "them", "who", "which", "that"}
            else "pronoun"
        )
    if token.lower_ in ALLIANCES:
        return "alliance"
    if body_noun(resolver.reading, sentence, token)[1]:
        return "body"
    if token.lemma_.lower() in resolver.words["offices"]:
        return "office"
    return "plural" if token.tag_ == "NNS" else "thing"


def stem(word: str) -> str:
    """So much of a word as its noun and its verb share."""
    return word[: max(4, len(word) - 3)]


def places(resolver: Resolver, sentence: Sentence, token: "Token") -> Iterator[tuple[str, tuple[Party, ...]]]:
    """Who stands in which place around a predicate."""
    passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in token.children) or (token.dep_ == "acl" and token.tag_ == "VBN")
    subject = subject_of(token) if token.pos_ in {"VERB", "AUX"} else None
    if subject is not None and sentence.first <= subject.i < sentence.last:
        own = any(c.i == subject.i for c in token.children)
        word = "patient" if passive else "subject"
        yield word if own else f"{word} above", parties_here(resolver, sentence, subject)
        yield f"in {word}", inner_parties(resolver, sentence, subject)
    if token.tag_ == "VBN" and token.dep_ in {"amod", "acl"}:
        yield "patient", parties_here(resolver, sentence, token.head)
    for child in token.children:
        if child.dep_ == "npadvmod":
            yield "agent", parties_here(resolver, sentence, child)
        elif child.dep_ == "agent":
            yield from (("agent", parties_here(resolver, sentence, g)) for g in child.children if g.dep_ == "pobj")
        elif child.dep_ in {"dobj", "dative", "oprd", "attr"} and child.i > token.i:
            yield "object", parties_here(resolver, sentence, child)
            yield "in object", inner_parties(resolver, sentence, child)
            yield from under_prepositions(resolver, sentence, child, "object ")
        elif child.dep_ == "prep":
            yield from under(resolver, sentence, child, "")
        elif child.dep_ in {"poss", "amod", "compound", "nmod"}:
            yield "owner" if child.dep_ == "poss" else "modifier", parties_here(resolver, sentence, child)
    if token.pos_ in {"NOUN", "PROPN"} and token.dep_ in {"dobj", "pobj", "nsubjpass", "nsubj"}:
        verb = token.head if token.dep_ != "pobj" else token.head.head
        above = subject_of(verb) if verb.pos_ in {"VERB", "AUX"} else None
        if above is not None and above.i != token.i and sentence.first <= above.i < sentence.last:
            yield "subject of its verb", parties_here(resolver, sentence, above)
        for child in verb.children:
            if child.dep_ in {"dative", "dobj"} and child.i != token.i:
                yield "object of its verb", parties_here(resolver, sentence, child)
        yield from under_prepositions(resolver, sentence, verb, "verb ")
    yield "in clause", clause_parties(resolver, sentence, token)


def under_prepositions(resolver: Resolver, sentence: Sentence, head: "Token", what: str) -> Iterator[tuple[str, tuple[Party, ...]]]:
    """Who stands under each preposition of a head."""
    for child in head.children:
        if child.dep_ == "prep":
            yield from under(resolver, sentence, child, what)


def under(resolver: Resolver, sentence: Sentence, preposition: "Token", what: str) -> Iterator[tuple[str, tuple[Party, ...]]]:
    """Who stands under a preposition."""
    word = preposition.lower_ if preposition.lower_ in NEAR else "other"
    for noun in preposition.children:
        if noun.dep_ == "pobj":
            yield f"{what}{word}", parties_here(resolver, sentence, noun)
            yield f"{what}{word}, inside", inner_parties(resolver, sentence, noun)


def signs_of(scene: Scene, told: Sequence[Told], here: int, actors: frozenset[str] | None) -> dict[str, set[str]]:
    """The signs of each party, with what was told before. `actors`: who acts, once that is settled and the recipient is sought."""
    out = {code: set(signs) for code, signs in scene.signs.items()}
    recent = list(itertools.takewhile(lambda t: here - t.sentence <= REACH, reversed(told)))[::-1]
    for n, event in enumerate(reversed(recent[-3:])):
        far = "same" if event.sentence == here else "1" if here - event.sentence == 1 else "more"
        for side, codes in (("actor", event.actors), ("recipient", event.recipients)):
            for code in codes & set(out):
                if n == 0:
                    out[code].add(f"last {side}, {far}")
                out[code].add(f"{side} of {event.type} before")
    deed = deed_of(scene, recent)
    if deed is not None:
        for side, codes in (("actor", deed.actors), ("recipient", deed.recipients)):
            for code in codes & set(out):
                out[code].add(f"{side} of the deed")
    if actors is not None:
        for event in reversed(recent):
            others = event.actors if event.recipients & actors else event.recipients if event.actors & actors else frozenset()
            others = others - actors
            if others:
                far = "same" if event.sentence == here else "1" if here - event.sentence == 1 else "more"
                for code in others & set(out):
                    out[code].add(f"other side, {far}")
                break
        sectors = {f"{p.sector or 'no sector'} acts" for c in actors for sign, p in scene.parties.get(c, ()) if sign in BEST["actors"]}
        for code, signs in out.items():
            signs.update(sectors)
            signs.add("acts" if code in actors else "does not act")
        out = {code: {f"{'own ' if code in actors else ''}{s}" for s in signs} for code, signs in out.items()}
    candidates = set(out) - (actors or frozenset())
    for where in ("named:0", "named:1"):
        there = [c for c in candidates if where in out[c]]
        if len(there) == 1:
            out[there[0]].add(f"only one {where}")
    states = [c for c in candidates if any(s.startswith("named:") for s in out[c])]
    if len(states) == 1:
        out[states[0]].add("only one near")
    ranked = sorted(states, key=lambda c: (min(int(s[6:]) for s in out[c] if s.startswith("named:")), c))
    for n, code in enumerate(ranked[:2]):
        out[code].add(f"near:{n}")
    taken = {s for signs in out.values() for s in signs if s.partition(",")[0] in COMPETING}
    for signs in out.values():
        signs.update({f"another is {s}" for s in taken - signs} if signs & taken else {"no place", *(f"another is {s}" for s in taken)})
    common = scene.common | ({"nobody has a place"} if not taken else set())
    if actors is not None:
        common |= {f"{min(2, len(actors))} act", f"{min(3, len(candidates))} others"}
    return {code: signs | common for code, signs in out.items()}


def about(kind: str, mode: str) -> set[str]:
    """Signs of what kind of act it is; a host and a guest stand otherwise than two who meet."""
    return {f"type {kind}"} | ({f"mode {mode}"} if mode in {"visit", "third-party", "phone", "resign"} else set())


def settled(scene: Scene, act: Told, mode: str, told: Sequence[Told]) -> frozenset[str]:
    """The recipients, where the words leave no choice: 'urged both', 'offered to mediate', acts that several do together, and those that are done to nobody."""
    if mode == "resign":
        return frozenset()
    if scene.several and (several := several_before(scene.several, act, told)):
        return several
    if scene.peace and not scene.several and act.type in SOUGHT and (pair := at_odds(act, told)):
        return pair
    if act.type == "ACCUSE" and not any(named_in_place(scene, c) for c in act.recipients):
        deed = same_deed(scene, told)
        doers = deed.actors - act.actors if deed is not None and act.sentence - deed.sentence <= REACH else frozenset()
        if doers and doers <= set(scene.signs):
            # 'condemned the killing': whoever killed, as told before.
            return doers
    if len(act.actors) > 1 and act.type in TOGETHER and mode not in {"visit", "third-party"}:
        return frozenset(c for c in act.recipients if "named:0" in scene.signs[c])
    return act.recipients


def named_before(scene: Scene, resolver: Resolver, sentence: Sentence, codes: frozenset[str]) -> None:
    """Parties that stand too far back to have been looked at, by their last name before."""
    reading = resolver.reading
    first = bisect_left(reading.starts, sentence.span.start)
    for code in sorted(codes - scene.parties.keys()):
        last = next((m for m in reversed(reading.mentions[:first]) if m.actor is not None and code_of(m.actor) == code), None)
        if last is not None:
            scene.tell("named before", [resolver.of_mention(last, "named before", last.span)])


def deed_of(scene: Scene, recent: Sequence[Told]) -> Told | None:
    """Which act before the object means: one of the same word, else of the same type, else the last one."""
    return same_deed(scene, recent) or (recent[-1] if scene.deed[0] and recent else None)


def same_deed(scene: Scene, told: Sequence[Told]) -> Told | None:
    """The last act told with the word that the object names, else of its type."""
    lemma, kind = scene.deed
    same = [t for t in told if lemma and stem(t.lemma) == stem(lemma)] or [t for t in told if kind and t.type == kind]
    return same[-1] if same else None


def named_in_place(scene: Scene, code: str) -> bool:
    """Whether a party stands in a place around the predicate, and not only somewhere near."""
    return any(s.partition(",")[0] in COMPETING for s in scene.signs.get(code, ()))


ELSEWHERE = "not named in this clause; weighed from what is told around it"
NOT_IN_PLACE = "named beside this act; weighed from what is told around it"
# Which sign shows best who a side is, by side; a party that only the sentences before name comes last.
BEST = {
    "actors": ("rule actor", "subject", "agent", "subject above", "owner", "modifier", "of", "by", "between", "subject of its verb", "in subject"),
    "recipients": (
        "rule recipient", "object", "patient", "object of its verb", "object to", "object on", "object against", "object with", "object of", "to", "with", "against", "on",
        "for", "at", "from", "in object", "in patient", "in clause", "owner", "pronoun after it",
    ),
}  # fmt: skip
# Of those who act together one may stand where a recipient would: 'met the minister'.
BEST["together"] = (*BEST["actors"], *BEST["recipients"])


def shown(scene: Scene, code: str, side: str, taken: Sequence[Party]) -> Party:
    """The party that stands for a code on a side: the words that show it best, not those of the other side."""
    order = {sign: n for n, sign in enumerate(BEST[side])}

    def rank(item: tuple[str, Party]) -> tuple[bool, int, bool, int]:
        sign, party = item
        named = int(sign[6:]) if sign.startswith("named:") else 0
        return (
            party in taken or any(party.span is not None and party.span == t.span for t in taken),
            order.get(sign, len(order) + named),
            party.span is None,
            party.span.start if party.span else 0,
        )

    sign, party = min(scene.parties[code], key=rank)
    if sign in order or party.span is None:
        return party
    here = sign in {"named:0", "before it", "after it"} or sign.startswith("as:")
    return replace(party, because=(*party.because, Reason(NOT_IN_PLACE if here else ELSEWHERE, party.span)))


def as_weighed(resolver: Resolver, party: Party, kind: str) -> Party:
    """Who is weighed by what is told around an act is weighed as a state: that does not say which of its people it was, nor, of violence, that it was its rulers."""
    state = resolver.reading.knowledge.actors.get(f"state:{party.country}")
    named = not party.because or party.because[-1].text not in {ELSEWHERE, NOT_IN_PLACE}
    if state is None or named or not (party.id or "").startswith(("person:", "media:")):
        return party
    return replace(
        Party.of(state, text="", span=None, because=party.because), sector="GOV" if party.sector == "GOV" and kind not in SUFFERED else ""
    )

"""Whom a noun phrase means: a token -> Parties, with reasons; a pronoun only where it is safe, else the candidates."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.annotate.pairs import joint_owner, the_two
from communique.annotate.parse import Sentence
from communique.annotate.people import FORMER, GENDERS, People
from communique.annotate.phrases import MODIFIERS, bracketed, conjuncts, hyphened, phrase, within
from communique.annotate.reading import Reading
from communique.annotate.sectors import office_sector, party_of_state, sector_noun
from communique.annotate.titles import sector_with
from communique.model.actor import Actor, Mention, Party, Reason
from communique.model.span import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

STATE_PRONOUNS = frozenset({"it", "its", "itself"})
FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself"})
MEDIA_NOUNS = frozenset("agency newspaper paper outlet broadcaster daily magazine editorial commentary report article".split())
# Nouns that a name beside them explains: 'state mouthpiece Xinhua', 'its ally, Laos'.
APPOSED = frozenset({"mouthpiece", "agency", "outlet", "newspaper", "ally", "group", "organization"})
REACH = 3
# Somebody known to be a woman is meant by 'she' rather than somebody of whom that is not known.
KNOWN_GENDER = 0.5


class Resolver:
    """Turns tokens into actors for one article."""

    def __init__(self, reading: Reading, people: People) -> None:
        self.reading, self.people = reading, people
        self.words = reading.knowledge.languages["en"].words
        self.index = {id(s): i for i, s in enumerate(reading.sentences)}
        self.scenes: dict[str, Actor | None] = {}  # of a person whose office is of no state that is named (scene.py)

    def parties(self, sentence: Sentence, token: "Token") -> tuple[Party, ...]:
        """Everybody that a noun phrase and its conjuncts mean, each once; the undecided are left out."""
        pair = the_two(self.reading, sentence, token)
        if pair:
            return pair
        found: dict[str, Party] = {}
        for part in self.members(sentence, token):
            for each in self.group(sentence, part):
                found.setdefault(each.id or "", each)
            party = self.party(sentence, part)
            if party and party.id:
                found.setdefault(party.id, party)
        return tuple(found.values())

    def group(self, sentence: Sentence, token: "Token") -> tuple[Party, ...]:
        """'the ministers of Laos and Cambodia': one party a state."""
        if token.tag_ != "NNS" or (token.lemma_ not in self.words["offices"] and token.lower_ not in self.words["bodies"]):
            return ()
        owners = [g for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
        states = [t for g in owners for t in (g, *conjuncts(g))]
        return self.parties(sentence, owners[0]) if len(states) > 1 else ()

    def members(self, sentence: Sentence, token: "Token") -> list["Token"]:
        """A noun and all that is joined to it; in 'X, Y and Z' the parser may set Y beside X as if it explained it."""
        out: list[Token] = []
        waiting = [token, *conjuncts(token)]
        while waiting:
            part = waiting.pop(0)
            if any(part.i == t.i for t in out):
                continue
            out.append(part)
            mention = self.reading.mention_at(sentence, part)
            if mention is None or mention.actor is None:
                continue
            for child in part.children:
                other = self.reading.mention_at(sentence, child) if child.dep_ == "appos" else None
                if (
                    other
                    and other.actor
                    and other.how in {"name", "short"}
                    and other.actor.id != mention.actor.id
                    and other.actor.kind == mention.actor.kind
                ):
                    waiting += [child, *conjuncts(child)]
            if part.dep_ == "conj" and part.head.pos_ in {"PROPN", "ADJ"}:
                waiting += [c for c in part.children if c.dep_ == "appos" and c.pos_ == "PROPN"]
        return out

    def speaker(self, sentence: Sentence, token: "Token") -> Party:
        """The one whom a subject means; without an id where the text does not decide."""
        party = self.party(sentence, token)
        if party:
            return party
        span = phrase(sentence, token)
        return Party(id=None, name=span.of(self.reading.text), country=None, sector="", text=span.of(self.reading.text), span=span)

    def party(self, sentence: Sentence, token: "Token") -> Party | None:
        """What one head noun means, without its conjuncts."""
        mention = self.reading.mention_at(sentence, token)
        if mention is not None and (mention.actor or mention.candidates) and not (mention.how == "place" and mention.actor is None):
            return self.of_mention(mention, "", phrase(sentence, token))
        if token.pos_ == "PRON" or token.lower_ in GENDERS or token.lower_ in STATE_PRONOUNS or token.lower_ in FIRST_PERSON:
            return self.pronoun(sentence, token)
        # 'the president of Kiribati, Taneti Maamau': the parser may hang the name on the state.
        states = (s for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for s in c.children if s.dep_ == "pobj")
        beside = (c for s in states for c in s.children) if token.lower_ in self.words["offices"] else ()
        for child in (*token.children, *beside):
            named = self.reading.mention_at(sentence, child) if child.dep_ == "appos" and child.i > token.i else None
            if named and named.actor and (named.actor.kind == "person" or token.lower_ in APPOSED):
                return self.of_mention(named, "named beside it", phrase(sentence, token))
        return self.role(sentence, token) or self.body(sentence, token) or self.again(sentence, token)

    def again(self, sentence: Sentence, token: "Token") -> Party | None:
        """'the ministry', 'this newspaper': the last speaker who was called so, or for a medium the last one that spoke."""
        if not any(c.lower_ in {"the", "this"} for c in token.children) or token.tag_ == "NNS" or self.modifiers(sentence, token):
            return None
        span = phrase(sentence, token)
        for statement in reversed(self.reading.statements):
            speaker = statement.speaker
            if speaker.id is None or statement.spans.cue[0].start > span.start:
                continue
            same = speaker.text.lower().endswith(token.lower_)
            if same or (token.lower_ in MEDIA_NOUNS and speaker.id.startswith("media:")):
                why = Reason(f"the last {token.lower_} that spoke is {speaker.name}", span)
                return replace(speaker, text=span.of(self.reading.text), span=span, because=(why,))
        return None

    def of_mention(self, mention: Mention, why: str, span: Span) -> Party:
        """A mention as a party."""
        actor = mention.actor
        reasons = mention.because if not why else (*mention.because, Reason(why, mention.span))
        text = span.of(self.reading.text)
        if actor is None:
            return Party(
                id=None, name=mention.text, country=None, sector="", text=text, span=span, candidates=mention.candidates, because=reasons
            )
        sector = self.sector_of(mention, actor)
        return Party(id=actor.id, name=actor.name, country=actor.country, sector=sector, text=text, span=span, because=reasons)

    def sector_of(self, mention: Mention, actor: Actor) -> str:
        """The sector of the office that the text gives; a capital or palace that acts is a government; else the actor's own."""
        if mention.office is not None:
            given = self.words["offices"].get(mention.office.title.lower(), ("", ""))[1]
            return FORMER if mention.office.former else sector_with(given, mention.office.of, self.reading.knowledge) or actor.sector
        if actor.kind == "state" and (mention.how == "metonym" or (mention.how == "capital" and not mention.place)):
            return "GOV"
        return actor.sector

    def modifiers(self, sentence: Sentence, token: "Token") -> list[Mention]:
        """The actors that modify a noun: 'Chinese', 'Vietnam's', 'of Japan'."""
        out = []
        for child in token.children:
            if child.dep_ in MODIFIERS:
                nested = [child, *(g for g in child.children if g.dep_ in MODIFIERS)]
            elif child.dep_ == "prep" and child.lower_ in {"of", "for", "to", "in"} and child.i > token.i:
                nested = [g for g in child.children if g.dep_ == "pobj"]
                nested += [g for n in nested for g in within(n, child.lower_) if self.reading.mention_at(sentence, n) is None]
            else:
                continue
            out += [m for g in nested if (m := self.reading.mention_at(sentence, g)) and m.actor]
        return out

    def body(self, sentence: Sentence, token: "Token") -> Party | None:
        """'Vietnamese forces', 'the Biden administration', 'China's state media': a state's body by its noun."""
        noun, sector = sector_noun(self.reading, sentence, token)
        if not sector:
            return None
        owner = next((c for c in token.children if c.dep_ == "poss" and c.lower_ in STATE_PRONOUNS), None)
        whose = self.state_pronoun(sentence, owner) if owner is not None and not self.modifiers(sentence, token) else None
        state = self.reading.knowledge.actors.get(whose.id or "") if whose is not None else None
        if state is not None and state.kind == "state":
            span = phrase(sentence, token)
            return party_of_state(
                state, noun, sector, span.of(self.reading.text), span, Reason(f"{noun} of {state.name}, which 'its' means", span)
            )
        for mention in self.modifiers(sentence, token):
            actor = mention.actor
            if actor is None:
                continue
            state = self.reading.knowledge.actors.get(f"state:{actor.country}") if actor.kind in {"person", "government"} else actor
            if state is None:
                continue
            span = phrase(sentence, token)
            text = span.of(self.reading.text)
            return party_of_state(state, noun, sector, text, span, Reason(f"{noun} of {state.name}", span))
        return None

    def role(self, sentence: Sentence, token: "Token") -> Party | None:
        """'the Chinese leader', 'the ambassador': the one person of the text who holds that office, else the state or body it is of."""
        low = token.lower_ if token.tag_ != "NNS" else token.lemma_.lower()
        office = self.words["offices"].get(token.lower_, self.words["offices"].get(low))
        two = f"{token.nbor(-1).lower_} {low}" if token.i > sentence.first else ""
        office = self.words["offices"].get(two, office) or self.words["offices"].get(hyphened(sentence, token))
        if office is None:
            return None
        kind, sector = office[0], office_sector(self.reading, sentence, token, office[1])
        modifiers = self.modifiers(sentence, token)
        countries = {m.actor.country for m in modifiers if m.actor and m.actor.country}
        span = phrase(sentence, token)
        before = [p for p in self.people.by_id.values() if p.first < span.start]
        holders = [p for p in before if self.people.holds(p, kind) and (not countries or p.actor.country in countries)]
        holders = self.people.fitting(holders, token.lower_)
        text = span.of(self.reading.text)
        definite = any(c.lower_ in {"the", "this", "that"} or c.dep_ == "poss" for c in token.children) or bool(countries)
        if len(holders) == 1 and definite and token.tag_ != "NNS":
            actor = holders[0].actor
            return Party(
                id=actor.id,
                name=actor.name,
                country=actor.country,
                sector=sector,
                text=text,
                span=span,
                because=(Reason(f"the only {token.lower_} of this text so far is {actor.name}", span),),
            )
        named = next(
            (m.actor for m in modifiers if m.actor and m.actor.kind in {"government", "party", "igo", "armed_forces", "group"}), None
        )
        owner = named or next((m.actor for m in modifiers if m.actor and m.actor.kind == "state"), None)
        if owner is not None and sector not in {"EDU", "JRN", "CVL"}:
            return Party(
                id=owner.id,
                name=owner.name,
                country=owner.country,
                sector=sector_with(sector, owner.id, self.reading.knowledge) or owner.sector,
                text=text,
                span=span,
                because=(Reason(f"an unnamed {token.lower_} of {owner.name}", span),),
            )
        candidates = tuple(sorted(p.actor.id for p in holders)) if definite else ()
        return Party(
            id=None,
            name=text,
            country=next(iter(countries)) if len(countries) == 1 else None,
            sector=sector,
            text=text,
            span=span,
            candidates=candidates,
            because=(Reason("the text does not say who", span),),
        )

    def pronoun(self, sentence: Sentence, token: "Token") -> Party | None:
        """he, she, it; 'they [Vietnam]' by what the brackets say."""
        span = sentence.place(token)
        bracket = bracketed(sentence, token)
        if bracket is not None and (mention := self.reading.mention_at(sentence, bracket)) and mention.actor:
            return self.of_mention(mention, "the brackets say so", span)
        low = token.lower_
        if low in FIRST_PERSON:
            return self.author(span)
        if low in GENDERS:
            return self.person_pronoun(sentence, token, GENDERS[low])
        if low in STATE_PRONOUNS:
            return self.state_pronoun(sentence, token)
        return None

    def author(self, span: Span) -> Party | None:
        """'I' outside quotation marks is the one who signs the article."""
        byline = self.reading.article.byline
        if not byline or any(q.covers(span) for q in self.reading.quotes) or re.search(r",|&| and ", byline):
            return None
        name = re.sub(r"^(?:Dr|Prof|Mr|Ms|Mrs)\.? ", "", byline)
        actor = self.people.named(name)
        return Party.of(actor, text=span.of(self.reading.text), span=span, because=(Reason(f"the article is signed {byline}", span),))

    def person_pronoun(self, sentence: Sentence, token: "Token", gender: str) -> Party | None:
        """The most salient person before it; undecided where two are equally so."""
        span = sentence.place(token)
        ahead = self.cataphor(sentence, token, gender)
        if ahead is not None:
            return ahead
        scores: dict[str, float] = {}
        here = self.index[id(sentence)]
        itself = self.own_subject(sentence, token)
        speaker_verb = token.dep_ == "nsubj" and token.head.lemma_ in self.reading.knowledge.languages["en"].speech_verbs
        for back in range(REACH + 1):
            if here - back < 0:
                break
            other = self.reading.sentences[here - back]
            if other.block.kind == "caption" and sentence.block.kind != "caption":
                continue
            for mention in self.reading.mentions_in(other.span):
                if mention.span.start >= span.start or not mention.actor or mention.actor.kind != "person" or mention.actor.id == itself:
                    continue
                if any(q.covers(mention.span) and not q.covers(span) for q in self.reading.quotes):
                    continue
                person = self.people.by_id.get(mention.actor.id)
                if person is None or (person.gender and person.gender != gender):
                    continue
                weight = (3.0 if self.is_subject(other, mention) else 1.0) / (1.0 + back) + (0.2 if back else 0.0)
                weight += KNOWN_GENDER if person.gender == gender else 0.0
                scores[mention.actor.id] = max(scores.get(mention.actor.id, 0.0), weight)
        if speaker_verb and (last := self.last_speaker(span)):
            speaker, back = last
            person = self.people.by_id.get(speaker)
            if person is not None and (not person.gender or person.gender == gender):
                scores[speaker] = max(scores.get(speaker, 0.0), 3.0 / (1.0 + back) + 0.4)
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        if not ranked:
            return None
        text = span.of(self.reading.text)
        if len(ranked) > 1 and ranked[0][1] < ranked[1][1] + 0.25:
            return Party(
                id=None,
                name=text,
                country=None,
                sector="",
                text=text,
                span=span,
                candidates=tuple(i for i, _ in ranked[:4]),
                because=(Reason(f"{text!r} may be any of {len(ranked)} people named just before", span),),
            )
        actor = self.people.by_id[ranked[0][0]].actor
        return Party.of(
            actor,
            text=text,
            span=span,
            because=(Reason(f"{text!r}: {actor.name} is the person in view", span),),
        )

    def own_subject(self, sentence: Sentence, token: "Token") -> str:
        """'Rubio congratulated him': an object never means the subject of its own verb."""
        verb = token.head if token.dep_ in {"dobj", "dative"} else token.head.head if token.dep_ == "pobj" else None
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None) if verb is not None else None
        mention = self.reading.mention_at(sentence, subject) if subject is not None else None
        return mention.actor.id if mention is not None and mention.actor else ""

    def cataphor(self, sentence: Sentence, token: "Token", gender: str) -> Party | None:
        """'During his visit to Japan, Mr. Vo ...': in a phrase set before the subject, the pronoun means the subject, if that is a person."""
        if token.dep_ != "poss":
            return None
        top = token
        while top.dep_ != "prep" or top.head.pos_ not in {"VERB", "AUX"}:
            if top.head.i == top.i:
                return None
            top = top.head
        subject = next((c for c in top.head.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i > token.i), None)
        mention = self.reading.mention_at(sentence, subject) if subject is not None else None
        if mention is None or mention.actor is None or mention.actor.kind != "person":
            return None
        person = self.people.by_id.get(mention.actor.id)
        if person is not None and person.gender and person.gender != gender:
            return None
        return self.of_mention(mention, f"{token.text!r} looks ahead to the subject", sentence.place(token))

    def last_speaker(self, span: Span) -> tuple[str, int] | None:
        """Who spoke last before a place, and how many sentences back."""
        for statement in reversed(self.reading.statements):
            if statement.spans.cue[0].start < span.start and statement.speaker.id and statement.within is None:
                between = [s for s in self.reading.sentences if statement.sentence.start < s.span.start <= span.start]
                return (statement.speaker.id, len(between)) if len(between) <= 2 * REACH else None
        return None

    def is_subject(self, sentence: Sentence, mention: Mention) -> bool:
        """Whether a mention is the subject of a main or speech clause."""
        for token in sentence.tokens():
            if token.dep_ in {"nsubj", "nsubjpass"} and mention.span.overlaps(sentence.place(token)):
                return (
                    token.head.dep_ in {"ROOT", "conj", "ccomp", "advcl"}
                    or token.head.lemma_ in self.reading.knowledge.languages["en"].speech_verbs
                )
        return False

    def state_pronoun(self, sentence: Sentence, token: "Token") -> Party | None:
        """'it': the last subject that is a state or body, in this sentence or the one before."""
        span = sentence.place(token)
        here = self.index[id(sentence)]
        kinds = {"state", "igo", "government", "party", "group", "company", "media"}
        quote = next((q for q in self.reading.quotes if q.covers(span)), None)
        owner = joint_owner(self.reading, sentence, token)
        if owner is not None:
            return self.of_mention(owner, f"{token.text!r}: whose the other is, too", span)
        itself = self.own_subject(sentence, token)
        for other in self.reading.sentences[max(0, here - 1) : here + 1][::-1]:
            if quote is not None and not quote.overlaps(other.span):
                continue
            before = [
                m
                for m in self.reading.mentions_in(other.span)
                if m.span.end <= span.start and m.actor and m.actor.kind in kinds and m.how != "demonym" and m.actor.id != itself
            ]
            subjects = [
                m for m in before if any(t.dep_ in {"nsubj", "nsubjpass"} and m.span.covers(other.place(t)) for t in other.tokens())
            ]
            chosen = subjects or (before if other is sentence and len({m.actor.id for m in before if m.actor}) == 1 else [])
            if chosen and (actor := chosen[-1].actor):
                text = span.of(self.reading.text)
                why = Reason(f"{text!r}: {actor.name} is the subject before it", span)
                return Party.of(actor, text=text, span=span, because=(why,))
        return self.spoke_before(span)

    def spoke_before(self, span: Span) -> Party | None:
        """'It': the state or body that spoke last, where it did so in one of the sentences just before."""
        last = next((s for s in reversed(self.reading.statements) if s.spans.cue[0].start < span.start and s.within is None), None)
        if last is None or last.speaker.id is None or last.speaker.id.startswith("person:"):
            return None
        between = [s for s in self.reading.sentences if last.sentence.start < s.span.start <= span.start]
        if len(between) > 1:
            return None
        why = Reason(f"{last.speaker.name} spoke just before", span)
        return replace(last.speaker, text=span.of(self.reading.text), span=span, because=(why,))

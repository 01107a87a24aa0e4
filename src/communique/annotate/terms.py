"""Find uses of contested wordings: a Reading -> Terms with user and stance, and the silences that the text itself reports."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from communique.annotate.parse import Sentence
from communique.annotate.plain_stance import stance_of as plain_stance
from communique.annotate.plainly import sentences
from communique.annotate.reading import Reading
from communique.annotate.resolve import Resolver
from communique.annotate.shown import Stance
from communique.annotate.stance import accepted_or_rejected, of_act, stance_of
from communique.model.actor import Mention, Party, Reason
from communique.model.article import PROSE
from communique.model.findings import Rendered, Silence, Statement, Term
from communique.model.identity import content_id
from communique.model.span import Span
from communique.vocab.wording import Use, find_forms

if TYPE_CHECKING:
    from spacy.tokens import Token

Found = tuple[list[Term], list[Silence]]
NEAR = 400
# '中方', '越方': a state's first character and 'side'.
SIDE = 2


def find_terms(reading: Reading, resolver: Resolver | None) -> Found:
    """All uses in the order of the text; without a parse (Chinese, Vietnamese) the speaker or outlet uses the wording."""
    uses = [
        Use(Span(u.span.start + b.span.start, u.span.end + b.span.start), u.variant)
        for b in reading.article.blocks
        if b.kind in PROSE
        for u in find_forms(b.span.of(reading.text), reading.knowledge)
    ]
    found = list(plain_uses(reading, uses) if resolver is None else parsed_uses(reading, resolver, uses))
    terms, silences = ({f.id: f for f in found if isinstance(f, kind)} for kind in (Term, Silence))
    return sorted(terms.values(), key=lambda t: (t.span, t.id)), sorted(silences.values(), key=lambda s: s.span)  # type: ignore[arg-type]


def parsed_uses(reading: Reading, resolver: Resolver, uses: list[Use]) -> Iterator[Term | Silence]:
    """Uses by the parse: what governs each, then the nouns and pronouns that take one up."""
    lists = reading.knowledge.languages["en"].stance
    for use in uses:
        sentence = reading.sentence_at(use.span.start)
        token = sentence.token_at(use.span.end - 1) if sentence else None
        if sentence is None or token is None:
            yield from plain_uses(reading, [use])
            continue
        top = top_of(sentence, use.span, token)
        stance = (
            contrast(reading, sentence, use, uses)
            or stance_of(sentence, top, lists, sentence.token_at(use.span.start))
            or of_act(sentence, top, reading.acts, lists)
        )
        if stance is not None and use.variant.kind == "name" and not spoken_of(stance):
            stance = None
        yield from entered(reading, resolver, (use, sentence, stance, use.span))
    for sentence in reading.sentences:
        for use, noun in taken_up(reading, sentence, [u for u in uses if u.variant.kind == "idea"]):
            stance = stance_of(sentence, noun, lists)
            if stance is not None and stance.holder is not None:
                yield from entered(reading, resolver, (use, sentence, stance, sentence.stretch(noun.left_edge, noun)))


def spoken_of(stance: Stance) -> bool:
    """Whether a stance may be to the name of a thing: what is done to the thing itself ('condemned the invasion') says nothing of its name."""
    return stance.silent or stance.worded or stance.value == "mentions"


def top_of(sentence: Sentence, span: Span, token: "Token") -> "Token":
    """The highest token of a wording."""
    while token.head.i != token.i and span.covers(sentence.place(token.head)):
        token = token.head
    return token


def plain_uses(reading: Reading, uses: list[Use]) -> Iterator[Term | Silence]:
    """Uses without a parse, by the words of their clause: under whoever holds the stance, else the speaker, else the outlet."""
    served = reading.knowledge.languages.get(reading.article.language)
    # A language that is not served at all has no lists; English ones are for parsed sentences.
    lists = served.stance if served is not None and "clause" in served.stance else {}
    found = list(sentences(reading)) if lists else []
    wordings = [u.span for u in uses]
    for use in uses:
        voice = speaking(reading, use.span)
        block = next(b.span for b in reading.article.blocks if b.span.covers(use.span))
        # A headline is a sentence of its own.
        sentence = next((s for s in found if s.covers(use.span)), block)
        stance = plain_stance(reading, sentence, use.span, lists, wordings) if lists else None
        if stance is not None and use.variant.kind == "name" and stance.value != "mentions" and not stance.worded:
            stance = None
        if stance is None:
            why = (Reason("used without a word on it", use.span),)
            users = speakers(reading, voice, lists) if voice else [outlet_party(reading)]
            yield from (made(reading, use, use.span, user, "uses", (voice, sentence, why)) for user in users)
            continue
        # Of what somebody says, only whom their own words name holds a stance of its own.
        held = [
            Party.of(m.actor, text=m.text, span=m.span, because=m.because)
            for m in stance.holders
            if m.actor is not None and told_by(voice, m)
        ]
        own = voice is not None and any(
            of_state(reading, voice.speaker, h.country) or of_body(reading, voice.speaker, h.id) or own_side(reading, voice.speaker, h.text)
            for h in held
        )
        why = (Reason(f"{stance.value}: {stance.why!r}", use.span),)
        if stance.silent:
            yield from (omission(reading, use, user, voice, sentence, why) for user in held or [unnamed(reading, "")])
            continue
        users = held if held and not own else speakers(reading, voice, lists) if voice else [unnamed(reading, stance.value)]
        yield from (made(reading, use, use.span, user, stance.value, (voice, sentence, (*why, *user.because))) for user in users)


def told_by(voice: Statement | None, mention: Mention) -> bool:
    """Whether an actor's stance is told by the outlet, by whoever speaks, or is the speaker's own; not that of somebody met or named before they spoke."""
    if voice is None or any(c.covers(mention.span) for c in voice.spans.content):
        return True
    actor = mention.actor.id if mention.actor is not None else None
    return any(s.covers(mention.span) for s in voice.spans.source) and voice.speaker.id in {None, actor}


def speakers(reading: Reading, voice: Statement, lists: Any) -> list[Party]:
    """Who speaks in a statement; of 'A và B khẳng định' each, where joining words are all that stands between the names."""
    if not voice.spans.source:
        return [voice.speaker]
    source = voice.spans.source[0]
    named = [m for m in reading.mentions_in(source) if m.actor is not None and not m.place]
    rest = source.of(reading.text)
    for words in (*(m.text for m in named), *sorted(reading.language.words["titles"], key=len, reverse=True)):
        rest = rest.replace(words, " ")
    rest = rest.replace(",", " , ").replace("、", " 、 ")
    people = [m for m in named if m.actor is not None and m.actor.kind == "person"]
    named = people if len(people) > 1 else named
    between = set(rest.split())
    if len(named) == 1 or not between or not between <= set(lists.get("joins", ())):
        return [voice.speaker]
    return [Party.of(m.actor, text=m.text, span=m.span, because=m.because) for m in named if m.actor is not None]


def speaking(reading: Reading, span: Span) -> Statement | None:
    """The innermost statement around a wording; what an official says that their own state says is the official's."""
    around = sorted((s for s in reading.contents.at([span]) if any(p.covers(span) for p in s.spans.content)), key=Statement.size)
    voice = next(iter(around), None)
    for outer in around[1:]:
        if voice is None or (voice.speaker.id or "").startswith("person:") or not of_state(reading, outer.speaker, voice.speaker.country):
            break
        voice = outer
    return voice


def of_state(reading: Reading, speaker: Party, country: str | None) -> bool:
    """Whether somebody speaks for a state: by what is known of them, else by the state's name in their title."""
    if speaker.country or country is None:
        return speaker.country is not None and speaker.country == country
    named = (speaker.id or "").startswith("person:") and speaker.span is not None
    return named and any(m.actor is not None and m.actor.country == country for m in reading.mentions_in(speaker.span or Span(0, 0)))


def own_side(reading: Reading, speaker: Party, name: str) -> bool:
    """'埃方' of somebody of a state that begins with 埃: their own side, whichever state else is called so."""
    state = f"state:{speaker.country}"
    return (
        len(name) == SIDE and name.endswith("方") and any(n.target == state and n.text.startswith(name[0]) for n in reading.knowledge.names)
    )


def of_body(reading: Reading, speaker: Party, body: str | None) -> bool:
    """Whether somebody holds or held an office of an organisation."""
    return body is not None and any(t.of == body for t in reading.knowledge.terms_of.get(speaker.id or "", ()))


def unnamed(reading: Reading, value: str) -> Party:
    """Nobody is named: the outlet speaks of a wording itself, but does not take sides in it."""
    return outlet_party(reading) if value == "mentions" else Party(id=None, name="(not named)", country=None, sector="", text="", span=None)


def omission(reading: Reading, use: Use, user: Party, voice: Statement | None, sentence: Span, because: tuple[Reason, ...]) -> Silence:
    """A Silence row."""
    return Silence(
        id=content_id("si", reading.article.id, use.span, use.variant.concept, user.id or user.name),
        concept=use.variant.concept,
        document=reading.article.id,
        span=use.span,
        text=use.span.of(reading.text),
        user=user,
        statement=voice.id if voice else None,
        sentence=sentence,
        because=because,
    )


def outlet_party(reading: Reading) -> Party:
    """The outlet's own voice."""
    outlet = reading.article.outlet
    return Party(
        id=outlet.id if outlet else None,
        name=outlet.name if outlet else "the outlet (not known)",
        country=outlet.country if outlet else None,
        sector="JRN",
        text="",
        span=None,
    )


def made(reading: Reading, use: Use, span: Span, user: Party, stance: str, rest: tuple[Statement | None, Span, tuple[Reason, ...]]) -> Term:
    """A Term row."""
    voice, sentence, because = rest
    return Term(
        id=content_id("te", reading.article.id, span, use.variant.concept, use.variant.id, user.id or user.name, stance),
        concept=use.variant.concept,
        variant=use.variant.id,
        language=use.variant.language,
        document=reading.article.id,
        span=span,
        text=span.of(reading.text),
        user=user,
        stance=stance,
        statement=voice.id if voice else None,
        sentence=sentence,
        because=because,
        rendering=rendered(reading, use, user),
    )


def rendered(reading: Reading, use: Use, user: Party) -> Rendered | None:
    """Whose translation a wording is, where those for whom the user speaks have variants in a language of their own."""
    outlet = reading.article.outlet
    for code, language in reading.knowledge.languages.items():
        if code == use.variant.language or user.country not in language.words.get("spoken_by", ()):
            continue
        concept = reading.knowledge.concepts[use.variant.concept]
        own = tuple(v.id for v in concept.variants if v.language == code)
        told = tuple(r.of for r in concept.renderings if r.into == use.variant.id and r.of in own)
        if own:
            name = (outlet.id or outlet.name) if outlet else ""
            return Rendered(of=told or own, by=name, official=bool(outlet and outlet.country == user.country))
    return None


def entered(reading: Reading, resolver: Resolver, found: tuple[Use, Sentence, Stance | None, Span]) -> Iterator[Term | Silence]:
    """One use: under whoever holds the stance, else the speaker, else the outlet."""
    use, sentence, stance, span = found
    voice = speaking(reading, span)
    if voice is not None and voice.speaker.id is None and not voice.speaker.text:
        # 'The partnership was announced': whose words these are is told by nobody but the outlet.
        voice = None
    lead = reading.text[max(0, span.start - 24) : span.start].lower()
    marks = reading.knowledge.languages["en"].stance["marks"]
    if any(mark in lead for mark in marks["mentions"]) and not (stance and stance.silent):
        stance = Stance("mentions", None, "so-called")
    elif stance is None and (word := metaword(lead, marks["metawords"])):
        stance = Stance("mentions", None, word)
    holder = stance.holder if stance is not None else None
    holders = resolver.parties(sentence, holder) if holder is not None else ()
    if (
        holder is not None
        and not holders
        and (voice is None or (holder.pos_ in {"NOUN", "PROPN"} and not of_speaker(holder, marks["own_state"])))
    ):
        holders = (undecided(reading, sentence, holder),)
    if stance is not None and stance.silent:
        told = (Reason(f"the text says so: {stance.why!r}, negated", span),)
        yield from (
            omission(reading, Use(span, use.variant), user, voice, sentence.span, told) for user in holders or (unnamed(reading, ""),)
        )
        return
    value = stance.value if stance else "uses"
    why = Reason(f"{value}: {stance.why!r}" if stance else "used without a word on it", span)
    official = voice is not None and voice.speaker.sector not in {"JRN", "EDU"}
    # An official who says what their state does, alone or with others, says it for themselves.
    own = voice is not None and official and any(h.country and h.country == voice.speaker.country for h in holders)
    if holders and not own:
        yield from (made(reading, use, span, holder, value, (voice, sentence.span, (why, *holder.because))) for holder in holders)
        return
    if voice is not None and voice.status == "denied" and value == "uses":
        value, why = "rejects", Reason("its speaker denies it", span)
    if voice is None:
        # The outlet does not take sides; within marks of quotation it speaks of the wording.
        quoted = any(q.covers(span) and q.end - q.start < (span.end - span.start) + 60 for q in reading.quotes) or scare_quoted(
            reading, span
        )
        value = "mentions" if quoted or value == "mentions" else "uses"
    speaker = voice.speaker if voice else outlet_party(reading)
    yield made(reading, use, span, speaker, value, (voice, sentence.span, (why,)))


def metaword(lead: str, words: Sequence[str]) -> str:
    """'the name X', 'the words "A" and "B"': the noun right before a wording that makes it one spoken of; empty where there is none."""
    last = lead.rstrip(" “”\"'‘’").rpartition(" ")[2]
    return last if last in words else ""


def of_speaker(holder: "Token", words: Sequence[str]) -> bool:
    """'His country', 'our government': whoever speaks speaks for it."""
    return holder.lower_ in words and any(c.dep_ == "poss" and c.pos_ == "PRON" for c in holder.children)


def undecided(reading: Reading, sentence: Sentence, holder: "Token") -> Party:
    """A holder whom the text does not let us name."""
    phrase = sentence.stretch(holder.left_edge, holder)
    words = phrase.of(reading.text)
    return Party(
        id=None, name=words, country=None, sector="", text=words, span=phrase, because=(Reason("who this is is not decided", phrase),)
    )


def scare_quoted(reading: Reading, span: Span) -> bool:
    """Whether single quotation marks stand around a wording."""
    return reading.text[max(0, span.start - 1) : span.start] in tuple("‘'“\"") and reading.text[span.end : span.end + 2].lstrip(".,")[
        :1
    ] in tuple("’'”\"")


def contrast(reading: Reading, sentence: Sentence, use: Use, uses: list[Use]) -> Stance | None:
    """'The term A should be B instead', 'B rather than A', 'not A but B', 'B, not A': A is rejected and B promoted by who says so."""
    pair = [u for u in uses if sentence.span.covers(u.span) and u.variant.concept == use.variant.concept and u.variant.id != use.variant.id]
    marks = reading.knowledge.languages["en"].stance["marks"]
    for other in pair:
        first, second = sorted((use, other), key=lambda u: u.span)
        between = reading.text[first.span.end : second.span.start].lower()
        tail = reading.text[second.span.end : second.span.end + 14].lower()
        before = reading.text[max(0, first.span.start - 16) : first.span.start].lower()
        if any(mark in between for mark in marks["instead"]):
            return weighed(reading, sentence, use, "promotes" if use is first else "rejects", between)
        if ("should be" in between or "must be" in between or "ought to be" in between) and (
            "instead" in tail or "term" in before or "not" not in between
        ):
            return Stance("rejects" if use is first else "promotes", None, "should be ... instead")
        if "with" in between and any(r in before for r in marks["replaces"]):
            return Stance("rejects" if use is first else "promotes", None, "replaced ... with")
        if " not " in f" {before}" and " but " in f" {between} ":
            return weighed(reading, sentence, use, "rejects" if use is first else "promotes", "not ... but ...")
        if use is second and any(
            between.startswith(mark) or between.strip("”\"'’ ,").startswith(mark.strip(" ,")) for mark in marks["not_but"]
        ):
            return weighed(reading, sentence, use, "rejects", between)
    return None


def weighed(reading: Reading, sentence: Sentence, use: Use, value: str, why: str) -> Stance:
    """A stance by contrast, held by whoever governs the pair."""
    token = sentence.token_at(use.span.end - 1)
    lists = reading.knowledge.languages["en"].stance
    told = stance_of(sentence, top_of(sentence, use.span, token), lists) if token is not None else None
    return Stance(value, told.holder if told else None, why.strip(" “”\"'‘’,"), worded=True)


def taken_up(reading: Reading, sentence: Sentence, uses: list[Use]) -> list[tuple[Use, "Token"]]:
    """'such a relationship', 'this idea', where a wording stands shortly before: the noun takes it up."""
    lists = reading.knowledge.languages["en"].stance["anaphora"]
    out = []
    starts = [u.span.start for u in uses]
    for pronoun in accepted_or_rejected(sentence, reading.knowledge.languages["en"].stance):
        i = bisect_right(starts, sentence.place(pronoun).start) - 1
        if i >= 0 and sentence.span.covers(uses[i].span):
            out.append((uses[i], pronoun))
    for token in sentence.tokens():
        if (
            token.lemma_ not in lists["nouns"]
            or token.dep_ not in {"dobj", "nsubjpass", "pobj"}
            or not any(c.lower_ in lists["determiners"] for c in token.children if c.dep_ in {"det", "predet"})
        ):
            continue
        place = sentence.place(token).start
        i = bisect_right(starts, place) - 1
        if (
            i < 0
            or place - uses[i].span.end > NEAR
            or any(sentence.stretch(token.left_edge, token.right_edge).covers(u.span) for u in uses)
        ):
            continue
        out.append((uses[i], token))
    return out

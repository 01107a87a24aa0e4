"""When, where and to whom something was said: a draft of a statement -> date, medium, addressee."""

from communique.annotate.cues import Draft
from communique.annotate.reading import Reading
from communique.model.dates import When
from communique.model.span import Span

# "said on Monday": this many characters after the cue a date is the cue's, whatever the parser hangs it on.
NEXT_TO = 5


def outside(draft: Draft, content: tuple[Span, ...]) -> list[Span]:
    """The parts of the cue's sentence that are not content."""
    out, start = [], draft.sentence.span.start
    for part in sorted(content):
        if part.start > start:
            out.append(Span(start, min(part.start, draft.sentence.span.end)))
        start = max(start, part.end)
    if start < draft.sentence.span.end:
        out.append(Span(start, draft.sentence.span.end))
    return [s for s in out if s.end > s.start]


def said_when(reading: Reading, draft: Draft, content: tuple[Span, ...]) -> When | None:
    """The date nearest to the cue, outside the content and outside other clauses' verbs."""
    found = [
        d
        for part in outside(draft, content)
        for d in reading.dates_in(part)
        if d.span and not d.precision.startswith("P") and d.rule != "anniversary"
    ]
    verb = draft.verb
    if verb is not None:
        found = [d for d in found if d.span and governed(draft, d.span)]
    cue = draft.cue[0]
    return min(found, key=lambda d: abs((d.span or cue).start - cue.start), default=None)


def governed(draft: Draft, date: Span) -> bool:
    """Whether a date hangs on the cue and not on another verb or on an event named beside it ('during X's visit on Dec. 1, Y said')."""
    sentence = draft.sentence
    if 0 <= date.start - draft.cue[0].end <= NEXT_TO:
        return True
    span = sentence.doc.char_span(date.start - sentence.offset, date.end - sentence.offset, alignment_mode="expand")
    if span is None or draft.verb is None:
        return True
    token, steps = span.root, 0
    while token.i not in (draft.verb.i, token.head.i) and steps < 8:
        if token.pos_ == "VERB" and not (
            token.dep_ == "acl" and token.lemma_ in {"publish", "release", "issue", "hold", "give", "deliver", "post", "carry"}
        ):
            return False
        if token.pos_ == "NOUN" and token.lemma_ in {"visit", "trip", "war", "attack", "election", "tour"}:
            return False
        token, steps = token.head, steps + 1
    return bool(token.i == draft.verb.i or draft.verb.lower_ == "according")


def medium_of(reading: Reading, draft: Draft, content: tuple[Span, ...]) -> str | None:
    """interview, op-ed, press conference, ...: by the nouns around the cue, the verb, or a newspaper as the one who is told."""
    speech = reading.knowledge.languages["en"].speech
    words = " ".join(part.of(reading.text) for part in outside(draft, content)).lower()
    for medium, nouns in speech["medium"].items():
        if any(f" {noun}" in f" {words}" and preposed(words, noun) for noun in nouns):
            return str(medium)
    for medium, verbs in speech["medium_verbs"].items():
        if draft.lemma in verbs:
            return str(medium)
    if draft.addressee and any(m.actor and m.actor.kind == "media" for m in reading.mentions_in(draft.addressee)):
        return "interview"
    if draft.addressee and own_outlet(reading, draft.addressee.of(reading.text)):
        return "interview"
    if draft.addressee and draft.addressee.of(reading.text).lower().split()[-1] in {
        "media",
        "reporters",
        "journalists",
        "newspaper",
        "radio",
        "television",
    }:
        return "interview" if "media" in draft.addressee.of(reading.text).lower() else "remarks to reporters"
    return None


def own_outlet(reading: Reading, words: str) -> bool:
    """'told the Quarterly': the outlet's own name, or the chief word of it."""
    outlet = reading.article.outlet
    core = words.removeprefix("the ").removeprefix("The ")
    return outlet is not None and len(core) > 3 and core[0].isupper() and core.casefold() in outlet.name.casefold()


def preposed(words: str, noun: str) -> bool:
    """Whether a noun is where something was said: after 'in', 'at', 'during', 'on', 'via' or 'through'."""
    at = words.find(noun)
    lead = words[max(0, at - 40) : at].split()
    return any(w in {"in", "at", "during", "on", "via", "through", "by"} for w in lead[-5:])


def addressee_of(reading: Reading, draft: Draft) -> str | None:
    """Whom it was said to: the name if it is known, else the words."""
    if draft.addressee is None:
        return None
    mentions = [m for m in reading.mentions_in(draft.addressee) if m.actor and m.how not in {"demonym"}]
    if len(mentions) == 1 and mentions[0].actor:
        return mentions[0].actor.name
    return draft.addressee.of(reading.text)

"""When an act took place: an event's token -> the date expression that belongs to it, or the act during which it happened."""

from datetime import timedelta
from typing import TYPE_CHECKING

from communique.annotate.parse import Sentence
from communique.annotate.reading import Reading
from communique.model.dates import When
from communique.model.findings import Event

if TYPE_CHECKING:
    from spacy.tokens import Token

PHASES = frozenset({"begin", "start", "end", "conclude", "last", "occur", "happen", "kick", "wrap"})
LIGHT = frozenset(
    {
        "hold",
        "pay",
        "make",
        "launch",
        "have",
        "conduct",
        "wage",
        "carry",
        "fight",
        "mount",
        "stage",
        "sign",
        "host",
        "attend",
        "build",
        "see",
        "mark",
    }
)
RESULTS = frozenset({"result", "lead", "culminate", "end", "spark", "trigger"})
ANCHORING = frozenset({"during", "on", "at", "amid", "throughout"})
# "during the visit": the one that the text dated last.
OCCASIONS = frozenset({"visit", "trip", "summit", "meeting", "talk", "tour"})
DEEPEST = 8


def event_when(reading: Reading, sentence: Sentence, token: "Token", before: list[Event]) -> tuple[When | None, str]:
    """The date and why: hanging on the act itself, on a verb that tells its phase, or shared with the act it is joined to."""
    dates = [d for d in reading.dates_in(sentence.span) if d.rule != "anniversary" or d.precision == "day"]
    spans = [d for d in dates if not d.precision.startswith("P")]
    found = [d for d in spans if belongs(sentence, d, token)]
    if found:
        best = min(found, key=lambda d: abs((d.span or sentence.span).start - sentence.place(token).start))
        return stretched(sentence, best, token, dates), f"dated by {best.text!r}"
    anchor = anchoring(sentence, token, before)
    if anchor is not None and anchor.when is not None:
        return anchor.when, f"during what is dated by {anchor.when.text!r}"
    inner = during_dated(sentence, token, spans)
    if inner is not None:
        return inner, f"what happened during it is dated {inner.text!r}"
    head = shared_with(token)
    if head is not None:
        return event_when(reading, sentence, head, before)
    return None, ""


def belongs(sentence: Sentence, when: When, token: "Token") -> bool:
    """Whether a date hangs on this act: the first verb or act noun above it is the act, or governs or carries it."""
    assert when.span is not None
    span = sentence.doc.char_span(when.span.start - sentence.offset, when.span.end - sentence.offset, alignment_mode="expand")
    if span is None:
        return False
    current, steps = span.root, 0
    while steps < DEEPEST and current.i != token.i:
        if (current.pos_ in {"VERB", "AUX"} and current.i < span.start) or (current.pos_ in {"VERB", "AUX"} and current.i >= span.end):
            break
        if current.head.i == current.i:
            break
        current, steps = current.head, steps + 1
    if current.i == token.i:
        return True
    if current.pos_ not in {"VERB", "AUX"}:
        return False
    if current.dep_ == "relcl" and current.lemma_ in PHASES and token.i in {current.head.i, current.head.head.i, current.head.head.head.i}:
        return True
    if current.dep_ == "advcl" and current.lemma_ in RESULTS and current.head.i == token.i:
        return True
    if current.lemma_ in PHASES | LIGHT and any(
        c.i == token.i for c in current.children if c.dep_ in {"nsubj", "nsubjpass", "dobj", "oprd"}
    ):
        return True
    # "announced on Nov. 27 the establishment ...", "offered on Monday to increase": the governing act's date is the act's own.
    return token.dep_ in {"xcomp", "dobj", "pcomp"} and token.head.i == current.i


def during_dated(sentence: Sentence, token: "Token", dates: list[When]) -> When | None:
    """'During his visit to Japan, X announced on Nov. 27 ...': the visit holds the day of what was done during it."""
    if token.dep_ != "pobj" or token.head.lower_ not in {"during", "on"} or token.head.head.pos_ != "VERB":
        return None
    return next((d for d in dates if belongs(sentence, d, token.head.head)), None)


def shared_with(token: "Token") -> "Token | None":
    """'visited Vietnam and upgraded ties': a joined act without a date of its own shares that of the first."""
    if token.dep_ == "conj" and token.head.pos_ in {"VERB", "AUX"} and not any(c.dep_ in {"nsubj", "nsubjpass"} for c in token.children):
        return token.head
    if token.dep_ in {"xcomp", "advcl"} and token.head.pos_ == "VERB" and token.tag_ == "VBG":
        return token.head
    if token.dep_ == "pcomp" and token.head.head.pos_ == "VERB":
        return token.head.head
    return None


def stretched(sentence: Sentence, when: When, token: "Token", dates: list[When]) -> When:
    """A 'two-day visit' that began on a day lasts through the next."""
    for duration in dates:
        if duration.precision in {f"P{n}D" for n in range(2, 31)} and duration.span and when.precision == "day" and when.earliest:
            place = sentence.place(token)
            if 0 <= place.start - duration.span.end <= 30:
                days = int(duration.precision[1:-1])
                return When(
                    earliest=when.earliest,
                    latest=when.earliest + timedelta(days=days - 1),
                    span=when.span,
                    text=when.text,
                    precision="days",
                    rule=f"{when.rule}; {duration.text}",
                    edtf=f"{when.earliest}/{when.earliest + timedelta(days=days - 1)}",
                )
    return when


def anchoring(sentence: Sentence, token: "Token", before: list[Event]) -> Event | None:
    """'During Mr. Xi's visit, the two countries signed ...': the dated act of the same kind and the same actor read before."""
    verb = token
    while verb.dep_ in {"conj", "xcomp"} and verb.head.i != verb.i:
        verb = verb.head
    for preposition in [c for v in {token, verb} for c in v.children if c.dep_ == "prep" and c.lower_ in ANCHORING]:
        for noun in preposition.children:
            if noun.dep_ == "pobj" and noun.pos_ == "NOUN":
                place = sentence.place(noun)
                same = [e for e in before if e.span == place]
                if not same and noun.lemma_ in OCCASIONS:
                    return next((e for e in reversed(before) if e.type == "CONSULT" and e.when and e.when.text), None)
                named = {p.id for e in same for p in e.actors}
                dated = [
                    e for e in before if e.when and e.when.text and same and e.type == same[0].type and named & {p.id for p in e.actors}
                ]
                if dated:
                    return dated[-1]
    return None

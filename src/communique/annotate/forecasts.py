"""What named people say will come: a Reading's statements -> forecasts, their words of likelihood kept and mapped to an interval."""

from typing import TYPE_CHECKING

from communique.annotate.parse import Sentence
from communique.annotate.reading import Reading
from communique.annotate.realis import governed
from communique.model.dates import When
from communique.model.findings import Forecast, Statement
from communique.model.identity import content_id
from communique.model.span import Span, trimmed

if TYPE_CHECKING:
    from spacy.tokens import Token

MARKS = frozenset({"will", "wo", "'ll", "shall", "may", "might", "could", "would"})
OFFICIALS = frozenset({"GOV", "MIL", "PTY", "LEG", "IGO"})


def find_forecasts(reading: Reading) -> list[Forecast]:
    """A forecast for each clause of a named person's statement that looks ahead; a government's word on its own acts is a plan, no forecast."""
    out: dict[str, Forecast] = {}
    for statement in reading.statements:
        person = statement.speaker.id is not None and statement.speaker.id.startswith("person")
        if not person or statement.status != "attributed":
            continue
        for sentence in reading.sentences:
            for part in statement.spans.content:
                if part.overlaps(sentence.span):
                    for token in sentence.tokens():
                        if part.covers(sentence.place(token)) and innermost_is(reading, statement, sentence.place(token)):
                            made = forecast(reading, statement, sentence, token, part)
                            if made:
                                out.setdefault(made.id, made)
    return list(out.values())


def innermost_is(reading: Reading, statement: Statement, place: Span) -> bool:
    """Whether no other statement stands between this one and a place."""
    return not any(s.within == statement.id and any(p.covers(place) for p in s.spans.content) for s in reading.contents.at([place]))


def forecast(reading: Reading, statement: Statement, sentence: Sentence, token: "Token", part: Span) -> Forecast | None:
    """The forecast that one modal word makes, if it makes one."""
    if token.lower_ not in MARKS or token.dep_ != "aux":
        return None
    verb = token.head
    words = reading.knowledge.languages["en"].words
    above = governed(verb, words["irrealis"])
    if above.value != "happened" and statement.spans.cue[0].start > 0 and not above_is_cue(verb, sentence, statement):
        return None
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    mention = reading.mention_at(sentence, subject) if subject is not None else None
    own = mention is not None and mention.actor is not None and mention.actor.country == statement.speaker.country
    if statement.speaker.sector in OFFICIALS and (own or mention is None):
        return None
    if token.lower_ == "would" and " if " not in f" {sentence.span.of(reading.text).lower()} ":
        return None
    likelihood, interval = likely(token, words["certainty"])
    span = trimmed(reading.text, Span(max(part.start, sentence.span.start), min(part.end, sentence.span.end)))
    return Forecast(
        id=content_id("fc", statement.id, span),
        document=reading.article.id,
        statement=statement.id,
        forecaster=statement.speaker,
        claim=" ".join(span.of(reading.text).split()),
        span=span,
        horizon=horizon(reading, sentence),
        likelihood_words=likelihood,
        likelihood=interval,
        resolution="open",
        sentence=sentence.span,
    )


def above_is_cue(verb: "Token", sentence: Sentence, statement: Statement) -> bool:
    """Whether what governs the clause is the cue itself ('predicted that X will')."""
    return verb.head.i != verb.i and any(cue.covers(sentence.place(verb.head)) for cue in statement.spans.cue)


def likely(token: "Token", scale: dict[str, list[float]]) -> tuple[str | None, tuple[float, float] | None]:
    """The words of likelihood around a modal, verbatim, and their interval: 'will definitely', 'may'."""
    verb = token.head
    words = sorted([token, *(c for c in verb.children if c.dep_ in {"neg", "advmod"} and c.i < verb.i)], key=lambda t: t.i)
    phrase = " ".join(t.text for t in words).lower().replace(" n't", "n't").replace("wo n't", "won't")
    for key in sorted(scale, key=len, reverse=True):
        if f" {key} " in f" {phrase} ":
            low, high = scale[key]
            return " ".join(t.text for t in words), (low, high)
    return phrase or None, None


def horizon(reading: Reading, sentence: Sentence) -> When | None:
    """By when, if the sentence says: a date after publication."""
    published = reading.article.published.earliest
    return next(
        (d for d in reading.dates_in(sentence.span) if d.latest and published and d.latest > published and not d.precision.startswith("P")),
        None,
    )

"""Promises in Chinese and Vietnamese without a parser: signed texts and upgraded partnerships between two named states."""

import re
from collections.abc import Iterator

from communique.annotate.plainly import distinct, sentences, undated
from communique.annotate.reading import Reading
from communique.model.findings import Commitment
from communique.model.identity import content_id
from communique.model.span import Span
from communique.vocab.wording import folded

# A word that says 'not' or 'will' so near before a verb belongs to it.
BEFORE = 6
# Number and counter stand so near before the text that is signed.
NUMBER = {"zh": re.compile(r"(\d{1,3})\s?(?:多)?[项份个]"), "vi": re.compile(r"(\d{1,3})\s")}


def find_plain_commitments(reading: Reading) -> list[Commitment]:
    """At most one a sentence: an upgrade where it names a rung, else a signing."""
    if not reading.language.promises or "sign" not in reading.language.promises or reading.article.language not in NUMBER:
        return []
    return [made for sentence in sentences(reading) for made in promise_in(reading, sentence)]


def promise_in(reading: Reading, sentence: Span) -> Iterator[Commitment]:
    """The promise of a sentence between two or more named states."""
    words = reading.language.promises
    low = folded(sentence.of(reading.text))
    mentions = (
        m
        for m in reading.mentions_in(sentence)
        if m.actor and m.actor.kind in {"state", "person", "government"} and m.how not in {"place", "capital"}
    )
    parties = distinct(mentions)
    if len(parties) < 2:
        return
    rung = longest(low, {f for ladder in reading.knowledge.ladders.values() for r in ladder.rungs for f in r.forms})
    raised, signed = first(low, words["raise"]), first(low, words["sign"])
    text = longest(low, words["texts"])
    if rung and raised:
        kind, verb, about, status = "partnership", raised, rung, "announced"
    elif signed and text and signed.start < text.start:
        kind, verb, about, status = "agreement", signed, text, "signed"
    else:
        return
    if any(folded(w) in low[max(0, verb.start - BEFORE) : verb.start] for w in words["not_yet"]):
        return
    count = NUMBER[reading.article.language].search(low, verb.end, about.end) if kind == "agreement" else None
    span = moved(Span(min(verb.start, about.start), max(verb.end, about.end)), sentence)
    when = next((d for d in reading.dates_in(sentence) if d.earliest and not d.precision.startswith("P")), None)
    voice = reading.innermost(span)
    yield Commitment(
        id=content_id("cm", reading.article.id, kind, span),
        document=reading.article.id,
        kind=kind,
        parties=tuple(parties),
        roles=("party",) * len(parties),
        about=" ".join(moved(about, sentence).of(reading.text).split()),
        about_span=moved(about, sentence),
        amount=None,
        amount_span=None,
        value=None,
        currency=None,
        count=int(count[1]) if count else None,
        count_span=moved(Span(count.start(1), count.end(1)), sentence) if count else None,
        named=(),
        named_text=(),
        status=status,
        money=None,
        schedule=None,
        when=when or undated(reading),
        span=span,
        sentence=sentence,
        event=next((e.id for e in reading.events if e.span.overlaps(span)), None),
        voice=voice.id if voice is not None else "reporter",
    )


def longest(low: str, forms: set[str] | list[str]) -> Span | None:
    """The longest of some forms that stands in a folded text."""
    for form in sorted({folded(f) for f in forms}, key=lambda f: (-len(f), f)):
        at = low.find(form)
        if at >= 0:
            return Span(at, at + len(form))
    return None


def first(low: str, forms: list[str]) -> Span | None:
    """The first of some forms in a folded text; of two at one place, the longer."""
    found = [Span(at, at + len(form)) for form in map(folded, forms) if (at := low.find(form)) >= 0]
    return min(found, key=lambda s: (s.start, -s.end), default=None)


def moved(span: Span, sentence: Span) -> Span:
    """A place in a sentence as a place in the article."""
    return Span(sentence.start + span.start, sentence.start + span.end)

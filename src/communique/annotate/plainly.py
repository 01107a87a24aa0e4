"""Chinese and Vietnamese without a parser: names, quotation marks and speech verbs -> statements and events.

A first version: precise where a known name stands before a speech verb, silent elsewhere.
"""

import re
from collections.abc import Iterator

from communique.annotate.plain_statements import find_plain_statements
from communique.annotate.reading import Reading
from communique.model.actor import Mention, Party, Reason
from communique.model.article import BODY
from communique.model.dates import When
from communique.model.findings import Event
from communique.model.identity import content_id
from communique.model.span import Span, trimmed

SENTENCE = {
    "zh": re.compile(r"[^。！？!?\n]+[。！？!?]?[”」』]?"),
    "vi": re.compile(r"(?:\b(?:Jr|Sr|GS|TS|PGS|ThS|Mr|Ms|Dr)[.](?= )|[^.!?\n]|[.](?=\d))+[.!?]?[”\"]?"),
}


def read_plainly(reading: Reading) -> None:
    """Fill statements and events of an article in a language without a parser."""
    found = list(sentences(reading))
    find_plain_statements(reading, found)
    for sentence in found:
        reading.events += events_in(reading, sentence)


def sentences(reading: Reading) -> Iterator[Span]:
    """Sentences by their stops; a quotation over several stays whole."""
    pattern = SENTENCE.get(reading.article.language, SENTENCE["vi"])
    for block in reading.article.blocks:
        if block.kind not in BODY:
            continue
        open_at: int | None = None
        for match in pattern.finditer(block.span.of(reading.text)):
            span = trimmed(reading.text, Span(block.span.start + match.start(), block.span.start + match.end()))
            start = open_at if open_at is not None else span.start
            if any(q.start < span.end < q.end for q in reading.quotes):
                open_at = start
                continue
            open_at = None
            if span.end > start:
                yield Span(start, span.end)


def events_in(reading: Reading, sentence: Span) -> Iterator[Event]:
    """Trigger words with a party before and, for a visit, a host after."""
    triggers = reading.language.words.get("events", {})
    words = sentence.of(reading.text)
    for trigger in sorted(triggers, key=len, reverse=True):
        at = words.find(trigger)
        if at < 0:
            continue
        kind, mode = triggers[trigger]
        place = Span(sentence.start + at, sentence.start + at + len(trigger))
        sides = [
            m
            for m in reading.mentions_in(sentence)
            if m.actor and m.actor.country and m.actor.kind in {"state", "person", "government", "party"} and m.how != "place"
        ]
        before, after = distinct(m for m in sides if m.span.end <= place.start), distinct(m for m in sides if m.span.start >= place.end)
        actors, recipients = (
            (before[:1], [p for p in after if not before or p.country != before[0].country][:1])
            if mode == "visit"
            else ([*before, *after], [])
        )
        if kind in {"ACCUSE", "SANCTION", "ASSAULT"}:
            actors, recipients = before[:1], after[:1]
        if len({p.country for p in (*actors, *recipients)}) < 2:
            continue
        meaning = reading.knowledge.plover.types[kind]
        future = bool(re.search(r"[将將]|\bsẽ\b", words[max(0, at - 12) : at]))
        when = next((d for d in reading.dates_in(sentence) if d.earliest and not d.precision.startswith("P")), None)
        voice = reading.innermost(place)
        published = reading.article.published.earliest
        yield Event(
            id=content_id("ev", reading.article.id, place, kind),
            document=reading.article.id,
            span=place,
            text=trigger,
            type=kind,
            mode=mode,
            quad=meaning["quad"],
            score=meaning["modes"].get(mode, meaning["score"]),
            contexts=(),
            actors=tuple(actors),
            recipients=tuple(recipients),
            when=when or undated(reading),
            place=None,
            realis="planned" if future else "happened",
            historical=bool(when and when.latest and published and (published - when.latest).days > 365),
            voice=voice.id if voice else "reporter",
            confidence=0.5,
            sentence=sentence,
            because=(Reason(f"{kind}: {trigger!r} between two named parties", place),),
        )
        return


def undated(reading: Reading) -> When | None:
    """Before publication."""
    latest = reading.article.published.latest
    return (
        When(earliest=None, latest=latest, precision="unknown", rule="not dated; before publication", edtf=f"../{latest}")
        if latest
        else None
    )


def distinct(mentions: Iterator[Mention]) -> list[Party]:
    """One party a country, people before their state."""
    best: dict[str, Party] = {}
    for m in mentions:
        actor = m.actor
        if actor is None or actor.country is None:
            continue
        party = Party.of(actor, text=m.text, span=m.span, because=m.because)
        if actor.country not in best or actor.kind == "person":
            best[actor.country] = party
    return list(best.values())

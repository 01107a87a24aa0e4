"""Chinese and Vietnamese without a parser: names, quotation marks and speech verbs -> statements and events.

A first version: precise where a known name stands before a speech verb, silent elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from communique.annotate.reading import Reading
from communique.model.actor import Mention, Party, Reason
from communique.model.article import BODY
from communique.model.dates import When
from communique.model.findings import Event, Spans, Statement
from communique.model.identity import content_id
from communique.model.span import Span, trimmed

# Between a name and its verb stand a title, a date, an adverb: no more than this many characters.
REACH = {"zh": 18, "vi": 60}
PRONOUNS = {"zh": ("他", "她"), "vi": ("Ông ", "Bà ", "ông ", "bà ")}
SENTENCE = {"zh": re.compile(r"[^。！？!?\n]+[。！？!?]?[”」』]?"), "vi": re.compile(r"(?:[^.!?\n]|[.](?=\d))+[.!?]?[”\"]?")}


def read_plainly(reading: Reading) -> None:
    """Fill statements and events of an article in a language without a parser."""
    last: Party | None = None
    for sentence in sentences(reading):
        found = statement_in(reading, sentence, last)
        if found:
            reading.statements.append(found)
            last = found.speaker
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


def statement_in(reading: Reading, sentence: Span, last: Party | None) -> Statement | None:
    """Name, then speech verb, then what is said."""
    code, words = reading.article.language, reading.language.words
    for verb in verbs_in(reading, sentence, words):
        before = [m for m in reading.mentions_in(Span(sentence.start, verb.start)) if m.actor and m.how not in {"demonym"} and not m.place]
        people = [m for m in before if m.actor and m.actor.kind == "person"]
        named = (
            (people or before)[-1:] if (people or before) and verb.start - (people or before)[-1].span.end <= REACH.get(code, 40) else []
        )
        lead = reading.text[sentence.start : verb.start]
        if named and named[0].actor:
            actor = named[0].actor
            speaker = Party.of(
                actor,
                text=named[0].text,
                span=named[0].span,
                because=named[0].because,
            )
        elif last is not None and any(p in lead for p in PRONOUNS.get(code, ())):
            speaker = replace(
                last,
                candidates=(),
                text=lead.strip(),
                span=trimmed(reading.text, Span(sentence.start, verb.start)),
                because=(Reason("a pronoun after the last speaker"),),
            )
        else:
            continue
        content = trimmed(reading.text, Span(skip_marks(reading.text, verb.end, sentence.end), sentence.end))
        if content.end - content.start < 4 or any(q.covers(verb) for q in reading.quotes):
            continue
        quoted = sum(max(0, min(q.end, content.end) - max(q.start, content.start)) for q in reading.quotes)
        share = quoted / (content.end - content.start)
        cue = verb.of(reading.text)
        when = next((d for d in reading.dates_in(Span(sentence.start, verb.start)) if not d.precision.startswith("P")), None)
        return Statement(
            id=content_id("st", reading.article.id, verb, content),
            document=reading.article.id,
            speaker=speaker,
            spans=Spans(source=(speaker.span,) if speaker.span else (), cue=(verb,), content=(content,)),
            quotation="direct" if share > 0.85 else "mixed" if share else "indirect",
            status="denied" if cue in words["deny_verbs"] else "attributed",
            modality="demand" if cue in words["demand_verbs"] else "asserted",
            said=when,
            medium=None,
            addressee=None,
            within=None,
            sentence=sentence,
            because=(Reason(f"the cue {cue!r}", verb), *speaker.because),
        )
    return None


def verbs_in(reading: Reading, sentence: Span, words: Any) -> Iterator[Span]:
    """Speech verbs of a sentence, the longest form at each place."""
    code = reading.article.language
    edge = r"\b" if code == "vi" else ""
    pattern = "|".join(re.escape(v) for v in sorted(words["speech_verbs"], key=len, reverse=True))
    for match in re.finditer(f"{edge}(?:{pattern}){edge}", sentence.of(reading.text)):
        yield Span(sentence.start + match.start(), sentence.start + match.end())


def skip_marks(text: str, start: int, end: int) -> int:
    """Past commas, colons and 'rằng' after the verb."""
    match = re.match(r"(?:[\s，,：:]|rằng\b)*", text[start:end])
    return start + (match.end() if match else 0)


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
        voice = next((s.id for s in reading.statements if any(p.covers(place) for p in s.spans.content)), "reporter")
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
            voice=voice,
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

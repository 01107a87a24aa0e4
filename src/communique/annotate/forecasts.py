"""What named people say will come: a Reading's statements -> forecasts, their words of likelihood kept and mapped to an interval."""

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from communique.annotate.drafts import OFFICIALS
from communique.annotate.parse import Sentence
from communique.annotate.reading import Reading
from communique.annotate.realis import governed
from communique.annotate.resolve import Resolver
from communique.annotate.sums import number
from communique.model.actor import Party
from communique.model.dates import When
from communique.model.findings import Forecast, Statement
from communique.model.identity import content_id
from communique.model.span import Span, hull, trimmed

if TYPE_CHECKING:
    from spacy.tokens import Token

# 'can' foretells only where it is doubted.
MODALS = frozenset({"will", "wo", "'ll", "ll", "shall", "may", "might", "could", "would", "can"})
OWN_WORDS = frozenset({"we", "i", "our", "us"})
UNKNOWING = frozenset({"know", "wonder", "ask", "question", "unclear", "whether"})
PERCENT = re.compile(r"\b(\d{1,3}(?:\.\d+)?)\s?(?:percent|per cent|%)")
CHANCES = re.compile(r"\b(?:odds|chances?|probability|likelihood)\b", re.IGNORECASE)
NUMBER = r"(a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})"
UNITS = {"day": 1, "week": 7, "month": 30, "year": 365, "decade": 3650}
WITHIN = re.compile(
    rf"\b(?:within|in|over|during)(?: the)?(?: next| coming)? {NUMBER} (day|week|month|year|decade)s?\b(?! ago)", re.IGNORECASE
)
FIRST_YEAR = re.compile(r"\bin (?:his|her|its|their) first year\b", re.IGNORECASE)
END_OF = re.compile(r"\b(?:by|before|until|at|towards?) (?:the )?end of (?:the|this|next) (year|month|decade)\b", re.IGNORECASE)
CHRISTMAS = re.compile(r"\b(?:by|before) Christmas\b")


class Sign(NamedTuple):
    """A word that tells of what will come, and the verb or noun that it is about."""

    token: "Token"
    head: "Token"


def find_forecasts(reading: Reading, resolver: Resolver | None) -> list[Forecast]:
    """A forecast for each clause of a named person's words that looks ahead; a government's word on its own acts is a plan, no forecast."""
    if resolver is None:
        return []
    out: dict[str, Forecast] = {}
    for statement in reading.statements:
        if named(statement.speaker) and statement.status != "unsaid":
            for part in statement.spans.content:
                for sentence in reading.sentences_touching(part):
                    made = of_part(reading, statement, sentence, part)
                    if made is not None:
                        out.setdefault(made.id, made)
    for sentence in reading.sentences:
        for made in told_outright(reading, resolver, sentence):
            if not any(o.forecaster.id == made.forecaster.id and o.span.overlaps(made.span) for o in out.values()):
                out.setdefault(made.id, made)
    return list(out.values())


def named(party: Party) -> bool:
    """Only somebody with a name can be held to a forecast."""
    return party.id is not None and party.id.startswith("person")


def words_of(reading: Reading) -> Any:
    """The word lists: English is what is parsed."""
    return reading.knowledge.languages["en"].words


def of_part(reading: Reading, statement: Statement, sentence: Sentence, part: Span) -> Forecast | None:
    """The forecast in one part of a statement within one sentence: the first of its words that foretells."""
    inside = part.common(sentence.span)
    if inside is None:
        return None
    cue = next((c for c in statement.spans.cue if c.overlaps(sentence.span)), None)
    for token in sentence.tokens():
        place = sentence.place(token)
        if not inside.covers(place) or not innermost_is(reading, statement, place):
            continue
        sign = sign_at(reading, statement, sentence, token)
        if sign is not None and allowed(reading, statement, sentence, sign):
            return made(reading, statement, sentence, (inside, cue))
    verb = sentence.token_at(cue.end - 1) if cue is not None else None
    if verb is not None and verb.lemma_ in words_of(reading)["foretelling"]["verbs"] and statement.modality != "question":
        return made(reading, statement, sentence, (inside, cue))
    return None


def innermost_is(reading: Reading, statement: Statement, place: Span) -> bool:
    """Whether no other statement stands between this one and a place."""
    return not any(s.within == statement.id and any(p.covers(place) for p in s.spans.content) for s in reading.contents.at([place]))


def sign_at(reading: Reading, statement: Statement, sentence: Sentence, token: "Token") -> Sign | None:
    """The sign of what will come that a token is, if it is one."""
    words, low = words_of(reading), token.lower_
    if token.dep_ == "aux" and low in MODALS:
        hardly = any(c.lower_ in {"hardly", "scarcely"} for c in token.head.children)
        if low == "would" and not (
            reported(statement, sentence, reading) or " if " in f" {sentence.span.of(reading.text).lower()} " or surprised(token.head)
        ):
            return None
        return None if low == "can" and not hardly else Sign(token, token.head)
    if token.lemma_.lower() in words["foretelling"]["to"]:
        verb = next((c for c in token.children if c.dep_ == "xcomp" and any(g.lower_ == "to" for g in c.children)), None)
        going = token.lemma_ != "go" or token.lower_ == "going"
        return Sign(token, verb) if verb is not None and going and token.tag_ != "VBD" else None
    if token.lemma_.lower() in words["foretelling"]["nouns"] and any(c.dep_ in {"prep", "acl", "relcl", "ccomp"} for c in token.children):
        return Sign(token, token)
    return None


def surprised(verb: "Token") -> bool:
    """'I would be surprised if they signed': that much doubt."""
    return any(c.lower_ == "surprised" for c in verb.children) or verb.lower_ == "surprised"


def reported(statement: Statement, sentence: Sentence, reading: Reading) -> bool:
    """'said that it would': in speech reported in the past, would is will."""
    cue = next((c for c in statement.spans.cue if c.overlaps(sentence.span)), None)
    verb = sentence.token_at(cue.end - 1) if cue is not None else None
    quoted = any(q.covers(part) for part in statement.spans.content for q in reading.quotes)
    return statement.quotation == "indirect" and not quoted and verb is not None and verb.tag_ in {"VBD", "VBN"}


def allowed(reading: Reading, statement: Statement, sentence: Sentence, sign: Sign) -> bool:
    """Whether it is a forecast: not under a word of not knowing or of duty, and no plan of one's own."""
    verb = sign.head
    above = governed(verb, words_of(reading)["irrealis"])
    if any(a.lemma_.lower() in UNKNOWING for a in verb.ancestors) or any(
        c.dep_ == "dobj" and c.tag_ in {"WP", "WDT"} for c in verb.children
    ):
        return False
    if spoken_for(verb) or any(c.dep_ == "aux" and c.lower_ in {"have", "'ve"} for c in verb.children):
        return False
    if above.value != "happened" and not above_is_cue(verb, sentence, statement) and not likely_above(verb, words_of(reading)["certainty"]):
        return False
    return statement.speaker.sector not in OFFICIALS or not own_plan(reading, statement, sentence, verb)


def spoken_for(verb: "Token") -> bool:
    """Whether somebody speaks of what they themselves or their hearers will do: 'I will vote', 'you'll see'; 'we shall see more' foretells."""
    subject = subject_of(verb)
    sees = verb.lemma_ == "see" and any(c.dep_ == "dobj" for c in verb.children)
    return subject is not None and subject.lower_ in {"i", "we", "you"} and not sees and not surprised(verb)


def own_plan(reading: Reading, statement: Statement, sentence: Sentence, verb: "Token") -> bool:
    """Whether an official speaks of what the own side will do: its name, 'we', or nobody else's."""
    subject = subject_of(verb)
    if subject is None or subject.lower_ in OWN_WORDS:
        return True
    mention = reading.mention_at(sentence, subject)
    if mention is not None and mention.actor is not None:
        return mention.actor.country == statement.speaker.country or mention.actor.id == statement.speaker.id
    owners = [m for t in subject.subtree if (m := reading.mention_at(sentence, t)) and m.actor]
    if owners:
        return all(m.actor.country == statement.speaker.country for m in owners if m.actor)
    return subject.lemma_.lower() not in words_of(reading)["foretelling"]["impersonal"]


def subject_of(verb: "Token") -> "Token | None":
    """A verb's subject, or that of the verb it is joined to."""
    for _ in range(4):
        found = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "csubj", "expl"}), None)
        if found is not None or verb.dep_ not in {"conj", "xcomp"}:
            return found
        verb = verb.head
    return None


def above_is_cue(verb: "Token", sentence: Sentence, statement: Statement) -> bool:
    """Whether what governs the clause is the cue itself ('predicted that X will')."""
    return any(cue.covers(sentence.place(a)) for a in verb.ancestors for cue in statement.spans.cue)


def likely_above(verb: "Token", scale: dict[str, list[float]]) -> bool:
    """'It is possible that', 'a good chance that': what governs the clause says how likely it is."""
    return any(a.lower_ in scale or CHANCES.fullmatch(a.lower_) for a in verb.ancestors)


def made(reading: Reading, statement: Statement, sentence: Sentence, places: tuple[Span, Span | None]) -> Forecast:
    """A statement's words in one sentence as a forecast."""
    inside, cue = places
    return built(reading, sentence, (statement.speaker, statement.id, trimmed(reading.text, inside)), cue)


def built(reading: Reading, sentence: Sentence, claim: tuple[Party, str | None, Span], cue: Span | None) -> Forecast:
    """A claim of somebody, in a statement or without one, as a forecast."""
    forecaster, statement, span = claim
    words, interval = likely(reading, span, cue)
    return Forecast(
        id=content_id("fc", statement or forecaster.id or "", span),
        document=reading.article.id,
        statement=statement,
        forecaster=forecaster,
        claim=" ".join(span.of(reading.text).split()),
        span=span,
        horizon=horizon(reading, span),
        likelihood_words=words.of(reading.text) if words else None,
        likelihood_span=words,
        likelihood=interval,
        resolution="open",
        sentence=sentence.span,
    )


def likely(reading: Reading, inside: Span, cue: Span | None) -> tuple[Span | None, tuple[float, float] | None]:
    """The words of likelihood in a claim or its cue, and their interval; the longest, then the first. None where there are none."""
    scale: dict[str, list[float]] = words_of(reading)["certainty"]
    text = inside.of(reading.text)
    percent = PERCENT.search(text)
    if percent is not None and CHANCES.search(text):
        share = float(percent[1]) / 100
        return Span(inside.start + percent.start(), inside.start + percent.end()), (share, share)
    found: list[tuple[int, Span, list[float]]] = []
    for region in (inside, *([cue] if cue is not None else [])):
        for words, bounds in scale.items():
            match = re.search(rf"(?<![\w-])(?:(?:will|shall|would) )?{re.escape(words)}(?![\w-])", region.of(reading.text), re.IGNORECASE)
            if match is not None and not (words in {"may", "could", "might"} and match[0][0].isupper()):
                found.append((-len(words), Span(region.start + match.start(), region.start + match.end()), bounds))
    if not found:
        return None, None
    _, span, (low, high) = min(found)
    return span, (low, high)


def told_outright(reading: Reading, resolver: Resolver, sentence: Sentence) -> Iterator[Forecast]:
    """'puts the odds at 70 percent', 'ruled out a war', 'doubts that': forecasts that are no statement of words."""
    foretelling = words_of(reading)["foretelling"]
    for token in sentence.tokens():
        lemma = token.lemma_.lower()
        if token.pos_ != "VERB" or not (lemma in foretelling["verbs"] or lemma in foretelling["with"]):
            continue
        rest = [
            t
            for c in token.children
            if c.i > token.i and c.dep_ not in {"punct", "nsubj", "cc", "conj"}
            for t in c.subtree
            if t.i > token.i
        ]
        if lemma in foretelling["with"] and not {t.lower_ for t in rest} & {*foretelling["with"][lemma]}:
            continue
        subject = subject_of(token)
        party = resolver.party(sentence, subject) if subject is not None else None
        if party is None or not named(party) or not rest or any(c.dep_ in {"neg", "auxpass"} for c in token.children):
            continue
        span = trimmed(reading.text, hull(sentence.place(t) for t in rest))
        statement = reading.innermost(span)
        yield built(reading, sentence, (party, statement.id if statement is not None else None, span), sentence.stretch(token, rest[0]))


def horizon(reading: Reading, claim: Span) -> When | None:
    """By when, if the claim says: the latest day that would still make it true."""
    published = reading.article.published.earliest
    if published is None:
        return None
    reckoned = counted(reading, claim, published)
    if reckoned is not None:
        return reckoned
    for found in reading.dates_in(claim):
        if not found.latest or not found.earliest or found.latest <= published or found.precision.startswith("P"):
            continue
        if found.text and found.text.lower().startswith("before ") and found.earliest > published:
            return When(
                earliest=published,
                latest=found.earliest - timedelta(days=1),
                span=found.span,
                text=found.text,
                precision="day",
                rule="before",
            )
        return found
    return None


def counted(reading: Reading, claim: Span, published: date) -> When | None:
    """'within two years', 'by the end of the year', 'in his first year': reckoned from publication."""
    text = claim.of(reading.text)
    for pattern in (WITHIN, FIRST_YEAR, END_OF, CHRISTMAS):
        match = pattern.search(text)
        if match is None:
            continue
        span = Span(claim.start + match.start(), claim.start + match.end())
        return When(
            earliest=published, latest=end_of(pattern, match, published), span=span, text=match[0], precision="day", rule="reckoned"
        )
    return None


def end_of(pattern: re.Pattern[str], match: re.Match[str], published: date) -> date:
    """The last day that a reckoned horizon allows."""
    if pattern is WITHIN:
        n = number(match[1].lower()) or 1  # "a year"
        if match[2].lower() in {"year", "decade"}:
            year = published.year + n * (10 if match[2].lower() == "decade" else 1)
            return published.replace(year=year, day=min(published.day, 28) if published.month == 2 else published.day)
        return published + timedelta(days=n * UNITS[match[2].lower()])
    if pattern is FIRST_YEAR:
        return published.replace(year=published.year + 1, day=min(published.day, 28) if published.month == 2 else published.day)
    if pattern is CHRISTMAS:
        return date(published.year, 12, 25)
    unit, coming = match[1].lower(), "next" in match[0].lower()
    if unit == "month":
        month = published.month + coming
        year, month = published.year + (month > 12), (month - 1) % 12 + 1
        return date(year, month, calendar.monthrange(year, month)[1])
    return date(published.year // 10 * 10 + 9, 12, 31) if unit == "decade" else date(published.year + coming, 12, 31)

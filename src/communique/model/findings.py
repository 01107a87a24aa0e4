"""What an article yields: statements, events, term uses, commitments, forecasts. Each exists only with its evidence."""

from dataclasses import dataclass
from datetime import date

from communique.model.actor import Mention, Party, Reason
from communique.model.article import Article
from communique.model.dates import When
from communique.model.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Source, cue and content of a statement; each may be in pieces."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Somebody's words or thoughts as the article gives them.

    quotation: direct, mixed, indirect. status: attributed, denied, unsaid, declined.
    modality: asserted, future, conditional, demand, evaluation, question.
    """

    id: str
    document: str
    speaker: Party
    spans: Spans
    quotation: str
    status: str
    modality: str
    said: When | None
    medium: str | None
    addressee: str | None
    within: str | None
    sentence: Span
    because: tuple[Reason, ...] = ()

    def size(self) -> tuple[int, str]:
        """Characters of its content; the id decides between equals."""
        return sum(p.end - p.start for p in self.spans.content), self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One mention of a political act, PLOVER 2.0. realis: happened, planned, hypothetical, negated, ongoing."""

    id: str
    document: str
    span: Span
    text: str
    type: str
    mode: str
    quad: int
    score: float
    contexts: tuple[str, ...]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    when: When | None
    place: str | None
    realis: str
    historical: bool
    voice: str
    confidence: float
    sentence: Span
    because: tuple[Reason, ...] = ()
    number: int | None = None
    object: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """Whose translation a wording is: `of` variants of the user's own language, `by` an outlet; `official` where the outlet is of the user's state."""

    of: tuple[str, ...]
    by: str
    official: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One use of a contested wording, by its innermost speaker. stance: uses, promotes, adopts, rejects, mentions."""

    id: str
    concept: str
    variant: str
    language: str
    document: str
    span: Span
    text: str
    user: Party
    stance: str
    statement: str | None
    sentence: Span
    because: tuple[Reason, ...] = ()
    rendering: Rendered | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """An omission that the text itself reports ("state media did not mention this idea")."""

    id: str
    concept: str
    document: str
    span: Span
    text: str
    user: Party
    statement: str | None
    sentence: Span
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One mention of a promise between parties. kind: agreement, partnership, aid, loan, investment, pledge.

    `roles`, beside `parties`: party, giver or receiver. status: offered, announced, signed, ratified, in_force, delivered, suspended,
    cancelled. money: announced, committed, disbursed. schedule: delayed, completed. Each is None where the text does not say.
    `value` is the amount in units of `currency` (ISO 4217), which is None where its words fit several. `named`: those of a bundle
    that the text names one by one.
    """

    id: str
    document: str
    kind: str
    parties: tuple[Party, ...]
    roles: tuple[str, ...]
    about: str
    about_span: Span
    amount: str | None
    amount_span: Span | None
    value: float | None
    currency: str | None
    count: int | None
    count_span: Span | None
    named: tuple[Span, ...]
    named_text: tuple[str, ...]
    status: str
    money: str | None
    schedule: str | None
    when: When | None
    span: Span
    sentence: Span
    event: str | None
    voice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What a named person says will come. likelihood is an interval of probability read from the words, or None.

    `statement` is None where the text tells of the forecast without giving words ("puts the odds at 70 percent").
    """

    id: str
    document: str
    statement: str | None
    forecaster: Party
    claim: str
    span: Span
    horizon: When | None
    likelihood_words: str | None
    likelihood_span: Span | None
    likelihood: tuple[float, float] | None
    resolution: str
    sentence: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A text gives somebody an office in an interval: 'Vietnamese President X's visit in October'.

    `of` is a state's alpha-3 or a body's id. `dated`: the interval is that of the sentence, else that of publication.
    """

    id: str
    document: str
    person: str
    name: str
    title: str
    kind: str
    of: str | None
    earliest: date | None
    latest: date | None
    span: Span
    sentence: Span
    dated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that one article yields, and the article itself with its date as well known as can be."""

    article: Article
    mentions: tuple[Mention, ...] = ()
    offices: tuple[Held, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    terms: tuple[Term, ...] = ()
    silences: tuple[Silence, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    forecasts: tuple[Forecast, ...] = ()

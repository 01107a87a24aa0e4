"""Promises between parties: a Reading's events -> commitments, with count, amount, subject and status."""

import re

from communique.annotate.reading import Reading
from communique.model.findings import Commitment, Event
from communique.model.identity import content_id
from communique.model.span import Span
from communique.vocab.wording import find_forms

AMOUNT = re.compile(
    r"(?:(?:US|A|C|NZ|S|HK)?[$€£¥₫₩₹]\s?\d[\d.,]*(?:\s?(?:thousand|million|billion|trillion|bn|mn|m|k))?\b|\b\d[\d.,]*\s?(?:thousand |million |billion |trillion )?(?:U\.S\. )?(?:dollars|euros|yuan|yen|won|rupees|pounds|rubles|roubles|dong|baht|pesos)\b)"
)
AGREEMENT = frozenset(
    {
        "agreement",
        "treaty",
        "deal",
        "pact",
        "memorandum",
        "accord",
        "document",
        "contract",
        "protocol",
        "declaration",
        "communique",
        "mou",
        "statement",
        "convention",
    }
)
SIGNING = ("sign", "ratif", "ink", "conclu", "finali", "initial", "seal", "renew")
RELATIONS = frozenset({"relation", "relationship", "tie", "partnership", "establishment", "upgrade", "elevation", "alliance"})
MONEY = (
    ("loan", frozenset({"loan", "credit", "lend", "financing"})),
    ("investment", frozenset({"investment", "invest", "railway", "railroad", "factory", "project", "infrastructure"})),
    (
        "aid",
        frozenset(
            {"aid", "assistance", "grant", "humanitarian", "donate", "relief", "support", "weapon", "weapons", "vaccine", "vaccines"}
        ),
    ),
)
STATUS = {"happened": "announced", "planned": "announced", "ongoing": "announced"}


def find_commitments(reading: Reading) -> list[Commitment]:
    """One commitment a mention; mentions of one commitment are joined over the whole record, by the events they come from."""
    return [made for event in reading.events if (made := commitment_of(reading, event))]


def commitment_of(reading: Reading, event: Event) -> Commitment | None:
    """What an event commits its parties to, if it does."""
    if event.realis in {"hypothetical", "negated"}:
        return None
    kind = kind_of(reading, event)
    parties = tuple(dict.fromkeys((*event.actors, *event.recipients)))
    if kind is None or not parties:
        return None
    span = widened(reading, event)
    amount = AMOUNT.search(reading.text, span.start, event.sentence.end)
    about, status = subject(reading, event, kind, span), status_of(event, kind)
    return Commitment(
        id=content_id("cm", event.id, kind),
        document=event.document,
        kind=kind,
        parties=parties,
        about=about,
        amount=amount[0] if amount and event.type in {"AGREE", "AID", "SUPPORT"} else None,
        count=event.number,
        status=status,
        when=event.when,
        span=span,
        sentence=event.sentence,
        event=event.id,
        voice=event.voice,
    )


def kind_of(reading: Reading, event: Event) -> str | None:
    """agreement, partnership, aid, loan, investment or pledge."""
    words = {w.lower() for w in re.findall(r"[A-Za-z]+", event.sentence.of(reading.text))}
    if event.type == "SUPPORT" and event.object in AGREEMENT:
        return "agreement" if event.text.lower().startswith(SIGNING) else None
    if event.type == "SUPPORT" and event.object in RELATIONS:
        ladder = [
            u
            for u in find_forms(event.sentence.of(reading.text), reading.knowledge)
            if u.variant.concept == "comprehensive-strategic-partnership"
        ]
        return "partnership" if ladder or event.object == "partnership" else None
    if event.type == "AID":
        return next((kind for kind, signs in MONEY if words & signs), "aid")
    if (
        event.type == "AGREE"
        and event.actors
        and event.text.split()[0].lower().startswith(("offer", "pledg", "promis", "commit", "agree", "undertak"))
    ):
        return next((kind for kind, signs in MONEY if words & signs), "pledge")
    return None


def widened(reading: Reading, event: Event) -> Span:
    """From the act to the end of what it promises: a comma that starts a new clause, or the sentence's end."""
    tail = reading.text[event.span.end : event.sentence.end]
    stop = re.search(r"[;.]|, (?:and|but|which|who|as|while|after|before|a move)\b", tail)
    return Span(event.span.start, event.span.end + (stop.start() if stop else len(tail)))


def subject(reading: Reading, event: Event, kind: str, span: Span) -> str:
    """What it is about, in the text's words; a partnership by its rung's name."""
    if kind == "partnership":
        for use in find_forms(event.sentence.of(reading.text), reading.knowledge):
            if use.variant.concept == "comprehensive-strategic-partnership":
                return use.span.of(event.sentence.of(reading.text))
    return " ".join(span.of(reading.text).split())


def status_of(event: Event, kind: str) -> str:
    """announced, signed, ratified or delivered, as the act says."""
    first = event.text.split()[0].lower()
    if event.realis == "planned":
        return "announced"
    if kind == "agreement":
        return "ratified" if first.startswith("ratif") else "signed"
    if event.type == "AID":
        return "delivered" if event.realis == "happened" else "announced"
    return "offered" if first.startswith("offer") else STATUS[event.realis]

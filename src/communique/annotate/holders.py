"""Which office a text gives whom, and when: mentions with titles -> dated office rows, the evidence for conflicts of names."""

from communique.annotate.reading import Reading
from communique.model.actor import Mention
from communique.model.findings import Held
from communique.model.identity import content_id
from communique.model.span import Span

# 'On February 19, Minister X spoke': a day that opens the sentence dates all of it.
OPENING = 4


def find_offices(reading: Reading) -> list[Held]:
    """Every present office that the text gives somebody; dated by the sentence, else by publication."""
    published = reading.article.published
    out = []
    for mention in reading.mentions:
        if mention.office is None or mention.actor is None or mention.office.former:
            continue
        sentence = reading.sentence_at(mention.span.start)
        around = sentence.span if sentence else mention.span
        after = [
            d
            for d in reading.dates_in(around)
            if d.earliest and d.latest and d.span and d.span.start >= mention.span.end and not d.precision.startswith("P")
        ]
        first = next(
            (d for d in reading.dates_in(around) if d.span and d.span.start <= around.start + OPENING and d.precision == "day"), None
        )
        when = min(after, key=lambda d: (d.span or around).start, default=first)
        of = mention.office.of
        actor = reading.knowledge.actors.get(of or "")
        country = actor.country if actor and actor.kind in {"state", "government", "party"} else of or known_country(reading, mention)
        low, high = (when.earliest, when.latest) if when else (published.earliest, published.latest)
        span = Span(min(mention.office.span.start, mention.span.start), max(mention.office.span.end, mention.span.end))
        out.append(
            Held(
                id=content_id("of", reading.article.id, span),
                document=reading.article.id,
                person=mention.actor.id,
                name=mention.text,
                title=mention.office.title,
                kind=mention.office.kind,
                of=country,
                earliest=low,
                latest=high,
                span=span,
                sentence=around,
                dated=when is not None,
            )
        )
    return out


def known_country(reading: Reading, mention: Mention) -> str | None:
    """'President Biden' names no state; the vocabulary does, if it knows him in that office."""
    if mention.actor is None or mention.office is None:
        return None
    kind = mention.office.kind
    return mention.actor.country if any(t.office == kind for t in reading.knowledge.terms_of.get(mention.actor.id, ())) else None

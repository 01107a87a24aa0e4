"""The stages, in order: articles -> findings. Pure: the same articles and knowledge give the same findings, whatever was read before."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from communique.annotate.attribution import find_attributions
from communique.annotate.commitments import find_commitments
from communique.annotate.dates import read_dates
from communique.annotate.dates.calendar import Frame
from communique.annotate.forecasts import find_forecasts
from communique.annotate.holders import find_offices
from communique.annotate.judge import find_events
from communique.annotate.mentions import find_mentions
from communique.annotate.neural.model import version as weights
from communique.annotate.outlet import with_outlet
from communique.annotate.parse import MODEL, Sentence, parse
from communique.annotate.plain_promises import find_plain_commitments
from communique.annotate.plainly import read_plainly
from communique.annotate.published import date_article, foundings
from communique.annotate.quotes import find_quotes
from communique.annotate.reading import Reading
from communique.annotate.resolve import Resolver
from communique.annotate.statements import find_statements
from communique.annotate.terms import find_terms
from communique.model.article import PROSE, Article
from communique.model.errors import UnreadableSource
from communique.model.findings import Findings
from communique.vocab.knowledge import Knowledge

# Raise a stage's number when its findings may change: records then read their documents anew.
VERSIONS = {"dates": 1, "mentions": 6, "statements": 3, "events": 9, "terms": 3, "commitments": 2, "forecasts": 2}
WIDEST = timedelta(days=62)
PARSED = frozenset({"en", "und"})


def version(knowledge: Knowledge) -> str:
    """What made a finding: the stages, the parser and the vocabulary."""
    return f"{weights()}+rules-{'.'.join(str(v) for v in VERSIONS.values())}+{MODEL}-3.8.0+vocab-{knowledge.version}"


def annotate(articles: Sequence[Article], knowledge: Knowledge) -> Iterator[Findings | UnreadableSource]:
    """The findings of each article, in the order given; one that breaks a stage is named, and the rest goes on."""
    try:
        parsed = parse(articles, knowledge)
    except Exception:  # noqa: BLE001 - one text that breaks the parser must not take the others of its batch along
        parsed = {}
    for article in articles:
        try:
            sentences = parsed[article.id] if parsed else parse([article], knowledge)[article.id]
            yield annotate_one(article, sentences, knowledge)
        except Exception as error:  # noqa: BLE001 - a fault of ours in one text must not lose the other texts
            yield UnreadableSource(
                article.path,
                f"it could not be annotated: {type(error).__name__}: {error}",
                hint="Please report this text's structure as a bug.",
            )


def annotate_one(article: Article, sentences: list[Sentence], knowledge: Knowledge, *, rules_only: bool = False) -> Findings:
    """All stages on one article. `rules_only`: without the trained network."""
    reading, resolver = prepare(article, sentences, knowledge, rules_only=rules_only)
    article = reading.article
    if resolver is not None:
        find_statements(reading, resolver, rules_only=rules_only)
        find_events(reading, resolver, rules_only=rules_only)
    elif article.language in knowledge.languages:
        read_plainly(reading)
    terms, silences = find_terms(reading, resolver)
    return Findings(
        article=article,
        mentions=tuple(reading.mentions),
        offices=tuple(find_offices(reading)),
        statements=tuple(reading.statements),
        events=tuple(reading.events),
        terms=tuple(terms),
        silences=tuple(silences),
        commitments=tuple(find_commitments(reading, resolver) if resolver is not None else find_plain_commitments(reading)),
        forecasts=tuple(find_forecasts(reading, resolver)),
    )


def prepare(
    article: Article, sentences: list[Sentence], knowledge: Knowledge, *, rules_only: bool = False
) -> tuple[Reading, Resolver | None]:
    """An article dated, its dates, attributions and mentions found, and who resolves its words; no resolver for a language that is not parsed."""
    article = with_outlet(date_article(article, knowledge), knowledge)
    reading = Reading(article=article, knowledge=knowledge)
    reading.set_sentences(sentences)
    reading.set_quotations(find_quotes(article.text, article.blocks))
    date_stage(reading)
    if article.language in PARSED and not rules_only:
        find_attributions(reading)
    people = find_mentions(reading)
    drop_dates_in_names(reading)
    return reading, Resolver(reading, people) if article.language in PARSED else None


def date_stage(reading: Reading) -> None:
    """Read every date expression from where the article stands in time; 'at the time' looks back over paragraphs."""
    article = reading.article
    previous = None
    founded = foundings(article, reading.knowledge)
    for block in article.blocks:
        if block.kind in PROSE:
            low, high = standpoint(article)
            frame = Frame(earliest=low, latest=high, foundings=founded, previous=previous)
            found = read_dates(block.span.of(article.text), block.span.start, article.language, frame, reading.knowledge)
            reading.dates += found
            if block.kind == "paragraph":
                previous = next((d for d in reversed(found) if d.earliest), previous)


def standpoint(article: Article) -> tuple[date | None, date | None]:
    """From where relative dates are read; a publication that is known to the season only gives none."""
    low, high = article.published.earliest, article.published.latest
    return (low, high) if low and high and high - low <= WIDEST else (None, None)


def drop_dates_in_names(reading: Reading) -> None:
    """'April' and 'May' may be people."""
    people = [m.span for m in reading.mentions if m.actor and m.actor.kind == "person"]
    reading.dates = [d for d in reading.dates if d.span and not any(d.span.overlaps(p) for p in people)]

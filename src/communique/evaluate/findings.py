"""Annotate the texts of a gold set: paths -> findings, in their order."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from communique.annotate.parse import Sentence, parse
from communique.annotate.stages import annotate_one
from communique.model.article import Article
from communique.model.errors import UnreadableSource
from communique.model.findings import Findings
from communique.read.formats import articles as articles_in
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge

CHUNK = 24


def findings(paths: Sequence[Path], knowledge: Knowledge) -> Iterator[Findings]:
    """What is found in each file."""
    return (annotate_one(article, sentences, knowledge) for article, sentences in read_and_parsed(paths, knowledge))


def parsed(paths: Sequence[Path], knowledge: Knowledge) -> Iterator[tuple[Findings, list[Sentence]]]:
    """What is found in each file, with its sentences."""
    return ((annotate_one(article, sentences, knowledge), sentences) for article, sentences in read_and_parsed(paths, knowledge))


def beside_rules(paths: Sequence[Path], knowledge: Knowledge) -> Iterator[tuple[Findings, Findings]]:
    """What is found in each file, and what the rules alone find, from one parse."""
    for article, sentences in read_and_parsed(paths, knowledge):
        yield annotate_one(article, sentences, knowledge), annotate_one(article, sentences, knowledge, rules_only=True)


def read_and_parsed(paths: Sequence[Path], knowledge: Knowledge) -> Iterator[tuple[Article, list[Sentence]]]:
    """Articles with their sentences, some parsed at a time."""
    articles: list[Article] = []
    for path in paths:
        for article in articles_in(Source(path=str(path), location=str(path.resolve())), knowledge):
            if isinstance(article, UnreadableSource):
                raise article
            articles.append(article)
    for i in range(0, len(articles), CHUNK):
        part = articles[i : i + CHUNK]
        sentences = parse(part, knowledge)
        yield from ((article, sentences[article.id]) for article in part)

"""Annotate the texts of a gold set: paths -> findings, in their order."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from communique.annotate.parse import parse
from communique.annotate.stages import annotate_one
from communique.model.article import Article
from communique.model.errors import UnreadableSource
from communique.model.findings import Findings
from communique.read.formats import read
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge

CHUNK = 24


def findings(paths: Sequence[Path], knowledge: Knowledge) -> Iterator[Findings]:
    """What is found in each file."""
    return (found for (found,) in annotated(paths, knowledge, (False,)))


def beside_rules(paths: Sequence[Path], knowledge: Knowledge) -> Iterator[tuple[Findings, ...]]:
    """What is found in each file, and what the rules alone find, from one parse."""
    return annotated(paths, knowledge, (False, True))


def annotated(paths: Sequence[Path], knowledge: Knowledge, ways: tuple[bool, ...]) -> Iterator[tuple[Findings, ...]]:
    """Annotate files, some at a time: once with the network, once by rules only, or both."""
    articles: list[Article] = []
    for path in paths:
        for article in read(Source(path=str(path), location=str(path.resolve())), knowledge):
            if isinstance(article, UnreadableSource):
                raise article
            articles.append(article)
    for i in range(0, len(articles), CHUNK):
        part = articles[i : i + CHUNK]
        parsed = parse(part, knowledge)
        for article in part:
            yield tuple(annotate_one(article, parsed[article.id], knowledge, rules_only=alone) for alone in ways)

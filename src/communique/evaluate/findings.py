"""Annotate the texts of a gold set: paths -> findings, in their order."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from communique.annotate.stages import annotate
from communique.model.article import Article
from communique.model.errors import UnreadableSource
from communique.model.findings import Findings
from communique.read.formats import read
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge

CHUNK = 24


def findings(paths: Sequence[Path], knowledge: Knowledge, *, rules_only: bool = False) -> Iterator[Findings]:
    """Annotate files, some at a time. `rules_only`: without the trained network."""
    articles: list[Article] = []
    for path in paths:
        for article in read(Source(path=str(path), location=str(path.resolve())), knowledge):
            if isinstance(article, UnreadableSource):
                raise article
            articles.append(article)
    for i in range(0, len(articles), CHUNK):
        for found in annotate(articles[i : i + CHUNK], knowledge, rules_only=rules_only):
            if isinstance(found, UnreadableSource):
                raise found
            yield found

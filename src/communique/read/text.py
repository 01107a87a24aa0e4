"""Plain text and Markdown: a file -> one Article whose text is the decoded file, unchanged."""

from collections.abc import Iterator

from communique.model.article import Article
from communique.model.errors import UnreadableSource
from communique.model.identity import digest
from communique.read.assemble import Raw, article_of
from communique.read.encoding import decode
from communique.read.furniture import blocks_of
from communique.read.metadata import front_matter, joined, sidecar
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge


def read(source: Source, knowledge: Knowledge) -> Iterator[Article | UnreadableSource]:
    """One article; front matter and a sidecar file give its metadata."""
    data = source.bytes()
    text = decode(data, source.path)
    front = front_matter(text)
    meta = joined(front, sidecar(source.location))
    yield article_of(source, text, blocks_of(text, skip=front.span), meta, knowledge, Raw(digest(data)))

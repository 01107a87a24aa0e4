"""Plain text and Markdown: a file -> one Article whose text is the decoded file, unchanged; a database's text export -> its articles."""

from collections.abc import Iterator

from communique.model.identity import digest
from communique.read import lines
from communique.read.assemble import Raw, article_of
from communique.read.encoding import decode
from communique.read.fields import Metadata, joined
from communique.read.furniture import blocks_of
from communique.read.items import Found
from communique.read.metadata import front_matter, settled
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge


def read(source: Source, knowledge: Knowledge) -> Iterator[Found]:
    """One article, whose front matter and sidecar file give its metadata, or the articles of a Nexis or Factiva download."""
    data = source.bytes()
    text = decode(data, source.path, source.charset or None)
    database = lines.database(text.splitlines())
    if database is not None:
        yield from database(source, text.splitlines(), knowledge)
        return
    front = front_matter(text)
    meta = joined(front, settled(source, Metadata()))
    yield article_of(source, text, blocks_of(text, skip=front.span), meta, knowledge, Raw(digest(data)))

"""Put an Article together: text and metadata -> Article. Ids hash the file's name and content, never its place."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import NamedTuple

from communique.model.article import Article, Block
from communique.model.dates import Published, parse_edtf
from communique.model.errors import UnreadableSource
from communique.model.identity import content_id, digest
from communique.model.span import Span
from communique.read.encoding import whole
from communique.read.fields import Metadata
from communique.read.furniture import blocks_of
from communique.read.language import language_of
from communique.read.metadata import outlet_of, published_of
from communique.read.source import LONGEST_ARTICLE, Source
from communique.vocab.knowledge import Knowledge


class Raw(NamedTuple):
    """What an article came from: the SHA-256 of the bytes, and its place inside a table ('line 12')."""

    sha256: str
    member: str = ""


def article_of(source: Source, text: str, blocks: Sequence[Block], meta: Metadata, knowledge: Knowledge, raw: Raw) -> Article:
    """Text, parts and metadata as an article; what is no article is refused with the reason."""
    member, text = raw.member, whole(text)
    if len(text) > LONGEST_ARTICLE:
        raise UnreadableSource(
            source.path,
            f"it has {len(text):,} characters; an article has less than {LONGEST_ARTICLE:,}",
            where=member,
            hint="Split it, one article a file or line.",
        )
    if not any(block.kind in {"paragraph", "standfirst", "caption", "heading", "title"} for block in blocks):
        raise UnreadableSource(source.path, "no prose was found in it", where=member)
    outlet, published = outlet_of(meta, knowledge), published_of(meta)
    title = meta.title or next((b.span.of(text).lstrip("# ") for b in blocks if b.kind == "title"), "")
    byline = meta.byline or next((b.span.of(text) for b in blocks if b.kind == "byline"), "")
    path = f"{source.path}#{member}" if member else source.path
    return Article(
        id=content_id(
            "doc",
            PurePath(source.path).name,
            member,
            digest(text.encode()),
            title,
            outlet and outlet.id,
            str(published.earliest),
            str(published.latest),
            meta.url,
        ),
        path=path,
        location=f"{source.location}#{member}" if member else source.location,
        source_sha256=raw.sha256,
        sha256=digest(text.encode()),
        text=text,
        title=title or None,
        byline=strip_by(byline) or None,
        outlet=outlet,
        language=meta.language.lower()[:2] if meta.language else language_of(text),
        url=meta.url or None,
        published=published,
        blocks=tuple(blocks),
    )


def from_words(text: str, published: str | None, knowledge: Knowledge) -> Article:
    """A text at hand as an article without a file."""
    source = Source(path="words", location="words")
    made = article_of(source, text, blocks_of(text, titled=False), Metadata(), knowledge, Raw(digest(text.encode())))
    if published is None:
        return made
    earliest, latest = parse_edtf(published)
    return made.dated(Published(earliest=earliest, latest=latest, basis="metadata"))


def strip_by(byline: str) -> str:
    """'By Jane Doe' -> 'Jane Doe'"""
    return byline[3:].strip() if byline.lower().startswith("by ") else byline


def headline_block(text: str, title: str, blocks: Sequence[Block]) -> list[Block]:
    """Mark the title where the text starts with it."""
    if title and text.startswith(title):
        return [Block(kind="title", span=Span(0, len(title))), *(b for b in blocks if b.span.start >= len(title))]
    return list(blocks)

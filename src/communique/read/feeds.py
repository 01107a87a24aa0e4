"""RSS and Atom files: each entry that holds text -> an Article. Feeds are files here: nothing is fetched."""

import io
from collections.abc import Iterator
from typing import Any

from communique.model.errors import UnreadableSource
from communique.read.bounds import foreign
from communique.read.fields import Metadata
from communique.read.items import Counted, Found, Item, article
from communique.read.markup import paragraphs
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge

MOST_ENTRIES = 100_000


def read(source: Source, knowledge: Knowledge) -> Iterator[Found]:
    """Every entry; one without text is named."""
    import feedparser

    data = source.bytes()
    head = data[:4_096].lower()
    if not any(mark in head for mark in (b"<rss", b"<feed", b"<rdf", b"<channel")):
        raise UnreadableSource(source.path, "it is XML, but no RSS or Atom feed", hint="`communique formats` lists what can be read.")
    if b"<!entity" in data.lower():
        raise UnreadableSource(source.path, "it defines entities, which no feed needs", hint="Save the feed without its DOCTYPE.")
    with foreign(source.path, "feed"):
        feed = feedparser.parse(io.BytesIO(data), sanitize_html=True, resolve_relative_uris=False)
    entries = feed.entries[:MOST_ENTRIES]
    yield Counted(format="RSS or Atom", expected=len(feed.entries))
    if not entries:
        raise UnreadableSource(source.path, "it has no entries")
    for number, entry in enumerate(entries, 1):
        with foreign(source.path, "feed"):
            item = of_entry(feed.feed, entry, number)
        yield article(source, item, knowledge)


def of_entry(feed: Any, entry: Any, number: int) -> Item:
    """The whole text where the feed gives it, the summary otherwise."""
    content = max((part.get("value", "") for part in entry.get("content", ())), key=len, default="") or entry.get("summary", "")
    return Item(
        meta=Metadata(
            title=" ".join(paragraphs(entry.get("title", ""))),
            byline=entry.get("author", ""),
            outlet=entry.get("source", {}).get("title", "") or feed.get("title", ""),
            published=entry.get("published", "") or entry.get("updated", ""),
            language=(entry.get("language") or feed.get("language") or "")[:2],
            url=entry.get("link", ""),
        ),
        body=paragraphs(content),
        member=entry.get("id", "") or entry.get("link", "") or f"entry {number}",
    )

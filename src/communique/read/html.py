"""HTML: a page -> one Article, its prose found by trafilatura, its captions kept, its metadata read from the page.

The record keeps the extracted text; spans point into that. Scripts, styles and markup never reach it.
"""

import re
from collections.abc import Iterator
from typing import Any

from communique.model.article import Article, Block
from communique.model.errors import UnreadableSource
from communique.model.identity import digest
from communique.model.span import Span
from communique.read.assemble import Raw, article_of
from communique.read.encoding import decode
from communique.read.furniture import blocks_of, same_words
from communique.read.metadata import Metadata, joined, sidecar
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge

CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
DEEPEST = 2_000
LONGEST_CAPTION = 1_000
MOST_CAPTIONS = 50


def read(source: Source, knowledge: Knowledge) -> Iterator[Article | UnreadableSource]:
    """One article, or an error that says no article was found."""
    data = source.bytes()
    declared = CHARSET.search(data[:8_192])
    page = decode(data, source.path, declared[1].decode("ascii") if declared else None)
    if too_deep(page):
        raise UnreadableSource(
            source.path, f"its tags are nested more than {DEEPEST} deep", hint="It is no article that a browser would show."
        )
    found = extract(page)
    if found is None or not (found.text or "").strip():
        raise UnreadableSource(source.path, "no article was found in this page", hint="Save the article's own page, or its text as .txt.")
    meta = joined(sidecar(source.location), page_metadata(found))
    text, blocks = laid_out(meta.title, found.text, captions_of(page))
    if not any(block.kind == "paragraph" for block in blocks):
        raise UnreadableSource(source.path, "no article was found in this page", hint="Save the article's own page, or its text as .txt.")
    yield article_of(source, text, blocks, meta, knowledge, Raw(digest(data)))


def extract(page: str) -> Any:
    """Trafilatura's document; it needs neither network nor date guessing, which htmldate would do from the URL of today."""
    from trafilatura import bare_extraction

    return bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        favor_precision=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )


def too_deep(page: str) -> bool:
    """A page built to exhaust a parser's stack."""
    depth = deepest = 0
    for match in re.finditer(r"<(/?)(div|span|table|ul|b|i|blockquote|section|font)\b", page, re.IGNORECASE):
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
    return deepest > DEEPEST


def page_metadata(found: Any) -> Metadata:
    """What the page says of itself; a date that lies after every possible reading is left to the checks of the annotators."""
    return Metadata(
        title=one_line(found.title),
        byline=one_line(found.author),
        outlet=one_line(found.sitename),
        published=one_line(found.date),
        language=one_line(getattr(found, "language", "")),
        url=one_line(found.url),
    )


def one_line(value: object) -> str:
    """A metadata field without line breaks."""
    return re.sub(r"\s+", " ", str(value)).strip() if value else ""


def captions_of(page: str) -> list[str]:
    """The figcaptions of a page, which trafilatura drops."""
    from lxml import etree, html

    try:
        tree = html.fromstring(page.encode("utf8", "replace"), parser=html.HTMLParser(encoding="utf8", huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    texts = (one_line("".join(node.itertext())) for node in tree.iter("figcaption"))
    return [t for t in dict.fromkeys(texts) if 20 <= len(t) <= LONGEST_CAPTION][:MOST_CAPTIONS]


def laid_out(title: str, body: str, captions: list[str]) -> tuple[str, list[Block]]:
    """Title, paragraphs and captions as one text, a blank line between; a repeated title or caption stands once."""
    parts: list[tuple[str, str]] = [("title", title)] if title else []
    seen = {re.sub(r"\W+", "", c).casefold() for c in captions}
    for block in blocks_of(body, titled=False):
        words = block.span.of(body)
        if re.sub(r"\W+", "", words).casefold() in seen or (len(parts) == 1 and title and same_words(words, title)):
            continue
        parts.append((block.kind, words))
    parts += [("caption", caption) for caption in captions]
    text, blocks = "", []
    for kind, words in parts:
        start = len(text)
        text += words + "\n\n"
        blocks.append(Block(kind=kind, span=Span(start, start + len(words))))
    return text.rstrip("\n"), blocks

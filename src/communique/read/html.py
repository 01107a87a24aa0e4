"""HTML: a page -> one Article, its prose found by trafilatura, its captions kept, its metadata read from the page.

The record keeps the extracted text; spans point into that. Scripts, styles and markup never reach it.
"""

import re
from collections.abc import Iterator
from typing import Any

from communique.model.errors import UnreadableSource
from communique.model.identity import digest
from communique.read import europresse, factiva, nexis
from communique.read.assemble import Raw, article_of
from communique.read.encoding import decode
from communique.read.fields import Metadata
from communique.read.items import Found, Item, laid_out
from communique.read.markup import lines_of, refuse_deep, tree_of
from communique.read.metadata import settled
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge

CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
LONGEST_CAPTION = 1_000
MOST_CAPTIONS = 50


def read(source: Source, knowledge: Knowledge) -> Iterator[Found]:
    """One article, or all of a saved list of Nexis, Factiva or Europresse, or an error that says no article was found."""
    data = source.bytes()
    declared = CHARSET.search(data[:8_192])
    page = decode(data, source.path, source.charset or (declared[1].decode("ascii") if declared else None))
    refuse_deep(page, source.path)
    database = of_database(source, page, knowledge)
    if database is not None:
        yield from database
        return
    found = extract(page)
    if found is None or not (found.text or "").strip():
        raise UnreadableSource(source.path, "no article was found in this page", hint="Save the article's own page, or its text as .txt.")
    meta = settled(source, page_metadata(found))
    text, blocks = laid_out(meta.title, Item(meta=meta, body=found.text.split("\n"), captions=captions_of(page)))
    if not any(block.kind == "paragraph" for block in blocks):
        raise UnreadableSource(source.path, "no article was found in this page", hint="Save the article's own page, or its text as .txt.")
    yield article_of(source, text, blocks, meta, knowledge, Raw(digest(data)))


def of_database(source: Source, page: str, knowledge: Knowledge) -> Iterator[Found] | None:
    """The articles of a saved list, if this is one."""
    if factiva.made_page(page) or europresse.made_page(page):
        tree = tree_of(page)
        return None if tree is None else (factiva if factiva.made_page(page) else europresse).read_page(source, tree, knowledge)
    if re.search(r"<DOCFULL>|LXNComment|\d DOCUMENTS?<", page) and (tree := tree_of(page)) is not None:
        cover = re.search(r"<META [^>]{0,80}\bDOCUMENTS=\"(\d{1,6})\"", page)
        printed = [f"Documents ({cover[1]})" if cover else "", *lines_of(tree)]
        return nexis.read_lines(source, printed, knowledge) if nexis.printed_it(printed) else None
    return None


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
    tree = tree_of(page)
    if tree is None:
        return []
    texts = (one_line("".join(node.itertext())) for node in tree.iter("figcaption"))
    return [t for t in dict.fromkeys(texts) if 20 <= len(t) <= LONGEST_CAPTION][:MOST_CAPTIONS]

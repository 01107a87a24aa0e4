"""Europresse: a saved list of documents in HTML -> Articles, from the classes that its pages give to outlet, date, headline and text."""

import re
from collections.abc import Iterator
from typing import Any

from communique.model.errors import UnreadableSource
from communique.read.fields import Metadata
from communique.read.items import Counted, Found, Item, article, one_line
from communique.read.printed_dates import printed
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge

# Class names differ in case from year to year.
CLASS = "concat(' ', translate(normalize-space(@class), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), ' ')"
TITLES = f"//*[contains({CLASS}, ' titrearticlevisu ')]", f"//*[contains({CLASS}, ' titrearticle ')]"
BODY = f".//*[contains({CLASS}, ' dococurrcontainer ') or contains({CLASS}, ' doctext ') or contains({CLASS}, ' clearfix ')]//p"
NUMBER = re.compile(r"(?:news|web|cd|newspaper)\s*[·.]\s*[\w·.×-]+")


def made_page(page: str) -> bool:
    """Whether a page is Europresse's."""
    return (
        re.search(
            r"class=[\"'][^\"']*\b(?:rdp__DocPublicationName|DocPublicationName|titreArticleVisu|docOcurrContainer)\b", page, re.IGNORECASE
        )
        is not None
    )


def read_page(source: Source, tree: Any, knowledge: Knowledge) -> Iterator[Found]:
    """Every article of a saved list."""
    titles: list[Any] = next((nodes for nodes in map(tree.xpath, TITLES) if nodes), [])
    found = [whole(title, titles) for title in titles]
    yield Counted(format="Europresse", expected=len(found))
    for number, node in enumerate(found, 1):
        item = of_node(node, number)
        if item is None:
            yield UnreadableSource(source.path, "it has no headline", where=f"document {number}")
        else:
            yield article(source, item, knowledge)


def whole(title: Any, titles: list[Any]) -> Any:
    """The largest part of the page that holds this headline and no other: the article, whatever elements it is made of."""
    others, node = {id(other) for other in titles if other is not title}, title
    while (parent := node.getparent()) is not None and not any(id(inner) in others for inner in parent.iter()):
        node = parent
    return node


def of_node(node: Any, number: int) -> Item | None:
    """One article."""
    title = first(node, "titreArticleVisu") or first(node, "titreArticle") or first(node, "titre")
    if not title:
        return None
    header = first(node, "DocHeader")
    outlet = first(node, "DocPublicationName")
    return Item(
        meta=Metadata(
            title=title,
            byline=first(node, "docAuthors") or first(node, "sm-margin-bottomNews"),
            outlet=re.split(r",\s*(?:n[o°º]\.?|vol\.?)\s*\d", outlet, maxsplit=1)[0].strip(" ,"),
            published=next((text for text in (header, outlet, *dates_in(node)) if printed(text)), ""),
        ),
        body=[p for p in map(one_line, ("".join(p.itertext()) for p in node.xpath(BODY))) if p and p != title],
        member=named(node) or f"document {number}",
    )


def first(node: Any, name: str) -> str:
    """The text of the first element of a class; of one whose class begins so, where none has just this."""
    like = f".//*[contains({CLASS}, $name)]"
    found = node.xpath(like, name=f" {name.lower()} ") or node.xpath(like, name=name.lower())
    return one_line(" ".join(found[0].itertext())) if found else ""


def dates_in(node: Any) -> Iterator[str]:
    """Other header parts that may hold the date; never the headline or the text."""
    for part in node.xpath(".//header//*[not(contains(@class, 'titre'))]/text() | .//*[contains(@class, 'DocDate')]/text()"):
        yield one_line(part)


def named(node: Any) -> str:
    """The document's number, as 'news·20120912·LM·0123'."""
    match = NUMBER.search(first(node, "publiC-lblNodoc"))
    return one_line(match[0]) if match else ""

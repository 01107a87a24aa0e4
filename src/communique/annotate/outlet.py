"""Who published an article that does not say so: the outlet for which its author's biography says they write."""

from dataclasses import replace

from communique.annotate.names import find_names
from communique.model.article import Article
from communique.vocab.knowledge import Knowledge


def with_outlet(article: Article, knowledge: Knowledge) -> Article:
    """The article with its outlet, where a biography names exactly one."""
    if article.outlet is not None:
        return article
    biographies = {
        hit.names[0].target
        for block in article.part("biography")
        for hit in find_names(block.span.of(article.text), knowledge)
        if hit.names[0].target in knowledge.outlets
    }
    if len(biographies) != 1:
        return article
    return replace(article, outlet=replace(knowledge.outlets[biographies.pop()], basis="biography"))

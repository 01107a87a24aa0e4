"""All that the annotators know of one article while they read it."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.annotate.near import Near
from communique.annotate.parse import Sentence
from communique.model.actor import Mention
from communique.model.article import Article
from communique.model.dates import When
from communique.model.findings import Event, Statement
from communique.model.span import Span
from communique.vocab.knowledge import Knowledge, Language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

    from communique.annotate.neural.model import Found
    from communique.annotate.neural.words import Words
    from communique.annotate.quotes import Quote


@dataclass(slots=True, kw_only=True)
class Reading:
    """The workbench of one article; stages add to it in order and later ones read what earlier ones found."""

    article: Article
    knowledge: Knowledge
    sentences: list[Sentence] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    dates: list[When] = field(default_factory=list)
    quotations: "list[Quote]" = field(default_factory=list)
    quotes: list[Span] = field(default_factory=list)
    words: "Words | None" = None
    found: "list[Found]" = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    contents: Near[Statement] = field(default_factory=lambda: Near(()))
    events: list[Event] = field(default_factory=list)
    # Where a word stands that the network takes for a political act -> its type and how likely it is one.
    acts: dict[int, tuple[str, float]] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)
    sentence_starts: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    @property
    def language(self) -> Language:
        """The word lists of the article's language, English where it is not served."""
        return self.knowledge.languages.get(self.article.language, self.knowledge.languages["en"])

    def set_quotations(self, quotations: "list[Quote]") -> None:
        """Keep the quotations, and where they stand."""
        self.quotations = quotations
        self.quotes = [q.span for q in quotations]

    def quotations_at(self, spans: "Iterable[Span]") -> "list[Quote]":
        """The quotations that touch any of some spans."""
        out: dict[Quote, None] = {}
        for span in spans:
            for i in range(max(0, bisect_left(self.quotes, span) - 1), len(self.quotes)):
                if self.quotes[i].start >= span.end:
                    break
                if self.quotes[i].overlaps(span):
                    out[self.quotations[i]] = None
        return list(out)

    def set_statements(self, statements: list[Statement]) -> None:
        """Keep the statements, and where their contents stand."""
        self.statements = statements
        self.contents = Near((s, s.spans.content) for s in statements)

    def innermost(self, place: Span) -> Statement | None:
        """The smallest statement whose content holds a place."""
        around = [s for s in self.contents.at([place]) if any(part.covers(place) for part in s.spans.content)]
        return min(around, key=Statement.size, default=None)

    def set_mentions(self, mentions: list[Mention]) -> None:
        """Keep mentions sorted for look-up."""
        self.mentions = sorted(mentions, key=lambda m: m.span)
        self.starts = [m.span.start for m in self.mentions]

    def set_sentences(self, sentences: list[Sentence]) -> None:
        """Keep sentences sorted for look-up."""
        self.sentences = sorted(sentences, key=lambda s: s.span)
        self.sentence_starts = [s.span.start for s in self.sentences]

    def mentions_in(self, span: Span) -> list[Mention]:
        """Mentions that lie inside a span."""
        return [
            m for m in self.mentions[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)] if m.span.end <= span.end
        ]

    def mention_at(self, sentence: Sentence, token: "Token") -> Mention | None:
        """The mention that covers a token."""
        place = sentence.place(token)
        for i in range(bisect_right(self.starts, place.start) - 1, max(-1, bisect_right(self.starts, place.start) - 4), -1):
            if self.mentions[i].span.covers(place):
                return self.mentions[i]
        return None

    def sentence_at(self, start: int) -> Sentence | None:
        """The sentence that holds a place."""
        i = bisect_right(self.sentence_starts, start) - 1
        return self.sentences[i] if i >= 0 and self.sentences[i].span.end > start else None

    def sentences_touching(self, span: Span) -> list[Sentence]:
        """The sentences that share a character with a span."""
        first = max(0, bisect_right(self.sentence_starts, span.start) - 1)
        return [s for s in self.sentences[first : bisect_left(self.sentence_starts, span.end)] if s.span.overlaps(span)]

    def dates_in(self, span: Span) -> list[When]:
        """Date expressions inside a span."""
        return [d for d in self.dates if d.span and span.covers(d.span)]

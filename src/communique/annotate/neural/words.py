"""An article as the network sees it: words with their features, packed into windows. Training and reading share this module."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from communique.annotate.parse import Sentence
from communique.annotate.quotes import Quote
from communique.model.article import PROSE, Article, Block

if TYPE_CHECKING:
    from spacy.tokens import Token

Ints = NDArray[np.int64]
WORD = re.compile(r"[^\W_]+|\S")
# Pieces a window may hold beside its two marks; longer paragraphs are cut at sentences.
WINDOW = 254
# Pieces of one word that are kept: a web address says what it is in its first ones.
PIECES = 6
# Universal names of what en_core_web_sm labels, in a fixed order: places in this list are places in the weights.
DEPS = """
    ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative dep det dobj
    expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj predet prep prt punct
    quantmod relcl xcomp
""".split()
TAGS = """
    $ '' , -LRB- -RRB- . : ADD AFX CC CD DT EX FW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS NNS PDT POS PRP PRP$ RB RBR RBS RP SYM
    TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB XX ``
""".split()
KINDS = ("PERSON", "ORG", "GPE", "NORP")
DEP_ID = {name: i + 1 for i, name in enumerate(DEPS)}
TAG_ID = {name: i + 1 for i, name in enumerate(TAGS)}
KIND_ID = {name: i + 1 for i, name in enumerate(KINDS)}
# Sizes of the feature tables: tag, relation, entity, quotation, casing, place.
SIZES = (len(TAGS) + 1, len(DEPS) + 1, len(KINDS) + 2, 4, 5, 5)
UNPARSED = 0
DOWN, SIDE = 1, 1 + len(DEPS)
SELF, PARENT, ABOVE = SIDE + len(DEPS), SIDE + len(DEPS) + 1, SIDE + len(DEPS) + 2
BEFORE, LONG_BEFORE, AFTER, LONG_AFTER, OTHER_BEFORE, OTHER_AFTER = range(ABOVE + 1, ABOVE + 7)
PATHS = ABOVE + 7
STEPS = (1, 2, 3, 4, 5, 7, 10, 15, 23, 36, 61)
DISTANCES = 2 * (len(STEPS) + 1)
CROSSINGS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of an article's prose, in order. Arrays of one length; `features` is (words, 6)."""

    start: Ints
    end: Ints
    block: Ints
    sentence: Ints
    crossed: Ints
    features: Ints
    tokens: tuple["Token | None", ...]
    texts: tuple[str, ...]

    def __len__(self) -> int:
        """How many."""
        return len(self.texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Words first..last of an article, and how many pieces each has."""

    first: int
    last: int
    pieces: tuple[tuple[int, ...], ...]

    @property
    def length(self) -> int:
        """Pieces in all."""
        return sum(map(len, self.pieces))


def words_of(article: Article, sentences: Sequence[Sentence], quotes: Sequence[Quote]) -> Words:
    """Split an article's prose into words and look up what the parse and the quotation marks say of each."""
    places = [
        (b.span.start + m.start(), b.span.start + m.end(), n, b) for n, b in prose(article) for m in WORD.finditer(b.span.of(article.text))
    ]
    finder = Finder(sentences)
    edges = sorted({e for q in quotes for e in (q.span.start, q.span.end)})
    features = np.zeros((len(places), len(SIZES)), np.int64)
    sentence, crossed = np.full(len(places), -1, np.int64), np.zeros(len(places), np.int64)
    tokens: list[Token | None] = []
    texts = []
    inside = Inside(quotes)
    last_block, last_sentence = -1, -1
    for i, (start, end, number, block) in enumerate(places):
        text = article.text[start:end]
        sentence[i], token = finder.at(start)
        crossed[i] = bisect_right(edges, start)
        quoted = inside.at(start)
        if token is not None:
            features[i, 0] = TAG_ID.get(token.tag_, 0)
            features[i, 1] = DEP_ID.get(token.dep_, 0)
            features[i, 2] = 0 if not token.ent_type_ else KIND_ID.get(token.ent_type_, len(KINDS) + 1)
        features[i, 3] = quoted + 2 * (text in '"“”„«»「」『』')
        features[i, 4] = casing(text)
        features[i, 5] = 2 * (number != last_block) or int(sentence[i] != last_sentence)
        if block.kind in {"title", "heading"}:
            features[i, 5] = 3 if number != last_block else 4
        last_block, last_sentence = number, int(sentence[i])
        tokens.append(token)
        texts.append(text)
    return Words(
        start=np.array([p[0] for p in places], np.int64),
        end=np.array([p[1] for p in places], np.int64),
        block=np.array([p[2] for p in places], np.int64),
        sentence=sentence,
        crossed=crossed,
        features=features,
        tokens=tuple(tokens),
        texts=tuple(texts),
    )


def prose(article: Article) -> Iterator[tuple[int, Block]]:
    """The blocks that are read, numbered."""
    return ((n, b) for n, b in enumerate(article.blocks) if b.kind in PROSE)


def casing(text: str) -> int:
    """0 other, 1 lower, 2 Capital, 3 UPPER, 4 number."""
    if text.isdigit():
        return 4
    if text.islower():
        return 1
    if text.isupper():
        return 3 if len(text) > 1 else 2
    return 2 if text[:1].isupper() else 0


class Finder:
    """Looks up the token at a place; places must be asked in rising order within a sentence list."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = sentences
        self.starts: list[int] = []
        self.where: list[tuple[int, Token]] = []
        for n, sentence in enumerate(sentences):
            for token in sentence.tokens():
                if not token.is_space:
                    self.starts.append(sentence.offset + token.idx)
                    self.where.append((n, token))

    def at(self, place: int) -> "tuple[int, Token | None]":
        """The sentence's number and the token that covers a place; -1 and None where the parser was given a blank."""
        i = bisect_right(self.starts, place) - 1
        if i < 0:
            return -1, None
        n, token = self.where[i]
        sentence = self.sentences[n]
        if place < sentence.offset + token.idx + len(token.text):
            return n, token
        return (n, None) if place < sentence.span.end else (-1, None)


class Inside:
    """Whether a place lies in a quotation."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        self.spans = sorted((q.span.start, q.span.end) for q in quotes)
        self.starts = [s for s, _ in self.spans]

    def at(self, place: int) -> bool:
        """True inside one, marks included."""
        i = bisect_right(self.starts, place) - 1
        return i >= 0 and place < self.spans[i][1]


def windows(words: Words, pieces: Sequence[tuple[int, ...]], limit: int = WINDOW) -> Iterator[Window]:
    """Whole paragraphs packed up to the limit; a longer one is cut where a sentence ends, and a longer sentence where it must be."""
    first, size = 0, 0
    for i in range(len(words)):
        size += len(pieces[i])
        if size > limit:
            end = best_cut(words, first, i)
            yield Window(first=first, last=end, pieces=tuple(pieces[first:end]))
            first, size = end, sum(map(len, pieces[end : i + 1]))
    if first < len(words):
        yield Window(first=first, last=len(words), pieces=tuple(pieces[first:]))


def best_cut(words: Words, first: int, over: int) -> int:
    """Where to end a window that word `over` no longer fits: a paragraph's end, else a sentence's, else there."""
    for i in range(over, first, -1):
        if words.block[i] != words.block[i - 1]:
            return i
    for i in range(over, first, -1):
        if words.sentence[i] != words.sentence[i - 1]:
            return i
    return over


def paths(words: Words, window: Window, anchor: int) -> Ints:
    """For each word of a window, where the parse puts it as seen from the anchor: below which child of it, beside it, above it, or in which sentence."""
    out = np.zeros(window.last - window.first, np.int64)
    home, block = int(words.sentence[anchor]), int(words.block[anchor])
    head = words.tokens[anchor]
    up = [] if head is None else lineage(head)
    rank = {t: n for n, t in enumerate(up)}
    cache: dict[int, int] = {}
    for k in range(window.last - window.first):
        i = window.first + k
        token = words.tokens[i]
        if words.sentence[i] != home or words.block[i] != block:
            out[k] = elsewhere(words, i, anchor)
        elif token is not None and head is not None:
            if token.i not in cache:
                cache[token.i] = relation(token, head, rank)
            out[k] = cache[token.i]
    return out


def lineage(token: "Token") -> list[int]:
    """The token and its heads up to the root, as places in its doc."""
    out = [token.i]
    while token.head.i != token.i:
        token = token.head
        out.append(token.i)
    return out


def relation(token: "Token", head: "Token", rank: dict[int, int]) -> int:
    """Where a token hangs as seen from the anchor of the same sentence."""
    if token.i == head.i:
        return SELF
    if token.i in rank:
        return PARENT if rank[token.i] == 1 else ABOVE
    below = token
    while below.head.i not in rank:
        if below.head.i == below.i:
            return UNPARSED
        below = below.head
    label = DEP_ID.get(below.dep_, 0)
    if not label:
        return UNPARSED
    return (DOWN if rank[below.head.i] == 0 else SIDE) + label - 1


def elsewhere(words: Words, i: int, anchor: int) -> int:
    """Which other sentence a word is in, as seen from the anchor."""
    if words.block[i] != words.block[anchor]:
        return OTHER_BEFORE if i < anchor else OTHER_AFTER
    steps = int(words.sentence[i] - words.sentence[anchor])
    if i < anchor:
        return BEFORE if steps >= -1 else LONG_BEFORE
    return AFTER if steps <= 1 else LONG_AFTER


def distances(window: Window, anchor: int) -> Ints:
    """Signed steps from the anchor to each word, in classes."""
    steps = np.arange(window.first, window.last) - anchor
    size = np.searchsorted(np.array(STEPS), np.abs(steps), side="right")
    out: Ints = (size + (steps > 0) * (len(STEPS) + 1)).astype(np.int64)
    return out


def crossings(words: Words, window: Window, anchor: int) -> Ints:
    """How many quotation marks lie between the anchor and each word, and whether either is quoted, in classes."""
    part = slice(window.first, window.last)
    crossed = np.minimum(np.abs(words.crossed[part] - words.crossed[anchor]), 3)
    quoted = words.features[part, 3] % 2
    out: Ints = crossed + 4 * quoted + 8 * (words.features[anchor, 3] % 2)
    return out


def turns(words: Words, window: Window) -> Ints:
    """What begins at each word: 0 nothing, 1 a sentence, 2 a paragraph."""
    place = words.features[window.first : window.last, 5]
    return np.where(np.isin(place, (2, 3)), 2, np.where(place == 1, 1, 0)).astype(np.int64)

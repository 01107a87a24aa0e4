"""What a newspaper database, a feed or a mail holds of an article: an Item -> Article. The title stands above, corrections and captions below, each as what it is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.model.article import Article, Block
from communique.model.errors import UnreadableSource
from communique.model.identity import digest
from communique.model.span import Span
from communique.read.assemble import Raw, article_of
from communique.read.fields import Metadata
from communique.read.furniture import blocks_of, same_words
from communique.read.metadata import settled
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge

# A printed line is shorter; lines that are mostly longer are paragraphs.
WIDEST = 130
BLANKS = re.compile(r"[ \t\xa0\u2000-\u200b\u202f\u3000\r\f\v]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many articles a file says, or its structure shows, that it holds; `format` in words."""

    format: str
    expected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article as an export holds it: metadata, paragraphs, and what is appended. `member` names its place in the file."""

    meta: Metadata
    body: Sequence[str]
    standfirst: str = ""
    captions: Sequence[str] = ()
    corrections: Sequence[str] = ()
    member: str = ""


Found = Article | UnreadableSource | Counted


def article(source: Source, item: Item, knowledge: Knowledge) -> Article | UnreadableSource:
    """An item as an article, or why it is none."""
    meta = settled(source, item.meta)
    text, blocks = laid_out(one_line(meta.title), item)
    where = item.member
    if not any(block.kind == "paragraph" for block in blocks):
        return UnreadableSource(source.path, "no prose was found in it", where=where)
    try:
        return article_of(source, text, blocks, meta, knowledge, Raw(digest(repr(item).encode("utf8", "replace")), where))
    except UnreadableSource as problem:
        return problem


def laid_out(title: str, item: Item) -> tuple[str, list[Block]]:
    """Title, standfirst, paragraphs, captions and corrections as one text, a blank line between; what repeats the title is left out."""
    parts: list[tuple[str, str]] = [("title", title)] if title else []
    parts += [("standfirst", one_line(item.standfirst))] if item.standfirst.strip() else []
    said = {words_of(one_line(c)) for c in item.captions}
    body = "\n".join(filter(None, map(one_line, item.body)))
    for block in blocks_of(body, titled=False):
        words = block.span.of(body)
        if words_of(words) in said or (len(parts) == 1 and title and same_words(words, title)):
            continue
        parts.append((block.kind, words))
    parts += [("caption", one_line(caption)) for caption in item.captions if caption.strip()]
    parts += [("correction", one_line(words)) for words in item.corrections if words.strip()]
    return joined_parts(parts)


def joined_parts(parts: Iterable[tuple[str, str]]) -> tuple[str, list[Block]]:
    """(kind, words) pairs as a text with its blocks."""
    text, blocks = "", []
    for kind, words in parts:
        blocks.append(Block(kind=kind, span=Span(len(text), len(text) + len(words))))
        text += words + "\n\n"
    return text.rstrip("\n"), blocks


def words_of(text: str) -> str:
    """Letters and digits alone."""
    return re.sub(r"\W+", "", text).casefold()


def one_line(text: str) -> str:
    """A paragraph without line breaks and doubled blanks."""
    return BLANKS.sub(" ", " ".join(text.split())).strip()


def unwrapped(lines: Sequence[str]) -> list[str]:
    """Lines of a printed page -> paragraphs: a blank line ends one, and so does a short line that ends a sentence. Words cut by a hyphen are mended."""
    widths = sorted(len(line) for line in lines if len(line) > 30)
    full = widths[len(widths) * 3 // 4] if widths else 0
    if full > WIDEST:
        return [one_line(line) for line in lines if line.strip()]
    out, held = [], ""
    for raw in (*lines, ""):
        line = one_line(raw)
        if not line:
            out += [held] if held else []
            held = ""
            continue
        cut = held.endswith("-") and line[:1].islower()
        held = held[:-1] + line if cut else f"{held} {line}".strip()
        if len(line) < 0.75 * full and line[-1] in ".!?…\"”’')。！？":
            out.append(held)
            held = ""
    return out

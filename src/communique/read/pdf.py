"""PDF: its text layer by pypdf -> the articles of a Nexis download, or one Article. Pages without text are named; nothing is guessed from pictures."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from communique.model.errors import UnreadableSource
from communique.read import lines
from communique.read.bounds import foreign
from communique.read.fields import Metadata
from communique.read.items import Found, Item, article, one_line, unwrapped
from communique.read.office import one_item
from communique.read.source import LONGEST_ARTICLE, Source
from communique.vocab.knowledge import Knowledge

MOST_PAGES = 2_000
MOST_TEXT = 40 * LONGEST_ARTICLE
LEAST_LETTERS = 8
# Lines stand 1.2 to 1.5 times their type apart; paragraphs, where a blank line parts them, twice that.
ROOM = 1.8
FOOT = re.compile(r"^\W*(?:page\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*$", re.IGNORECASE)


def read(source: Source, knowledge: Knowledge) -> Iterator[Found]:
    """Its articles, and each page that holds no text as a problem."""
    pages = pages_of(source)
    empty = [number for number, page in enumerate(pages, 1) if sum(c.isalpha() for c in page) < LEAST_LETTERS]
    if len(empty) == len(pages):
        raise UnreadableSource(
            source.path, "none of its pages holds text", hint="It is a scan: make it searchable (OCR) and read it again."
        )
    printed = without_running_heads([page.splitlines() for page in pages])
    database = lines.database(printed)
    if database is not None:
        yield from database(source, printed, knowledge)
    else:
        yield article(source, titled(printed), knowledge)
    if empty:
        numbers = ", ".join(map(str, empty[:20])) + (", ..." if len(empty) > 20 else "")
        yield UnreadableSource(
            source.path, "no text on these pages", where=f"page {numbers}", hint="They are pictures: make them searchable (OCR)."
        )


def pages_of(source: Source) -> list[str]:
    """The text of each page."""
    from pypdf import PdfReader

    data = source.bytes()
    if b"%PDF" not in data[:1024]:
        raise UnreadableSource(source.path, "it does not begin as a PDF does")
    with foreign(source.path, "PDF"):
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableSource(source.path, "it is locked with a password", hint="Save an unlocked copy.")
        if len(reader.pages) > MOST_PAGES:
            raise UnreadableSource(
                source.path, f"it has {len(reader.pages):,} pages", hint=f"Split it into files of at most {MOST_PAGES:,}."
            )
        out, size = [], 0
        for page in reader.pages:
            out.append(spaced(page))
            size += len(out[-1])
            if size > MOST_TEXT:
                raise UnreadableSource(source.path, f"it holds more than {MOST_TEXT:,} characters", hint="Split it.")
    return out


def spaced(page: Any) -> str:
    """A page's text in the order of its content, with a blank line where the page leaves more than a line's room."""
    out: list[str] = []
    last = [0.0, 0.0]

    def piece(text: str, over: Sequence[float], at: Sequence[float], _font: object, size: float) -> None:
        height = over[1] * at[4] + over[3] * at[5] + over[5]
        tall = abs(size * (at[3] or 1) * (over[3] or 1))
        if text.strip():
            if last[1] and last[0] - height > ROOM * max(tall, last[1]):
                out.append("\n\n")
            last[:] = height, tall
        out.append(text)

    page.extract_text(visitor_text=piece)
    return "".join(out)


def without_running_heads(pages: Sequence[Sequence[str]]) -> list[str]:
    """All lines, without page numbers and without the lines that head or foot most pages."""
    edges = Counter(one_line(line) for page in pages for line in {*page[:2], *page[-2:]})
    common = {line for line, count in edges.items() if line and len(pages) > 2 and count > len(pages) / 2}
    out: list[str] = []
    for page in pages:
        last = len(page) - 1
        out += [line for i, line in enumerate(page) if not ((i < 2 or i > last - 2) and (one_line(line) in common or FOOT.match(line)))]
    return out


def titled(printed: Sequence[str]) -> Item:
    """Wrapped lines as one item: the headline may run over lines, down to the first blank one or the first sentence."""
    made = one_item(unwrapped(printed))
    if made.meta.title:
        return made
    return Item(meta=Metadata(), body=made.body)

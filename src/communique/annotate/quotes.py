"""Quotation marks -> quotations: where they open, where they close, and which run on into the next paragraph."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from communique.model.article import PROSE, Block
from communique.model.span import Span

OPENING, CLOSING = "“„«「『", "”»」』"
SPEECH_WORDS = 5
# From this share of its characters on, a content between quotation marks is direct speech.
DIRECT = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quotation with its marks. `runs_on`: it was not closed in its paragraph."""

    span: Span
    paragraph: int
    runs_on: bool

    def inner(self) -> Span:
        """The words without their marks."""
        return Span(self.span.start + 1, self.span.end - (0 if self.runs_on else 1))


def find_quotes(text: str, blocks: Sequence[Block]) -> list[Quote]:
    """Every quotation of an article. Single marks count only in texts that use no double ones, as British papers print."""
    single = not any(mark in text for mark in '“"„«「')
    out: list[Quote] = []
    for number, block in enumerate(blocks):
        if block.kind in PROSE:
            found = single_quotes(block.span.of(text)) if single else double_quotes(block.span.of(text))
            out += [
                Quote(span=Span(a + block.span.start, b + block.span.start), paragraph=number, runs_on=runs_on) for a, b, runs_on in found
            ]
    return out


def double_quotes(words: str) -> list[tuple[int, int, bool]]:
    """Curly marks by their form, straight ones by turns; a second opening mark closes nothing."""
    out: list[tuple[int, int, bool]] = []
    start: int | None = None
    for i, char in enumerate(words):
        if char == '"':
            opens = start is None
        elif char in OPENING:
            opens = True
        elif char in CLOSING:
            opens = False
        else:
            continue
        if opens and start is None:
            start = i
        elif not opens and start is not None:
            out.append((start, i + 1, False))
            start = None
    if start is not None:
        out.append((start, len(words), True))
    return out


def single_quotes(words: str) -> list[tuple[int, int, bool]]:
    """'...' with care for apostrophes: an opening mark follows a blank, a closing one precedes a blank or a stop."""
    return [(m.start(), m.end(), False) for m in re.finditer(r"(?<![\w])[‘'](?=\w)(?:[^‘’'\n]|(?<=\w)['’](?=\w))+[’'](?!\w)", words)]


def is_speech(text: str, quote: Quote) -> bool:
    """Whether a quotation holds somebody's words and not a title, a nickname or a scare-quoted term."""
    words = quote.inner().of(text)
    if quote.runs_on or len(words.split()) >= SPEECH_WORDS:
        return True
    han = sum("\u4e00" <= c <= "\u9fff" for c in words)
    return han >= 8 or words.rstrip()[-1:] in tuple(".!?,。！？，")


def quotation_of(quotes: Sequence[Span], content: Sequence[Span]) -> str:
    """direct, mixed or indirect, by the share of characters between quotation marks. `quotes`: sorted, none inside another."""
    quoted = 0
    for part in content:
        for i in range(max(0, bisect_left(quotes, part) - 1), len(quotes)):
            if quotes[i].start >= part.end:
                break
            quoted += max(0, min(part.end, quotes[i].end) - max(part.start, quotes[i].start))
    return "direct" if quoted >= DIRECT * sum(p.end - p.start for p in content) else "mixed" if quoted else "indirect"

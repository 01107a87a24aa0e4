"""Where words stand: a half-open range of code points in one document's text."""

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """`[start, end)` in code points; `text[start:end]` is what a field claims."""

    start: int
    end: int

    def covers(self, other: "Span") -> bool:
        """Whether the other span lies inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def common(self, other: "Span") -> "Span | None":
        """The part that both have, if any."""
        return Span(max(self.start, other.start), min(self.end, other.end)) if self.overlaps(other) else None

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]


def hull(spans: Iterable[Span]) -> Span:
    """The smallest span around several."""
    items = list(spans)
    return Span(min(s.start for s in items), max(s.end for s in items))


def trimmed(text: str, span: Span) -> Span:
    """The span without blanks at its edges."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def merged(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Sorted spans, joined where only blanks lie between them."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and (span.start <= out[-1].end or not text[out[-1].end : span.start].strip()):
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        elif span.start < span.end:
            out.append(span)
    return tuple(out)

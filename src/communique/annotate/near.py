"""What lies near a place: items in buckets of the text, so that a long article costs no more a word than a short one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from communique.model.span import Span

# Characters of a bucket: about a paragraph.
WIDTH = 1_000
T = TypeVar("T")


class Near(Generic[T]):
    """Items by the places of their spans."""

    def __init__(self, items: Iterable[tuple[T, Iterable[Span]]]) -> None:
        self.buckets: defaultdict[int, list[T]] = defaultdict(list)
        for item, spans in items:
            for number in numbers(spans):
                self.buckets[number].append(item)

    def at(self, spans: Iterable[Span]) -> Iterator[T]:
        """What may touch any of some spans; the same item can come twice."""
        for number in numbers(spans):
            yield from self.buckets.get(number, ())


def numbers(spans: Iterable[Span]) -> list[int]:
    """The buckets of some spans, in order."""
    return sorted({n for s in spans for n in range(s.start // WIDTH, s.end // WIDTH + 1)})

"""The documents of a record as a corpus: who published them when, in which language, how many words, which are copies."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from communique.model.article import PROSE
from communique.record.store import Record

HAN = re.compile(r"[\u3400-\u9fff]+")
# A word: letters and digits with inner hyphens and apostrophes; Vietnamese writes its syllables apart, and each counts.
WORD = re.compile(r"[^\W_\u3400-\u9fff]+(?:['’\-][^\W_\u3400-\u9fff]+)*|[\u3400-\u9fff]+")
# A date as wide as this says too little of when a wording was used.
WIDEST_DAYS = 31


@dataclass(frozen=True, kw_only=True)
class Document:
    """One current document. `earliest`, `latest`: ISO days of publication, or empty."""

    id: str
    path: str
    title: str
    outlet: str
    outlet_name: str
    country: str
    language: str
    earliest: str
    latest: str
    story: str
    text: str = field(repr=False)
    prose: tuple[tuple[int, int], ...] = field(repr=False)

    @cached_property
    def tokens(self) -> list[tuple[str, int, int]]:
        """The words of its prose in small letters, with their places."""
        return [token for start, end in self.prose for token in tokens(self.text, start, end)]

    @cached_property
    def words(self) -> int:
        """How many words its prose has; a run of Chinese characters counts a word for each two, which is what rjieba's cuts come to."""
        parts = [m for start, end in self.prose for m in WORD.findall(self.text, start, end)]
        return sum(-(-len(part) // 2) if HAN.match(part) else 1 for part in parts)

    @property
    def day(self) -> str:
        """The first day on which it may have appeared, if that is known to a month; else empty."""
        return self.earliest if self.earliest and self.latest and self.latest[:7] <= next_month(self.earliest[:7]) else ""


def next_month(month: str) -> str:
    """'2023-12' -> '2024-01'"""
    year, number = int(month[:4]), int(month[5:7])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def documents(record: Record) -> Iterator[Document]:
    """All current documents in the order of their ids, one at a time."""
    query = "SELECT id, path, text, language, earliest, latest, body, story FROM documents WHERE current = 1 ORDER BY id"
    for identity, path, text, language, earliest, latest, body, story in record.rows(query):
        data = json.loads(body)
        outlet = data["outlet"] or {}
        yield Document(
            id=identity,
            path=path,
            title=data["title"] or "",
            outlet=outlet.get("id") or outlet.get("name") or "",
            outlet_name=outlet.get("name") or "",
            country=outlet.get("country") or "",
            language=language,
            earliest=earliest or "",
            latest=latest or "",
            story=story or f"story-{identity.removeprefix('doc-')}",
            text=text,
            prose=tuple((start, end) for kind, start, end in data["blocks"] if kind in PROSE),
        )


Corpus = Mapping[str, Document]


def by_id(record: Record) -> Corpus:
    """All current documents at hand."""
    return {d.id: d for d in documents(record)}


def tokens(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The words of a stretch of text in small letters with their places; Chinese by rjieba."""
    for match in WORD.finditer(text, start, end):
        if not HAN.match(match[0]):
            yield match[0].lower().replace("’", "'"), match.start(), match.end()
            continue
        import rjieba

        place = match.start()
        for word in rjieba.cut(match[0]):
            yield word, place, place + len(word)
            place += len(word)

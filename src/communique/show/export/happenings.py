"""Events, one a row: the mentions of each cluster together, streamed in the order of clusters."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from communique.record.store import Record

Row = dict[str, Any]
QUERY = (
    "SELECT c.cluster, f.body, d.id, d.path, d.outlet, d.story, d.earliest, d.latest, d.language, json_extract(d.body, '$.url'), json_extract(d.body, '$.title'), "
    "json_extract(d.body, '$.outlet.name') FROM clusters c JOIN standing f ON f.noun = 'events' AND f.id = c.mention "
    "JOIN documents d ON d.id = f.document WHERE d.current = 1 ORDER BY c.cluster, f.id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One mention of an event, and the document that it stands in."""

    row: Row
    document: str
    path: str
    outlet: str
    outlet_name: str
    story: str
    published: tuple[str | None, str | None]
    language: str
    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event and all its mentions; the first dated one speaks for it."""

    id: str
    told: tuple[Telling, ...]

    @property
    def best(self) -> Row:
        """The mention that speaks for the event."""
        return min((t.row for t in self.told), key=lambda row: (row["when"] is None, row["id"]))

    @property
    def real(self) -> bool:
        """Whether it took place and is no history: plans, fears and denials are in the record, not in event data."""
        return self.best["realis"] in {"happened", "ongoing"} and not all(t.row["historical"] for t in self.told)

    @property
    def day(self) -> tuple[str | None, str | None, str]:
        """First and last day, and where they are from: the text, or the first report."""
        when = self.best["when"]
        if when and when["earliest"] and when["latest"]:
            return when["earliest"], when["latest"], "text"
        first = min((t.published for t in self.told if t.published[0]), default=(None, None), key=str)
        return *first, "first report"

    @property
    def stories(self) -> int:
        """Independent accounts: copies of one story are one."""
        return len({t.story or t.document for t in self.told})


def happenings(record: Record) -> Iterator[Happening]:
    """All events of current documents."""
    for cluster, found in groupby(record.rows(QUERY), key=lambda values: values[0]):
        yield Happening(id=cluster, told=tuple(telling(*values[1:]) for values in found))


def telling(*values: Any) -> Telling:
    """A row of the query."""
    body, document, path, outlet, story, low, high, language, url, title, name = values
    return Telling(
        row=json.loads(body),
        document=document,
        path=path,
        outlet=outlet or "",
        outlet_name=name or "",
        story=story or "",
        published=(low, high),
        language=language,
        url=url or "",
        title=title or "",
    )

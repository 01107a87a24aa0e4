"""What a page was asked for: the address -> facets, dates, order, page; and back, so that the whole state is in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from communique.analyse.sieve import Sieve

# The facets of each list, in the order in which they are offered.
FACETS: Mapping[str, tuple[str, ...]] = {
    "events": ("pair", "actor", "type", "mode", "quad", "realis", "time", "voice", "outlet", "side", "review"),
    "statements": ("actor", "pair", "quotation", "status", "modality", "medium", "decided", "outlet", "side", "review"),
    "terms": ("concept", "variant", "stance", "actor", "language", "outlet", "side", "review"),
    "commitments": ("pair", "actor", "type", "status", "outlet", "side"),
    "forecasts": ("actor", "resolution", "likelihood", "outlet", "side", "review"),
    "conflicts": ("type", "outlet", "side"),
    "actors": ("type", "country", "sector"),
    "documents": ("outlet", "side", "language", "dated"),
    "silences": ("concept", "actor", "outlet", "side"),
}
ORDERS = ("old", "new", "doubt", "sample")
PAGE = 50
MOST_VALUES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A list's address, read. `of`: a set of rows by the number that they were counted for; `ids`: rows by name; `words`: a search."""

    noun: str
    values: Mapping[str, tuple[str, ...]]
    since: str = ""
    until: str = ""
    order: str = "old"
    page: int = 1
    of: str = ""
    ids: tuple[str, ...] = ()

    @classmethod
    def read(cls, noun: str, query: QueryParams, *, order: str = "old") -> "Asked":
        """What an address asks; what it cannot mean is left out."""
        values = {k: tuple(dict.fromkeys(v for v in query.getlist(k) if v))[:MOST_VALUES] for k in FACETS[noun]}
        page = query.get("page", "1")
        return cls(
            noun=noun,
            values={k: v for k, v in values.items() if v},
            since=day(query.get("since", "")),
            until=day(query.get("until", "")),
            order=query.get("order", order) if query.get("order") in ORDERS else order,
            page=max(1, int(page)) if page.isdecimal() and len(page) < 8 else 1,
            of=query.get("of", ""),
            ids=tuple(i for i in query.get("ids", "").split(",") if i),
        )

    def sieve(self) -> Sieve:
        """The same, for a table."""
        return Sieve(values={k: frozenset(v) for k, v in self.values.items()}, since=self.since, until=self.until)

    def query(self) -> list[tuple[str, Any]]:
        """The parts of the address."""
        out: list[tuple[str, Any]] = [(k, v) for k, found in self.values.items() for v in found]
        out += [(k, v) for k in ("since", "until", "of") if (v := getattr(self, k))]
        out += [("ids", ",".join(self.ids))] if self.ids else []
        out += [("order", self.order)] if self.order != "old" else []
        return out + ([("page", self.page)] if self.page > 1 else [])

    def url(self, base: str = "") -> str:
        """The address."""
        asked = urlencode(self.query())
        return f"{base or '/' + self.noun}{'?' + asked if asked else ''}"

    def toggled(self, key: str, value: str) -> "Asked":
        """With a value added, or taken away if it is there."""
        held = self.values.get(key, ())
        now = tuple(v for v in held if v != value) if value in held else (*held, value)
        return replace(self, values={k: v for k, v in ({**self.values, key: now}).items() if v}, page=1)

    def at(self, page: int) -> "Asked":
        """Another page."""
        return replace(self, page=page)

    def ordered(self, order: str) -> "Asked":
        """In another order."""
        return replace(self, order=order, page=1)

    def between(self, since: str, until: str) -> "Asked":
        """Of other dates."""
        return replace(self, since=since, until=until, page=1)

    def bare(self) -> "Asked":
        """Of everything."""
        return Asked(noun=self.noun, values={})

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.values or self.since or self.until or self.of or self.ids)


def day(value: str) -> str:
    """An ISO day; '2023' and '2023-12' are their first days; anything else is nothing."""
    whole = {4: f"{value}-01-01", 7: f"{value}-01"}.get(len(value), value)
    try:
        return date.fromisoformat(whole).isoformat()
    except ValueError:
        return ""

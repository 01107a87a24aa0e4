"""Rows by what readers sift them by: a record -> a table of small numbers a noun, held in memory and asked in milliseconds.

Values of one facet are alternatives, facets narrow each other, and a facet's counts are made under all others, so that one can add
an alternative. Bodies stay in the record; a page fetches those that it shows.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.analyse.acts import pairs
from communique.analyse.talk import mentioned, talk
from communique.record.queries import derived, resolutions
from communique.record.reviews import EDITABLE
from communique.record.store import Record

Row = dict[str, Any]
Keys = dict[str, Iterable[str]]
Numbers = NDArray[np.int32]
UNKNOWN = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: its values, and pairs of row and value."""

    values: tuple[str, ...]
    rows: Numbers
    codes: Numbers

    def where(self, wanted: frozenset[str], size: int) -> NDArray[np.bool_]:
        """The rows that have one of some values."""
        out = np.zeros(size, np.bool_)
        codes = [i for i, value in enumerate(self.values) if value in wanted]
        out[self.rows[np.isin(self.codes, codes)]] = True
        return out

    def counts(self, mask: NDArray[np.bool_]) -> list[tuple[str, int]]:
        """How many of some rows have each value, the most common first."""
        found = np.bincount(self.codes[mask[self.rows]], minlength=len(self.values))
        order = sorted(np.flatnonzero(found), key=lambda i: (-found[i], self.values[i]))
        return [(self.values[i], int(found[i])) for i in order]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """What is asked of a table. Days are ISO; a row passes where its date may lie in them, and an undated one where none are asked for."""

    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of one noun in a fixed order. `low`, `high`: the ordinals of a date's ends, UNKNOWN where it has none.

    `members`: what a row is made of (the mentions of an event). `weight`: doubt and consequence, for the queue of reviews.
    """

    noun: str
    ids: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]
    low: Numbers
    high: Numbers
    weight: NDArray[np.float32]
    facets: Mapping[str, Facet]
    place: Mapping[str, int] = field(repr=False)

    def select(self, sieve: Sieve, *, but: str = "") -> NDArray[np.bool_]:
        """The rows that pass; `but` names a facet that is left out of account."""
        out = np.ones(len(self.ids), np.bool_)
        for key, wanted in sieve.values.items():
            if key != but and wanted:
                out &= self.facets[key].where(wanted, len(self.ids)) if key in self.facets else False
        if sieve.since:
            out &= np.where(self.high != UNKNOWN, self.high, self.low) >= date.fromisoformat(sieve.since).toordinal()
        if sieve.until:
            low = np.where(self.low != UNKNOWN, self.low, self.high)
            out &= (low <= date.fromisoformat(sieve.until).toordinal()) & (low != UNKNOWN)
        return out

    def tally(self, sieve: Sieve) -> dict[str, list[tuple[str, int]]]:
        """Of each facet, its values with their counts under all other facets."""
        whole = self.select(sieve)
        return {
            key: facet.counts(self.select(sieve, but=key) if sieve.values.get(key) else whole)
            for key, facet in self.facets.items()
            if len(facet.values)
        }

    def order(self, mask: NDArray[np.bool_], by: str = "old") -> NDArray[np.int64]:
        """The places of the rows that pass: 'old' and 'new' by date, the undated last; 'doubt' by weight; 'sample' as if drawn by lot."""
        chosen = np.flatnonzero(mask)
        if by == "doubt":
            return chosen[np.argsort(-self.weight[chosen], kind="stable")]
        if by == "sample":
            return np.array(sorted(chosen, key=lambda i: self.ids[i][-6:] + self.ids[i]), np.int64)
        day = np.where(self.low != UNKNOWN, self.low, self.high)[chosen]
        key = np.where(day == UNKNOWN, 10**7, day if by == "old" else -day)
        return chosen[np.argsort(key, kind="stable")]


class Making:
    """A table in the making."""

    def __init__(self, noun: str) -> None:
        self.noun = noun
        self.rows: list[tuple[str, tuple[str, ...], int, int, float]] = []
        self.facets: dict[str, list[tuple[int, str]]] = defaultdict(list)

    def add(self, identity: str, when: Row | None, keys: Keys, *, members: tuple[str, ...] = (), weight: float = 0.0) -> None:
        """Add a row with its values."""
        for key, values in keys.items():
            self.facets[key] += [(len(self.rows), v) for v in dict.fromkeys(values) if v]
        low, high = (ordinal(when.get("earliest")), ordinal(when.get("latest"))) if when else (UNKNOWN, UNKNOWN)
        self.rows.append((identity, members, low, high, weight))

    def made(self) -> Table:
        """The table."""
        facets = {}
        for key, found in self.facets.items():
            values = sorted({v for _, v in found})
            code = {v: i for i, v in enumerate(values)}
            facets[key] = Facet(tuple(values), np.array([r for r, _ in found], np.int32), np.array([code[v] for _, v in found], np.int32))
        ids = tuple(r[0] for r in self.rows)
        return Table(
            noun=self.noun,
            ids=ids,
            members=tuple(r[1] for r in self.rows),
            low=np.array([r[2] for r in self.rows], np.int32),
            high=np.array([r[3] for r in self.rows], np.int32),
            weight=np.array([r[4] for r in self.rows], np.float32),
            facets=facets,
            place={identity: i for i, identity in enumerate(ids)},
        )


def ordinal(value: str | None) -> int:
    """An ISO day as a number."""
    return date.fromisoformat(value).toordinal() if value else UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Listings:
    """All tables of a record: `tables` for its pages, `queue` for reviews (mentions, not events). `names`: of actors and outlets by id."""

    tables: Mapping[str, Table]
    queue: Mapping[str, Table]
    names: Mapping[str, str]


def listings(record: Record) -> Listings:
    """Lay out a record as it stands."""
    names: dict[str, str] = {}
    sources = {}
    documents = Making("documents")
    query = "SELECT id, outlet, language, earliest, latest, body FROM documents WHERE current = 1 ORDER BY id"
    for identity, outlet, language, low, high, body in record.rows(query):
        data = json.loads(body)
        told = data["outlet"] or {}
        sources[identity] = keys = {"outlet": [outlet or told.get("name") or ""], "side": [told.get("country") or ""]}
        if told:
            names[outlet or told["name"]] = told["name"]
        when = {"earliest": low, "latest": high}
        documents.add(identity, when, keys | {"language": [language], "dated": [data["published"]["basis"]]})
    tables, queue = {"documents": documents.made()}, {}
    queue["events"], tables["events"] = events(record, sources, names)
    spoken = pairs_spoken(record, sources)
    for noun, keys_of in (
        ("statements", of_statement),
        ("terms", of_term),
        ("silences", of_silence),
        ("forecasts", of_forecast),
        ("commitments", of_promise),
    ):
        queue[noun] = found(
            record,
            noun,
            sources,
            names,
            lambda row, noun=noun, keys_of=keys_of: keys_of(row) | ({"pair": spoken.get(row["id"], ())} if noun == "statements" else {}),
        )
    tables |= {noun: queue[noun] for noun in ("statements", "terms", "silences")}
    tables["forecasts"] = with_resolutions(record, queue["forecasts"])
    for noun, keys_of in (("commitments", of_commitment), ("conflicts", of_conflict), ("actors", of_actor)):
        making = Making(noun)
        for row in derived(record, noun):
            making.add(row["id"], row.get("when"), keys_of(row, sources))
            if noun == "actors":
                names.setdefault(row["id"], row["name"])
        tables[noun] = making.made()
    return Listings(tables=tables, queue=queue, names=names)


def standing(record: Record, noun: str) -> Iterator[tuple[Row, str]]:
    """Rows of current documents with their state, in the order of their ids."""
    query = "SELECT f.body, f.state FROM standing f JOIN documents d ON d.id = f.document WHERE f.noun = ? AND d.current = 1 ORDER BY f.id"
    return ((json.loads(body), state) for body, state in record.rows(query, (noun,)))


def found(record: Record, noun: str, sources: Mapping[str, Keys], names: dict[str, str], keys_of: Any) -> Table:
    """The findings of a noun, one row each."""
    making = Making(noun)
    for row, state in standing(record, noun):
        remember(row, names)
        when = row.get("when") or row.get("said") or row.get("horizon")
        making.add(row["id"], when, keys_of(row) | sources[row["document"]] | {"review": [state]}, weight=doubt(row, noun))
    return making.made()


def events(record: Record, sources: Mapping[str, Keys], names: dict[str, str]) -> tuple[Table, Table]:
    """Mentions, and events: one row an event, with the mention that speaks for it."""
    cluster_of = dict(record.rows("SELECT mention, cluster FROM clusters"))
    mentions, whole = Making("events"), Making("events")
    groups: dict[str, list[tuple[Row, str]]] = defaultdict(list)
    for row, state in standing(record, "events"):
        remember(row, names)
        groups[cluster_of.get(row["id"], row["id"])].append((row, state))
    for cluster, told in sorted(groups.items()):
        for row, state in told:
            sole = 0.5 if len(told) == 1 else 0.0
            mentions.add(
                row["id"], row["when"], of_event(row) | sources[row["document"]] | {"review": [state]}, weight=doubt(row, "events") + sole
            )
        rows = [row for row, _ in told]
        best = speaks(rows)
        keys: dict[str, list[str]] = defaultdict(list)
        for row, state in told:
            for key, values in (sources[row["document"]] | {"voice": [voice(row)], "review": [state]}).items():
                keys[key] += values
        members = (best["id"], *(r["id"] for r in rows if r["id"] != best["id"]))
        whole.add(cluster, narrowest(rows, best), of_event(best) | keys, members=members)
    return mentions.made(), whole.made()


def speaks(mentions: Iterable[Row]) -> Row:
    """The mention that tells most of an event: dated, by the article itself, with the most recipients, the surest."""
    return max(
        mentions,
        key=lambda m: (
            bool(m["when"] and m["when"]["text"] is not None),
            m["voice"] == "reporter",
            len(m["recipients"]),
            m["confidence"],
            m["id"],
        ),
    )


def narrowest(mentions: Iterable[Row], best: Row) -> Row | None:
    """The narrowest date of an event's mentions."""
    whens = (m["when"] for m in mentions if m["when"] and m["when"]["earliest"] and m["when"]["latest"])
    found: Row | None = min(whens, key=lambda w: (ordinal(w["latest"]) - ordinal(w["earliest"]), w["earliest"]), default=best["when"])
    return found


def voice(row: Row) -> str:
    """Who tells an event: the reporter or a source."""
    return "reporter" if row["voice"] == "reporter" else "source"


def remember(row: Row, names: dict[str, str]) -> None:
    """Note the names of a row's parties."""
    for party in parties(row):
        if party["id"]:
            names.setdefault(party["id"], party["name"])


def parties(row: Row) -> Iterator[Row]:
    """Everybody in a row's roles."""
    for key in ("actors", "recipients", "parties"):
        yield from row.get(key) or ()
    for key in ("speaker", "user", "forecaster"):
        if row.get(key):
            yield row[key]


def ids_of(row: Row) -> list[str]:
    """The ids of a row's parties, and of the states that they act for."""
    out = [p["id"] for p in parties(row) if p["id"]]
    return out + [f"state:{p['country']}" for p in parties(row) if p["country"]]


def two(row: Row) -> list[str]:
    """The pairs of states between which an act or promise lies: 'CHN-VNM'."""
    return [f"{a}-{b}" for a, b in sorted(pairs(row))]


def of_event(row: Row) -> Keys:
    """An event's values."""
    return {
        "pair": two(row),
        "actor": ids_of(row),
        "type": [row["type"]],
        "mode": [row["mode"]],
        "quad": [str(row["quad"])],
        "realis": [row["realis"]],
        "time": ["history" if row["historical"] else "news"],
        "voice": [voice(row)],
    }


def of_statement(row: Row) -> Keys:
    """A statement's values."""
    return {
        "actor": ids_of(row),
        "quotation": [row["quotation"]],
        "status": [row["status"]],
        "modality": [row["modality"]],
        "medium": [row["medium"] or ""],
        "decided": [
            "speaker decided" if row["speaker"]["id"] else "speaker undecided" if row["speaker"]["candidates"] else "no speaker named"
        ],
    }


def of_term(row: Row) -> Keys:
    """A use's values."""
    return {
        "concept": [row["concept"]],
        "variant": [row["variant"]],
        "stance": [row["stance"]],
        "actor": ids_of(row),
        "language": [row["language"]],
    }


def of_silence(row: Row) -> Keys:
    """A reported silence's values."""
    return {"concept": [row["concept"]], "actor": ids_of(row)}


def of_forecast(row: Row) -> Keys:
    """A forecast's values."""
    return {"actor": ids_of(row), "likelihood": ["in words" if row["likelihood"] else "not said"]}


def of_promise(row: Row) -> Keys:
    """A mention of a promise."""
    return {"type": [row["kind"]], "status": [row["status"]], "actor": ids_of(row)}


def of_commitment(row: Row, sources: Mapping[str, Keys]) -> Keys:
    """A commitment's values."""
    codes = sorted({p["country"] for p in row["parties"] if p["country"]})
    told = [sources[e["document"]] for e in row["evidence"] if e["document"] in sources]
    return {
        "pair": [f"{a}-{b}" for i, a in enumerate(codes) for b in codes[i + 1 :]] if len(codes) <= 12 else [],
        "actor": [p["id"] for p in row["parties"] if p["id"]] + [f"state:{c}" for c in codes],
        "type": [row["kind"]],
        "status": [row["status"]],
        "outlet": [o for t in told for o in t["outlet"]],
        "side": [s for t in told for s in t["side"]],
    }


def of_conflict(row: Row, sources: Mapping[str, Keys]) -> Keys:
    """A disagreement's values."""
    told = [sources[v["document"]] for v in row["values"] if v["document"] in sources]
    return {"type": [row["kind"]], "outlet": [o for t in told for o in t["outlet"]], "side": [s for t in told for s in t["side"]]}


def of_actor(row: Row, _: Mapping[str, Keys]) -> Keys:
    """An actor's values."""
    return {"type": [row["kind"]], "country": [row["country"] or ""], "sector": [row["sector"]]}


def with_resolutions(record: Record, table: Table) -> Table:
    """Forecasts by what came of them."""
    came = resolutions(record)
    making = Making("forecasts")
    making.facets = {k: [(int(r), f.values[c]) for r, c in zip(f.rows, f.codes, strict=True)] for k, f in table.facets.items()}
    making.facets["resolution"] = [(i, came.get(identity, {}).get("resolution", "open")) for i, identity in enumerate(table.ids)]
    making.rows = [(i, (), int(low), int(high), 0.0) for i, low, high in zip(table.ids, table.low, table.high, strict=True)]
    return making.made()


def pairs_spoken(record: Record, sources: Iterable[str]) -> dict[str, list[str]]:
    """The pairs that a statement is about: its speaker's state, and each state that it names."""
    return {
        s.statement: [f"{min(s.country, o)}-{max(s.country, o)}" for o in sorted(s.of)] for s in talk(record, mentioned(record, sources))
    }


def doubt(row: Row, noun: str) -> float:
    """How doubtful and how consequential a row is: undecided parties and weak evidence, then conflict, money, and a side taken."""
    undecided = sum(1 for p in parties(row) if not p["id"])
    out = min(undecided, 2) * 1.0
    if noun == "events":
        out += 2 * (1 - row["confidence"]) + abs(row["score"]) / 10 + (0.0 if row["historical"] else 0.3)
    elif noun == "terms":
        out += {"rejects": 0.8, "adopts": 0.7, "promotes": 0.4}.get(row["stance"], 0.0)
    elif noun == "commitments":
        out += 0.5 * (row["amount"] is not None or row["count"] is not None) + 0.3 * (not row["about"])
    elif noun == "statements":
        out += 0.4 * (row["status"] == "denied") + 0.2 * (row["quotation"] == "indirect")
    return out


JUDGED = tuple(EDITABLE)

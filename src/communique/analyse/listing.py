"""Rows by what readers sift them by: a record -> a table a noun, held in memory. Bodies stay in the record; a page fetches those that it shows."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from communique.analyse.acts import pairs
from communique.analyse.sieve import Keys, Making, Table, ordinal
from communique.analyse.talk import mentioned, talk
from communique.record.queries import derived, resolutions
from communique.record.store import Record

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listings:
    """All tables of a record: `tables` for its pages, `queue` for reviews (mentions, not events). `names`: of actors and outlets by id."""

    tables: Mapping[str, Table]
    queue: Mapping[str, Table]
    names: Mapping[str, str]


def listings(record: Record) -> Listings:
    """Lay out a record as it stands."""
    names: dict[str, str] = {}
    sources: dict[str, dict[str, list[str]]] = {}
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
    for noun in FOUND:
        queue[noun] = found(record, noun, sources, names, spoken if noun == "statements" else {})
    tables |= {noun: queue[noun] for noun in ("statements", "terms", "silences")}
    tables["forecasts"] = with_resolutions(record, queue["forecasts"])
    for noun in DERIVED:
        making = Making(noun)
        for row in derived(record, noun):
            making.add(row["id"], row.get("when"), DERIVED[noun](row, sources))
            if noun == "actors":
                names.setdefault(row["id"], row["name"])
        tables[noun] = making.made()
    return Listings(tables=tables, queue=queue, names=names)


def standing(record: Record, noun: str) -> Iterator[tuple[Row, str]]:
    """Rows of current documents with their state, in the order of their ids."""
    query = "SELECT f.body, f.state FROM standing f JOIN documents d ON d.id = f.document WHERE f.noun = ? AND d.current = 1 ORDER BY f.id"
    return ((json.loads(body), state) for body, state in record.rows(query, (noun,)))


def found(record: Record, noun: str, sources: Mapping[str, Keys], names: dict[str, str], spoken: Mapping[str, list[str]]) -> Table:
    """The findings of a noun, one row each. `spoken`: the pairs that a row is about, by its id."""
    making = Making(noun)
    for row, state in standing(record, noun):
        remember(row, names)
        when = row.get("when") or row.get("said") or row.get("horizon")
        keys = {**FOUND[noun](row), **sources[row["document"]], "review": [state], "pair": spoken.get(row["id"], ())}
        making.add(row["id"], when, keys, weight=doubt(row, noun))
    return making.made()


def events(record: Record, sources: Mapping[str, Keys], names: dict[str, str]) -> tuple[Table, Table]:
    """Mentions, and events: one row an event, with the mention that speaks for it."""
    cluster_of: dict[str, str] = dict(record.rows("SELECT mention, cluster FROM clusters"))
    mentions, whole = Making("events"), Making("events")
    groups: dict[str, list[tuple[Row, str]]] = defaultdict(list)
    for row, state in standing(record, "events"):
        remember(row, names)
        groups[cluster_of.get(row["id"]) or row["id"]].append((row, state))
    for cluster, told in sorted(groups.items()):
        for row, state in told:
            sole = 0.5 if len(told) == 1 else 0.0
            mentions.add(
                row["id"], row["when"], {**of_event(row), **sources[row["document"]], "review": [state]}, weight=doubt(row, "events") + sole
            )
        rows = [row for row, _ in told]
        best = speaks(rows)
        keys: dict[str, list[str]] = defaultdict(list)
        for row, state in told:
            for key, values in {**sources[row["document"]], "voice": [voice(row)], "review": [state]}.items():
                keys[key] += values
        members = (best["id"], *(r["id"] for r in rows if r["id"] != best["id"]))
        whole.add(cluster, narrowest(rows, best), {**of_event(best), **keys}, members=members)
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


FOUND: Mapping[str, Callable[[Row], Keys]] = {
    "statements": of_statement,
    "terms": of_term,
    "silences": of_silence,
    "forecasts": of_forecast,
    "commitments": of_promise,
}
DERIVED: Mapping[str, Callable[[Row, Mapping[str, Keys]], Keys]] = {
    "commitments": of_commitment,
    "conflicts": of_conflict,
    "actors": of_actor,
}

"""What the record answers: contract rows by noun, in a fixed order, with filters."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from communique.record.facets import SIFTED, day_number, folded, is_code, names_in, paired, token
from communique.record.store import Record

if TYPE_CHECKING:
    from communique.model.article import Article

Row = dict[str, Any]
NOUNS = ("documents", "actors", "statements", "events", "terms", "commitments", "forecasts", "conflicts", "ties", "silences")
FOUND = frozenset(SIFTED)
# What the report and explorer need and the contract's file does not list.
# Nouns whose rows name no party: filters by actor and pair leave them alone.
ROLELESS = frozenset({"documents", "conflicts"})
INTERNAL = frozenset({"sentence", "object"})
# Nouns whose rows without a date are left out where one is asked for.
DATED = frozenset({"statements", "events"})
# In which order a table shows rows: findings by columns of their facets, derived rows by their own fields.
PLACED: Mapping[str, str] = {
    "events": "k.low IS NULL, k.low, k.id",
    "statements": "k.document, k.start, k.id",
    "terms": "k.document, k.start, k.id",
}
ORDER: Mapping[str, Callable[[Row], tuple[Any, ...]]] = {
    "ties": lambda r: (r["a"], r["b"], r["period"]["start"]),
    "actors": lambda r: (-r["documents"], r["id"]),
    "commitments": lambda r: ((r["when"] or {}).get("earliest") or "9999", r["id"]),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to show. Dates are ISO and inclusive; `pair` and `actor` take ids, alpha-3 codes or names; all are None by default."""

    actor: str | None = None
    pair: tuple[str, str] | None = None
    type: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    voice: str | None = None
    concept: str | None = None
    realis: str | None = None
    ids: frozenset[str] | None = None


NO_DATE: Row = {"earliest": None, "latest": None, "text": None}


def with_dates(row: Row) -> Row:
    """A date that the text does not give is an object with empty ends, so that scripts may look into it."""
    for key in ("said", "when"):
        if key in row and row[key] is None:
            row[key] = dict(NO_DATE)
    return row


BY_ID = "SELECT * FROM facets WHERE noun = ? AND id = ?"


def rows(record: Record, noun: str, filters: Filters | None = None) -> Iterator[Row]:
    """Contract rows of a noun in the order of their ids, those of superseded documents left out."""
    if noun in FOUND:
        return found(record, noun, filters or Filters())
    made = documents(record) if noun == "documents" else derived(record, noun)
    if filters is None or filters == Filters():
        return made
    return (row for row in made if matches(row, noun, filters))


def first(record: Record, noun: str, filters: Filters, limit: int) -> tuple[int, list[Row]]:
    """How many rows there are, and the first of them in the order of a table; `limit` 0 gives all. Findings are counted and ordered without being opened."""
    if noun not in FOUND:
        every = sorted(rows(record, noun, filters), key=ORDER.get(noun, lambda r: (r["id"],)))
        return len(every), every[:limit] if limit else every
    frame = sifted(record, noun, filters)
    count = next(record.rows(f"SELECT count(*) FROM {frame.narrow} WHERE {frame.where}", frame.values))[0]  # noqa: S608 - our own words; values are bound
    where, values = frame.where, frame.values
    if limit and count > limit and frame.narrow == TOKENS:
        # The place of the last row to be shown is told by tokens alone; of the rest no facet is looked at.
        last = f"SELECT t.place FROM {TOKENS} WHERE {where} ORDER BY t.place LIMIT 1 OFFSET ?"  # noqa: S608 - our own words; values are bound
        where, values = f"{where} AND t.place <= ?", (*values, next(record.rows(last, (*values, limit - 1)))[0])
    order = PLACED.get(noun, "k.id")
    query = f"SELECT k.noun, k.id FROM {frame.wide} WHERE {where} ORDER BY {order} {'LIMIT ?' if limit else ''}"  # noqa: S608 - our own words; values are bound
    some = list(record.rows(query, (*values, *((limit,) if limit else ()))))
    return count, [row for one in some for row in opened(record, noun, BY_ID, one)]


TOKENS, FACETS = "tokens t", "facets k"


class Frame(NamedTuple):
    """Filters as a condition and its values; `narrow`: the table that it needs, `wide`: the same with facets `k`."""

    narrow: str
    wide: str
    where: str
    values: tuple[Any, ...]


def sifted(record: Record, noun: str, filters: Filters) -> Frame:
    """Filters as a frame: the rarest token leads, the others are looked up. A filter that a noun does not know passes everything."""
    names = {folded(name) for name in filters.pair or ()}
    together = len(names) > 1 and all(map(is_code, names))
    asked = [("pair", paired(*names))] if together else [("party", name) for name in sorted(names)]
    asked += [("party", filters.actor)] if filters.actor else []
    asked += [("kind", filters.type)] if filters.type else []
    asked += [("outlet", filters.outlet)] if filters.outlet else []
    asked += [("concept", filters.concept)] if filters.concept and noun in {"terms", "silences"} else []
    asked += [("realis", filters.realis)] if filters.realis and noun == "events" else []
    asked += [("voice", "reporter" if filters.voice == "reporter" else "source")] if filters.voice and noun == "events" else []
    rarity = "SELECT count(*) FROM (SELECT 1 FROM tokens WHERE token = ? LIMIT 250000)"
    counts = {t: next(record.rows(rarity, (t,)))[0] for t in {token(noun, *one) for one in asked}}
    ordered: list[int | None] = [*sorted(counts, key=lambda t: (counts[t], t))] or [None]
    lead, *others = ordered
    parts: list[tuple[str, tuple[Any, ...]]] = [("k.noun = ?", (noun,))] if lead is None else [("t.token = ?", (lead,))]
    parts += [("EXISTS (SELECT 1 FROM tokens o WHERE o.token = ? AND o.facet = t.facet)", (other,)) for other in others]
    parts += [within(noun, lead is None, "high", ">=", filters.since)] if filters.since else []
    parts += [within(noun, lead is None, "low", "<=", filters.until)] if filters.until else []
    wide = FACETS if lead is None else f"{TOKENS} JOIN {FACETS} ON k.number = t.facet"
    narrow = FACETS if lead is None else TOKENS
    if filters.ids:
        marks = ",".join("?" * len(filters.ids))
        ids = tuple(sorted(filters.ids))
        parts.append((f"(k.id IN ({marks}) OR k.id IN (SELECT mention FROM clusters WHERE cluster IN ({marks})))", ids * 2))  # noqa: S608 - marks only
        narrow = wide
    where = " AND ".join(condition for condition, _ in parts)
    return Frame(narrow, wide, where, tuple(value for _, given in parts for value in given))


def within(noun: str, facets: bool, end: str, sign: str, day: str) -> tuple[str, tuple[Any, ...]]:
    """A condition on a row's first or last day; rows without one are left out where their noun is dated, else kept."""
    edge = "9999" if end == "high" else "0000"
    column, values = (f"k.{end}", (edge, day)) if facets else (f"t.{end}", (day_number(edge), day_number(day)))
    return (f"{column} {sign} ?", values[1:]) if noun in DATED else (f"coalesce({column}, ?) {sign} ?", values)


def documents(record: Record) -> Iterator[Row]:
    """documents.jsonl"""
    for identity, path, sha256, text, language, body, story, supersedes in record.rows(
        "SELECT id, path, sha256, text, language, body, story, supersedes FROM documents WHERE current = 1 ORDER BY id"
    ):
        data = json.loads(body)
        yield {
            "id": identity,
            "path": path,
            "sha256": sha256,
            "text": text,
            "title": data["title"],
            "byline": data["byline"],
            "outlet": data["outlet"],
            "language": language,
            "url": data["url"],
            "published": data["published"],
            "story": story,
            "blocks": data["blocks"],
            "supersedes": supersedes,
        }


def article(row: Row, text: str) -> "Article":
    """A document's row as the article that was read; of a `text` cut short, the blocks that are whole."""
    from communique.model.article import Article, Block, Outlet
    from communique.model.dates import Published
    from communique.model.span import Span

    low, high = (date.fromisoformat(v) if v else None for v in (row["published"]["earliest"], row["published"]["latest"]))
    return Article(
        id=row["id"],
        path=row["path"],
        location="",
        source_sha256="",
        sha256=row["sha256"],
        text=text,
        title=row["title"],
        byline=row["byline"],
        outlet=Outlet(**row["outlet"]) if row["outlet"] else None,
        language=row["language"],
        url=row["url"],
        published=Published(earliest=low, latest=high, basis=row["published"]["basis"]),
        blocks=tuple(Block(kind=k, span=Span(s, e)) for k, s, e in row["blocks"] if e <= len(text)),
    )


def found(record: Record, noun: str, filters: Filters) -> Iterator[Row]:
    """Findings with their document's path, events with their cluster; streamed in the order of ids."""
    frame = sifted(record, noun, filters)
    return opened(record, noun, f"SELECT k.* FROM {frame.wide} WHERE {frame.where} ORDER BY k.id", frame.values)  # noqa: S608 - our own words; values are bound


def opened(record: Record, noun: str, narrow: str, values: tuple[Any, ...]) -> Iterator[Row]:
    """The rows behind facets, in their order, as judgements have them."""
    query = (
        "SELECT coalesce(o.body, f.body), coalesce(o.state, 'machine'), d.path, c.cluster, c.because "  # noqa: S608 - our own words; values are bound
        f"FROM ({narrow}) k JOIN documents d ON d.id = k.document LEFT JOIN findings f ON f.noun = k.noun AND f.id = k.id "
        "LEFT JOIN overlay o ON o.noun = k.noun AND o.id = k.id LEFT JOIN clusters c ON c.mention = k.id ORDER BY k.id"
    )
    came = resolutions(record) if noun == "forecasts" else {}
    for body, state, path, cluster, why in record.rows(query, values):
        row = json.loads(body)
        made = {"id": row.pop("id"), "document": row.pop("document"), "path": path, **row}
        if noun == "events":
            made["cluster"], made["clustered_because"] = cluster, why
        made["review"] = state
        if noun == "forecasts":
            made |= came.get(made["id"], {})
        yield with_dates(made)


def resolutions(record: Record) -> dict[str, Row]:
    """What came of each forecast, as far as the record tells."""
    return {
        row["id"]: {
            "resolution": row["resolution"],
            "resolved_because": row["why"],
            "resolved_by": row["rows"],
            "looked_at": row["looked_at"],
        }
        for row in derived(record, "resolutions")
    }


def derived(record: Record, noun: str) -> Iterator[Row]:
    """Rows that follow from all findings together."""
    for (body,) in record.rows("SELECT body FROM derived WHERE noun = ? ORDER BY id", (noun,)):
        yield with_dates(json.loads(body))


def matches(row: Row, noun: str, filters: Filters) -> bool:
    """Whether a document's or derived row passes all filters; a filter that a noun does not know passes everything."""
    names = {folded(name) for name in names_in(row)}
    if noun == "ties":
        names |= {folded(row["a"]), folded(row["b"])}
    if noun == "actors":
        names |= {folded(str(v)) for v in (row["id"], row["country"], *row["names"]) if v}
    if filters.ids and row["id"] not in filters.ids:
        return False
    if noun not in ROLELESS and not {folded(name) for name in (filters.actor, *(filters.pair or ())) if name} <= names:
        return False
    if filters.type and folded(filters.type) not in {folded(str(row.get(k, ""))) for k in ("type", "mode", "kind")}:
        return False
    if filters.outlet and noun == "documents":
        outlet = row["outlet"] or {"id": "", "name": ""}
        if folded(filters.outlet) not in {folded(outlet["id"]), folded(outlet["name"])}:
            return False
    return in_time(row, noun, filters)


def in_time(row: Row, noun: str, filters: Filters) -> bool:
    """Whether a row's interval meets the one asked for; rows that never have a date pass."""
    when = row.get("when") or (row.get("published") if noun == "documents" else None)
    if noun == "ties":
        when = {"earliest": row["period"]["start"], "latest": row["period"]["end"]}
    if not (filters.since or filters.until):
        return True
    if not when or not (when.get("earliest") or when.get("latest")):
        return noun not in {"documents", "commitments"}
    low, high = when.get("earliest") or "0000", when.get("latest") or "9999"
    return (not filters.since or high >= filters.since) and (not filters.until or low <= filters.until)

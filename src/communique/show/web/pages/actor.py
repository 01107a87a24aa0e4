"""The dossier of an actor: offices, statements, events, wording, promises, forecasts with their scores."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from communique.analyse.sieve import Sieve, Table
from communique.record.log import judgements
from communique.record.words import indexed
from communique.show.web.fetch import Shown, source
from communique.show.web.page import Visit
from communique.show.web.pages.lists import forecasters, rows

Row = dict[str, Any]
EACH = 8
# An actor in more documents than this is not offered to be split by hand.
MOST_SPLIT = 200
MOST_ALIKE = 40
SECTIONS = ("events", "statements", "terms", "silences", "commitments", "forecasts")


def actor(visit: Visit) -> Response:
    """An actor by id."""
    identity = visit.part("actor")
    view = visit.desk.view()
    with visit.desk.open() as record:
        body = next(record.rows("SELECT body FROM derived WHERE noun = 'actors' AND id = ?", (identity,)), (None,))[0]
        if body is None:
            into = next(
                (
                    j
                    for j in judgements(record, "WHERE noun = 'actors' AND verdict = 'merge' AND target = ?", (identity,))
                    if not j["undone"]
                ),
                None,
            )
            return visit.missing(
                f"{identity} was merged into {into['others'][0]}; see /actors/{into['others'][0]}."
                if into
                else f"There is no actor {identity} in this record."
            )
        row = json.loads(body)
        shown = Shown(record)
        sections = [section(view.listings.tables[noun], identity, shown) for noun in SECTIONS]
        known = shown.documents(o["evidence"]["document"] for o in row["offices"] if "document" in o["evidence"])
        log = list(judgements(record, "WHERE noun = 'actors' AND (target = ? OR instr(body, ?))", (identity, json.dumps(identity))))
        documents = names_in(shown, identity) if identity.startswith("person") and row["documents"] <= MOST_SPLIT else []
    pairs = sorted(
        view.listings.tables["events"].tally(Sieve(values={"actor": frozenset([identity])})).get("pair", []), key=lambda p: -p[1]
    )
    scores = {p["id"]: p for p in forecasters(view)}
    return visit.show(
        "actor.html",
        row["name"],
        row=row,
        sections=[s for s in sections if s["n"]],
        offices=held(row["offices"], known),
        pairs=pairs[:20],
        score=scores.get(identity),
        log=[j for j in log if not j["undone"] or j["verdict"] != "comment"],
        documents=documents,
        alike=alike(view.listings.names, identity, row["names"]) if visit.reviewer else [],
        state=identity.removeprefix("state:") if identity.startswith("state:") else None,
        ladder=identity.removeprefix("state:") in visit.desk.knowledge.ladders,
    )


def alike(names: Mapping[str, str], identity: str, mine: list[str]) -> list[tuple[str, str]]:
    """Actors of the same kind whose name shares a word with one of this one's: one of them may be the same."""
    kind = identity.partition(":")[0].partition("-")[0]
    words = {w.casefold() for name in mine for w in name.split() if len(w) > 1}
    found = [(i, n) for i, n in names.items() if i != identity and i.startswith(kind) and words & {w.casefold() for w in n.split()}]
    return sorted(found, key=lambda p: (-len(words & {w.casefold() for w in p[1].split()}), p[1], p[0]))[:MOST_ALIKE]


def held(offices: list[Row], known: dict[str, Row]) -> list[Row]:
    """Offices, each once: from when to when it is seen, and the texts that say so (or the vocabulary)."""
    out: dict[tuple[str, str], Row] = {}
    for one in offices:
        document = one["evidence"].get("document")
        where = out.setdefault(
            (one["title"], one["of"] or ""), {"title": one["title"], "of": one["of"], "days": [], "texts": [], "vocabulary": []}
        )
        where["days"] += [d for d in (one["earliest"], one["latest"]) if d and document]
        if document in known:
            where["texts"].append({"document": document, "start": one["evidence"]["span"][0], "source": source(known[document])})
        elif not document:
            where["vocabulary"].append(f"{one['earliest'] or '?'} to {one['latest'] or 'now'} ({one['evidence']['source']})")
    return list(out.values())


def section(table: Table, identity: str, shown: Shown) -> Row:
    """The newest rows of a noun that an actor has a role in, and how many there are."""
    mask = table.select(Sieve(values={"actor": frozenset([identity])}))
    order = table.order(mask, "new")
    return {"noun": table.noun, "n": len(order), "rows": rows(shown, table, order[:EACH])}


def names_in(shown: Shown, identity: str) -> list[Row]:
    """The documents that name an actor, so that one who is two can be split."""
    query = "SELECT document FROM words WHERE words MATCH ? LIMIT 2000"
    body = next(shown.record.rows("SELECT body FROM derived WHERE noun = 'actors' AND id = ?", (identity,)))[0]
    asked = " OR ".join(f'"{name}"' for n in json.loads(body)["names"][:20] if (name := indexed(n).replace('"', " ").strip()))
    near = sorted(r[0] for r in shown.record.rows(query, (asked,))) if asked else []
    named = "SELECT 1 FROM standing WHERE document = ? AND noun = 'mentions' AND instr(body, ?) LIMIT 1"
    found = [d for d in near if next(shown.record.rows(named, (d, json.dumps(identity))), None)][:60]
    known = shown.documents(found)
    return [
        {"id": d, "title": known[d]["title"] or known[d]["path"], "source": source(known[d])}
        for d in found
        if d in known and known[d]["current"]
    ]

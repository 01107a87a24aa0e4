"""One row and its evidence: the panel beside a list, and the page behind a permalink."""

from typing import Any

import numpy as np
from starlette.responses import JSONResponse, Response

from communique.analyse.listing import two
from communique.analyse.sieve import UNKNOWN, Sieve, ordinal
from communique.record.log import judgements
from communique.record.queries import resolutions
from communique.show.web import cite
from communique.show.web.fetch import Shown, judgeable
from communique.show.web.page import Visit

Row = dict[str, Any]
NOUNS = frozenset("events statements terms silences commitments forecasts conflicts".split())
MOST_MENTIONS = 40
MOST_NEAR = 20
NEAR_DAYS = 21


def row(visit: Visit) -> Response:
    """A row by its permalink. An event's is its cluster's or that of any of its mentions."""
    noun, identity = visit.part("noun"), visit.part("id")
    if noun not in NOUNS:
        return visit.missing(f"There are no rows called {noun}.")
    with visit.desk.open() as record:
        shown = Shown(record)
        found = mentions(visit, shown, noun, identity)
        if not found:
            return visit.missing(f"There is no {identity} among the {noun}. It may have been rejected by a reviewer, or read anew.")
        told = evidence(shown, noun, found)
        ids = [r["id"] for r in found]
        log = [j for j in judgements(record, f"WHERE target IN ({','.join('?' * len(ids))})", tuple(ids)) if j["noun"] == noun]
        voices = shown.voices(found)
        cited = cite.item(told[0]["document"], identity) if told and told[0].get("document") else None
        events = related(shown, found[0])
        others = near(visit, shown, found[0]) if noun == "events" and visit.reviewer else []
    return visit.show(
        "row.html",
        f"{noun}: {identity}",
        noun=noun,
        row=found[0],
        mentions=told,
        hidden=max(0, len(found) - MOST_MENTIONS),
        log=log,
        voices=voices,
        notes=cite.notes(cited) if cited else [],
        quotation=cite.quotation(told[0]) if told and told[0].get("document") else "",
        permalink=f"/rows/{noun}/{identity}",
        id=identity,
        judgeable=judgeable(noun),
        related=events,
        others=others,
    )


def mentions(visit: Visit, shown: Shown, noun: str, identity: str) -> list[Row]:
    """The rows behind an id, the one that speaks first."""
    if noun == "forecasts":
        came = resolutions(shown.record)
        return [r | came.get(r["id"], {}) for r in shown.rows(noun, [identity])]
    if noun != "events":
        return shown.rows(noun, [identity])
    table = visit.desk.view().listings.tables["events"]
    if identity in table.place:
        return shown.rows("events", table.members[table.place[identity]])
    found = shown.rows("events", [identity])
    cluster = next(shown.record.rows("SELECT cluster FROM clusters WHERE mention = ?", (identity,)), (None,))[0]
    if cluster in table.place:
        others = [i for i in table.members[table.place[cluster]] if i != identity]
        return found + shown.rows("events", others)
    return found


def evidence(shown: Shown, noun: str, found: list[Row]) -> list[Row]:
    """Each piece of evidence with its sentence and one around it."""
    if noun in {"commitments", "conflicts"}:
        parts = found[0]["evidence"] if noun == "commitments" else found[0]["values"]
        shown.documents(p["document"] for p in parts)
        return [p | shown.around(p) | {"mention": found[0]} for p in parts[:MOST_MENTIONS] if p["document"] in shown.known]
    return [r | shown.around(r) | {"mention": r} for r in found[:MOST_MENTIONS]]


def near(visit: Visit, shown: Shown, row: Row) -> list[Row]:
    """Other events between the same states at about the same time: one of them may be this one, told otherwise."""
    table = visit.desk.view().listings.tables["events"]
    keys = two(row)
    when = row["when"] or {}
    middle = ordinal(when.get("earliest") or when.get("latest"))
    if not keys or not middle:
        return []
    mask = table.select(Sieve(values={"pair": frozenset(keys)}))
    day = np.where(table.low != UNKNOWN, table.low, table.high)
    mask &= (day != UNKNOWN) & (np.abs(day - middle) <= NEAR_DAYS)
    here = [i for i in np.flatnonzero(mask) if row["id"] not in table.members[i]]
    here.sort(key=lambda i: (abs(int(day[i]) - middle), table.ids[i]))
    return shown.events([(table.ids[i], table.members[i]) for i in here[:MOST_NEAR]])


def related(shown: Shown, row: Row) -> list[Row]:
    """What a row points to: the statement that tells it, the one that it lies in, the events that resolved it."""
    wanted = [("statements", row.get(k)) for k in ("voice", "statement", "within") if row.get(k) and row.get(k) != "reporter"]
    return [found for noun, identity in wanted for found in shown.rows(noun, [str(identity)])]


def csl(visit: Visit) -> Response:
    """A row's source as CSL-JSON, for Zotero and its like."""
    noun, identity = visit.part("noun"), visit.part("id")
    with visit.desk.open() as record:
        shown = Shown(record)
        found = mentions(visit, shown, noun, identity) if noun in NOUNS else []
        documents = sorted({str(r["at"]["document"]) for r in found if r["at"]["document"]})
        known = shown.documents(documents)
        return JSONResponse(
            [cite.item(known[d], d) for d in documents if d in known], headers={"content-disposition": 'attachment; filename="cite.json"'}
        )

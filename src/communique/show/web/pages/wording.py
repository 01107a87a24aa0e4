"""Contested wordings: all that are followed, and the story of one: coiner, first uses, renderings, shifts, silence, concordance."""

from typing import Any

from starlette.responses import Response

from communique.analyse.ledger import totals
from communique.analyse.sieve import Sieve
from communique.show.web.fetch import Shown
from communique.show.web.page import Visit
from communique.show.web.pages.lists import rows

Row = dict[str, Any]
MOST_LINES = 60


def wordings(visit: Visit) -> Response:
    """All wordings with their uses."""
    view = visit.desk.view()
    found = view.once("totals", lambda record: totals(record, visit.desk.knowledge))
    return visit.show("wordings.html", "Contested wordings", rows=sorted(found, key=lambda r: (-r["uses"], r["name"])))


def wording(visit: Visit) -> Response:
    """One wording in full."""
    name = visit.part("concept")
    knowledge, view = visit.desk.knowledge, visit.desk.view()
    table = view.listings.tables["terms"]
    if name not in knowledge.concepts:
        return visit.missing(f"There is no wording {name}. Those of your own file are listed at /terms.")
    told, silent = view.ledger(knowledge, name)
    mask = table.select(Sieve(values={"concept": frozenset([name])}))
    order = table.order(mask)
    with visit.desk.open() as record:
        shown = Shown(record)
        lines = rows(shown, table, order[:MOST_LINES])
    return visit.show(
        "wording.html",
        told["name"],
        told=told,
        silences=[s for s in silent if s["without"]][:MOST_LINES],
        lines=lines,
        total=len(order),
        users=sorted_users(told),
    )


def sorted_users(told: Row) -> list[Row]:
    """Who promotes, adopts or rejects it, with the kind."""
    return [t | {"kind": kind} for kind in ("promoters", "adopters", "rejecters") for t in told[kind]]

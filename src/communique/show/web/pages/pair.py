"""Pairs of states: all of them, and one in full: tie with its band and denominators, events, ladder, wording, disagreements."""

from typing import Any

from starlette.responses import Response

from communique.analyse.changed import changed
from communique.analyse.ladders import standings
from communique.analyse.series import kinds
from communique.analyse.sieve import Sieve
from communique.record.queries import derived
from communique.show.web import drawings
from communique.show.web.fetch import Shown
from communique.show.web.page import Visit
from communique.show.web.pages.lists import rows

Row = dict[str, Any]
PAGE = 100
EACH = 10


def pairs(visit: Visit) -> Response:
    """All pairs, the busiest first."""
    view = visit.desk.view()
    page = visit.request.query_params.get("page", "1")
    number = int(page) if page.isdecimal() and len(page) < 6 else 1
    every = view.pairs
    last = max(1, -(-len(every) // PAGE))
    number = min(max(1, number), last)
    read = sum(s.day is not None for s in view.layout.told)
    return visit.show(
        "pairs.html",
        "Pairs of states",
        rows=every[(number - 1) * PAGE : number * PAGE],
        total=len(every),
        page=number,
        pages=last,
        read=read,
        documents=len(view.layout.told),
    )


def pair(visit: Visit) -> Response:
    """One pair: 'CHN-VNM'."""
    codes = visit.part("pair").upper().split("-")
    knowledge, view = visit.desk.knowledge, visit.desk.view()
    if len(codes) != 2 or codes[0] == codes[1] or any(f"state:{c}" not in knowledge.actors for c in codes):
        return visit.missing(f"{visit.part('pair')} is no pair of states. Write two ISO 3166 codes, as /pairs/CHN-VNM.")
    a, b = sorted(codes)
    key = f"{a}-{b}"
    series = visit.request.query_params.get("series", "events")
    series = series if series in kinds(knowledge) else "events"
    table = visit.request.query_params.get("table") == "1"
    found = view.tie(knowledge, (a, b), series, outlets=table)
    with visit.desk.open() as record:
        shown = Shown(record)
        sections = []
        for noun, order in (("events", "new"), ("statements", "new"), ("commitments", "new")):
            listed = view.listings.tables[noun]
            here = listed.order(listed.select(Sieve(values={"pair": frozenset([key])})), order)
            sections.append({"noun": noun, "n": len(here), "rows": rows(shown, listed, here[:EACH])})
        clusters = set(sections_ids(view, key))
        disagreements = view.once("conflicts", lambda held: [(r["id"], r.get("cluster")) for r in derived(held, "conflicts")])
        wanted = [i for i, cluster in disagreements if cluster in clusters]
        conflicts = shown.rows("conflicts", wanted[:EACH])
        ladders = [ladder(view, knowledge, state, other) for state, other in ((a, b), (b, a)) if state in knowledge.ladders]
    return visit.show(
        "pair.html",
        f"{visit.labels.state(a)} and {visit.labels.state(b)}",
        a=a,
        b=b,
        key=key,
        tie=found,
        series=series,
        drawn=drawings.band(found, series, key),
        told=changed(found, series, knowledge),
        periods=[(i, p) for i, p in enumerate(found["periods"]) if found["series"][series]["counts"][i] or p["statements"]]
        if table
        else None,
        sections=sections,
        conflicts=conflicts,
        ladders=[x for x in ladders if x["steps"]],
    )


def sections_ids(view: Any, key: str) -> list[str]:
    """The events of a pair."""
    table = view.listings.tables["events"]
    mask = table.select(Sieve(values={"pair": frozenset([key])}))
    return [table.ids[i] for i in table.order(mask)]


def ladder(view: Any, knowledge: Any, state: str, partner: str) -> Row:
    """Where a partner stands on a state's rungs."""
    found = view.once(("ladder", state), lambda record: standings(record, knowledge, state))
    steps = [s for p in found["partners"] if p["partner"] == partner for s in p["steps"]]
    return {"state": state, "note": found["note"], "rungs": found["rungs"], "steps": steps}

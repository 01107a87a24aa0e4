"""The overview: what is here, what changed, what is undecided; every number opens its rows."""

from collections import Counter
from typing import Any

from starlette.responses import Response

from communique.analyse.sieve import UNKNOWN, Sieve, Table
from communique.record.log import judgements, orphans
from communique.show.web.desk import View
from communique.show.web.page import Visit

Row = dict[str, Any]
MOST_PAIRS = 12
MOST_CHANGES = 8


def overview(visit: Visit) -> Response:
    """The first page."""
    view = visit.desk.view()
    tables = view.listings.tables
    with visit.desk.open() as record:
        judged = list(judgements(record))
        disputed = next(record.rows("SELECT count(*) FROM overlay WHERE state = 'disputed'"))[0]
        lost = sum(1 for _ in orphans(record)) if judged else 0
        stories = next(record.rows("SELECT count(DISTINCT story) FROM documents WHERE current = 1"))[0]
    return visit.show(
        "overview.html",
        "Overview",
        numbers=numbers(view),
        stories=stories,
        span=span(view),
        pairs=view.pairs[:MOST_PAIRS],
        more_pairs=max(0, len(view.pairs) - MOST_PAIRS),
        changes=changes(view),
        undecided=undecided(view),
        judged=Counter(j["verdict"] for j in judged if not j["undone"] and j["verdict"] != "undo"),
        orphans=lost,
        disputed=disputed,
        types=counted(tables["events"], "type")[:16],
    )


def numbers(view: View) -> list[Row]:
    """How much of each noun there is."""
    tables = view.listings.tables
    return [
        {"n": len(tables["documents"].ids), "what": "documents", "url": "/documents"},
        {"n": len(tables["events"].ids), "what": "events, copies and re-reports counted once", "url": "/events"},
        {"n": len(tables["statements"].ids), "what": "statements", "url": "/statements"},
        {"n": len(tables["terms"].ids), "what": "uses of contested wordings", "url": "/terms"},
        {"n": len(tables["commitments"].ids), "what": "commitments", "url": "/commitments"},
        {"n": len(tables["forecasts"].ids), "what": "forecasts", "url": "/forecasts"},
        {"n": len(tables["conflicts"].ids), "what": "disagreements between sources", "url": "/conflicts"},
        {"n": len(tables["actors"].ids), "what": "actors", "url": "/actors"},
    ]


def span(view: View) -> tuple[str, str] | None:
    """The first and last day of publication that is known."""
    from datetime import date

    low = view.listings.tables["documents"].low
    known = low[low != UNKNOWN]
    return (date.fromordinal(int(known.min())).isoformat(), date.fromordinal(int(known.max())).isoformat()) if len(known) else None


def changes(view: View) -> list[Row]:
    """Pairs whose rate changed, the latest change first."""
    found = [{"a": r["a"], "b": r["b"], **c} for r in view.pairs for c in r["changes"]]
    return sorted(found, key=lambda c: (c["at"], c["chance"], c["a"], c["b"]), reverse=True)[:MOST_CHANGES]


def counted(table: Table, key: str) -> list[tuple[str, int]]:
    """The values of one facet with their counts, of all rows."""
    return table.facets[key].counts(table.select(Sieve())) if key in table.facets else []


def undecided(view: View) -> list[Row]:
    """What the texts leave open."""
    tables = view.listings.tables
    said = dict(counted(tables["statements"], "decided"))
    dated = dict(counted(tables["documents"], "dated"))
    known = dict(counted(tables["documents"], "outlet"))
    return [
        {
            "n": said.get("speaker undecided", 0),
            "what": "statements whose speaker may be one of several",
            "url": "/statements?decided=speaker+undecided",
        },
        {"n": said.get("no speaker named", 0), "what": "statements without a named speaker", "url": "/statements?decided=no+speaker+named"},
        {"n": dated.get("unknown", 0), "what": "undated documents", "url": "/documents?dated=unknown"},
        {"n": dated.get("inferred", 0), "what": "documents dated by their own text alone", "url": "/documents?dated=inferred"},
        {"n": len(tables["documents"].ids) - sum(known.values()), "what": "documents whose outlet is not known", "url": "/coverage"},
    ]

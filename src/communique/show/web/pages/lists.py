"""The lists: rows of a noun with their facets, the whole state in the address."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from starlette.responses import Response

from communique.analyse.forecasts import register
from communique.analyse.sieve import Table
from communique.record.queries import resolutions
from communique.show.web import drawings
from communique.show.web.asked import FACETS, PAGE, Asked
from communique.show.web.desk import View
from communique.show.web.fetch import Shown
from communique.show.web.page import Visit
from communique.show.web.sets import members

Row = dict[str, Any]
TITLES = {
    "events": "Events",
    "statements": "Who said what",
    "terms": "Uses of contested wordings",
    "commitments": "What was promised",
    "forecasts": "Forecasts",
    "conflicts": "Where sources disagree",
    "actors": "Actors",
    "documents": "Documents",
    "silences": "Silences that the texts report",
}
MOST_OFFERED = 12


def listing(visit: Visit) -> Response:
    """A list of any noun."""
    noun = visit.part("noun")
    if noun not in TITLES:
        return visit.missing(f"There is no page {noun}.")
    view = visit.desk.view()
    table = view.listings.tables[noun]
    asked = named(visit, table, Asked.read(noun, visit.request.query_params))
    mask = chosen(visit, table, asked)
    order = table.order(mask, asked.order)
    pages = max(1, -(-len(order) // PAGE))
    asked = asked.at(min(asked.page, pages))
    here = order[(asked.page - 1) * PAGE : asked.page * PAGE]
    with visit.desk.open() as record:
        shown = rows(Shown(record), table, here)
    context: Row = {
        "noun": noun,
        "heading": TITLES[noun],
        "asked": asked,
        "rows": shown,
        "total": len(order),
        "whole": len(table.ids),
        "pages": pages,
        "facets": facets(visit, table, asked),
        "strip": drawings.strip(table, mask, asked) if noun in {"events", "statements", "documents", "commitments"} else None,
        "bars": drawings.bars(shown) if noun == "events" else None,
        "documents": len(view.listings.tables["documents"].ids),
        "forecasters": forecasters(view)[:MOST_OFFERED] if noun == "forecasts" else [],
    }
    return visit.show("listing.html", TITLES[noun], **context)


def forecasters(view: View) -> list[Row]:
    """All forecasters with their scores, worked out once."""
    found: Row = view.once("forecasters", register)
    people: list[Row] = found["forecasters"]
    return people


def named(visit: Visit, table: Table, asked: Asked) -> Asked:
    """Values that somebody typed as they are called, as the values that they are: 'Wang Yi', 'Vietnam', 'China–Vietnam'."""
    out: dict[str, tuple[str, ...]] = {}
    for key, values in asked.values.items():
        known = table.facets[key].values if key in table.facets else ()
        missing = [v for v in values if v not in set(known)]
        by_name = {visit.labels.of(key, v).casefold(): v for v in known} if missing else {}
        out[key] = tuple(dict.fromkeys(by_name.get(v.casefold(), v) for v in values))
    return replace(asked, values=out)


def chosen(visit: Visit, table: Table, asked: Asked) -> NDArray[np.bool_]:
    """The rows that an address asks for."""
    mask = table.select(asked.sieve())
    wanted = set(asked.ids)
    if asked.of:
        wanted |= members(visit.desk.view(), visit.desk.knowledge, asked.of)
    if asked.of or asked.ids:
        inside = np.zeros(len(table.ids), np.bool_)
        inside[[table.place[i] for i in wanted if i in table.place]] = True
        mask &= inside
    return mask


def rows(shown: Shown, table: Table, here: NDArray[np.int64]) -> list[Row]:
    """The rows of one page."""
    ids = [table.ids[i] for i in here]
    if table.noun == "documents":
        known = shown.documents(ids)
        return [known[i] | {"noun": "documents", "href": f"/documents/{i}"} for i in ids if i in known]
    if table.noun == "events":
        found = shown.events([(table.ids[i], table.members[i]) for i in here])
        voices = shown.voices(found)
        return [r | {"told_by": voices.get(r["voice"], "")} for r in found]
    found = shown.rows(table.noun, ids)
    if table.noun == "statements":
        return [
            r | {"said_words": shown.texts.fetch(r["document"])[slice(*r["spans"]["content"][0])] if r["spans"]["content"] else ""}
            for r in found
        ]
    if table.noun == "forecasts":
        came = resolutions(shown.record)
        return [r | came.get(r["id"], {}) for r in found]
    return found


def facets(visit: Visit, table: Table, asked: Asked) -> list[Row]:
    """The facets of a list: of each, its most common values with their counts, those that are asked for first."""
    out = []
    for key, found in sorted(
        table.tally(asked.sieve()).items(), key=lambda item: FACETS[table.noun].index(item[0]) if item[0] in FACETS[table.noun] else 99
    ):
        if key not in FACETS[table.noun]:
            continue
        held = asked.values.get(key, ())
        counts = dict(found)
        values = [(v, counts.get(v, 0)) for v in held] + [(v, n) for v, n in found if v not in held][:MOST_OFFERED]
        if len(counts) > 1 or held:
            out.append(
                {
                    "key": key,
                    "values": [
                        {"value": v, "n": n, "on": v in held, "label": visit.labels.of(key, v), "url": asked.toggled(key, v).url()}
                        for v, n in values
                    ],
                    "more": max(0, len(counts) - len(values)),
                    "kept": [(k, v) for k, v in asked.query() if k != "page"],
                    "rest": [(v, visit.labels.of(key, v), n) for v, n in found[MOST_OFFERED:200]] if len(counts) > len(values) else [],
                }
            )
    return out

"""Which rows a number was counted from: 'tie.CHN-VNM.events.2023-12-01' -> ids, so that every number on a page opens its rows."""

from typing import Any

from communique.show.web.desk import View
from communique.vocab.knowledge import Knowledge

Row = dict[str, Any]


def members(view: View, knowledge: Knowledge, name: str) -> set[str]:
    """The ids of a named set; none where there is no such set."""
    kind, _, rest = name.partition(".")
    parts = rest.split(".")
    if kind == "tie" and len(parts) == 3 and len(codes := parts[0].split("-")) == 2:
        found = view.tie(knowledge, (codes[0], codes[1]))
        return of_tie(found, parts[1], parts[2])
    return set()


def of_tie(found: Row, series: str, what: str) -> set[str]:
    """Of a tie: the rows of a series in a period, of all periods, or of a part's binding or talking side."""
    if series == "weight":
        part, _, side = what.partition(":")
        return set(found["weight"].get(part, {}).get(side, ()))
    if series == "statements":
        return {s for p in found["periods"] if what in {p["start"], "all"} for s in p["statements"]}
    if series not in found["series"]:
        return set()
    rows = found["series"][series]["rows"]
    return {i for p, ids in zip(found["periods"], rows, strict=True) if what in {p["start"], "all"} for i in ids}

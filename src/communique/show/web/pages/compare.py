"""Two texts side by side, clause by clause."""

from typing import Any

from starlette.responses import Response

from communique.model.article import Article
from communique.record.queries import article
from communique.show.compared import MARKS, notes, summary, texts
from communique.show.web.desk import Compare
from communique.show.web.fetch import documents, source
from communique.show.web.page import Visit

Row = dict[str, Any]
MOST_OFFERED = 300
MOST_CHARACTERS = 60_000


def compare(visit: Visit) -> Response:
    """The two documents that the address names, or a form to choose them."""
    asked = visit.request.query_params
    a, b = asked.get("a", ""), asked.get("b", "")
    table = visit.desk.view().listings.tables["documents"]
    row = None
    with visit.desk.open() as record:
        offered = documents(record, [*(table.ids[i] for i in table.order(table.low >= 0, "new")[:MOST_OFFERED]), *(i for i in (a, b) if i)])
        choices = [(i, f"{d['title'] or d['path']} ({source(d)})") for i, d in offered.items() if d["current"]]
        if a and b:
            if a not in offered or b not in offered:
                return visit.missing("One of these documents is not in this record.")
            if visit.desk.compare is None:
                return visit.missing("This explorer was started without the comparison of texts.")
            made = [
                article(offered[i], next(record.rows("SELECT text FROM documents WHERE id = ?", (i,)))[0][:MOST_CHARACTERS]) for i in (a, b)
            ]
            row = side_by_side(visit, visit.desk.compare, made[0], made[1])
    groups = [g | {"left": texts(row, g, "a"), "right": texts(row, g, "b"), "notes": notes(g)} for g in row["groups"]] if row else []
    return visit.show(
        "compare.html",
        "Compare two texts",
        a=a,
        b=b,
        choices=sorted(choices, key=lambda c: c[1]),
        row=row,
        groups=groups,
        summary=summary(row) if row else "",
        MARKS=MARKS,
        documents=offered,
        more=max(0, len(table.ids) - MOST_OFFERED),
    )


def side_by_side(visit: Visit, compare: Compare, a: Article, b: Article) -> Row:
    """The comparison, made once."""
    made: Row = visit.desk.held.once(("compare", a.id, b.id), lambda _: compare(a, b, visit.desk.knowledge))
    return made

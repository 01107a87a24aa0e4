"""The review desk: a queue, a log that undoes, agreement and adjudication. Judgements are signed here and kept by `record.reviews`."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

import numpy as np
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from communique.analyse.agreement import agreement as agreed
from communique.analyse.agreement import disputes, precision
from communique.analyse.sieve import Table
from communique.model.errors import CommuniqueError
from communique.model.judgement import Judgement
from communique.record import log, reviews
from communique.record.store import Record
from communique.show.web import edits
from communique.show.web.asked import Asked
from communique.show.web.fetch import Shown, documents
from communique.show.web.guard import same
from communique.show.web.page import COOKIE, MOST_NAME, Visit
from communique.show.web.pages.lists import facets, named

Row = dict[str, Any]
PAGE = 20
NOUNS = {
    "events": "Events",
    "statements": "Said",
    "terms": "Wording",
    "commitments": "Promised",
    "forecasts": "Forecasts",
    "silences": "Silences",
}
MOST_LOG = 200


def queue(visit: Visit) -> Response:
    """Rows that this reviewer has not judged, the most doubtful and consequential first, or drawn by lot. What others said is not shown here."""
    query = visit.request.query_params
    noun = query.get("noun", "events") if query.get("noun") in NOUNS else "events"
    view = visit.desk.view()
    table = view.listings.queue[noun]
    asked = named(visit, table, Asked.read(noun, query, order="doubt"))
    mask = table.select(asked.sieve())
    with visit.desk.open() as record:
        done = judged_by(record, noun, visit.reviewer)
        left = mask.copy()
        left[[table.place[i] for i in done if i in table.place]] = False
        if asked.ids:
            left = np.zeros(len(table.ids), np.bool_)
            left[[table.place[i] for i in asked.ids if i in table.place]] = True
        order = table.order(left, asked.order)
        here = [table.ids[i] for i in order[:PAGE]]
        shown = Shown(record)
        rows = [r | shown.around(r) for r in shown.rows(noun, here)]
        voices = shown.voices(rows)
        rows = [r | {"told_by": voices.get(r.get("voice", ""), "")} for r in rows]
        measured = precision(record)
    return visit.show(
        "queue.html",
        "Review",
        noun=noun,
        NOUNS=NOUNS,
        asked=asked,
        rows=rows,
        left=len(order),
        done=len(done),
        total=int(mask.sum()),
        facets=queue_facets(visit, table, asked),
        sampled=asked.order == "sample",
        precision=measured,
        base=f"/review?{urlencode([('noun', noun), *[(k, v) for k, v in asked.query() if k != 'page']])}",
    )


def queue_facets(visit: Visit, table: Table, asked: Asked) -> list[Row]:
    """The facets of the queue, leading back to it."""
    out = []
    for facet in facets(visit, table, asked):
        # What others said is not shown to who judges.
        if facet["key"] == "review":
            continue
        for value in facet["values"]:
            turned = asked.toggled(facet["key"], value["value"]).query()
            value["url"] = f"/review?{urlencode([('noun', table.noun), *turned])}"
        out.append(facet)
    return out


def judged_by(record: Record, noun: str, reviewer: str) -> set[str]:
    """Rows that somebody has a standing verdict on."""
    found = log.judgements(
        record, "WHERE noun = ? AND reviewer = ? AND verdict IN ('accept', 'reject', 'edit', 'undecidable')", (noun, reviewer)
    )
    return {j["target"] for j in found if not j["undone"]}


def history(visit: Visit) -> Response:
    """All judgements, the newest first, each with its undo; and those whose text is gone."""
    with visit.desk.open() as record:
        every = list(log.judgements(record))[::-1]
        lost = list(log.orphans(record))
        known = documents(record, [j["document"] for j in (*every[:MOST_LOG], *lost) if j["document"]])
    return visit.show("log.html", "Judgements", log=every[:MOST_LOG], total=len(every), orphans=lost, documents=known)


def agreement(visit: Visit) -> Response:
    """How far reviewers agree, what they dispute, and how good the program was on rows drawn by lot."""
    with visit.desk.open() as record:
        shown = Shown(record)
        held = disputes(record)
        for one in held:
            found = shown.rows(one["noun"], [one["target"]])
            one["row"] = found[0] | shown.around(found[0]) if found else None
        return visit.show("agreement.html", "Agreement", alphas=agreed(record), disputes=held, precision=precision(record))


def signed(visit: Visit) -> FormData:
    """The form of a write, once its token and its reviewer are there."""
    form: FormData = visit.request.state.form
    if not same(str(form.get("token", "")), visit.desk.token):
        raise CommuniqueError("this form is from an earlier run of the explorer.", hint="Load the page again and repeat.")
    return form


def now() -> str:
    """The time of signing."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def text(form: FormData, key: str) -> str:
    """A field as text."""
    value = form.get(key, "")
    return value.strip() if isinstance(value, str) else ""


def name(visit: Visit) -> Response:
    """Who reviews: kept in a cookie of this browser."""
    form = signed(visit)
    answer = RedirectResponse(inside(text(form, "next") or "/review"), 303)
    answer.set_cookie(COOKIE, quote(text(form, "name")[:MOST_NAME]), max_age=31_536_000, httponly=True, samesite="strict")
    return answer


def inside(path: str) -> str:
    """An address of this site, never of another."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) and "\n" not in path and "\r" not in path else "/"


def judgement(visit: Visit, form: FormData, **more: Any) -> Judgement:
    """A judgement from a form."""
    if not visit.reviewer:
        raise CommuniqueError("nobody signs this judgement.", hint="Say who you are, above the queue, and repeat.")
    given: Row = {
        "verdict": text(form, "verdict"),
        "noun": text(form, "noun"),
        "target": text(form, "target"),
        "note": text(form, "note")[:4000],
        "name": text(form, "name")[:200],
        "others": tuple(str(v) for v in form.getlist("others") if v),
        "role": text(form, "as") or "reviewer",
        "sampled": text(form, "sampled") == "1",
    }
    return Judgement(reviewer=visit.reviewer, signed=now(), **(given | more))


def sign(visit: Visit) -> Response:
    """One judgement. A script gets the row as it now stands; a browser goes back to where it was."""
    form = signed(visit)
    one = judgement(visit, form)
    with visit.desk.open() as record:
        identity = reviews.sign(record, one)
    visit.desk.judged()
    return done(visit, form, [one.target], one.noun, identity)


def bulk(visit: Visit) -> Response:
    """One verdict on several rows: those that the form names, which are those that were on the page; never what was not seen."""
    form = signed(visit)
    targets = [str(v) for v in form.getlist("seen") if v][:PAGE]
    if not targets:
        raise CommuniqueError("no row is marked.", hint="Mark the rows that you have read.")
    many = [judgement(visit, form, target=t) for t in targets]
    with visit.desk.open() as record:
        reviews.sign_all(record, many)
    visit.desk.judged()
    return RedirectResponse(inside(text(form, "next") or "/review"), 303)


def undo(visit: Visit) -> Response:
    """Take a judgement back, by another."""
    form = signed(visit)
    one = judgement(visit, form, verdict="undo", noun="judgements")
    with visit.desk.open() as record:
        before = next(log.judgements(record, "WHERE id = ?", (one.target,)), None)
        identity = reviews.sign(record, one)
    visit.desk.judged()
    return done(visit, form, [before["target"]] if before else [], before["noun"] if before else "events", identity)


def done(visit: Visit, form: FormData, targets: list[str], noun: str, identity: str) -> Response:
    """After a judgement."""
    if not visit.partial:
        return RedirectResponse(inside(text(form, "next") or "/review"), 303)
    with visit.desk.open() as record:
        last = next(log.judgements(record, "WHERE id = ?", (identity,)))
        row = reviews.row_at(record, noun, targets[0]) if targets and noun in NOUNS else None
        state = log.states(record, noun).get(targets[0], "machine") if targets and noun in NOUNS else "machine"
    return visit.show("judged.html", "Judged", row=row, noun=noun, target=targets[0] if targets else "", judgement=last, state=state)


def form(visit: Visit) -> Response:
    """The form that edits a row, with its text beside it."""
    noun, identity = visit.part("noun"), visit.part("id")
    if noun not in NOUNS:
        return visit.missing(f"{noun} cannot be edited.")
    with visit.desk.open() as record:
        row = reviews.row_at(record, noun, identity)
        if row is None:
            return visit.missing(f"There is no {identity} among the {noun}.")
        shown = Shown(record)
        around = shown.around(row)
        context = edits.context(record, visit.desk.knowledge, noun, row)
    return visit.show(
        "edit.html",
        "Edit",
        noun=noun,
        row=row,
        around=around,
        adding=False,
        back=inside(visit.request.query_params.get("back", "/review")),
        **context,
    )


def missed(visit: Visit) -> Response:
    """The form that adds an event which the program missed."""
    with visit.desk.open() as record:
        row = edits.blank(record, visit.part("document"))
        if row is None:
            return visit.missing(f"There is no current document {visit.part('document')}.")
        around = Shown(record).around(row)
        context = edits.context(record, visit.desk.knowledge, "events", row, whole=True)
    back = f"/documents/{row['document']}"
    return visit.show("edit.html", "Add an event", noun="events", row=row, around=around, back=back, adding=True, **context)


def add(visit: Visit) -> Response:
    """An event added, signed."""
    given = signed(visit)
    with visit.desk.open() as record:
        row = edits.blank(record, visit.part("document"))
        if row is None:
            return visit.missing(f"There is no current document {visit.part('document')}.")
        row = edits.added(record, visit.desk, row, given)
        reviews.sign(record, judgement(visit, given, verdict="add", noun="events", target=row["id"], changes=row))
    visit.desk.judged()
    return RedirectResponse(f"/documents/{row['document']}?row={row['id']}#s-{row['span'][0]}", 303)


def edit(visit: Visit) -> Response:
    """An edit, signed."""
    given = signed(visit)
    noun, identity = visit.part("noun"), visit.part("id")
    with visit.desk.open() as record:
        row = reviews.row_at(record, noun, identity) if noun in NOUNS else None
        if row is None:
            return visit.missing(f"There is no {identity} among the {noun}.")
        changes = edits.changes(record, visit.desk, noun, row, given)
        reviews.sign(record, judgement(visit, given, verdict="edit", noun=noun, target=identity, changes=changes))
    visit.desk.judged()
    return RedirectResponse(inside(text(given, "next") or "/review"), 303)

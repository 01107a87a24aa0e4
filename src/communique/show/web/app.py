"""The explorer, put together: addresses -> pages, inside the guard. One line a page."""

from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from communique.model.errors import CommuniqueError
from communique.show.web.desk import Desk
from communique.show.web.guard import Guard
from communique.show.web.page import Handler, Visit
from communique.show.web.pages import (
    actor,
    compare,
    coverage,
    download,
    lists,
    network,
    overview,
    pair,
    reader,
    review,
    row,
    search,
    wording,
    worldmap,
)

PAGES: Mapping[str, Handler] = {
    "/": overview.overview,
    "/wording": wording.wordings,
    "/wording/{concept}": wording.wording,
    "/pairs": pair.pairs,
    "/pairs/{pair}": pair.pair,
    "/actors/{actor:path}": actor.actor,
    "/documents/{document}": reader.reader,
    "/rows/{noun}/{id}": row.row,
    "/rows/{noun}/{id}/cite.json": row.csl,
    "/network": network.network,
    "/map": worldmap.worldmap,
    "/coverage": coverage.coverage,
    "/compare": compare.compare,
    "/search": search.search,
    "/review": review.queue,
    "/review/log": review.history,
    "/review/agreement": review.agreement,
    "/review/edit/{noun}/{id}": review.form,
    "/review/add/{document}": review.missed,
    "/{noun}.{format}": download.download,
    "/{noun}": lists.listing,
}
WRITES: Mapping[str, Handler] = {
    "/review/name": review.name,
    "/review/sign": review.sign,
    "/review/edit/{noun}/{id}": review.edit,
    "/review/add/{document}": review.add,
    "/review/undo": review.undo,
    "/review/bulk": review.bulk,
}


def application(desk: Desk, *, port: int | None = None) -> Guard:
    """The explorer of a record, as an ASGI application. `port`: the one that it is served at, which a Host must then name."""

    def route(path: str, handler: Handler, method: str) -> Route:
        async def endpoint(request: Request) -> Response:
            from starlette.concurrency import run_in_threadpool

            if method == "POST":
                request.state.form = await request.form(max_files=0, max_fields=2000)
            return await run_in_threadpool(answer, Visit.of(request, desk), handler)

        return Route(path, endpoint, methods=[method])

    routes = [Mount("/static", StaticFiles(packages=[("communique.show.web", "static")]))]
    writes = [route(path, handler, "POST") for path, handler in WRITES.items()]
    pages = [route(path, handler, "GET") for path, handler in PAGES.items()]
    made = Starlette(routes=[*routes, *writes, *pages], exception_handlers={HTTPException: failed(desk), Exception: failed(desk)})
    return Guard(made, port)


def answer(visit: Visit, handler: Handler) -> Response:
    """A page, or an error that says what to do next."""
    try:
        return handler(visit)
    except CommuniqueError as error:
        return visit.show("error.html", "That did not work", status=400, what=error.what, hint=error.hint)


def failed(desk: Desk):  # type: ignore[no-untyped-def]
    """What is shown where no page is."""

    async def handler(request: Request, error: Exception) -> Response:
        visit = Visit.of(request, desk)
        if isinstance(error, HTTPException):
            return visit.show("missing.html", "Not here", status=error.status_code, what=request.url.path)
        return visit.show(
            "error.html",
            "That did not work",
            status=500,
            what="Something here is broken.",
            hint="The record is unharmed. Say what you did in an issue.",
        )

    return handler

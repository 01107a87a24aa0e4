"""A page: a template and what it shows -> a response; the frame around it is the same everywhere."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from communique import __version__
from communique.show import page, words
from communique.show.web.desk import Desk, View
from communique.show.web.labels import BADGES, KEYS, Labels, short

Handler = Callable[["Visit"], Response]
COOKIE = "communique_reviewer"
MOST_NAME = 80
NAV = (
    ("/", "Overview"),
    ("/events", "Events"),
    ("/statements", "Said"),
    ("/wording", "Wording"),
    ("/pairs", "Pairs"),
    ("/commitments", "Promised"),
    ("/forecasts", "Forecasts"),
    ("/conflicts", "Disagreements"),
    ("/actors", "Actors"),
    ("/documents", "Documents"),
    ("/network", "Network"),
    ("/map", "Map"),
    ("/coverage", "Coverage"),
    ("/compare", "Compare"),
    ("/review", "Review"),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: what was asked, and the desk that answers it."""

    request: Request
    desk: Desk
    seen: View

    @classmethod
    def of(cls, request: Request, desk: Desk) -> "Visit":
        """A request to a desk, and the view that it finds there."""
        return cls(request, desk, desk.held)

    @property
    def labels(self) -> Labels:
        """What values are called."""
        return Labels(self.desk.knowledge, self.desk.held.listings)

    @property
    def reviewer(self) -> str:
        """Who reviews, as they said; empty if they did not."""
        from urllib.parse import unquote

        return unquote(self.request.cookies.get(COOKIE, ""))[:MOST_NAME] or self.desk.reviewer

    @property
    def partial(self) -> bool:
        """Whether a script asks for the middle of the page alone."""
        return self.request.headers.get("x-part") == "1"

    def part(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params[name])

    def show(self, template: str, title: str, *, status: int = 200, **context: Any) -> Response:
        """The page."""
        made = environment().get_template(template)
        frame = {
            "title": short(title, 120),
            "nav": NAV,
            "path": self.request.url.path,
            "here": self.request.url.path + (f"?{self.request.url.query}" if self.request.url.query else ""),
            "record": self.desk.path.name,
            "labels": self.labels,
            "token": self.desk.token,
            "reviewer": self.reviewer,
            "behind": self.desk.waiting(self.seen),
            "version": __version__,
            "partial": self.partial,
        }
        return HTMLResponse(made.render(**frame, **context), status)

    def missing(self, what: str) -> Response:
        """A page for what is not there."""
        return self.show("missing.html", "Not here", status=404, what=what)


@lru_cache(maxsize=1)
def environment() -> Any:
    """The template engine; all that comes from texts is escaped."""
    from jinja2 import PackageLoader

    made = page.environment()
    made.loader = PackageLoader("communique.show.web", "templates")
    made.filters.update(
        when=words.when,
        day=words.day,
        parties=words.parties,
        act=words.act,
        speaker=words.speaker,
        outlet=words.outlet,
        short=short,
        enc=enc,
    )
    made.globals.update(BADGES=BADGES, KEYS=KEYS, query=urlencode)
    return made


def enc(value: object) -> str:
    """A value as part of a path."""
    return quote(str(value), safe=":")

"""Who may ask: loopback hosts, forms of our own, and pages that run nothing but our files. Plain ASGI, before any page."""

import hmac
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAMES = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
MOST_BYTES = 1_000_000


def new_token() -> str:
    """A token of this run, which every form carries."""
    return secrets.token_urlsafe(24)


def same(given: str, token: str) -> bool:
    """Whether a form carries this run's token."""
    return hmac.compare_digest(given.encode(), token.encode())


def is_here(host: str, port: int | None) -> bool:
    """Whether a Host or Origin names this machine's loopback, and this server's port where it is known: else a page elsewhere may have us by a name of its own (DNS rebinding)."""
    try:
        parts = urlsplit(f"//{host}")
        named = parts.hostname in NAMES
        return named and (port is None or (parts.port or 80) == port) and "@" not in host and "/" not in host
    except ValueError:
        return False


class Guard:
    """Refuses what does not come from a page of this server; adds the headers that bind a page to its own files. `port`: None where any will do."""

    def __init__(self, app: ASGIApp, port: int | None = None) -> None:
        self.app, self.port = app, port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check, then hand on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self.refusal(scope)
        if refusal is not None:
            await PlainTextResponse(refusal, 403, dict(HEADERS))(scope, receive, send)
            return

        async def bound(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, bound)

    def refusal(self, scope: Scope) -> str | None:
        """Why a request is refused; None if it is not."""
        headers = Headers(scope=scope)
        if not is_here(headers.get("host", ""), self.port):
            return "This explorer answers to its own address alone: open the one that it printed.\n"
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return "Only GET and POST are served here.\n"
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "same-origin")
        if scope["method"] == "POST":
            if int(headers.get("content-length") or MOST_BYTES + 1) > MOST_BYTES:
                return "This form is too large.\n"
            if site not in {"same-origin", "none"} or (origin is not None and not is_here(origin.partition("://")[2], self.port)):
                return "This form was sent from another site.\n"
            if origin is None and site == "none":
                return "This form says nothing of where it was sent from.\n"
        elif origin is not None and not is_here(origin.partition("://")[2], self.port):
            return "This page was asked for by another site.\n"
        return None

"""communique explore: the record in a browser, on this machine alone."""

import contextlib
import sys
from typing import Annotated

import typer

from communique.cli.options import RecordFile, Vocabulary
from communique.model.errors import CommuniqueError

MOST_TRIED = 20


def command(
    record: RecordFile,
    port: Annotated[int, typer.Option(help="Where to listen; another free one is taken if it is busy.", min=1, max=65_535)] = 8765,
    reviewer: Annotated[str, typer.Option(help="Who reviews; can be said in the explorer, too.", envvar="COMMUNIQUE_REVIEWER")] = "",
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
    vocab: Vocabulary = [],  # noqa: B006 - typer reads it only
) -> None:
    """Explore a record in the browser, doubt it, and correct it. It is served to this machine alone (127.0.0.1), and works with the network off.

    Examples:

      communique explore --record asia.db

      communique explore --record asia.db --reviewer "An Nguyen" --no-browser --port 9000
    """
    import uvicorn

    from communique.analyse.compare import compare
    from communique.record.store import Record
    from communique.show.web.app import application
    from communique.show.web.desk import Desk

    with Record(record):
        pass
    listening = bound(port)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    print(f"laying out {record} …", file=sys.stderr, flush=True)
    desk = Desk(record, compare=compare, reviewer=reviewer, vocabulary=tuple(vocab))
    desk.warm()
    print(f"{record} is open at {address} (Ctrl+C ends it)", flush=True)
    if browser:
        import webbrowser

        webbrowser.open(address)
    config = uvicorn.Config(
        application(desk, port=listening.getsockname()[1]),
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
        lifespan="off",
    )
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])
    print("closed; judgements are in the record.", file=sys.stderr)


def bound(port: int):  # type: ignore[no-untyped-def]
    """A socket on the loopback interface, at this port or one soon after it."""
    import socket

    for number in range(port, min(port + MOST_TRIED, 65_536)):
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind(("127.0.0.1", number))
        except OSError:
            made.close()
            continue
        made.listen(64)
        return made
    raise CommuniqueError(f"no port from {port} to {port + MOST_TRIED - 1} is free.", hint="Name another with --port.")

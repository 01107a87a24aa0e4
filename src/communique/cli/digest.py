"""communique digest: what a record gained since a day."""

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.options import RecordFile
from communique.model.errors import CommuniqueError


def command(
    record: RecordFile,
    since: Annotated[str, typer.Option(help="A day or a moment (2026-11-20, 2026-11-20T08:00, UTC), or how long ago: 7d, 12h.")] = "7d",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="A file: .html, .atom, or text; the terminal if not said.")] = None,
) -> None:
    """Say what is new: documents that came in since, new events, commitments, disagreements, wordings, and who spoke.

    Examples:

      communique digest --record asia.db --since 7d

      communique digest --record asia.db --since 2026-11-20 --out news.atom
    """
    from communique.analyse.news import news
    from communique.record.store import Record
    from communique.show import digest

    with Record(record) as opened:
        found = news(opened, moment(since))
        if out is None:
            print(digest.as_text(opened, found), end="")
        else:
            digest.write(opened, found, out)
            print(out)


def moment(value: str) -> str:
    """A moment as the record writes it."""
    from datetime import UTC, datetime, timedelta

    if value[-1:] in {"d", "h"} and value[:-1].isdecimal() and len(value) < 7:
        span = timedelta(days=int(value[:-1])) if value.endswith("d") else timedelta(hours=int(value[:-1]))
        return (datetime.now(UTC) - span).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        given = datetime.fromisoformat(value)
    except ValueError as error:
        raise CommuniqueError(f"--since {value!r} is no moment.", hint="Write 2026-11-20, 2026-11-20T08:00, 7d or 12h.") from error
    return (given.astimezone(UTC) if given.tzinfo else given).strftime("%Y-%m-%dT%H:%M:%SZ")

"""communique export: the record in a format that others read."""

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.options import RecordFile
from communique.model.errors import CommuniqueError


def command(
    record: RecordFile,
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder or file to write.")],
    to: Annotated[str, typer.Option("--to", help="The format; `communique formats` lists them.")] = "jsonl",
) -> None:
    """Export a record.

    Example:

      communique export --record asia.db --to jsonl --out asia/
    """
    from communique.record.store import Record
    from communique.show.export.formats import EXPORTS

    if to not in EXPORTS:
        raise CommuniqueError(f"there is no export format {to!r}.", hint=f"There is: {', '.join(EXPORTS)}.")
    with Record(record) as opened:
        for path in EXPORTS[to].write(opened, out):
            print(path)

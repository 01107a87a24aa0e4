"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

RecordFile = Annotated[
    Path, typer.Option("--record", "-r", help="The record: one SQLite file.", envvar="COMMUNIQUE_RECORD", show_envvar=True)
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON only.")]
Vocabulary = Annotated[
    list[Path],
    typer.Option(
        "--vocab",
        help="Your own vocabulary: a CSV with the header of a shipped table, or a concept's TOML. May be given again.",
        exists=True,
        dir_okay=False,
    ),
]

"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from communique.model.errors import CommuniqueError

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


def two_of(option: str, value: str) -> tuple[str, str]:
    """Two states from 'CHN,VNM'."""
    parts = [part.strip().upper() for part in value.split(",")]
    if len(parts) != 2 or not all(parts) or parts[0] == parts[1]:
        raise CommuniqueError(f"{option} {value!r} is not two states.", hint=f"For example {option} CHN,VNM.")
    return parts[0], parts[1]

"""Options that several commands share."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.model.errors import CommuniqueError

if TYPE_CHECKING:
    from communique.vocab.knowledge import Knowledge

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


def two_of(option: str, value: str, knowledge: "Knowledge") -> tuple[str, str]:
    """Two states from 'CHN,VNM' or 'China,Vietnam'."""
    parts = [part.strip() for part in value.split(",")]
    if len(parts) != 2 or not all(parts):
        raise CommuniqueError(f"{option} {value!r} is not two states.", hint=f"For example {option} CHN,VNM.")
    first, second = (state_of(option, part, knowledge) for part in parts)
    if first == second:
        raise CommuniqueError(f"{option} {value!r} is one state twice.", hint=f"For example {option} CHN,VNM.")
    return first, second


def state_of(option: str, value: str, knowledge: "Knowledge") -> str:
    """A state's alpha-3 code from its code or a name of it."""
    if f"state:{value.upper()}" in knowledge.actors:
        return value.upper()
    named = sorted(
        {n.target for n in knowledge.names if n.text.casefold() == value.casefold() and n.target.startswith("state:") and n.how == "name"}
    )
    if len(named) != 1:
        raise CommuniqueError(
            f"{option}: there is no state {value!r}.", hint="Use its ISO 3166 alpha-3 code or its English name: CHN, Vietnam."
        )
    return named[0].removeprefix("state:")

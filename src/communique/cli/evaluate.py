"""communique evaluate: the annotators against a gold set on disk."""

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.options import Json


def command(
    task: Annotated[
        str,
        typer.Argument(
            help="attribution (PolNeAR's layout), events, clusters or record (folders with gold.txt), actors (a list of mentions), terms (uses.txt), commitments, forecasts, conflicts, compare (pairs), or plover (a table of marked sentences)."
        ),
    ],
    gold: Annotated[Path, typer.Argument(help="The folder or table of the gold set.", exists=True)],
    predictions: Annotated[
        Path | None, typer.Option(help="Write what was predicted here: a .csv for plover, a folder for attribution.")
    ] = None,
    gate: Annotated[Path | None, typer.Option(help="A floors file: exit 1 if a score is under its floor.", exists=True)] = None,
    as_json: Json = False,
) -> None:
    """Score the annotators against a gold set: precision, recall and F1 with bootstrap intervals, worst cases first.

    Examples:

      communique evaluate record gold/en/record

      communique evaluate attribution gold/en/attribution

      communique evaluate attribution ../polnear/dev --predictions out/

      communique evaluate events gold/en/events/dev

      communique evaluate actors gold/en/actors/test.txt

      communique evaluate terms gold/en/terms

      communique evaluate compare gold/compare/test

      communique evaluate commitments gold/en/commitments/test

      communique evaluate plover sentences.tsv --predictions types.csv
    """
    from communique.evaluate.tasks import run

    if not run(task, gold, predictions, gate, as_json=as_json):
        raise typer.Exit(1)

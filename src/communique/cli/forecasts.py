"""communique forecasts: who predicted what, what came of it, and how good they were."""

import json
from pathlib import Path
from typing import Annotated

import typer

from communique.cli.options import Json, RecordFile


def command(
    record: RecordFile,
    resolutions: Annotated[
        Path | None,
        typer.Option(
            help="Your own judgements: a CSV with columns forecast and resolution (yes, no, ambiguous, open).", exists=True, dir_okay=False
        ),
    ] = None,
    limit: Annotated[int, typer.Option(help="At most this many forecasts; 0 for all.", min=0)] = 50,
    as_json: Json = False,
) -> None:
    """Show the register of forecasts: claim, likelihood, horizon, what came of each and why, then the scores of each forecaster.

    Examples:

      communique forecasts --record asia.db

      communique forecasts --record asia.db --resolutions mine.csv --json
    """
    from communique.analyse.forecasts import register
    from communique.analyse.judgements import read_resolutions
    from communique.record.store import Record
    from communique.show.forecasts import print_register

    given = read_resolutions(resolutions) if resolutions else None
    with Record(record) as opened:
        found = register(opened, given)
        print(json.dumps(found, ensure_ascii=False)) if as_json else print_register(opened, found, limit)

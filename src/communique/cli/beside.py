"""communique beside: our counts of a pair beside GDELT's, POLECAT's or ICEWS's."""

import json
from pathlib import Path
from typing import Annotated

import typer

from communique.cli.options import Json, RecordFile, two_of


def command(
    files: Annotated[list[Path], typer.Argument(help="Event tables of GDELT (1.0 or 2.0), POLECAT or ICEWS: plain, .gz or .zip.")],
    record: RecordFile,
    pair: Annotated[str, typer.Option(help="The two states: CHN,VNM.")],
    by: Annotated[str, typer.Option(help="week, month, quarter or year.")] = "month",
    as_json: Json = False,
) -> None:
    """Set a pair's events beside somebody else's coding, period by period, and say how far the two move together.

    Example:

      communique beside 2023*.export.CSV.zip --record asia.db --pair CHN,VNM --by quarter
    """
    from itertools import chain

    from communique.analyse.acts import acts
    from communique.analyse.beside import beside
    from communique.read.series import read
    from communique.record.store import Record
    from communique.show.ties import print_beside
    from communique.vocab.load import load

    knowledge = load()
    first, second = sorted(two_of("--pair", pair, knowledge))
    with Record(record) as opened:
        found = beside(acts(opened), chain.from_iterable(read(path, knowledge) for path in files), (first, second), by)
    print(json.dumps(found)) if as_json else print_beside(found)

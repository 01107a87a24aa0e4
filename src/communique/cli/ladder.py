"""communique ladder: where a state's partners stand, on its own rungs."""

import json
from typing import Annotated

import typer

from communique.cli.options import Json, RecordFile, state_of
from communique.cli.show import check_day


def command(
    state: Annotated[str, typer.Argument(help="Whose ladder: an alpha-3 code, or EU.")],
    record: RecordFile,
    on: Annotated[str | None, typer.Option(help="On this day (YYYY-MM-DD); else at last.")] = None,
    partner: Annotated[list[str], typer.Option(help="Only this partner; may be given again, to compare.")] = [],  # noqa: B006 - typer copies it
    as_json: Json = False,
) -> None:
    """Show where each partner of a state stands on that state's own rungs, since when, and who says so: the vocabulary or rows of the record.

    Examples:

      communique ladder VNM --record asia.db

      communique ladder VNM --on 2023-06-30 --partner USA --partner CHN --record asia.db
    """
    from datetime import date

    from communique.analyse.ladders import standings
    from communique.record.store import Record
    from communique.show.ladder import print_ladder
    from communique.vocab.load import load

    check_day(on)
    knowledge = load()
    whose = state if state.upper() in knowledge.ladders else state_of("STATE", state, knowledge)
    with Record(record) as opened:
        found = standings(opened, knowledge, whose, date.fromisoformat(on) if on else None)
    if partner:
        wanted = {p.upper() if p.upper() == "EU" else state_of("--partner", p, knowledge) for p in partner}
        found["partners"] = [p for p in found["partners"] if p["partner"] in wanted]
    print(json.dumps(found, ensure_ascii=False)) if as_json else print_ladder(found, record)

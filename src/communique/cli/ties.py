"""communique ties and baserates: how pairs of states move, with honest doubt."""

import json
from pathlib import Path
from typing import Annotated

import typer

from communique.cli.options import Json, RecordFile, state_of, two_of
from communique.cli.show import check_day
from communique.model.errors import CommuniqueError

By = Annotated[str, typer.Option(help="week, month, quarter or year.")]
Limit = Annotated[int, typer.Option(help="At most this many rows; 0 for all.", min=0)]


def ties(
    record: RecordFile,
    pair: Annotated[str | None, typer.Option(help="One pair in full: CHN,VNM.")] = None,
    between: Annotated[str | None, typer.Option(help="A state between powers: its ties with each side by side. With --powers.")] = None,
    powers: Annotated[str | None, typer.Option(help="The powers: CHN,USA.")] = None,
    balance: Annotated[bool, typer.Option("--balance", help="The signed network and its triangles, for exploration.")] = False,
    by: By = "month",
    since: Annotated[str | None, typer.Option(help="Not before this day (YYYY-MM-DD).")] = None,
    until: Annotated[str | None, typer.Option(help="Not after this day.")] = None,
    limit: Limit = 50,
    as_json: Json = False,
) -> None:
    """Show how pairs of states move: rates with bands and denominators, what changed, and which rows say so.

    Examples:

      communique ties --record asia.db

      communique ties --record asia.db --pair CHN,VNM --by quarter

      communique ties --record asia.db --between VNM --powers CHN,USA
    """
    from datetime import date

    from communique.analyse.balance import balance as balanced
    from communique.analyse.changed import changed
    from communique.analyse.series import everyone, lay_out, profile
    from communique.record.store import Record
    from communique.show.ties import print_balance, print_everyone, print_parts, print_profile
    from communique.vocab.load import load

    for day in (since, until):
        check_day(day)
    if bool(between) != bool(powers):
        raise CommuniqueError("--between and --powers go together.", hint="For example --between VNM --powers CHN,USA.")
    knowledge = load()
    with Record(record) as opened:
        layout = lay_out(opened, by, date.fromisoformat(since) if since else None, date.fromisoformat(until) if until else None)
        if balance:
            found = balanced(layout.acts)
            print(json.dumps(found)) if as_json else print_balance(found)
        elif between and powers:
            sides = [
                profile(opened, knowledge, (state_of("--between", between, knowledge), power), layout=layout)
                for power in two_of("--powers", powers, knowledge)
            ]
            print(json.dumps(sides, ensure_ascii=False)) if as_json else print_parts(sides)
        elif pair:
            first, second = two_of("--pair", pair, knowledge)
            tie = profile(opened, knowledge, (first, second), layout=layout)
            sentences = {name: changed(tie, name, knowledge) for name in tie["series"]}
            if as_json:
                print(json.dumps(tie | {"changed": sentences}, ensure_ascii=False))
            else:
                print_profile(tie, sentences, record)
        else:
            rows = everyone(layout)
            print(json.dumps(rows)) if as_json else print_everyone(
                rows, by, limit, (sum(s.day is not None for s in layout.told), len(layout.told))
            )


def baserates(
    wanted: Annotated[str, typer.Argument(help="A PLOVER type (AGREE), a mode (visit), or a quad (1 to 4).")],
    record: RecordFile,
    days: Annotated[int, typer.Option(help="The days to come.", min=1, max=3660)] = 28,
    pair: Annotated[str | None, typer.Option(help="Only this pair: CHN,VNM.")] = None,
    limit: Limit = 20,
    as_json: Json = False,
) -> None:
    """Tell how likely each pair is to have at least one such act in the days to come, and how good such forecasts were in the past.

    Examples:

      communique baserates CONSULT --record asia.db

      communique baserates visit --pair CHN,VNM --days 90 --record asia.db
    """
    from communique.analyse.outlook import outlook
    from communique.record.store import Record
    from communique.show.ties import print_outlook
    from communique.vocab.load import load

    knowledge = load()
    with Record(Path(record)) as opened:
        found = outlook(opened, knowledge, wanted, days=days, pair=two_of("--pair", pair, knowledge) if pair else None)
    print(json.dumps(found)) if as_json else print_outlook(found, limit, record)

"""communique show: tables on the terminal, each row with its evidence."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from communique.cli.options import Json, RecordFile
from communique.model.errors import CommuniqueError


class Noun(StrEnum):
    """What a record holds."""

    documents = "documents"
    actors = "actors"
    events = "events"
    statements = "statements"
    terms = "terms"
    commitments = "commitments"
    forecasts = "forecasts"
    ties = "ties"
    conflicts = "conflicts"
    silences = "silences"


def command(
    noun: Annotated[Noun, typer.Argument(help="What to show.")],
    record: RecordFile,
    as_json: Json = False,
    actor: Annotated[str | None, typer.Option(help="Of this actor: id, name or alpha-3 country.")] = None,
    pair: Annotated[str | None, typer.Option(help="Between these two: CHN,VNM.")] = None,
    type: Annotated[str | None, typer.Option(help="PLOVER type or mode, commitment or conflict kind.")] = None,  # noqa: A002 - the option's name
    outlet: Annotated[str | None, typer.Option(help="From this outlet: id or name.")] = None,
    since: Annotated[str | None, typer.Option(help="Not before this day (YYYY-MM-DD).")] = None,
    until: Annotated[str | None, typer.Option(help="Not after this day.")] = None,
    voice: Annotated[str | None, typer.Option(help="'reporter' or 'source': told by the article itself, or by somebody in it.")] = None,
    concept: Annotated[str | None, typer.Option(help="Uses of one contested wording, by its id.")] = None,
    realis: Annotated[str | None, typer.Option(help="happened, planned, hypothetical, negated or ongoing.")] = None,
    id: Annotated[str | None, typer.Option(help="Only these rows: ids with commas between; for events also a cluster's.")] = None,  # noqa: A002 - the option's name
    limit: Annotated[int, typer.Option(help="At most this many rows; 0 for all.", min=0)] = 50,
) -> None:
    """Show what the record holds, with the sentence under each row.

    Examples:

      communique show events --record asia.db --pair CHN,VNM --since 2023-12-01

      communique show statements --record asia.db --actor "Wang Yi" --json
    """
    from itertools import islice

    from communique.record.queries import Filters, first, rows
    from communique.record.store import Record

    two = tuple(p.strip() for p in pair.split(",")) if pair else None
    if two is not None and len(two) != 2:
        raise CommuniqueError(f"--pair {pair!r} is not two actors.", hint="For example --pair CHN,VNM.")
    for day in (since, until):
        check_day(day)
    filters = Filters(
        actor=actor,
        pair=(two[0], two[1]) if two else None,
        type=type,
        outlet=outlet,
        since=since,
        until=until,
        voice=voice,
        concept=concept,
        realis=realis,
        ids=frozenset(part.strip() for part in id.split(",")) if id else None,
    )
    with Record(record) as opened:
        if as_json:
            found = rows(opened, noun.value, filters)
            print("[" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in (islice(found, limit) if limit else found)) + "]")
            return
        from communique.show.tables import print_table

        print_table(opened, noun.value, *first(opened, noun.value, filters, limit))


def check_day(value: str | None) -> None:
    """Dates are ISO."""
    from datetime import date

    try:
        if value:
            date.fromisoformat(value)
    except ValueError as error:
        raise CommuniqueError(f"{value!r} is no day.", hint="Write it as 2023-12-31.") from error

"""communique figure: one chart as SVG, PNG or Vega-Lite, with the rows behind its numbers."""

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.options import RecordFile, state_of, two_of
from communique.cli.show import check_day


def command(
    kind: Annotated[str, typer.Argument(help="tie, multiples, timeline, ladder, heat or network.")],
    record: RecordFile,
    out: Annotated[Path, typer.Option("--out", "-o", help="Where to: NAME.svg, NAME.png or NAME.json (Vega-Lite).")],
    pair: Annotated[str | None, typer.Option(help="For tie and timeline: CHN,VNM.")] = None,
    state: Annotated[str | None, typer.Option(help="For ladder: VNM.")] = None,
    series: Annotated[
        str, typer.Option(help="Of a tie: events, cooperation, conflict, security, economy, people or diplomacy.")
    ] = "events",
    by: Annotated[str, typer.Option(help="week, month, quarter or year.")] = "month",
    since: Annotated[str | None, typer.Option(help="Not before this day (YYYY-MM-DD).")] = None,
    until: Annotated[str | None, typer.Option(help="Not after this day.")] = None,
    title: Annotated[str, typer.Option(help="A title of your own.")] = "",
) -> None:
    """Draw a figure, captioned with what it rests on; NAME.rows.csv beside it names the rows behind each number.

    Examples:

      communique figure tie --pair CHN,VNM --by quarter --record asia.db --out tie.svg

      communique figure ladder --state VNM --record asia.db --out ladder.png
    """
    from datetime import date

    from communique.record.store import Record
    from communique.show.figures import need

    need()
    from communique.show.figures.make import Asked, figure
    from communique.show.figures.save import save
    from communique.vocab.load import load

    for day in (since, until):
        check_day(day)
    knowledge = load()
    asked = Asked(
        pair=two_of("--pair", pair, knowledge) if pair else None,
        state=state if state is None or state.upper() in knowledge.ladders else state_of("--state", state, knowledge),
        series=series,
        by=by,
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
        title=title,
    )
    with Record(record) as opened:
        chart, rows = figure(opened, knowledge, kind, asked)
        for path in save(chart, out, rows):
            print(path)

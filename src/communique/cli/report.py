"""communique report: one HTML file that can be mailed."""

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.options import RecordFile


def command(
    record: RecordFile,
    out: Annotated[Path, typer.Option("--out", "-o", help="The HTML file to write.")],
    title: Annotated[str, typer.Option(help="The report's heading.")] = "",
) -> None:
    """Write a report: what changed and when, who said what, in whose words, what was promised, where sources disagree.

    One file, no network, opens from disk; every row leads to its sentence in its article.

    Example:

      communique report --record asia.db --out report.html
    """
    from communique.record.store import Record
    from communique.show.report.build import write

    with Record(record) as opened:
        write(opened, out, title or f"Record {record.stem}")
    print(f"{out.resolve()}")

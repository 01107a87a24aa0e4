"""communique read: files and folders into a record."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.options import Json, RecordFile, Vocabulary
from communique.model.errors import CommuniqueError

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.pipeline import Progress, Summary

MOST_LISTED = 40
# Each holds the models, some 450 MB; a laptop has other things to do.
MOST_WORKERS = 2


Paths = Annotated[list[str], typer.Argument(help="Files and folders, or URLs of an object store; folders are read with all below them.")]
Column = Annotated[list[str], typer.Option("--column", help="For tables: OURS=THEIRS, as text=body or published=Date.")]
Shapes = Annotated[list[Path], typer.Option("--format", help="A format of your own: a TOML file with XPaths (docs/how-to/corpora.md).")]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Who annotates: one a core, two at most, if not said. The record is the same with any number.")
]
Engine = Annotated[str, typer.Option(help="Who starts the workers: pool (this machine), ray or dask (extras of that name).")]
Address = Annotated[str, typer.Option(help="A Ray or Dask cluster, as ray://head:10001 or tcp://head:8786; this machine if not said.")]
Keep = Annotated[str, typer.Option(help="A folder or URL where workers keep results: a read that was cut short takes them from there.")]
Watch = Annotated[bool, typer.Option("--watch", help="Go on: look at the folders again and again, and read what is new. Ctrl+C ends it.")]
Every = Annotated[float, typer.Option(help="With --watch: seconds between looks.", min=0.1)]


def command(
    paths: Paths,
    record: RecordFile,
    column: Column = [],  # noqa: B006 - typer reads it only
    shape: Shapes = [],  # noqa: B006 - typer reads it only
    vocab: Vocabulary = [],  # noqa: B006 - typer reads it only
    workers: Workers = None,
    engine: Engine = "pool",
    address: Address = "",
    keep: Keep = "",
    watch: Watch = False,
    every: Every = 10,
    as_json: Json = False,
) -> None:
    """Read articles into a record (made if missing). Reading again changes nothing; an edited file becomes a new version.

    Examples:

      communique read articles/ --record asia.db

      communique read export.csv --column text=Body --column published=Date --record asia.db

      communique read articles/ --record asia.db --watch

      communique read s3://bucket/articles --engine ray --address auto --keep s3://bucket/results --record asia.db
    """
    from communique.read.described import shape_of
    from communique.read.source import Options
    from communique.spread.work import Hands
    from communique.vocab.load import load

    options = Options(columns=tuple(sorted(column_pair(c) for c in column)), shapes=tuple(shape_of(path) for path in shape))
    hands = Hands(workers or min(MOST_WORKERS, os.cpu_count() or 1), engine, address, keep)
    knowledge = load(tuple(vocab))

    def once() -> "Summary":
        from communique.pipeline import read_into
        from communique.record.store import Record

        with Record(record, writable=True) as opened, bar() as progress:
            summary = read_into(opened, paths, knowledge, options=options, progress=progress, hands=hands)
        tell(summary, record, as_json=as_json)
        return summary

    if not watch:
        raise typer.Exit(1 if once().problems else 0)
    from communique.cli.watch import watch as go_on

    far = [path for path in paths if "://" in path]
    if far:
        raise CommuniqueError(
            f"{far[0]}: an object store cannot be watched.", hint="Read it now and then: what is in the record is passed over."
        )
    go_on(paths, lambda: print_again(once), every)


def print_again(once: "Callable[[], Summary]") -> None:
    """A pass of a watch; what stands in its way now may be gone at the next."""
    try:
        once()
    except CommuniqueError as error:
        print(f"communique: {error}", file=sys.stderr)
    sys.stdout.flush()


def column_pair(value: str) -> tuple[str, str]:
    """'text=Body' -> ('text', 'Body')"""
    ours, sign, theirs = value.partition("=")
    if not sign or not ours or not theirs:
        raise CommuniqueError(f"--column {value!r} is not of the form OURS=THEIRS.", hint="For example --column text=Body.")
    return ours.strip(), theirs.strip()


class bar:  # noqa: N801 - reads as a word in a with statement
    """A progress bar on a terminal, a line every hundred files otherwise; both on stderr."""

    def __enter__(self) -> "Progress":
        if not sys.stderr.isatty():
            return self.line
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self.shown = Progress(
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.description}"),
            console=Console(stderr=True),
            transient=True,
        )
        self.task = self.shown.add_task("", total=None)
        self.shown.start()
        return self.step

    def __exit__(self, *_: object) -> None:
        if hasattr(self, "shown"):
            self.shown.stop()

    def step(self, path: str, number: int, total: int) -> None:
        """Move the bar."""
        self.shown.update(self.task, completed=number, total=total, description=Path(path).name[:40])

    def line(self, _path: str, number: int, total: int) -> None:
        """A plain line now and then."""
        if number and number % 100 == 0:
            print(f"read {number} of {total} files", file=sys.stderr)


def tell(summary: "Summary", record: Path, *, as_json: bool) -> None:
    """What was done, on stdout; each problem, on stderr."""
    for problem in summary.problems[:MOST_LISTED]:
        print(f"communique: {problem}", file=sys.stderr)
    if len(summary.problems) > MOST_LISTED:
        print(f"communique: and {len(summary.problems) - MOST_LISTED} more; --json lists all.", file=sys.stderr)
    if as_json:
        print(json.dumps(asdict(summary), ensure_ascii=False))
        return
    parts = [f"{summary.found} files found", f"{summary.read} documents read"]
    parts += [f"{summary.unchanged} unchanged"] if summary.unchanged else []
    parts += [f"{len(summary.problems)} could not be read (named above)"] if summary.problems else []
    print(f"{record}: " + ", ".join(parts) + ".")
    for name, counts in sorted(summary.formats.items()):
        print(f"  {name}: {counts['expected']} expected, {counts['parsed']} parsed, {counts['undated']} undated")
    if summary.inferred:
        print(f"  {summary.inferred} carry no date; theirs was inferred from the dates in their text (communique show documents says why).")
    if summary.undated:
        print(f"  {summary.undated} are undated: no metadata, dateline, full date, anniversary or office bounds them.")
    if summary.skipped:
        print(
            "  passed over: "
            + ", ".join(f"{count} {suffix}" for suffix, count in sorted(summary.skipped.items()))
            + " (no reader; communique formats)."
        )
    if summary.read:
        print(f"Next: communique explore --record {record}, or communique report --record {record} --out report.html")

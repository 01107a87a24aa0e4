"""The `communique` program: every command, put together in one place."""

import sys
from typing import Annotated

import typer

from communique.cli import (
    archive,
    assist,
    beside,
    code,
    compare,
    corpus,
    digest,
    evaluate,
    explain,
    explore,
    export,
    figure,
    forecasts,
    ladder,
    read,
    report,
    show,
    terms,
    ties,
    vocabulary,
)
from communique.model.errors import CommuniqueError

app = typer.Typer(
    name="communique",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with: communique read FOLDER --record my.db, then communique report --record my.db --out report.html",
)


def tell_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        from importlib.metadata import version

        print(f"communique {version('communique')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=tell_version, is_eager=True, help="Show the version and stop.")] = False,
) -> None:
    """Read diplomatic coverage and keep the record: who did what to whom, who said it, in whose words, according to whom."""


app.command("read")(read.command)
app.command("show")(show.command)
app.command("report")(report.command)
app.command("explore")(explore.command)
app.command("export")(export.command)
app.command("archive")(archive.archive)
app.command("rebuild")(archive.rebuild)
app.command("digest")(digest.command)
app.command("code")(code.command)
app.command("compare")(compare.command)
app.command("figure")(figure.command)
app.command("forecasts")(forecasts.command)
app.command("ladder")(ladder.command)
app.command("mcp")(assist.mcp)
app.command("draft")(assist.draft)
app.command("ties")(ties.ties)
app.command("beside")(beside.command)
app.command("baserates")(ties.baserates)
app.command("evaluate")(evaluate.command)
app.command("formats")(explain.formats)
app.add_typer(terms.app, name="terms")
app.add_typer(corpus.app, name="corpus")
app.add_typer(vocabulary.app, name="vocab")


def main() -> None:
    """Run; an error that the user can mend is one line on stderr and exit code 2, never a traceback."""
    try:
        app()
    except CommuniqueError as error:
        print(f"communique: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        print(f"communique: {error.filename or 'a file'}: {error.strerror or error}.", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("\ncommunique: stopped; what was read is in the record, and the same command goes on from there.", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()

"""communique vocab: the knowledge that the annotators use, and its checks."""

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.options import Vocabulary

app = typer.Typer(
    no_args_is_help=True, help="The vocabulary: states, offices, people, organisations, outlets, wordings.", rich_markup_mode=None
)


@app.command("check")
def check(
    vocab: Vocabulary = [],  # noqa: B006 - typer reads it only
    roles: Annotated[
        Path | None,
        typer.Option(help="A folder with PETRARCH actor files: dated roles up to 2010 to compare with.", exists=True, file_okay=False),
    ] = None,
) -> None:
    """Check the vocabulary for overlaps, gaps and dangling codes; exit 1 if something does not hold.

    Example:

      communique vocab check --vocab my-outlets.csv
    """
    from communique.vocab.check import agreement, problems
    from communique.vocab.load import load

    knowledge = load(tuple(vocab))
    found = list(problems(knowledge))
    for line in found:
        print(line)
    print(
        f"{len(knowledge.states)} states, {sum(len(t) for t in knowledge.terms_of.values())} terms of office of {len(knowledge.terms_of)} people, "
        f"{len(knowledge.outlets)} outlets, {len(knowledge.concepts)} wordings: {len(found)} problems."
    )
    if roles is not None:
        for line in agreement(knowledge, roles):
            print(line)
    raise typer.Exit(1 if found else 0)


@app.command("tables")
def tables() -> None:
    """List the shipped tables and their columns: a file of your own with the same columns adds to them."""
    from communique.vocab.load import HERE

    for path in sorted(HERE.glob("gazetteers/*.csv")):
        with path.open(encoding="utf8") as source:
            print(f"{path.stem:<10} {source.readline().strip()}")
    print(f"concepts   TOML, for example {HERE / 'concepts' / 'one-china.toml'}")

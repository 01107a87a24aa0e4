"""communique compare: two texts, clause by clause."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from communique.cli.options import Json, Vocabulary


def command(
    a: Annotated[Path, typer.Argument(help="The first text: a file that `read` knows.", exists=True, dir_okay=False)],
    b: Annotated[Path, typer.Argument(help="The second text.", exists=True, dir_okay=False)],
    out: Annotated[Path | None, typer.Option(help="Write a side-by-side page here (HTML, prints well).")] = None,
    vocab: Vocabulary = [],  # noqa: B006 - typer reads it only
    as_json: Json = False,
) -> None:
    """Compare two readouts of one meeting, two versions of one statement, or one text in two languages, clause by clause.

    Each clause is marked same, reworded, only in one, or moved; numbers, dates, names and contested wordings are checked, also across English, Chinese and
    Vietnamese.

    Examples:

      communique compare beijing.txt hanoi.txt

      communique compare statement-en.txt statement-zh.txt --out compared.html
    """
    from communique.analyse.compare import compare
    from communique.model.article import Article
    from communique.model.errors import UnreadableSource
    from communique.read.formats import articles as articles_in
    from communique.read.source import Source
    from communique.show.compared import print_compared, write
    from communique.vocab.load import load

    knowledge = load(tuple(vocab))

    def article(path: Path) -> Article:
        found = next(iter(articles_in(Source(path=str(path), location=str(path.resolve())), knowledge)), None)
        if isinstance(found, Article):
            return found
        raise found or UnreadableSource(str(path), "it holds no article")

    row = compare(article(a), article(b), knowledge)
    if out is not None:
        write(row, out)
        print(out, file=sys.stderr if as_json else sys.stdout)
    if as_json:
        print(json.dumps(row, ensure_ascii=False))
    elif out is None:
        print_compared(row)

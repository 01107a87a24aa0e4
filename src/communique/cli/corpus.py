"""communique corpus: concordance, keyness, collocates and networks over a record."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from communique.cli.options import Json, RecordFile

app = typer.Typer(
    no_args_is_help=True,
    help="Corpus tools over a record: concordance, keyness, collocates, actor and concept networks.",
    rich_markup_mode=None,
)
Part = Annotated[
    str | None, typer.Option("--in", help="A slice: side=CHN,since=2023-01-01; keys side outlet since until language speaker.")
]
SORTS = {
    "left": lambda r: r["left"][::-1].lower(),
    "right": lambda r: r["right"].lower(),
    "speaker": lambda r: r["speaker"] or "~",
    "date": lambda r: r["when"] or "9999",
    "outlet": lambda r: r["outlet"] or "~",
}


class Sort(StrEnum):
    """By what a concordance is sorted."""

    date = "date"
    left = "left"
    right = "right"
    speaker = "speaker"
    outlet = "outlet"


class Kind(StrEnum):
    """Which network."""

    affiliation = "affiliation"
    congruence = "congruence"
    conflict = "conflict"
    subtract = "subtract"


@app.command("kwic")
def kwic(
    words: Annotated[str, typer.Argument(help="A word or phrase; * stands for any letters.")],
    record: RecordFile,
    part: Part = None,
    sort: Annotated[Sort, typer.Option(help="Sort by this.")] = Sort.date,
    width: Annotated[int, typer.Option(min=10, max=400, help="Characters on either side.")] = 60,
    limit: Annotated[int, typer.Option(min=0, help="Lines shown; 0 shows all.")] = 50,
    as_json: Json = False,
) -> None:
    """Print a concordance: every place of a phrase with its speaker, whether it is quoted, date and outlet.

    Examples:

      communique corpus kwic "shared future" --record asia.db --sort speaker

      communique corpus kwic "destin*" --in side=CHN --record asia.db
    """
    from communique.analyse.words import Slice
    from communique.analyse.words import kwic as made
    from communique.record.store import Record
    from communique.show.wording import print_kwic

    with Record(record) as opened:
        rows = sorted(made(opened, words, Slice.parse(part) if part else None, width=width), key=SORTS[sort.value])
    print(json.dumps(rows, ensure_ascii=False)) if as_json else print_kwic(rows, limit)


@app.command("keyness")
def keyness(
    record: RecordFile,
    one: Annotated[str, typer.Option("--a", help="The slice whose words are sought, as side=CHN.")],
    other: Annotated[str, typer.Option("--b", help="The slice that it is compared with, as side=VNM.")],
    longest: Annotated[int, typer.Option(min=1, max=5, help="Runs of up to so many words.")] = 1,
    limit: Annotated[int, typer.Option(min=0, help="Rows shown; 0 shows all that are kept (200).")] = 25,
    as_json: Json = False,
) -> None:
    """Compare the words of two slices: G2, log ratio with an interval over documents, dispersion. Copies of a story count once.

    Examples:

      communique corpus keyness --a side=CHN --b side=VNM --record asia.db

      communique corpus keyness --a speaker=CHN,until=2017-12-31 --b speaker=CHN,since=2018-01-01 --longest 3 --record asia.db
    """
    from communique.analyse.words import Slice
    from communique.analyse.words import keyness as made
    from communique.record.store import Record
    from communique.show.wording import print_keywords

    with Record(record) as opened:
        found = made(opened, Slice.parse(one), Slice.parse(other), longest=longest)
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return
    print(
        f"{one}: {found['words_a']:,} words in {found['documents_a']} texts; {other}: {found['words_b']:,} words in {found['documents_b']} texts."
    )
    print_keywords(found["rows"][: limit or None], one, other)


@app.command("collocates")
def collocates(
    words: Annotated[str, typer.Argument(help="A word or phrase; * stands for any letters.")],
    record: RecordFile,
    part: Part = None,
    window: Annotated[int, typer.Option(min=1, max=20, help="Words on either side.")] = 5,
    limit: Annotated[int, typer.Option(min=0, help="Rows shown; 0 shows all.")] = 25,
    as_json: Json = False,
) -> None:
    """Print the words that stand near a phrase more often than elsewhere.

    Example:

      communique corpus collocates "shared future" --record asia.db
    """
    from communique.analyse.words import Slice
    from communique.analyse.words import collocates as made
    from communique.record.store import Record
    from communique.show.wording import print_collocates

    with Record(record) as opened:
        found = made(opened, words, Slice.parse(part) if part else None, window=window)
    print(json.dumps(found, ensure_ascii=False)) if as_json else print_collocates(found, limit)


@app.command("network")
def network(
    record: RecordFile,
    kind: Annotated[Kind, typer.Option(help="Which network.")] = Kind.affiliation,
    normalise: Annotated[
        str, typer.Option(help="none; activity or prominence (affiliation); average, jaccard or cosine (the others).")
    ] = "none",
    by: Annotated[str, typer.Option(help="Nodes are countries or single actors: country or actor.")] = "country",
    variants: Annotated[bool, typer.Option(help="Each form of a wording is a concept of its own.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write the event list of Discourse Network Analyzer (CSV) here.")] = None,
    as_json: Json = False,
) -> None:
    """Print who shares whose words: actors and concepts, congruence, conflict, or both subtracted, as Discourse Network Analyzer defines them.

    Examples:

      communique corpus network --kind congruence --normalise cosine --record asia.db

      communique corpus network --out events.csv --record asia.db
    """
    from communique.analyse.networks import event_list, said
    from communique.analyse.networks import network as made
    from communique.record.store import Record
    from communique.show.wording import print_network, write_csv

    with Record(record) as opened:
        found = made(said(opened, by=by, variants=variants), kind.value, normalise)
        if out is not None:
            write_csv(event_list(opened, variants=variants), out)
    print(json.dumps(found, ensure_ascii=False)) if as_json else print_network(found)

"""communique terms: the ledger of contested wordings, bounded silence, and candidates for new ones."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from communique.cli.options import Json, RecordFile, Vocabulary

app = typer.Typer(
    no_args_is_help=True, help="Contested wordings: who uses whose words, who will not, and what each side left out.", rich_markup_mode=None
)
Concept = Annotated[str, typer.Argument(help="A wording by its id: communique terms list.")]


class By(StrEnum):
    """Whose texts are counted together."""

    side = "side"
    outlet = "outlet"


class Period(StrEnum):
    """Over what time uses are counted."""

    month = "month"
    year = "year"


@app.command("list")
def every(record: RecordFile, vocab: Vocabulary = [], as_json: Json = False) -> None:  # noqa: B006 - typer reads it only
    """List the wordings that are followed, and how often each stands in a record.

    Example:

      communique terms list --record asia.db
    """
    from communique.analyse.ledger import totals
    from communique.record.store import Record
    from communique.show.wording import print_list
    from communique.vocab.load import load

    with Record(record) as opened:
        rows = totals(opened, load(tuple(vocab)))
    print(json.dumps(rows, ensure_ascii=False)) if as_json else print_list(rows)


@app.command("ledger")
def ledger(
    concept: Concept,
    record: RecordFile,
    period: Annotated[Period, typer.Option(help="Over what time the frequency is counted.")] = Period.month,
    vocab: Vocabulary = [],  # noqa: B006 - typer reads it only
    as_json: Json = False,
) -> None:
    """Tell a wording's story: coiner, first uses, adopters, who rejects it, renderings, shifts, frequency with intervals, silences.

    Examples:

      communique terms ledger common-destiny --record asia.db

      communique terms ledger one-china --record asia.db --period year --json
    """
    from communique.analyse.corpus import by_id
    from communique.analyse.ledger import ledger as made
    from communique.analyse.silence import silences
    from communique.record.store import Record
    from communique.show.wording import print_ledger
    from communique.vocab.load import load

    knowledge = load(tuple(vocab))
    with Record(record) as opened:
        row = made(opened, knowledge, concept, period.value, corpus := by_id(opened)) | {
            "silences": silences(opened, knowledge, concept, corpus=corpus)
        }
    print(json.dumps(row, ensure_ascii=False)) if as_json else print_ledger(row)


@app.command("silence")
def silence(
    concept: Concept,
    record: RecordFile,
    by: Annotated[By, typer.Option(help="Count the texts of a side (the outlet's country) or of each outlet.")] = By.side,
    vocab: Vocabulary = [],  # noqa: B006 - typer reads it only
    as_json: Json = False,
) -> None:
    """Count on which occasions a side's own texts leave a wording out that others use, each text listed. Nothing is said where a side has no text.

    Example:

      communique terms silence common-destiny --record asia.db --by outlet
    """
    from communique.analyse.silence import silences
    from communique.record.store import Record
    from communique.show.wording import print_silences
    from communique.vocab.load import load

    with Record(record) as opened:
        rows = silences(opened, load(tuple(vocab)), concept, by=by.value)
    print(json.dumps(rows, ensure_ascii=False)) if as_json else print_silences(rows)


@app.command("suggest")
def suggest(
    record: RecordFile,
    one: Annotated[str, typer.Option("--a", help="The slice whose phrases are sought, as side=CHN.")],
    other: Annotated[str, typer.Option("--b", help="The slice that it is compared with, as side=VNM.")],
    vocab: Vocabulary = [],  # noqa: B006 - typer reads it only
    as_json: Json = False,
) -> None:
    """Propose phrases that one side uses far more than another: candidates for a wording of your own to follow (--vocab FILE).

    Example:

      communique terms suggest --a side=CHN --b side=VNM --record asia.db
    """
    from communique.analyse.words import Slice
    from communique.analyse.words import suggest as made
    from communique.record.store import Record
    from communique.show.wording import print_keywords
    from communique.vocab.load import load
    from communique.vocab.wording import folded

    knowledge = load(tuple(vocab))
    known = {folded(form) for c in knowledge.concepts.values() for v in c.variants for form in v.forms}
    plain = frozenset(w for language in knowledge.languages.values() for w in language.words.get("function_words", ()))
    with Record(record) as opened:
        rows = made(opened, Slice.parse(one), Slice.parse(other), known, plain)
    print(json.dumps(rows, ensure_ascii=False)) if as_json else print_keywords(rows, one, other)

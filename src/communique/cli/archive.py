"""communique archive and communique rebuild: share what was found without the texts, and restore it."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from communique.cli.options import Json, RecordFile, Vocabulary


def archive(
    record: RecordFile,
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write.")],
    vocab: Vocabulary = [],  # noqa: B006 - typer reads it only
) -> None:
    """Write a folder to share: findings, judgements, digests and offsets, but no article text. It is an RO-Crate.

    Example:

      communique archive --record asia.db --out asia-archive/
    """
    from communique.analyse.derive import derive
    from communique.record.store import Record
    from communique.show.export.archive import write
    from communique.vocab.load import load

    with Record(record) as opened:
        if opened.is_stale() is not None:
            # Judgements came in after the last derivation: what is shared must follow from them.
            derive(opened, load(tuple(vocab)))
        for path in write(opened, out):
            print(path)


def rebuild(
    archive: Annotated[Path, typer.Argument(help="A folder that communique archive wrote.")],
    paths: Annotated[list[str], typer.Argument(help="Your own copies of the articles: files and folders.")],
    record: RecordFile,
    vocab: Vocabulary = [],  # noqa: B006 - typer reads it only
    as_json: Json = False,
) -> None:
    """Restore a record from an archive and your own copies; what you lack, and what differs, is named (exit code 1).

    Example:

      communique rebuild asia-archive/ my-articles/ --record restored.db
    """
    from communique.rebuild import rebuild as restore
    from communique.record.store import Record
    from communique.vocab.load import load

    with Record(record, writable=True) as opened:
        told = restore(archive, paths, opened, load(tuple(vocab)))
    for line in (*told.problems, *told.differing, *told.missing):
        print(f"communique: {line}", file=sys.stderr)
    if as_json:
        print(json.dumps(asdict(told), ensure_ascii=False))
    else:
        print(f"{record}: {told.restored} of {told.expected} documents restored, {told.judgements} judgements signed again.")
        if told.unlike:
            print(f"  Not identical: {', '.join(told.unlike)}. What follows from findings is derived anew: is the vocabulary the same?")
        elif told.restored == told.expected:
            print("  Every table is identical to the archived record's.")
    raise typer.Exit(1 if told.restored < told.expected or told.unlike else 0)

"""JSON Lines: one file a noun, one object a line, in the order of ids; the contract's own format."""

import json
from pathlib import Path

from communique.model.errors import CommuniqueError, RecordFull
from communique.record.queries import INTERNAL, NOUNS, rows
from communique.record.store import Record


def write(record: Record, out: Path) -> list[Path]:
    """Write every noun into a folder; each file appears whole or not at all."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommuniqueError(f"{out}: no folder can be made there ({error.strerror}).", hint="Choose another --out.") from error
    written = []
    for noun in NOUNS:
        target, draft = out / f"{noun}.jsonl", out / f".{noun}.jsonl.part"
        try:
            with draft.open("w", encoding="utf8", newline="\n") as sink:
                for row in rows(record, noun):
                    sink.write(json.dumps({k: v for k, v in row.items() if k not in INTERNAL}, ensure_ascii=False) + "\n")
            draft.replace(target)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise RecordFull(f"{target}: {error.strerror}.", hint="Make room or choose another --out.") from error
        written.append(target)
    return written

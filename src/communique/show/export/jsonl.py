"""JSON Lines: one file a noun, one object a line, in the order of ids; the contract's own format."""

from pathlib import Path

from communique.record.queries import INTERNAL, NOUNS, rows
from communique.record.store import Record
from communique.show.export.files import folder, lines


def write(record: Record, out: Path) -> list[Path]:
    """Write every noun into a folder."""
    return [
        lines(folder(out) / f"{noun}.jsonl", ({k: v for k, v in row.items() if k not in INTERNAL} for row in rows(record, noun)))
        for noun in NOUNS
    ]

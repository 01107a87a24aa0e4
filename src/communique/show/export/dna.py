"""Discourse Network Analyzer's event list: one stance a row, as `communique corpus network --out` writes it."""

from pathlib import Path

from communique.analyse.networks import event_list
from communique.record.store import Record
from communique.show.export.files import beside, draft
from communique.show.wording import write_csv


def write(record: Record, out: Path) -> list[Path]:
    """One CSV file."""
    path = beside(out, ".dna.csv")
    with draft(path) as made:
        write_csv(event_list(record), made)
    return [path]

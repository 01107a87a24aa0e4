"""Printed downloads, whatever file they came in: lines -> the database that wrote them, if one did."""

from collections.abc import Callable, Iterator, Sequence

from communique.read import factiva, nexis
from communique.read.items import Found
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge

Database = Callable[[Source, Sequence[str], Knowledge], Iterator[Found]]


def database(lines: Sequence[str]) -> Database | None:
    """Who printed these lines: Nexis by its counters and ends of documents, Factiva by its document codes; None for anything else."""
    if nexis.printed_it(lines):
        return nexis.read_lines
    if factiva.printed_it(lines):
        return factiva.read_lines
    return None

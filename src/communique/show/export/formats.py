"""The formats that can be written: one visible table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from communique.record.store import Record
from communique.show.export import gold, jsonl


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A format: how it is written, and one line for `communique formats`."""

    write: Callable[[Record, Path], list[Path]]
    about: str


EXPORTS: Mapping[str, Export] = {
    "jsonl": Export(write=jsonl.write, about="a folder with one .jsonl file a noun, as docs/reference/contract.md says"),
    "gold": Export(write=gold.write, about="judged rows with their texts, for `communique evaluate reviewed`"),
}

"""Files that appear whole or not at all."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from communique.model.errors import CommuniqueError, RecordFull

Row = Mapping[str, Any]


def folder(out: Path) -> Path:
    """A folder to write into, made if it is missing."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommuniqueError(f"{out}: no folder can be made there ({error.strerror}).", hint="Choose another --out.") from error
    return out


@contextmanager
def draft(target: Path) -> Iterator[Path]:
    """A path to write to; what lies there in the end takes the target's place. A full disk leaves nothing behind."""
    folder(target.parent)
    path = target.with_name(f".{target.name}.part")
    try:
        yield path
        path.replace(target)
    except OSError as error:
        raise RecordFull(f"{target}: {error.strerror or error}.", hint="Make room or choose another --out.") from error
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def writing(target: Path) -> Iterator[TextIO]:
    """The same as a text stream, UTF-8, with line feeds."""
    with draft(target) as path, path.open("w", encoding="utf8", newline="\n") as sink:
        yield sink


def written(target: Path, text: str) -> Path:
    """A whole text."""
    with writing(target) as sink:
        sink.write(text)
    return target


def lines(target: Path, rows: Iterable[Any]) -> Path:
    """One JSON value a line."""
    with writing(target) as sink:
        for row in rows:
            sink.write(json.dumps(row, ensure_ascii=False) + "\n")
    return target


def listed(sink: TextIO, rows: Iterable[Any]) -> None:
    """The values of a JSON array, one a line, streamed."""
    for number, row in enumerate(rows):
        sink.write((",\n" if number else "\n") + json.dumps(row, ensure_ascii=False))
    sink.write("\n")


def beside(out: Path, ending: str) -> Path:
    """A single file: `out`, or for a folder's name `out/communique.ENDING`."""
    return out if out.suffix else out / f"communique{ending}"

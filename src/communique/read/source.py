"""One input on disk, and the files below a folder: paths -> Iterator[Source]."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.model.errors import UnreadableSource
from communique.read.metadata import sidecar_paths

# A long analysis has 60,000 characters; four times that is no article but an archive.
LONGEST_ARTICLE = 250_000
LARGEST_FILE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file to read. `given`: it was named by the user, not found in a folder. `columns` maps our names to a table's."""

    path: str
    location: str
    given: bool = True
    columns: tuple[tuple[str, str], ...] = ()

    @property
    def suffix(self) -> str:
        """The lower-case ending, '.txt'."""
        return Path(self.path).suffix.lower()

    def bytes(self) -> bytes:
        """The whole file; too large a file is refused before it is read."""
        try:
            size = os.path.getsize(self.location)
            if size > LARGEST_FILE:
                raise UnreadableSource(
                    self.path,
                    f"it has {size // 2**20} MB; one article has less than {LARGEST_FILE // 2**20}",
                    hint="Split it, one article a file, or use .jsonl.",
                )
            return Path(self.location).read_bytes()
        except OSError as error:
            raise UnreadableSource(self.path, error.strerror or str(error)) from error

    def digest(self) -> str:
        """SHA-256 of the file, its sidecars and its column map: what decides whether it must be read again."""
        seal = hashlib.sha256(repr(self.columns).encode())
        for path in (Path(self.location), *sidecar_paths(self.location)):
            seal.update(path.name.encode())
            try:
                with path.open("rb") as stream:
                    while piece := stream.read(1 << 20):
                        seal.update(piece)
            except OSError:
                seal.update(b"?")
        return seal.hexdigest()


def walk(paths: Sequence[Path], columns: tuple[tuple[str, str], ...] = ()) -> Iterator[Source | UnreadableSource]:
    """Every file under the paths, sorted, each once; a link loop or a missing path is reported and passed."""
    seen: set[str] = set()
    for path in paths:
        if path.is_dir():
            yield from walk_folder(path, columns, seen)
        elif path.exists():
            location = str(path.resolve())
            if location not in seen:
                seen.add(location)
                yield Source(path=str(path), location=location, columns=columns)
        elif path.is_symlink():
            yield UnreadableSource(str(path), "it is a link to nothing, or to itself")
        else:
            yield UnreadableSource(str(path), "there is no such file or folder")


def walk_folder(folder: Path, columns: tuple[tuple[str, str], ...], seen: set[str]) -> Iterator[Source | UnreadableSource]:
    """Files below a folder in sorted order; links are followed once."""
    visited: set[str] = set()
    problems: list[OSError] = []
    for root, folders, files in os.walk(folder, followlinks=True, onerror=problems.append):
        real = os.path.realpath(root)
        if real in visited:
            folders.clear()
            continue
        visited.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(root) / name
            if name.startswith("."):
                continue
            if not path.exists():
                yield UnreadableSource(str(path), "it is a link to nothing, or to itself")
                continue
            location = str(path.resolve())
            if location not in seen:
                seen.add(location)
                yield Source(path=str(path), location=location, given=False, columns=columns)
    for error in problems:
        yield UnreadableSource(str(error.filename), error.strerror or str(error))

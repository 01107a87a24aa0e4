"""One input on disk, and the files below a folder: paths -> Iterator[Source]."""

import hashlib
import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any, BinaryIO, NamedTuple

from communique.model.errors import UnreadableSource
from communique.read import remote
from communique.read.fields import Metadata, sidecar_paths

# A long analysis has 60,000 characters; four times that is no article but an archive.
LONGEST_ARTICLE = 250_000
LARGEST_FILE = 64 * 1024 * 1024
NOTHING = Metadata()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file to read, or what lies inside one. `given`: it was named by the user, not found in a folder. `columns` maps our names to a table's.

    `held`: the bytes of a member of another file. `over` and `under`: what a catalogue says of it, which counts above its own word,
    and what its container says, which counts below. `depth`: how many files it lies within. `attached`: the files that it speaks for.
    """

    path: str
    location: str
    given: bool = True
    columns: tuple[tuple[str, str], ...] = ()
    shapes: tuple[Any, ...] = ()
    held: bytes | None = None
    over: Metadata = NOTHING
    under: Metadata = NOTHING
    charset: str = ""
    depth: int = 0
    attached: tuple[str, ...] = ()

    @property
    def suffix(self) -> str:
        """The lower-case ending, '.txt'; '.warc.gz' is one."""
        name = PurePath(self.path).name.lower()
        return ".warc.gz" if name.endswith(".warc.gz") else PurePath(name).suffix

    def inside(self, member: str, held: bytes, **more: Any) -> "Source":
        """What lies in this file under a name."""
        kept = {"columns": self.columns, "shapes": self.shapes, "given": False, "depth": self.depth + 1, **more}
        return Source(path=f"{self.path}#{member}", location=f"{self.location}#{member}", held=held, **kept)

    @contextmanager
    def stream(self) -> Iterator[BinaryIO]:
        """The file as a byte stream, of any size."""
        if self.held is not None:
            yield io.BytesIO(self.held)
            return
        if is_remote(self.location):
            with remote.opened(self.location, self.path) as far:
                yield far
            return
        with ExitStack() as held:
            try:
                opened = held.enter_context(Path(self.location).open("rb"))
            except OSError as error:
                raise UnreadableSource(self.path, error.strerror or str(error), passing=True) from error
            yield opened

    def bytes(self) -> bytes:
        """The whole file; too large a file is refused, and no more of it is read than that."""
        if self.held is not None:
            return self.held
        with self.stream() as stream:
            try:
                held = stream.read(LARGEST_FILE + 1)
            except OSError as error:
                raise UnreadableSource(self.path, error.strerror or str(error), passing=True) from error
        if len(held) > LARGEST_FILE:
            most = LARGEST_FILE // 2**20
            raise UnreadableSource(
                self.path, f"it has more than {most} MB; one article has less", hint="Split it, one article a file, or use .jsonl."
            )
        return held

    def digest(self) -> str:
        """SHA-256 of the file, its sidecars and its column map: what decides whether it must be read again."""
        seal = hashlib.sha256(repr((self.columns, self.shapes)).encode() if self.shapes else repr(self.columns).encode())
        beside = () if is_remote(self.location) else (*sidecar_paths(self.location), *map(Path, self.attached))
        for one in (self, *(Source(path=str(path), location=str(path)) for path in beside)):
            seal.update(PurePath(one.location).name.encode())
            try:
                with one.stream() as stream:
                    while piece := stream.read(1 << 20):
                        seal.update(piece)
            except (OSError, UnreadableSource):
                seal.update(b"?")
        return seal.hexdigest()


class Options(NamedTuple):
    """What the user says of all files: columns of tables, and formats of their own."""

    columns: tuple[tuple[str, str], ...] = ()
    shapes: tuple[Any, ...] = ()


PLAIN = Options()
Catalogued = Callable[[Source], set[str]]


def is_remote(location: str) -> bool:
    """Whether a path is a URL of an object store, as 's3://bucket/x'."""
    return "://" in location


def walk(
    paths: Sequence[Path | str], options: Options = PLAIN, catalogued: Catalogued = lambda _: set()
) -> Iterator[Source | UnreadableSource]:
    """Every file under the paths, sorted, each once; a link loop or a missing path is reported and passed.

    `catalogued`: the files that a catalogue speaks for, which are read through it.
    """
    seen: set[str] = set()
    for given in paths:
        path = Path(given)
        if is_remote(str(given)):
            yield from walk_store(str(given), options, seen)
        elif path.is_dir():
            yield from walk_folder(path, options, seen, catalogued)
        elif path.exists():
            source = Source(path=str(path), location=str(path.resolve()), columns=options.columns, shapes=options.shapes)
            if source.location not in seen:
                claims = catalogued(source)
                seen |= {source.location, *claims}
                yield replace(source, attached=tuple(sorted(claims)))
        elif path.is_symlink():
            yield UnreadableSource(str(path), "it is a link to nothing, or to itself")
        else:
            yield UnreadableSource(str(path), "there is no such file or folder")


def walk_store(url: str, options: Options, seen: set[str]) -> Iterator[Source | UnreadableSource]:
    """Every file of an object store below a URL, in sorted order."""
    try:
        found = remote.found(url)
    except OSError as error:
        yield UnreadableSource(url, error.strerror or str(error), passing=True)
        return
    if not found:
        yield UnreadableSource(url, "there is no such file or folder")
    for location in found:
        if location not in seen:
            seen.add(location)
            yield Source(path=location, location=location, given=location == url, columns=options.columns, shapes=options.shapes)


def walk_folder(folder: Path, options: Options, seen: set[str], catalogued: Catalogued) -> Iterator[Source | UnreadableSource]:
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
            source = Source(path=str(path), location=str(path.resolve()), given=False, columns=options.columns, shapes=options.shapes)
            if source.location not in seen:
                claims = catalogued(source)
                seen |= {source.location, *claims}
                yield replace(source, attached=tuple(sorted(claims)))
    for error in problems:
        yield UnreadableSource(str(error.filename), error.strerror or str(error), passing=True)

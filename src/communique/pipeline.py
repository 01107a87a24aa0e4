"""The main path, to be read first: for each article that is not yet in the record, annotate it and add what was found."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from communique import __version__
from communique.analyse.derive import derive
from communique.analyse.stories import shingles
from communique.annotate.stages import annotate, version
from communique.model.article import Article
from communique.model.errors import UnreadableSource
from communique.read.formats import is_readable, read
from communique.read.metadata import sidecar_paths
from communique.read.source import Source, walk
from communique.record.store import Record
from communique.vocab.knowledge import Knowledge

# Paragraphs of this many articles are parsed together: faster than one by one, and memory stays flat.
CHUNK = 24
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Summary:
    """What a read did: how many files were found, documents read, unchanged, undated; what could not be read, and what was passed over."""

    found: int = 0
    read: int = 0
    unchanged: int = 0
    undated: int = 0
    inferred: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_into(
    record: Record,
    paths: Sequence[Path],
    knowledge: Knowledge,
    *,
    columns: tuple[tuple[str, str], ...] = (),
    progress: Progress = lambda *_: None,
) -> Summary:
    """Read files and folders into a record; what is there unchanged is passed over, what breaks is named and passed over."""
    summary, stage = Summary(), version(knowledge)
    run = record.begin_run(stage, __version__)
    sources = list(walk(paths, columns))
    summary.found = sum(1 for s in sources if isinstance(s, UnreadableSource) or s.given or is_readable(s))
    pending: list[Article] = []
    finished: list[tuple[str, str, list[str]]] = []
    for number, source in enumerate(sources):
        progress(getattr(source, "path", ""), number, len(sources))
        if isinstance(source, UnreadableSource):
            summary.problems.append(str(source))
        elif not source.given and not is_readable(source):
            summary.skipped[source.suffix or "no ending"] = summary.skipped.get(source.suffix or "no ending", 0) + 1
        else:
            digest = digest_of(source)
            known = record.is_read(source.location, digest, stage)
            if known is not None:
                summary.unchanged += 1
                summary.problems += known
                continue
            problems: list[str] = []
            for found in read(source, knowledge):
                if isinstance(found, UnreadableSource):
                    problems.append(str(found))
                elif record.has(found, stage):
                    record.relocate(found)
                    summary.unchanged += 1
                else:
                    pending.append(found)
                    if len(pending) >= CHUNK:
                        problems += flush(record, pending, knowledge, run, summary)
            finished.append((source.location, digest, problems))
            summary.problems += problems
            if not pending:
                settle(record, finished, stage)
    summary.problems += flush(record, pending, knowledge, run, summary)
    settle(record, finished, stage)
    derive(record, knowledge)
    return summary


def flush(record: Record, pending: list[Article], knowledge: Knowledge, run: int, summary: Summary) -> list[str]:
    """Annotate what waits and add it."""
    problems = []
    for found in annotate(list(pending), knowledge):
        if isinstance(found, UnreadableSource):
            problems.append(str(found))
            continue
        record.add(found, version(knowledge), run, shingles(found.article.text))
        summary.read += 1
        summary.undated += found.article.published.basis == "unknown"
        summary.inferred += found.article.published.basis == "inferred"
    pending.clear()
    return problems


def settle(record: Record, finished: list[tuple[str, str, list[str]]], stage: str) -> None:
    """Note the files whose documents are all in."""
    for location, digest, problems in finished:
        record.done(location, digest, stage, problems)
    finished.clear()


def digest_of(source: Source) -> str:
    """SHA-256 of a file, its sidecars and its column map; of what cannot be opened, an empty one."""
    seal = hashlib.sha256(repr(source.columns).encode())
    for path in (Path(source.location), *sidecar_paths(source.location)):
        seal.update(path.name.encode())
        for piece in pieces(path):
            seal.update(piece)
    return seal.hexdigest()


def pieces(path: Path) -> Iterator[bytes]:
    """A file in megabytes."""
    try:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                yield block
    except OSError:
        return

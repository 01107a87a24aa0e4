"""The main path, to be read first: for each article that is not yet in the record, annotate it and add what was found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from communique import __version__
from communique.analyse.derive import derive
from communique.analyse.stories import shingles
from communique.annotate.stages import annotate, version
from communique.model.article import Article
from communique.model.errors import UnreadableSource
from communique.read.formats import is_readable, read
from communique.read.source import Source, walk
from communique.record.store import FileRead, Record
from communique.vocab.knowledge import Knowledge

# Paragraphs of this many articles are parsed together: faster than one by one, and memory stays flat.
CHUNK = 24
Progress = Callable[[str, int, int], None]
Waiting = list[tuple[Article, FileRead]]


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
    summary, stage, waiting = Summary(), version(knowledge), Waiting()
    run = record.begin_run(stage, __version__)
    jobs: list[FileRead] = []
    sources = list(walk(paths, columns))
    for number, source in enumerate(sources):
        progress(getattr(source, "path", ""), number, len(sources))
        if isinstance(source, Source) and not source.given and not is_readable(source):
            summary.skipped[source.suffix or "no ending"] = summary.skipped.get(source.suffix or "no ending", 0) + 1
            continue
        summary.found += 1
        if isinstance(source, UnreadableSource):
            summary.problems.append(str(source))
            continue
        job = FileRead(source.location, source.digest(), stage)
        known = record.is_read(job)
        if known is not None:
            summary.unchanged += 1
            summary.problems += known
            continue
        for found in read(source, knowledge):
            if isinstance(found, UnreadableSource):
                job.problems.append(str(found))
                continue
            job.seen.add(found.location)
            if record.has(found, stage):
                record.relocate(found)
                summary.unchanged += 1
                continue
            waiting.append((found, job))
            if len(waiting) >= CHUNK:
                flush(record, waiting, knowledge, run, summary)
        job.whole = True
        jobs.append(job)
        if all(w is not job for _, w in waiting):
            record.done(job)
    flush(record, waiting, knowledge, run, summary)
    summary.problems += [problem for job in jobs for problem in job.problems]
    derive(record, knowledge)
    return summary


def flush(record: Record, waiting: Waiting, knowledge: Knowledge, run: int, summary: Summary) -> None:
    """Annotate what waits and add it; a file that is read whole is then noted as done."""
    for found, (_, job) in zip(annotate([article for article, _ in waiting], knowledge), waiting, strict=True):
        if isinstance(found, UnreadableSource):
            job.problems.append(str(found))
            continue
        record.add(found, job.stage, run, shingles(found.article.text))
        summary.read += 1
        summary.undated += found.article.published.basis == "unknown"
        summary.inferred += found.article.published.basis == "inferred"
    for job in {id(w): w for _, w in waiting if w.whole}.values():
        record.done(job)
    waiting.clear()

"""The main path, to be read first: for each article that is not yet in the record, annotate it and add what was found."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from communique import __version__
from communique.analyse.derive import derive
from communique.annotate.stages import version
from communique.model.article import Article
from communique.model.errors import UnreadableSource
from communique.read.formats import catalogued, is_readable, read
from communique.read.items import Counted, Found
from communique.read.source import PLAIN, Options, Source, walk
from communique.record.store import FileRead, Record
from communique.spread.over import over
from communique.spread.shards import Made
from communique.spread.work import Hands, Job
from communique.vocab.knowledge import Knowledge

# Paragraphs of this many articles are parsed together: faster than one by one, and memory stays flat.
CHUNK = 24
Progress = Callable[[str, int, int], None]
Waiting = list[tuple[Article, FileRead]]
# This process alone.
HERE = Hands()


@dataclass(slots=True)
class Summary:
    """What a read did: how many files were found, documents read, unchanged, undated; what could not be read, and what was passed over.

    `formats`: of each format that was opened, how many articles its files say they hold, how many came out, how many of these carry no date.
    """

    found: int = 0
    read: int = 0
    unchanged: int = 0
    undated: int = 0
    inferred: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    formats: dict[str, dict[str, int]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def count(self, name: str, **more: int) -> None:
        """Add to a format's counts."""
        held = self.formats.setdefault(name, {"expected": 0, "parsed": 0, "undated": 0})
        for key, value in more.items():
            held[key] += value


def read_into(
    record: Record,
    paths: Sequence[Path | str],
    knowledge: Knowledge,
    *,
    options: Options = PLAIN,
    progress: Progress = lambda *_: None,
    hands: Hands = HERE,
) -> Summary:
    """Read files and folders into a record; what is there unchanged is passed over, what breaks is named and passed over.

    `hands`: who annotates; the record is the same whoever does.
    """
    summary = Summary()
    job = Job(knowledge, hands)
    run = record.begin_run(job.stage, __version__)
    jobs: list[FileRead] = []
    out: deque[Waiting] = deque()

    def chunks() -> Iterator[list[Article]]:
        """What is to be annotated, noting where each article came from."""
        for waiting in gather(record, watched(list(walk(paths, options, catalogued)), progress), knowledge, jobs, summary):
            out.append(waiting)
            yield [article for article, _ in waiting]

    for found in over(chunks(), job):
        keep(record, found, out.popleft(), run, summary)
    summary.problems += [problem for job in jobs for problem in job.problems]
    derive(record, knowledge)
    return summary


def watched(sources: Sequence[Source | UnreadableSource], progress: Progress) -> Iterator[Source | UnreadableSource]:
    """The sources, each told before it is read."""
    for number, source in enumerate(sources):
        progress(getattr(source, "path", ""), number, len(sources))
        yield source


def gather(
    record: Record, sources: Iterable[Source | UnreadableSource], knowledge: Knowledge, jobs: list[FileRead], summary: Summary
) -> Iterator[Waiting]:
    """The articles that are not yet in the record, in chunks; a file that holds none of them is noted as done at once."""
    waiting, stage = Waiting(), version(knowledge)
    for source in sources:
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
        for found in counted(read(source, knowledge), source, summary):
            if isinstance(found, UnreadableSource):
                job.problems.append(str(found))
                job.passing |= found.passing
                continue
            job.seen.add(found.location)
            if record.has(found, stage):
                record.relocate(found)
                summary.unchanged += 1
                continue
            waiting.append((found, job))
            job.waiting += 1
            if len(waiting) >= CHUNK:
                yield waiting
                waiting = Waiting()
        job.whole = True
        jobs.append(job)
        if not job.waiting:
            record.done(job)
    if waiting:
        yield waiting


def counted(found: Iterable[Found], source: Source, summary: Summary) -> Iterator[Article | UnreadableSource]:
    """What a file holds, counted under its format: by the file's own word where it gives one, else by what was met."""
    name, told = source.suffix.removeprefix(".") or "no ending", 0
    for one in found:
        if isinstance(one, Counted):
            name, told = one.format, told + one.expected
            summary.count(name, expected=one.expected)
            continue
        if isinstance(one, Article):
            summary.count(name, parsed=1, undated=int(one.published.earliest is None), expected=int(told == 0))
        elif not told:
            summary.count(name, expected=1)
        yield one


def keep(record: Record, found: Made, waiting: Waiting, run: int, summary: Summary) -> None:
    """Add what was found in a chunk; a file that is read whole, and of which nothing waits, is then noted as done."""
    for one, (article, job) in zip(found, waiting, strict=True):
        job.waiting -= 1
        if isinstance(one, UnreadableSource):
            job.problems.append(str(one))
        elif record.has(article, job.stage):
            # The same text, met twice before the first was in.
            record.relocate(article)
            summary.unchanged += 1
        else:
            record.add(one, job.stage, run)
            summary.read += 1
            summary.undated += one.basis == "unknown"
            summary.inferred += one.basis == "inferred"
        if job.whole and not job.waiting:
            record.done(job)

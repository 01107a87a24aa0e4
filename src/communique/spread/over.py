"""Chunks of articles -> their entries, in the order given and the same with any engine and any number of workers."""

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from communique.model.article import Article
from communique.model.errors import CommuniqueError, UnreadableSource
from communique.spread.crew import Crew, Lost
from communique.spread.depot import Depot
from communique.spread.shards import Made, Shard, packed, shard_of, unpacked
from communique.spread.work import Job, entries

# Shards that are handed out beyond one a worker, so that none waits while the record is written.
AHEAD = 1
# A worker may be killed by something else than its text: who kills two that read nothing else is named.
TRIES = 2
SEVERAL = 2


def pool(job: Job) -> Crew:
    """Processes of this machine."""
    from communique.spread.pool import Pool

    return Pool(job)


def ray(job: Job) -> Crew:
    """Ray, here or at an address."""
    from communique.spread.rays import Rays

    return Rays(job)


def dask(job: Job) -> Crew:
    """Dask, here or at an address."""
    from communique.spread.dasks import Dasks

    return Dasks(job)


ENGINES: Mapping[str, Callable[[Job], Crew]] = {"pool": pool, "ray": ray, "dask": dask}


def over(chunks: Iterable[list[Article]], job: Job) -> Iterator[Made]:
    """The entries of each chunk. No more workers are started than there are chunks; who asks for one worker reads in this process."""
    if job.hands.engine not in ENGINES:
        raise CommuniqueError(f"there is no engine {job.hands.engine!r}.", hint=f"There is: {', '.join(ENGINES)}.")
    chunks = iter(chunks)
    if job.hands.engine == "pool" and job.hands.workers < SEVERAL:
        yield from by_hand(chunks, job)
        return
    first = list(itertools.islice(chunks, job.hands.workers))
    if first:
        fewer = job.hands._replace(workers=min(job.hands.workers, len(first)))
        yield from handed_out(itertools.chain(first, chunks), job._replace(hands=fewer))


def by_hand(chunks: Iterator[list[Article]], job: Job) -> Iterator[Made]:
    """In this process."""
    depot = Depot(job.hands.keep) if job.hands.keep else None
    for chunk in chunks:
        shard = shard_of(chunk, job.stage) if depot else None
        held = depot.get(shard.key) if depot and shard else None
        made = unpacked(held) if held is not None else entries(chunk, job.knowledge)
        if depot and shard and held is None:
            depot.put(shard, packed(made), job.stage)
        yield made


def handed_out(chunks: Iterator[list[Article]], job: Job) -> Iterator[Made]:
    """By an engine; a result that is kept already is taken from there."""
    depot = Depot(job.hands.keep) if job.hands.keep else None
    out: deque[tuple[list[Article], Shard, Any]] = deque()
    with ENGINES[job.hands.engine](job) as crew:
        for chunk in chunks:
            shard = shard_of(chunk, job.stage)
            held = depot.get(shard.key) if depot else None
            out.append((chunk, shard, held if held is not None else crew.submit(shard)))
            if len(out) >= crew.width + AHEAD:
                yield settled(crew, job, *out.popleft())
        while out:
            yield settled(crew, job, *out.popleft())


def settled(crew: Crew, job: Job, chunk: list[Article], shard: Shard, future: Any) -> Made:
    """A shard's entries. If it was lost, each of its articles is tried alone, and the one that kills or hangs is named and passed over."""
    if isinstance(future, bytes):
        return unpacked(future)
    try:
        return unpacked(crew.wait(future, shard))
    except Lost:
        made = [tried(crew, job, article) for article in chunk]
    if job.hands.keep:
        Depot(job.hands.keep).put(shard, packed(made), job.stage)
    return made


def tried(crew: Crew, job: Job, article: Article) -> Any:
    """One article alone."""
    shard, why = shard_of([article], job.stage), ""
    for _ in range(TRIES):
        try:
            return unpacked(crew.wait(crew.submit(shard), shard))[0]
        except Lost as lost:
            why = str(lost)
    return UnreadableSource(article.path, why, hint="Is there memory enough? If so, please report this text's structure as a bug.")

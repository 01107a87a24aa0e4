"""Annotate chunks of articles on every core: worker processes that each hold the models; what is found comes back in the order given."""

import itertools
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from communique.annotate.stages import annotate
from communique.model.article import Article
from communique.model.errors import UnreadableSource
from communique.model.findings import Findings
from communique.vocab.knowledge import Knowledge

Found = list[Findings | UnreadableSource]
# Chunks that are handed out beyond one a worker, so that none waits while the record is written.
AHEAD = 1
_known: list[Knowledge] = []


def prepare(knowledge: Knowledge) -> None:
    """In a worker: keep the knowledge, and one core for the networks, for each worker has its own. It goes when its parent is gone, however that went."""
    os.environ["OMP_NUM_THREADS"] = "1"
    _known[:] = [knowledge]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=follow, daemon=True).start()


def follow() -> None:
    """End this process when its parent has ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def work(articles: Sequence[Article]) -> Found:
    """In a worker: a chunk."""
    return list(annotate(articles, _known[0]))


def over(chunks: Iterable[list[Article]], knowledge: Knowledge, workers: int) -> Iterator[Found]:
    """The findings of each chunk, in order; the same whatever the number of workers. A single chunk starts no workers: most reads are small."""
    chunks = iter(chunks)
    first = list(itertools.islice(chunks, 2))
    if workers < 2 or len(first) < 2:
        yield from (list(annotate(chunk, knowledge)) for chunk in itertools.chain(first, chunks))
        return
    # Spawned, for a fork would copy locks that threads hold.
    spawn = multiprocessing.get_context("spawn")
    out: deque[tuple[list[Article], ProcessFuture[Found]]] = deque()
    with ProcessPool(workers, context=spawn, initializer=prepare, initargs=(knowledge,)) as pool:
        try:
            for chunk in itertools.chain(first, chunks):
                out.append((chunk, pool.schedule(work, args=(chunk,))))
                if len(out) >= workers + AHEAD:
                    yield done(pool, *out.popleft())
            while out:
                yield done(pool, *out.popleft())
        except BaseException:
            pool.stop()  # type: ignore[no-untyped-call]
            raise


def done(pool: ProcessPool, chunk: list[Article], future: ProcessFuture[Found]) -> Found:
    """What was found in a chunk. If its worker died of it, each article is tried alone, and the one that kills is named and passed over."""
    try:
        return future.result()
    except ProcessExpired:
        if len(chunk) > 1:
            return [one for article in chunk for one in done(pool, [article], pool.schedule(work, args=([article],)))]
        hint = "Is there memory enough? If so, please report this text's structure as a bug."
        return [UnreadableSource(chunk[0].path, "it ended the process that read it", hint=hint)]

"""What a worker does, whatever engine started it: a shard -> its result. Each process loads the knowledge once."""

import faulthandler
import functools
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import NamedTuple

from communique.analyse.stories import shingles
from communique.annotate.stages import annotate, version
from communique.model.article import Article
from communique.model.errors import UnreadableSource
from communique.record.entry import entry_of
from communique.spread.crew import Late
from communique.spread.depot import Depot
from communique.spread.shards import Made, Shard, articles_of, packed
from communique.vocab.knowledge import Knowledge

# Seconds for an engine to tell that a shard was late, before its process ends.
GRACE = 5


class Hands(NamedTuple):
    """Who annotates: how many workers of which engine (pool, ray, dask), the address of a cluster, and where their results are kept, if anywhere."""

    workers: int = 1
    engine: str = "pool"
    address: str = ""
    keep: str = ""


class Job(NamedTuple):
    """What all shards of a read share."""

    knowledge: Knowledge
    hands: Hands = Hands()

    @property
    def stage(self) -> str:
        """The version of the stages, the parser and the vocabulary."""
        return version(self.knowledge)


def entries(articles: Sequence[Article], knowledge: Knowledge) -> Made:
    """What is found in articles, as rows."""
    found = annotate(articles, knowledge)
    return [one if isinstance(one, UnreadableSource) else entry_of(one, shingles(one.article.text)) for one in found]


def result(shard: Shard, job: Job) -> bytes:
    """A shard's result as Parquet, kept if the job keeps results."""
    held = packed(entries(articles_of(shard), job.knowledge))
    if job.hands.keep:
        Depot(job.hands.keep).put(shard, held, job.stage)
    return held


@functools.cache
def hand() -> ThreadPoolExecutor:
    """The one thread that shards are read in: a new one for each left its memory behind, 2.6 GB in the end in a worker of Ray's."""
    return ThreadPoolExecutor(1)


def in_time(shard: Shard, job: Job) -> bytes:
    """For an engine that keeps no time itself: a shard's result, or Late. What does not end cannot be stopped: it goes with its process."""
    future = hand().submit(result, shard, job)
    wait([future], timeout=shard.patience)
    if not future.done():
        faulthandler.dump_traceback_later(GRACE, exit=True)
        raise Late
    return future.result()


def alone() -> None:
    """One core for the networks and for Arrow: there is a worker for each core."""
    os.environ["OMP_NUM_THREADS"] = "1"

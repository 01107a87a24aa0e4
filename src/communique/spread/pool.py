"""The default engine: processes of this machine, by pebble. A worker that dies or hangs is replaced; what it had at hand is told."""

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from concurrent.futures import TimeoutError as Overdue
from types import TracebackType

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from communique.spread.crew import Late, Lost
from communique.spread.shards import Shard
from communique.spread.work import Job, alone, result

_job: list[Job] = []


def prepare(job: Job) -> None:
    """In a worker: keep the job. It goes when its parent is gone, however that went."""
    if job.hands.workers > 1:
        alone()
    _job[:] = [job]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=follow, daemon=True).start()


def follow() -> None:
    """End this process when its parent has ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def work(shard: Shard) -> bytes:
    """In a worker: a shard."""
    return result(shard, _job[0])


class Pool:
    """Worker processes, spawned, for a fork would copy locks that threads hold."""

    def __init__(self, job: Job) -> None:
        self.width = job.hands.workers
        self.pool = ProcessPool(job.hands.workers, context=multiprocessing.get_context("spawn"), initializer=prepare, initargs=(job,))

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self.pool.close()  # type: ignore[no-untyped-call]
        else:
            self.pool.stop()  # type: ignore[no-untyped-call]
        self.pool.join()

    def submit(self, shard: Shard) -> ProcessFuture[bytes]:
        """Hand a shard out; its time runs from when a worker takes it."""
        return self.pool.schedule(work, args=(shard,), timeout=shard.patience)

    def wait(self, future: ProcessFuture[bytes], _shard: Shard) -> bytes:
        """Its result."""
        try:
            return future.result()
        except ProcessExpired as error:
            raise Lost("it ended the process that read it") from error
        except Overdue as error:
            raise Late from error

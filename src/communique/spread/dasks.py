"""The engine for who has a Dask cluster (`communique[dask]`): distributed futures, on this machine or at an address."""

from concurrent.futures import CancelledError
from types import TracebackType
from typing import Any

from communique.model.errors import CommuniqueError
from communique.spread.crew import Late, Lost
from communique.spread.shards import Shard
from communique.spread.work import Job, alone, in_time

START = 600
_jobs: dict[str, Job] = {}


def prepare(job: Job) -> None:
    """In a worker, also in one that is started later: keep the job."""
    alone()
    _jobs["job"] = job


def work(shard: Shard) -> bytes:
    """In a worker: a shard."""
    return in_time(shard, _jobs["job"])


class Dasks:
    """Tasks of Dask, one thread a worker: the parser holds the lock between threads."""

    def __init__(self, job: Job) -> None:
        try:
            import dask
            from distributed import Client, LocalCluster, WorkerPlugin
        except ImportError as error:
            raise CommuniqueError("Dask is not installed.", hint='pip install "communique[dask]"') from error
        # A text that kills two workers kills the third: we try it alone, and name it.
        dask.config.set({"distributed.scheduler.allowed-failures": 1})
        self.cluster: Any = None
        if not job.hands.address:
            self.cluster = LocalCluster(
                n_workers=job.hands.workers, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", silence_logs=50
            )
        self.client: Any = Client(self.cluster or job.hands.address)
        self.width = max(1, len(self.client.scheduler_info()["workers"]))

        class Prepared(WorkerPlugin):  # type: ignore[misc]
            """Data that is scattered dies with the workers that hold it; a plugin is run by each new one."""

            name = "communique"

            def __init__(self, job: Job) -> None:
                self.job = job

            def setup(self, worker: Any) -> None:  # noqa: ARG002 - Dask's signature
                """Once a worker."""
                prepare(self.job)

        self.client.register_plugin(Prepared(job))

    def __enter__(self) -> "Dasks":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.client.close()
        if self.cluster is not None:
            self.cluster.close()

    def submit(self, shard: Shard) -> Any:
        """Hand a shard out."""
        return self.client.submit(work, shard, pure=False)

    def wait(self, future: Any, shard: Shard) -> bytes:
        """Its result."""
        from distributed import TimeoutError as Overdue
        from distributed.scheduler import KilledWorker

        try:
            held: bytes = future.result(timeout=START + 2 * shard.patience)
        except (KilledWorker, CancelledError) as error:
            raise Lost("it ended the process that read it") from error
        except Overdue as error:
            # To cancel does not stop what runs: the worker that has it is started anew.
            busy = [worker for worker, keys in self.client.processing().items() if future.key in keys]
            self.client.cancel([future], force=True)
            self.client.restart_workers(busy, raise_for_error=False)
            raise Late from error
        return held

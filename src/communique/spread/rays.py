"""The production engine: Ray, on this machine or a cluster (`communique[ray]`). Every node needs this program of the same version."""

import hashlib
import pickle
import time
from types import TracebackType
from typing import Any

from communique.model.errors import CommuniqueError
from communique.spread.crew import Late, Lost
from communique.spread.shards import Shard
from communique.spread.work import GRACE, Job, alone, in_time

# How long a cluster may take to start a node for a shard.
START = 600
_jobs: dict[str, Job] = {}


def work(shard: Shard, seal: str, held: list[Any]) -> bytes:
    """In a worker: a shard. The job is fetched once a process; it comes in a list, so that Ray does not fetch it for every shard."""
    import ray

    if seal not in _jobs:
        alone()
        _jobs.clear()
        _jobs[seal] = ray.get(held[0])
    return in_time(shard, _jobs[seal])


class Rays:
    """Tasks of Ray, one core each."""

    def __init__(self, job: Job) -> None:
        try:
            import ray
        except ImportError as error:
            raise CommuniqueError("Ray is not installed.", hint='pip install "communique[ray]"') from error
        self.ray = ray
        if not ray.is_initialized():
            here: dict[str, Any] = (
                {"address": job.hands.address} if job.hands.address else {"num_cpus": job.hands.workers, "include_dashboard": False}
            )
            ray.init(**here, log_to_driver=False, logging_level="ERROR", namespace="communique")
        cores = ray.cluster_resources().get("CPU", 1)
        self.width = min(job.hands.workers, int(cores)) if not job.hands.address else max(1, int(cores))
        # Ray itself does not try again: `over` does, text by text.
        self.task = ray.remote(num_cpus=1, max_retries=0)(work)
        self.seal = hashlib.sha256(pickle.dumps(job)).hexdigest()
        self.job = [ray.put(job)]

    def __enter__(self) -> "Rays":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.ray.shutdown()

    def submit(self, shard: Shard) -> Any:
        """Hand a shard out."""
        return self.task.remote(shard, self.seal, self.job)

    def wait(self, future: Any, shard: Shard) -> bytes:
        """Its result."""
        try:
            held: bytes = self.ray.get(future, timeout=START + 2 * shard.patience)
        except Late as error:
            # Until its process has ended, Ray would give it the next shard, which would end with it.
            time.sleep(2 * GRACE)
            raise Late from error
        except self.ray.exceptions.GetTimeoutError as error:
            self.ray.cancel(future, force=True)
            raise Late from error
        except (self.ray.exceptions.WorkerCrashedError, self.ray.exceptions.NodeDiedError, self.ray.exceptions.OutOfMemoryError) as error:
            raise Lost("it ended the process that read it") from error
        return held

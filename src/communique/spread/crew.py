"""Who carries out shards: what every engine must do, and what is done with a shard that is lost."""

from types import TracebackType
from typing import Any, Protocol, Self

from communique.spread.shards import Shard


class Lost(Exception):
    """A shard's worker died, or did not come to an end."""


class Late(Lost):
    """A shard's time ran out. It runs from when a worker takes the shard, so that to wait for one or to start it costs none."""

    def __init__(self, why: str = "it did not come to an end") -> None:
        super().__init__(why)


class Crew(Protocol):
    """An engine at work. `width`: how many shards it can have in hand."""

    width: int

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None: ...

    def submit(self, shard: Shard) -> Any:
        """Hand a shard out, and do not wait."""
        ...

    def wait(self, future: Any, shard: Shard) -> bytes:
        """Wait for its result; raises Lost."""
        ...

"""Where results of shards are kept: a folder, or an object store through fsspec. A result counts once its manifest is there and its digest fits."""

import hashlib
import json
import os
from typing import Any

from communique.model.errors import RecordFull
from communique.read.remote import store
from communique.spread.shards import Shard, manifest_of


class Depot:
    """Results by key, under a folder or a URL as 's3://bucket/asia'."""

    def __init__(self, url: str) -> None:
        self.files, self.root = store(url)

    def get(self, key: str) -> bytes | None:
        """A whole result, or None; a torn one is none."""
        try:
            said = json.loads(self.files.cat_file(self.name(key, "json")))
            held: bytes = self.files.cat_file(self.name(key, "parquet"))
        except (OSError, ValueError):
            return None
        return held if hashlib.sha256(held).hexdigest() == said.get("sha256") else None

    def put(self, shard: Shard, held: bytes, stage: str) -> None:
        """Keep a result: the rows first, the manifest last, each written aside and then renamed."""
        said: dict[str, Any] = manifest_of(shard, held, stage)
        try:
            self.write(self.name(shard.key, "parquet"), held)
            self.write(self.name(shard.key, "json"), json.dumps(said, ensure_ascii=False, indent=1).encode())
        except OSError as error:
            raise RecordFull(f"{self.root}: {error.strerror or error}.", hint="Make room, and run the same command again.") from error

    def write(self, name: str, held: bytes) -> None:
        """A file that appears whole or not at all, also where two workers write it."""
        self.files.makedirs(name.rpartition("/")[0], exist_ok=True)
        draft = f"{name}.{os.getpid()}.part"
        self.files.pipe_file(draft, held)
        self.files.mv(draft, name)

    def name(self, key: str, ending: str) -> str:
        """Results lie in 256 folders: no folder holds millions of files."""
        return f"{self.root.rstrip('/')}/{key[:2]}/{key}.{ending}"

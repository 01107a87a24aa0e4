"""What an archive and its rebuilding share: quotations as places, and digests of files and of a record's tables."""

import hashlib
import json
from pathlib import Path
from typing import Any

from communique.record.queries import INTERNAL, NOUNS, rows
from communique.record.store import Record

# A longer quotation is kept by its place alone.
MOST_QUOTED = 200


def placed(value: Any, text: str) -> Any:
    """A value in which each long quotation of the text is its place; `unplaced` undoes it."""
    if isinstance(value, str):
        at = text.find(value) if len(value) > MOST_QUOTED else -1
        return {"$quoted": [at, at + len(value)]} if at >= 0 else value
    if isinstance(value, dict):
        return {key: placed(inner, text) for key, inner in value.items()}
    return [placed(inner, text) for inner in value] if isinstance(value, list) else value


def unplaced(value: Any, text: str) -> Any:
    """The quotations again, from the text."""
    if isinstance(value, dict):
        if set(value) == {"$quoted"}:
            start, end = value["$quoted"]
            return text[start:end]
        return {key: unplaced(inner, text) for key, inner in value.items()}
    return [unplaced(inner, text) for inner in value] if isinstance(value, list) else value


def tables(record: Record) -> dict[str, str]:
    """The digest of each noun's rows as `export --to jsonl` writes them."""
    out = {}
    for noun in NOUNS:
        seal = hashlib.sha256()
        for row in rows(record, noun):
            seal.update(json.dumps({k: v for k, v in row.items() if k not in INTERNAL}, ensure_ascii=False).encode("utf8") + b"\n")
        out[noun] = seal.hexdigest()
    return out


def digest(path: Path) -> str:
    """A file's SHA-256."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

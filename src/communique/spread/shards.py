"""The shard contract: articles as Arrow in, entries as Parquet out, with a manifest. No engine knows more of the work than this.

A shard's key is the SHA-256 of the program's stage version and of all that its articles hold, their places too. The same articles from
the same place therefore have the same key whoever reads them, and a result that is there already need not be made again.
"""

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import pyarrow
from pyarrow import ipc, parquet

from communique.model.article import Article, Block, Outlet
from communique.model.dates import Published
from communique.model.errors import UnreadableSource
from communique.model.rows import plain
from communique.model.span import Span
from communique.record.entry import Entry

Made = list[Entry | UnreadableSource]
TEXT = pyarrow.string()
IN = pyarrow.schema([("id", TEXT), ("path", TEXT), ("location", TEXT), ("sha256", TEXT), ("text", TEXT), ("rest", TEXT)])
# A document's row has its text and its other columns as JSON; a finding's row is as the record keeps it; a failure's body is the reason.
OUT = pyarrow.schema(
    [
        ("document", TEXT),
        ("noun", TEXT),
        ("id", TEXT),
        ("start", pyarrow.int32()),
        ("finish", pyarrow.int32()),
        ("body", TEXT),
        ("text", TEXT),
    ]
)


class Shard(NamedTuple):
    """A piece of work: its key, the articles as an Arrow stream, and how many seconds it may take."""

    key: str
    articles: bytes
    patience: float


def shard_of(articles: Sequence[Article], stage: str) -> Shard:
    """Articles as a shard."""
    rows = [
        {
            **{name: getattr(a, name) for name in ("id", "path", "location", "sha256", "text")},
            "rest": json.dumps({name: plain(getattr(a, name)) for name in ("source_sha256", "title", "byline", "outlet", "language", "url", "published", "blocks", "metadata")}),
        }
        for a in articles
    ]  # fmt: skip
    key = hashlib.sha256(json.dumps([stage, rows]).encode()).hexdigest()
    sink = io.BytesIO()
    with ipc.new_stream(sink, IN) as stream:
        stream.write_table(pyarrow.Table.from_pylist(rows, schema=IN))
    return Shard(key, sink.getvalue(), patience(articles))


def patience(articles: Sequence[Article]) -> float:
    """Seconds that a shard may take: a minute to load the models, and ten times what its text takes on a slow machine."""
    return 60 + sum(len(a.text) for a in articles) / 2_000


def articles_of(shard: Shard) -> list[Article]:
    """A shard's articles again."""
    return [article_of(row) for row in ipc.open_stream(shard.articles).read_all().to_pylist()]


def article_of(row: dict[str, Any]) -> Article:
    """An article of its row."""
    rest = json.loads(row.pop("rest"))
    outlet, published = rest.pop("outlet"), rest.pop("published")
    return Article(
        **row,
        outlet=Outlet(**outlet) if outlet else None,
        published=Published(
            earliest=day(published["earliest"]),
            latest=day(published["latest"]),
            basis=published["basis"],
            because=tuple(published["because"]),
        ),
        blocks=tuple(Block(kind=b["kind"], span=Span(*b["span"])) for b in rest.pop("blocks")),
        metadata=tuple((a, b) for a, b in rest.pop("metadata")),
        **rest,
    )


def day(value: str | None) -> date | None:
    """An ISO day."""
    return date.fromisoformat(value) if value else None


def packed(made: Made) -> bytes:
    """Entries and failures, in their order, as Parquet."""
    rows: list[dict[str, Any]] = []
    for one in made:
        if isinstance(one, UnreadableSource):
            said = json.dumps({"path": one.path, "reason": one.reason, "where": one.where, "hint": one.hint})
            rows.append({"document": "", "noun": "failures", "id": one.path, "body": said})
            continue
        held = {name: getattr(one, name) for name in Entry.__slots__ if name not in {"text", "findings"}}
        rows.append({"document": one.id, "noun": "documents", "id": one.id, "body": json.dumps(held), "text": one.text})
        rows += [{"document": one.id, "noun": n, "id": i, "start": s, "finish": e, "body": b} for n, i, s, e, b in one.findings]
    sink = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(rows, schema=OUT), sink, compression="zstd")
    return sink.getvalue()


def unpacked(held: bytes) -> Made:
    """The same entries and failures again."""
    made: Made = []
    findings: dict[str, list[tuple[str, str, int, int, str]]] = {}
    for row in parquet.read_table(io.BytesIO(held)).to_pylist():
        body = row["body"]
        if row["noun"] == "failures":
            made.append(UnreadableSource(**json.loads(body)))
        elif row["noun"] == "documents":
            said = json.loads(body)
            made.append(Entry(**{**said, "shingles": tuple(said["shingles"])}, text=row["text"], findings=()))
        else:
            findings.setdefault(row["document"], []).append((row["noun"], row["id"], row["start"], row["finish"], body))
    return [one if isinstance(one, UnreadableSource) else replace(one, findings=tuple(findings.get(one.id, ()))) for one in made]


def manifest_of(shard: Shard, held: bytes, stage: str) -> dict[str, Any]:
    """What a result says of itself: whose it is, its digest, its counts, and each document that failed."""
    made = unpacked(held)
    entries = [one for one in made if isinstance(one, Entry)]
    return {
        "key": shard.key,
        "stage": stage,
        "sha256": hashlib.sha256(held).hexdigest(),
        "documents": len(entries),
        "findings": sum(len(one.findings) for one in entries),
        "failures": [{"path": one.path, "reason": one.reason} for one in made if isinstance(one, UnreadableSource)],
    }

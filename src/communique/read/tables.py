"""Tables of articles: .jsonl, .csv, .tsv, .parquet -> one Article a row. A broken row is named and passed; the rest goes on."""

import csv
import json
from collections.abc import Iterator, Mapping

from communique.model.article import Article, Block
from communique.model.errors import UnreadableSource
from communique.model.identity import digest
from communique.model.span import Span
from communique.read.assemble import Raw, article_of, headline_block
from communique.read.encoding import decode
from communique.read.fields import joined
from communique.read.furniture import blocks_of
from communique.read.metadata import KEYS, of_mapping
from communique.read.source import LONGEST_ARTICLE, Source
from communique.vocab.knowledge import Knowledge

LONGEST_LINE = 4 * LONGEST_ARTICLE
Found = Iterator[Article | UnreadableSource]


def read_jsonl(source: Source, knowledge: Knowledge) -> Found:
    """One JSON object a line; a line may break without taking its neighbours along."""
    with source.stream() as stream:
        number = 0
        while raw := stream.readline(LONGEST_LINE):
            number += 1
            if len(raw) >= LONGEST_LINE and not raw.endswith(b"\n"):
                while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                    pass
                yield UnreadableSource(source.path, f"the line has more than {LONGEST_LINE:,} bytes", where=f"line {number}")
                continue
            if not raw.strip():
                continue
            try:
                row = json.loads(decode(raw, source.path))
            except (ValueError, RecursionError) as error:
                yield UnreadableSource(source.path, f"its JSON breaks: {error}", where=f"line {number}", hint="One whole object a line.")
                continue
            except UnreadableSource as error:
                yield UnreadableSource(source.path, error.reason, where=f"line {number}")
                continue
            yield from row_article(source, row, f"line {number}", knowledge)
        if number == 0:
            raise UnreadableSource(source.path, "it is empty")


def read_csv(source: Source, knowledge: Knowledge) -> Found:
    """A header and one article a row; the separator is found out."""
    text = decode(source.bytes(), source.path)
    csv.field_size_limit(LONGEST_LINE)
    dialect: type[csv.Dialect] | csv.Dialect = csv.excel_tab if source.suffix == ".tsv" else csv.excel
    first = text.partition("\n")[0]
    if source.suffix == ".csv" and ";" in first and "," not in first:
        dialect = type("semicolons", (csv.excel,), {"delimiter": ";"})
    reader = csv.DictReader(text.removeprefix("\ufeff").splitlines(keepends=True), dialect=dialect)
    check_columns(source, list(reader.fieldnames or ()))
    rows = iter(reader)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield UnreadableSource(source.path, f"its CSV breaks: {error}", where=f"line {reader.line_num}")
            return
        yield from row_article(source, {k: v for k, v in row.items() if k}, f"row {reader.line_num}", knowledge)


def read_parquet(source: Source, knowledge: Knowledge) -> Found:
    """A Parquet file, streamed by row groups."""
    import pyarrow
    from pyarrow import parquet

    try:
        with source.stream() as stream:
            table = parquet.ParquetFile(stream)
            check_columns(source, list(table.schema_arrow.names))
            number = 0
            for batch in table.iter_batches(batch_size=256):
                for row in batch.to_pylist():
                    number += 1
                    yield from row_article(source, row, f"row {number}", knowledge)
    except (pyarrow.ArrowException, OSError) as error:
        raise UnreadableSource(source.path, f"it is no whole Parquet file: {str(error).splitlines()[0]}") from error


def check_columns(source: Source, names: list[str]) -> None:
    """A table without a text column is refused, with what it has and how to say which column is meant."""
    mapped = dict(source.columns)
    if mapped.get("text") in names or any(name.strip().lower() in KEYS["text"] for name in names):
        return
    raise UnreadableSource(
        source.path, f"it has no text column; its columns are {', '.join(names) or 'none'}", hint="Say which one it is: --column text=NAME."
    )


def row_article(source: Source, row: object, member: str, knowledge: Knowledge) -> Found:
    """One row; the title, if any, stands above its text, so that its words can be evidence too."""
    if not isinstance(row, Mapping):
        yield UnreadableSource(source.path, "the line holds no JSON object", where=member)
        return
    mapped = dict(source.columns)
    values = {**row, **{ours: row[theirs] for ours, theirs in mapped.items() if theirs in row}}
    lower = {str(k).strip().lower(): v for k, v in values.items()}
    body = next((lower[k] for k in KEYS["text"] if isinstance(lower.get(k), str)), None)
    if body is None or not body.strip():
        yield UnreadableSource(source.path, "it has no text", where=member, hint="Say which field it is: --column text=NAME.")
        return
    meta = joined(of_mapping(values), source.under)
    title = " ".join(meta.title.split())
    text = f"{title}\n\n{body}" if title and not body.startswith(title) else body
    blocks: list[Block] = headline_block(text, title, blocks_of(text, titled=not title, skip=None))
    if title and not text.startswith(title):
        blocks = [Block(kind="title", span=Span(0, len(title))), *blocks]
    try:
        yield article_of(
            source,
            text,
            blocks,
            meta,
            knowledge,
            Raw(digest(json.dumps(row, default=str, sort_keys=True).encode()), member),
        )
    except UnreadableSource as error:
        yield error

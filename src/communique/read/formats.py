"""The formats that can be read: one visible table. Paths -> Articles and problems, in a sorted order."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from communique.model.article import Article
from communique.model.errors import UnreadableSource
from communique.read import html, tables, text
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge

Reader = Callable[[Source, Knowledge], Iterator[Article | UnreadableSource]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: how it is read, and one line for `communique formats`."""

    read: Reader
    about: str


FORMATS: Mapping[str, Format] = {
    ".txt": Format(read=text.read, about="plain text, one article a file; front matter or a sidecar NAME.meta.json may give metadata"),
    ".md": Format(read=text.read, about="Markdown, kept as it is; front matter may give metadata"),
    ".html": Format(read=html.read, about="a saved page; outlet, byline, date, language and URL from the page"),
    ".htm": Format(read=html.read, about="as .html"),
    ".jsonl": Format(read=tables.read_jsonl, about="one JSON object a line: text, and title, outlet, date, url, language, author"),
    ".csv": Format(read=tables.read_csv, about="a table with a header, one article a row; --column maps names"),
    ".tsv": Format(read=tables.read_csv, about="as .csv, tab-separated"),
    ".parquet": Format(read=tables.read_parquet, about="a table, one article a row"),
}
SIDECARS = (".meta.json", ".json")


def read(source: Source, knowledge: Knowledge) -> Iterator[Article | UnreadableSource]:
    """Everything in one file; whatever goes wrong is a value, and never stops the next file."""
    known = FORMATS.get(source.suffix)
    if known is None:
        yield UnreadableSource(
            source.path,
            f"there is no reader for {source.suffix or 'a file without an ending'}",
            hint="`communique formats` lists what can be read.",
        )
        return
    try:
        yield from known.read(source, knowledge)
    except UnreadableSource as problem:
        yield problem
    except (OSError, ValueError, RecursionError, MemoryError) as error:
        yield UnreadableSource(source.path, f"it could not be read: {type(error).__name__}: {error}")


def is_readable(source: Source) -> bool:
    """Whether a file found in a folder is one of ours; others are counted as skipped, not as errors."""
    return source.suffix in FORMATS

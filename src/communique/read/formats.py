"""The formats that can be read: one visible table. Paths -> Articles and problems, in a sorted order."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from communique.model.article import Article
from communique.model.errors import UnreadableSource
from communique.read import archives, described, feeds, html, mail, office, pdf, tables, text, zotero
from communique.read.items import Counted, Found
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge

Reader = Callable[[Source, Knowledge], Iterator[Found]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: how it is read, and one line for `communique formats`."""

    read: Reader
    about: str


def read(source: Source, knowledge: Knowledge) -> Iterator[Found]:
    """Everything in one file; whatever goes wrong is a value, and never stops the next file."""
    known = FORMATS.get(source.suffix)
    if source.depth > archives.DEEPEST + 1:
        yield UnreadableSource(source.path, "it lies in too many files")
        return
    try:
        shaped = described.shape_for(source)
        if shaped is not None:
            yield from described.read(source, *shaped, knowledge)
        elif known is None:
            what = f"there is no reader for {source.suffix or 'a file without an ending'}"
            yield UnreadableSource(source.path, what, hint="`communique formats` lists what can be read.")
        else:
            yield from known.read(source, knowledge)
    except UnreadableSource as problem:
        yield problem
    except (OSError, MemoryError) as error:
        yield UnreadableSource(source.path, f"it could not be read: {type(error).__name__}: {error}", passing=True)
    except (ValueError, RecursionError) as error:
        yield UnreadableSource(source.path, f"it could not be read: {type(error).__name__}: {error}")


def articles(source: Source, knowledge: Knowledge) -> Iterator[Article | UnreadableSource]:
    """The same without what a file says of its own size."""
    return (found for found in read(source, knowledge) if not isinstance(found, Counted))


def is_readable(source: Source) -> bool:
    """Whether a file found in a folder is one of ours; others are counted as skipped, not as errors."""
    if source.suffix == ".json":
        try:
            with source.stream() as stream:
                return zotero.is_csl(stream.read(2_000))
        except (UnreadableSource, OSError):
            return True  # its reader names the reason
    return source.suffix in FORMATS or any(shape.ending == source.suffix for shape in source.shapes)


def read_zip(source: Source, knowledge: Knowledge) -> Iterator[Found]:
    """What a ZIP file holds, each member by its own reader."""
    endings = {*FORMATS, *(shape.ending for shape in source.shapes)} - {".json", ".rdf"}
    return archives.read_zip(source, knowledge, lambda name: Source(path=name, location=name).suffix in endings, read)


def read_page(source: Source, knowledge: Knowledge) -> Iterator[Found]:
    """A page whatever its name, as crawls hold them."""
    try:
        yield from html.read(source, knowledge)
    except UnreadableSource as problem:
        yield problem


def catalogued(source: Source) -> set[str]:
    """The files that a catalogue speaks for; nothing for any other file."""
    return zotero.claimed(source) if source.suffix in {".rdf", ".json"} else set()


FORMATS: Mapping[str, Format] = {
    ".txt": Format(
        read=text.read,
        about="plain text, one article a file, with front matter or a sidecar NAME.meta.json; a download of Nexis or Factiva",
    ),
    ".md": Format(read=text.read, about="Markdown, kept as it is; front matter may give metadata"),
    ".html": Format(
        read=html.read,
        about="a saved page, with its outlet, byline, date, language and URL; a list saved from Nexis, Factiva or Europresse",
    ),
    ".htm": Format(read=html.read, about="as .html"),
    ".docx": Format(read=office.read_docx, about="a Word file: one article, or a download of Nexis, combined or single"),
    ".rtf": Format(read=office.read_rtf, about="rich text: one article, or a download of Nexis or Factiva"),
    ".pdf": Format(read=pdf.read, about="the text layer of a PDF: one article, or a download of Nexis; pages without text are named"),
    ".eml": Format(read=lambda s, k: mail.read(s, k, read), about="a mail and its attachments"),
    ".rss": Format(read=feeds.read, about="an RSS feed as a file, one article an entry"),
    ".atom": Format(read=feeds.read, about="an Atom feed as a file"),
    ".xml": Format(read=feeds.read, about="an RSS or Atom feed as a file"),
    ".warc": Format(read=lambda s, k: archives.read_warc(s, k, read_page), about="a web archive, one article a page"),
    ".warc.gz": Format(read=lambda s, k: archives.read_warc(s, k, read_page), about="as .warc"),
    ".zip": Format(read=read_zip, about="any of these in a ZIP file"),
    ".rdf": Format(read=lambda s, k: zotero.read_rdf(s, k, read), about="a Zotero library exported as RDF with files"),
    ".json": Format(read=lambda s, k: zotero.read_csl(s, k, read), about="a Zotero library as CSL-JSON, beside its storage folder"),
    ".jsonl": Format(read=tables.read_jsonl, about="one JSON object a line: text, and title, outlet, date, url, language, author"),
    ".csv": Format(read=tables.read_csv, about="a table with a header, one article a row; --column maps names"),
    ".tsv": Format(read=tables.read_csv, about="as .csv, tab-separated"),
    ".parquet": Format(read=tables.read_parquet, about="a table, one article a row"),
}

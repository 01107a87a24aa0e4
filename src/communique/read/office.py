"""Word and rich text: .docx and .rtf -> the articles of a Nexis or Factiva download, or one Article of the paragraphs. Headers and footers are never read."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence

from communique.model.errors import UnreadableSource
from communique.read import lines
from communique.read.bounds import foreign
from communique.read.fields import Metadata
from communique.read.furniture import blocks_of
from communique.read.items import Found, Item, article, one_line
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge

# A novel in Word unpacks to less; a file that would unpack to more is built to fill memory.
MOST_UNPACKED = 200 * 1024 * 1024
FLASH = re.compile(rb"^\s*\{\\rtf")


def read_docx(source: Source, knowledge: Knowledge) -> Iterator[Found]:
    """A Word file."""
    yield from read_printed(source, docx_lines(source), knowledge)


def read_rtf(source: Source, knowledge: Knowledge) -> Iterator[Found]:
    """A rich-text file."""
    data = source.bytes()
    if not FLASH.match(data):
        raise UnreadableSource(source.path, "it does not begin as rich text does", hint="If it is plain text, name it .txt.")
    from striprtf.striprtf import rtf_to_text

    with foreign(source.path, "RTF"):
        # Tables print their cells on a line each.
        text = rtf_to_text(data.decode("latin-1"), errors="replace")
        text = text.replace("|\n", "\n").replace("\x00", "")
    yield from read_printed(source, text.splitlines(), knowledge)


def read_printed(source: Source, printed: Sequence[str], knowledge: Knowledge) -> Iterator[Found]:
    """Lines as the articles of a database, or as one article."""
    database = lines.database(printed)
    if database is not None:
        yield from database(source, printed, knowledge)
        return
    yield article(source, one_item(printed), knowledge)


def one_item(printed: Sequence[str]) -> Item:
    """Paragraphs as one item; its headline is the first line, where that is no sentence."""
    text = "\n".join(one_line(line) for line in printed if line.strip())
    blocks = blocks_of(text)
    title = next((block.span.of(text) for block in blocks if block.kind == "title"), "")
    byline = next((block.span.of(text) for block in blocks if block.kind == "byline"), "")
    rest = [line for line in text.split("\n") if line.strip() not in {title, byline}]
    return Item(meta=Metadata(title=title, byline=byline), body=rest)


def docx_lines(source: Source) -> list[str]:
    """The paragraphs and table cells of a Word file, in order; tabs become blanks."""
    data = source.bytes()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableSource(source.path, "it is no whole Word file", hint="Download it anew, or save it as .txt.") from error
    if unpacked > MOST_UNPACKED:
        raise UnreadableSource(source.path, f"it would unpack to {unpacked // 2**20} MB; a document has less than {MOST_UNPACKED // 2**20}")
    from docx import Document
    from docx.table import Table

    out: list[str] = []
    with foreign(source.path, "Word file"):
        for part in Document(io.BytesIO(data)).iter_inner_content():
            if isinstance(part, Table):
                out += [text for row in part.rows for cell in row.cells for text in cell.text.split("\n")]
            else:
                out += part.text.replace("\t", " ").split("\n")
    return out

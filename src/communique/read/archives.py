"""Files in files: ZIP and WARC -> what lies in them, each by its own reader. Unpacking is bounded in size, number and depth."""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from communique.model.errors import UnreadableSource
from communique.read.bounds import foreign
from communique.read.fields import Metadata
from communique.read.items import Counted, Found
from communique.read.source import LARGEST_FILE, Source
from communique.vocab.knowledge import Knowledge

DEEPEST = 3
MOST_MEMBERS = 200_000
MOST_UNPACKED = 8 * 1024**3
# Text packs to a tenth; a thousandth is a bomb.
TIGHTEST = 400
PIECE = 1 << 20
Next = Callable[[Source, Knowledge], Iterator[Found]]
Wanted = Callable[[str], bool]


def read_zip(source: Source, knowledge: Knowledge, wanted: Wanted, following: Next) -> Iterator[Found]:
    """Every member that can be read, in the order of names."""
    if source.depth >= DEEPEST:
        raise UnreadableSource(source.path, f"it lies more than {DEEPEST} archives deep")
    with source.stream() as stream, foreign(source.path, "ZIP file"):
        packed = zipfile.ZipFile(stream)
        members = sorted((m for m in packed.infolist() if not m.is_dir()), key=lambda m: m.filename)
    with source.stream() as stream:
        packed = zipfile.ZipFile(stream)
        if len(members) > MOST_MEMBERS:
            raise UnreadableSource(source.path, f"it holds {len(members):,} files", hint="Unpack it, and read the folder.")
        members = [m for m in members if wanted(m.filename) and not hidden(m.filename)]
        yield Counted(format="ZIP", expected=len(members))
        # What lies deeper has less room, so that archives of archives do not multiply.
        left = MOST_UNPACKED >> (4 * source.depth)
        for member in members:
            try:
                held = unpacked(packed, member, source.path, min(left, LARGEST_FILE))
            except UnreadableSource as problem:
                yield problem
                continue
            left -= len(held)
            yield from following(source.inside(member.filename, held), knowledge)


def unpacked(packed: zipfile.ZipFile, member: zipfile.ZipInfo, path: str, most: int) -> bytes:
    """A member's bytes; never more than `most`, whatever its header says."""
    if member.flag_bits & 1:
        raise UnreadableSource(path, "it is locked with a password", where=member.filename, hint="Save an unlocked copy.")
    if member.file_size > most or member.file_size > TIGHTEST * max(member.compress_size, 4_096):
        raise UnreadableSource(path, f"it would unpack to {member.file_size // 2**20} MB", where=member.filename)
    with foreign(f"{path}, {member.filename}", "member of a ZIP file"), packed.open(member) as stream:
        held = bytearray()
        while piece := stream.read(PIECE):
            held += piece
            if len(held) > most:
                raise UnreadableSource(path, f"it unpacks to more than {most // 2**20} MB", where=member.filename)
    return bytes(held)


def hidden(name: str) -> bool:
    """Folders and files of the system's own."""
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def read_warc(source: Source, knowledge: Knowledge, following: Next) -> Iterator[Found]:
    """Every page that was answered with 200, under its address. The day of the crawl is not taken as the day of publication."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    found, left = 0, MOST_UNPACKED
    with source.stream() as stream, foreign(source.path, "WARC file"):
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
            kind = (record.http_content_type or "").lower()
            if kind not in {"text/html", "application/xhtml+xml"} or not record.http_headers or record.http_headers.status_code != 200:
                continue
            address = record.headers.get("WARC-Target-URI") or f"record {found + 1}"
            held = record.reader.read(LARGEST_FILE)
            left -= len(held)
            if left < 0:
                raise UnreadableSource(source.path, f"it unpacks to more than {MOST_UNPACKED // 2**30} GB", hint="Split it.")
            found += 1
            page = source.inside(address, held, under=Metadata(url=address.strip("<>")), charset=record.http_charset or "")
            yield from following(page, knowledge)
    if not found:
        raise UnreadableSource(source.path, "it holds no page that was answered")

"""A Zotero library: its export (RDF with files, or CSL-JSON beside the storage folder) -> the attached articles, under the catalogue's metadata.

The catalogue's title, author, outlet and date count above the file's own, as a sidecar's do: a person entered or checked them.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.model.errors import UnreadableSource
from communique.read.encoding import decode
from communique.read.fields import Metadata
from communique.read.items import Counted, Found, words_of
from communique.read.markup import xml_of
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge

Next = Callable[[Source, Knowledge], Iterator[Found]]
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"
LINK = "{http://purl.org/rss/1.0/modules/link/}"
ZOTERO = "{http://www.zotero.org/namespaces/export#}"
FOAF = "{http://xmlns.com/foaf/0.1/}"
BIB = "{http://purl.org/net/biblio#}"
PREFERRED = (".html", ".htm", ".docx", ".rtf", ".txt", ".md", ".pdf")
LEAST_TITLE = 12
MOST_FILES = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A catalogued item and the file that holds it; None where it has none."""

    meta: Metadata
    file: Path | None


def read_rdf(source: Source, knowledge: Knowledge, following: Next) -> Iterator[Found]:
    """Each item's attachment."""
    yield from attached(source, rdf_entries(source), knowledge, following)


def read_csl(source: Source, knowledge: Knowledge, following: Next) -> Iterator[Found]:
    """Each item's file in the storage folder beside the catalogue, found by its title."""
    yield from attached(source, csl_entries(source), knowledge, following)


def is_csl(data: bytes) -> bool:
    """Whether JSON begins as a list of catalogued items does; other JSON files beside articles are sidecars."""
    head = data[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"[") and b'"type"' in head and (b'"title"' in head or b'"issued"' in head)


def claimed(source: Source) -> set[str]:
    """The files that a catalogue in a folder speaks for: they are read through it, not once more by themselves."""
    try:
        if source.suffix == ".json" and not is_csl(source.bytes()):
            return set()
        entries = rdf_entries(source) if source.suffix == ".rdf" else csl_entries(source)
    except (UnreadableSource, OSError):
        return set()
    return {str(entry.file) for entry in entries if entry.file}


def attached(source: Source, entries: list[Entry], knowledge: Knowledge, following: Next) -> Iterator[Found]:
    """The files under their metadata; items without one are named together."""
    yield Counted(format="Zotero", expected=len(entries))
    missing = []
    for entry in entries:
        if entry.file is None:
            missing.append(entry.meta.title or "an item without a title")
            continue
        try:
            held = Source(path=str(entry.file), location=str(entry.file)).bytes()
        except UnreadableSource as problem:
            yield problem
            continue
        name = entry.file.relative_to(Path(source.location).parent)
        yield from following(source.inside(name.as_posix(), held, over=entry.meta), knowledge)
    if missing:
        few = "; ".join(title[:60] for title in missing[:5])
        yield UnreadableSource(
            source.path,
            f"{len(missing)} of {len(entries)} items have no file that can be read ({few}{'; ...' if len(missing) > 5 else ''})",
            hint="Export with files, or attach the text.",
        )


def within(folder: Path, name: str) -> Path | None:
    """A file of the catalogue's folder; a path that leads out of it is none."""
    path = (folder / name).resolve()
    return path if path.is_relative_to(folder.resolve()) and path.is_file() and path.suffix.lower() in PREFERRED else None


def rdf_entries(source: Source) -> list[Entry]:
    """The items of Zotero RDF, in the order of the file."""
    if source.held is not None:
        raise UnreadableSource(
            source.path, "a catalogue in an archive cannot reach its files", hint="Unpack the archive, and read the folder."
        )
    tree, folder = xml_of(source.bytes(), source.path), Path(source.location).parent
    files: dict[str, list[str]] = {}
    for node in tree.iter(ZOTERO + "Attachment"):
        inner = node.find(RDF + "resource")
        if inner is not None:
            files[node.get(RDF + "about", "")] = [inner.get(RDF + "resource", "")]
    made = []
    for node in tree:
        kind = node.findtext(ZOTERO + "itemType") or ""
        if not isinstance(node.tag, str) or kind in {"", "attachment", "note"} or node.tag == ZOTERO + "Attachment":
            continue
        names = [name for link in node.iter(LINK + "link") for name in files.get(link.get(RDF + "resource", ""), ())]
        found = sorted(filter(None, (within(folder, name) for name in names)), key=lambda p: (PREFERRED.index(p.suffix.lower()), p))
        made.append(Entry(meta=rdf_metadata(node), file=found[0] if found else None))
    return made


def rdf_metadata(node: Any) -> Metadata:
    """What an item says of itself."""
    people = [
        " ".join(filter(None, (p.findtext(FOAF + "givenName"), p.findtext(FOAF + "surname"))))
        for p in node.iterfind(f"{BIB}authors//{FOAF}Person")
    ]
    return Metadata(
        title=node.findtext(DC + "title") or "",
        byline=", ".join(people),
        outlet=node.findtext(f"{TERMS}isPartOf//{DC}title") or node.findtext(f"{DC}publisher//{FOAF}name") or "",
        published=node.findtext(DC + "date") or "",
        language=node.findtext(ZOTERO + "language") or node.findtext(DC + "language") or "",
        url=node.findtext(f"{DC}identifier//{RDF}value") or "",
    )


def csl_entries(source: Source) -> list[Entry]:
    """The items of CSL-JSON, each with the one file below the folder whose name holds its title."""
    if source.held is not None:
        raise UnreadableSource(
            source.path, "a catalogue in an archive cannot reach its files", hint="Unpack the archive, and read the folder."
        )
    try:
        items = json.loads(decode(source.bytes(), source.path))
    except (ValueError, RecursionError) as error:
        raise UnreadableSource(source.path, f"its JSON breaks: {error}") from error
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        raise UnreadableSource(
            source.path, "it is JSON, but no catalogue in CSL-JSON", hint="Articles in JSON go into .jsonl, one object a line."
        )
    folder = Path(source.location).parent
    files = sorted(p for i, p in enumerate(folder.rglob("*")) if i < MOST_FILES and p.suffix.lower() in PREFERRED and p.is_file())
    named = [(words_of(path.stem), path) for path in files]
    return [Entry(meta=meta, file=file_of(words_of(meta.title), named)) for meta in map(csl_metadata, items)]


def file_of(title: str, named: list[tuple[str, Path]]) -> Path | None:
    """The file whose name ends with the title, as Zotero names files ('Author - Year - Title.pdf', cut short); None where two items' files fit."""
    if len(title) < LEAST_TITLE:
        return None
    fits = [path for name, path in named if title in name or any(name.endswith(title[:n]) for n in range(len(title), 2 * LEAST_TITLE, -1))]
    folders = {path.parent for path in fits}
    stems = {path.stem for path in fits}
    if not fits or (len(folders) > 1 and len(stems) > 1):
        return None
    return min(fits, key=lambda p: (PREFERRED.index(p.suffix.lower()), p))


def csl_metadata(item: Mapping[str, Any]) -> Metadata:
    """A CSL item's fields; a year alone stays a year."""
    parts = (item.get("issued") or {}).get("date-parts") if isinstance(item.get("issued"), Mapping) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [int(p) for p in first if re.fullmatch(r"\d{1,4}", str(p))]
    people = item.get("author") if isinstance(item.get("author"), list) else []
    names = [p.get("literal") or " ".join(filter(None, (p.get("given"), p.get("family")))) for p in people or () if isinstance(p, Mapping)]
    return Metadata(
        title=str(item.get("title") or ""),
        byline=", ".join(map(str, names)),
        outlet=str(item.get("container-title") or item.get("publisher") or ""),
        published="-".join(f"{n:02d}" if i else f"{n:04d}" for i, n in enumerate(numbers)),
        language=str(item.get("language") or ""),
        url=str(item.get("URL") or ""),
    )

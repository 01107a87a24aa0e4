"""REFI-QDA project (.qdpx), for MAXQDA, NVivo and ATLAS.ti: texts, a tree of codes, and every finding as a coded selection.

The texts are in it, as these programs need them: share it as you would share the texts. https://www.qdasoftware.org/
"""

import json
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique import __version__
from communique.record.queries import documents
from communique.record.store import Record
from communique.show.export.annotations import NOUNS
from communique.show.export.files import beside, draft
from communique.show.export.graphs import legal, node

Row = dict[str, Any]
SPACE = uuid.UUID("8d3e6a52-3f1c-5f0e-9d61-1f6d0d2b7c11")
NAMESPACE = "urn:QDA-XML:project:1.0"
# A project has no clock of ours: the same record gives the same bytes.
THEN = "2000-01-01T00:00:00Z"
USER = str(uuid.uuid5(SPACE, "user"))


def write(record: Record, out: Path) -> list[Path]:
    """The project; one text is held at a time."""
    from lxml import etree

    path = beside(out, ".qdpx")
    codes = tree(record)
    with draft(path) as made, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for row in documents(record):
            packed.writestr(member(f"sources/{guid(row['id'])}.txt"), row["text"].encode("utf8"))
        with packed.open(member("project.qde"), "w", force_zip64=True) as sink, etree.xmlfile(sink, encoding="utf-8") as xml:
            xml.write_declaration(standalone=True)
            head = {
                "name": legal(record.path.stem),
                "origin": f"communique {__version__}",
                "creatingUserGUID": USER,
                "creationDateTime": THEN,
            }
            with xml.element("Project", nsmap={None: NAMESPACE}, **head):
                with xml.element("Users"):
                    xml.write(node("User", guid=USER, name="communique"))
                with xml.element("CodeBook"), xml.element("Codes"):
                    for noun, children in codes.items():
                        with xml.element("Code", guid=guid(noun), name=noun, isCodable="false"):
                            for name in children:
                                xml.write(node("Code", guid=guid(f"{noun}/{name}"), name=name, isCodable="true"))
                with xml.element("Sources"):
                    for row in documents(record):
                        xml.write(source(record, row))
    return [path]


def member(name: str) -> zipfile.ZipInfo:
    """A member without a clock."""
    made = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def guid(value: str) -> str:
    """The same id for the same thing."""
    return str(uuid.uuid5(SPACE, value))


def codes_of(row: Row, noun: str) -> list[str]:
    """The codes that a finding is given."""
    match noun:
        case "events":
            return [row["type"], *([f"{row['type']}: {row['mode']}"] if row["mode"] else []), f"realis: {row['realis']}"]
        case "statements":
            return [
                f"{row['quotation']}",
                f"status: {row['status']}",
                *([f"speaker: {row['speaker']['name']}"] if row["speaker"]["id"] else []),
            ]
        case "terms":
            return [row["concept"], f"{row['concept']}: {row['stance']}"]
        case "forecasts":
            return ["forecast"]
    return [row.get("concept", noun)]


def tree(record: Record) -> dict[str, list[str]]:
    """The codes of each noun that are in use, sorted."""
    used: dict[str, set[str]] = {noun: set() for noun in NOUNS}
    for row in documents(record):
        for noun, found in findings(record, row["id"]):
            used[noun].update(map(legal, codes_of(found, noun)))
    return {noun: sorted(names) for noun, names in used.items() if names}


def findings(record: Record, document: str) -> Iterator[tuple[str, Row]]:
    """(noun, row) of a document's standing findings."""
    query = "SELECT noun, body FROM standing WHERE document = ? AND noun IN (?,?,?,?,?) ORDER BY start, id"
    return ((noun, json.loads(body)) for noun, body in record.rows(query, (document, *NOUNS)))


def source(record: Record, row: Row) -> Any:
    """A text with its coded selections."""
    name = " ".join((row["title"] or row["path"]).split())[:200]
    made = node(
        "TextSource",
        guid=guid(f"source {row['id']}"),
        name=name,
        plainTextPath=f"internal://{guid(row['id'])}.txt",
        creatingUser=USER,
        creationDateTime=THEN,
    )
    for noun, found in findings(record, row["id"]):
        spans = [found["span"]] if "span" in found else found["spans"]["content"] or found["spans"]["cue"]
        for number, (start, end) in enumerate(spans):
            label = " ".join(row["text"][start:end].split())[:80]
            part = node("PlainTextSelection", guid=guid(f"{found['id']} {number}"), name=label, startPosition=str(start), endPosition=str(end), creatingUser=USER, creationDateTime=THEN)  # fmt: skip
            for code in codes_of(found, noun):
                coding = node("Coding", guid=guid(f"{found['id']} {number} {code}"), creatingUser=USER, creationDateTime=THEN)
                coding.append(node("CodeRef", targetGUID=guid(f"{noun}/{legal(code)}")))
                part.append(coding)
            made.append(part)
    return made

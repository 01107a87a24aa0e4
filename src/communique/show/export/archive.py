"""A folder to share: findings, judgements, digests, offsets and short quotations, and no article text. `communique rebuild` restores the record from it.

Quotations longer than a limit are kept as places only: whoever has the text has the words. The folder is an RO-Crate 1.1 with PROV terms.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique import __version__
from communique.model.identity import content_id
from communique.record.archived import MOST_QUOTED, digest, placed, tables
from communique.record.log import SELECT
from communique.record.store import SCHEMA, Record
from communique.show.export.files import folder, lines, written

Row = dict[str, Any]
CONTEXT = [
    "https://w3id.org/ro/crate/1.1/context",
    {"prov": "http://www.w3.org/ns/prov#", "sha256": "https://w3id.org/ro/terms/workflow-run#sha256"},
]
README = """# A replication archive of communique {version}

{documents} documents, {findings} findings, {judgements} judgements. No article text is in here: findings point into texts by offsets, with quotations of
at most {most} characters. To restore the record from it and from your own copies of the articles:

    communique rebuild {name} YOUR-ARTICLES/ --record restored.db

Each text is known by its SHA-256 (`documents.jsonl`). What you lack, and what differs in your copy, is named. At the end the tables of the restored
record are compared with the digests in `manifest.json`: with every text at hand they are identical.

- `documents.jsonl`: what is known of each text, its digest and length, the places of its parts
- `findings.jsonl`: every finding with document, place and row
- `judgements.jsonl`: what reviewers signed, in order
- `manifest.json`: digests of these files and of the record's tables; the versions that made them
- `ro-crate-metadata.json`: the same for machines (RO-Crate 1.1, PROV)
"""


def write(record: Record, out: Path) -> list[Path]:
    """The archive as a folder."""
    folder(out)
    parts = [
        lines(out / "documents.jsonl", documents(record)),
        lines(out / "findings.jsonl", findings(record)),
        lines(out / "judgements.jsonl", judgements(record)),
    ]
    counts = {path.stem: sum(1 for _ in path.open(encoding="utf8")) for path in parts}
    parts.append(written(out / "README.md", README.format(version=__version__, name=out.name, most=MOST_QUOTED, **counts)))
    manifest = {
        "format": "communique archive 1",
        "program": __version__,
        "schema": SCHEMA,
        "runs": [list(run) for run in record.rows("SELECT stage, program FROM runs ORDER BY id")],
        "counts": counts,
        "files": {path.name: digest(path) for path in parts},
        "tables": tables(record),
    }
    parts.append(written(out / "manifest.json", json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"))
    crate = written(out / "ro-crate-metadata.json", json.dumps(crated(record, parts), indent=1, ensure_ascii=False) + "\n")
    return [*parts, crate]


def documents(record: Record) -> Iterator[Row]:
    """What is known of each current document, but its text."""
    query = "SELECT id, path, sha256, language, outlet, earliest, latest, body, stage, supersedes, length(text) FROM documents WHERE current = 1 ORDER BY id"
    names = ("id", "path", "sha256", "language", "outlet", "earliest", "latest", "body", "stage", "supersedes", "characters")
    return (dict(zip(names, values, strict=True)) for values in record.rows(query))


def findings(record: Record) -> Iterator[Row]:
    """Every finding of a current document, long quotations as places."""
    for document, text in record.rows("SELECT id, text FROM documents WHERE current = 1 ORDER BY id"):
        found = record.rows("SELECT noun, id, start, finish, body FROM findings WHERE document = ? ORDER BY noun, id", (document,))
        for noun, identity, start, end, body in found:
            yield {
                "noun": noun,
                "id": identity,
                "document": document,
                "start": start,
                "finish": end,
                "body": placed(json.loads(body), text),
            }


def judgements(record: Record) -> Iterator[Row]:
    """The log, as it was signed."""
    names = ("id", "number", "signed", "reviewer", "role", "verdict", "noun", "target", "document", "sha256", "body")
    for values in record.rows(f"{SELECT} ORDER BY number"):
        row = dict(zip(names, values, strict=True))
        text = next(iter(record.rows("SELECT text FROM documents WHERE id = ?", (row["document"],))), ("",))[0] if row["document"] else ""
        yield row | {"body": placed(json.loads(row["body"]), text)}


def crated(record: Record, parts: list[Path]) -> Row:
    """The folder as RO-Crate 1.1: what it holds, and by which act of which program and which people it was made (PROV)."""
    people = [name for (name,) in record.rows("SELECT DISTINCT reviewer FROM judgements ORDER BY reviewer")]
    persons: list[Row] = [{"@id": f"#{content_id('reviewer', name)}", "@type": ["Person", "prov:Person"], "name": name} for name in people]
    files = [file_of(path, by="#review" if path.stem == "judgements" and people else "#reading") for path in parts]
    acts = [reading(record, files), *([review(persons)] if people else [])]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": "Replication archive of a Communique record",
        "description": "Findings, judgements, digests and offsets; no article text. communique rebuild restores the record from it and the reader's own copies.",
        "datePublished": day_of(record),
        "license": {"@id": "#licence"},
        "hasPart": [{"@id": file["@id"]} for file in files],
        "mentions": [{"@id": act["@id"]} for act in acts],
    }
    program = {"@id": "#communique", "@type": ["SoftwareApplication", "prov:SoftwareAgent"], "name": "communique", "version": __version__}
    licence = {
        "@id": "#licence",
        "@type": "CreativeWork",
        "name": "Licence",
        "description": "To be stated by who shares this archive. Article texts are not in it.",
    }
    about = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    return {"@context": CONTEXT, "@graph": [about, root, *files, program, *persons, *acts, licence]}


def day_of(record: Record) -> str:
    """The last judgement's day, or the last article's: the same record gives the same bytes on any day."""
    last = next(iter(record.rows("SELECT max(signed) FROM judgements")))[0]
    return str(last or next(iter(record.rows("SELECT max(latest) FROM documents WHERE current = 1")))[0] or "1970-01-01")[:10]


def file_of(path: Path, *, by: str) -> Row:
    """A file of the crate."""
    return {
        "@id": path.name,
        "@type": ["File", "prov:Entity"],
        "name": path.name,
        "sha256": digest(path),
        "contentSize": str(path.stat().st_size),
        "encodingFormat": {".jsonl": "application/jsonl", ".json": "application/json"}.get(path.suffix, "text/markdown"),
        "prov:wasGeneratedBy": {"@id": by},
    }


def reading(record: Record, files: list[Row]) -> Row:
    """The act of reading, with the versions of stages, parser and vocabulary."""
    return {
        "@id": "#reading",
        "@type": ["CreateAction", "prov:Activity"],
        "name": "The reading of the corpus",
        "instrument": {"@id": "#communique"},
        "prov:wasAssociatedWith": {"@id": "#communique"},
        "result": [{"@id": file["@id"]} for file in files if file["prov:wasGeneratedBy"]["@id"] == "#reading"],
        "description": "; ".join(stage for (stage,) in record.rows("SELECT stage FROM runs ORDER BY id")),
    }


def review(persons: list[Row]) -> Row:
    """The act of review, with those who signed."""
    return {
        "@id": "#review",
        "@type": ["CreateAction", "prov:Activity"],
        "name": "The review of the findings",
        "agent": [{"@id": person["@id"]} for person in persons],
        "prov:wasAssociatedWith": [{"@id": person["@id"]} for person in persons],
        "result": [{"@id": "judgements.jsonl"}],
    }

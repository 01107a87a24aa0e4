"""Restore a record from an archive and the reader's own copies of the texts, and tell what is missing and what differs."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from communique.analyse.derive import derive
from communique.analyse.stories import shingles
from communique.model.article import Article
from communique.model.errors import CommuniqueError, UnreadableSource
from communique.read.formats import articles, catalogued, is_readable
from communique.read.source import PLAIN, Options, walk
from communique.record.archived import digest, tables, unplaced
from communique.record.entry import Entry, dump
from communique.record.log import replay
from communique.record.store import Record
from communique.record.words import indexed
from communique.vocab.knowledge import Knowledge

Row = dict[str, Any]
COLUMNS = ("number", "id", "signed", "reviewer", "role", "verdict", "noun", "target", "document", "sha256", "body")
INSERT = "INSERT INTO judgements (number, id, signed, reviewer, role, verdict, noun, target, document, sha256, body) VALUES (?,?,?,?,?,?,?,?,?,?,?)"


@dataclass(slots=True)
class Restored:
    """What a rebuild did. `differing`: a copy that should be a document and is not, and how; `missing`: documents without any copy."""

    expected: int = 0
    restored: int = 0
    judgements: int = 0
    differing: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def rebuild(archive: Path, paths: Sequence[Path | str], record: Record, knowledge: Knowledge, options: Options = PLAIN) -> Restored:
    """Fill an empty record."""
    manifest, held = opened(archive)
    if next(iter(record.rows("SELECT 1 FROM documents LIMIT 1")), None):
        raise CommuniqueError(f"{record.path}: it holds documents already.", hint="Name a new file with --record.")
    told = Restored(expected=len(held))
    for stage, program in manifest["runs"]:
        record.begin_run(stage, program)
    strangers = list(filled(record, archive, held, own(paths, options, knowledge, told), told))
    named(held, strangers, told)
    signed(record, archive, held, told)
    derive(record, knowledge)
    if not (told.missing or told.differing):
        made = tables(record)
        told.unlike = [noun for noun, seal in manifest["tables"].items() if made.get(noun) != seal]
    return told


def opened(archive: Path) -> tuple[Row, dict[str, Row]]:
    """The manifest, its digests checked, and the documents that are to be restored, by id."""
    try:
        manifest = json.loads((archive / "manifest.json").read_text("utf8"))
        wrong = [name for name, seal in manifest["files"].items() if digest(archive / PurePath(name).name) != seal]
    except (OSError, ValueError, KeyError) as error:
        raise CommuniqueError(
            f"{archive}: it is no whole archive ({error}).", hint="Make one: communique archive --record FILE --out FOLDER"
        ) from error
    if wrong:
        raise CommuniqueError(f"{archive}: {', '.join(wrong)} changed since the archive was made.", hint="Get the archive anew.")
    return manifest, {row["id"]: row for row in rows_of(archive / "documents.jsonl")}


def rows_of(path: Path) -> Iterator[Row]:
    """The lines of a file."""
    with path.open(encoding="utf8") as stream:
        yield from (json.loads(line) for line in stream)


def own(paths: Sequence[Path | str], options: Options, knowledge: Knowledge, told: Restored) -> Iterator[Article]:
    """The reader's articles; what cannot be read is told."""
    for source in walk(paths, options, catalogued):
        if isinstance(source, UnreadableSource):
            told.problems.append(str(source))
        elif source.given or is_readable(source):
            for found in articles(source, knowledge):
                if isinstance(found, Article):
                    yield found
                else:
                    told.problems.append(str(found))


def filled(record: Record, archive: Path, held: dict[str, Row], copies: Iterable[Article], told: Restored) -> Iterator[Article]:
    """Write every document whose text is at hand; the articles that are none of them come back."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for row in held.values():
        wanted[row["sha256"]].append(row["id"])
    places = offsets(archive / "findings.jsonl")
    with (archive / "findings.jsonl").open("rb") as stream:
        for copy in copies:
            if copy.sha256 not in wanted:
                yield copy
            for identity in wanted.get(copy.sha256, ()):
                row = held[identity]
                if row.get("done"):
                    continue
                found = [json.loads(line) for line in part(stream, places.get(identity, ()))]
                run = record.begin_run(
                    row["stage"], next(p for s, p in record.rows("SELECT stage, program FROM runs") if s == row["stage"])
                )
                record.add(entry(row, copy.text, found), row["stage"], run)
                record.db.execute("UPDATE documents SET supersedes = ? WHERE id = ?", (row["supersedes"], identity))
                row["done"] = True
                told.restored += 1


def offsets(path: Path) -> dict[str, tuple[int, int]]:
    """Where each document's findings lie in the file, for they stand together there."""
    out: dict[str, tuple[int, int]] = {}
    with path.open("rb") as stream:
        at = 0
        for line in stream:
            identity = json.loads(line)["document"]
            out[identity] = (out.get(identity, (at, 0))[0], at + len(line))
            at += len(line)
    return out


def part(stream: Any, place: Sequence[int]) -> Iterator[bytes]:
    """The lines between two places of a file."""
    if place:
        stream.seek(place[0])
        yield from stream.read(place[1] - place[0]).splitlines()


def entry(row: Row, text: str, found: Iterable[Row]) -> Entry:
    """A document as the archive knows it, with the reader's text."""
    data = json.loads(row["body"])
    return Entry(
        **{name: row[name] for name in ("id", "path", "sha256", "language", "outlet", "earliest", "latest", "body")},
        location=f"archive#{row['id']}",
        text=text,
        basis=data["published"]["basis"],
        title_words=indexed(data["title"] or ""),
        text_words=indexed(text),
        shingles=tuple(shingles(text)),
        findings=tuple((one["noun"], one["id"], one["start"], one["finish"], dump(unplaced(one["body"], text))) for one in found),
    )


def named(held: dict[str, Row], strangers: Sequence[Article], told: Restored) -> None:
    """For each document that is not restored: the copy that should be it, and where it differs; or that there is none."""
    by_name: dict[str, list[Article]] = defaultdict(list)
    for copy in strangers:
        for key in {key for key in (PurePath(copy.path).name, copy.url, copy.title) if key}:
            by_name[key].append(copy)
    for row in held.values():
        if row.get("done"):
            continue
        data = json.loads(row["body"])
        keys = [key for key in (PurePath(row["path"]).name, data["url"], data["title"]) if key]
        near = next((found for key in keys for found in by_name.get(key, ())), None)
        if near is None:
            told.missing.append(f"{row['path']} ({data['title'] or 'no title'}): no copy of it was given")
        else:
            told.differing.append(
                f"{near.path}: it is not the text that was read as {row['path']}: {len(near.text):,} characters instead of {row['characters']:,}, "
                f"SHA-256 {near.sha256[:12]} instead of {row['sha256'][:12]}"
            )


def signed(record: Record, archive: Path, held: dict[str, Row], told: Restored) -> None:
    """Put the log of judgements in, as it was signed, and have it stand."""
    with record.writing():
        for row in rows_of(archive / "judgements.jsonl"):
            text = next(iter(record.rows("SELECT text FROM documents WHERE id = ?", (row["document"],))), ("",))[0]
            values = {**row, "body": dump(unplaced(row["body"], text))}
            record.db.execute(INSERT, [values[c] for c in COLUMNS])
            told.judgements += 1
        if told.judgements:
            for identity, row in held.items():
                if row.get("done"):
                    replay(record, identity)
        record.touch()

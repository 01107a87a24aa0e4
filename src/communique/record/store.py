"""The store: findings in, rows out. One transaction a document, so that a killed read leaves whole documents and nothing else."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.model.errors import NotARecord, RecordBusy, RecordFull
from communique.record import facets, words
from communique.record.entry import Entry, dump

if TYPE_CHECKING:
    from communique.model.article import Article

SCHEMA = 6
# Records of these schemas lack only tables and tokens that the newer one adds.
UPGRADABLE = (2, 3, 4, 5)
APPLICATION = 0x434F4D4D  # "COMM" in the file's header, so that a record knows itself
WAIT_SECONDS = 30.0
# Ids are hashes, so a document's rows land all over the file: with SQLite's own 2 MB each would be read from the disk.
CACHE_KIB = 65_536
TRIES = 500
INSIDE = "SELECT location, document FROM locations WHERE location = ? OR substr(location, 1, length(?) + 1) = ? || '#'"


@dataclass(slots=True, eq=False)
class FileRead:
    """The reading of one file: its bytes' digest, what was met, which articles it holds, how many of them wait, whether it was read to its end.

    `passing`: the machine failed it (a full disk, a lost drive), so that it must be tried again.
    """

    location: str
    digest: str
    stage: str
    problems: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    waiting: int = 0
    whole: bool = False
    passing: bool = False


class Record:
    """A record on disk. Use as a context manager; `writable` makes the file if it is missing."""

    def __init__(self, path: Path, *, writable: bool = False) -> None:
        self.path = path
        if not writable and not path.exists():
            raise NotARecord(f"{path}: there is no such record.", hint=f"Make one: communique read FOLDER --record {path}")
        try:
            self.db = sqlite3.connect(
                path if writable else f"{path.resolve().as_uri()}?mode=rw", uri=not writable, timeout=WAIT_SECONDS, isolation_level=None
            )
            self.db.execute("PRAGMA busy_timeout = 30000")
            self.check(writable=writable)
        except sqlite3.OperationalError as error:
            raise self.explained(error) from error
        except sqlite3.DatabaseError as error:
            raise NotARecord(f"{path}: it is no Communique record ({error}).", hint="Name another file with --record.") from error

    def check(self, *, writable: bool) -> None:
        """A new file gets the schema; an old one must be ours. Two processes may make one file at once: both then find it made."""
        application, version, tables = self.header()
        older = application == APPLICATION and version in UPGRADABLE
        if (tables == 0 and writable) or older:
            self.patiently("PRAGMA journal_mode = WAL")
            schema = (Path(__file__).parent / "schema.sql").read_text("utf8")
            self.db.executescript(
                f"BEGIN IMMEDIATE; {'DROP TABLE IF EXISTS tokens;' if older else ''} {schema} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {version if older else SCHEMA}; COMMIT;"
            )
            if older:
                self.bring_up()
            application, version, tables = self.header()
        if application != APPLICATION:
            kind = "an empty file" if tables == 0 else "some other SQLite database"
            raise NotARecord(f"{self.path}: it is {kind}, no Communique record.", hint="Name another file with --record.")
        if version != SCHEMA:
            raise NotARecord(
                f"{self.path}: its schema is {version}, this program knows {SCHEMA}.", hint="Use the program that made it, or read anew."
            )
        self.db.execute("PRAGMA synchronous = NORMAL")
        self.db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")

    def bring_up(self) -> None:
        """Make what an older record lacks: facets, tokens, the numbers of its full-text index. All of it, or none."""
        self.db.execute("BEGIN IMMEDIATE")
        for (document,) in self.db.execute("SELECT id FROM documents WHERE current = 1").fetchall():
            facets.lay(self, document)
        words.anew(self)
        self.db.execute(f"PRAGMA user_version = {SCHEMA}")
        self.db.execute("COMMIT")

    def header(self) -> tuple[int, int, int]:
        """Application id, schema version and number of tables, read at one moment."""
        self.patiently("BEGIN")
        try:
            found = tuple(
                int(self.db.execute(query).fetchone()[0])
                for query in ("SELECT count(*) FROM sqlite_schema", "PRAGMA application_id", "PRAGMA user_version")
            )
        finally:
            self.db.execute("COMMIT")
        return found[1], found[2], found[0]

    def patiently(self, statement: str) -> None:
        """Run a statement that SQLite refuses at once, not after its timeout, while another process makes the file."""
        for left in range(TRIES, -1, -1):
            try:
                self.db.execute(statement)
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or not left:
                    raise
                time.sleep(0.02)

    def explained(self, error: sqlite3.OperationalError) -> Exception:
        """SQLite's words as ours."""
        text = str(error)
        if "locked" in text or "busy" in text:
            return RecordBusy(f"{self.path}: another read is writing to it.", hint="Wait for it to end, or use another record.")
        if "full" in text or "disk I/O" in text:
            return RecordFull(
                f"{self.path}: the disk is full; all documents before this one are safe in it.",
                hint="Make room and run the same command again.",
            )
        if "unable to open" in text or "readonly" in text:
            return NotARecord(f"{self.path}: it cannot be opened for writing.", hint="Check the folder and its permissions.")
        return NotARecord(f"{self.path}: {text}.", hint="Is it a Communique record?")

    def __enter__(self) -> "Record":
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it or nothing."""
        try:
            self.db.execute("BEGIN IMMEDIATE")
            yield
            self.db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            raise self.explained(error) from error
        except BaseException:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            raise

    def begin_run(self, stage: str, program: str) -> int:
        """The run of a stage version; the same version is the same run, so that reading again changes nothing."""
        found = self.db.execute("SELECT id FROM runs WHERE stage = ? AND program = ?", (stage, program)).fetchone()
        if found:
            return int(found[0])
        with self.writing():
            return int(self.db.execute("INSERT INTO runs (stage, program) VALUES (?, ?)", (stage, program)).lastrowid or 0)

    def is_read(self, job: FileRead) -> list[str] | None:
        """The problems met when these very bytes were read by this very stage; None if they were not."""
        query = "SELECT problems FROM files WHERE location = ? AND source_sha256 = ? AND stage = ?"
        row = self.db.execute(query, (job.location, job.digest, job.stage)).fetchone()
        return json.loads(row[0]) if row else None

    def has(self, article: "Article", stage: str) -> bool:
        """Whether a document's findings by this stage are in."""
        return self.db.execute("SELECT 1 FROM documents WHERE id = ? AND stage = ?", (article.id, stage)).fetchone() is not None

    def add(self, entry: Entry, stage: str, run: int) -> None:
        """A document with all that was found in it; findings of an older stage are replaced, those of an older version of the file kept."""
        with self.writing():
            self.drop_findings(entry.id)
            self.db.execute(
                "INSERT INTO documents (id, path, text, sha256, language, outlet, earliest, latest, body, stage, run) VALUES (?,?,?,?,?,?,?,?,?,?,?) "
                "ON CONFLICT (id) DO UPDATE SET path = min(path, excluded.path), body = excluded.body, language = excluded.language, outlet = excluded.outlet, "
                "earliest = excluded.earliest, latest = excluded.latest, stage = excluded.stage, run = excluded.run",
                (
                    *(entry.id, entry.path, entry.text, entry.sha256, entry.language, entry.outlet),
                    *(entry.earliest, entry.latest, entry.body, stage, run),
                ),
            )
            words.enter(self, entry.id, entry.title_words, entry.text_words)
            self.db.execute("INSERT OR IGNORE INTO arrivals VALUES (?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))", (entry.id,))
            self.db.executemany("INSERT OR IGNORE INTO shingles VALUES (?, ?)", ((h, entry.id) for h in entry.shingles))
            self.db.executemany(
                "INSERT OR IGNORE INTO findings VALUES (?,?,?,?,?,?,?,?)",
                ((identity, noun, entry.id, start, end, body, stage, run) for noun, identity, start, end, body in entry.findings),
            )
            self.place(entry)
            self.replay(entry.id)
            facets.lay(self, entry.id)
            self.touch()

    def touch(self) -> None:
        """Note that what follows from all findings together is no longer up to them; each touch has a number of its own."""
        self.db.execute(
            "INSERT OR REPLACE INTO state VALUES ('stale', CAST(1 + coalesce((SELECT value FROM state WHERE key = 'touches'), 0) AS TEXT))"
        )
        self.db.execute("INSERT OR REPLACE INTO state SELECT 'touches', value FROM state WHERE key = 'stale'")

    def replay(self, document: str) -> None:
        """Have judgements made on this very text stand again over findings that are new."""
        if self.db.execute("SELECT 1 FROM judgements LIMIT 1").fetchone():
            from communique.record.log import replay

            replay(self, document)

    def drop_findings(self, document: str) -> None:
        """Take out what another stage version found in a document."""
        facets.drop(self, document)
        self.db.execute("DELETE FROM findings WHERE document = ?", (document,))
        self.db.execute("DELETE FROM shingles WHERE document = ?", (document,))

    def place(self, article: "Article | Entry") -> None:
        """Note where a document lies; if another lay there before, this is its new version."""
        old = self.db.execute("SELECT document FROM locations WHERE location = ?", (article.location,)).fetchone()
        self.db.execute("INSERT OR REPLACE INTO locations VALUES (?, ?, ?)", (article.location, article.path, article.id))
        if old and old[0] != article.id:
            self.db.execute("UPDATE documents SET supersedes = ? WHERE id = ?", (old[0], article.id))
            self.retire(old[0])
        self.db.execute(
            "UPDATE documents SET current = 1, path = (SELECT min(path) FROM locations WHERE document = ?) WHERE id = ?",
            (article.id, article.id),
        )

    def retire(self, document: str) -> None:
        """A document that lies nowhere any more is kept and no longer current."""
        if not self.db.execute("SELECT 1 FROM locations WHERE document = ?", (document,)).fetchone():
            self.db.execute("UPDATE documents SET current = 0 WHERE id = ?", (document,))
            facets.drop(self, document)
            words.leave(self, document)

    def relocate(self, article: "Article") -> None:
        """A known document in a place, old or new."""
        with self.writing():
            self.place(article)
            if not self.db.execute("SELECT 1 FROM indexed WHERE document = ?", (article.id,)).fetchone():
                # It lay nowhere for a while.
                words.enter(self, article.id, words.indexed(article.title or ""), words.indexed(article.text))
                facets.lay(self, article.id)
            self.touch()

    def done(self, job: FileRead) -> None:
        """Note that a file was read whole. Articles that it held before and holds no more are kept and no longer current."""
        if job.passing:
            return
        with self.writing():
            self.db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", (job.location, job.digest, job.stage, dump(job.problems)))
            if job.problems:
                return
            for location, document in self.db.execute(INSIDE, (job.location,) * 3).fetchall():
                if location not in job.seen:
                    self.db.execute("DELETE FROM locations WHERE location = ?", (location,))
                    self.retire(document)
                    self.touch()

    def is_stale(self) -> str | None:
        """Which touch since clusters, stories, conflicts and ties were last made was the last; None if there was none."""
        row = self.db.execute("SELECT value FROM state WHERE key = 'stale'").fetchone()
        return row[0] if row else None

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Reads that all see the record as it is at one moment, whoever writes meanwhile."""
        self.db.execute("BEGIN")
        try:
            yield
        finally:
            self.db.execute("COMMIT")

    def rows(self, query: str, values: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        """Rows of a query, streamed."""
        try:
            # "yield from" would close the cursor of a reader who stops early, which fails once the record is closed.
            for row in self.db.execute(query, values):  # noqa: UP028
                yield row
        except sqlite3.OperationalError as error:
            raise self.explained(error) from error

"""The record stays whole: read twice, edited, killed, full, shared, or not a record at all."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from communique.model.errors import NotARecord, RecordFull
from communique.model.judgement import Judgement
from communique.pipeline import read_into
from communique.record.queries import Filters, first, rows
from communique.record.reviews import sign
from communique.record.store import SCHEMA, UPGRADABLE, Record
from communique.show.export.jsonl import write
from tests.conftest import EXAMPLES


def exported(record: Path, out: Path) -> dict[str, bytes]:
    with Record(record) as opened:
        return {p.name: p.read_bytes() for p in write(opened, out)}


def command(*parts: object) -> list[str]:
    return [sys.executable, "-m", "communique.cli.main", *map(str, parts)]


def test_reading_again_changes_nothing(demo: Path, tmp_path: Path, knowledge) -> None:
    """The second read adds nothing, and the export is the same byte for byte."""
    copy = tmp_path / "r.db"
    shutil.copy(demo, copy)
    before = exported(copy, tmp_path / "a")
    with Record(copy, writable=True) as record:
        summary = read_into(record, [EXAMPLES], knowledge)
    assert (summary.read, summary.unchanged) == (0, summary.found)
    assert exported(copy, tmp_path / "b") == before


def test_order_does_not_matter(tmp_path: Path, knowledge) -> None:
    """Files given one by one, backwards, make the same record as their folder."""
    files = sorted((EXAMPLES / "reports").glob("2023-*.txt")) + sorted((EXAMPLES / "wire").iterdir())
    made = []
    for name, given in (("a", files), ("b", files[::-1])):
        with Record(tmp_path / f"{name}.db", writable=True) as record:
            for path in given if name == "b" else [files]:
                read_into(record, path if isinstance(path, list) else [path], knowledge)
        made.append(exported(tmp_path / f"{name}.db", tmp_path / name))
    assert made[0] == made[1]


def test_an_edited_file_is_a_new_version(tmp_path: Path, knowledge) -> None:
    """The old text is kept and no longer current; the new one says what it supersedes."""
    path = tmp_path / "a.txt"
    with Record(tmp_path / "r.db", writable=True) as record:
        path.write_text("Norway and Sweden signed a treaty on Monday, both governments said in Oslo.")
        read_into(record, [path], knowledge)
        (old,) = rows(record, "documents")
        path.write_text("Norway and Finland signed a treaty on Monday, both governments said in Oslo.")
        read_into(record, [path], knowledge)
        (new,) = rows(record, "documents")
        assert new["supersedes"] == old["id"] != new["id"]
        assert len(list(record.rows("SELECT id FROM documents"))) == 2
        assert {e["document"] for e in rows(record, "events")} == {new["id"]}


def test_a_row_taken_out_of_a_table_is_no_longer_current(tmp_path: Path, knowledge) -> None:
    """A table read again without one of its rows: that document is kept, not shown."""
    path = tmp_path / "a.jsonl"
    texts = [f"Norway and {name} signed a treaty on Monday, both governments said in Oslo." for name in ("Sweden", "Finland")]
    with Record(tmp_path / "r.db", writable=True) as record:
        path.write_text("".join(json.dumps({"text": t}) + "\n" for t in texts))
        read_into(record, [path], knowledge)
        assert len(list(rows(record, "documents"))) == 2
        path.write_text(json.dumps({"text": texts[0]}) + "\n")
        read_into(record, [path], knowledge)
        assert [d["text"] for d in rows(record, "documents")] == [texts[0]]
        assert len(list(record.rows("SELECT id FROM documents"))) == 2


def test_two_files_of_one_content_and_name_are_one_document(tmp_path: Path, knowledge) -> None:
    """A copy in another folder is no second piece of evidence."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text("Norway and Sweden signed a treaty on Monday, both governments said in Oslo.")
    with Record(tmp_path / "r.db", writable=True) as record:
        read_into(record, [tmp_path / "a", tmp_path / "b"], knowledge)
        assert len(list(rows(record, "documents"))) == 1


@pytest.mark.parametrize("data", [b"this is no database at all, it is a letter to the editor" * 20, b"\x00" * 4096])
def test_what_is_no_record_is_refused_and_untouched(data: bytes, tmp_path: Path) -> None:
    """A file of another kind is never written to."""
    path = tmp_path / "letter.db"
    path.write_bytes(data)
    with pytest.raises(NotARecord):
        Record(path, writable=True)
    assert path.read_bytes() == data


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    """So is an SQLite file that is not ours."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE t (x)")
    with pytest.raises(NotARecord, match="no Communique record"):
        Record(path, writable=True)


def test_a_full_disk_keeps_what_was_read(tmp_path: Path, knowledge) -> None:
    """When the disk is full the error says so, whole documents stay, and the next read completes them to the same export."""
    path = tmp_path / "r.db"
    with Record(path, writable=True) as record:
        pages = record.db.execute("PRAGMA page_count").fetchone()[0]
        record.db.execute(f"PRAGMA max_page_count = {pages + 60}")
        with pytest.raises(RecordFull, match="disk is full"):
            read_into(record, [EXAMPLES], knowledge)
        assert record.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    with Record(path, writable=True) as record:
        read_into(record, [EXAMPLES], knowledge)
    with Record(tmp_path / "s.db", writable=True) as record:
        read_into(record, [EXAMPLES], knowledge)
    assert exported(path, tmp_path / "a") == exported(tmp_path / "s.db", tmp_path / "b")


def test_a_killed_read_is_completed_by_the_next(demo: Path, tmp_path: Path) -> None:
    """SIGKILL in the middle leaves a record that opens; reading again gives the same export as an undisturbed read."""
    path = tmp_path / "r.db"
    process = subprocess.Popen(command("read", EXAMPLES, "--record", path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if path.exists():
            with sqlite3.connect(path) as db:
                try:
                    if db.execute("SELECT count(*) FROM documents").fetchone()[0]:
                        break
                except sqlite3.OperationalError:
                    pass
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with Record(path) as record:
        assert record.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    subprocess.run(command("read", EXAMPLES, "--record", path), check=True, capture_output=True)
    assert exported(path, tmp_path / "a") == exported(demo, tmp_path / "b")


def test_two_readers_at_once(demo: Path, tmp_path: Path) -> None:
    """Two processes reading into one record wait for each other and leave what one would have left."""
    path = tmp_path / "r.db"
    both = [subprocess.Popen(command("read", EXAMPLES, "--record", path), stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    for process in both:
        out, err = process.communicate(timeout=180)
        assert process.returncode == 0, (out, err)
    assert exported(path, tmp_path / "a") == exported(demo, tmp_path / "b")


def test_findings_are_append_only(demo: Path, tmp_path: Path) -> None:
    """No statement rewrites a finding in place."""
    copy = tmp_path / "r.db"
    shutil.copy(demo, copy)
    with Record(copy, writable=True) as record, pytest.raises(sqlite3.DatabaseError, match="append-only"):
        record.db.execute("UPDATE findings SET body = '{}'")


def test_search_finds_two_characters_and_unmarked_words(demo: Path) -> None:
    """命运 is found, and 'tuong lai' without its marks."""
    with Record(demo) as record:
        for words in ("命运", "tuong lai", "tương lai"):
            assert record.db.execute("SELECT count(*) FROM words WHERE words MATCH ?", (json.dumps(words, ensure_ascii=False),)).fetchone()[
                0
            ]


def test_a_record_of_an_older_schema_is_named(tmp_path: Path) -> None:
    """Rows of an older form are not read as if they were of this one: the error says what to do."""
    path = tmp_path / "old.db"
    with Record(path, writable=True) as record:
        record.db.execute(f"PRAGMA user_version = {UPGRADABLE[0] - 1}")
    with pytest.raises(NotARecord, match=f"its schema is {UPGRADABLE[0] - 1}, this program knows {SCHEMA}"):
        Record(path)


@pytest.mark.parametrize("schema", UPGRADABLE)
def test_an_older_record_is_brought_up(schema: int, demo: Path, tmp_path: Path) -> None:
    """A record of an older schema opens, its rows and filters as they were, with room for judgements."""
    copy = Path(shutil.copy(demo, tmp_path / "r.db"))
    with Record(copy) as record:
        before = exported(copy, tmp_path / "a")
        asked = [Filters(actor="VNM", since="2023-01-01"), Filters(pair=("vnm", "CHN"))]
        some = [first(record, "events", one, 0) for one in asked]
        for name in ("statements", "events", "event_parties", "terms", "standing"):
            record.db.execute(f"DROP VIEW {name}")
        # Schema 4 had all tables, but no tokens of pairs; up to 5 a token knew nothing of its row.
        record.db.execute("DROP TABLE tokens")
        record.db.execute(
            "CREATE TABLE tokens (token INTEGER NOT NULL, facet INTEGER NOT NULL, PRIMARY KEY (token, facet)) STRICT, WITHOUT ROWID"
        )
        for name in ("facets", "tokens", "arrivals", "indexed", "judgements", "overlay")[: {2: 6, 3: 4, 4: 0, 5: 0}[schema]]:
            record.db.execute(f"DROP TABLE {name}")
        record.db.execute(f"PRAGMA user_version = {schema}")
    assert exported(copy, tmp_path / "b") == before
    with Record(copy) as record:
        assert [first(record, "events", one, 0) for one in asked] == some
    assert all(count for count, _ in some)


def plainly(row: dict, noun: str, asked: Filters, outlets: dict[str, dict]) -> bool:
    """What the filters say, on the whole row."""
    people = [*row.get("actors", ()), *row.get("recipients", ()), *(row[k] for k in ("speaker", "user", "forecaster") if k in row)]
    names = {str(v).casefold() for p in people for v in (p["id"], p["country"], p["name"]) if v}
    if not {n.casefold() for n in (asked.actor, *(asked.pair or ())) if n} <= names:
        return False
    if asked.type and asked.type.casefold() not in {str(row.get(k)).casefold() for k in ("type", "mode", "kind")}:
        return False
    if (asked.concept and row.get("concept", asked.concept) != asked.concept) or (
        asked.realis and row.get("realis", asked.realis) != asked.realis
    ):
        return False
    if asked.voice and "voice" in row and (row["voice"] == "reporter") != (asked.voice == "reporter"):
        return False
    if asked.outlet and asked.outlet.casefold() not in {str(v).casefold() for v in outlets[row["document"]].values()}:
        return False
    when = row.get("when") or row.get("said") or {}
    low, high = when.get("earliest"), when.get("latest")
    if not (asked.since or asked.until):
        return True
    if not (low or high):
        return noun not in {"events", "statements"}
    return (not asked.since or (high or "9999") >= asked.since) and (not asked.until or (low or "0000") <= asked.until)


@pytest.mark.parametrize(
    "asked",
    [
        Filters(actor="VNM"), Filters(actor="wang yi"), Filters(actor="no|body"), Filters(pair=("CHN", "vnm"), since="2023-12-01"), Filters(type="consult", realis="happened"),
        Filters(type="visit", voice="reporter"), Filters(voice="source", until="2020-01-01"), Filters(concept="common-destiny", actor="CHN"), Filters(since="2023-12-12", until="2023-12-13"),
        Filters(outlet="xinhua news agency", actor="CHN"), Filters(outlet="Harbor Times (invented)"),
    ],
)  # fmt: skip
def test_filters_agree_with_the_rows(asked: Filters, demo: Path) -> None:
    """Sifting by facets keeps just the rows that their own fields would keep; the first of them are counted rightly."""
    with Record(demo) as record:
        outlets = {d["id"]: d["outlet"] or {} for d in rows(record, "documents")}
        for noun in ("statements", "events", "terms", "forecasts", "silences"):
            wanted = [row for row in rows(record, noun) if plainly(row, noun, asked, outlets)]
            assert list(rows(record, noun, asked)) == wanted
            total, some = first(record, noun, asked, 3)
            assert (total, len(some)) == (len(wanted), min(3, total))
            assert {row["id"] for row in first(record, noun, asked, 0)[1]} == {row["id"] for row in wanted}


def test_sifting_and_searching_follow_every_change(tmp_path: Path, knowledge) -> None:
    """After edits, moves, judgements and re-reads the narrow tables hold just what stands: nothing stale, nothing lacking."""
    path = tmp_path / "a.txt"
    texts = [
        f"{a} and {b} signed a treaty on fishing in Oslo on Monday, both governments said."
        for a, b in (("Norway", "Sweden"), ("Chile", "Peru"))
    ]
    with Record(tmp_path / "r.db", writable=True) as record:
        for text in (*texts, *texts):
            path.write_text(text)
            read_into(record, [path], knowledge)
            (row,) = rows(record, "events")
            sign(record, Judgement(reviewer="ana", verdict="reject", noun="events", target=row["id"], signed="2026-11-01T10:00:00Z"))
            assert not list(rows(record, "events", Filters(type=row["type"])))
            sign(record, Judgement(reviewer="ana", verdict="accept", noun="events", target=row["id"], signed="2026-11-01T10:00:01Z"))
            assert [
                r["id"] for r in rows(record, "events", Filters(type=row["type"].lower(), actor="NOR" if "Norway" in text else "CHL"))
            ] == [row["id"]]
            count = lambda query: next(record.rows(query))[0]  # noqa: E731
            assert count("SELECT count(*) FROM words WHERE words MATCH 'treaty'") == count("SELECT count(*) FROM indexed") == 1
            assert count("SELECT count(*) FROM tokens WHERE facet NOT IN (SELECT number FROM facets)") == 0
            standing = "SELECT count(*) FROM standing s JOIN documents d ON d.id = s.document WHERE d.current = 1 AND s.noun IN ('statements', 'events', 'terms', 'forecasts', 'silences')"
            assert count("SELECT count(*) FROM facets") == count(standing)

"""What a record gained: new things, and only new ones, in three forms; and folders that are watched."""

import contextlib
import shutil
import time
from pathlib import Path

import feedparser
import pytest
from lxml import html
from typer.testing import CliRunner

from communique.analyse.news import news
from communique.cli.digest import moment
from communique.cli.main import app
from communique.cli.watch import watch
from communique.model.errors import CommuniqueError
from communique.pipeline import read_into
from communique.record.store import Record
from communique.show import digest

FIRST = "Norway and Sweden signed a treaty on fishing in Oslo on 1 July 2024, both governments said."
SECOND = "Members of parliament debated the budget at length. On 1 July 2024 Norway and Sweden signed an agreement, a minister told them, and the debate went on."
THIRD = "France recalled its ambassador to Mali on 2 July 2024. President Emmanuel Macron said that the talks had failed. <b>It is over</b>, he said."


@pytest.fixture
def grown(tmp_path: Path, knowledge) -> Path:
    """A record that had one document, and gained two."""
    path = tmp_path / "grown.db"
    with Record(path, writable=True) as record:
        for name, text in (("one.txt", FIRST), ("two.txt", SECOND), ("three.txt", THIRD)):
            (tmp_path / name).write_text(text)
            read_into(record, [tmp_path / name], knowledge)
            if name == "one.txt":
                record.db.execute("UPDATE arrivals SET at = '2020-01-01T00:00:00Z'")
    return path


def test_only_what_is_new(grown: Path) -> None:
    """An event that was known is no news, but that a further story tells of it is; what is new is."""
    with Record(grown) as record:
        found = news(record, "2021-01-01T00:00:00Z")
        assert len(found.documents) == 2
        assert {p["country"] for row in found.events for p in row["actors"]} == {"FRA"}
        assert [(row["before"], row["stories"]) for row in found.further] == [(1, 2)]
        assert news(record, "2999-01-01T00:00:00Z").documents == ()
        assert len(news(record, "2019-01-01T00:00:00Z").documents) == 3


def test_a_second_read_is_no_news(grown: Path, tmp_path: Path, knowledge) -> None:
    """Reading the same again brings nothing in."""
    with Record(grown, writable=True) as record:
        before = news(record, "2021-01-01T00:00:00Z")
        read_into(record, [tmp_path / "one.txt", tmp_path / "two.txt"], knowledge)
        assert news(record, "2021-01-01T00:00:00Z") == before


def test_text_page_and_feed(grown: Path, tmp_path: Path) -> None:
    """The same gains in each; the page is whole and safe, the feed is read by feedparser."""
    with Record(grown) as record:
        found = news(record, "2021-01-01T00:00:00Z")
        text = digest.as_text(record, found)
        page = html.fromstring(digest.as_page(record, found))
        feed = feedparser.parse(digest.as_feed(record, found))
    assert "2 documents came in (2 stories)" in text
    assert "France" in text
    assert "France" in page.text_content()
    assert not page.xpath("//script | //@src | //b")
    assert not feed.bozo
    assert len({entry.id for entry in feed.entries}) == len(feed.entries) > 2
    assert all(entry.updated for entry in feed.entries)


def test_the_command(grown: Path, tmp_path: Path) -> None:
    """By its ending a file is a page, a feed or text; a moment that is none is refused."""
    for name, begins in (("a.html", "<!DOCTYPE html>"), ("a.atom", "<?xml"), ("a.txt", "Since ")):
        made = CliRunner().invoke(app, ["digest", "--record", str(grown), "--since", "2021-01-01", "--out", str(tmp_path / name)])
        assert made.exit_code == 0, made.output
        assert (tmp_path / name).read_text().startswith(begins)
    assert moment("2026-11-20T08:00+02:00") == "2026-11-20T06:00:00Z"
    with pytest.raises(CommuniqueError, match="no moment"):
        moment("tomorrow")


def test_a_folder_is_watched(tmp_path: Path) -> None:
    """Nothing is read while nothing changes, or while a file still grows; what has come to rest is."""

    class Enough(Exception):
        pass

    looks, reads = [], []

    def sleep(_: float) -> None:
        looks.append(len(reads))
        match len(looks):
            case 2:
                (tmp_path / "a.txt").write_text("Norway")
            case 3:
                (tmp_path / "a.txt").write_text("Norway and Sweden")
            case 7:
                (tmp_path / ".hidden").write_text("x")
            case 9:
                raise Enough

    with pytest.raises(Enough):
        watch([str(tmp_path)], lambda: reads.append(len(looks)), 1, sleep)
    assert reads == [0, 4]


def test_watching_as_a_process(tmp_path: Path) -> None:
    """The command reads a file that comes later, and ends with Ctrl+C."""
    import signal
    import subprocess
    import sys

    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "one.txt").write_text(FIRST)
    command = [
        sys.executable,
        "-m",
        "communique.cli.main",
        "read",
        str(folder),
        "--record",
        str(tmp_path / "r.db"),
        "--watch",
        "--every",
        "0.2",
        "--workers",
        "1",
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert "1 documents read" in process.stdout.readline()
    shutil.copy(folder / "one.txt", tmp_path / "x")
    (folder / "two.txt").write_text(THIRD)
    for _ in range(300):
        with Record(tmp_path / "r.db") as record:
            if next(record.rows("SELECT count(*) FROM documents"))[0] == 2:
                break
        time.sleep(0.1)
    else:
        pytest.fail("the second file was not read")
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 130


def test_a_ctrl_c_that_is_swallowed_ends_the_watch_all_the_same(tmp_path: Path) -> None:
    """A compiled callback may drop the exception: the watch ends with its pass."""
    import os
    import signal

    def read() -> None:
        with contextlib.suppress(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)

    with pytest.raises(KeyboardInterrupt):
        watch([str(tmp_path)], read, 0)

"""Explorers of three records: an empty one, the shipped corpus, and one whose every name is an attack."""

import json
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from starlette.testclient import TestClient

from communique.analyse.compare import compare
from communique.analyse.derive import derive
from communique.cli.explore import bound
from communique.record.store import Record
from communique.record.words import indexed
from communique.show.web.app import application
from communique.show.web.desk import Desk

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("http://evil.test","x")',
    "\u202egnp.exe\u202c {{7*7}}",
    "' OR 1=1 --",
    "javascript:alert(1)",
    "word " * 10_000,
)


def hostile(path: Path, knowledge) -> None:
    """Names, titles, outlets, paths and notes of the shipped corpus, each replaced by an attack."""
    with Record(path) as record:
        record.db.execute("DROP TRIGGER findings_keep")
        number = 0

        def attack() -> str:
            nonlocal number
            number += 1
            # The endless name comes once in forty, or every page would be it.
            return ATTACKS[-1] if number % 40 == 0 else ATTACKS[number % (len(ATTACKS) - 1)]

        def spoilt(value):
            if isinstance(value, dict):
                spoil = {"name", "place", "about", "claim", "addressee", "variant", "likelihood_words", "amount", "byline", "title", "url"}
                return {k: attack() if k in spoil and isinstance(v, str) and v else spoilt(v) for k, v in value.items()}
            return [spoilt(v) for v in value] if isinstance(value, list) else value

        with record.writing():
            for identity, body in list(record.rows("SELECT id, body FROM documents")):
                made = json.dumps(spoilt(json.loads(body)), ensure_ascii=False)
                record.db.execute("UPDATE documents SET body = ?, path = ? WHERE id = ?", (made, attack(), identity))
            for noun, identity, body in list(record.rows("SELECT noun, id, body FROM findings")):
                record.db.execute(
                    "UPDATE findings SET body = ? WHERE noun = ? AND id = ?",
                    (json.dumps(spoilt(json.loads(body)), ensure_ascii=False), noun, identity),
                )
            first = next(record.rows("SELECT min(id) FROM documents"))[0]
            text = next(record.rows("SELECT text FROM documents WHERE id = ?", (first,)))[0] + "\n\n" + "\n".join(ATTACKS)
            record.db.execute("UPDATE documents SET text = ? WHERE id = ?", (text, first))
            record.db.execute("UPDATE words SET text = ? WHERE document = ?", (indexed(text), first))
            record.touch()
        derive(record, knowledge)


@pytest.fixture(scope="session")
def records(demo: Path, tmp_path_factory: pytest.TempPathFactory, knowledge) -> dict[str, Path]:
    """Three records by name."""
    folder = tmp_path_factory.mktemp("explored")
    made = {
        "empty": folder / "empty.db",
        "demo": Path(shutil.copy(demo, folder / "demo.db")),
        "hostile": Path(shutil.copy(demo, folder / "hostile.db")),
    }
    with Record(made["empty"], writable=True):
        pass
    hostile(made["hostile"], knowledge)
    return made


@pytest.fixture
def desk(records: dict[str, Path], tmp_path: Path) -> Desk:
    """The demo record's desk, of a copy that may be written to."""
    return Desk(Path(shutil.copy(records["demo"], tmp_path / "r.db")), compare=compare)


@pytest.fixture
def client(desk: Desk) -> TestClient:
    """A browser without scripts."""
    return TestClient(application(desk), base_url="http://127.0.0.1")


class Served:
    """An explorer that listens, in a thread."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.socket = bound(18_765)
        self.port = self.socket.getsockname()[1]
        config = uvicorn.Config(application(desk, port=self.port), log_level="error", access_log=False, ws="none", lifespan="off")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)

    def __enter__(self) -> "Served":
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(5)

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@pytest.fixture
def served(desk: Desk) -> Iterator[Served]:
    """The demo record's explorer, listening."""
    with Served(desk) as made:
        yield made

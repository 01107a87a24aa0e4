"""How fast the explorer is on a large record: 20,000 documents and 100,000 events made of the shipped corpus, dates and states moved.

python bench/explore.py [--documents 20000] [--events 121000] [--keep FILE] [--while-reading] [--paint]
"""

import argparse
import json
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from pathlib import Path

from starlette.testclient import TestClient

from communique.analyse.compare import compare
from communique.analyse.derive import derive
from communique.model.identity import content_id
from communique.pipeline import read_into
from communique.record.store import Record
from communique.record.words import enter, indexed
from communique.show.web.app import application
from communique.show.web.desk import Desk
from communique.vocab.load import load

EXAMPLES = Path(__file__).parents[1] / "examples" / "corpus"
DAY = re.compile(r'"(\d{4}-\d{2}-\d{2})"')
ROUNDS = 20


def made(path: Path, documents: int, events: int, knowledge) -> None:
    """Copies of the shipped corpus's rows under new ids, moved in time and to other states."""
    rng = random.Random(7)
    states = sorted(a.removeprefix("state:") for a in knowledge.actors if a.startswith("state:") and len(a) == 9)
    with Record(path, writable=True) as record:
        if next(record.rows("SELECT count(*) FROM documents"))[0] == 0:
            read_into(record, [EXAMPLES], knowledge)
        seeds = list(
            record.rows("SELECT id, path, text, sha256, language, outlet, earliest, latest, body, stage, run FROM documents ORDER BY id")
        )
        found = {}
        for noun, body, document, start, finish, stage, run in record.rows(
            "SELECT noun, body, document, start, finish, stage, run FROM findings ORDER BY noun, id"
        ):
            found.setdefault(document, []).append((noun, body, start, finish, stage, run))
        codes = sorted({m for rows in found.values() for row in rows for m in re.findall(r'"state:([A-Z]{3})"', row[1])})
        acts = next(record.rows("SELECT count(*) FROM findings WHERE noun = 'events'"))[0]
        again = events / (acts / len(seeds) * documents)
        with record.writing():
            for number in range(documents - len(seeds)):
                seed = seeds[number % len(seeds)]
                # A few states are in most of the news.
                swap = dict(
                    zip(
                        codes, rng.sample(states[:40], 20) + rng.sample(states[40:], len(codes) - 20) if number % 3 else codes, strict=False
                    )
                )
                clone(record, seed, found.get(seed[0], []), (number, swap, rng.randrange(-3650, 400), again), rng)
            record.touch()
        derive(record, knowledge)


def clone(record, seed, findings, how, rng) -> None:
    """One document with its findings."""
    number, swap, days, again = how
    identity = content_id("doc", seed[0], number)
    old = seed[0].removeprefix("doc-")

    def moved(body: str) -> str:
        body = body.replace(old, identity.removeprefix("doc-"))
        body = re.sub(r'"(state:)?([A-Z]{3})"', lambda m: f'"{m[1] or ""}{swap.get(m[2], m[2])}"', body)
        return DAY.sub(lambda m: f'"{shifted(m[1], days)}"', body)

    low, high = (shifted(v, days) if v else None for v in seed[6:8])
    record.db.execute(
        "INSERT INTO documents (id, path, text, sha256, language, outlet, earliest, latest, body, stage, run) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (identity, f"{number}/{seed[1]}", *seed[2:6], low, high, moved(seed[8]), *seed[9:]),
    )
    enter(record, identity, "", indexed(seed[2]))
    ids = {}
    for noun, body, start, finish, stage, run in findings:
        for copy in range(1 + (noun == "events" and rng.random() < again - 1)):
            row = json.loads(moved(body))
            if noun != "mentions":
                ids[row["id"]] = row["id"] = content_id(row["id"][:2], row["id"], number, copy)
            if copy:
                row["type"] = rng.choice(["SUPPORT", "ACCUSE", "CONSULT", "AGREE"])
            made = (row["id"], noun, identity, start, finish, json.dumps(row, ensure_ascii=False, separators=(",", ":")), stage, run)
            record.db.execute("INSERT OR IGNORE INTO findings VALUES (?,?,?,?,?,?,?,?)", made)


def shifted(day: str, days: int) -> str:
    """A day some days on."""
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return day


def addresses(desk: Desk) -> dict[str, list[str]]:
    """Several addresses of each page."""
    tables, pairs = desk.held.listings.tables, desk.held.everyone
    some = lambda ids: [ids[i * len(ids) // ROUNDS] for i in range(ROUNDS)] if ids else []  # noqa: E731
    types = ["CONSULT", "ASSAULT", "AGREE", "ACCUSE", "SUPPORT"]
    actors = [i for i, _ in tables["events"].facets["actor"].counts(tables["events"].low > -1)]
    return {
        "overview": ["/"] * ROUNDS,
        "events": [f"/events?page={n}" for n in range(1, ROUNDS + 1)],
        "events, facets": [f"/events?type={t}&actor={a}&since=2018-01-01" for t in types for a in actors[:4]],
        "statements": [f"/statements?actor={a}" for a in actors[:ROUNDS]],
        "uses": [f"/terms?page={n}" for n in range(1, ROUNDS + 1)],
        "commitments": [f"/commitments?page={n}" for n in range(1, ROUNDS + 1)],
        "forecasts": [f"/forecasts?page={n}" for n in range(1, ROUNDS + 1)],
        "conflicts": [f"/conflicts?page={n}" for n in range(1, ROUNDS + 1)],
        "actors": [f"/actors?page={n}" for n in range(1, ROUNDS + 1)],
        "documents": [f"/documents?page={n}" for n in range(1, ROUNDS + 1)],
        "reader": [f"/documents/{i}" for i in some(tables["documents"].ids)],
        "row": [f"/rows/events/{i}" for i in some(tables["events"].ids)],
        "dossier": [f"/actors/{a}" for a in actors[:ROUNDS]],
        "pairs": [f"/pairs?page={n}" for n in range(1, ROUNDS + 1)],
        "pair": [f"/pairs/{r['a']}-{r['b']}" for r in pairs[:ROUNDS]],
        "wording": [f"/wording/{c}" for c in sorted(desk.knowledge.concepts)][:ROUNDS],
        "search": [
            f"/search?q={w}"
            for w in ("vietnam", "agreement", "外交", "ngoai giao", "shared future", "troops", "visit", "tariff", "ceasefire", "embassy")
        ],
        "network": ["/network"] * ROUNDS,
        "map": ["/map", *[f"/map?state={a.removeprefix('state:')}" for a in actors[: ROUNDS - 1]]],
        "coverage": ["/coverage"] * ROUNDS,
        "compare": [
            f"/compare?a={a}&b={b}" for a, b in zip(some(tables["documents"].ids)[:5], some(tables["documents"].ids)[5:10], strict=False)
        ],
        "review": [f"/review?type={t}" for t in types] + ["/review?noun=statements", "/review?order=sample"],
        "log": ["/review/log"] * 5,
    }


def main() -> None:
    """Make the record, then time every page."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--documents", type=int, default=20_000)
    ask.add_argument("--events", type=int, default=121_000, help="mentions; some tell of one event")
    ask.add_argument("--keep", type=Path)
    ask.add_argument("--while-reading", action="store_true", help="write to the record meanwhile")
    ask.add_argument("--paint", action="store_true", help="also time first paint in Chromium (needs playwright)")
    given = ask.parse_args()
    knowledge = load()
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "large.db"
        if not path.exists():
            began = time.perf_counter()
            made(path, given.documents, given.events, knowledge)
            print(f"made in {time.perf_counter() - began:.0f} s, {path.stat().st_size / 1e6:.0f} MB", file=sys.stderr)
        began = time.perf_counter()
        desk = Desk(path, compare=compare)
        print(
            f"opened in {time.perf_counter() - began:.1f} s: "
            + ", ".join(f"{len(t.ids):,} {n}" for n, t in desk.held.listings.tables.items())
        )
        began = time.perf_counter()
        view = desk.held
        for name in view.warmed(desk.knowledge):
            print(f"  {name}: ready after {time.perf_counter() - began:.1f} s", flush=True)
        stop = threading.Event()
        if given.while_reading:
            threading.Thread(target=writing, args=(path, stop), daemon=True).start()
        report(desk)
        if given.paint:
            painted(desk)
        stop.set()


def writing(path: Path, stop: threading.Event) -> None:
    """What a read does to the record, over and over."""
    with Record(path, writable=True) as record:
        number = 0
        while not stop.wait(0.02):
            number += 1
            with record.writing():
                record.db.execute("INSERT OR REPLACE INTO state VALUES ('bench', ?)", (str(number) * 1000,))


def painted(desk: Desk) -> None:
    """First contentful paint of each page in a real browser."""
    import shutil

    import uvicorn
    from playwright.sync_api import sync_playwright

    from communique.cli.explore import bound

    listening = bound(18_000)
    config = uvicorn.Config(application(desk, port=listening.getsockname()[1]), log_level="error", ws="none", lifespan="off")
    threading.Thread(target=uvicorn.Server(config).run, kwargs={"sockets": [listening]}, daemon=True).start()
    script = "() => performance.getEntriesByName('first-contentful-paint').map((e) => e.startTime)[0] ?? null"
    every = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        for name, asked in addresses(desk).items():
            times = []
            for address in asked[:3]:
                page.goto(f"http://127.0.0.1:{listening.getsockname()[1]}{address}")
                page.wait_for_timeout(100)
                paint = page.evaluate(script)
                times += [paint] if paint else []
            every += times
            print(f"first paint of {name:<16}{max(times, default=0):>8.0f} ms at worst")
        browser.close()
    print(f"first paint: median {statistics.median(every):.0f} ms, worst {max(every):.0f} ms")


def report(desk: Desk) -> None:
    """A line a page: median and 95th percentile of the server's time."""
    client = TestClient(application(desk), base_url="http://127.0.0.1")
    every = []
    print(f"{'page':<16}{'median ms':>10}{'p95 ms':>9}{'worst':>8}{'kB':>7}")
    for name, asked in addresses(desk).items():
        times, size = [], 0
        for address in asked:
            began = time.perf_counter()
            answer = client.get(address)
            times.append((time.perf_counter() - began) * 1000)
            size = max(size, len(answer.content))
            assert answer.status_code == 200, (address, answer.status_code)
        every += times
        worst = sorted(times)[max(0, int(len(times) * 0.95) - 1)]
        print(f"{name:<16}{statistics.median(times):>10.0f}{worst:>9.0f}{max(times):>8.0f}{size / 1000:>7.0f}")
    every.sort()
    print(f"{'all':<16}{statistics.median(every):>10.0f}{every[int(len(every) * 0.95)]:>9.0f}{every[-1]:>8.0f}   {len(every)} requests")


if __name__ == "__main__":
    main()

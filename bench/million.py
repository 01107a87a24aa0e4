"""A record of a million statements: `show` with two filters, full-text search, and export, each as a user would run it.

    python bench/million.py [--statements 1000000] [--keep FILE]

The record is made of the shipped corpus's rows under new ids, dates moved and states changed; what follows from all findings together is not derived.
"""

import argparse
import multiprocessing
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from explore import clone

from communique.model.identity import content_id
from communique.pipeline import read_into
from communique.record import facets
from communique.record.store import Record
from communique.show.web.pages.search import matching
from communique.vocab.load import load

EXAMPLES = Path(__file__).parents[1] / "examples" / "corpus"
SHOWN = (
    ("statements", "--actor", "JPN", "--until", "2020-01-01"),
    ("statements", "--actor", "VNM", "--since", "2023-12-01"),
    ("statements", "--actor", "person:xi-jinping", "--until", "2018-01-01"),
    ("statements", "--actor", "FRA", "--outlet", "Xinhua News Agency"),
    ("events", "--pair", "CHN,VNM", "--type", "CONSULT"),
    ("events", "--actor", "IND", "--voice", "source"),
)
SOUGHT = ("embassy", "命运", "tuong lai", "shared future", "agreement")


def made(path: Path, statements: int) -> None:
    """The record."""
    knowledge, rng = load(), random.Random(7)
    states = sorted(a.removeprefix("state:") for a in knowledge.actors if a.startswith("state:") and len(a) == 9)
    with Record(path, writable=True) as record:
        read_into(record, [EXAMPLES], knowledge)
        seeds = list(
            record.rows("SELECT id, path, text, sha256, language, outlet, earliest, latest, body, stage, run FROM documents ORDER BY id")
        )
        found: dict[str, list] = {}
        query = "SELECT noun, body, document, start, finish, stage, run FROM findings WHERE noun IN ('statements', 'events', 'terms') ORDER BY noun, id"
        for noun, body, document, start, finish, stage, run in record.rows(query):
            found.setdefault(document, []).append((noun, body, start, finish, stage, run))
        number, have = 0, next(record.rows("SELECT count(*) FROM findings WHERE noun = 'statements'"))[0]
        # Nobody reads this record meanwhile, and a torn one is made anew.
        for pragma in ("journal_mode = DELETE", "journal_mode = OFF", "synchronous = OFF", "cache_size = -3000000"):
            record.db.execute(f"PRAGMA {pragma}")
        with record.writing():
            while have < statements:
                seed = seeds[number % len(seeds)]
                rows = found.get(seed[0], [])
                swap = dict(zip(states, rng.sample(states, len(states)), strict=True)) if number % 3 else {}
                clone(record, seed, rows, (number, swap, rng.randrange(-3650, 400), 1), rng)
                facets.lay(record, content_id("doc", seed[0], number))
                have += sum(row[0] == "statements" for row in rows)
                number += 1
            record.db.execute("DELETE FROM state WHERE key = 'stale'")
        record.db.execute("PRAGMA journal_mode = WAL")


def timed(command: list[str]) -> float:
    """Seconds of a process."""
    begun = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def main() -> None:
    """Make the record, ask it, and print medians of five."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--statements", type=int, default=1_000_000)
    asked.add_argument("--keep", type=Path)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        path = options.keep or Path(scratch) / "million.db"
        if not path.exists():
            # In a process of its own: its memory would count as that of every process started later.
            maker = multiprocessing.get_context("spawn").Process(target=made, args=(path, options.statements))
            maker.start()
            maker.join()
        communique = [sys.executable, "-m", "communique.cli.main"]
        with Record(path) as record:
            counts = {
                noun: next(record.rows("SELECT count(*) FROM facets WHERE noun = ?", (noun,)))[0] for noun in ("statements", "events")
            }
            documents = next(record.rows("SELECT count(*) FROM documents"))[0]
            print(
                f"{documents} documents, {counts['statements']} statements, {counts['events']} events, {path.stat().st_size / 2**20:.0f} MB",
                flush=True,
            )
            start = sorted(timed([*communique, "--help"]) for _ in range(5))[2]
            for command in SHOWN:
                took = sorted(timed([*communique, "show", *command, "--record", str(path)]) for _ in range(5))[2]
                print(f"show {' '.join(command):<60} {1000 * took:6.0f} ms as a process ({1000 * start:.0f} ms of it to start)", flush=True)
            for words in SOUGHT:
                took = []
                for _ in range(5):
                    begun = time.perf_counter()
                    total, _ = matching(record, words, 1)
                    took.append(time.perf_counter() - begun)
                print(f"search {words:<20} {1000 * sorted(took)[2]:6.0f} ms  {total} documents", flush=True)
        for form in ("jsonl", "plover"):
            begun = time.perf_counter()
            process = subprocess.Popen(
                [*communique, "export", "--record", str(path), "--to", form, "--out", f"{scratch}/{form}"], stdout=subprocess.DEVNULL
            )
            _, _, used = os.wait4(process.pid, 0)
            print(f"export --to {form:<8} {time.perf_counter() - begun:6.0f} s  {used.ru_maxrss / 1024:.0f} MB at most", flush=True)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()

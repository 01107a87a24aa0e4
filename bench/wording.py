"""Time the ledgers of all shipped wordings against the read that made the record, and `compare` on two statements of 3,000 words.

usage: python bench/wording.py [FOLDER ...]     (default: the shipped corpus, copied until there are 400 articles)
"""

import sys
import tempfile
import time
from pathlib import Path

from read import corpus as articles
from read import timed

from communique.analyse.compare import compare
from communique.analyse.corpus import by_id
from communique.analyse.ledger import ledger
from communique.analyse.silence import silences
from communique.read.assemble import from_words
from communique.record.store import Record
from communique.vocab.load import load

ROOT = Path(__file__).parents[1]
WORDS = 3000


def statements() -> tuple[str, str]:
    """Two long statements out of the gold's pairs."""
    sides: tuple[list[str], list[str]] = ([], [])
    for path in sorted((ROOT / "gold" / "compare").rglob("*.txt")):
        a, b = path.read_text("utf8").split("== align")[0].split("== b ")
        if b.startswith("en"):
            sides[0].extend(a.splitlines()[1:])
            sides[1].extend(b.splitlines()[1:])
    out = []
    for side in sides:
        lines = [line for line in side if line]
        long: list[str] = []
        while sum(len(line.split()) for line in long) < WORDS:
            long += [f"{line[:-1]} in round {len(long)}." for line in lines]
        out.append("\n\n".join(long))
    return out[0], out[1]


def main() -> None:
    """Run and print the ratios."""
    knowledge = load()
    with tempfile.TemporaryDirectory() as name:
        files = articles([Path(p) for p in sys.argv[1:]], Path(name))
        read, _, _ = timed([sys.executable, "-m", "communique.cli.main", "read", *map(str, files), "--record", f"{name}/all.db"])
        with Record(Path(name) / "all.db") as record:
            start = time.perf_counter()
            corpus = by_id(record)
            for concept in knowledge.concepts:
                ledger(record, knowledge, concept, corpus=corpus)
                silences(record, knowledge, concept, corpus=corpus)
            took = time.perf_counter() - start
    print(
        f"{len(files)} articles read in {read:.1f} s; {len(knowledge.concepts)} ledgers with silences in {took:.2f} s: {100 * took / read:.1f}% (at most 3%)"
    )
    a, b = (from_words(text, None, knowledge) for text in statements())
    compare(from_words("One clause.", None, knowledge), from_words("Another clause.", None, knowledge), knowledge)
    start = time.perf_counter()
    row = compare(a, b, knowledge)
    print(
        f"compare: {len(row['a']['clauses'])} and {len(row['b']['clauses'])} clauses, {WORDS} words each, in {time.perf_counter() - start:.2f} s (at most 2 s)"
    )


if __name__ == "__main__":
    main()

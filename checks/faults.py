"""Kill, starve and poison a read at random moments, go on, and see that the record ends the same.

    python checks/faults.py [--trials 30] [--seed 1] [--engine pool]

Each trial reads the shipped corpus in processes of their own and does one of these to it: SIGKILL a worker; SIGKILL the driver; SIGKILL the driver
while it merges kept results; let the disk be full; a text that ends its worker; a text that never ends. Then the same command runs again until it
is through. Whatever was done, the export must be that of an undisturbed read to the byte, and a poison must be named. Exit 1 if any is not.
"""

import argparse
import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "examples" / "corpus"
COMMUNIQUE = [sys.executable, "-m", "communique.cli.main"]
KINDS = ("worker", "driver", "merge", "disk", "kills", "hangs")
POISON = {"kills": "Chad KILLS ITS WORKER.\n", "hangs": "Chad NEVER ENDS.\n"}


def start(folder: Path, scratch: Path, *options: str, limit: int = 0, traps: bool = False) -> subprocess.Popen[str]:
    """A read as a process; `limit`: bytes that a file of it may have, which is what a full disk comes to."""

    def starved() -> None:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    told = os.environ | ({"COMMUNIQUE_TRAPS": "1", "PYTHONPATH": str(ROOT / "tests" / "spread" / "traps")} if traps else {})
    # Paths are part of the export: the folder is named as seen from above it.
    command = [*COMMUNIQUE, "read", folder.name, "--record", str(scratch / "r.db"), "--workers", "2", *options]
    return subprocess.Popen(
        command, cwd=folder.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=told, preexec_fn=starved
    )


def workers(process: subprocess.Popen[str]) -> list[int]:
    """Python processes below the driver."""
    found, front = [], [process.pid]
    while front:
        pid = front.pop()
        try:
            children = [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
            found += [
                c
                for c in children
                if b"python" in Path(f"/proc/{c}/cmdline").read_bytes()
                and b"resource_tracker" not in Path(f"/proc/{c}/cmdline").read_bytes()
            ]
        except OSError:
            continue
        front += children
    return found


def seal(scratch: Path) -> str:
    """The digest of the record's export."""
    out = scratch / "export"
    shutil.rmtree(out, ignore_errors=True)
    subprocess.run([*COMMUNIQUE, "export", "--record", str(scratch / "r.db"), "--out", str(out)], check=True, stdout=subprocess.DEVNULL)
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(out.iterdir()))).hexdigest()


def disturbed(kind: str, folder: Path, scratch: Path, dice: random.Random, options: list[str]) -> str:
    """Do one thing to a read; what came of it in words."""
    if kind == "disk":
        limit = dice.randrange(20_000, 2_200_000)
        process = start(folder, scratch, *options, limit=limit)
        said = process.communicate(timeout=300)[1]
        return f"files of at most {limit} bytes: {process.returncode}, {said.strip().splitlines()[-1][-90:] if said.strip() else 'nothing said'}"
    if kind in POISON:
        process = start(folder, scratch, *options, traps=True)
        said = process.communicate(timeout=1_200)[1]
        return "named" if f"{kind}.txt" in said and process.returncode == 1 else f"NOT NAMED: {process.returncode} {said[-300:]}"
    if kind == "merge":
        # All results are there already, so that nearly all of the read is the merge.
        first = start(folder, scratch, *options, "--keep", str(scratch / "kept"))
        first.communicate(timeout=600)
        for path in scratch.glob("r.db*"):
            path.unlink()
        options = [*options, "--keep", str(scratch / "kept")]
    process = start(folder, scratch, *options)
    time.sleep(dice.uniform(0.8, 2.8 if kind == "merge" else 12))
    victims = workers(process) if kind == "worker" else [process.pid]
    if process.poll() is None and victims:
        os.kill(dice.choice(victims), signal.SIGKILL)
        process.communicate(timeout=600)
        return f"killed: {process.returncode}"
    process.communicate(timeout=600)
    return "it was through before"


def main() -> int:
    """Run the trials; a line each."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--trials", type=int, default=30)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--engine", default="pool")
    given = asked.parse_args()
    dice, wrong, options = random.Random(given.seed), 0, ["--engine", given.engine]
    with tempfile.TemporaryDirectory() as made:
        whole = ""
        for number in range(given.trials):
            kind = KINDS[number % len(KINDS)]
            scratch = Path(made) / str(number)
            folder = scratch / "corpus"
            shutil.copytree(CORPUS, folder)
            if kind in POISON:
                (folder / "reports" / f"{kind}.txt").write_text(POISON[kind])
            if not whole:
                (Path(made) / "whole").mkdir()
                start(folder, Path(made) / "whole").communicate(timeout=600)
                whole = seal(Path(made) / "whole")
            did = disturbed(kind, folder, scratch, dice, options)
            if kind in POISON:
                (folder / "reports" / f"{kind}.txt").unlink()
            for _ in range(5):
                process = start(folder, scratch, *options)
                said = process.communicate(timeout=600)
                if process.returncode == 0:
                    break
            same = seal(scratch) == whole
            wrong += (not same) or did.startswith("NOT")
            print(f"{number:>3} {kind:<7} {'the same' if same else 'DIFFERENT ' + said[1][-200:]}  ({did})", flush=True)
            shutil.rmtree(scratch)
    print(f"{given.trials} trials, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())

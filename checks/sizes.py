"""The size and time of a fresh installation, and of each extra on top of it: python checks/sizes.py [EXTRA ...]

Each is installed by pip into a new environment with the lock file's versions; sizes are of what lies in site-packages, compiled files of Python left out.
"""

import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
LEFT_OUT = frozenset({"dev", "training"})


def installed(what: str, folder: Path) -> tuple[float, float, int]:
    """(seconds, MB, distributions) of a new environment with this program and an extra."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    before = size(folder)
    begun = time.perf_counter()
    subprocess.run(
        [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--no-compile", "--disable-pip-version-check", "-c", str(ROOT / "requirements.lock"), f"{ROOT}{what}"], check=True, stderr=subprocess.DEVNULL
    )  # fmt: skip
    count = len(list(folder.glob("lib/python*/site-packages/*.dist-info")))
    return time.perf_counter() - begun, size(folder) - before, count


def size(folder: Path) -> float:
    """MB on disk; Python's own compiled files are left out."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink() and p.suffix != ".pyc") / 1e6


def main() -> None:
    """Print a line each."""
    extras = sys.argv[1:] or sorted(
        set(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]) - LEFT_OUT
    )
    with tempfile.TemporaryDirectory() as made:
        seconds, base, count = installed("", Path(made) / "base")
        print(f"base: {base:.0f} MB, {count} distributions, {seconds:.0f} s", flush=True)
        for extra in extras:
            seconds, whole, more = installed(f"[{extra}]", Path(made) / extra)
            print(f"{extra}: {whole - base:+.0f} MB, {more - count:+d} distributions", flush=True)


if __name__ == "__main__":
    main()

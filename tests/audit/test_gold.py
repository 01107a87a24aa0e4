"""The gold sets: built files are up to date, large enough, and hold what the annotator must reach."""

import subprocess
import sys
from pathlib import Path

from communique.evaluate import polnear
from communique.evaluate.attribution import score_folder
from communique.evaluate.scores import prf

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "gold" / "en" / "attribution"


def test_the_built_files_are_those_of_the_marked_texts() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "gold" / "build.py"), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_size() -> None:
    sets = dict(polnear.gold(GOLD))
    assert len(sets) >= 60
    assert sum(map(len, sets.values())) >= 600
    for language in ("zh", "vi"):
        assert len(dict(polnear.gold(ROOT / "gold" / language / "attribution"))) == 15


def test_every_gold_span_slices_to_its_words() -> None:
    for path in sorted((GOLD / "attributions").glob("*.ann")):
        text = (GOLD / "text" / f"{path.stem.removesuffix('_gold')}.txt").read_text("utf8")
        for line in path.read_text("utf8").splitlines():
            if line.startswith("T"):
                _, role, words = line.split("\t")
                parts = [p.split() for p in role.split(" ", 1)[1].split(";")]
                assert " ".join(text[int(a) : int(b)].replace("\n", " ") for a, b in parts) == words


def test_speakers_and_status(knowledge) -> None:
    """Accuracy where decided at least .92, undecided under 8%, status at least .90 macro F1."""
    table, _, _ = score_folder(GOLD, knowledge)
    right, recalled, _ = prf(table["speaker"])
    undecided = sum(c.hits for c in table["speaker undecided"]) / sum(c.gold for c in table["speaker undecided"])
    status = [prf(table[f"status {s}"])[2] for s in ("attributed", "denied", "unsaid", "declined")]
    assert right >= 0.92
    assert recalled >= 0.85
    assert undecided < 0.08
    assert sum(status) / 4 >= 0.9

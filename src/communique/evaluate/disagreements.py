"""Score conflicts: cases of a few texts each, read into a record of their own -> which disagreements are found, and with which values.

Gold is a folder with conflicts.txt; see gold/en/conflicts/CARD.md for its form.
"""

import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from communique.evaluate.scores import Counts, Table, share
from communique.model.errors import UnreadableSource
from communique.pipeline import read_into
from communique.record.queries import rows
from communique.record.store import Record
from communique.vocab.knowledge import Knowledge

NONE = "-"


class Case(NamedTuple):
    """Texts that may disagree: (outlet, day, text), and the disagreements wanted: (kind, values)."""

    line: int
    name: str
    texts: list[tuple[str, str, str]]
    wanted: list[tuple[str, frozenset[str]]]


def cases(path: Path) -> list[Case]:
    """The cases of a gold file."""
    if not path.is_file():
        raise UnreadableSource(str(path), "there is no such file", hint="See gold/en/conflicts/CARD.md.")
    out: list[Case] = []
    at: tuple[str, str] = ("", "")
    for number, line in enumerate(path.read_text("utf8").splitlines(), 1):
        if line.startswith("## "):
            out.append(Case(number, line[3:], [], []))
        elif line.startswith("@ "):
            outlet, day = line[2:].split()
            at = (outlet, day)
        elif line.startswith("= "):
            kind, _, values = line[2:].partition("|")
            out[-1].wanted.extend(
                [] if kind.strip() == NONE else [(kind.strip(), frozenset(v.strip().casefold() for v in values.split(" / ")))]
            )
        elif line.strip() and not line.startswith("#"):
            out[-1].texts.append((*at, line))
    return out


def score_folder(folder: Path, knowledge: Knowledge) -> tuple[Table, list[str], list[dict[str, object]]]:
    """Conflicts found by kind, and their values: all counts by case; what is wrong."""
    path = folder / "conflicts.txt"
    table: Table = defaultdict(list)
    misses: list[str] = []
    for case in cases(path):
        for name, counts in compare(case, read(case, knowledge), misses).items():
            table[name].append(counts)
    return table, [f"{path.name}:{m}" for m in misses], []


def read(case: Case, knowledge: Knowledge) -> list[tuple[str, frozenset[str]]]:
    """What a record of the case's texts alone says."""
    with tempfile.TemporaryDirectory() as folder:
        for i, (outlet, day, text) in enumerate(case.texts):
            Path(folder, f"{i}.txt").write_text(
                f"---\ntitle: Report {i}\noutlet: {outlet}\npublished: {day}\nlanguage: en\n---\n{text}\n", "utf8"
            )
        with Record(Path(folder) / "case.db", writable=True) as record:
            read_into(record, [Path(folder)], knowledge)
            return [(row["kind"], values_of(row)) for row in rows(record, "conflicts")]


def values_of(row: dict[str, Any]) -> frozenset[str]:
    """The values of a conflict as words."""
    return frozenset(str(v["value"]).strip("\"'“”").casefold() for v in row["values"])


def compare(case: Case, found: list[tuple[str, frozenset[str]]], misses: list[str]) -> dict[str, Counts]:
    """The counts of one case: a conflict is right with its kind, and with its values."""
    left, hits, right = list(found), 0, []
    for kind, values in case.wanted:
        hit = next((f for f in left if f[0] == kind), None)
        if hit is None:
            misses.append(f"{case.line}: {case.name}: no {kind} {' / '.join(sorted(values))}, found {[(k, sorted(v)) for k, v in found]}")
            continue
        left.remove(hit)
        hits += 1
        right.append(hit[1] == values)
        if not right[-1]:
            misses.append(f"{case.line}: {case.name}: {sorted(hit[1])} and not {sorted(values)}")
    misses.extend(f"{case.line}: {case.name}: a {kind} too much, {sorted(values)}" for kind, values in left)
    return {
        "conflicts, by kind": Counts(hits, len(found), len(case.wanted)),
        "values of those found": share(right),
        "cases without one, left alone": share([not found] if not case.wanted else []),
    }

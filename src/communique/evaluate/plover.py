"""Code sentences with a marked source and target, and score them by the folding of the ZSP paper (ACL 2024).

The table has tab-separated columns: `marked_sentence` (<s>source</s>, <t>target</t>), or `sentence`, `source` and `target`; `gold_root` may be absent.
CONCEDE and RETREAT count as YIELD in quad 2, INVESTIGATE as ACCUSE, FIGHT as ASSAULT.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from communique.annotate.neural.coder import TYPES, coder
from communique.annotate.neural.decode import Floats
from communique.evaluate.scores import Counts, Table
from communique.model.errors import UnreadableSource

FOLD = {"CONCEDE": "YIELD", "RETREAT": "YIELD", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "YIELD"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
CONFLICT = 3
LONGEST_CELL = 1_000_000


def score_table(path: Path) -> tuple[Table, list[str], list[dict[str, object]]]:
    """F1 of every class, binary, quad and root, over rows with gold; the errors; uid and type of every row."""
    rows = list(sentences(path))
    found = [coded(chances) for chances in coder().chances([marked for _, marked, _ in rows])]
    table: Table = defaultdict(list)
    misses = []
    pairs = [(gold, kind, marked) for (_, marked, gold), kind in zip(rows, found, strict=True) if gold]
    for gold, kind, marked in pairs:
        for name, counts in judged(FOLD.get(gold, gold), FOLD.get(kind, kind), {FOLD.get(g, g) for g, _, _ in pairs}).items():
            table[name].append(counts)
        if FOLD.get(gold, gold) != FOLD.get(kind, kind):
            misses.append(f"{gold} taken for {kind}: {marked[:140]}")
    return dict(table), misses, [{"uid": uid, "type": kind} for (uid, _, _), kind in zip(rows, found, strict=True)]


def sentences(path: Path) -> Iterator[tuple[str, str, str]]:
    """uid, marked sentence and gold root of each row."""
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        table = csv.DictReader(stream, delimiter="\t", restval="")
        try:
            columns = set(table.fieldnames or ())
            if "marked_sentence" not in columns and not {"sentence", "source", "target"} <= columns:
                raise UnreadableSource(
                    str(path),
                    f"its columns are {', '.join(sorted(columns)) or 'none'}",
                    where="line 1",
                    hint="Tab-separated, with marked_sentence, or with sentence, source and target.",
                )
            name = next((n for n in ("uid", "sentence_id", "") if n in columns), None)
            for number, row in enumerate(table):
                words = row.get("marked_sentence") or marked(*(row.get(c, "") for c in ("sentence", "source", "target")))
                yield row[name] if name is not None else str(number), words, row.get("gold_root", "")
        except (UnicodeDecodeError, csv.Error) as error:
            where = f"after line {table.line_num}"
            raise UnreadableSource(str(path), f"it is no table of text: {error}", where=where, hint="Tab-separated UTF-8.") from error


def marked(sentence: str, source: str, target: str) -> str:
    """A sentence with its two parties marked where they first stand; the longer one first, which may hold the other."""
    for words, mark in sorted(((source, "s"), (target, "t")), key=lambda x: -len(x[0])):
        at = sentence.find(words) if words else -1
        if at >= 0:
            sentence = f"{sentence[:at]}<{mark}>{words}</{mark}>{sentence[at + len(words) :]}"
    return sentence


def coded(chances: Floats) -> str:
    """The likeliest type; the two that fold into one are weighed together, and 'no event' is no answer here."""
    odds = {kind: float(chance) for kind, chance in zip(TYPES, chances, strict=True) if kind != "NONE"}
    folded: dict[str, float] = defaultdict(float)
    for kind, chance in odds.items():
        folded[FOLD.get(kind, kind)] += chance
    best = max(sorted(folded), key=lambda kind: folded[kind])
    return max((k for k in odds if FOLD.get(k, k) == best), key=lambda kind: odds[kind])


def judged(gold: str, found: str, roots: set[str]) -> dict[str, Counts]:
    """One row's counts for every class that the gold has."""
    out = {f"root {root}": one(gold == root, found == root) for root in sorted(roots)}
    for quad in sorted({QUADS[r] for r in roots if r in QUADS}):
        out[f"quad {quad}"] = one(QUADS.get(gold) == quad, QUADS.get(found) == quad)
    for label, conflict in (("cooperation", False), ("conflict", True)):
        out[f"binary {label}"] = one((QUADS.get(gold, 0) >= CONFLICT) == conflict, (QUADS.get(found, 0) >= CONFLICT) == conflict)
    return out


def one(gold: bool, found: bool) -> Counts:
    """A class in one row."""
    return Counts(int(gold and found), int(found), int(gold))


def macros(f1: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Macro-F1 x 100 of each level, from the F1 of its classes."""
    levels: dict[str, list[float]] = defaultdict(list)
    for name, value in f1:
        level, _, label = name.partition(" ")
        if level in {"binary", "quad", "root", "stance"} and label:
            levels[level].append(value)
    return {level: round(100 * sum(values) / len(values), 2) for level, values in levels.items()}

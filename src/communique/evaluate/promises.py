"""Score commitments: whether each promise is found with its kind and parties, and how far it is said to have come.

Gold is a folder with promises.txt; see gold/en/commitments/CARD.md for its form.
"""

import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from communique.annotate.stages import annotate
from communique.evaluate.scores import Counts, Table, share
from communique.model.errors import UnreadableSource
from communique.model.findings import Commitment
from communique.read.assemble import from_words
from communique.vocab.knowledge import Knowledge

FIELD = re.compile(r"(amount|count|money|schedule)=")
NONE = "-"


class Wanted(NamedTuple):
    """A gold commitment."""

    kind: str
    parties: frozenset[str]
    status: str
    fields: dict[str, str]


class Text(NamedTuple):
    """One text and its commitments."""

    line: int
    published: str
    text: str
    wanted: tuple[Wanted, ...]


def texts(path: Path) -> list[Text]:
    """The texts of a gold file."""
    if not path.is_file():
        raise UnreadableSource(str(path), "there is no such file", hint="See gold/en/commitments/CARD.md.")
    out: list[Text] = []
    day, text, at = "", "", 0
    for number, line in enumerate(path.read_text("utf8").splitlines(), 1):
        if line.startswith("@ "):
            day = line.split()[-1]
        elif line.startswith("= "):
            labels = [part.strip() for part in line[2:].split(";")]
            out.append(Text(at, day, text, tuple(wanted(path, number, part) for part in labels if part != NONE)))
        elif line.strip() and not line.startswith("#"):
            text, at = line, number
    return out


def wanted(path: Path, number: int, label: str) -> Wanted:
    """'agreement CHN+LAO signed count=8'"""
    head, *rest = FIELD.split(label)
    parts = head.split()
    if len(parts) != 3:
        raise UnreadableSource(str(path), f"a label is not 'KIND PARTIES STATUS ...': {label!r}", where=f"line {number}")
    return Wanted(parts[0], frozenset(parts[1].split("+")), parts[2], {k: v.strip() for k, v in zip(rest[::2], rest[1::2], strict=True)})


def score_folder(folder: Path, knowledge: Knowledge) -> tuple[Table, list[str], list[dict[str, object]]]:
    """Commitments found, and the fields of those found: all counts by text; what is wrong."""
    path = folder / "promises.txt"
    gold = texts(path)
    table: Table = defaultdict(list)
    misses: list[str] = []
    for text, found in zip(gold, annotate([from_words(t.text, t.published, knowledge) for t in gold], knowledge), strict=True):
        if isinstance(found, UnreadableSource):
            raise found
        for name, counts in compare(text, list(found.commitments), misses).items():
            table[name].append(counts)
    return table, [f"{path.name}:{m}" for m in misses], []


def compare(text: Text, found: list[Commitment], misses: list[str]) -> dict[str, Counts]:
    """The counts of one text. A commitment is right with its kind and all its parties."""
    left, hits, loose = list(found), 0, 0
    rights: dict[str, list[bool]] = {"status": [], "amount": [], "count": [], "money": [], "schedule": []}
    for want in text.wanted:
        near = next((f for f in left if f.kind == want.kind), None)
        hit = next((f for f in left if f.kind == want.kind and parties(f) == want.parties), None)
        loose += hit is not None or near is not None
        if hit is None:
            misses.append(
                f"{text.line}: no {want.kind} {'+'.join(sorted(want.parties))}, found {[(f.kind, sorted(parties(f)), f.status) for f in found]}"
            )
            continue
        left.remove(hit)
        hits += 1
        mine = {
            "status": hit.status,
            "amount": hit.amount,
            "count": str(hit.count) if hit.count else None,
            "money": hit.money,
            "schedule": hit.schedule,
        }
        for name, value in {"status": want.status, **{k: want.fields.get(k) for k in ("amount", "count", "money", "schedule")}}.items():
            rights[name].append(mine[name] == value)
            if mine[name] != value:
                misses.append(f"{text.line}: {name} {mine[name]} and not {value}")
    if not text.wanted and found:
        misses.append(f"{text.line}: none is wanted, found {[(f.kind, sorted(parties(f)), f.status) for f in found]}")
    return {
        "commitments, kind and parties": Counts(hits, len(found), len(text.wanted)),
        "commitments, kind alone": Counts(loose, len(found), len(text.wanted)),
        **{f"{name} of those found": share(values) for name, values in rights.items()},
        "texts without one, left alone": share([not found] if not text.wanted else []),
    }


def parties(one: Commitment) -> frozenset[str]:
    """Parties as the gold writes them: by state, else by name."""
    short = {"igo:EU": "EU", "European Union": "EU", "International Monetary Fund": "IMF"}
    return frozenset(p.country or short.get(p.id or "", short.get(p.name, p.name.replace(" ", "_"))) for p in one.parties)

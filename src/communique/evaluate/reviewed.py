"""Score the program against rows that reviewers judged: what they kept should be found, what they rejected should not."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique.annotate.parse import parse
from communique.annotate.stages import annotate_one
from communique.evaluate.scores import Counts, Table
from communique.model.article import Article
from communique.model.errors import UnreadableSource
from communique.model.rows import plain
from communique.record.queries import article
from communique.vocab.knowledge import Knowledge

Row = dict[str, Any]
CHUNK = 24
# What a reviewer rules on, beyond that a row stands: fields that a row must share with the one that was kept.
FIELDS = {
    "events": ("type", "parties", "realis"),
    "statements": ("speaker", "status"),
    "terms": ("user", "stance"),
    "silences": ("user",),
    "commitments": ("kind", "status"),
    "forecasts": ("forecaster",),
}


def score_folder(folder: Path, knowledge: Knowledge) -> tuple[Table, list[str], list[dict[str, object]]]:
    """By noun: rows that stand, and each field of them; the worst cases."""
    wanted: dict[str, list[Row]] = defaultdict(list)
    for row in lines(folder / "rows.jsonl"):
        wanted[row["document"]].append(row)
    table: Table = defaultdict(list)
    misses: list[str] = []
    for one, found in annotated([article(d, d["text"]) for d in lines(folder / "documents.jsonl") if d["id"] in wanted], knowledge):
        for name, counts in compare(wanted[one.id], found, one, misses).items():
            table[name].append(counts)
    return dict(table), misses, []


def lines(path: Path) -> Iterator[Row]:
    """The rows of a file of the set."""
    try:
        with path.open(encoding="utf8") as stream:
            for number, line in enumerate(stream, 1):
                try:
                    yield json.loads(line)
                except ValueError as error:
                    raise UnreadableSource(str(path), "it is no JSON", where=f"line {number}") from error
    except OSError as error:
        raise UnreadableSource(str(path), "there is no such file", hint="Make the set with: communique export --to gold") from error


def annotated(articles: list[Article], knowledge: Knowledge) -> Iterator[tuple[Article, dict[str, list[Row]]]]:
    """What the program finds in each."""
    for start in range(0, len(articles), CHUNK):
        part = articles[start : start + CHUNK]
        sentences = parse(part, knowledge)
        for one in part:
            found = annotate_one(one, sentences[one.id], knowledge)
            yield one, {noun: [plain(row) for row in getattr(found, noun)] for noun in FIELDS}


def compare(judged: list[Row], found: dict[str, list[Row]], text: Article, misses: list[str]) -> dict[str, Counts]:
    """One document's counts: of rows that were judged alone, for nothing is known of others."""
    out: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in judged:
        noun, row = one["noun"], one["row"]
        match = next((f for f in found[noun] if same_place(f, row) and alike(f, row, noun)), None)
        kept = one["state"] != "rejected"
        add(out[f"{noun}: stands"], hit=bool(match and kept), predicted=bool(match), gold=kept)
        if kept != bool(match):
            misses.append(f"{text.path}: {noun} {one['id']} was {one['state']}, and is {'found' if match else 'not found'}")
        for name in FIELDS[noun] if kept else ():
            right = bool(match) and value(match or {}, name) == value(row, name)
            add(out[f"{noun}: {name}"], hit=right, predicted=bool(match), gold=True)
            if match and not right:
                misses.append(f"{text.path}: {noun} {one['id']}: {name} should be {value(row, name)}, is {value(match, name)}")
    return {name: Counts(*counts) for name, counts in out.items()}


def add(counts: list[int], *, hit: bool, predicted: bool, gold: bool) -> None:
    """Count one row."""
    counts[0] += hit
    counts[1] += predicted
    counts[2] += gold


def place(row: Row) -> tuple[int, int]:
    """Where a row stands."""
    pieces = [row["span"]] if "span" in row else row["spans"]["content"] or row["spans"]["cue"]
    return pieces[0][0], pieces[-1][1]


def same_place(a: Row, b: Row) -> bool:
    """Whether two rows share words."""
    (low, high), (start, end) = place(a), place(b)
    return low < end and start < high


def alike(a: Row, b: Row, noun: str) -> bool:
    """Whether two rows at one place are of one kind; an event of another type at the same words is the one that was edited, or wrong."""
    return noun not in {"terms", "silences"} or a["concept"] == b["concept"]


def value(row: Row, name: str) -> Any:
    """A field, as far as it is compared."""
    if name == "parties":
        return tuple(sorted((side, p["country"] or p["id"] or "") for side in ("actors", "recipients") for p in row[side]))
    if name in {"speaker", "user", "forecaster"}:
        return row[name]["id"] or row[name]["name"]
    return row[name]

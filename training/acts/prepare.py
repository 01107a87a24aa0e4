"""Gold articles, our patterns and a table of marked sentences -> examples for the act network, one JSON line a window.

usage: python training/acts/prepare.py BERT_DIR OUT.jsonl GOLD_FOLDER...
       python training/acts/prepare.py BERT_DIR OUT.jsonl --marked gold/en/plover/sentences.tsv:type PLV_train.tsv:gold_root
       python training/acts/prepare.py BERT_DIR OUT.jsonl --judged training/acts/judged/polnear.tsv:polnear/train/text training/acts/judged/plover.tsv:PLV_train.tsv training/acts/judged/ngec.tsv:ngec_synthetic_events.csv.zip
       python training/acts/prepare.py BERT_DIR OUT.jsonl --plain polnear/train/text ngec_synthetic_events.csv.zip
"""

import argparse
import csv
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from communique.annotate import stages
from communique.annotate.judge import joined
from communique.annotate.neural.acts import features_of, head_word, windows, worth_reading
from communique.annotate.neural.coder import TYPES
from communique.annotate.neural.pieces import Pieces
from communique.annotate.neural.words import words_of
from communique.annotate.reading import Reading
from communique.annotate.resolve import Resolver
from communique.evaluate import events, marked
from communique.evaluate.findings import parsed
from communique.vocab.load import load

MARK = re.compile(r"</?[st]>")
FOLD = {"INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
IGNORED = -1
STEPS = 6
# What a judge left open, and the mode of what was judged: neither is learnt from.
OPEN = "?"


class Desk:
    """The workbench of the article that was annotated last, with what the rules alone found."""

    def __init__(self) -> None:
        self.reading: Reading | None = None
        self.resolver: Resolver | None = None
        self.rules = stages.find_events
        stages.find_events = self.keep

    def keep(self, reading: Reading, resolver: Resolver, *, rules_only: bool = True) -> None:  # noqa: ARG002 - the network is what is being trained
        """find_events, kept."""
        self.rules(reading, resolver, rules_only=True)
        self.reading, self.resolver = reading, resolver


def examples(
    desk: Desk,
    pieces: Pieces,
    sentences,
    labels: dict[tuple[int, int], tuple[str, str]],
    other: int,
    whole: bool,
    sides: dict | None = None,
) -> Iterator[dict]:
    """The windows of the article on the desk. `labels`: the place of a trigger -> its type (OPEN: nobody says) and mode; all other words are `other`.
    `sides`: its place -> the codes of who acts and of whom it is done to. `ruled`: word and type of what the rules take for an act."""
    reading, resolver = desk.reading, desk.resolver
    words = words_of(reading.article, sentences, reading.quotations)
    own, named = features_of(reading, resolver, words, reading.events)
    read = set(range(len(sentences))) if whole else worth_reading(words, own)
    features = np.concatenate([words.features, own], 1)
    at = {int(words.start[head_word(words, *place)]): label for place, label in labels.items()}
    done = {int(words.start[head_word(words, *place)]): both for place, both in (sides or {}).items()}
    ruled = {int(words.start[head_word(words, e.span.start, e.span.end)]): e.type for e in reading.events}
    for part in windows(words, pieces.of(words.texts), read):
        told = [at.get(int(words.start[i])) for i in part]
        yield {
            "texts": [words.texts[i] for i in part],
            "features": features[part].tolist(),
            "types": [(IGNORED if t[0] == OPEN else TYPES.index(t[0])) if t else other for t in told],
            "modes": [t[1] if t else "" for t in told],
            "codes": [named[i] for i in part],
            "sides": [[n, *done[place]] for n, i in enumerate(part) if (place := int(words.start[i])) in done],
            "ruled": [[n, TYPES.index(ruled[place])] for n, i in enumerate(part) if (place := int(words.start[i])) in ruled],
            "sentences": [int(words.sentence[i]) for i in part],
        }


def gold(desk: Desk, pieces: Pieces, folder: Path, knowledge) -> Iterator[dict]:
    """A gold folder's articles."""
    expected = marked.gold(folder / "gold.txt")
    for want, (found, sentences) in zip(expected, parsed([folder / e.path for e in expected], knowledge), strict=True):
        places = [s.span for s in sentences]
        lines = [events.wanted(found.article.text, cells, places, want.path) for cells in want.events]
        labels = {(w.place.start, w.place.end): (w.type, w.mode) for w in lines}
        sides = {(w.place.start, w.place.end): [sorted(events.codes(side)) for side in (w.actors, w.recipients)] for w in lines}
        for example in examples(desk, pieces, sentences, labels, 0, whole=False, sides=sides):
            yield example | {"path": want.path}


def table(path: Path, column: str) -> Iterator[tuple[str, list[tuple[int, int]], str]]:
    """Sentences of a table, where their marked parties stand, and their type."""
    csv.field_size_limit(10**9)
    with path.open(encoding="utf8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            kind = FOLD.get(row[column], row[column])
            if kind == "YIELD" or len(row["marked_sentence"]) > 600:
                continue
            text, at, places = "", 0, {}
            for mark in MARK.finditer(row["marked_sentence"]):
                text += row["marked_sentence"][at : mark.start()]
                places.setdefault(mark[0], len(text))
                at = mark.end()
            text += row["marked_sentence"][at:]
            sides = [(places[a], places[b]) for a, b in (("<s>", "</s>"), ("<t>", "</t>")) if a in places and b in places]
            yield text, sides, kind


def texts_of(source: Path, names: list[str] | None, folder: Path) -> list[Path]:
    """Where some texts lie, or all: in a folder as they are, or as rows of a table, packed or not, each put into a file of its own."""
    if source.is_dir():
        return sorted(source.iterdir()) if names is None else [source / name for name in names]
    csv.field_size_limit(10**9)
    if source.suffix == ".zip":
        with zipfile.ZipFile(source) as packed, packed.open(packed.namelist()[0]) as raw:
            stories = csv.DictReader(io.TextIOWrapper(raw, "utf8", newline=""))
            told = {str(n): row["text"].strip() for n, row in enumerate(stories)}
    else:
        with source.open(encoding="utf8", newline="") as stream:
            told = {row["sentence_id"]: row["sentence"] for row in csv.DictReader(stream, delimiter="\t")}
    names = list(told) if names is None else names
    for name in names:
        (folder / f"{name}.md").write_text(f"---\npublished: 2020-01-01\n---\n{told[name]}\n", encoding="utf8")
    return [folder / f"{name}.md" for name in names]


def judged(desk: Desk, pieces: Pieces, path: Path, source: Path, knowledge) -> Iterator[dict]:
    """Texts of others whose doubtful words were judged one by one: name of the text, start, end, type (empty for no act, OPEN); all other words tell no act."""
    given: dict[str, list[list[str]]] = {}
    for line in path.read_text("utf8").splitlines():
        if line and not line.startswith("#"):
            name, *cells = line.split("\t")
            given.setdefault(name, []).append(cells)
    with tempfile.TemporaryDirectory() as folder:
        paths = texts_of(source, list(given), Path(folder))
        for (name, rows), (found, sentences) in zip(given.items(), parsed(paths, knowledge), strict=True):
            words = words_of(found.article, sentences, desk.reading.quotations)
            labels, kept = {}, []
            for start, end, told in rows:
                token = words.tokens[head_word(words, int(start), int(end))]
                # Of a verb and its noun that tell of one act, the second is left open.
                kind = OPEN if token is not None and any(k == told and joined(token, t) for t, k in kept) else told
                if kind not in {"", OPEN} and token is not None:
                    kept.append((token, kind))
                if kind:
                    labels[int(start), int(end)] = (kind, OPEN)
            for example in examples(desk, pieces, sentences, labels, 0, whole=source.suffix == ".tsv"):
                yield example | {"path": name}


def plain(desk: Desk, pieces: Pieces, source: Path, knowledge) -> Iterator[dict]:
    """Texts of which nobody says what they tell."""
    with tempfile.TemporaryDirectory() as folder:
        paths = texts_of(source, None, Path(folder))
        for path, (_, sentences) in zip(paths, parsed(paths, knowledge), strict=True):
            for example in examples(desk, pieces, sentences, {}, IGNORED, whole=False):
                yield example | {"path": path.name}


def governing(words, start: int, end: int) -> tuple[int, int] | None:
    """The verb that a party hangs on."""
    token = words.tokens[head_word(words, start, end)] if start < end else None
    for _ in range(STEPS):
        if token is None or token.head.i == token.i:
            return None
        token = token.head
        if token.pos_ == "VERB":
            k = next((k for k in range(len(words)) if words.tokens[k] is not None and words.tokens[k].i == token.i), None)
            return None if k is None else (int(words.start[k]), int(words.end[k]))
    return None


def sentences_of(desk: Desk, pieces: Pieces, path: Path, column: str, knowledge) -> Iterator[dict]:
    """Marked sentences: the rules' trigger where they find that type, else the verb that a party hangs on; what the other words tell is not known."""
    rows = list(table(path, column))
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{n}.md" for n in range(len(rows))]
        for file, (text, _, _) in zip(paths, rows, strict=True):
            file.write_text(f"---\npublished: 2020-01-01\n---\n{text}\n", encoding="utf8")
        for (text, sides, kind), (found, sentences) in zip(rows, parsed(paths, knowledge), strict=True):
            offset = found.article.text.find(text[:40])
            words = words_of(found.article, sentences, desk.reading.quotations)
            if offset < 0 or not len(words):
                continue
            if kind == "NONE":
                yield from examples(desk, pieces, sentences, {}, 0, whole=True)
                continue
            place = next(((e.span.start, e.span.start + 1) for e in desk.reading.events if e.type == kind), None)
            place = place or next((p for a, b in sides if (p := governing(words, offset + a, offset + b))), None)
            if place is not None:
                yield from examples(desk, pieces, sentences, {place: (kind, "")}, IGNORED, whole=True)


def main() -> None:
    """Write the examples."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--marked", nargs="*", default=[])
    parser.add_argument("--judged", nargs="*", default=[])
    parser.add_argument("--plain", nargs="*", default=[])
    args = parser.parse_args()
    desk, pieces, knowledge, count = Desk(), Pieces(args.model / "vocab.txt"), load(), 0
    with args.out.open("w", encoding="utf8") as stream:
        made = [gold(desk, pieces, f, knowledge) for f in args.folders]
        made += [judged(desk, pieces, *map(Path, j.split(":")), knowledge) for j in args.judged]
        made += [plain(desk, pieces, Path(p), knowledge) for p in args.plain]
        made += [sentences_of(desk, pieces, Path(m.rpartition(":")[0]), m.rpartition(":")[2], knowledge) for m in args.marked]
        for source in made:
            for example in source:
                stream.write(json.dumps(example) + "\n")
                count += 1
    print(count, "windows")


if __name__ == "__main__":
    main()

"""PolNeAR's articles as arrays: one .npz a split, from the same words and features that reading uses.

usage: python training/attribution/prepare.py POLNEAR/train vocab.txt OUT.npz
"""

import argparse
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from communique.annotate.neural.pieces import Pieces
from communique.annotate.neural.words import WINDOW, crossings, distances, paths, turns, windows, words_of
from communique.annotate.parse import parse
from communique.annotate.quotes import find_quotes
from communique.evaluate.polnear import attributions
from communique.read.formats import read
from communique.read.source import Source
from communique.vocab.load import load

VIEWS = {"paths": paths, "distances": lambda _, window, anchor: distances(window, anchor), "crossings": crossings}
ROLE = {"source": 1, "cue": 2, "content": 3}


def examples(job: tuple[Path, list[Path], Path, bool, int]) -> list[dict[str, np.ndarray]]:
    """The windows of one article, once for each annotator."""
    path, annotations, vocabulary, every, limit = job
    knowledge = load()
    article = next(a for a in read(Source(path=str(path), location=str(path)), knowledge) if hasattr(a, "blocks"))
    sentences = parse([article], knowledge)[article.id]
    words = words_of(article, sentences, find_quotes(article.text, article.blocks))
    pieces = Pieces(vocabulary).of(words.texts)
    out = []
    for order, annotator in enumerate(annotations):
        events = [by_word(words, e.spans) for e in attributions(annotator.read_text("utf8"))]
        events = [e for e in events if (e == 2).any()]
        for window in windows(words, pieces, limit):
            part, size = slice(window.first, window.last), window.last - window.first
            inside = [(anchor_of(words, e), e) for e in events]
            inside = sorted(((a, e) for a, e in inside if window.first <= a < window.last), key=lambda x: x[0])
            out.append(
                {
                    "stem": np.array(path.stem),
                    "annotator": np.array(order),
                    "start": words.start[part],
                    "end": words.end[part],
                    "ids": np.array([p for w in window.pieces for p in w], np.int32),
                    "count": np.array([len(w) for w in window.pieces], np.int16),
                    "features": words.features[part].astype(np.int8),
                    "turns": turns(words, window).astype(np.int8),
                    "anchors": np.array([a - window.first for a, _ in inside], np.int16),
                    "roles": np.array([e[part] for _, e in inside], np.int8).reshape(len(inside), size),
                    "paths": np.array([paths(words, window, a) for a, _ in inside], np.uint8).reshape(len(inside), size),
                    "distances": np.array([distances(window, a) for a, _ in inside], np.uint8).reshape(len(inside), size),
                    "crossings": np.array([crossings(words, window, a) for a, _ in inside], np.uint8).reshape(len(inside), size),
                }
            )
            if every:
                for name, look in VIEWS.items():
                    out[-1][f"every_{name}"] = np.array([look(words, window, a) for a in range(window.first, window.last)], np.uint8)
    return out


def by_word(words, event) -> np.ndarray:
    """0 nothing, 1 source, 2 cue, 3 content, a word."""
    out = np.zeros(len(words), np.int8)
    for role in ("content", "source", "cue"):
        for first, last in event.get(role, []):
            out[(words.start < last) & (words.end > first)] = ROLE[role]
    return out


def anchor_of(words, roles: np.ndarray) -> int:
    """The syntactic head of the cue: its first token whose head lies outside."""
    cue = np.flatnonzero(roles == 2).tolist()
    inside = {words.tokens[i].i for i in cue if words.tokens[i] is not None and words.sentence[i] == words.sentence[cue[0]]}
    for i in cue:
        token = words.tokens[i]
        if token is not None and (token.head.i == token.i or token.head.i not in inside):
            return i
    return cue[0]


def main() -> None:
    """Prepare one split on two processes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("vocabulary", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--every", action="store_true", help="for scoring: the first annotator alone, and views from every word")
    parser.add_argument("--window", type=int, default=WINDOW, help="pieces a window holds at most")
    args = parser.parse_args()
    jobs = []
    for path in sorted((args.folder / "text").glob("*.txt")):
        found = sorted((args.folder / "attributions").glob(f"{path.stem}_*.ann"))
        if found:
            jobs.append((path, found[:1] if args.every else found, args.vocabulary, args.every, args.window))
    flat, rows = {}, 0
    with ProcessPoolExecutor(2) as pool:
        for _, result in zip(jobs, pool.map(examples, jobs, chunksize=8), strict=True):
            for row in result:
                for name, value in row.items():
                    flat[f"{rows}/{name}"] = value
                rows += 1
    np.savez_compressed(args.out, rows=np.array(rows), **flat)
    print(rows, "windows of", len(jobs), "articles")


if __name__ == "__main__":
    main()

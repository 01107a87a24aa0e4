"""Run the attribution network over an article: words -> attributions in the article's own places."""

import functools
import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np

from communique.annotate.neural.decode import CONTENT, CUE, SOURCE, Attribution, Floats, decode
from communique.annotate.neural.pieces import Pieces
from communique.annotate.neural.words import Ints, Window, Words, windows
from communique.model.span import Span

WEIGHTS = "weights"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An attribution in an article. `anchor`: the place of the head of its cue. `score`: 0 to 1."""

    anchor: int
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float


def session(path: Path) -> Any:
    """Weights ready to run, on one thread: numbers must not hang on how many there are."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@functools.cache
def cores() -> ThreadPoolExecutor:
    """A core for each window, all cores unless told otherwise; a window's numbers do not hang on who computes them."""
    return ThreadPoolExecutor(int(os.environ.get("OMP_NUM_THREADS") or os.cpu_count() or 1))


def inputs(marks: Pieces, pieces: Sequence[tuple[int, ...]], features: Ints) -> dict[str, Ints]:
    """What a network over words is given: the pieces of each word between the two marks, the word's features at each, and where it begins."""
    ids = np.array([[marks.start, *(p for word in pieces for p in word), marks.stop]], np.int64)
    count = np.array([len(word) for word in pieces])
    told = np.zeros((1, ids.shape[1], features.shape[1]), np.int64)
    told[0, 1:-1] = np.repeat(features, count, axis=0)
    first: Ints = (1 + np.concatenate(([0], np.cumsum(count)[:-1])))[None].astype(np.int64)
    return {"ids": ids, "features": told, "first": first}


class Network:
    """The weights in memory. One window at a time: what a window gets must not hang on what stands beside it."""

    def __init__(self, folder: Path) -> None:
        self.session = session(folder / "attribution.onnx")
        self.pieces = Pieces(folder / "vocab.txt")
        with np.load(folder / "tables.npz", allow_pickle=False) as store:
            self.tables: dict[str, Floats] = {name: store[name] for name in store.files}

    def heads(self, words: Words, window: Window) -> Floats:
        """What the network says of each word of a window: (words, heads)."""
        given = inputs(self.pieces, window.pieces, words.features[window.first : window.last])
        said: Floats = self.session.run(None, given)[0][0]
        return said

    def read(self, words: Words) -> Iterator[Found]:
        """The attributions of an article, in the order of the text."""
        parts = list(windows(words, self.pieces.of(words.texts)))
        said = list(cores().map(lambda window: self.heads(words, window), parts))
        for window, found in zip(parts, decode(said, words, parts, self.tables), strict=True):
            for one in found:
                yield placed(words, window, one)


def placed(words: Words, window: Window, one: Attribution) -> Found:
    """An attribution with places of the article."""

    def spans(role: int) -> tuple[Span, ...]:
        return tuple(Span(int(words.start[window.first + a]), int(words.end[window.first + b - 1])) for a, b in one.words(role))

    return Found(
        anchor=int(words.start[window.first + one.anchor]),
        source=spans(SOURCE),
        cue=spans(CUE),
        content=spans(CONTENT),
        score=one.score,
    )


@functools.cache
def network() -> Network:
    """The shipped network, loaded once a process and only when a text needs it."""
    with as_file(files(__package__) / WEIGHTS) as folder:
        return Network(folder)


@functools.cache
def version() -> str:
    """The name of the shipped weights."""
    card = json.loads((files(__package__) / WEIGHTS / "card.json").read_text("utf8"))
    return f"{card['attribution']}+{card['acts']}"

"""Which PLOVER type holds between two marked parties of a sentence: '<s>A</s> accused <t>B</t> of ...' -> a probability for each type.

Training and use share this module's words and marks (training/events).
"""

import functools
import re
from collections.abc import Iterator, Sequence
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from communique.annotate.neural.decode import Floats
from communique.annotate.neural.model import WEIGHTS, session
from communique.annotate.neural.pieces import Pieces
from communique.annotate.neural.words import WORD

TYPES = tuple(
    "NONE AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
)
MARK = re.compile(r"(</?[st]>)")
# Unused pieces of the vocabulary stand for the marks.
MARKS = {"<s>": 1, "</s>": 2, "<t>": 3, "</t>": 4}
# Pieces that are read at most, the marks in their middle.
LONGEST = 126


def pieces_of(marked: str, pieces: Pieces) -> tuple[list[int], tuple[int, int]]:
    """Pieces of a marked sentence, and where the marks before source and target stand; 0 where one is missing."""
    ids: list[int] = []
    places: dict[str, int] = {}
    for part in MARK.split(marked):
        if part in MARKS:
            if part not in places:
                places[part] = len(ids)
                ids.append(MARKS[part])
        else:
            ids += [p for word in pieces.of(WORD.findall(part)) for p in word]
    if len(ids) > LONGEST:
        first, last = min(places.values(), default=0), max(places.values(), default=0)
        start = min(first, max(0, min((first + last) // 2 - LONGEST // 2, len(ids) - LONGEST)))
        ids = ids[start : start + LONGEST]
        places = {mark: min(max(place - start, 0), LONGEST - 1) for mark, place in places.items()}
    return [pieces.start, *ids, pieces.stop], (places.get("<s>", -1) + 1, places.get("<t>", -1) + 1)


class Coder:
    """The weights in memory. One sentence at a time: what it gets must not hang on what stands beside it."""

    def __init__(self, folder: Path) -> None:
        self.session = session(folder / "events.onnx")
        self.pieces = Pieces(folder / "vocab.txt")

    def chances(self, marked: Sequence[str]) -> Iterator[Floats]:
        """For each marked sentence a probability of each of TYPES, in their order."""
        for text in marked:
            ids, places = pieces_of(text, self.pieces)
            said: Floats = self.session.run(None, {"ids": np.array([ids], np.int64), "places": np.array([places], np.int64)})[0][0]
            odds = np.exp(said - said.max())
            yield (odds / odds.sum()).astype(np.float32)


@functools.cache
def coder() -> Coder:
    """The shipped coder, loaded once a process and only when it is asked for."""
    with as_file(files(__package__) / WEIGHTS) as folder:
        return Coder(folder)

"""Who acts and who suffers, read from the passage with the act marked: a small network that asks, at each word that names a party, what the act network
has read there, knowing where the act stands and what was told before. Training shares this module's features (training/acts)."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from communique.annotate.neural.coder import TYPES
from communique.annotate.neural.decode import Floats
from communique.annotate.neural.model import WEIGHTS, session
from communique.annotate.neural.words import Ints
from communique.annotate.told import Told

# Sentences between a party and the act are counted so far; so far back acts told before are seen, the last one apart from so many before it.
FAR, REACH, BEFORE = 4, 4, 4
# So many acts back it is sought whom those who act stood against.
OPPOSED = 8
ACTED, SUFFERED = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A window that the act network has read. `states`: what each of its layers was given, (pieces, width) each; `first`: (words,) the first piece of each
    word; `codes`: the party that each word names, empty if none; `sentences`: (words,) the sentence of each."""

    states: tuple[Floats, ...]
    first: Ints
    codes: tuple[str, ...]
    sentences: Ints


def recent(told: Sequence[Told], here: int) -> list[Told]:
    """The acts told just before, the last one last."""
    return [t for t in told[-OPPOSED:] if 0 <= here - t.sentence <= REACH]


def parts(told: Sequence[Told]) -> tuple[dict[str, int], dict[str, int]]:
    """What each party did in the act told last, and in the few before it: a sum of ACTED and SUFFERED."""
    last: dict[str, int] = {}
    before: dict[str, int] = {}
    for n, act in enumerate(reversed(told[-BEFORE - 1 :])):
        seen = before if n else last
        for sign, side in ((ACTED, act.actors), (SUFFERED, act.recipients)):
            for code in side:
                seen[code] = seen.get(code, 0) | sign
    return last, before


def opposed(told: Sequence[Told], actors: frozenset[str]) -> frozenset[str]:
    """Who stood on the other side of those who act now, when they were told of last."""
    for act in reversed(told):
        others = (act.recipients if act.actors & actors else frozenset()) | (act.actors if act.recipients & actors else frozenset())
        if others - actors:
            return others - actors
    return frozenset()


class Passage:
    """The weights in memory. One act at a time: what it gets must not hang on what stands beside it."""

    def __init__(self, folder: Path) -> None:
        self.keys, self.questions = session(folder / "keys.onnx"), session(folder / "sides.onnx")
        # Acts come in the order of the text: what questions see of a window is kept until the next is asked.
        self.asked_last: tuple[Read | None, dict[str, Floats]] = (None, {})

    def seen(self, window: Read) -> dict[str, Floats]:
        """What questions see of a window."""
        last, keys = self.asked_last
        if last is not window:
            names = [out.name for out in self.keys.get_outputs()]
            keys = dict(zip(names, self.keys.run(None, {f"state{n}": s for n, s in enumerate(window.states)}), strict=True))
            self.asked_last = window, keys
        return keys

    def asked(self, window: Read, words: Sequence[int], kind: str, told: Sequence[Told]) -> Floats:
        """The answers at the words that name parties, which come after the act's own: (words - 1, 5), of acting, and of suffering in four cases."""
        last, before = parts(told)
        own = [window.codes[i] for i in words[1:]]
        places = np.array(words)
        given = self.seen(window) | {
            "seen": window.states[0][window.first[places]],
            "far": np.clip(window.sentences[places] - window.sentences[words[0]], -FAR, FAR) + FAR,
            "last": np.array([0, *(last.get(c, 0) for c in own)], np.int64),
            "before": np.array([0, *(before.get(c, 0) for c in own)], np.int64),
            "kinds": np.array([TYPES.index(kind), TYPES.index(told[-1].type) if told else 0], np.int64),
        }
        out: Floats = self.questions.run(None, given)[0]
        return out


class Odds:
    """Log odds of each party that the window of an act names. Nothing is read before it is asked for. `read`: the window of the act and its word there, none
    if the act network did not read it; `told`: the acts before it."""

    def __init__(self, read: Callable[[], tuple[Read, int] | None], kind: str, told: Sequence[Told]) -> None:
        self.read, self.kind, self.told = read, kind, told

    @functools.cached_property
    def answers(self) -> tuple[list[str], list[Told], Floats]:
        """The party of each word that names one, the acts told just before, and the log odds of each word."""
        read = self.read()
        words = [i for i, code in enumerate(read[0].codes) if code] if read is not None else []
        if read is None or not words:
            return [], [], np.zeros((0, 5), np.float32)
        window, deed = read
        told = recent(self.told, int(window.sentences[deed]))
        return [window.codes[i] for i in words], told, passage().asked(window, [deed, *words], self.kind, told)

    def acts(self) -> Mapping[str, float]:
        """Of acting."""
        codes, _, odds = self.answers
        return summed(codes, odds[:, 0])

    def suffers(self, actors: frozenset[str]) -> Mapping[str, float]:
        """Of its being done to each, once it is settled who acts."""
        codes, told, odds = self.answers
        others = opposed(told, actors)
        return summed(codes, np.array([row[1 + (c in actors) + 2 * (c in others)] for c, row in zip(codes, odds, strict=True)]))


def summed(codes: Sequence[str], odds: Floats) -> Mapping[str, float]:
    """Log odds of each party from those of its words."""
    whole = odds.astype(np.float64)
    return {code: float(np.logaddexp.reduce(whole[[c == code for c in codes]])) for code in sorted(set(codes))}


@functools.cache
def passage() -> Passage:
    """The shipped network, loaded once a process and only when a text needs it."""
    with as_file(files(__package__) / WEIGHTS) as folder:
        return Passage(folder)

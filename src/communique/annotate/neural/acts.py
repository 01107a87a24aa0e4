"""Which words of an article tell of a political act, and of which type: a small network over the words, told what parse, parties and rules say of each.

Training and reading share this module's features and windows (training/acts).
"""

import functools
import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from communique.annotate.neural.coder import TYPES
from communique.annotate.neural.decode import Floats
from communique.annotate.neural.model import WEIGHTS, cores, inputs, session
from communique.annotate.neural.passage import Read
from communique.annotate.neural.pieces import Pieces
from communique.annotate.neural.words import WINDOW, Ints, Words
from communique.annotate.reading import Reading
from communique.annotate.resolve import Resolver
from communique.model.actor import Actor, Mention, Party
from communique.model.findings import Event

# Numbers by which a window tells its parties apart; the sixteenth is the first again.
PARTIES = 15
PLACE, DEMONYM, PERSON, STATE, BODY, PRONOUN, NOUN = range(1, 8)
ACTS, SUFFERS = 1, 2
# Sizes of the tables beside those of the attribution network: how a word names a party, which one, a rule's type, its side by a rule.
SIZES = (8, PARTIES + 1, len(TYPES), 4)
LONGEST_CODE = 7


def code_of(party: Party | Actor) -> str:
    """The country of a party, else the body's own code, of a society its id; empty for what has none."""
    code = party.country or (party.id or "").partition(":")[2].partition("/")[0]
    if code.isupper() and len(code) <= LONGEST_CODE:
        return code
    return party.id or "" if (party.id or "").startswith("ngo:") else ""


def features_of(reading: Reading, resolver: Resolver, words: Words, events: Sequence[Event]) -> tuple[Ints, list[str]]:
    """(words, 4): what is known of each word beside its parse; and the code of the party that each word names, if it names one."""
    own = np.zeros((len(words), len(SIZES)), np.int64)
    codes: dict[str, int] = {}
    named = [""] * len(words)

    def name(start: int, end: int, kind: int, code: str) -> None:
        first, last = np.searchsorted(words.start, (start, end))
        if code and first < last and not own[first:last, 0].any():
            own[first:last, 0] = kind
            own[first:last, 1] = 1 + codes.setdefault(code, len(codes)) % PARTIES
            named[first:last] = [code] * int(last - first)

    for mention in reading.mentions:
        if mention.actor is not None:
            name(mention.span.start, mention.span.end, kind_of(mention, mention.actor), code_of(mention.actor))
    offices, bodies = resolver.words["offices"], resolver.words["bodies"]
    for sentence in reading.sentences:
        for token in sentence.tokens():
            pronoun = token.pos_ == "PRON"
            if (pronoun or token.lower_ in offices or token.lower_ in bodies) and (found := resolver.party(sentence, token)):
                span = sentence.place(token)
                name(span.start, span.end, PRONOUN if pronoun else NOUN, code_of(found))
    for event in events:
        i = int(np.searchsorted(words.start, event.span.start))
        if i < len(words):
            own[i, 2] = TYPES.index(event.type)
        for side, sign in ((event.actors, ACTS), (event.recipients, SUFFERS)):
            for party in side:
                if party.span is not None and event.sentence.covers(party.span):
                    first, last = np.searchsorted(words.start, (party.span.start, party.span.end))
                    own[first:last, 3] |= sign
    return own, named


def kind_of(mention: Mention, actor: Actor) -> int:
    """How a mention names a party."""
    if mention.place or mention.how == "place":
        return PLACE
    if mention.how == "demonym":
        return DEMONYM
    return PERSON if actor.kind == "person" else STATE if actor.kind == "state" else BODY


def worth_reading(words: Words, own: Ints) -> set[int]:
    """The sentences that hold a rule's act, or name a state, people, body or place and are not quoted from end to end; acts are sought in these alone."""
    named = (own[:, 0] > 0) & (own[:, 0] < PRONOUN) & (own[:, 0] != PERSON)
    unquoted = set(words.sentence[words.features[:, 3] == 0].tolist())
    ruled = set(words.sentence[own[:, 2] > 0].tolist())
    return (({*words.sentence[named].tolist()} & unquoted) | ruled) - {-1}


def windows(words: Words, pieces: Sequence[tuple[int, ...]], sentences: set[int]) -> Iterator[Ints]:
    """The words of some sentences, packed in order; a sentence is cut only where it is longer than a window."""
    waiting: list[int] = []
    size = 0
    part: list[int] = []
    for i in range(len(words)):
        n = int(words.sentence[i])
        if n in sentences:
            part.append(i)
        if part and (i + 1 == len(words) or int(words.sentence[i + 1]) != n):
            length = sum(len(pieces[k]) for k in part)
            if waiting and size + length > WINDOW:
                yield np.array(waiting, np.int64)
                waiting, size = [], 0
            for k in part:
                if size + len(pieces[k]) > WINDOW:
                    yield np.array(waiting, np.int64)
                    waiting, size = [], 0
                waiting.append(k)
                size += len(pieces[k])
            part = []
    if waiting:
        yield np.array(waiting, np.int64)


# Of an article, so many windows stay in memory as they were read; those after them are read again when they are asked for, each once.
KEPT = 16


@dataclass(slots=True, kw_only=True)
class Said:
    """What the network says of an article. `chances`: (words, types), all of it on no act where nothing was read; `modes`: the mode that each word would have;
    `windows`: the words of each window; `kept`: the windows in memory; `again`: reads one again."""

    chances: Floats
    modes: list[str]
    windows: list[Ints]
    kept: dict[int, Read]
    again: Callable[[int], Read]

    def around(self, word: int) -> tuple[Read, int] | None:
        """The window that a word was read in, and its place there; none if it was not read."""
        n = bisect_right(self.windows, word, key=lambda part: int(part[0])) - 1
        place = int(np.searchsorted(self.windows[n], word)) if n >= 0 else 0
        if n < 0 or place == len(self.windows[n]) or self.windows[n][place] != word:
            return None
        if n not in self.kept:
            self.kept = {n: self.again(n)}
        return self.kept[n], place


class Acts:
    """The weights in memory. One window at a time: what a window gets must not hang on what stands beside it."""

    def __init__(self, folder: Path) -> None:
        self.session = session(folder / "acts.onnx")
        self.pieces = Pieces(folder / "vocab.txt")
        self.modes: list[str] = json.loads((folder / "card.json").read_text("utf8"))["modes"]

    def read(self, words: Words, own: Ints, codes: Sequence[str], sentences: set[int]) -> Said:
        """Read some sentences of an article. `codes`: the party that each word names, empty if none."""
        pieces = self.pieces.of(words.texts)
        parts = list(windows(words, pieces, sentences))

        def run(n: int, *outputs: str) -> tuple[dict[str, Ints], list[Floats]]:
            part = parts[n]
            seen = np.concatenate([words.features[part], own[part]], axis=1)
            given = inputs(self.pieces, [pieces[i] for i in part], seen)
            return given, [out[0] for out in self.session.run(outputs or None, given)]

        def kept(n: int, given: dict[str, Ints], states: Sequence[Floats]) -> Read:
            part = parts[n]
            return Read(states=tuple(states), first=given["first"][0], codes=tuple(codes[i] for i in part), sentences=words.sentence[part])

        def again(n: int) -> Read:
            given, (_, *states) = run(n)
            return kept(n, given, states)

        out = Said(chances=np.zeros((len(words), len(TYPES)), np.float32), modes=[""] * len(words), windows=parts, kept={}, again=again)
        out.chances[:, 0] = 1.0
        for n, (given, (said, *states)) in enumerate(cores().map(lambda n: run(n, *([] if n < KEPT else ["said"])), range(len(parts)))):
            scores = said[:, : len(TYPES)]
            odds = np.exp(scores - scores.max(axis=1, keepdims=True))
            out.chances[parts[n]] = odds / odds.sum(axis=1, keepdims=True)
            for i, best in zip(parts[n], said[:, len(TYPES) :].argmax(axis=1), strict=True):
                out.modes[i] = self.modes[best]
            if states:
                out.kept[n] = kept(n, given, states)
        return out


def head_word(words: Words, start: int, end: int) -> int:
    """Of the words start..end of the text, the one that the others hang on."""
    first, last = np.searchsorted(words.start, (start, end))
    tokens = {t.i for k in range(first, last) if (t := words.tokens[k]) is not None}
    heads: Iterable[int] = (
        k for k in range(first, last) if (t := words.tokens[k]) is not None and (t.head.i not in tokens or t.head.i == t.i)
    )
    return next(iter(heads), int(first))


@functools.cache
def acts() -> Acts:
    """The shipped network, loaded once a process and only when a text needs it."""
    with as_file(files(__package__) / WEIGHTS) as folder:
        return Acts(folder)

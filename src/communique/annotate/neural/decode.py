"""What the network says of each word -> attributions: anchors, then for each the likeliest roles of all words seen from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from communique.annotate.neural.words import Ints, Window, Words, crossings, distances, paths, turns

Floats = NDArray[np.float32]
Tables = Mapping[str, Floats]
ROLES, RANK, PATH_RANK, STATES = 3, 64, 16, 4
# Heads of a word: anchor; its own roles; entering and leaving a state; as seen and as seeing; as seeing along the parse; any role at all.
SPLIT = (1, ROLES, STATES, STATES, ROLES * RANK, ROLES * RANK, ROLES * PATH_RANK, ROLES)
EDGES = tuple(int(e) for e in np.cumsum(SPLIT)[:-1])
NOTHING, SOURCE, CUE, CONTENT = range(STATES)
# The head of a cue is taken for one if it is likely enough, or if what it would introduce is likely to be somebody's words; both chosen on the
# development articles. Below LOWEST it is not even asked what it would introduce.
LOWEST, THRESHOLD, CONTENT_THRESHOLD = 0.1, 0.5, 0.65
NEVER = np.float32(-1e6)
PUSHES = (0.5, 1.0, 2.0, 4.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One attribution of a window: the anchor and the words of each role, counted from the window's first word. `score`: the anchor's probability."""

    anchor: int
    roles: Ints
    score: float

    def words(self, role: int) -> list[tuple[int, int]]:
        """Runs of words in a role, first and last + 1."""
        on = np.concatenate(([0], (self.roles == role).astype(np.int8), [0]))
        edges = np.flatnonzero(np.diff(on))
        return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def decode(said: Sequence[Floats], words: Words, parts: Sequence[Window], tables: Tables) -> list[list[Attribution]]:
    """The attributions of each window. said: (words, heads) a window."""
    jobs, unary, step = [], [], []
    for number, (heads, window) in enumerate(zip(said, parts, strict=True)):
        for place in candidates(heads):
            anchor = window.first + place
            views = (paths(words, window, anchor), distances(window, anchor), crossings(words, window, anchor))
            own, between = scores(heads, place, views, turns(words, window), tables)
            jobs.append((number, place))
            unary.append(own)
            step.append(between)
    found: list[list[Attribution]] = [[] for _ in said]
    for (number, anchor), roles in zip(jobs, with_content(unary, step), strict=True):
        found[number] += likely(said[number], anchor, roles)
    return [settled(f) for f in found]


def chances(scores: Floats) -> Floats:
    """Logits -> probabilities."""
    return (1.0 / (1.0 + np.exp(-scores))).astype(np.float32)


def candidates(heads: Floats) -> list[int]:
    """The words of a window that may be the head of a cue."""
    found: list[int] = np.flatnonzero(chances(heads[:, 0]) >= LOWEST).tolist()
    return found


def likely(heads: Floats, anchor: int, roles: Ints) -> list[Attribution]:
    """The attribution of an anchor, if it is one: two heads, trained apart, are asked."""
    score = float(chances(heads[anchor, 0]))
    content = chances(heads[roles == CONTENT, CONTENT - 1 - ROLES])
    if score >= THRESHOLD or (len(content) and content.mean() >= CONTENT_THRESHOLD):
        return [Attribution(anchor=anchor, roles=roles, score=score)]
    return []


def with_content(unary: Sequence[Floats], step: Sequence[Floats]) -> list[Ints]:
    """The likeliest roles seen from each anchor. Where these have no content, content is made likelier until there is some: a cue says something."""
    out = viterbi(unary, step)
    for push in PUSHES:
        empty = [n for n, roles in enumerate(out) if not (roles == CONTENT).any()]
        favoured = [unary[n] + np.float32(push) * (np.arange(STATES) == CONTENT) for n in empty]
        for n, roles in zip(empty, viterbi(favoured, [step[n] for n in empty]), strict=True):
            out[n] = roles
    return out


def scores(heads: Floats, place: int, views: tuple[Ints, Ints, Ints], turn: Ints, tables: Tables) -> tuple[Floats, Floats]:
    """Scores of each word's role (words, 4) and of each step from word to word (words, 4 from, 4 to), seen from one anchor."""
    _, own, begin, end, word, anchor, path, _ = np.split(heads, EDGES, axis=1)
    seen = np.einsum("lrk,rk->lr", word.reshape(-1, ROLES, RANK), anchor[place].reshape(ROLES, RANK)) / np.sqrt(RANK)
    codes = path[place].reshape(ROLES, PATH_RANK) @ tables["path_code"].T + tables["path"]
    seen = seen + own + codes[:, views[0]].T + tables["distance"][:, views[1]].T + tables["crossing"][:, views[2]].T
    unary = np.concatenate([np.zeros((len(seen), 1), np.float32), seen], axis=1)
    unary[place, [NOTHING, SOURCE, CONTENT]] = NEVER
    before = np.concatenate([np.zeros((1, STATES), np.float32), end[:-1]])
    change = 1.0 - np.eye(STATES, dtype=np.float32)
    step = tables["transition"][turn] + change * (begin[:, None, :] + before[:, :, None])
    return unary.astype(np.float32), step.astype(np.float32)


def viterbi(unary: Sequence[Floats], step: Sequence[Floats]) -> list[Ints]:
    """The likeliest sequence of states of each, all at once."""
    if not unary:
        return []
    count, length = len(unary), max(map(len, unary))
    own = np.zeros((length, count, STATES), np.float32)
    between = np.zeros((length, count, STATES, STATES), np.float32)
    # Past its end a sequence may only stay where it is.
    between[:] = np.where(np.eye(STATES, dtype=bool), 0.0, NEVER)
    for n, (u, s) in enumerate(zip(unary, step, strict=True)):
        own[: len(u), n] = u
        between[: len(s), n] = s
    best = own[0]
    back = np.zeros((length, count, STATES), np.int8)
    for i in range(1, length):
        total = best[:, :, None] + between[i]
        back[i] = total.argmax(1)
        best = total.max(1) + own[i]
    out = np.zeros((count, length), np.int64)
    out[:, -1] = best.argmax(1)
    for i in range(length - 1, 0, -1):
        out[:, i - 1] = back[i, np.arange(count), out[:, i]]
    return [out[n, : len(u)] for n, u in enumerate(unary)]


def settled(found: list[Attribution]) -> list[Attribution]:
    """Attributions that do not contradict each other: the surer keeps its words; one inside another's content is left to the nested pass."""
    kept: list[Attribution] = []
    for one in sorted(found, key=lambda a: (-a.score, a.anchor)):
        if not (one.roles == CONTENT).any():
            continue
        roles = one.roles.copy()
        taken = np.zeros(len(roles), bool)
        for other in kept:
            taken |= (other.roles == CONTENT) | (other.roles == CUE)
        if taken[one.anchor] or (roles[taken] == CONTENT).sum() > (roles == CONTENT).sum() / 2:
            continue
        roles[taken & (roles == CONTENT)] = NOTHING
        kept.append(Attribution(anchor=one.anchor, roles=roles, score=one.score))
    return sorted(kept, key=lambda a: a.anchor)

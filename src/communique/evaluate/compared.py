"""Score the alignment of compared texts, beside two dumb ways: difflib's likeness, and TF-IDF over words.

Gold is a folder of pairs: '== a LANGUAGE' and '== b LANGUAGE' with one clause a line, '== align' with lines like '2=3 4'.
"""

import difflib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from communique.analyse import compare
from communique.analyse.corpus import tokens
from communique.evaluate.scores import Counts, Table
from communique.model.article import Article, Block
from communique.model.errors import UnreadableSource
from communique.model.span import Span
from communique.read.assemble import from_words
from communique.vocab.knowledge import Knowledge

Pairs = set[tuple[int, int]]


class Pair(NamedTuple):
    """Two texts and which of their clauses, numbered from 0, tell the same."""

    path: Path
    languages: tuple[str, str]
    a: list[str]
    b: list[str]
    links: Pairs


def score_folder(folder: Path, knowledge: Knowledge) -> tuple[Table, list[str], list[dict[str, object]]]:
    """Links between clauses found, in one language and across two; ours, difflib's, TF-IDF's."""
    paths = sorted(folder.rglob("*.txt"))
    if not paths:
        raise UnreadableSource(str(folder), "it holds no pair", hint="See gold/compare/CARD.md.")
    table: Table = defaultdict(list)
    misses: list[str] = []
    ways: dict[str, Callable[[Pair], Pairs]] = {
        "": lambda p: ours(p, knowledge),
        "difflib: ": lambda p: likeliest(p, difflib_likeness),
        "TF-IDF: ": lambda p: likeliest(p, tf_idf(p)),
    }
    for path in paths:
        pair = read(path)
        kind = "one language" if pair.languages[0] == pair.languages[1] else "two languages"
        for name, way in ways.items():
            found = way(pair)
            table[f"{name}links, {kind}"].append(Counts(len(found & pair.links), len(found), len(pair.links)))
            if not name:
                misses += [f"{path.name}: missed {pair.a[i][:60]!r} = {pair.b[j][:60]!r}" for i, j in sorted(pair.links - found)]
                misses += [f"{path.name}: extra {pair.a[i][:60]!r} = {pair.b[j][:60]!r}" for i, j in sorted(found - pair.links)]
    return dict(sorted(table.items(), key=lambda item: (":" in item[0], item[0]))), misses, []


def read(path: Path) -> Pair:
    """A pair's file."""
    parts: dict[str, list[str]] = {}
    languages: dict[str, str] = {}
    here: list[str] = []
    for line in path.read_text("utf8").splitlines():
        if line.startswith("== "):
            name, _, language = line[3:].partition(" ")
            here, languages[name] = parts.setdefault(name, []), language
        elif line.strip():
            here.append(line)
    if set(parts) != {"a", "b", "align"}:
        raise UnreadableSource(str(path), "it lacks one of the parts a, b and align", hint="See gold/compare/CARD.md.")
    links = {
        (int(i) - 1, int(j) - 1)
        for line in parts["align"]
        for left, right in [line.split("=")]
        for i in left.split()
        for j in right.split()
    }
    if any(i >= len(parts["a"]) or j >= len(parts["b"]) for i, j in links):
        raise UnreadableSource(str(path), "a line of align names a clause that is not there")
    return Pair(path, (languages["a"], languages["b"]), parts["a"], parts["b"], links)


def article(lines: Sequence[str], language: str, knowledge: Knowledge) -> Article:
    """Lines as an article, each a paragraph."""
    text = "\n".join(lines)
    places, at = [], 0
    for line in lines:
        places.append(Block(kind="paragraph", span=Span(at, at + len(line))))
        at += len(line) + 1
    return replace(from_words(text, None, knowledge), language=language, blocks=tuple(places))


def ours(pair: Pair, knowledge: Knowledge) -> Pairs:
    """What `compare` finds, by the gold's own lines."""
    a, b = (article(lines, language, knowledge) for lines, language in zip((pair.a, pair.b), pair.languages, strict=True))
    row = compare.compare(a, b, knowledge)

    def lines_of(made: Article, side: str) -> list[int]:
        starts = [block.span.start for block in made.blocks]
        return [sum(start <= clause["span"][0] for start in starts) - 1 for clause in row[side]["clauses"]]

    of_a, of_b = lines_of(a, "a"), lines_of(b, "b")
    return {(of_a[i], of_b[j]) for group in row["groups"] for i in group["a"] for j in group["b"]}


def likeliest(pair: Pair, likeness: Callable[[str, str], float]) -> Pairs:
    """Each clause of the first with the likest of the second, the best first, one to one, at half or more of the best likeness seen."""
    scores = sorted(((likeness(x, y), i, j) for i, x in enumerate(pair.a) for j, y in enumerate(pair.b)), key=lambda s: (-s[0], s[1], s[2]))
    floor = 0.5 * scores[0][0]
    found: Pairs = set()
    for value, i, j in scores:
        if value >= max(floor, 1e-9) and i not in {a for a, _ in found} and j not in {b for _, b in found}:
            found.add((i, j))
    return found


def difflib_likeness(x: str, y: str) -> float:
    """difflib's ratio."""
    return difflib.SequenceMatcher(None, x.lower(), y.lower(), autojunk=False).ratio()


def tf_idf(pair: Pair) -> Callable[[str, str], float]:
    """The cosine of TF-IDF vectors of words."""
    bags = {text: Counter(w for w, _, _ in tokens(text, 0, len(text)) if re.search(r"\w", w)) for text in (*pair.a, *pair.b)}
    seen = Counter(w for bag in bags.values() for w in bag)

    def vector(text: str) -> dict[str, float]:
        return {w: n * math.log((1 + len(bags)) / seen[w]) for w, n in bags[text].items()}

    def cosine(x: str, y: str) -> float:
        a, b = vector(x), vector(y)
        size = math.sqrt(sum(v * v for v in a.values())) * math.sqrt(sum(v * v for v in b.values()))
        return sum(v * b.get(w, 0.0) for w, v in a.items()) / size if size else 0.0

    return cosine

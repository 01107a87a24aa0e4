"""Corpus linguistics over a record: concordance, keyness between two slices, collocates; each with speakers, dates and honest intervals."""

import json
import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from communique.analyse.corpus import Document, documents
from communique.model.errors import CommuniqueError
from communique.record.store import Record

Row = dict[str, Any]
DRAWS = 500
SEED = 20231213
# A word that one slice lacks counts as half a word there, so that its ratio is finite (as AntConc and conc do).
HALF = 0.5
STEPS = 5
SLICE_KEYS = ("side", "outlet", "since", "until", "language", "speaker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A part of a corpus. side: the outlet's country; speaker: country or id of who is quoted (only their words count); since, until: ISO days."""

    side: str = ""
    outlet: str = ""
    since: str = ""
    until: str = ""
    language: str = ""
    speaker: str = ""

    @classmethod
    def parse(cls, value: str) -> "Slice":
        """'side=CHN,since=2023-01-01' -> Slice"""
        pairs = dict(part.split("=", 1) for part in value.split(",") if "=" in part)
        if not pairs or set(pairs) - set(SLICE_KEYS) or any("=" not in part for part in value.split(",")):
            raise CommuniqueError(f"{value!r} is no slice.", hint=f"For example side=CHN,since=2023-01-01; keys: {', '.join(SLICE_KEYS)}.")
        return cls(**pairs)

    def holds(self, document: Document) -> bool:
        """Whether a document belongs to it."""
        return (
            self.side in {"", document.country}
            and self.outlet in {"", document.outlet, document.outlet_name}
            and self.language in {"", document.language}
            and (not self.since or document.day >= self.since)
            and (not self.until or (bool(document.day) and document.day <= self.until))
        )


def texts_of(record: Record, part: Slice) -> Iterator[tuple[Document, list[str]]]:
    """The words of each document of a slice, one document a story; with a speaker only what they say."""
    seen: set[str] = set()
    for document in documents(record):
        if not part.holds(document) or document.story in seen:
            continue
        seen.add(document.story)
        if not part.speaker:
            yield document, [w for w, _, _ in document.tokens]
            continue
        said = sorted(
            span
            for row in statements(record, document.id)
            if part.speaker in {row["speaker"]["country"], row["speaker"]["id"]}
            for span in row["spans"]["content"]
        )
        starts = [a for a, _ in said]
        words = [w for w, start, end in document.tokens if (i := bisect_right(starts, start) - 1) >= 0 and end <= said[i][1]]
        if words:
            yield document, words


def statements(record: Record, document: str) -> list[Row]:
    """The statements of a document."""
    return [
        json.loads(body)
        for (body,) in record.rows("SELECT body FROM standing WHERE document = ? AND noun = 'statements' ORDER BY id", (document,))
    ]


def kwic(record: Record, words: str, part: Slice | None = None, *, width: int = 60) -> list[Row]:
    """Every place of a phrase with its context, its speaker, whether it is quoted, date and outlet. '*' stands for any letters of a word."""
    part = part or Slice()
    pattern = phrase_pattern(words)
    out = []
    for document in documents(record):
        if not part.holds(document):
            continue
        places = [m for start, end in document.prose for m in pattern.finditer(document.text, start, end)]
        said = statements(record, document.id) if places else []
        for match in places:
            around = [s for s in said if any(a <= match.start() and match.end() <= b for a, b in s["spans"]["content"])]
            inner = min(around, key=lambda s: sum(b - a for a, b in s["spans"]["content"]), default=None)
            speaker = inner["speaker"] if inner else None
            if part.speaker and (speaker is None or part.speaker not in {speaker["country"], speaker["id"]}):
                continue
            out.append(
                {
                    "left": " ".join(document.text[max(0, match.start() - width) : match.start()].split()),
                    "match": " ".join(match[0].split()),
                    "right": " ".join(document.text[match.end() : match.end() + width].split()),
                    "speaker": speaker["name"] if speaker else None,
                    "voice": inner["quotation"] if inner else "outlet",
                    "statement": inner["id"] if inner else None,
                    "when": document.day or None,
                    "outlet": document.outlet_name or None,
                    "document": document.id,
                    "path": document.path,
                    "story": document.story,
                    "span": [match.start(), match.end()],
                }
            )
    return out


def phrase_pattern(words: str) -> re.Pattern[str]:
    """A phrase as a pattern: any white space between words, '*' any letters, whole words, case folded."""
    parts = words.split()
    if not parts or not re.search(r"\w", words):
        raise CommuniqueError(f"{words!r} holds no word.", hint="For example 'shared future' or 'destin*'.")
    inner = r"\s+".join(re.escape(part).replace(r"\*", r"\w*") for part in parts)
    han = re.search(r"[\u3400-\u9fff]", words)
    return re.compile(inner if han else rf"(?<!\w){inner}(?!\w)", re.IGNORECASE)


def grams(words: Sequence[str], longest: int) -> Iterator[str]:
    """All runs of one to so many words."""
    for n in range(1, longest + 1):
        for i in range(len(words) - n + 1):
            yield " ".join(words[i : i + n])


def g2(a: float, b: float, c: float, d: float) -> float:
    """Log-likelihood of a word seen a times in c words and b times in d (Rayson and Garside 2000)."""
    both = (a + b) / (c + d)
    return 2 * sum(seen * math.log(seen / (size * both)) for seen, size in ((a, c), (b, d)) if seen)


def log_ratio(a: float, b: float, c: float, d: float) -> float:
    """Binary logarithm of the ratio of two relative frequencies; what is not there counts as half (Hardie 2014)."""
    return math.log2((a or HALF) / c) - math.log2((b or HALF) / d)


def keyness(record: Record, one: Slice, other: Slice, *, longest: int = 1, least: int = 3) -> Row:
    """Words that one slice uses more, or less, than another: G2, log ratio with a 90% interval by drawing documents anew, dispersion.

    `longest`: runs of up to so many words; `least`: seen so often in both together. Dispersion is Gries' DP: 0 spread evenly, 1 in one text alone.
    """
    sides = [[Counter(grams(words, longest)) for _, words in texts_of(record, part)] for part in (one, other)]
    sizes = [[sum(v for k, v in counts.items() if " " not in k) for counts in side] for side in sides]
    totals = [sum(size) for size in sizes]
    if not all(totals):
        empty = "the first" if not totals[0] else "the second"
        raise CommuniqueError(f"{empty} slice holds no words.", hint="Look at what is there: communique show documents.")
    seen = [sum(side, Counter()) for side in sides]
    rows: list[Row] = []
    for word in sorted(set(seen[0]) | set(seen[1])):
        a, b = seen[0][word], seen[1][word]
        if a + b >= least:
            rows.append({"word": word, "a": a, "b": b, "g2": g2(a, b, *totals), "log_ratio": log_ratio(a, b, *totals)})
    rows.sort(key=lambda r: (-r["g2"], r["word"]))
    rows = rows[:200]
    ratios = drawn(rows, sides, sizes)
    for n, row in enumerate(rows):
        low, high = np.quantile(ratios[:, n], (0.05, 0.95))
        part = 0 if row["log_ratio"] >= 0 else 1
        row |= {
            "per_million_a": 1e6 * row["a"] / totals[0],
            "per_million_b": 1e6 * row["b"] / totals[1],
            "low": float(low),
            "high": float(high),
            "documents_a": sum(row["word"] in c for c in sides[0]),
            "documents_b": sum(row["word"] in c for c in sides[1]),
            "dispersion": dp([c[row["word"]] for c in sides[part]], sizes[part]),
        }
    return {"words_a": totals[0], "words_b": totals[1], "documents_a": len(sides[0]), "documents_b": len(sides[1]), "rows": rows}


def drawn(rows: Sequence[Row], sides: Sequence[Sequence[Counter[str]]], sizes: Sequence[Sequence[int]]) -> Any:
    """(draws, words) log ratios over documents drawn anew on both sides."""
    random = np.random.default_rng(SEED)
    rates = []
    for side, size in zip(sides, sizes, strict=True):
        counts = np.array([[c[r["word"]] for r in rows] for c in side], float).reshape(len(side), len(rows))
        lengths = np.array(size, float)
        picks = random.multinomial(len(side), np.full(len(side), 1 / len(side)), DRAWS).astype(float)
        seen, total = picks @ counts, np.maximum(1.0, picks @ lengths)
        rates.append(np.where(seen, seen, HALF) / total[:, None])
    return np.log2(rates[0]) - np.log2(rates[1])


def dp(counts: Sequence[int], sizes: Sequence[int]) -> float:
    """Gries' deviation of proportions: half the sum of how far each document's share of a word is from its share of all words."""
    total, words = sum(counts), sum(sizes)
    return 0.5 * sum(abs(c / total - s / words) for c, s in zip(counts, sizes, strict=True)) if total and words else 1.0


def collocates(record: Record, words: str, part: Slice | None = None, *, window: int = STEPS, least: int = 2) -> Row:
    """Words near a phrase, within so many words on either side: G2 against the rest of the slice, log ratio, logDice. Copies count once."""
    pattern = phrase_pattern(words)
    near: Counter[str] = Counter()
    total: Counter[str] = Counter()
    spread: dict[str, set[str]] = defaultdict(set)
    nodes, seen = 0, set()
    for document in documents(record):
        if not (part or Slice()).holds(document) or document.story in seen:
            continue
        seen.add(document.story)
        tokens = document.tokens
        total.update(w for w, _, _ in tokens)
        starts = [start for _, start, _ in tokens]
        for match in (m for a, b in document.prose for m in pattern.finditer(document.text, a, b)):
            nodes += 1
            first, last = bisect_right(starts, match.start()) - 1, bisect_right(starts, match.end() - 1)
            for word, _, _ in (*tokens[max(0, first - window) : max(0, first)], *tokens[last : last + window]):
                near[word] += 1
                spread[word].add(document.id)
    inside, outside = sum(near.values()), sum(total.values()) - sum(near.values())
    rows = [
        {
            "word": word,
            "near": count,
            "elsewhere": max(0, total[word] - count),
            "g2": g2(count, max(0, total[word] - count), inside, max(1, outside)),
            "log_ratio": log_ratio(count, max(0, total[word] - count), inside, max(1, outside)),
            "log_dice": 14 + math.log2(2 * count / (nodes + total[word])),
            "documents": len(spread[word]),
        }
        for word, count in near.items()
        if count >= least
    ]
    return {"places": nodes, "words_near": inside, "rows": sorted(rows, key=lambda r: (-r["g2"], r["word"]))}


def suggest(record: Record, one: Slice, other: Slice, known: set[str], plain: frozenset[str], *, most: int = 20) -> list[Row]:
    """Phrases of two to five words that one side says far more than another and more than one of its texts say: candidates for a wording to follow.

    `known`: folded forms that are followed already; `plain`: words with which a phrase does not begin or end.
    """
    found = keyness(record, one, other, longest=5, least=3)["rows"]
    chosen: list[Row] = []
    for row in found:
        words = row["word"].split()
        if (
            len(words) < 2
            or row["log_ratio"] < 1
            or row["low"] <= 0
            or row["documents_a"] < 2
            or row["word"] in known
            or words[0] in plain
            or words[-1] in plain
        ):
            continue
        # Of nested phrases the longest that is as frequent stands for all.
        if not any(f" {row['word']} " in f" {c['word']} " and c["a"] >= 0.8 * row["a"] for c in chosen):
            chosen = [c for c in chosen if not (f" {c['word']} " in f" {row['word']} " and row["a"] >= 0.8 * c["a"])]
            chosen.append(row)
    return chosen[:most]

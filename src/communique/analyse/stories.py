"""Which documents tell one story: syndicated and near-duplicate copies, by shared five-word shingles and exact containment.

Syndication is containment, not likeness: a paper prints half a wire story. Method and its .995 recall: docs/decisions/0004.
"""

import hashlib
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from communique.record.store import Record

WORD = re.compile(r"\w+")
HAN = re.compile(r"[\u3400-\u9fff]")
SIZE = 5
HAN_SIZE = 8
# One shingle in two is kept: a short item of 40 words still has a dozen.
KEEP = 2
LEAST_SHARED = 4
CONTAINED = 0.5
# A shingle in more documents than this is boilerplate.
HOTTEST = 40


def all_shingles(text: str) -> set[int]:
    """Hashes of every run of five words, or of eight characters where the script is Han."""
    if len(HAN.findall(text[:2000])) > 100:
        body = "".join(HAN.findall(text))
        runs: Iterable[str] = (body[i : i + HAN_SIZE] for i in range(len(body) - HAN_SIZE + 1))
    else:
        words = [w.lower() for w in WORD.findall(text)]
        runs = (" ".join(words[i : i + SIZE]) for i in range(len(words) - SIZE + 1))
    return {int.from_bytes(hashlib.blake2b(run.encode("utf8", "replace"), digest_size=7).digest(), "big") for run in runs}


def shingles(text: str) -> list[int]:
    """The kept sample, for the record."""
    return sorted(h for h in all_shingles(text) if h % KEEP == 0)


def stories(record: Record) -> dict[str, str]:
    """Document -> story, for documents that share one; the story's id is that of its smallest document."""
    parent: dict[str, str] = {}

    def root(document: str) -> str:
        while parent.setdefault(document, document) != document:
            parent[document] = parent[parent[document]]
            document = parent[document]
        return document

    for a, b in candidates(record):
        low, high = sorted((root(a), root(b)))
        if low != high and contained(record, a, b):
            parent[high] = low
    return {document: f"story-{root(document).removeprefix('doc-')}" for document in parent}


def candidates(record: Record) -> Iterator[tuple[str, str]]:
    """Pairs that share enough of the sample to be worth the exact test."""
    shared: dict[tuple[str, str], int] = defaultdict(int)
    sizes: dict[str, int] = dict(record.rows("SELECT document, count(*) FROM shingles GROUP BY document"))
    group: list[str] = []
    last = None
    current = {row[0] for row in record.rows("SELECT id FROM documents WHERE current = 1")}
    sample = record.rows("SELECT hash, document FROM shingles ORDER BY hash, document")
    for number, document in itertools.chain(sample, [(None, "")]):
        if number != last:
            if 2 <= len(group) <= HOTTEST:
                for i, a in enumerate(group):
                    for b in group[i + 1 :]:
                        shared[a, b] += 1
            group, last = [], number
        if document in current:
            group.append(document)
    for (a, b), count in sorted(shared.items()):
        if count >= LEAST_SHARED and count >= 0.6 * CONTAINED * min(sizes[a], sizes[b]):
            yield a, b


def contained(record: Record, a: str, b: str) -> bool:
    """Whether half of the shorter text's shingles stand in the longer one."""
    texts = [next(record.rows("SELECT text FROM documents WHERE id = ?", (d,)))[0] for d in (a, b)]
    first, second = (all_shingles(text) for text in texts)
    return len(first & second) >= CONTAINED * max(1, min(len(first), len(second)))

"""Word pieces: words -> numbers of the encoder's vocabulary, as BERT's own tokenizer numbers them (lower case, without marks).

Devlin et al. 2019. The library that does this brings 27 MB that nothing here needs; a test holds the two together, letter for letter.
"""

import functools
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from communique.annotate.neural.words import PIECES

START, STOP, UNKNOWN, INNER = "[CLS]", "[SEP]", "[UNK]", "##"
SPECIAL = frozenset({START, STOP, UNKNOWN, "[PAD]", "[MASK]"})
# A longer word is no word of any vocabulary.
LONGEST = 100
# Blocks of Chinese characters, each of which stands for itself.
HAN = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))  # fmt: skip


class Pieces:
    """A WordPiece vocabulary, one piece a line, all in lower case without marks."""

    def __init__(self, vocabulary: Path) -> None:
        self.number = {line.rstrip("\n"): i for i, line in enumerate(vocabulary.open(encoding="utf8"))}
        self.seen: dict[str, tuple[int, ...]] = {}
        self.start, self.stop, self.unknown = (self.number[mark] for mark in (START, STOP, UNKNOWN))

    def of(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """The pieces of each word, one at least."""
        for word in words:
            if word not in self.seen:
                self.seen[word] = tuple(self.coded(word)[:PIECES]) or (self.unknown,)
        return [self.seen[word] for word in words]

    def coded(self, text: str) -> list[int]:
        """All pieces of a text."""
        if text in SPECIAL:
            return [self.number[text]]
        return [piece for part in parts(text) for piece in self.longest(part)]

    def longest(self, part: str) -> list[int]:
        """The longest piece that it begins with, then the longest of the rest; unknown as a whole if a rest has none."""
        if len(part) > LONGEST:
            return [self.unknown]
        out: list[int] = []
        start = 0
        while start < len(part):
            lead = INNER if start else ""
            end = next((end for end in range(len(part), start, -1) if lead + part[start:end] in self.number), None)
            if end is None:
                return [self.unknown]
            out.append(self.number[lead + part[start:end]])
            start = end
        return out


def parts(text: str) -> Iterator[str]:
    """Runs of letters and digits in lower case without marks, and each mark and Chinese character alone."""
    held = ""
    for one in unicodedata.normalize("NFD", "".join(map(cleaned, text))):
        if unicodedata.category(one) == "Mn":
            continue
        for letter in one.lower():
            if letter.isspace() or is_mark(letter):
                yield from (part for part in (held, letter.strip()) if part)
                held = ""
            else:
                held += letter
    if held:
        yield held


@functools.lru_cache(maxsize=4_096)
def cleaned(letter: str) -> str:
    """A blank for what is blank, nothing for what nobody sees, blanks around Chinese characters."""
    code = ord(letter)
    if letter in "\t\n\r":
        return " "
    if not code or code == 0xFFFD or unicodedata.category(letter) in {"Cc", "Cf", "Co"}:
        return ""
    return f" {letter} " if any(low <= code <= high for low, high in HAN) else " " if letter.isspace() else letter


@functools.lru_cache(maxsize=4_096)
def is_mark(letter: str) -> bool:
    """Whether it is punctuation, or one of ASCII's signs."""
    return unicodedata.category(letter)[0] == "P" or (letter.isascii() and letter.isprintable() and not letter.isalnum() and letter != " ")

"""Word pieces: words -> numbers of the encoder's vocabulary."""

from collections.abc import Sequence
from pathlib import Path

from communique.annotate.neural.words import PIECES

START, STOP, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"


class Pieces:
    """A WordPiece vocabulary, one piece a line, all in lower case without marks."""

    def __init__(self, vocabulary: Path) -> None:
        from tokenizers import BertWordPieceTokenizer

        self.tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
        self.seen: dict[str, tuple[int, ...]] = {}
        self.start = self.tokenizer.token_to_id(START)
        self.stop = self.tokenizer.token_to_id(STOP)

    def of(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """The pieces of each word, one at least."""
        new = [w for w in dict.fromkeys(words) if w not in self.seen]
        unknown = (self.tokenizer.token_to_id(UNKNOWN),)
        for word, coded in zip(new, self.tokenizer.encode_batch(new, add_special_tokens=False), strict=True):
            self.seen[word] = tuple(coded.ids[:PIECES]) or unknown
        return [self.seen[w] for w in words]

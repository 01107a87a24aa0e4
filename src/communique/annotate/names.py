"""Find every known name in a text in one pass: text -> hits. Longest first, never inside a longer word or name."""

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from communique.model.span import Span
from communique.vocab.knowledge import Knowledge, Name

# 'Jordan Smith', 'Michael Jordan'; but 'In Jordan'.
AFTER = re.compile(r" [A-Z][a-z]+")
BEFORE = re.compile(r"([A-Z][a-z]+) $")
CAPITALS_BEFORE = re.compile(r"\b([A-Z]{2,}) $")
# '立法方面', '以方便': not the French or the Israeli side.
ASIDE = re.compile(r"[\u4e00-\u9fff]方(?:便|面(?![临臨对對向前]))")
# 'An Iranian-made drone' is nobody of Iran's.
MADE = re.compile(r"-(?:made|built|born|manufactured|designed|language|style|speaking|educated|trained|supplied)\b")
LONG_WORD = 24
PRONOUN_TOO = "US"
OPENERS = frozenset(
    "After Although And As At Because Before Both But By Even For From If In Like Meanwhile Neither Of On Since That The Then Though To Until When While With".split()
)


class Hit(NamedTuple):
    """A name where it stands; several targets where the same letters name several."""

    span: Span
    names: tuple[Name, ...]


class NameFinder:
    """An Aho-Corasick automaton over all names of the knowledge."""

    def __init__(self, names: Iterable[Name]) -> None:
        from ahocorasick_rs import AhoCorasick

        by_text: dict[str, list[Name]] = {}
        for name in names:
            by_text.setdefault(name.text, []).append(name)
        self.entries = [(text, tuple(found)) for text, found in sorted(by_text.items())]
        self.automaton: Any = AhoCorasick([text for text, _ in self.entries])

    def find(self, text: str) -> list[Hit]:
        """All hits, left to right, without overlaps."""
        found = []
        for index, start, end in self.automaton.find_matches_as_indexes(text, overlapping=True):
            pattern, names = self.entries[index]
            if bounded(text, start, end, pattern):
                found.append(Hit(Span(start, end), names))
        return longest(found)


def longest(hits: Sequence[Hit]) -> list[Hit]:
    """Of overlapping hits the longest stands, then the leftmost; each cluster of overlaps is settled by itself."""
    taken: list[Hit] = []
    cluster: list[Hit] = []
    reach = 0
    for hit in sorted(hits, key=lambda h: h.span):
        if hit.span.start >= reach:
            taken += settled(cluster)
            cluster = []
        cluster.append(hit)
        reach = max(reach, hit.span.end)
    return taken + settled(cluster)


def settled(cluster: Sequence[Hit]) -> list[Hit]:
    """The hits of one cluster that stand, left to right."""
    kept: list[Hit] = []
    for hit in sorted(cluster, key=lambda h: (h.span.start - h.span.end, h.span.start)):
        if not any(hit.span.overlaps(other.span) for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: h.span)


def bounded(text: str, start: int, end: int, pattern: str) -> bool:
    """Whether a match is a whole word; Han characters stand without blanks between them."""
    if is_han(pattern[0]):
        return True
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if is_wordlike(before) or is_wordlike(after):
        return False
    # "Mr.-Marcos", "Korea-based": a hyphen before is part of the word, one after may be ("China-backed").
    return before != "-" or not pattern[0].islower()


def is_wordlike(char: str) -> bool:
    """A letter, digit or mark, in any alphabet but Han."""
    return (char.isalnum() and not is_han(char)) or unicodedata.combining(char) > 0 or char == "_"


def is_han(char: str) -> bool:
    """A Chinese character."""
    return "\u3400" <= char <= "\u9fff"


@functools.lru_cache(maxsize=4)
def finder_for(knowledge: Knowledge) -> NameFinder:
    """The finder of a vocabulary, built once."""
    return NameFinder(knowledge.names)


def is_personal(text: str, span: Span) -> bool:
    """'Jordan Smith', 'Michael Jordan': whether a name that may be a person's stands in one."""
    return bool(AFTER.match(text, span.end)) or bool(
        (before := BEFORE.search(text[max(0, span.start - 20) : span.start])) and before[1] not in OPENERS
    )


def shouted(text: str, span: Span) -> bool:
    """'GIVE US A BREAK': whether "US" follows a word in capitals and may be the pronoun; after "THE" it is the country."""
    before = CAPITALS_BEFORE.search(text, max(0, span.start - LONG_WORD), span.start)
    return before is not None and before[1] != "THE"


def follows(text: str, end: int, sign: str) -> bool:
    """Whether a word comes right after a place."""
    after = re.match(r"\w*", text[end + 1 : end + LONG_WORD])
    return after is not None and after[0] == sign


def in_longer_place(text: str, span: Span, knowledge: Knowledge) -> bool:
    """'New Mexico' is not Mexico: whether the word before makes another place of the long list of it."""
    before = BEFORE.search(text, max(0, span.start - LONG_WORD), span.start)
    return before is not None and f"{before[1]} {span.of(text)}" in knowledge.cities


def find_names(text: str, knowledge: Knowledge, tagged: frozenset[int] = frozenset()) -> list[Hit]:
    """Every known name of a text, without those that need a sign of their meaning and have none ("Georgia" the U.S. state). `tagged`: where the
    tagger sees a place, which is sign enough for a state that only people share its name with, if nobody of the text has it."""
    hits = finder_for(knowledge).find(text)
    out = []
    for hit in hits:
        word = hit.names[0].text
        if (word == PRONOUN_TOO and shouted(text, hit.span)) or in_longer_place(text, hit.span, knowledge):
            continue
        if any(follows(text, hit.span.end, sign) for sign in knowledge.not_before.get(word, ())) or ASIDE.match(text, hit.span.start):
            continue
        if MADE.match(text, hit.span.end):
            continue
        signs = knowledge.ambiguous.get(word)
        seen = (
            word in knowledge.given_names
            and hit.span.start in tagged
            and not any(is_personal(text, h.span) for h in hits if h.names == hit.names)
        )
        if signs and not seen and not any(sign in text and sign != word for sign in signs):
            continue
        if signs and hit.names[0].target.startswith("state:") and not word.isupper() and is_personal(text, hit.span):
            continue
        out.append(hit)
    return out

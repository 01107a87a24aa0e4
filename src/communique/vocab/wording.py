"""Forms of contested wordings as the eye equates them: case, hyphens, marks and tone placement folded, one character for one."""

import functools
from collections.abc import Mapping
from typing import Any, NamedTuple

from communique.model.span import Span
from communique.vocab.knowledge import Knowledge, Variant

FOLDS = str.maketrans({"’": "'", "‘": "'", "-": " ", "–": " ", "‑": " ", "\u00a0": " ", "\n": " "})
# Vietnamese writes hoà or hòa, thuý or thúy: the newer placement of the tone stands for both.
TONES: Mapping[str, str] = {
    "oà": "òa",
    "oá": "óa",
    "oả": "ỏa",
    "oã": "õa",
    "oạ": "ọa",
    "uỳ": "ùy",
    "uý": "úy",
    "uỷ": "ủy",
    "uỹ": "ũy",
    "uỵ": "ụy",
    "oè": "òe",
    "oé": "óe",
}


class Use(NamedTuple):
    """A form where it stands."""

    span: Span
    variant: Variant


def folded(text: str) -> str:
    """The text with case, hyphens and tone placement folded; its length stays."""
    low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text).translate(FOLDS)
    for old, new in TONES.items():
        low = low.replace(old, new)
    return low


class FormFinder:
    """Finds every variant of every concept in one pass, the longest first."""

    def __init__(self, knowledge: Knowledge) -> None:
        from ahocorasick_rs import AhoCorasick

        self.entries = sorted(
            {
                (folded(form), variant.concept, variant.id): variant
                for concept in knowledge.concepts.values()
                for variant in concept.variants
                for form in variant.forms
            }.items(),
            key=lambda item: item[0],
        )
        self.automaton: Any = AhoCorasick([key[0] for key, _ in self.entries])

    def find(self, text: str) -> list[Use]:
        """Uses, left to right; of overlapping ones the longest."""
        low = folded(text)
        found = []
        for index, start, end in self.automaton.find_matches_as_indexes(low, overlapping=True):
            if not whole(low, start, end):
                continue
            found.append(Use(Span(start, end), self.entries[index][1]))
        taken: list[Use] = []
        for use in sorted(found, key=lambda u: (u.span.start - u.span.end, u.span.start, u.variant.concept)):
            if not any(use.span.overlaps(t.span) for t in taken):
                taken.append(use)
        return sorted(taken, key=lambda u: u.span)


def whole(low: str, start: int, end: int) -> bool:
    """No letter right before or after, but for Han, which is written without blanks."""
    if "\u3400" <= low[start] <= "\u9fff":
        return True
    return not (start and low[start - 1].isalnum()) and not (end < len(low) and low[end].isalnum())


@functools.lru_cache(maxsize=4)
def finder(knowledge: Knowledge) -> FormFinder:
    """The finder of a vocabulary, built once."""
    return FormFinder(knowledge)


def find_forms(text: str, knowledge: Knowledge) -> list[Use]:
    """Every use of a contested wording in a text."""
    return finder(knowledge).find(text)

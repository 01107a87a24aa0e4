"""Forms of contested wordings as the eye equates them: case, hyphens, scripts and tone placement folded, plurals and spellings made."""

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from communique.model.span import Span
from communique.vocab.knowledge import Knowledge, Variant

FOLDS = str.maketrans({"’": "'", "‘": "'", "-": " ", "–": " ", "‑": " ", "\u00a0": " ", "\n": " ", "\t": " ", "\u3000": " "})
# Vietnamese writes hoà or hòa, thuý or thúy: the older placement of the tone stands for both.
TONES: Mapping[str, str] = {
    new + tone: old
    for new, placed in {"o": ("à òa", "á óa", "ả ỏa", "ã õa", "ạ ọa", "è òe", "é óe", "ẻ ỏe", "ẽ õe", "ẹ ọe"), "u": ("ỳ ùy", "ý úy", "ỷ ủy", "ỹ ũy", "ỵ ụy")}.items()
    for tone, old in (pair.split() for pair in placed)
}  # fmt: skip
TONED = re.compile("|".join(TONES))
HAN = re.compile(r"[\u3400-\u9fff]")
# What Britons and Americans spell otherwise, at the end of a word's stem.
SPELLINGS = (("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("our", "or"), ("centred", "centered"), ("defence", "defense"))
# Shorter Han forms may arise where one word ends and the next begins (海南|海口), so the words' own limits are asked.
LONG_HAN = 4


class Use(NamedTuple):
    """A form where it stands."""

    span: Span
    variant: Variant


@functools.lru_cache(maxsize=8192)
def simplified(char: str) -> str:
    """A Han character in the simplified script; one stays one."""
    return converter().convert(char) if HAN.match(char) else char


@functools.cache
def converter() -> Any:
    """From traditional to simplified characters."""
    from opencc import OpenCC

    return OpenCC("t2s")


def folded(text: str) -> str:
    """The text with case, script, hyphens and tone placement folded; its length stays."""
    low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text).translate(FOLDS)
    if HAN.search(low):
        low = "".join(map(simplified, low))
    return TONED.sub(lambda m: TONES[m[0]], low)


def inflected(form: str) -> Iterator[str]:
    """An English form, its plural and the other spelling of each."""
    plurals = {form}
    if form[-1:].isalpha() and not form.endswith("s"):
        plurals.add(form[:-1] + "ies" if re.search(r"[^aeiou]y$", form) else form + ("es" if re.search(r"(?:s|x|z|ch|sh)$", form) else "s"))
    yield from sorted(plurals | {re.sub(rf"{a}(?=s?\b)", b, f) for f in plurals for pair in SPELLINGS for a, b in (pair, pair[::-1])})


def well_cased(form: str, found: str, *, name: bool) -> bool:
    """An acronym is written as one; each word of a name has its capital, or all letters are."""
    if form.isupper():
        return found[: len(form)].upper() == found[: len(form)]
    return not name or all(b[:1].isupper() or not a[:1].isupper() for a, b in zip(form.split(), found.split(), strict=False))


class FormFinder:
    """Finds every variant of every concept in one pass, the longest first, and never inside a longer name."""

    def __init__(self, knowledge: Knowledge) -> None:
        from ahocorasick_rs import AhoCorasick

        entries = {
            (folded(form), variant.concept, variant.id): (variant, written, variant.kind == "name")
            for concept in knowledge.concepts.values()
            for variant in concept.variants
            for written in variant.forms
            for form in (inflected(written) if variant.language == "en" else (written,))
        }
        keys = sorted(entries)
        self.entries: list[tuple[Variant, str, bool]] = [entries[key] for key in keys]
        self.automaton: Any = AhoCorasick([key[0] for key in keys])
        names_in_han = sorted({folded(n.text) for n in knowledge.names if HAN.match(n.text)})
        self.names: Any = AhoCorasick(names_in_han)

    def find(self, text: str) -> list[Use]:
        """Uses, left to right; of overlapping ones the longest."""
        low = folded(text)
        found = [
            Use(Span(start, end), variant)
            for index, start, end in self.automaton.find_matches_as_indexes(low, overlapping=True)
            for variant, written, name in (self.entries[index],)
            if whole(low, start, end) and well_cased(written, text[start:end], name=name)
        ]
        taken: list[Use] = []
        for use in sorted(found, key=lambda u: (u.span.start - u.span.end, u.span.start, u.variant.concept, u.variant.id)):
            if not any(use.span.overlaps(t.span) for t in taken):
                taken.append(use)
        if any(HAN.match(low[u.span.start]) for u in taken):
            taken = self.outside_names(low, taken)
        return sorted(taken, key=lambda u: u.span)

    def outside_names(self, low: str, uses: list[Use]) -> list[Use]:
        """The uses that are no part of a longer name; short Han forms must also be words of their own."""
        names = [Span(a, b) for _, a, b in self.names.find_matches_as_indexes(low, overlapping=True)]
        short = any(HAN.match(low[u.span.start]) and u.span.end - u.span.start < LONG_HAN for u in uses)
        limits = word_limits(low) if short else set()
        return [
            u
            for u in uses
            if not HAN.match(low[u.span.start])
            or (
                not any(n.covers(u.span) and n != u.span for n in names)
                and (u.span.end - u.span.start >= LONG_HAN or {u.span.start, u.span.end} <= limits)
            )
        ]


def word_limits(text: str) -> set[int]:
    """Where Chinese words begin and end."""
    import rjieba

    out, place = {0}, 0
    for word in rjieba.cut(text):
        place += len(word)
        out.add(place)
    return out


def whole(low: str, start: int, end: int) -> bool:
    """No letter right before or after, but for Han, which is written without blanks."""
    if HAN.match(low[start]):
        return True
    return not (start and low[start - 1].isalnum()) and not (end < len(low) and low[end].isalnum())


@functools.lru_cache(maxsize=4)
def finder(knowledge: Knowledge) -> FormFinder:
    """The finder of a vocabulary, built once."""
    return FormFinder(knowledge)


def find_forms(text: str, knowledge: Knowledge) -> list[Use]:
    """Every use of a contested wording in a text."""
    return finder(knowledge).find(text)

"""The words that belong to a verb or noun, without those of other clauses."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.annotate.parse import Sentence
from communique.model.span import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# No reader quotes more than this.
LONGEST = 240
# What stands between a verb and its own words.
ASIDE = frozenset({"nsubj", "advcl", "ccomp", "parataxis", "cc", "punct", "relcl", "csubj", "mark", "agent"})
INSIDE = frozenset(
    {
        "prep",
        "pobj",
        "dobj",
        "dative",
        "nsubjpass",
        "compound",
        "amod",
        "nmod",
        "poss",
        "conj",
        "appos",
        "xcomp",
        "pcomp",
        "oprd",
        "attr",
        "quantmod",
        "acomp",
        "acl",
        "prt",
        "advmod",
        "npadvmod",
        "nummod",
        "det",
    }
)


def subject_above(token: "Token") -> "Token | None":
    """The subject of a verb, of the verb it is joined to, or of the one that governs it."""
    while True:
        found = next((c for c in token.children if c.dep_ in {"nsubj"}), None)
        if found is not None:
            return found
        if token.dep_ not in {"conj", "xcomp"} or token.head.pos_ not in {"VERB", "AUX"}:
            return None
        token = token.head


def words_of(token: "Token", *, skip: "Token | None" = None, into_clauses: bool = False) -> Iterator["Token"]:
    """A head's own words: its objects, prepositional phrases and what is in them, not other clauses."""
    for child in token.children:
        if skip is not None and child.i == skip.i:
            continue
        verb = child.pos_ in {"VERB", "AUX"} and child.dep_ in {"conj", "advcl", "ccomp", "relcl", "parataxis"}
        if (child.dep_ in ASIDE or child.dep_ not in INSIDE or verb) and not (into_clauses and child.dep_ in {"relcl", "acl"}):
            continue
        yield child
        yield from words_of(child, into_clauses=into_clauses)


def topic(sentence: Sentence, noun: "Token") -> Span:
    """A noun with what stands before it, without what it is joined to."""
    inside = [t for t in noun.subtree if t.i <= noun.i and not any(a.dep_ == "conj" and a.i > noun.i for a in t.ancestors)]
    return sentence.stretch(min(inside, key=lambda t: t.i), noun)


def clipped(sentence: Sentence, span: Span) -> Span:
    """A span within its sentence, and no longer than a reader would quote."""
    start, end = max(span.start, sentence.span.start), min(span.end, sentence.span.end)
    return Span(start, min(end, start + LONGEST))

"""The words that belong to a verb or noun, without those of other clauses."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

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

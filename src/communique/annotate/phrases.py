"""Stretches of a parsed sentence: cues with their auxiliaries, whole noun phrases, tokens without the punctuation at their edges."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.annotate.parse import Sentence
from communique.model.span import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

MODIFIERS = frozenset({"amod", "compound", "poss", "nmod", "npadvmod"})
# After these stands whose somebody is; after 'in' and 'to', where.
OF_WHOM = frozenset({"of", "for"})


def cue_span(sentence: Sentence, token: "Token") -> Span:
    """The verb with its auxiliaries, negation and particle."""
    first = last = token
    for child in token.children:
        if (
            child.dep_ in {"aux", "auxpass", "neg"}
            and child.i < first.i
            and all(t.dep_ in {"aux", "auxpass", "neg", "advmod"} for t in token.doc[child.i : token.i])
        ):
            first = child
        if child.dep_ == "prt" and child.i == token.i + 1:
            last = child
    return sentence.stretch(first, last)


def source_span(sentence: Sentence, subject: "Token | None", content: list[Span]) -> list[Span]:
    """The subject with all that describes it, without the content if that lies inside a relative clause."""
    if subject is None or subject.i < sentence.first or subject.i >= sentence.last:
        return []
    span = full_phrase(sentence, subject)
    if any(span.overlaps(part) for part in content):
        span = sentence.stretch(subject.left_edge if subject.left_edge.i >= sentence.first else subject, subject)
    return [] if any(span.overlaps(part) for part in content) else [span]


def full_phrase(sentence: Sentence, token: "Token") -> Span:
    """A noun phrase with its appositions and short relative clauses, commas at its edges cut."""
    first, last = max(token.left_edge.i, sentence.first), min(token.right_edge.i, sentence.last - 1)
    for child in token.children:
        if child.dep_ == "relcl" and child.right_edge.i - child.left_edge.i > 12:
            last = min(last, child.left_edge.i - 1)
    return stop_trimmed(sentence, first, last)


def stop_trimmed(sentence: Sentence, first: int, last: int) -> Span:
    """Tokens first..last without commas and blanks at the edges and without a final full stop; quotation marks stay."""
    doc = sentence.doc
    while first <= last and (doc[first].is_space or doc[first].text in {",", "-", ";", ":", ".", ")"}):
        first += 1
    while last >= first and (doc[last].is_space or doc[last].text in {",", "-", ";", ":", ".", "("}):
        last -= 1
    if first > last:
        return Span(0, 0)
    return sentence.stretch(doc[first], doc[last])


def conjuncts(token: "Token") -> list["Token"]:
    """'Laos, Cambodia and Thailand': what is joined to a noun."""
    return [t for t in token.conjuncts if t.pos_ in {"NOUN", "PROPN", "PRON", "ADJ"}]


def phrase(sentence: Sentence, token: "Token") -> Span:
    """A noun with what stands before it: 'the Vietnamese Communist Party's new leader'."""
    left = token
    for child in token.lefts:
        if child.dep_ in MODIFIERS | {"det", "nummod", "predet", "quantmod"}:
            left = child.left_edge if child.left_edge.i >= sentence.first else child
            break
    return sentence.stretch(left, token)


def bracketed(sentence: Sentence, token: "Token") -> "Token | None":
    """The word in square brackets right after a token."""
    i = token.i + 1
    if i + 1 < sentence.last and token.doc[i].text == "[":
        return token.doc[i + 1]
    return None


def hyphened(sentence: Sentence, token: "Token") -> str:
    """'secretary-general': a word with the one that a hyphen joins before it."""
    if token.i < sentence.first + 2 or token.nbor(-1).text != "-":
        return ""
    return f"{token.nbor(-2).lower_}-{token.lower_}"


def within(noun: "Token", preposition: str) -> Iterator["Token"]:
    """Who is named inside what stands under a preposition: 'a spokesman for the Australian government', 'police in the island nation of Palau'."""
    if preposition in OF_WHOM:
        yield from (g for g in noun.children if g.dep_ in MODIFIERS)
    yield from (n for c in noun.children if c.dep_ == "prep" and c.lower_ == "of" for n in c.children if n.dep_ == "pobj")

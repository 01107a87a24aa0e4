"""Verdicts on a wording: 'X is no accurate expression', 'called X a lie', 'there is no X', 'X sounds softer'."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from communique.annotate.shown import Stance, kind_of, who_is_meant
from communique.annotate.subjects import subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token


def judged(token: "Token", lists: Any) -> Stance | None:
    """A verdict on the wording, the speaker's or the subject's."""
    top, verb = climbed(token, lists)
    if top.dep_ == "appos" and verb.dep_ == "dobj" and verb.head.lemma_.lower() in lists["verbs"]["names"]:
        # 'renamed the waters X'
        return Stance("uses", subject_of(verb.head), verb.head.text, worded=True)
    if verb.pos_ not in {"VERB", "AUX"}:
        return None
    said = [
        c
        for v in dict.fromkeys((verb, top))
        for c in v.children
        if v.pos_ in {"VERB", "AUX"} and c.dep_ in {"attr", "acomp", "oprd"} and c.i != top.i
    ]
    lemma = verb.lemma_.lower()
    if lemma in {"be", "exist", "have"} and (found := of_being(top, verb, said, lists)) is not None:
        return found
    if lemma == "mean" and negated(verb, said) and top.dep_ in {"dobj", "attr", "xcomp"}:
        # 'de-risking does not mean X'
        return Stance("rejects", None, f"{verb.text}, negated")
    if lemma in lists["verdicts"]["puts"] and top.dep_ == "dobj" and (middle := in_the_middle(verb, lists)) is not None:
        return Stance("promotes", who_is_meant(subject_of(verb)), f"{verb.text} ... at the {middle.text}")
    if top.dep_ == "nsubj" and lemma in lists["verdicts"]["sounds"]:
        return Stance("mentions", None, verb.text)
    return of_naming(top, verb, said, lists) if lemma in lists["verbs"]["names"] else None


def climbed(token: "Token", lists: Any) -> tuple["Token", "Token"]:
    """A wording with the nouns and verbs that only carry it, and what stands above: 'called talk of X meaningless', 'called joining X a mistake'."""
    top, verb = token, token.head
    mentions, names = lists["nouns"]["mentions"], lists["verbs"]["names"]
    while verb.head.i != verb.i and (
        (verb.pos_ in {"NOUN", "PROPN"} and verb.lemma_.lower() in mentions)
        or (verb.lower_ in {"of", "about"} and verb.head.lemma_.lower() in mentions)
        or (verb.tag_ == "VBG" and verb.head.lemma_.lower() in names and kind_of(top, verb, lists) in {"adopts", "promotes"})
    ):
        top, verb = verb, verb.head
    return top, verb


def lemmas(said: Sequence["Token"]) -> set[str]:
    """The words of what is said of something."""
    return {t.lemma_.lower() for c in said for t in (c, *c.children)}


def negated(verb: "Token", said: Sequence["Token"]) -> bool:
    """'is not', 'is no', 'is hardly'."""
    return any(t.dep_ == "neg" or t.lower_ in {"no", "neither", "hardly"} for t in (*verb.children, *(g for c in said for g in c.children)))


def of_being(top: "Token", verb: "Token", said: Sequence["Token"], lists: Any) -> Stance | None:
    """'X is a lie', 'X was absent', 'there is no X', 'X has no basis in law'."""
    words, no, lemma = lemmas(said), negated(verb, said), verb.lemma_.lower()
    told = " ".join(c.text for c in said)
    if lemma == "be" and top.dep_ == "nsubj" and words & set(lists["silence"]["missing"]) and not no:
        return Stance("mentions", None, told, silent=True)
    if lemma == "be" and top.dep_ in {"nsubj", "csubj"} and said:
        bad = bool(words & set(lists["verdicts"]["against"])) and not no
        if bad or (no and words & set(lists["verdicts"]["for"])):
            return Stance("rejects", None, told, worded=True)
    there = any(c.dep_ == "expl" for c in verb.children)
    if lemma == "be" and top.dep_ == "attr" and there and any(c.lower_ == "no" for c in top.children):
        return Stance("rejects", None, f"{verb.text} no", worded=True)
    tail = verb.doc[verb.i : min(verb.i + 8, len(verb.doc))].text.lower()
    if top.dep_ == "nsubj" and ((lemma == "exist" and no) or any(phrase in tail for phrase in lists["verdicts"]["phrases"])):
        return Stance("rejects", None, verb.text, worded=True)
    return None


def in_the_middle(verb: "Token", lists: Any) -> "Token | None":
    """'put X at the heart of its policy'"""
    at = (c for c in verb.children if c.dep_ == "prep" and c.lower_ == "at")
    return next((g for c in at for g in c.children if g.lemma_ in lists["verdicts"]["middle"]), None)


def of_naming(top: "Token", verb: "Token", said: Sequence["Token"], lists: Any) -> Stance | None:
    """'called X a lie', 'calls it X', 'does not call it X'."""
    if top.dep_ in {"dobj", "nsubj", "nsubjpass", "ccomp", "xcomp", "csubj"} and lemmas(said) & set(lists["verdicts"]["against"]):
        return Stance("rejects", subject_of(verb) if top.i > verb.i else None, f"{verb.text} ... {said[0].text}", worded=True)
    plain = verb.lemma_.lower() != "describe" and not any(c.dep_ in {"oprd", "ccomp"} for c in verb.children)
    if top.dep_ not in {"oprd", "attr"} and not (top.dep_ == "dobj" and plain):
        return None
    passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children)
    if negated(verb, said) and not passive:
        return Stance("mentions", subject_of(verb), f"{verb.text}, negated", silent=True)
    return Stance("uses", None if passive else subject_of(verb), verb.text, worded=True)

"""What a word shows of a stance: the kinds, their order and opposites, verbs with their particles and objects."""

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Token

# Rejecting outweighs what stands under it ("refused to build"), and so on down.
ORDER = ("rejects", "adopts", "promotes", "uses")
OPPOSITE = {"promotes": "rejects", "adopts": "rejects", "rejects": "promotes"}
# 'poured scorn on X', 'threw its weight behind X': the object of the verb tells.
OBJECTS = ("rejects", "adopts", "promotes")


class Stance(NamedTuple):
    """The stance, the token whose referent holds it (None: the speaker), the word that shows it, whether it is an omission, and whether it is to the
    wording itself, not to the thing."""

    value: str
    holder: "Token | None"
    why: str
    silent: bool = False
    worded: bool = False


def kind_of(current: "Token", head: "Token", lists: Any) -> str | None:
    """The stance that a verb shows by itself: with its particle, alone, or by its object ('poured scorn on X')."""
    lemma = head.lemma_.lower()
    objects = [c.lemma_.lower() for c in head.children if c.dep_ == "dobj" and c.i != current.i]
    return (
        phrasal(current, head, lists)
        or next((k for k in ORDER if lemma in lists["verbs"].get(k, ())), None)
        or next((k for k in OBJECTS if set(objects) & set(lists["nouns"][k])), None)
    )


def phrasal(current: "Token", head: "Token", lists: Any) -> str | None:
    """'put forward X', 'warned against X', 'we are for X'."""
    beside = {c.lower_ for c in head.children if c.dep_ in {"prt", "advmod"}} | (
        {current.lower_} if current.dep_ in {"prep", "prt"} else set()
    )
    return next((kind for verb, word, kind in lists["verbs"]["phrasal"] if head.lemma_.lower() == verb and word in beside), None)


def who_is_meant(subject: "Token | None") -> "Token | None":
    """'Laos was the first country to sign': the country is Laos."""
    if subject is None or subject.dep_ != "attr" or subject.head.lemma_ != "be":
        return subject
    return next((c for c in subject.head.children if c.dep_ == "nsubj"), subject)

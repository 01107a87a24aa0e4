"""What somebody does with a wording: a term's token -> the governing word, whose stance it shows, and which."""

from typing import TYPE_CHECKING, Any, NamedTuple

from communique.annotate.cues import subject_of
from communique.annotate.parse import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

STEPS = 10
# Rejecting outweighs what stands under it ("refused to build"), and so on down.
ORDER = ("rejects", "adopts", "promotes", "uses")


class Stance(NamedTuple):
    """The stance, the token whose referent holds it (None: the speaker), the word that shows it, and whether it is an omission."""

    value: str
    holder: "Token | None"
    why: str
    silent: bool = False


def stance_of(sentence: Sentence, token: "Token", lists: Any) -> Stance | None:
    """Climb from a wording to the verbs and nouns above it; the outermost that tells a stance decides, its subject holds it."""
    found: Stance | None = None
    current = token
    for _ in range(STEPS):
        head = current.head
        if head.i == current.i or head.i < sentence.first or head.i >= sentence.last:
            break
        if found is not None and (found.silent or current.dep_ == "relcl" or (current.dep_ == "advcl" and not infinitive(current))):
            break
        if current.dep_ == "conj" and current.pos_ in {"VERB", "AUX"} and any(c.dep_ in {"nsubj", "nsubjpass"} for c in current.children):
            break
        step = verb_stance(current, head, lists) if head.pos_ in {"VERB", "AUX"} else noun_stance(head, lists)
        if step is not None and (found is None or rank(step) <= rank(found) or found.value == "mentions"):
            found = step
        current = head
    return found


def rank(stance: Stance) -> int:
    """Place in the order of precedence."""
    return ORDER.index(stance.value) if stance.value in ORDER else len(ORDER)


def verb_stance(current: "Token", head: "Token", lists: Any) -> Stance | None:
    """'Vietnam has rejected ...', '... was proposed by Mr. Xi'; a negated use is silence, a negated adoption a rejection."""
    lemma = head.lemma_.lower()
    kind = next((k for k in ORDER if lemma in lists["verbs"].get(k, ())), None)
    passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in head.children)
    agent = next((g for c in head.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"), None)
    if current.dep_ in {"nsubj"} and not passive:
        return None
    holder = agent if passive else subject_of(head)
    # "the two countries should build ...": what somebody ought to do is the wish of the speaker.
    if any(
        c.dep_ == "aux" and c.lower_ in {"should", "must", "ought"}
        for c in [*head.children, *(head.head.children if head.dep_ == "xcomp" else ())]
    ):
        holder = None
    negated = any(c.dep_ == "neg" for c in head.children) or any(c.lower_ in {"never", "nor"} for c in head.children)
    if lemma in lists["silence"]["verbs"] and (negated or under(head, {"avoid", "omit", "refrain", "fail", "decline", "refuse"})):
        return Stance("mentions", holder, head.text, silent=True)
    if lemma in {"omit", "avoid", "drop", "skip"} and kind is None:
        return Stance("mentions", holder, head.text, silent=True)
    if kind is None:
        return None
    if negated and kind in {"adopts", "promotes"}:
        kind = "rejects"
    return Stance(kind, holder, head.text)


def infinitive(token: "Token") -> bool:
    """Whether a verb is a 'to' form."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children)


def under(token: "Token", lemmas: set[str]) -> bool:
    """Whether a verb hangs on one of these."""
    return token.dep_ in {"xcomp", "pcomp", "ccomp"} and (token.head.lemma_ in lemmas or token.head.head.lemma_ in lemmas)


def noun_stance(head: "Token", lists: Any) -> Stance | None:
    """'Xi's proposal of ...', 'reservations about ...', 'the term ...'."""
    lemma = head.lemma_.lower()
    for kind in ("rejects", "adopts", "promotes", "mentions"):
        if lemma in lists["nouns"][kind] or head.lower_ in lists["nouns"][kind]:
            owner = next((c for c in head.children if c.dep_ == "poss"), None)
            if owner is None and head.dep_ == "dobj" and head.head.lemma_ in {"have", "express", "voice", "show", "raise", "hold"}:
                owner = subject_of(head.head)
            if kind == "mentions":
                return Stance(kind, None, head.text)
            return Stance(kind, owner, head.text)
    return None

"""What an article told before, and who is meant by it: 'both', 'the three', and the two between whom somebody offers to mediate."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4}
SEVERAL = frozenset({"they", *NUMBERS})
# So many sentences back 'they' and 'them' reach, and so many acts 'both' and mediators.
BACK, FAR = 2, 40
# Of several told before by what they are: 'the three capitals'.
RANKS = frozenset(
    "ambassador capital country delegation envoy government leader minister nation neighbor neighbour party president rival side state".split()
)
DEFINITE = frozenset({"the", "its", "his", "her", "their"})
# What a third party asks of two that quarrel, or offers them.
PEACE = frozenset(
    "calm cease-fire ceasefire de-escalation detente dialogue mediate mediation mediator meeting negotiation peace reconciliation restraint summit talk truce".split()
)
# Who may be spoken to so.
SOUGHT = frozenset({"AGREE", "REQUEST", "CONSULT"})
# Acts by which two are at odds or meet.
BETWEEN = frozenset({"ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "CONSULT"})
OBJECTS = frozenset({"dobj", "nsubjpass", "dative"})
INNER = frozenset({"xcomp", "dobj", "prep", "ccomp", "advcl", "prt"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An act that was told before: where, and its sides as codes."""

    sentence: int
    type: str
    lemma: str
    actors: frozenset[str]
    recipients: frozenset[str]


def together(subject: "Token", before: Iterable[Told]) -> frozenset[str]:
    """'The three agreed', 'they accuse Doha': who did or met with the act told last, where these are so many. `before`: the last one first."""
    if subject.lower_ not in SEVERAL or (subject.lower_ in NUMBERS and subject.lower_ != "both" and not definite(subject)):
        return frozenset()
    number = NUMBERS.get(subject.lower_, 0)
    sides = (side for t in before for side in (t.actors, t.actors | t.recipients))
    return next((s for s in sides if len(s) > 1 and number in {0, len(s)}), frozenset())


def definite(token: "Token") -> bool:
    """Whether a noun has an article or owner."""
    return any(c.lower_ in DEFINITE for c in token.children)


def several_meant(*predicates: "Token") -> str:
    """The word by which an object means several told before: 'urged both', 'pleaded with the two', 'from the three capitals'; else empty."""
    heads = {t.i for t in predicates}
    around = {c.i: c for t in predicates for c in t.children}
    around |= {g.i: g for c in list(around.values()) if c.dep_ in {"dobj", "xcomp"} for g in c.children}
    for child in around.values():
        nouns = [g for g in child.children if g.dep_ == "pobj"] if child.dep_ == "prep" else [child] if child.dep_ in OBJECTS else []
        for noun in nouns:
            # '57 of them' are not they.
            if noun.i not in heads and not (child.lower_ == "of" and noun.lower_ in {"them", "both"}) and (word := meaning(noun)):
                return word
    return ""


def meaning(noun: "Token") -> str:
    """The word of a noun phrase that means several."""
    if noun.lower_ in {"both", "them", "sides"} or (noun.lower_ in NUMBERS and definite(noun)):
        return str(noun.lower_)
    if noun.tag_ != "NNS" or any(c.dep_ == "prep" for c in noun.children):
        return ""
    so_many = noun.lemma_ in RANKS and definite(noun)
    counts = [str(c.lower_) for c in noun.children if c.lower_ in {"both", "all"} or (c.lower_ in NUMBERS and so_many)]
    return counts[0] if counts else ""


def peace_sought(token: "Token") -> bool:
    """'Offered to mediate', 'called for restraint', 'proposed a truce'"""
    near = [token, *token.children, *(g for c in token.children if c.dep_ in INNER for g in c.children)]
    near += [g for c in near if c.dep_ == "prep" for g in c.children]
    return any(t.lemma_.lower() in PEACE for t in near)


def several_before(word: str, act: Told, told: Sequence[Told]) -> frozenset[str]:
    """Whom such a word means, of those who do not act now: the last who did or suffered something together, so many if that is said;
    'both' are those of the sentence before, else those between whom most was told."""
    number, told = NUMBERS.get(word, 0), told[-FAR:]
    near = [t for t in reversed(told) if act.sentence - t.sentence <= BACK]
    if word == "them":
        sides = [s - act.actors for t in near for s in (t.actors | t.recipients, t.actors, t.recipients)]
        return next((s for s in sides if len(s) > 1), frozenset())
    sides = [s - act.actors for t in reversed(told) for s in (t.actors, t.recipients, t.actors | t.recipients)]
    if number > NUMBERS["both"]:
        return next((s for s in sides if len(s) == number), frozenset())
    just = [s - act.actors for t in near if act.sentence - t.sentence <= 1 for s in (t.actors, t.recipients)]
    return (
        next((s for s in just if len(s) == NUMBERS["both"]), frozenset())
        or at_odds(act, told)
        or next((s for s in sides if len(s) == NUMBERS["both"] or (not number and len(s) > 1)), frozenset())
    )


def at_odds(act: Told, told: Sequence[Told]) -> frozenset[str]:
    """The two between whom most was told, the first told if as much, or the one that is at odds with itself; nobody who acts now."""
    counts: Counter[frozenset[str]] = Counter()
    for one in told[-FAR:]:
        if one.type not in BETWEEN:
            continue
        pairs = [frozenset((a, r)) for a in sorted(one.actors) for r in sorted(one.recipients) if a != r]
        if (one.type == "CONSULT" and len(one.actors) == NUMBERS["both"]) or (len(one.actors) == 1 and one.actors == one.recipients):
            pairs.append(one.actors)
        counts.update(pair for pair in dict.fromkeys(pairs) if not pair & act.actors)
    return max(counts, key=lambda pair: counts[pair], default=frozenset())

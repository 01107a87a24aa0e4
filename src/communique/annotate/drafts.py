"""Drafts of commitments: one promise as one verb tells it, and which of two drafts say the same."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.model.actor import Party

if TYPE_CHECKING:
    from spacy.tokens import Token

# How far a promise has come, from least to most; what ends it comes last.
STATUS = ("offered", "announced", "signed", "ratified", "in_force", "delivered", "suspended", "cancelled")
SYMMETRIC = frozenset({"agreement", "partnership"})


@dataclass(slots=True, kw_only=True)
class Draft:
    """One promise as one verb or noun tells it."""

    token: "Token"
    kind: str
    status: str
    givers: list[Party]
    others: list[Party]
    noun: "Token | None"
    amount: str | None
    stage: str | None
    schedule: str | None


def roles(draft: Draft) -> tuple[str, ...]:
    """party where all are bound alike; else giver and receiver."""
    if draft.kind in SYMMETRIC:
        return ("party",) * (len(draft.givers) + len(draft.others))
    return ("giver",) * len(draft.givers) + ("receiver",) * len(draft.others)


def parties(draft: Draft) -> set[str]:
    """Everybody in a draft, states by country."""
    return {*map(who, (*draft.givers, *draft.others))}


def who(party: Party) -> str:
    """A party by its state, else by itself."""
    return party.country or party.id or party.text


def clash(one: Draft, other: Draft) -> bool:
    """Whether two drafts of a sentence name parties that the other does not, or different sums."""
    a, b = parties(one), parties(other)
    return not (a <= b or b <= a) or (one.amount is not None and other.amount is not None and one.amount != other.amount)


def within(token: "Token", top: "Token") -> bool:
    """Whether a verb stands in a clause of what another one governs."""
    return token.dep_ == "relcl" and any(a.i == top.i for a in token.ancestors)


def depth(token: "Token") -> int:
    """How many verbs govern a verb."""
    return sum(a.pos_ in {"VERB", "AUX"} for a in token.ancestors)


def once(found: list[Party], seen: set[str]) -> list[Party]:
    """Each party once, by its state; those without an id are left out."""
    out = []
    for party in found:
        if party.id and who(party) not in seen:
            seen.add(who(party))
            out.append(party)
    return out

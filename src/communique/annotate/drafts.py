"""Drafts of commitments: one promise as one verb tells it, and which of two drafts say the same."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.model.actor import Party
from communique.model.span import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# How far a promise has come, from least to most; what ends it comes last.
STATUS = ("offered", "announced", "signed", "ratified", "in_force", "delivered", "suspended", "cancelled")
OFFICIALS = frozenset({"GOV", "MIL", "LEG", "IGO", "PTY"})
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
    amount: Span | None
    stage: str | None
    schedule: str | None


def private(party: Party) -> bool:
    """Whether somebody is bound to nobody but oneself: a person without an office of state."""
    return (party.id or "").startswith("person:") and party.sector not in OFFICIALS


def binding(kind: str, givers: list[Party], others: list[Party], amount: Span | None, *, ending: bool) -> bool:
    """Whether a promise is one between states or bodies, and says enough to be kept: to whom, or how much.

    What a state does at home, and what candidates promise voters, is none; a treaty that ends may be told of one side alone.
    """
    every = {*map(who, (*givers, *others))}
    by_name = [p for p in givers if (p.id or "").startswith(("state:", "igo:"))]
    if not any(official(p) for p in (*givers, *others)):
        return False
    if kind in SYMMETRIC:
        return len(every) > 1 or ending
    if kind == "pledge":
        return len(every) > 1 or bool(by_name)
    if givers and not any(official(p) for p in givers):
        return False
    return len(every) > 1 or (not givers and bool(every)) or (amount is not None and bool(by_name))


def official(party: Party) -> bool:
    """Whether somebody acts for a state or a body of states."""
    return (party.id or "").startswith(("state:", "igo:")) or party.sector in OFFICIALS


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

"""What a person says of a finding: a dated, signed verdict on a row, tied to the text that was read."""

from dataclasses import dataclass, field
from typing import Any

VERDICTS = ("accept", "reject", "edit", "undecidable", "comment", "merge", "split", "add", "undo")
# Verdicts that say whether a row stands; the last of each reviewer counts.
RULING = frozenset({"accept", "reject", "edit", "undecidable", "add"})
ROLES = ("reviewer", "adjudicator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One judgement. `signed`: ISO 8601, UTC. `target`: a finding's id, an actor's (merge, split) or a judgement's (undo).

    `changes`: fields of the row and their new values, for an edit; the whole row, for one that the program missed (add). `others`: for merge and split of events the other mentions; for a
    merge of actors the one that stays; for a split of actors the documents that mean somebody else. `name`: that somebody's name.
    `sampled`: met in an order that owes nothing to doubt, so that it measures the coder.
    """

    verdict: str
    noun: str
    target: str
    reviewer: str
    signed: str
    role: str = "reviewer"
    changes: dict[str, Any] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    name: str = ""
    note: str = ""
    sampled: bool = False

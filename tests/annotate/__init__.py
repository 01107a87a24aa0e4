"""What the tests of events ask of an article's findings."""

from communique.annotate.neural.acts import code_of
from communique.model.findings import Findings


def codes(parties) -> set[str]:
    """The codes of those parties that have one."""
    return {code_of(p) for p in parties} - {""}


def tells(found: Findings, kind: str, actors: set[str], recipients: set[str]) -> None:
    """One of the events is of this type and between these."""
    events = [(e.type, codes(e.actors), codes(e.recipients)) for e in found.events]
    assert (kind, actors, recipients) in events, events

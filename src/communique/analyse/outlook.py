"""Base rates on a record: its acts by the day they became known -> the chance of a type for each pair, and the test of such chances."""

from dataclasses import asdict
from datetime import date
from typing import Any

from communique.analyse.acts import Act, acts, sources
from communique.analyse.baserates import Act as Dated
from communique.analyse.baserates import back_test, chances_of, panel
from communique.model.errors import CommuniqueError
from communique.record.store import Record
from communique.vocab.knowledge import Knowledge

Row = dict[str, Any]
DIGITS = 3


def outlook(record: Record, knowledge: Knowledge, wanted: str, *, days: int = 28, pair: tuple[str, str] | None = None) -> Row:
    """ "At least one act of a type between A and B in the next `days` days", and whether such forecasts did better than the pooled rate.

    `wanted`: a PLOVER type, a mode ("visit") or a quad ("1" to "4"). Windows are counted by the day on which an act was first
    reported, so that a test never knows more than a reader did. See `baserates` for the model.
    """
    types = {*knowledge.plover.types, *(m for t in knowledge.plover.types.values() for m in t["modes"]), "1", "2", "3", "4"}
    if wanted not in types:
        raise CommuniqueError(f"there is no type {wanted!r}.", hint=f"There is: {', '.join(sorted(types))}.")
    known = [act for act in acts(record) if act.known]
    of_type = [act for act in known if wanted in {act.type, act.mode, str(act.quad)}]
    published = sorted({s.day.toordinal() for s in sources(record).values() if s.day})
    data = panel(dated(of_type), dated(known), days, published)
    skill, _ = back_test(data)
    asked = (min(pair), max(pair)) if pair else None
    rows = {p: [a.id for a in of_type if p in a.pairs] for p in data.pairs}
    return {
        "type": wanted,
        "days": days,
        "known_until": date.fromordinal(max(published)).isoformat() if published else None,
        "windows": int(data.hits.shape[1]),
        "test": {k: round(v, DIGITS) if isinstance(v, float) else v for k, v in asdict(skill).items()},
        "chances": [
            {k: round(v, DIGITS) if isinstance(v, float) else v for k, v in asdict(c).items()} | {"rows": rows[c.pair]}
            for c in chances_of(data, [asked] if asked else [])
        ],
    }


def dated(found: list[Act]) -> list[Dated]:
    """Acts as (a, b, day known), one for each pair."""
    return [(a, b, act.known.toordinal()) for act in found if act.known for a, b in act.pairs]

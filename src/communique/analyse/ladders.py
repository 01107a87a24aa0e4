"""Where partners stand: a state's own rungs, what the vocabulary knows of them, and the upgrades that the record tells -> standings on a day."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from communique.model.dates import parse_edtf
from communique.model.errors import CommuniqueError
from communique.record.queries import rows
from communique.record.store import Record
from communique.vocab.knowledge import Knowledge, Ladder, Rung

Row = dict[str, Any]


def ladder_of(state: str, knowledge: Knowledge) -> Ladder:
    """A state's ladder, or an error that names those there are."""
    found = knowledge.ladders.get(state.upper())
    if found is None:
        raise CommuniqueError(
            f"there is no ladder of {state!r}.",
            hint=f"There is: {', '.join(sorted(knowledge.ladders))}; the form is vocab/ladders/VNM.toml.",
        )
    return found


def rung_in(words: str, ladder: Ladder) -> Rung | None:
    """The rung whose longest name stands in the words."""
    low = " ".join(words.lower().replace("co-operat", "cooperat").split())
    named = [(len(form), -i, rung) for i, rung in enumerate(ladder.rungs) for form in rung.forms if form in low]
    return max(named, key=lambda n: n[:2])[2] if named else None


def steps(record: Record, knowledge: Knowledge, state: str) -> list[Row]:
    """Every step that is known of a state's partners: {partner, rung, level, since, source, rows}, in the order of time.

    `source` is "vocabulary" or "record"; a step of the record names its evidence, one of the vocabulary the ladder's sources.
    """
    ladder = ladder_of(state, knowledge)
    rungs = {r.id: r for r in ladder.rungs}
    out = [
        {
            "partner": partner,
            "rung": rungs[rung].name,
            "level": rungs[rung].level,
            "since": since,
            "source": "vocabulary",
            "sources": list(ladder.sources),
            "rows": [],
        }
        for partner, rung, since in ladder.standing
    ]
    out += told(rows(record, "commitments"), ladder)
    return sorted(out, key=lambda s: (str(parse_edtf(s["since"])[0] or date.max), s["partner"], s["source"]))


def told(commitments: Iterable[Row], ladder: Ladder) -> Iterator[Row]:
    """The upgrades of a record that name one of the rungs and are dated, one for each partner."""
    for row in commitments:
        parties = {p["country"] or p["id"].removeprefix("igo:") for p in row["parties"]}
        rung = rung_in(row["about"], ladder) if row["kind"] == "partnership" and ladder.state in parties else None
        if rung is None or row["status"] in {"offered", "cancelled", "suspended"} or not row["when"]["earliest"]:
            continue
        since = (
            row["when"]["earliest"]
            if row["when"]["earliest"] == row["when"]["latest"]
            else f"{row['when']['earliest']}/{row['when']['latest'] or '..'}"
        )
        for partner in sorted(parties - {ladder.state}):
            yield {
                "partner": partner,
                "rung": rung.name,
                "level": rung.level,
                "since": since,
                "source": "record",
                "sources": row["evidence"],
                "rows": [row["id"]],
            }


def standings(record: Record, knowledge: Knowledge, state: str, on: date | None = None) -> Row:
    """Where each partner of a state stands on a day (or at last), with every step that led there, highest first.

    Where vocabulary and record name one step, both stand as its sources; where they differ, both are listed.
    """
    ladder = ladder_of(state, knowledge)
    held: dict[str, list[Row]] = {}
    for step in steps(record, knowledge, state):
        since = parse_edtf(step["since"])[0]
        if since is not None and (on is None or since <= on):
            held.setdefault(step["partner"], []).append(step)
    names = {partner: knowledge.actors[f"state:{partner}"].name if f"state:{partner}" in knowledge.actors else partner for partner in held}
    partners = [
        {
            "partner": partner,
            "name": names[partner],
            "rung": (last := standing(found))["rung"],
            "level": last["level"],
            "since": last["since"],
            "steps": found,
        }
        for partner, found in held.items()
    ]
    return {
        "state": ladder.state,
        "on": on.isoformat() if on else None,
        "ordered": ladder.ordered,
        "note": ladder.note,
        "rungs": [{"id": r.id, "name": r.name, "level": r.level} for r in sorted(ladder.rungs, key=lambda r: -r.level)],
        "partners": sorted(partners, key=lambda p: (-p["level"], p["rung"], str(p["since"]), p["partner"])),
    }


def standing(found: list[Row]) -> Row:
    """The last step; of several within one year, that of the highest rung, for later reports may repeat an older name."""
    last = max(str(parse_edtf(s["since"])[0]) for s in found)
    top = max((s for s in found if str(parse_edtf(s["since"])[0])[:4] == last[:4]), key=lambda s: s["level"])
    same = [s for s in found if s["rung"] == top["rung"]]
    return top | {"since": min((s["since"] for s in same), key=lambda since: (str(parse_edtf(since)[0])[:7], -len(since)))}

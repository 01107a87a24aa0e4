"""The log of judgements, and what stands by it: findings as replayed judgements have them.

A judgement is tied to a document and the digest of its text, and carries the row as it was judged. So it survives a re-read: where a
newer program no longer finds the row, an accepted or edited one stands all the same. Where the text changed, nothing is moved to a
sentence that looks alike: the judgement is an orphan, and is shown as one.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from communique.model.identity import content_id
from communique.model.judgement import RULING
from communique.record import facets
from communique.record.entry import Row, dump, place_of
from communique.record.store import Record

# What makes two findings at overlapping places the same reading, whatever their ids.
SIGNATURE = {"events": "type", "commitments": "kind", "terms": "concept", "silences": "concept"}
SELECT = "SELECT id, number, signed, reviewer, role, verdict, noun, target, document, sha256, body FROM judgements"
Made = dict[tuple[str, str], tuple[Row | None, str]]


def judgements(record: Record, where: str = "", values: tuple[Any, ...] = ()) -> Iterator[Row]:
    """Judgements in the order of signing, each with `undone`: the id of the undo that stands against it, or None."""
    undone = undone_by(record)
    for identity, number, signed, reviewer, role, verdict, noun, target, document, sha256, body in record.rows(
        f"{SELECT} {where} ORDER BY number", values
    ):
        yield {
            "id": identity,
            "number": number,
            "signed": signed,
            "reviewer": reviewer,
            "role": role,
            "verdict": verdict,
            "noun": noun,
            "target": target,
            "document": document,
            "sha256": sha256,
            **json.loads(body),
            "undone": undone.get(identity),
        }


def undone_by(record: Record) -> dict[str, str]:
    """Judgements that are undone, and by which: the last undo that is not itself undone."""
    out: dict[str, str] = {}
    undos = list(record.rows("SELECT id, target FROM judgements WHERE verdict = 'undo' ORDER BY number DESC"))
    for identity, target in undos:
        if identity not in out:
            out[target] = identity
    return out


def replay(record: Record, document: str) -> None:
    """Work out anew what standing judgements make of a document's findings. Inside a transaction."""
    facets.drop(record, document)
    record.db.execute("DELETE FROM overlay WHERE document = ?", (document,))
    aliases = aliases_in(record, document)
    made = ruled(record, document)
    query = "SELECT noun, id, body FROM findings WHERE document = ? ORDER BY noun, id"
    for noun, identity, body in record.db.execute(query, (document,)).fetchall() if aliases else ():
        if (noun, identity) not in made and any(json.dumps(old, ensure_ascii=False) in body for old in aliases):
            made[noun, identity] = (json.loads(body), "machine")
    for (noun, identity), (row, state) in sorted(made.items()):
        body = dump(renamed(row, aliases)) if row is not None else None
        start, end = place_of(row) if row is not None else (0, 0)
        record.db.execute("INSERT INTO overlay VALUES (?,?,?,?,?,?,?)", (noun, identity, document, start, end, body, state))
    facets.lay(record, document)


def ruled(record: Record, document: str) -> Made:
    """Rows that somebody ruled on, as they then stand (None: not at all) and their state."""
    sha = record.db.execute("SELECT sha256 FROM documents WHERE id = ?", (document,)).fetchone()
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for one in judgements(record, "WHERE document = ? AND sha256 = ?", (document, sha[0] if sha else "")):
        if one["verdict"] in RULING and not one["undone"]:
            groups[one["noun"], one["target"]].append(one)
    made: Made = {}
    for (noun, target), found in sorted(groups.items()):
        verdict, state = settled(found)
        same = successors(record, document, noun, verdict["row"])
        # Where the row itself is found again, its neighbours are other rows, and nobody has judged them by judging it.
        same = {target: same[target]} if target in same else {i: row for i, row in same.items() if (noun, i) not in groups}
        if state == "disputed":
            if target in same or not same:
                made[noun, target] = (same.get(target) or found[0]["row"], state)
        elif verdict["verdict"] == "reject":
            # What a newer program reads otherwise was not rejected: it waits for a reviewer.
            made |= {(noun, i): (None, "rejected") for i, row in same.items() if read_alike(row, verdict["row"])}
            if target not in same:
                made[noun, target] = (None, "rejected")
        else:
            made |= {(noun, i): (None, "replaced") for i in same}
            made[noun, target] = (verdict["row"] | verdict["changes"], state)
    return made


def settled(found: list[Row]) -> tuple[Row, str]:
    """The judgement that counts among those on one row, and the state it makes: an adjudicator's last; else all reviewers' last, if they agree."""
    states = {"accept": "accepted", "add": "accepted", "edit": "edited", "reject": "rejected", "undecidable": "undecidable"}
    above = [j for j in found if j["role"] == "adjudicator"]
    if above:
        return above[-1], states[above[-1]["verdict"]]
    last = {j["reviewer"]: j for j in found}
    # Who accepts what another edited agrees with the edit: what counts is the row that each would have stand.
    kept = {"accept", "add", "edit"}
    said = {dump(j["row"] | j["changes"]) if j["verdict"] in kept else j["verdict"] for j in last.values()}
    one = found[-1]
    return one, states[one["verdict"]] if len(said) == 1 else "disputed"


def successors(record: Record, document: str, noun: str, judged: Row) -> dict[str, Row]:
    """What the program now finds at the place of a judged row, by id: that row, and others of its kind or at its very words."""
    low, high = place_of(judged)
    sign_ = SIGNATURE.get(noun)
    out = {}
    query = "SELECT id, body FROM findings WHERE document = ? AND noun = ? AND start < ? AND finish > ? ORDER BY id"
    for identity, body in record.db.execute(query, (document, noun, high, low)):
        row = json.loads(body)
        if identity == judged["id"] or place_of(row) == (low, high) or (sign_ is not None and row.get(sign_) == judged.get(sign_)):
            out[identity] = row
    return out


def read_alike(row: Row, judged: Row) -> bool:
    """Whether two rows say the same of the text: their kind, who is in which role, and whether it happened."""

    def said(of: Row) -> list[Any]:
        people = [[p["id"] or p["text"] for p in of.get(role, ())] for role in ("actors", "recipients", "parties")]
        one = [of[role]["id"] or of[role]["text"] for role in ("speaker", "user", "forecaster") if of.get(role)]
        return [*people, one, *(of.get(k) for k in ("type", "kind", "concept", "stance", "realis", "historical", "status"))]

    return said(row) == said(judged)


def aliases_in(record: Record, document: str) -> dict[str, Row]:
    """Who stands for whom in a document, by merges and splits of actors: id -> the party's new fields."""
    steps: dict[str, Row] = {}
    for one in judgements(record, "WHERE noun = 'actors'"):
        if one["undone"]:
            continue
        if one["verdict"] == "merge":
            steps[one["target"]] = {k: one["into"][k] for k in ("id", "name", "kind", "country", "sector")}
        elif one["verdict"] == "split" and document in one["others"]:
            steps[one["target"]] = {"id": content_id("person", one["target"], one["name"]), "name": one["name"]}
    out: dict[str, Row] = {}
    for old, new in steps.items():
        seen = {old}
        while new["id"] in steps and new["id"] not in seen:
            seen.add(new["id"])
            new = steps[new["id"]]  # noqa: PLW2901 - one step of a chain
        out[old] = new
    return out


def renamed(value: Any, aliases: dict[str, Row]) -> Any:
    """A row in which every party that stands for another is that other."""
    if not aliases:
        return value
    if isinstance(value, dict):
        new = aliases.get(value["id"]) if isinstance(value.get("id"), str) else None
        kept = {k: renamed(v, aliases) for k, v in value.items()}
        if new is not None and "name" in value:
            kept |= {k: v for k, v in new.items() if k in kept}
        if value.get("person") in aliases:
            kept["person"] = aliases[value["person"]]["id"]
        return kept
    return [renamed(item, aliases) for item in value] if isinstance(value, list) else value


def links(record: Record) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Mentions that are one event, and mentions that are not, by standing merges and splits."""
    one: list[tuple[str, str]] = []
    apart: list[tuple[str, str]] = []
    for judged in judgements(record, "WHERE noun = 'events' AND verdict IN ('merge', 'split')"):
        if not judged["undone"]:
            (one if judged["verdict"] == "merge" else apart).extend((judged["target"], other) for other in judged["others"])
    return one, apart


def orphans(record: Record) -> Iterator[Row]:
    """Standing judgements whose text is no longer the current one; each with why."""
    known = {i: (sha, current) for i, sha, current in record.rows("SELECT id, sha256, current FROM documents")}
    for one in judgements(record, "WHERE document IS NOT NULL AND verdict NOT IN ('undo')"):
        sha, current = known.get(one["document"], ("", 0))
        if one["undone"] or (current and sha == one["sha256"]):
            continue
        yield one | {"why": "its text was replaced by another version" if sha == one["sha256"] else "its text changed"}


def states(record: Record, noun: str) -> dict[str, str]:
    """Rows that somebody judged, and what came of it: accepted, edited, rejected, undecidable or disputed."""
    query = "SELECT id, state FROM overlay WHERE noun = ? AND state NOT IN ('machine', 'replaced')"
    return dict(record.rows(query, (noun,)))

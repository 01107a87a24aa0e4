"""Mentions of one promise -> one commitment with all its evidence; later reports revise it, they make no second one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from communique.model.identity import content_id
from communique.vocab.knowledge import Knowledge

Row = dict[str, Any]
STATUS = ("announced", "offered", "signed", "ratified", "in force", "delivered")


def joined(mentions: Iterable[Row], cluster_of: dict[str, str], knowledge: Knowledge) -> Iterator[Row]:
    """One row a commitment: a partnership by its parties and rung, anything else by the event it comes from."""
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in mentions:
        states = tuple(sorted({p["country"] or p["id"] for p in row["parties"]}))
        key = row["about"].lower() if row["kind"] == "partnership" else cluster_of.get(row["event"], row["event"])
        groups[str(row["kind"]), str(key), *states].append(row)
    for _, rows in sorted(groups.items()):
        rows.sort(key=lambda r: (r["document"], r["span"]))
        yield one(rows, knowledge)


def one(rows: list[Row], knowledge: Knowledge) -> Row:
    """The fullest mention speaks for the commitment; every mention is its evidence."""
    fullest = max(rows, key=lambda r: (r["count"] is not None, r["amount"] is not None, bool(r["when"]), -len(r["about"]), r["id"]))
    parties = {p["country"] or p["id"]: bound(p, knowledge) for r in rows for p in r["parties"]}
    dated = [r["when"] | {"document": r["document"]} for r in rows if r["when"] and r["when"]["earliest"]]
    when = min(dated, key=lambda w: ((w["latest"] or "9") > w["earliest"], w["earliest"], w["latest"] or ""), default=None)
    counts = sorted({r["count"] for r in rows if r["count"] is not None})
    return {
        "id": content_id("co", rows[0]["kind"], sorted(r["id"] for r in rows)),
        "kind": rows[0]["kind"],
        "parties": [parties[k] for k in sorted(parties)],
        "about": fullest["about"],
        "amount": fullest["amount"],
        "count": fullest["count"],
        "counts": counts,
        "status": max((r["status"] for r in rows), key=STATUS.index),
        "when": when,
        "evidence": [{"document": r["document"], "span": r["span"], "sentence": r["sentence"], "voice": r["voice"]} for r in rows],
    }


def bound(party: Row, knowledge: Knowledge) -> Row:
    """Who is bound: the state for which a person signs."""
    state = knowledge.actors.get(f"state:{party['country']}") if party["country"] else None
    return {"id": state.id if state else party["id"], "name": state.name if state else party["name"], "country": party["country"]}

"""Every actor that the findings name -> one row with its names, codes and dated offices, each office with its evidence."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from communique.vocab.knowledge import Knowledge

Row = dict[str, Any]
KINDS = {"JRN": "media", "BUS": "company", "PTY": "party", "REB": "group"}


def actors(mentions: Iterable[Row], parties: Iterable[Row], offices: Iterable[Row], knowledge: Knowledge) -> list[Row]:
    """Rows in the order of their ids."""
    found: dict[str, Row] = {}
    names: dict[str, set[str]] = defaultdict(set)
    documents: dict[str, set[str]] = defaultdict(set)
    for row in mentions:
        actor = row["actor"]
        if actor is None:
            continue
        old = found.setdefault(actor["id"], dict(actor))
        old["country"], old["sector"] = old["country"] or actor["country"], old["sector"] or actor["sector"]
        if actor["id"] in knowledge.actors:
            # A mention has the sector of its day; the row has the one in which somebody is best known.
            old["sector"] = knowledge.actors[actor["id"]].sector
        documents[actor["id"]].add(row["document"])
        if row["how"] == "name" or (row["how"] == "short" and actor["id"].startswith("person-")):
            names[actor["id"]].add(" ".join(row["text"].split()))
    for party in parties:
        if party["id"]:
            kind = knowledge.actors[party["id"]].kind if party["id"] in knowledge.actors else KINDS.get(party["sector"], "group")
            found.setdefault(
                party["id"],
                {"id": party["id"], "name": party["name"], "kind": kind, "country": party["country"], "sector": party["sector"]},
            )
            documents[party["id"]].add(party["document"])
    held = defaultdict(list)
    for row in offices:
        held[row["person"]].append(
            {
                "title": row["title"],
                "of": row["of"],
                "earliest": row["earliest"],
                "latest": row["latest"],
                "evidence": {"document": row["document"], "span": row["span"]},
            }
        )
    for identity in found:
        for term in knowledge.terms_of.get(identity, ()):
            held[identity].append(
                {
                    "title": term.title,
                    "of": term.of.removeprefix("state:"),
                    "earliest": term.start.isoformat(),
                    "latest": term.end.isoformat() if term.end else None,
                    "evidence": {"source": "vocabulary: offices.csv"},
                }
            )
    return [full(found[i], names[i], documents[i], held[i], knowledge) for i in sorted(found)]


def full(actor: Row, names: set[str], documents: set[str], offices: list[Row], knowledge: Knowledge) -> Row:
    """A row of the contract."""
    state = knowledge.states.get(actor["id"])
    country = actor["country"] if actor["country"] is None or len(actor["country"]) == 3 else None
    return {
        "id": actor["id"],
        "name": actor["name"],
        "kind": actor["kind"],
        "country": country,
        "sector": actor["sector"],
        "names": sorted(names | {actor["name"]}),
        "identifiers": dict(state.identifiers) if state else {},
        "offices": sorted(offices, key=lambda o: (o["earliest"] or "", o["title"], str(o["evidence"]))),
        "documents": len(documents),
    }

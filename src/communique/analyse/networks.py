"""Who shares whose words: actor and concept networks as Discourse Network Analyzer defines them (Leifeld 2017; its manual 2.0, chapters 5 and 6).

A use agrees with a concept (uses, promotes, adopts) or disagrees (rejects); who only mentions it is left out.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from communique.analyse.corpus import by_id, documents
from communique.model.errors import CommuniqueError
from communique.record.store import Record

Row = dict[str, Any]
AGREES = {"uses": True, "promotes": True, "adopts": True, "rejects": False}
KINDS = ("affiliation", "congruence", "conflict", "subtract")
NORMALISED = {
    "affiliation": ("none", "activity", "prominence"),
    "congruence": ("none", "average", "jaccard", "cosine"),
    "conflict": ("none", "average", "jaccard", "cosine"),
    "subtract": ("none", "average", "jaccard", "cosine"),
}


class Said(NamedTuple):
    """One actor's stance on one concept in one text."""

    actor: str
    concept: str
    agrees: bool
    document: str
    use: str


def said(record: Record, *, by: str = "country", variants: bool = False) -> list[Said]:
    """Every stance of the record; of copies of a story one, and within a text each stance of an actor on a concept once (DNA: ignore per document).

    `by`: 'country' or 'actor'. `variants`: each form is a concept of its own.
    """
    story = {d.id: d.story for d in documents(record)}
    found: dict[tuple[str, str, bool, str], Said] = {}
    for (body,) in record.rows("SELECT body FROM standing WHERE noun = 'terms' ORDER BY id"):
        row = json.loads(body)
        actor = row["user"]["country"] if by == "country" else row["user"]["id"]
        if actor and row["document"] in story and row["stance"] in AGREES:
            concept = f"{row['concept']}: {row['variant']}" if variants else row["concept"]
            key = (actor, concept, AGREES[row["stance"]], story[row["document"]])
            found.setdefault(key, Said(actor, concept, key[2], row["document"], row["id"]))
    return sorted(found.values())


def event_list(record: Record, *, variants: bool = False) -> list[Row]:
    """Every use as a row of DNA's event list: time, actor, organisation (the country), concept, agreement, text, source."""
    corpus = by_id(record)
    out = []
    for (body,) in record.rows("SELECT body FROM standing WHERE noun = 'terms' ORDER BY id"):
        row = json.loads(body)
        document = corpus.get(row["document"])
        if document is None or row["stance"] not in AGREES:
            continue
        out.append(
            {
                "statement_id": row["id"],
                "time": f"{document.day} 00:00:00" if document.day else "",
                "document_title": document.title,
                "source": document.outlet_name,
                "person": row["user"]["name"],
                "organization": row["user"]["country"] or "",
                "concept": f"{row['concept']}: {row['variant']}" if variants else row["concept"],
                "agreement": int(AGREES[row["stance"]]),
                "text": " ".join(document.text[slice(*row["sentence"])].split()),
            }
        )
    return sorted(out, key=lambda r: (str(r["time"]) or "9999", str(r["statement_id"])))


def counts(stances: Iterable[Said]) -> dict[str, dict[tuple[str, bool], int]]:
    """actor -> (concept, agrees) -> in how many texts."""
    out: dict[str, dict[tuple[str, bool], int]] = defaultdict(lambda: defaultdict(int))
    for one in stances:
        out[one.actor][one.concept, one.agrees] += 1
    return {actor: dict(held) for actor, held in out.items()}


def network(stances: Sequence[Said], kind: str, normalise: str = "none") -> Row:
    """Nodes and weighted edges. affiliation: actor to concept, agreements less disagreements; congruence: shared stances; conflict: opposed ones; subtract: both."""
    if kind not in KINDS:
        raise CommuniqueError(f"there is no network {kind!r}.", hint=f"There is: {', '.join(KINDS)}.")
    if normalise not in NORMALISED[kind]:
        raise CommuniqueError(f"{kind} knows no normalisation {normalise!r}.", hint=f"There is: {', '.join(NORMALISED[kind])}.")
    held = counts(stances)
    edges = affiliation(held, normalise) if kind == "affiliation" else one_mode(held, kind, normalise)
    actors, concepts = sorted(held), sorted({c for mine in held.values() for c, _ in mine})
    nodes = [{"id": a, "kind": "actor", "texts": sum(held[a].values())} for a in actors]
    nodes += (
        [{"id": c, "kind": "concept", "texts": sum(n for m in held.values() for (d, _), n in m.items() if d == c)} for c in concepts]
        if kind == "affiliation"
        else []
    )
    evidence = defaultdict(list)
    for one in stances:
        evidence[one.actor, one.concept].append(one.use)
    for edge in edges:
        shared = {edge["target"]} if kind == "affiliation" else {c for c, _ in held[edge["source"]]} & {c for c, _ in held[edge["target"]]}
        ends = [edge["source"]] if kind == "affiliation" else [edge["source"], edge["target"]]
        edge["uses"] = sorted(u for a in ends for c in shared for u in evidence[a, c])
    return {"kind": kind, "normalisation": normalise, "nodes": nodes, "edges": edges}


def affiliation(held: dict[str, dict[tuple[str, bool], int]], normalise: str) -> list[Row]:
    """Actor to concept: texts that agree less texts that disagree; by the actor's activity or the concept's prominence."""
    out = []
    prominence: dict[str, int] = defaultdict(int)
    for mine in held.values():
        for (concept, _), n in mine.items():
            prominence[concept] += n
    for actor, mine in sorted(held.items()):
        for concept in sorted({c for c, _ in mine}):
            yes, no = mine.get((concept, True), 0), mine.get((concept, False), 0)
            by = sum(mine.values()) if normalise == "activity" else prominence[concept] if normalise == "prominence" else 1
            out.append({"source": actor, "target": concept, "weight": (yes - no) / by, "agrees": yes, "disagrees": no})
    return out


def one_mode(held: dict[str, dict[tuple[str, bool], int]], kind: str, normalise: str) -> list[Row]:
    """Actor to actor over the concepts that both speak of."""
    out = []
    actors = sorted(held)
    for i, a in enumerate(actors):
        for b in actors[i + 1 :]:
            shared = {c for c, _ in held[a]} & {c for c, _ in held[b]}
            same = sum(held[a].get((c, q), 0) * held[b].get((c, q), 0) for c in shared for q in (True, False))
            opposed = sum(held[a].get((c, q), 0) * held[b].get((c, not q), 0) for c in shared for q in (True, False))
            weight = {"congruence": same, "conflict": opposed, "subtract": same - opposed}[kind]
            if weight:
                out.append(
                    {"source": a, "target": b, "weight": weight / norm(held[a], held[b], normalise), "congruent": same, "opposed": opposed}
                )
    return out


def norm(a: dict[tuple[str, bool], int], b: dict[tuple[str, bool], int], normalise: str) -> float:
    """What a weight is divided by: the mean activity, the stances of either (Jaccard), or the product of lengths (cosine)."""
    if normalise == "average":
        return (sum(a.values()) + sum(b.values())) / 2
    if normalise == "jaccard":
        return float(len(set(a) | set(b)))
    if normalise == "cosine":
        return math.sqrt(sum(n * n for n in a.values())) * math.sqrt(sum(n * n for n in b.values()))
    return 1.0

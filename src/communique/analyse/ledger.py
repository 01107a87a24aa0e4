"""The ledger of a contested wording: who coined it, who took it up, who will not have it, and when somebody began to say otherwise."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from communique.analyse.corpus import Corpus, Document, by_id
from communique.model.errors import CommuniqueError
from communique.record.store import Record
from communique.vocab.knowledge import Concept, Knowledge

Row = dict[str, Any]
# Of stances, those by which somebody says a wording as their own.
OWN = frozenset({"uses", "promotes", "adopts"})
# So many texts on each side make a shift firm.
FIRM = 2
DRAWS = 1000
SEED = 20231213
PERIODS = {"year": 4, "month": 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A use with its document. `side`: the country of the user, of the outlet where it speaks itself, or empty."""

    row: Row
    document: Document

    @property
    def side(self) -> str:
        """The country of whoever uses it."""
        return str(self.row["user"]["country"] or "")

    @property
    def user(self) -> str:
        """The user's id, or their name where they have none."""
        return str(self.row["user"]["id"] or self.row["user"]["name"])

    @property
    def by_outlet(self) -> bool:
        """Whether the outlet speaks itself."""
        return self.row["statement"] is None and self.row["user"]["sector"] == "JRN"

    @property
    def own_words(self) -> bool:
        """Whether the user is heard: in a statement, in the outlet's voice, or in a text of their own state; not told of by somebody else."""
        return self.row["statement"] is not None or self.by_outlet or bool(self.side and self.document.country == self.side)

    @property
    def order(self) -> tuple[str, str, int]:
        """Dated uses in time, undated ones last."""
        return (self.document.day or "9999", self.document.id, self.row["span"][0])


def uses(record: Record, concept: str, corpus: Corpus) -> list[Use]:
    """The uses of a concept in time."""
    found = record.rows("SELECT body FROM standing WHERE noun = 'terms' AND json_extract(body, '$.concept') = ? ORDER BY id", (concept,))
    rows = (json.loads(body) for (body,) in found)
    return sorted((Use(row=r, document=corpus[r["document"]]) for r in rows if r["document"] in corpus), key=lambda u: u.order)


def concept_of(knowledge: Knowledge, name: str) -> Concept:
    """A concept by its id."""
    if name not in knowledge.concepts:
        raise CommuniqueError(
            f"there is no wording {name!r}.", hint=f"There is: {', '.join(sorted(knowledge.concepts))}. Name your own file: --vocab FILE."
        )
    return knowledge.concepts[name]


def totals(record: Record, knowledge: Knowledge) -> list[Row]:
    """Each concept: how many uses in how many documents of the record."""
    query = (
        "SELECT json_extract(f.body, '$.concept'), count(*), count(DISTINCT f.document), count(DISTINCT d.story) FROM standing f JOIN documents d ON d.id = f.document "
        "WHERE f.noun = 'terms' AND d.current = 1 GROUP BY 1"
    )
    found = {row[0]: row[1:] for row in record.rows(query)}
    none = (0, 0, 0)
    return [
        {"concept": c.id, "name": c.name, "uses": n, "documents": d, "stories": s, "languages": sorted({v.language for v in c.variants})}
        for c in sorted(knowledge.concepts.values(), key=lambda c: c.id)
        for n, d, s in (found.get(c.id, none),)
    ]


def ledger(record: Record, knowledge: Knowledge, name: str, period: str = "month", corpus: Corpus | None = None) -> Row:
    """All that the record tells of a concept, each line with the uses that show it. Copies of a story count once.

    `corpus`: the record's documents by id, where they are at hand for several concepts.
    """
    concept = concept_of(knowledge, name)
    corpus = corpus or by_id(record)
    found = uses(record, name, corpus)
    coiner = knowledge.actors.get(concept.coined_by or "")
    return {
        "concept": concept.id,
        "name": concept.name,
        "note": concept.note,
        "sources": list(concept.sources),
        "coined": {"by": coiner.name if coiner else None, "id": concept.coined_by, "when": concept.coined},
        "uses": len(found),
        "documents": len({u.document.id for u in found}),
        "stories": len({u.document.story for u in found}),
        "undated": sum(not u.document.day for u in found),
        "first_by_coiner": line(next((u for u in found if concept.coined_by in {u.user}), None)),
        "variants": [variant(v.id, v.language, [u for u in found if u.row["variant"] == v.id], len(found)) for v in concept.variants],
        "sides": sides(found),
        "outlets": outlets(found),
        "adopters": takers(found, "adopts"),
        "promoters": takers(found, "promotes"),
        "rejecters": takers(found, "rejects"),
        "renderings": renderings(found, concept),
        "shifts": shifts(found, concept),
        "frequency": frequency(found, corpus.values(), period),
        "reported_silences": reported(record, name, corpus),
    }


def line(use: Use | None) -> Row | None:
    """A use as evidence: who, what, when, where."""
    if use is None:
        return None
    row = use.row
    return {
        "id": row["id"],
        "user": row["user"]["name"],
        "user_id": row["user"]["id"],
        "country": use.side or None,
        "stance": row["stance"],
        "own_words": use.own_words,
        "variant": row["variant"],
        "text": row["text"],
        "when": use.document.day or None,
        "document": use.document.id,
        "path": use.document.path,
        "outlet": use.document.outlet_name or None,
        "span": row["span"],
        "sentence": " ".join(use.document.text[slice(*row["sentence"])].split()),
    }


def stories(found: Iterable[Use]) -> int:
    """How many stories some uses stand in."""
    return len({u.document.story for u in found})


def variant(name: str, language: str, found: list[Use], total: int) -> Row:
    """One form: how often, by whom first."""
    return {
        "variant": name,
        "language": language,
        "uses": len(found),
        "of": total,
        "stories": stories(found),
        "first": line(next(iter(found), None)),
    }


def sides(found: Sequence[Use]) -> list[Row]:
    """Each state whose people use it: the first use, and stories by stance. Outlets' own voices are counted apart."""
    by_side: dict[str, list[Use]] = defaultdict(list)
    for use in found:
        if use.side and not use.by_outlet:
            by_side[use.side].append(use)
    return [
        {
            "side": side,
            "uses": len(mine),
            "stories": stories(mine),
            "stances": {s: stories(u for u in mine if u.row["stance"] == s) for s in sorted({u.row["stance"] for u in mine})},
            "first": line(mine[0]),
            "variants": dict(Counter(u.row["variant"] for u in mine).most_common()),
        }
        for side, mine in sorted(by_side.items(), key=lambda item: (item[1][0].order, item[0]))
    ]


def outlets(found: Sequence[Use]) -> list[Row]:
    """Each outlet: how it renders the concept, in stories, and its first use."""
    by_outlet: dict[tuple[str, str], list[Use]] = defaultdict(list)
    for use in found:
        by_outlet[use.document.outlet_name or "(not known)", use.document.country].append(use)
    return [
        {
            "outlet": name,
            "country": country or None,
            "uses": len(mine),
            "own_voice": sum(u.by_outlet for u in mine),
            "variants": {v: stories(u for u in mine if u.row["variant"] == v) for v in sorted({u.row["variant"] for u in mine})},
            "first": line(mine[0]),
        }
        for (name, country), mine in sorted(by_outlet.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def takers(found: Sequence[Use], stance: str) -> list[Row]:
    """Who takes a stance, first time and how many stories say so; somebody who is not named is left out."""
    by_user: dict[str, list[Use]] = defaultdict(list)
    for use in found:
        if use.row["stance"] == stance and use.row["user"]["id"]:
            by_user[use.user].append(use)
    return [
        {"stories": stories(mine), "first": line(mine[0])}
        for _, mine in sorted(by_user.items(), key=lambda item: (item[1][0].order, item[0]))
    ]


def renderings(found: Sequence[Use], concept: Concept) -> list[Row]:
    """Whose translation a form is: by official texts (from the vocabulary) and by outlets (from the uses)."""
    official = [
        {
            "of": r.of,
            "into": r.into,
            "by": r.by,
            "official": True,
            "since": r.since or None,
            "until": r.until or None,
            "source": r.source,
            "uses": None,
        }
        for r in concept.renderings
    ]
    told: dict[tuple[str, str, str, bool], list[Use]] = defaultdict(list)
    for use in found:
        made = use.row.get("rendering")
        if made:
            told["|".join(made["of"]), use.row["variant"], use.document.outlet_name or "(not known)", made["official"]].append(use)
    return official + [
        {
            "of": of,
            "into": into,
            "by": by,
            "official": own,
            "since": mine[0].document.day or None,
            "until": mine[-1].document.day or None,
            "source": None,
            "uses": len(mine),
        }
        for (of, into, by, own), mine in sorted(told.items())
    ]


def shifts(found: Sequence[Use], concept: Concept) -> list[Row]:
    """'Said A until, B since': states, people and outlets whose own dated uses of two rival forms do not overlap in time."""
    rivals = {(v.id, v.rival_of) for v in concept.variants if v.rival_of}
    said: dict[tuple[str, str], dict[str, list[Use]]] = defaultdict(lambda: defaultdict(list))
    for use in found:
        # Another's translation of what somebody said is no evidence that they say it otherwise.
        translated = use.row.get("rendering") and not use.row["rendering"]["official"] and not use.by_outlet
        if use.document.day and use.row["stance"] in OWN and use.own_words and not translated:
            who = ("outlet", use.document.outlet_name) if use.by_outlet else ("side", use.side)
            for key in {who, ("user", use.row["user"]["id"] or "")} if who[0] == "side" else {who}:
                if key[1]:
                    said[key][use.row["variant"]].append(use)
    out = []
    for (kind, name), forms in sorted(said.items()):
        for old, new in sorted(rivals):
            before, after = forms.get(old, []), forms.get(new, [])
            if before and after and before[-1].document.day < after[0].document.day:
                counts = stories(before), stories(after)
                out.append(
                    {
                        "kind": kind,
                        "who": name,
                        "old": old,
                        "new": new,
                        "until": line(before[-1]),
                        "since": line(after[0]),
                        "before": counts[0],
                        "after": counts[1],
                        "firm": min(counts) >= FIRM,
                    }
                )
    return out


def frequency(found: Sequence[Use], corpus: Iterable[Document], period: str) -> list[Row]:
    """Uses per thousand words by period, from one text a story, with a 90% interval by drawing stories anew; periods without a text are not there."""
    width = PERIODS[period]
    chosen: dict[str, Document] = {}
    for document in corpus:
        if document.day:
            held = chosen.get(document.story)
            if held is None or (document.day, document.id) < (held.day, held.id):
                chosen[document.story] = document
    counts = Counter(u.document.id for u in found)
    by_period: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for document in sorted(chosen.values(), key=lambda d: d.id):
        by_period[document.day[:width]].append((counts[document.id], document.words))
    random = np.random.default_rng(SEED)
    out = []
    for name, pairs in sorted(by_period.items()):
        table = np.array(pairs, float)
        drawn = table[random.integers(0, len(table), (DRAWS, len(table)))].sum(axis=1)
        rates = 1000 * drawn[:, 0] / np.maximum(1, drawn[:, 1])
        low, high = np.quantile(rates, (0.05, 0.95))
        out.append(
            {
                "period": name,
                "stories": len(table),
                "words": int(table[:, 1].sum()),
                "uses": int(table[:, 0].sum()),
                "per_thousand": round(float(1000 * table[:, 0].sum() / max(1.0, table[:, 1].sum())), 4),
                # One text cannot be drawn anew.
                "low": round(float(low), 4) if len(table) > 1 else None,
                "high": round(float(high), 4) if len(table) > 1 else None,
            }
        )
    return out


def reported(record: Record, concept: str, corpus: Corpus) -> list[Row]:
    """Omissions that a text itself reports."""
    found = record.rows("SELECT body FROM standing WHERE noun = 'silences' AND json_extract(body, '$.concept') = ? ORDER BY id", (concept,))
    out = []
    for (body,) in found:
        row = json.loads(body)
        document = corpus.get(row["document"])
        if document is not None:
            sentence = " ".join(document.text[slice(*row["sentence"])].split())
            out.append(
                {
                    "id": row["id"],
                    "who": row["user"]["name"],
                    "country": row["user"]["country"],
                    "when": document.day or None,
                    "document": document.id,
                    "path": document.path,
                    "span": row["span"],
                    "sentence": sentence,
                }
            )
    return out

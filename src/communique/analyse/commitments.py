"""Mentions of one promise -> one commitment with all its evidence; later reports are dated revisions of it and make no second one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from communique.analyse.acts import Sources
from communique.model.identity import content_id
from communique.vocab.knowledge import Knowledge

Row = dict[str, Any]
STATUS = ("offered", "announced", "signed", "ratified", "in_force", "delivered", "suspended", "cancelled")
MONEY = ("announced", "committed", "disbursed")
# What a later report may revise.
REVISED = ("status", "money", "schedule", "amount", "count")
# Two mentions of the same parties and kind, without a sum or subject that tells them apart, are one if so near in time.
NEAR_DAYS = 45
# Words of a subject that two mentions share, of all that either has, from which on they mean one thing.
ALIKE = 0.5
PLAIN = frozenset(
    """a an the of on for to in and with between its their his her new free this that both two several some agreement agreements treaty treaties deal deals
    pact pacts accord accords memorandum memorandums understanding contract document documents loan loans aid assistance grant partnership investment cooperation
    joint bilateral comprehensive strategic worth signed""".split()
)


def joined(mentions: Iterable[Row], cluster_of: Mapping[str, str], documents: Sources, knowledge: Knowledge) -> Iterator[Row]:
    """One row a commitment, in the order of their first mention's kind and parties."""
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in mentions:
        groups[str(row["kind"]), *sorted({p["country"] or p["id"] for p in row["parties"]})].append(row)
    for _, rows in sorted(groups.items()):
        rows.sort(key=lambda r: (day(r, documents), r["document"], r["span"]))
        held: list[list[Row]] = []
        for row in rows:
            same = next((h for h in reversed(held) if any(one_promise(row, other, cluster_of, documents) for other in h)), None)
            if same is None:
                held.append([row])
            else:
                same.append(row)
        for found in held:
            yield one(found, documents, knowledge)


def day(row: Row, documents: Sources) -> date:
    """When a mention was published; the undated last."""
    return documents[row["document"]].day or date.max


def one_promise(a: Row, b: Row, cluster_of: Mapping[str, str], documents: Sources) -> bool:
    """Whether two mentions of one kind and the same parties mean one promise."""
    if a["event"] and b["event"] and cluster_of.get(a["event"]) == cluster_of.get(b["event"]) is not None:
        return True
    if a["kind"] == "partnership":
        return subject(a) == subject(b) or "upgrade" in {*subject(a)} ^ {*subject(b)}
    # A treaty is signed on one day and ratified on another; two of one kind signed far apart are two.
    if a["status"] == b["status"] and far_apart(a, b):
        return False
    near = abs((day(a, documents) - day(b, documents)).days) <= NEAR_DAYS
    if a["value"] is not None and b["value"] is not None:
        return a["currency"] == b["currency"] and (a["value"] == b["value"] or same_day(a, b))
    if a["count"] and b["count"]:
        return near
    mine, theirs = subject(a), subject(b)
    if mine and theirs:
        return len(mine & theirs) / len(mine | theirs) >= ALIKE
    return near and bool(a["count"]) == bool(b["count"])


def same_day(a: Row, b: Row) -> bool:
    """Whether both are put on one and the same day: then different sums are a disagreement and no two promises."""
    days = [(w["earliest"], w["latest"]) for r in (a, b) if (w := r["when"])]
    return len(days) == 2 and days[0] == days[1] and days[0][0] is not None and days[0][0] == days[0][1]


def far_apart(a: Row, b: Row) -> bool:
    """Whether both are dated, and differently by more than reports of one act differ."""
    first, second = (r["when"] for r in (a, b))
    if not first or not second or not all((first["earliest"], first["latest"], second["earliest"], second["latest"])):
        return False
    ends = [date.fromisoformat(w[k]) for w in (first, second) for k in ("earliest", "latest")]
    return max(ends[0], ends[2]).toordinal() - min(ends[1], ends[3]).toordinal() > NEAR_DAYS


def subject(row: Row) -> frozenset[str]:
    """The words that tell a promise from others, without its parties' names; a rung by all its words."""
    words = re.findall(r"[^\W\d_]+", row["about"].lower())
    own = {w for p in row["parties"] for name in (p["name"], p["text"]) for w in name.lower().split()}
    return (
        frozenset(words) if row["kind"] == "partnership" else frozenset(w for w in words if w not in PLAIN and w not in own and len(w) > 2)
    )


def one(rows: list[Row], documents: Sources, knowledge: Knowledge) -> Row:
    """The fullest mention speaks for the commitment; every mention is its evidence, in the order of publication."""
    # Of those that say as much, the first report speaks.
    fullest = max(
        rows, key=lambda r: (r["count"] is not None, r["amount"] is not None, bool(r["when"]), -day(r, documents).toordinal(), r["id"])
    )
    bound_by: dict[str, tuple[Row, str]] = {}
    for row in rows:
        for party, role in zip(row["parties"], row["roles"], strict=True):
            bound_by.setdefault(party["country"] or party["id"], (bound(party, knowledge), role))
    dated = [r["when"] | {"document": r["document"]} for r in rows if r["when"] and r["when"]["earliest"]]
    when = min(dated, key=lambda w: ((w["latest"] or "9") > w["earliest"], w["earliest"], w["latest"] or ""), default=None)
    sums = [r for r in rows if r["value"] is not None]
    return {
        "id": content_id("co", rows[0]["kind"], sorted(r["id"] for r in rows)),
        "kind": rows[0]["kind"],
        "parties": [bound_by[k][0] | {"role": bound_by[k][1]} for k in sorted(bound_by)],
        "about": fullest["about"],
        "amount": fullest["amount"],
        "value": sums[-1]["value"] if sums else None,
        "currency": sums[-1]["currency"] if sums else None,
        "count": fullest["count"],
        "counts": sorted({r["count"] for r in rows if r["count"] is not None}),
        "bundle": bundle(rows, documents),
        "status": max((r["status"] for r in rows), key=STATUS.index),
        "money": max((r["money"] for r in rows if r["money"]), key=MONEY.index, default=None),
        "schedule": next((r["schedule"] for r in reversed(rows) if r["schedule"]), None),
        "evidence_status": "reported" if any(r["voice"] == "reporter" for r in rows) else "claimed",
        "stories": len({documents[r["document"]].story for r in rows}),
        "when": when,
        "mentions": rows,
        "revisions": revisions(rows, documents),
        "evidence": [{k: r[k] for k in ("document", "span", "sentence", "voice", "about_span", "amount_span", "count_span")} for r in rows],
    }


def bundle(rows: list[Row], documents: Sources) -> Row | None:
    """'37 agreements' is a count that somebody reports: which number by whom, and which of them are named."""
    counted = [r for r in rows if r["count"]]
    if not counted:
        return None
    told: dict[int, list[Row]] = defaultdict(list)
    for row in counted:
        told[row["count"]].append(
            {"document": row["document"], "span": row["count_span"] or row["span"], "outlet": documents[row["document"]].outlet}
        )
    named: dict[str, Row] = {}
    for row in counted:
        for span, words in zip(row["named"], row["named_text"], strict=True):
            named.setdefault(words.lower(), {"text": words, "document": row["document"], "span": span})
    # One topic may be that of several texts of a bundle, so what is not named is at least so many.
    return {
        "reported": [{"count": n, "by": by} for n, by in sorted(told.items())],
        "named": list(named.values()),
        "unnamed_at_least": max(0, min(told) - len(named)),
    }


def revisions(rows: list[Row], documents: Sources) -> list[Row]:
    """What each later report says otherwise: the first report, then each that changes a field, with its day and place."""
    out: list[Row] = []
    last: Row = {}
    for row in rows:
        now = {k: row[k] for k in REVISED if row[k] is not None}
        changed = {
            k: v for k, v in now.items() if last.get(k) != v and not (k == "status" and last and STATUS.index(v) < STATUS.index(last[k]))
        }
        if changed:
            source = documents[row["document"]]
            out.append(
                {
                    "published": source.day.isoformat() if source.day else None,
                    **changed,
                    "document": row["document"],
                    "span": row["span"],
                }
            )
        last |= changed
    return out


def bound(party: Row, knowledge: Knowledge) -> Row:
    """Who is bound: the state for which a person signs."""
    state = knowledge.actors.get(f"state:{party['country']}") if party["country"] else None
    return {"id": state.id if state else party["id"], "name": state.name if state else party["name"], "country": party["country"]}

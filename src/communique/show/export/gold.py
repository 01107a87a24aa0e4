"""Judged rows as a gold set: what reviewers hold of each row, with the texts, so that a user measures the coder on their own corpus."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique.model.errors import CommuniqueError
from communique.record.log import judgements
from communique.record.queries import documents
from communique.record.store import Record
from communique.show.export.files import folder, written

Row = dict[str, Any]
CARD = """# Reviewed rows

Made by `communique export --to gold` from a record's judgements. Score the program against them:

    communique evaluate reviewed {folder}

- `rows.jsonl`: one line a judged row: noun, state (accepted, edited, rejected), the row as it should be (or as the program had it, where
  it was rejected), who judged it, and whether it was drawn by lot.
- `documents.jsonl`: the texts that these rows were judged in, with their dates. They are your sources' words: mind who owns them.

Precision is measured where rows were drawn by lot. Recall is against rows that reviewers kept or added: what the program never found and
nobody added is not in here.

{counts}
"""


def write(record: Record, out: Path) -> list[Path]:
    """Write the set into a folder; each file appears whole or not at all."""
    rows = list(judged(record))
    if not rows:
        raise CommuniqueError("nothing in this record is judged.", hint=f"Review some rows: communique explore --record {record.path}")
    wanted = {row["document"] for row in rows}
    texts = [d for d in documents(record) if d["id"] in wanted]
    counts = "".join(
        f"- {noun}: "
        + ", ".join(f"{sum(r['noun'] == noun and r['state'] == s for r in rows)} {s}" for s in ("accepted", "edited", "rejected"))
        + "\n"
        for noun in sorted({r["noun"] for r in rows})
    )
    parts = {
        "rows.jsonl": "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows),
        "documents.jsonl": "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in texts),
        "CARD.md": CARD.format(folder=out, counts=counts),
    }
    return [written(folder(out) / name, content) for name, content in parts.items()]


def judged(record: Record) -> Iterator[Row]:
    """Rows on which reviewers agree, or an adjudicator ruled, in the order of their ids. Undecided and disputed ones are no gold."""
    by_row: dict[tuple[str, str], list[Row]] = {}
    for one in judgements(record):
        if not one["undone"] and one["verdict"] in {"accept", "reject", "edit", "add"}:
            by_row.setdefault((one["noun"], one["target"]), []).append(one)
    query = "SELECT o.noun, o.id, o.document, o.body, o.state FROM overlay o JOIN documents d ON d.id = o.document WHERE d.current = 1 ORDER BY o.noun, o.id"
    for noun, identity, document, body, state in record.rows(query):
        said = by_row.get((noun, identity), [])
        if not said or state not in {"accepted", "edited", "rejected"}:
            continue
        row = json.loads(body) if body else said[-1]["row"]
        yield {
            "noun": noun,
            "id": identity,
            "document": document,
            "state": state,
            "row": row,
            "reviewers": sorted({j["reviewer"] for j in said}),
            "sampled": any(j["sampled"] for j in said),
        }

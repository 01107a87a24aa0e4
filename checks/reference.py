"""Write docs/reference/contract.md from the code, so that it cannot drift, or check that it is up to date (--check)."""

import dataclasses
import sys
from pathlib import Path

from communique.model import actor, findings
from communique.model.dates import When
from communique.record.queries import INTERNAL, NOUNS

PAGE = Path(__file__).parents[1] / "docs/reference/contract.md"
CLASSES = {
    "statements": findings.Statement,
    "events": findings.Event,
    "terms": findings.Term,
    "silences": findings.Silence,
    "forecasts": findings.Forecast,
}
DERIVED = {
    "documents": "id, path (as given), sha256 (of the text), text, title, byline, outlet {id, name, country, basis}, language, url, published {earliest, latest, basis, because}, story, blocks [[kind, start, end]], supersedes",
    "actors": "id, name, kind, country, sector, names, identifiers, offices [{title, of, earliest, latest, evidence}], documents",
    "commitments": "id, kind, parties [{id, name, country, role}], about, amount, value, currency (ISO 4217; null where its words fit several), count, counts, bundle {reported [{count, by}], named [{text, document, span}], unnamed_at_least}, status (offered, announced, signed, ratified, in_force, delivered, suspended, cancelled), money (announced, committed, disbursed), schedule (delayed, completed), evidence_status (reported, claimed), stories, when, revisions [{published, what changed, document, span}], evidence [{document, span, sentence, voice, about_span, amount_span, count_span}]",
    "conflicts": "id, kind (name, office, date, count, amount, wording, claim), about, values [{value, document, span, outlet, story}], sides [{value, outlets, stories}], note (what the vocabulary knows), cluster, commitment",
    "ties": "id, a, b, period {start, end}, events_by_quad, events_by_type, events (cluster ids), statements, documents, statement_rows, document_rows (their ids), outlets, stories, score {mean, low, high}",
}


def fields(cls: type) -> str:
    """A class's fields and their types."""
    return ", ".join(f"{f.name}: {str(f.type).replace('communique.model.', '')}" for f in dataclasses.fields(cls) if f.name not in INTERNAL)


def drawn() -> str:
    """The page."""
    out = [
        "# What `export --to jsonl` writes",
        "",
        "Made from the code by `python checks/reference.py`. One file a noun, one object a line, in the order of ids.",
        "Spans are `[start, end]`: code points, end-exclusive, into the document's `text`. `because` holds reasons in words.",
        "",
    ]
    for noun in NOUNS:
        out += [f"## {noun}.jsonl", ""]
        if noun in DERIVED:
            out += [DERIVED[noun], ""]
            continue
        cls = CLASSES[noun]
        out += [
            " ".join((cls.__doc__ or "").split()),
            "",
            f"path (of the document), {fields(cls)}" + (", cluster, clustered_because" if noun == "events" else "") + ", review",
            "",
        ]
    out += [
        "## Parts",
        "",
        "**review**: machine (nobody judged it), accepted, edited, undecidable or disputed; rows that reviewers rejected are not in the export ([reviews](reviews.md))",
        "",
        f"**Party** (speaker, user, forecaster, actors, recipients): {fields(actor.Party)}",
        "",
        f"**When**: {fields(When)}",
        "",
        f"**Spans**: {fields(findings.Spans)}",
        "",
    ]
    return "\n".join(out)


def main() -> int:
    """Write or check."""
    if "--check" in sys.argv:
        if PAGE.read_text("utf8") != drawn():
            print(f"{PAGE.name} is out of date; run python checks/reference.py")
            return 1
        return 0
    PAGE.write_text(drawn(), "utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

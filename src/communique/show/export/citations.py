"""The documents as a bibliography: CSL-JSON and BibTeX."""

import re
from pathlib import Path
from typing import Any

from communique.record.queries import documents
from communique.record.store import Record
from communique.show.export.files import beside, listed, writing
from communique.show.web.cite import item

Row = dict[str, Any]
SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def write_csl(record: Record, out: Path) -> list[Path]:
    """CSL-JSON, as Zotero and pandoc read it."""
    path = beside(out, ".csl.json")
    with writing(path) as sink:
        sink.write("[")
        listed(sink, (item(row, row["id"]) | {"language": row["language"]} for row in documents(record)))
        sink.write("]\n")
    return [path]


def write_bibtex(record: Record, out: Path) -> list[Path]:
    """BibTeX in UTF-8; a date that is not known to a year is left out."""
    path = beside(out, ".bib")
    with writing(path) as sink:
        for row in documents(record):
            sink.write(entry(item(row, row["id"]), row))
    return [path]


def entry(cited: Row, row: Row) -> str:
    """One document as @article of its outlet, or @misc."""
    people = [p.get("literal") or f"{p['family']}, {p['given']}" for p in cited.get("author", ())]
    fields = {
        "title": "{" + escaped(cited["title"]) + "}",
        "author": " and ".join("{" + escaped(p) + "}" if "," not in p else escaped(p) for p in people),
        "journal": escaped(cited.get("container-title", "")),
        "language": row["language"] if row["language"] != "und" else "",
        "url": re.sub(r"[{}\\\s]", "", cited.get("URL", "")),
        "note": f"SHA-256 of the text: {row['sha256']}",
    }
    issued = cited.get("issued", {}).get("date-parts", [[]])[0]
    fields |= dict(zip(("year", "month", "day"), map(str, issued), strict=False))
    kind = "article" if fields["journal"] else "misc"
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{row['id']},\n{body}}}\n\n"


def escaped(text: str) -> str:
    """What TeX would take for a command, escaped; blanks single."""
    return "".join(SPECIAL.get(c, c) for c in " ".join(text.split()))

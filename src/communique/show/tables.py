"""Rows as tables on a terminal, the evidence under each row."""

from collections.abc import Callable, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from communique.record.store import Record
from communique.show import words
from communique.show.evidence import Texts

Row = dict[str, Any]
Columns = tuple[tuple[str, Callable[[Row], str]], ...]
MOST_NAMES = 6


def score(found: Row) -> str:
    """A mean with its interval, or why there is none."""
    if found["mean"] is None:
        return ""
    return f"{found['mean']} (one event: no interval)" if found["low"] is None else f"{found['mean']} ({found['low']} to {found['high']})"


def counted(row: Row) -> str:
    """'36 by 2, 37 by 1; 3 named, 33 unnamed'"""
    bundle = row["bundle"]
    if not bundle:
        return ""
    reported = ", ".join(f"{r['count']} by {len({b['outlet'] for b in r['by']})}" for r in bundle["reported"])
    return f"{reported}; {len(bundle['named'])} named, at least {bundle['unnamed_at_least']} unnamed"


COLUMNS: Mapping[str, Columns] = {
    "documents": (
        ("id", lambda r: r["id"]),
        ("title", lambda r: r["title"] or r["path"]),
        ("outlet", words.outlet),
        ("lang", lambda r: r["language"]),
        ("published", lambda r: words.when(r["published"])),
        ("basis", lambda r: r["published"]["basis"]),
        ("because", lambda r: "; ".join(r["published"]["because"])),
    ),
    "actors": (
        ("id", lambda r: r["id"]),
        ("name", lambda r: r["name"]),
        ("kind", lambda r: r["kind"]),
        ("country", lambda r: r["country"] or ""),
        ("sector", lambda r: r["sector"]),
        ("named as", lambda r: ", ".join(r["names"][:MOST_NAMES])),
        ("documents", lambda r: str(r["documents"])),
    ),
    "events": (
        ("when", lambda r: words.when(r["when"])),
        ("act", words.act),
        ("actors", lambda r: words.parties(r["actors"])),
        ("recipients", lambda r: words.parties(r["recipients"])),
        ("realis", lambda r: r["realis"] + (", history" if r["historical"] else "")),
        ("voice", lambda r: "reporter" if r["voice"] == "reporter" else "a source"),
    ),
    "statements": (
        ("said", lambda r: words.when(r["said"])),
        ("speaker", words.speaker),
        ("form", lambda r: r["quotation"]),
        ("status", lambda r: r["status"]),
        ("modality", lambda r: r["modality"]),
        ("medium", lambda r: r["medium"] or ""),
        ("to", lambda r: r["addressee"] or ""),
    ),
    "terms": (
        ("concept", lambda r: r["concept"]),
        ("variant", lambda r: r["variant"]),
        ("user", lambda r: r["user"]["name"]),
        ("stance", lambda r: r["stance"]),
    ),
    "silences": (
        ("concept", lambda r: r["concept"]),
        ("who", lambda r: r["user"]["text"] or r["user"]["name"]),
        ("words", lambda r: r["text"]),
    ),
    "commitments": (
        ("when", lambda r: words.when(r["when"])),
        ("kind", lambda r: r["kind"]),
        ("parties", lambda r: ", ".join(f"{p['name']}{'' if p['role'] == 'party' else ' (' + p['role'] + ')'}" for p in r["parties"])),
        ("about", lambda r: r["about"]),
        ("amount", lambda r: r["amount"] or ""),
        ("count", counted),
        (
            "status",
            lambda r: ", ".join(v.replace("_", " ") for v in (r["status"], r["money"] and f"money {r['money']}", r["schedule"]) if v),
        ),
        (
            "told",
            lambda r: (
                f"{r['stories']} stor{'ies' if r['stories'] != 1 else 'y'}, {len(r['revisions'])} step{'s' * (len(r['revisions']) != 1)}"
            ),
        ),
    ),
    "forecasts": (
        ("forecaster", lambda r: r["forecaster"]["name"]),
        ("likelihood", lambda r: r["likelihood_words"] or ""),
        ("horizon", lambda r: words.when(r["horizon"])),
        ("resolution", lambda r: r["resolution"]),
        ("because", lambda r: r.get("resolved_because", "")),
    ),
    "conflicts": (
        ("kind", lambda r: r["kind"]),
        ("about", lambda r: r["about"]),
        ("values", lambda r: " / ".join(str(s["value"]) for s in r["sides"])),
        ("stories", lambda r: " / ".join(str(s["stories"]) for s in r["sides"])),
        ("note", lambda r: r.get("note", "")),
    ),
    "ties": (
        ("pair", lambda r: f"{r['a']}–{r['b']}"),
        ("month", lambda r: r["period"]["start"][:7]),
        ("events by quad", lambda r: ", ".join(f"Q{k}:{v}" for k, v in r["events_by_quad"].items())),
        ("statements", lambda r: str(r["statements"])),
        ("documents", lambda r: str(r["documents"])),
        ("outlets", lambda r: str(r["outlets"])),
        ("stories", lambda r: str(r["stories"])),
        ("score", lambda r: score(r["score"])),
    ),
}


def print_table(record: Record, noun: str, total: int, shown: list[Row]) -> None:
    """Print rows with their evidence; what is left out is said. Piped output has one width, whatever the terminal."""
    console, texts = Console(soft_wrap=False), Texts(record)
    if not total:
        console.print(f"No {noun} match. Drop a filter, or see what is there: communique show {noun} --record {record.path}", markup=False)
        return
    excerpts = [texts.excerpt(row) for row in shown]
    table = Table(header_style="bold", show_lines=any(e.words for e in excerpts))
    for name, _ in COLUMNS[noun]:
        table.add_column(name, overflow="fold")
    if any(e.words for e in excerpts):
        table.add_column("evidence", overflow="fold", ratio=3, min_width=30)
    for row, excerpt in zip(shown, excerpts, strict=True):
        line = Text(excerpt.before[-90:], style="dim").append(excerpt.words, style="bold not dim").append(excerpt.after[:130])
        table.add_row(*(Text(get(row)) for _, get in COLUMNS[noun]), *([line] if any(e.words for e in excerpts) else []))
    console.print(table)
    if len(shown) < total:
        console.print(f"{len(shown)} of {total} shown; --limit 0 shows all.")

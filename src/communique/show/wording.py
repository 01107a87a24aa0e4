"""Ledgers, silences, concordances and networks as tables on the terminal; every line names its text."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from communique.model.rows import cell

Row = dict[str, Any]
Cells = Sequence[str]


def table(head: Cells, rows: Iterable[Cells], *, title: str = "", right: Iterable[int] = ()) -> None:
    """Print a table; cells are text and never markup."""
    made = Table(header_style="bold", title=escape(title) or None, title_justify="left", title_style="bold")
    for n, name in enumerate(head):
        made.add_column(name, overflow="fold", justify="right" if n in set(right) else "left")
    for row in rows:
        made.add_row(*(escape(str(words)) for words in row))
    Console(soft_wrap=False).print(made)


def say(words: str = "") -> None:
    """Print a line that holds no markup."""
    Console(soft_wrap=True).print(words, markup=False, highlight=False)


def print_list(rows: Sequence[Row]) -> None:
    """The wordings that are followed."""
    table(
        ("wording", "name", "languages", "uses", "documents", "stories"),
        ((r["concept"], r["name"], " ".join(r["languages"]), str(r["uses"]), str(r["documents"]), str(r["stories"])) for r in rows),
        right=(3, 4, 5),
    )
    say("The story of one: communique terms ledger WORDING --record FILE")


def when_where(line: Row | None) -> str:
    """'2023-12-12, Northern Readouts (a.txt)'"""
    return f"{line['when'] or 'undated'}, {line['outlet'] or 'outlet not known'} ({line['path']})" if line else ""


def print_ledger(row: Row) -> None:
    """A wording's story, part by part; a part without a row is named as such."""
    coined = row["coined"]
    say(row["name"])
    if row["note"]:
        say(row["note"])
    if coined["by"]:
        say(f"Coined by {coined['by']}{', ' + coined['when'] if coined['when'] else ''} (vocabulary: {'; '.join(row['sources'])}).")
    copies = f", {row['undated']} of them undated" if row["undated"] else ""
    say(f"Uses: {row['uses']}{copies}; documents: {row['documents']}; stories: {row['stories']}. Copies of a story count once below.")
    if not row["uses"]:
        return
    if row["first_by_coiner"]:
        say(f"First heard from {coined['by']} here: {row['first_by_coiner']['text']!r}, {when_where(row['first_by_coiner'])}")
    print_users(row)
    for shift in row["shifts"]:
        weight = "" if shift["firm"] else f" (few texts: {shift['before']} before, {shift['after']} after)"
        say(
            f"Shift: {shift['who']} said {shift['old']!r} until {shift['until']['when']}, {shift['new']!r} since {shift['since']['when']}{weight}"
        )
    print_forms(row)
    for silence in row["reported_silences"]:
        say(f"Reported silence: {silence['who']}: {silence['sentence']} ({silence['path']})")
    print_silences([r for r in row.get("silences", []) if r["without"]])


def print_users(row: Row) -> None:
    """Forms, sides, outlets, and who takes which side."""
    table(
        ("form", "language", "stories", "uses", "first"),
        ((v["variant"], v["language"], str(v["stories"]), f"{v['uses']} of {v['of']}", when_where(v["first"])) for v in row["variants"]),
        title="Forms",
        right=(2, 3),
    )
    table(
        ("side", "stories by stance", "forms", "first use", "by"),
        ((s["side"], pairs(s["stances"]), pairs(s["variants"]), when_where(s["first"]), told(s["first"])) for s in row["sides"]),
        title="Sides (states whose people use it)",
    )
    table(
        ("outlet", "country", "stories by form", "uses", "in its own voice"),
        ((o["outlet"], o["country"] or "", pairs(o["variants"]), str(o["uses"]), str(o["own_voice"])) for o in row["outlets"]),
        title="Outlets",
        right=(3, 4),
    )
    takers = [t for kind in ("promoters", "adopters", "rejecters") for t in row[kind]]
    table(
        ("who", "stories", "first", "sentence"),
        ((told(t["first"]), str(t["stories"]), when_where(t["first"]), t["first"]["sentence"][:160]) for t in takers),
        title="Who promotes, adopts and rejects it",
        right=(1,),
    )


def print_forms(row: Row) -> None:
    """Renderings and frequency."""
    table(
        ("of", "rendered as", "by", "", "uses"),
        (
            (
                r["of"].replace("|", " or "),
                r["into"],
                r["by"],
                "official" if r["official"] else "the outlet's own",
                "" if r["uses"] is None else str(r["uses"]),
            )
            for r in row["renderings"]
        ),
        title="Renderings",
        right=(4,),
    )
    table(
        ("period", "stories", "words", "uses", "per 1,000 words", "90% interval"),
        (
            (
                f["period"],
                str(f["stories"]),
                f"{f['words']:,}",
                str(f["uses"]),
                f"{f['per_thousand']:.2f}",
                "one text" if f["low"] is None else f"{f['low']:.2f} to {f['high']:.2f}",
            )
            for f in row["frequency"]
        ),
        title="Frequency (every period that has a text)",
        right=(1, 2, 3, 4, 5),
    )


def told(line: Row) -> str:
    """Who, and whether in their own words."""
    return f"{line['user']}, {line['stance']}{'' if line['own_words'] else ' (told of)'}"


def pairs(counts: Mapping[str, int]) -> str:
    """'adopts 2, uses 1'"""
    return ", ".join(f"{k} {v}" for k, v in counts.items())


def print_silences(rows: Sequence[Row]) -> None:
    """Each side's texts on an occasion, with and without."""
    if not rows:
        say("No occasion in this record has texts both with and without it, so nothing can be said of silence.")
        return
    table(
        ("who", "occasion", "without", "of", "texts without"),
        (
            (
                r["who"],
                f"{'-'.join(r['occasion']['pair'])} {r['occasion']['first']}{'' if r['occasion']['first'] == r['occasion']['last'] else ' to ' + r['occasion']['last']}",
                str(r["without"]),
                str(r["of"]),
                "\n".join(f"{d['when'] or 'undated'} {d['path']}" for d in r["documents_without"]),
            )
            for r in rows
        ),
        title="Absent from the texts on an occasion (meetings and visits where others used it)",
        right=(2, 3),
    )


def print_keywords(rows: Sequence[Row], one: str, other: str) -> None:
    """Keyness, highest G2 first."""
    if not rows:
        say("Nothing stands out.")
        return
    table(
        ("words", f"in {one}", f"in {other}", "G2", "log ratio", "90% interval", "texts", "dispersion (DP)"),
        (
            (
                r["word"],
                str(r["a"]),
                str(r["b"]),
                f"{r['g2']:.1f}",
                f"{r['log_ratio']:+.2f}",
                f"{r['low']:+.2f} to {r['high']:+.2f}",
                f"{r['documents_a']} and {r['documents_b']}",
                f"{r['dispersion']:.2f}",
            )
            for r in rows
        ),
        right=(1, 2, 3, 4, 5, 6, 7),
    )


def print_collocates(found: Row, limit: int) -> None:
    """Collocates, highest G2 first."""
    say(f"{found['places']} places, {found['words_near']} words near them.")
    table(
        ("word", "near", "elsewhere", "G2", "log ratio", "logDice", "texts"),
        (
            (
                r["word"],
                str(r["near"]),
                str(r["elsewhere"]),
                f"{r['g2']:.1f}",
                f"{r['log_ratio']:+.2f}",
                f"{r['log_dice']:.2f}",
                str(r["documents"]),
            )
            for r in found["rows"][: limit or None]
        ),
        right=(1, 2, 3, 4, 5, 6),
    )


def print_kwic(rows: Sequence[Row], limit: int) -> None:
    """A concordance: what was sought stands in one column, and the context takes what room is left."""
    if not rows:
        say("It stands nowhere in this slice.")
        return
    shown = rows[: limit or None]
    console = Console(soft_wrap=False)
    found, who, outlet = (max(len(str(r[k] or "")) for r in shown) for k in ("match", "speaker", "outlet"))
    who, outlet = min(who, 20), min(outlet, 18)
    room = max(12, (console.width - found - who - outlet - len("indirect") - len("2023-12-12") - 12) // 2)
    made = Table(header_style="bold", show_edge=False, pad_edge=False, box=None)
    for name, width, justify in (
        ("before", room, "right"),
        ("", found, "left"),
        ("after", room, "left"),
        ("speaker", who, "left"),
        ("voice", 8, "left"),
        ("date", 10, "left"),
        ("outlet", outlet, "left"),
    ):
        made.add_column(name, justify=justify, width=width, no_wrap=True)  # type: ignore[arg-type]
    for r in shown:
        cells = (r["left"][-room:], r["match"], r["right"], r["speaker"] or "", r["voice"], r["when"] or "undated", r["outlet"] or "")
        made.add_row(*(f"[bold]{escape(c)}[/bold]" if n == 1 else escape(c) for n, c in enumerate(cells)))
    console.print(made)
    if len(shown) < len(rows):
        say(f"{len(shown)} of {len(rows)} shown; --limit 0 shows all.")


def print_network(found: Row) -> None:
    """Edges, the heaviest first."""
    if not found["edges"]:
        say("No two have a stance on the same wording.")
        return
    table(
        ("from", "to", "weight", "agree", "disagree")
        if found["kind"] == "affiliation"
        else ("one", "other", "weight", "congruent", "opposed"),
        (
            (
                e["source"],
                e["target"],
                f"{e['weight']:.3f}".rstrip("0").rstrip("."),
                str(e.get("agrees", e.get("congruent"))),
                str(e.get("disagrees", e.get("opposed"))),
            )
            for e in sorted(found["edges"], key=lambda e: (-abs(e["weight"]), e["source"], e["target"]))
        ),
        title=f"{found['kind']}, normalised: {found['normalisation']}; {len(found['nodes'])} nodes",
        right=(2, 3, 4),
    )


def write_csv(rows: Sequence[Row], path: Path) -> None:
    """Rows as CSV."""
    with path.open("w", encoding="utf8", newline="") as sink:
        writer = csv.writer(sink, lineterminator="\n")
        writer.writerow(list(rows[0]) if rows else [])
        writer.writerows([cell(v) if isinstance(v, str) else v for v in r.values()] for r in rows)

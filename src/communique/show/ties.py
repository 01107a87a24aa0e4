"""Ties, base rates and the signed network on the terminal; every number stands beside the way to its rows."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from communique.show.wording import say, table

Row = dict[str, Any]
MOST_IDS = 3


def names_of(states: Mapping[str, str], code: str) -> str:
    """'Vietnam'"""
    return states.get(code, code)


def band(found: Row | None) -> str:
    """'2.4 (1.9 to 3.1)'"""
    return f"{found['mean']:.2g} ({found['low']:.2g} to {found['high']:.2g})" if found else ""


def ids(rows: Sequence[str]) -> str:
    """The first few rows and how many more."""
    return ", ".join(rows[:MOST_IDS]) + (f" and {len(rows) - MOST_IDS} more" if len(rows) > MOST_IDS else "")


def print_everyone(rows: Sequence[Row], by: str, limit: int, read: tuple[int, int]) -> None:
    """All pairs. `read`: documents dated to a month, of how many."""
    if not rows:
        say(
            f"No act between two states lies in the time of publication; {read[0]} of {read[1]} documents are dated to a month (communique show documents)."
        )
        return
    shown = rows[:limit] if limit else rows
    table(
        ("pair", "events", f"rate now, a {by} (90%)", "changes"),
        (
            (
                f"{r['a']}–{r['b']}",
                str(r["events"]),
                band(r["rate"]),
                ", ".join(f"{'up' if c['up'] else 'down'} {c['at'][:7]} ({c['chance']:.2f})" for c in r["changes"]) or "none told",
            )
            for r in shown
        ),
        right=(1,),
    )
    if len(shown) < len(rows):
        say(f"{len(shown)} of {len(rows)} shown; --limit 0 shows all.")
    say(
        f"{read[0]} of {read[1]} documents are dated to a month and counted. One pair in full: communique ties --pair {rows[0]['a']},{rows[0]['b']}"
    )


def print_profile(tie: Row, sentences: Mapping[str, Sequence[Row]], record: Path) -> None:
    """One pair: periods with their denominators, then what changed, the parts of the tie, and how to see the rows."""
    found = tie["series"]["events"]
    say(f"{tie['a']}–{tie['b']}, by {tie['by']}. Rate: {tie['unit']}.")
    lines = []
    for i, period in enumerate(tie["periods"]):
        if not (found["counts"][i] or period["statements"] or period["of_stories"]):
            continue
        lines.append(
            (
                period["start"],
                str(found["counts"][i]),
                " ".join(f"{k}:{n}" for k, n in period["events_by_type"].items()),
                str(len(period["statements"])),
                f"{period['stories']} of {period['of_stories']}",
                f"{period['outlets']} of {period['of_outlets']}",
                band(found["rate"][i]) if found["rate"] else "",
                f"{found['without_one_outlet'][i]['low']:.2g} to {found['without_one_outlet'][i]['high']:.2g}" if found["rate"] else "",
            )
        )
    table(("from", "events", "by type", "statements", "stories", "outlets", "rate (90%)", "without one outlet"), lines, right=(1, 3))
    empty = len(tie["periods"]) - len(lines)
    if empty:
        say(f"{empty} {tie['by']}s in which nothing was published are left out.")
    if tie["precision"]:
        p = tie["precision"]
        say(
            f"Of events drawn by lot and reviewed {p['mean']} stood (90%: {p['low']} to {p['high']}); rates of unreviewed events allow for it."
        )
    if not tie["coverage_measured"]:
        say("Outlets overlap too little to measure what they miss: coverage is the number of stories.")
    for name, told in sentences.items():
        for sentence in told:
            say(f"{name}: {sentence['words']}" + (f" Rows: {ids(sentence['rows'])}." if sentence["rows"] else ""))
    print_parts([tie])
    if tie["outside"]:
        say(f"{len(tie['outside'])} events lie outside the time of publication and are not counted: {ids(tie['outside'])}.")
    say(f"The rows of any number: communique show events --id ROW --record {record}; all of them: communique ties --json")


def print_parts(ties: Sequence[Row]) -> None:
    """The parts of one tie or of several side by side: what binds or costs, and what is talk."""
    heads = [f"{t['a']}–{t['b']}" for t in ties]
    parts = list(ties[0]["weight"])
    table(
        ("part", *(f"{h}, {kind}" for h in heads for kind in ("binding or costly", "talk"))),
        ((part, *(str(len(t["weight"][part][kind])) for t in ties for kind in ("costly", "talk"))) for part in parts),
        right=range(1, 2 * len(ties) + 1),
    )
    for tie in ties:
        for row in tie["wording"]:
            uses = ", ".join(f"{k} {len(v)}" for k, v in row["stances"].items())
            say(f"wording: {row['by']} on {row['concept']} (coined in {row['coined_in']}): {uses}.")


def print_outlook(found: Row, limit: int, record: Path) -> None:
    """The chances of a type, after the test of such chances."""
    test = found["test"]
    say(f"At least one {found['type']} in {found['days']} days, told from {found['windows']} windows up to {found['known_until']}.")
    if test["skill"] is None:
        say(f"Test on the past: {test['verdict']}.")
    else:
        say(
            f"Test on the past: {test['verdict']}. Brier skill against the pooled rate {test['skill']:+.2f} (90%: {test['low']:+.2f} to {test['high']:+.2f}); "
            f"{test['forecasts']} forecasts of {test['pairs']} pairs at {test['origins']} origins, {test['hits']} came true."
        )
    shown = found["chances"][:limit] if limit else found["chances"]
    table(
        ("pair", "chance (90%)", "own past", "pairs as busy", "all pairs", "rows"),
        (
            (
                "–".join(c["pair"]),
                f"{c['mean']:.2f} ({c['low']:.2f} to {c['high']:.2f})",
                f"{c['hits']} of {c['windows']} windows",
                f"{c['alike']:.2f}",
                f"{c['pooled']:.2f}",
                ids(c["rows"]),
            )
            for c in shown
        ),
    )
    if len(shown) < len(found["chances"]):
        say(f"{len(shown)} of {len(found['chances'])} shown; --limit 0 shows all.")
    say(f"The rows: communique show events --id ROW --record {record}")


def print_balance(found: Row) -> None:
    """The signed network, as the exploration that it is."""
    say(f"Signed network ({found['note']}).")
    table(
        ("pair", "sign", "cooperation", "conflict"),
        ((f"{t['a']}–{t['b']}", "+" if t["sign"] > 0 else "−", str(len(t["cooperation"])), str(len(t["conflict"]))) for t in found["ties"]),
        right=(2, 3),
    )
    if found["triangles"]:
        dealt = found["dealt"]
        say(
            f"{found['balanced']:.0%} of {found['triangles']} triangles are balanced; with the same signs dealt out anew {dealt['mean']:.0%} "
            f"(90%: {dealt['low']:.0%} to {dealt['high']:.0%})."
        )
    else:
        say("No triangle of signed ties.")


def print_beside(found: Row) -> None:
    """Our counts and theirs, then how far they move together."""
    from rich.console import Console
    from rich.table import Table

    console = Console(soft_wrap=False)
    pair = "–".join(found["pair"])
    if found["why"]:
        console.print(f"{pair}: {found['ours']} events of ours, {found['theirs']} of theirs: {found['why']}.", markup=False)
        return
    table = Table(header_style="bold", title=f"{pair}, events a {found['by']}")
    for name in ("from", "ours", "ours by quad", "theirs", "theirs by quad"):
        table.add_column(name, overflow="fold")
    for period in found["periods"]:
        cells = [(str(sum(side.values())), " ".join(f"Q{q}:{n}" for q, n in side.items())) for side in (period["ours"], period["theirs"])]
        table.add_row(period["start"], *cells[0], *cells[1])
    console.print(table)
    for name, said in found["agreement"].items():
        told = said["why"] or f"Spearman's rho {said['rho']} (90% interval {said['low']} to {said['high']})"
        console.print(f"{name}: {told}", markup=False, highlight=False)
    console.print("Ours: one row a happening, copies once. Theirs as they count; coverage differs, so levels do not compare.", markup=False)

"""Two texts side by side: on the terminal, and as one HTML page without outside parts that prints."""

from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from communique.show import page

Row = dict[str, Any]
KINDS = {"number": "number", "date": "date", "name": "name", "wording": "wording", "form": "form of a wording", "state": "state"}
MARKS = {"same": "same", "reworded": "reworded", "differs": "differing", "only a": "only in A", "only b": "only in B"}


def texts(row: Row, group: Row, side: str) -> str:
    """The clauses of a group on one side."""
    return " ".join(row[side]["clauses"][n]["text"] for n in group[side])


def notes(group: Row) -> list[str]:
    """What the checks found, in words."""
    out = ["stands elsewhere in the other text"] if group["moved"] else []
    out += [f"{KINDS[d['kind']]}: {', '.join(d['a']) or 'none'} against {', '.join(d['b']) or 'none'}" for d in group["differs"]]
    return out


def summary(row: Row) -> str:
    """'12 clauses against 14: 3 same, 6 reworded ...; 2 moved'"""
    marks = Counter(g["mark"] for g in row["groups"])
    moved = sum(g["moved"] for g in row["groups"])
    told = ", ".join(f"{marks[m]} {MARKS[m]}" for m in MARKS if marks[m])
    return f"{len(row['a']['clauses'])} clauses against {len(row['b']['clauses'])}: {told}{f'; {moved} moved' if moved else ''}."


def print_compared(row: Row) -> None:
    """A table of two columns."""
    console = Console(soft_wrap=False)
    table = Table(header_style="bold", show_lines=True)
    table.add_column(Text(f"A: {row['a']['path']}"), ratio=5, overflow="fold")
    table.add_column("", ratio=2, overflow="fold")
    table.add_column(Text(f"B: {row['b']['path']}"), ratio=5, overflow="fold")
    for group in row["groups"]:
        left, right = Text(), Text()
        for change in group["words"]:
            left.append(change["a"], style="bold" if change["op"] != "equal" else "")
            right.append(change["b"], style="bold" if change["op"] != "equal" else "")
        table.add_row(
            left if group["words"] else Text(texts(row, group, "a")),
            Text("\n".join([MARKS[group["mark"]], *notes(group)])),
            right if group["words"] else Text(texts(row, group, "b")),
        )
    console.print(table)
    Console(soft_wrap=True).print(summary(row), markup=False, highlight=False)


def render(row: Row) -> str:
    """The page as a string; all that comes from the texts is escaped."""
    template = page.environment().from_string(files("communique.show").joinpath("compared.html").read_text("utf8"))
    groups = [g | {"left": texts(row, g, "a"), "right": texts(row, g, "b"), "notes": notes(g)} for g in row["groups"]]
    made: str = template.render(row=row, groups=groups, summary=summary(row), marks=MARKS)
    return made


def write(row: Row, out: Path) -> None:
    """Write the page."""
    page.write(render(row), out)

"""How rows read: parties, dates and offices in a person's words."""

from datetime import date
from typing import Any

Row = dict[str, Any]
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def parties(found: list[Row]) -> str:
    """'China, Vietnam'"""
    return ", ".join(p["name"] for p in found)


def day(value: str) -> str:
    """'12 Dec 2023'"""
    d = date.fromisoformat(value)
    return f"{d.day} {MONTHS[d.month - 1]} {d.year}"


def when(found: Row | None) -> str:
    """An interval at the precision it has: a day, a month, a year, or from-to; '?' where an end is open."""
    if not found or not (found.get("earliest") or found.get("latest")):
        return ""
    low, high = found.get("earliest"), found.get("latest")
    if not low:
        return f"by {day(str(high))}"
    if not high:
        return f"from {day(low)}"
    if low == high:
        return day(low)
    a, b = date.fromisoformat(low), date.fromisoformat(high)
    if (a.month, a.day, b.month, b.day) == (1, 1, 12, 31):
        return str(a.year) if a.year == b.year else f"{a.year}–{b.year}"
    if (
        a.day == 1
        and (a.year, a.month) == (b.year, b.month)
        and (b.day >= 28 and b.toordinal() + 1 == date(b.year + b.month // 12, b.month % 12 + 1, 1).toordinal())
    ):
        return f"{MONTHS[a.month - 1]} {a.year}"
    if (a.year, a.month) == (b.year, b.month):
        return f"{a.day}–{b.day} {MONTHS[a.month - 1]} {a.year}"
    return f"{day(low)} – {day(high)}"


def speaker(row: Row) -> str:
    """A speaker's name, or what the text says instead."""
    party = row["speaker"]
    if party["id"]:
        return str(party["name"])
    if party["candidates"]:
        return f"{party['text']} (undecided: {', '.join(c.partition(':')[2] for c in party['candidates'])})"
    return str(party["text"] or "no source named")


def act(row: Row) -> str:
    """'CONSULT visit'"""
    return f"{row['type']} {row['mode']}".strip()


def outlet(row: Row) -> str:
    """A document's outlet and its country."""
    found = row["outlet"]
    return "" if not found else f"{found['name']}" + (f" ({found['country']})" if found["country"] else "")

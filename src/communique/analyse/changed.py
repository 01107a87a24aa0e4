"""What changed, in sentences that cite rows: a profile's series -> [{words, rows}]."""

from typing import Any

from communique.vocab.knowledge import Knowledge

Row = dict[str, Any]
MOST_CITED = 8


def changed(tie: Row, name: str, knowledge: Knowledge) -> list[Row]:
    """What changed, in sentences that cite rows: [{words, rows}]; where nothing did, that is said with its band."""
    found, by = tie["series"][name], tie["by"]
    states = " and ".join(knowledge.actors[f"state:{c}"].name if f"state:{c}" in knowledge.actors else c for c in (tie["a"], tie["b"]))
    total = sum(found["counts"])
    if not found["rate"]:
        return [{"words": f"No {name} between {states} in {len(tie['periods'])} {by}s.", "rows": []}]
    if not found["changes"]:
        low, high = min(r["low"] for r in found["rate"]), max(r["high"] for r in found["rate"])
        return [
            {
                "words": f"No change is told: {total} {named(name)} between {states} in {len(tie['periods'])} {by}s are explained as well by one "
                f"rate (band {low:.2g} to {high:.2g} a {by}).",
                "rows": [r for rows in found["rows"] for r in rows][:MOST_CITED],
            }
        ]
    return [{"words": sentence(c, name, states, by), "rows": c["rows_after"][:MOST_CITED]} for c in found["changes"]]


def named(name: str) -> str:
    """'events', 'acts of conflict'"""
    return name if name == "events" else f"acts of {name}"


def sentence(change: Row, name: str, states: str, by: str) -> str:
    """One change in words."""
    before, after = change["before"], change["after"]
    way = "rose" if after["mean"] > before["mean"] else "fell"
    when = (
        f"about {change['at'][:7]}"
        if change["earliest"][:7] == change["latest"][:7]
        else f"between {change['earliest']} and {change['latest']}"
    )
    words = (
        f"{named(name).capitalize()} between {states} {way} from {before['mean']:.2g} ({before['low']:.2g} to {before['high']:.2g}) to "
        f"{after['mean']:.2g} ({after['low']:.2g} to {after['high']:.2g}) a {by}, {when} (chance {change['chance']:.2f})"
    )
    if change["types_after"]:
        words += "; since then " + ", ".join(f"{n} {t}" for t, n in change["types_after"][:3])
    if change["hangs_on"]:
        words += f". It is not told without {', '.join(change['hangs_on'])}"
    if change["entered_then"]:
        words += f". Read first at that time: {', '.join(change['entered_then'])}"
    return words + "."

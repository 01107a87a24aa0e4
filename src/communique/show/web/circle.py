"""States on a circle, drawn by the server: acts by pair -> places, lines and names. No script and no WebGL, and it prints."""

from math import cos, pi, sin
from typing import Any

from communique.analyse.balance import balance
from communique.analyse.series import Layout

Row = dict[str, Any]
MOST_STATES = 40
MOST_TIES = 150
SIZE, MIDDLE, RADIUS = 720, 360, 270


def drawn(layout: Layout) -> Row:
    """Places on a circle, those with most in common side by side; lines as wide as their acts are many."""
    ties = counted(layout)
    busy: dict[str, int] = {}
    for (a, b), row in ties.items():
        for code in (a, b):
            busy[code] = busy.get(code, 0) + len(row["cooperation"]) + len(row["conflict"])
    kept = sorted(busy, key=lambda c: (-busy[c], c))[:MOST_STATES]
    order = around(kept, ties)
    at = {
        c: (
            round(MIDDLE + RADIUS * cos(2 * pi * i / len(order) - pi / 2), 1),
            round(MIDDLE + RADIUS * sin(2 * pi * i / len(order) - pi / 2), 1),
        )
        for i, c in enumerate(order)
    }
    most = max([len(r["cooperation"]) + len(r["conflict"]) for r in ties.values()] + [1])
    inside = [(p, r) for p, r in ties.items() if p[0] in at and p[1] in at]
    lines = sorted(inside, key=lambda i: -len(i[1]["cooperation"]) - len(i[1]["conflict"]))[:MOST_TIES]
    return {
        "nodes": [
            {
                "code": c,
                "x": at[c][0],
                "y": at[c][1],
                "n": busy[c],
                **label(i, len(order)),
                "r": round(4 + 10 * (busy[c] / max(busy.values())) ** 0.5, 1),
            }
            for i, c in enumerate(order)
        ],
        "lines": [
            {
                "a": a,
                "b": b,
                "x1": at[a][0],
                "y1": at[a][1],
                "x2": at[b][0],
                "y2": at[b][1],
                "good": len(r["cooperation"]),
                "bad": len(r["conflict"]),
                "w": round(1 + 7 * ((len(r["cooperation"]) + len(r["conflict"])) / most) ** 0.5, 1),
            }
            for (a, b), r in lines
        ],
        "states": len(busy),
        "pairs": len(ties),
        "shown": len(lines),
        "balance": balance(layout.acts),
    }


def label(i: int, of: int) -> Row:
    """Where a name stands outside the circle, turned so that it reads outwards."""
    angle = 2 * pi * i / of - pi / 2
    left = cos(angle) < -1e-9
    x, y = MIDDLE + (RADIUS + 18) * cos(angle), MIDDLE + (RADIUS + 18) * sin(angle)
    return {"left": left, "tx": round(x, 1), "ty": round(y, 1), "turn": round(angle * 180 / pi + (180 if left else 0), 1)}


def counted(layout: Layout) -> dict[tuple[str, str], Row]:
    """Acts by pair, cooperation and conflict apart."""
    out: dict[tuple[str, str], Row] = {}
    for act in layout.acts:
        for pair in act.pairs:
            out.setdefault(pair, {"cooperation": [], "conflict": []})["conflict" if act.quad >= 3 else "cooperation"].append(act.id)
    return out


def around(states: list[str], ties: dict[tuple[str, str], Row]) -> list[str]:
    """States in an order in which each stands next to the one that it has most to do with of those left."""
    if not states:
        return []
    left, out = set(states[1:]), [states[0]]

    def common(code: str) -> tuple[int, str]:
        found = ties.get((min(code, out[-1]), max(code, out[-1])), {"cooperation": [], "conflict": []})
        return -len(found["cooperation"]) - len(found["conflict"]), code

    while left:
        out.append(min(left, key=common))
        left.discard(out[-1])
    return out

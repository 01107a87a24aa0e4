"""The map: how much the record tells of each state, and of one state's ties. Shapes are Natural Earth's, and so are its borders."""

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from starlette.responses import Response

from communique.show.web.page import Visit

Row = dict[str, Any]
SHADES = 5


@lru_cache(maxsize=1)
def world() -> Row:
    """Shapes and points by alpha-3; made by checks/world.py."""
    found: Row = json.loads(files("communique.show.web").joinpath("world.json").read_text("utf8"))
    return found


def worldmap(visit: Visit) -> Response:
    """Events by state; with `state`, by partner of that state."""
    view = visit.desk.view()
    state = visit.request.query_params.get("state", "").upper()
    counts: dict[str, int] = {}
    for row in view.pairs:
        for code, other in ((row["a"], row["b"]), (row["b"], row["a"])):
            if not state or other == state:
                counts[code] = counts.get(code, 0) + row["events"]
    top = max(counts.values(), default=0)
    places = world()
    codes = sorted({*places["points"], *counts})
    states = [
        {
            "code": code,
            "path": places["shapes"].get(code),
            "point": places["points"].get(code),
            "n": counts.get(code, 0),
            "shade": shade(counts.get(code, 0), top),
            "url": (f"/pairs/{min(code, state)}-{max(code, state)}" if state and code != state else f"/map?state={code}"),
        }
        for code in codes
    ]
    return visit.show(
        "map.html",
        "Map",
        states=states,
        other=places["other"],
        width=places["width"],
        height=places["height"],
        state=state if f"state:{state}" in visit.desk.knowledge.actors else "",
        top=top,
        listed=sorted(((n, c) for c, n in counts.items()), key=lambda p: (-p[0], p[1]))[:60],
        steps=[(s, bounds(s, top)) for s in range(1, SHADES + 1)] if top else [],
        unplaced=[c for c in counts if c not in places["points"]],
    )


def shade(n: int, top: int) -> int:
    """0 for nothing, then five steps, each of the root's equal parts."""
    return 0 if not n else min(SHADES, 1 + int((n / top) ** 0.5 * SHADES - 1e-9))


def bounds(step: int, top: int) -> str:
    """'5 to 12'"""
    low = int((((step - 1) / SHADES) ** 2) * top) + 1
    high = max(low, int(((step / SHADES) ** 2) * top))
    return str(low) if low == high else f"{low} to {high}"

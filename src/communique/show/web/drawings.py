"""What is drawn on pages, as numbers for SVG that the server writes: it prints, needs no script, and a screen reader is led to the rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.analyse.sieve import UNKNOWN, Table
from communique.show import words
from communique.show.report.timeline import Timeline, timeline
from communique.show.web.asked import Asked

Row = dict[str, Any]
WIDTH, HEIGHT = 1000, 90
# A date wider than this says too little to be drawn along a strip.
WIDEST_DAYS = 400
MOST_BINS = 60


def steps(first: date, last: date) -> list[tuple[date, date]]:
    """The bins of a strip: days, months or years, as fit."""
    days = (last - first).days + 1
    if days <= MOST_BINS:
        return [(d, d) for d in (date.fromordinal(first.toordinal() + i) for i in range(days))]
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    size = next(s for s in (1, 3, 12, 60, 120, 600, 12000) if months <= MOST_BINS * s)
    start = first.year * 12 + first.month - 1
    start -= start % size
    out = []
    while start <= last.year * 12 + last.month - 1:
        end = start + size
        out.append((date(start // 12, start % 12 + 1, 1), date.fromordinal(date(end // 12, end % 12 + 1, 1).toordinal() - 1)))
        start = end
    return out


def strip(table: Table, mask: NDArray[np.bool_], asked: Asked) -> Row | None:
    """How many rows lie where in time: solid where the date lies in one bin, pale where it only may; each bar narrows the list to its bin."""
    low, high = table.low[mask], table.high[mask]
    dated = (low != UNKNOWN) & (high != UNKNOWN) & (high - low <= WIDEST_DAYS)
    if int(dated.sum()) < 2:
        return None
    low, high = low[dated], high[dated]
    first, last = (date.fromordinal(int(v)) for v in np.percentile(low, (1, 99), method="nearest"))
    bins = steps(first, max(last, first))
    starts = np.array([a.toordinal() for a, _ in bins])
    ends = np.array([b.toordinal() for _, b in bins])
    lo, hi = np.searchsorted(starts, low, "right") - 1, np.searchsorted(starts, high, "right") - 1
    inside = (hi >= 0) & (low <= ends[-1])
    sure = np.bincount(lo[inside & (lo == hi) & (lo >= 0)], minlength=len(bins))
    # What may lie in several bins is shared out by the days that it may have in each.
    share = np.zeros(len(bins))
    for a, b in zip(low[inside & (lo != hi)], high[inside & (lo != hi)], strict=True):
        over = np.clip(np.minimum(ends, b) - np.maximum(starts, a) + 1, 0, None)
        share += over / (b - a + 1)
    top = max(1.0, float((sure + share).max()))
    wide = WIDTH / len(bins)
    bars = [
        {
            "x": round(i * wide + 0.5, 1),
            "w": round(max(1.0, wide - 1), 1),
            "h": round(float(sure[i]) / top * HEIGHT, 1),
            "p": round(float(share[i]) / top * HEIGHT, 1),
            "since": a.isoformat(),
            "until": b.isoformat(),
            "label": words.when({"earliest": a.isoformat(), "latest": b.isoformat()}),
            "n": int(sure[i]),
            "maybe": round(float(share[i]), 1),
            "url": asked.between(a.isoformat(), b.isoformat()).url(),
        }
        for i, (a, b) in enumerate(bins)
    ]
    every = -(-len(bins) // 7)
    return {
        "bars": bars,
        "ticks": [(b["x"], b["label"]) for b in bars[::every]],
        "width": WIDTH,
        "height": HEIGHT,
        "top": round(top, 1),
        "undrawn": int(mask.sum()) - int(inside.sum()),
    }


def bars(rows: Sequence[Row]) -> Timeline | None:
    """The events of a page one by one, an uncertain date as long as it is uncertain."""
    return timeline([r | {"anchor": f"row-{r['id']}"} for r in rows])


def band(found: Row, name: str, base: str) -> Row | None:
    """A tie's series: counts as bars, the rate with its 90% band, and below all there was to read."""
    series, periods = found["series"][name], found["periods"]
    if not periods or not sum(series["counts"]):
        return None
    wide = WIDTH / len(periods)
    top = max([*series["counts"], *(r["high"] for r in series["rate"]), 1])
    read = max([p["of_stories"] for p in periods] + [1])

    def y(value: float) -> float:
        return float(round(160 - value / top * 150, 1))

    edges = [(round(i * wide, 1), round((i + 1) * wide, 1)) for i in range(len(periods))]
    rate = series["rate"]
    return {
        "top": top,
        "read": read,
        "bars": [
            {
                "x": round(a + 0.5, 1),
                "w": round(max(1.0, b - a - 1), 1),
                "y": y(n),
                "h": round(160 - y(n), 1),
                "n": n,
                "stories": p["of_stories"],
                "outlets": p["of_outlets"],
                "r": round(p["of_stories"] / read * 40, 1),
                "label": p["start"][:7],
                "url": f"/events?of=tie.{base}.{name}.{p['start']}",
            }
            for (a, b), n, p in zip(edges, series["counts"], periods, strict=True)
        ],
        "area": " ".join(
            [f"{x},{y(r['high'])}" for (a, b), r in zip(edges, rate, strict=False) for x in (a, b)]
            + [f"{x},{y(r['low'])}" for (a, b), r in zip(reversed(edges), reversed(rate), strict=False) for x in (b, a)]
        ),
        "line": " ".join(f"{x},{y(r['mean'])}" for (a, b), r in zip(edges, rate, strict=False) for x in (a, b)),
        "changes": [
            {
                "x": next((a for (a, _), p in zip(edges, periods, strict=True) if p["start"] == c["at"]), 0),
                "label": f"{c['earliest']} to {c['latest']}, chance {c['chance']}",
            }
            for c in series["changes"]
        ],
        "ticks": [(edges[i][0], p["start"][:7]) for i, p in enumerate(periods) if i % max(1, len(periods) // 8) == 0],
    }

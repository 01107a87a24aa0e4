"""The timeline: event rows -> lanes of bars, an uncertain date drawn as long as it is uncertain."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from communique.show import words

Row = dict[str, Any]
WIDTH, LEFT, RIGHT = 1000, 12, 12
LANE, TOP, LETTER = 22, 26, 6.1
LEAST = 7.0
MOST_LANES = 40
LONGEST_DAYS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One event. `certain`: known to the day; x, w and y in the drawing's units."""

    x: float
    w: float
    y: float
    quad: int
    certain: bool
    real: bool
    label: str
    tip: str
    href: str
    flip: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Bars, ticks and size of the drawing; what is not drawn is counted."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    height: float
    left_out: int
    undrawn: int


def timeline(events: list[Row]) -> Timeline | None:
    """The events of the news, not of history; None where fewer than two are dated."""
    dated = []
    for event in events:
        when = event["when"]
        if when and when["earliest"] and when["latest"] and not event["historical"]:
            low, high = date.fromisoformat(when["earliest"]), date.fromisoformat(when["latest"])
            if (high - low).days <= LONGEST_DAYS:
                dated.append((low, high, event))
    if len(dated) < 2:
        return None
    first, last = min(low for low, _, _ in dated), max(high for _, high, _ in dated)
    first, last = first - timedelta(days=2), last + timedelta(days=2)
    scale = (WIDTH - LEFT - RIGHT) / max(1, (last - first).days + 1)
    bars: list[Bar] = []
    lanes: list[float] = []
    left_out = 0
    for low, high, event in sorted(dated, key=lambda item: (item[0], item[1], item[2]["id"])):
        x = LEFT + (low - first).days * scale
        w = max(LEAST, ((high - low).days + 1) * scale)
        label = short(event)
        flip = x + w + 6 + len(label) * LETTER > WIDTH
        start, end = (x - 6 - len(label) * LETTER, x + w) if flip else (x, x + w + 6 + len(label) * LETTER)
        lane = next((i for i, busy in enumerate(lanes) if busy < start), len(lanes))
        if lane >= MOST_LANES:
            left_out += 1
            continue
        if lane == len(lanes):
            lanes.append(end)
        lanes[lane] = end + 8
        bars.append(
            Bar(
                x=round(x, 1),
                w=round(w, 1),
                y=TOP + lane * LANE,
                quad=event["quad"],
                certain=low == high,
                real=event["realis"] in {"happened", "ongoing"},
                label=label,
                tip=f"{words.when(event['when'])}: {words.act(event)}, {words.parties([*event['actors'], *event['recipients']])} ({event['realis']})",
                href=f"#{event['anchor']}",
                flip=flip,
            )
        )
    return Timeline(
        bars=tuple(bars),
        ticks=tuple(ticks(first, last, scale)),
        height=TOP + len(lanes) * LANE + 8,
        left_out=left_out,
        undrawn=len(events) - len(dated),
    )


def short(event: Row) -> str:
    """'Xi Jinping → Vietnam: visit'"""
    left = ", ".join(p["name"] for p in event["actors"][:2]) + ("…" if len(event["actors"]) > 2 else "")
    right = " → " + event["recipients"][0]["name"] if event["recipients"] else ""
    return f"{left}{right}: {event['mode'] or event['type'].lower()}"


def ticks(first: date, last: date, scale: float) -> list[tuple[float, str]]:
    """Month starts, thinned to what fits; days where the whole is short."""
    days = (last - first).days
    if days <= 45:
        step = 7 if days > 14 else 2
        found = [first + timedelta(days=i) for i in range(0, days + 1, step)]
        return [(round(LEFT + (d - first).days * scale, 1), f"{d.day} {words.MONTHS[d.month - 1]}") for d in found]
    months = [date(y, m, 1) for y in range(first.year, last.year + 1) for m in range(1, 13) if first <= date(y, m, 1) <= last]
    keep = max(1, len(months) // 12 + (len(months) % 12 > 0 and len(months) > 12))
    return [(round(LEFT + (d - first).days * scale, 1), f"{words.MONTHS[d.month - 1]} {d.year}") for d in months[::keep]]

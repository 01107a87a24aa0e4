"""The charts: one function each, rows in, an Altair chart out. Colours are those of Okabe and Ito, which colour-blind readers tell apart.

Each mark that counts something knows the rows that it was counted from: `save` writes them beside the figure, and in the report it links to them.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import cos, pi, sin
from typing import Any

import altair as alt

Row = dict[str, Any]
BLUE, VERMILLION, GREEN, ORANGE, SKY, GREY = "#0072B2", "#D55E00", "#009E73", "#E69F00", "#56B4E9", "#6b6b6b"
QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
QUAD_COLOURS = {1: SKY, 2: BLUE, 3: ORANGE, 4: VERMILLION}
WIDTH = 640
TIME = alt.Axis(format="%b %Y", labelOverlap=True, tickCount=9, grid=False)
MOST_CELLS = 25


def tie(found: Row, name: str = "events", *, title: str = "", link: str = "") -> alt.TopLevelMixin:
    """One series of a pair: counts as bars, the rate with its 90% band, its range without each outlet, changes, entries; below, all there was to read.

    `found`: a profile of `communique.analyse.series.profile`. `link`: before a period's start, makes each bar a link.
    """
    values = values_of_tie(found, name, link)
    base = alt.Chart(alt.InlineData(values=values)).encode(x=alt.X("start:T", title=None, axis=TIME))
    # The last period once more at its end, so that steps reach it.
    ends = [*values, values[-1] | {"start": values[-1]["end"]}] if values else []
    steps = alt.Chart(alt.InlineData(values=ends)).encode(x=alt.X("start:T", title=None, axis=TIME))
    bars = base.mark_rect(color="#c9c9c9", stroke="white", strokeWidth=0.5).encode(
        x2="end:T", y=alt.Y("count:Q", title=f"{name} a {found['by']}"), y2=alt.datum(0), tooltip=["start:T", "count:Q", "stories:Q"]
    )
    layers: list[alt.Chart] = [bars.transform_filter("datum.count > 0").encode(href="url:N") if link else bars]
    if found["series"][name]["rate"]:
        layers += [
            steps.mark_area(color=BLUE, opacity=0.22, interpolate="step-after").encode(y="low:Q", y2="high:Q"),
            steps.mark_line(color=BLUE, strokeWidth=2, interpolate="step-after").encode(y="mean:Q"),
            *(
                steps.mark_line(color=GREEN, strokeWidth=1, strokeDash=[3, 2], interpolate="step-after").encode(y=f"{end}:Q")
                for end in ("least", "most")
            ),
        ]
    marks = [{"at": c["at"], "told": f"{c['earliest']} to {c['latest']}, chance {c['chance']}"} for c in found["series"][name]["changes"]]
    if marks:
        layers.append(alt.Chart(alt.InlineData(values=marks)).mark_rule(color=VERMILLION, strokeWidth=2).encode(x="at:T", tooltip="told:N"))
    upper = alt.layer(*layers).properties(width=WIDTH, height=200)
    return alt.vconcat(upper, denominators(base, found["entries"]), spacing=4).properties(
        title=titled(title or f"{found['a']}–{found['b']}: {name}", caption_of_tie(found, name))
    )


def values_of_tie(found: Row, name: str, link: str) -> list[Row]:
    """One series by period, ready to be drawn."""
    series, nothing = found["series"][name], [None] * len(found["periods"])
    return [
        {
            "start": p["start"],
            "end": p["end"],
            "count": n,
            "stories": p["of_stories"],
            "outlets": p["of_outlets"],
            "url": f"{link}{p['start']}",
            **(
                {"mean": rate["mean"], "low": rate["low"], "high": rate["high"], "least": left["low"], "most": left["high"]} if rate else {}
            ),
        }
        for p, n, rate, left in zip(
            found["periods"], series["counts"], series["rate"] or nothing, series["without_one_outlet"] or nothing, strict=True
        )
    ]


def denominators(base: alt.Chart, entries: Sequence[Row]) -> Any:
    """All there was to read, and where an outlet was read first."""
    read = base.mark_rect(color=GREY, stroke="white", strokeWidth=0.5).encode(
        x2="end:T", y=alt.Y("stories:Q", title="stories read"), y2=alt.datum(0), tooltip=["start:T", "stories:Q", "outlets:Q"]
    )
    below: list[alt.Chart] = [read]
    if entries:
        entered = alt.InlineData(values=[{"at": e["start"], "outlet": e["outlet"]} for e in entries])
        ticks = alt.Chart(entered).mark_tick(color=VERMILLION, thickness=2, size=10, yOffset=-4)
        below.append(ticks.encode(x="at:T", y=alt.value(0), tooltip="outlet:N"))
    return alt.layer(*below).properties(width=WIDTH, height=60)


def caption_of_tie(found: Row, name: str) -> list[str]:
    """What a tie's figure rests on."""
    total = sum(found["series"][name]["counts"])
    documents, read = len({d for p in found["periods"] for d in p["documents"]}), sum(p["of_stories"] for p in found["periods"])
    measured = "coverage measured by overlap" if found["coverage_measured"] else "coverage by number of stories"
    return [
        f"{total} events told in {documents} documents; {read} independent stories read, {measured}. Bars: events counted once. Line and band: rate, 90%.",
        "Green: range when one outlet is left out. Red rule: a change told. Red ticks: an outlet read first.",
    ]


def multiples(profiles: Sequence[Row], name: str = "events", *, title: str = "") -> alt.TopLevelMixin:
    """Small multiples: the rates of several pairs, one scale, each with its band."""
    values = [
        {"pair": f"{p['a']}–{p['b']} ({sum(p['series'][name]['counts'])} {name})", "start": period["start"], "count": n, **rate}
        for p in profiles
        for period, n, rate in zip(p["periods"], p["series"][name]["counts"], p["series"][name]["rate"], strict=False)
    ]
    order = list(dict.fromkeys(v["pair"] for v in values))
    read = sum(p["of_stories"] for p in profiles[0]["periods"]) if profiles else 0
    base = alt.Chart().encode(x=alt.X("start:T", title=None, axis=alt.Axis(format="%Y", tickCount="year", grid=False)))
    layers = alt.layer(
        base.mark_bar(color="#c9c9c9", width=2).encode(y=alt.Y("count:Q", title=None)),
        base.mark_area(color=BLUE, opacity=0.25).encode(y="low:Q", y2="high:Q"),
        base.mark_line(color=BLUE).encode(y="mean:Q"),
        data=alt.InlineData(values=values),
    ).properties(width=190, height=80)
    caption = [f"{name} a {profiles[0]['by'] if profiles else 'period'}, rate with its 90% band; all of {read} stories read"]
    return layers.facet(facet=alt.Facet("pair:N", title=None, sort=order), columns=3).properties(
        title=titled(title or "Pairs, one scale", caption)
    )


def timeline(events: Sequence[Row], *, title: str = "", caption: Sequence[str] = ()) -> alt.TopLevelMixin:
    """Events as bars as long as their dates are uncertain, by kind of act."""
    values = []
    for row in sorted(events, key=lambda e: (e["when"]["earliest"] or "", e["id"])):
        if row["when"]["earliest"] and row["when"]["latest"]:
            end = date.fromisoformat(row["when"]["latest"]) + timedelta(days=1)
            who = ", ".join(p["name"] for p in [*row["actors"], *row["recipients"]])
            values.append(
                {
                    "start": row["when"]["earliest"],
                    "end": end.isoformat(),
                    "act": row["type"],
                    "quad": QUADS[row["quad"]],
                    "who": who,
                    "certain": row["when"]["earliest"] == row["when"]["latest"],
                }
            )
    colour = alt.Color(
        "quad:N",
        title=None,
        scale=alt.Scale(domain=list(QUADS.values()), range=list(QUAD_COLOURS.values())),
        legend=alt.Legend(orient="bottom"),
    )
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("act:N", title=None), color=colour, tooltip=["start:T", "act:N", "who:N"]
    )
    bars = base.mark_bar(opacity=0.45, height=9).encode(x=alt.X("start:T", title=None), x2="end:T")
    points = base.transform_filter("datum.certain").mark_point(filled=True, size=45).encode(x="start:T")
    told = [f"{len(values)} dated events; a bar is as long as its date is uncertain", *caption]
    return alt.layer(bars, points).properties(width=WIDTH, title=titled(title or "Events", told))


def ladder(found: Row, *, title: str = "", links: Mapping[str, str] | None = None) -> alt.TopLevelMixin:
    """Partners on a state's rungs over time; points are steps that the record tells. `links`: where a commitment's point leads."""
    last = found["on"] or max((s["since"][:10] for p in found["partners"] for s in p["steps"]), default="2025-01-01")
    bars, points = [], []
    for partner in found["partners"]:
        steps = sorted(partner["steps"], key=lambda s: start_of(s["since"]))
        for step, after in zip(steps, [*steps[1:], None], strict=True):
            end = start_of(after["since"]) if after else f"{int(last[:4]) + 1}-01-01"
            bars.append(
                {"partner": partner["name"], "rung": step["rung"], "level": step["level"], "start": start_of(step["since"]), "end": end}
            )
            if step["source"] == "record":
                points.append(
                    {
                        "partner": partner["name"],
                        "start": start_of(step["since"]),
                        "rung": step["rung"],
                        "rows": ", ".join(step["rows"]),
                        "url": (links or {}).get(step["rows"][0], ""),
                    }
                )
    order = [p["name"] for p in found["partners"]]
    levels = sorted({(r["level"], r["name"]) for r in found["rungs"]})
    colour = alt.Color(
        "rung:O",
        title=None,
        sort=[n for _, n in levels],
        scale=alt.Scale(domain=[n for _, n in levels], scheme="viridis", reverse=True),
        legend=alt.Legend(orient="bottom", columns=2, labelLimit=320),
    )
    y = alt.Y("partner:N", title=None, sort=order)
    drawn = (
        alt.Chart(alt.InlineData(values=bars))
        .mark_bar(height=11)
        .encode(x=alt.X("start:T", title=None), x2="end:T", y=y, color=colour, tooltip=["partner:N", "rung:N", "start:T"])
    )
    told = (
        alt.Chart(alt.InlineData(values=points))
        .mark_point(filled=True, color="black", size=40)
        .encode(x="start:T", y=y, tooltip=["rung:N", "rows:N"])
    )
    told = alt.layer(told.transform_filter("!datum.url"), told.transform_filter("datum.url").encode(href="url:N")) if links else told
    caption = [f"{len(order)} partners; {len(points)} steps told by the record (points), the others by the vocabulary.", found["note"]]
    return alt.layer(drawn, told).properties(width=WIDTH - 140, title=titled(title or f"Partners of {found['state']}", caption))


def start_of(since: str) -> str:
    """'2012' -> '2012-01-01'"""
    first = since.split("/", maxsplit=1)[0]
    return first + "-01-01"[len(first) - 4 :] if len(first) < 10 else first


def heat(pairs: Sequence[Row], *, title: str = "", caption: Sequence[str] = (), link: str = "") -> alt.TopLevelMixin:
    """Pairs by number of events: the busiest states on both sides. `link`: before 'CHN-VNM', makes each cell a link."""
    weight: dict[str, int] = {}
    for row in pairs:
        for state in (row["a"], row["b"]):
            weight[state] = weight.get(state, 0) + row["events"]
    kept = sorted(weight, key=lambda s: (-weight[s], s))[:MOST_CELLS]
    cells = [
        {"a": x, "b": y, "events": row["events"], "url": f"{link}{row['a']}-{row['b']}"}
        for row in pairs
        for x, y in ((row["a"], row["b"]), (row["b"], row["a"]))
        if row["a"] in kept and row["b"] in kept
    ]
    most = max((c["events"] for c in cells), default=1)
    base = alt.Chart(alt.InlineData(values=cells)).encode(x=alt.X("a:N", title=None, sort=kept), y=alt.Y("b:N", title=None, sort=kept))
    squares = base.mark_rect().encode(
        color=alt.Color("events:Q", scale=alt.Scale(scheme="cividis", reverse=True), legend=None), tooltip=["a:N", "b:N", "events:Q"]
    )
    numbers = base.mark_text(fontSize=9).encode(
        text="events:Q", color=alt.condition(f"datum.events > {most / 2}", alt.value("white"), alt.value("black"))
    )
    if link:
        squares, numbers = squares.encode(href="url:N"), numbers.encode(href="url:N")
    out = sum(1 for row in pairs if row["a"] not in kept or row["b"] not in kept)
    told = [
        f"{sum(r['events'] for r in pairs)} events between {len(weight)} states, each event once a pair"
        + (f"; {out} pairs of rarer states not drawn" if out else ""),
        *caption,
    ]
    return alt.layer(squares, numbers).properties(width=alt.Step(20), height=alt.Step(20), title=titled(title or "Events by pair", told))


def network(found: Row, *, title: str = "") -> alt.TopLevelMixin:
    """The signed network of states on a ring: blue ties are positive, dashed red ones negative; wider is more acts."""
    states = found["states"]
    at = {s: (cos(2 * pi * i / max(1, len(states)) - pi / 2), sin(2 * pi * i / max(1, len(states)) - pi / 2)) for i, s in enumerate(states)}
    ties = [
        {
            "x": at[t["a"]][0],
            "y": at[t["a"]][1],
            "x2": at[t["b"]][0],
            "y2": at[t["b"]][1],
            "sign": "more cooperation" if t["sign"] > 0 else "more conflict",
            "acts": len(t["cooperation"]) + len(t["conflict"]),
            "pair": f"{t['a']}–{t['b']}",
        }
        for t in found["ties"]
    ]
    axis: dict[str, Any] = {"axis": None, "scale": alt.Scale(domain=[-1.25, 1.25])}
    edges = (
        alt.Chart(alt.InlineData(values=ties))
        .mark_rule(opacity=0.75)
        .encode(
            x=alt.X("x:Q", **axis),
            y=alt.Y("y:Q", **axis),
            x2="x2:Q",
            y2="y2:Q",
            color=alt.Color(
                "sign:N",
                title=None,
                scale=alt.Scale(domain=["more cooperation", "more conflict"], range=[BLUE, VERMILLION]),
                legend=alt.Legend(orient="bottom"),
            ),
            strokeDash=alt.StrokeDash(
                "sign:N", legend=None, scale=alt.Scale(domain=["more cooperation", "more conflict"], range=[[1, 0], [5, 3]])
            ),
            strokeWidth=alt.StrokeWidth("acts:Q", title="acts", legend=alt.Legend(orient="bottom")),
            tooltip=["pair:N", "acts:Q"],
        )
    )
    names = (
        alt.Chart(alt.InlineData(values=[{"state": s, "x": 1.12 * x, "y": 1.12 * y} for s, (x, y) in at.items()]))
        .mark_text(fontSize=11, fontWeight="bold")
        .encode(x=alt.X("x:Q", **axis), y=alt.Y("y:Q", **axis), text="state:N")
    )
    caption = [f"{len(ties)} pairs with at least three acts that do not come out even.", f"{found['note'][0].upper()}{found['note'][1:]}."]
    return alt.layer(edges, names).properties(width=440, height=440, title=titled(title or "Who is on better and worse terms", caption))


def titled(title: str, caption: Sequence[str]) -> alt.TitleParams:
    """A title, and under it what the figure rests on."""
    return alt.TitleParams(
        text=title, subtitle=list(caption), anchor="start", fontSize=15, subtitleFontSize=10, subtitleColor="#444", offset=10
    )


def rows_of(tie_row: Row, name: str) -> list[Mapping[str, Any]]:
    """The rows behind each bar of a tie's figure."""
    series = tie_row["series"][name]
    return [
        {"figure": f"{tie_row['a']}–{tie_row['b']} {name}", "where": p["start"], "number": n, "rows": " ".join(ids)}
        for p, n, ids in zip(tie_row["periods"], series["counts"], series["rows"], strict=True)
        if n
    ]

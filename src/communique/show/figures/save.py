"""Save a chart as SVG, PNG or Vega-Lite, with the rows behind its numbers beside it. Nothing is fetched from anywhere."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import altair as alt

from communique.model.errors import CommuniqueError
from communique.model.rows import cell

SUFFIXES = (".svg", ".png", ".json")
# What the renderer sets before links without a host; ours lead into the page that the figure stands in.
ELSEWHERE = "https://vega.github.io/vega-datasets/"
SCALE = 2.0


def svg(chart: alt.TopLevelMixin) -> str:
    """A chart as SVG."""
    import vl_convert

    made: str = vl_convert.vegalite_to_svg(spec(chart))
    return made.replace(ELSEWHERE, "")


def spec(chart: alt.TopLevelMixin) -> str:
    """A chart as Vega-Lite, in the house's dress."""
    made: str = chart.to_json(validate=False)
    return made


def save(chart: alt.TopLevelMixin, path: Path, rows: Iterable[Mapping[str, Any]] = ()) -> list[Path]:
    """Write the figure, and NAME.rows.csv with the rows of each number; what was written."""
    if path.suffix.lower() not in SUFFIXES:
        raise CommuniqueError(
            f"{path}: a figure is not written as {path.suffix or 'a file without ending'}.", hint=f"End it in {', '.join(SUFFIXES)}."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".png":
        import vl_convert

        path.write_bytes(vl_convert.vegalite_to_png(spec(chart), scale=SCALE))
    else:
        path.write_text(svg(chart) if path.suffix.lower() == ".svg" else spec(chart), "utf8")
    found, written = list(rows), [path]
    if found:
        beside = path.with_suffix(".rows.csv")
        with beside.open("w", encoding="utf8", newline="") as stream:
            table = csv.writer(stream)
            table.writerow(list(found[0]))
            table.writerows([cell(str(v)) for v in row.values()] for row in found)
        written.append(beside)
    return written

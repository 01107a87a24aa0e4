"""Write the map that the explorer draws: world-atlas (npm, ISC; Natural Earth, public domain) -> paths and points by alpha-3, Equal Earth projection.

npm pack world-atlas@2 && tar xf world-atlas-*.tgz && pip install pycountry && python checks/world.py package
"""

import itertools
import json
import math
import sys
from pathlib import Path

import pycountry  # LGPL; needed here alone

ROOT = Path(__file__).parents[1]
OUT = ROOT / "src/communique/show/web/world.json"
WIDTH = 1000
# Equal Earth: Šavrič, Patterson & Jenny, International Journal of Geographical Information Science 33 (2019) 454.
A = (1.340264, -0.081106, 0.000893, 0.003796)
SPAN = 2.7066297


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees -> units of the drawing."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    square, sixth = theta**2, theta**6
    bend = A[0] + 3 * A[1] * square + sixth * (7 * A[2] + 9 * A[3] * square)
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta) / (3 * bend)
    y = theta * (A[0] + A[1] * square + sixth * (A[2] + A[3] * square))
    scale = WIDTH / (2 * SPAN)
    return round((x + SPAN) * scale, 1), round((1.3173627591574 - y) * scale, 1)


def arcs(world: dict) -> list[list[tuple[float, float]]]:
    """The arcs of a topology in degrees."""
    (sx, sy), (tx, ty) = world["transform"]["scale"], world["transform"]["translate"]
    out = []
    for arc in world["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        out.append(points)
    return out


def rings(shape: dict, known: list) -> list[list[tuple[float, float]]]:
    """The outer and inner rings of a country."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    out = []
    for polygon in polygons:
        for ring in polygon:
            points: list[tuple[float, float]] = []
            for i in ring:
                part = known[i] if i >= 0 else known[~i][::-1]
                points += part[1:] if points else part
            out.append(points)
    return out


def halves(ring: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """A ring cut where it leaps over the date line: its eastern and its western half."""
    if not any(abs(a[0] - b[0]) > 180 for a, b in itertools.pairwise(ring)):
        return [ring]
    east, west = ([((x if x >= 0 else 180.0) if side > 0 else (x if x <= 0 else -180.0), y) for x, y in ring] for side in (1, -1))
    return [part for part in (east, west) if len({x for x, _ in part}) > 1]


def middle(points: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Area and centroid of a ring on the drawing."""
    area = cx = cy = 0.0
    for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1], strict=True):
        cross = x0 * y1 - x1 * y0
        area, cx, cy = area + cross, cx + (x0 + x1) * cross, cy + (y0 + y1) * cross
    if abs(area) < 1e-9:
        return 0.0, points[0][0], points[0][1]
    return abs(area) / 2, cx / (3 * area), cy / (3 * area)


def main() -> None:
    """Shapes of the coarse map, points of the finer one."""
    folder = Path(sys.argv[1])
    codes = {country.numeric: country.alpha_3 for country in pycountry.countries}
    shapes, points, other = {}, {}, []
    for name in ("countries-50m.json", "countries-110m.json"):
        world = json.loads((folder / name).read_text("utf8"))
        known = arcs(world)
        for shape in world["objects"]["countries"]["geometries"]:
            if shape["type"] is None:
                continue
            drawn = [[project(*p) for p in part] for ring in rings(shape, known) for part in halves(ring)]
            code = codes.get(str(shape.get("id", "")).zfill(3)) or {"Kosovo": "XKX"}.get(shape["properties"]["name"])
            path = "".join("M" + "L".join(f"{x:g},{y:g}" for x, y in dict.fromkeys(ring)) + "Z" for ring in drawn if len(ring) > 2)
            if name == "countries-50m.json":
                if code:
                    points[code] = [round(v, 1) for v in max(map(middle, drawn))[1:]]
            elif code:
                shapes[code] = path
            else:
                other.append(path)
    height = project(0, -60)[1]
    OUT.write_text(
        json.dumps(
            {
                "width": WIDTH,
                "height": height,
                "shapes": dict(sorted(shapes.items())),
                "other": other,
                "points": dict(sorted(points.items())),
            },
            separators=(",", ":"),
        )
        + "\n",
        "utf8",
    )
    print(len(shapes), "shapes,", len(points), "points,", len(other), "without a code,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()

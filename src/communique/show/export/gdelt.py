"""CAMEO in the columns of GDELT 1.0: for old pipelines. Lossy, and the file beside it says what was lost and how often."""

import csv
import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from communique import vocab
from communique.model.rows import cell
from communique.record.store import Record
from communique.show.export.files import beside, writing, written
from communique.show.export.happenings import Happening, happenings

Row = dict[str, Any]
ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code".split()
PLACE = "Geo_Type Geo_FullName Geo_CountryCode Geo_ADM1Code Geo_Lat Geo_Long Geo_FeatureID".split()
COLUMNS = (
    "GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split()
    + [f"Actor{n}{name}" for n in (1, 2) for name in ACTOR]
    + "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone".split()
    + [f"{who}{name}" for who in ("Actor1", "Actor2", "Action") for name in PLACE]
    + ["DATEADDED", "SOURCEURL"]
)
# PLOVER's sectors by CAMEO's role codes, where both have one.
ROLES = {"GOV": "GOV", "MIL": "MIL", "COP": "COP", "JUD": "JUD", "LEG": "LEG", "PTY": "OPP", "SPY": "SPY", "REB": "REB", "BUS": "BUS", "MED": "MED", "EDU": "EDU", "CVL": "CVL", "CRM": "CRM", "IGO": "IGO", "NGO": "NGO"}  # fmt: skip
LOST = """# What this file has lost

`{name}` has the 58 columns of GDELT 1.0 (no header, tab-separated): {rows} rows of {events} events. It is for programs that know only CAMEO.
The record holds more, and `export --to plover` keeps it.

- Codes are CAMEO's roots, or one level finer where PLOVER's mode says so (`cameo.toml` lists them). CAMEO's finer distinctions were never coded.
- `GoldsteinScale` is the scale's value for that code, entered by hand and not checked against its table; PLOVER's own score is not in the file.
- CAMEO has one source and one target: an event of several states is one row a pair ({multiplied} events became more than one row); where an act is
  symmetric each pair stands once, in alphabetical order.
- {open} rows have a side without a known state; who is undecided is left empty.
- Dates are single days: {wide} events are known only to an interval, and stand on its first day; {reported} stand on the day of the first report.
- {left} clusters are left out: plans, fears, denials, and history that an article gives as background. CAMEO cannot say so.
- Spans, sentences, voices (who says so), reasons, doubts, conflicts and judgements are not in the file. `SOURCEURL` is the first document's.
- `NumMentions`, `NumSources` and `NumArticles` count mentions, outlets and stories: copies of a story are one article here, unlike in GDELT.
- `AvgTone`, `IsRootEvent` and all `Geo` columns but the name of the action's place are empty: no tone is measured, and no coordinates are invented.
"""


def write(record: Record, out: Path) -> list[Path]:
    """The table, and what it has lost."""
    path, tally = beside(out, ".gdelt.tsv"), Counter[str]()
    codes = tomllib.loads((files(vocab) / "ontologies" / "plover" / "cameo.toml").read_text("utf8"))
    with writing(path) as sink:
        writer = csv.writer(sink, dialect="excel-tab", lineterminator="\n")
        for one in happenings(record):
            if not one.real or one.day[0] is None:
                tally["left"] += 1
                continue
            made = list(lines_of(one, codes, tally))
            tally["events"] += 1
            tally["multiplied"] += len(made) > 1
            tally["rows"] += len(made)
            tally["wide"] += one.day[0] != one.day[1]
            tally["reported"] += one.day[2] != "text"
            writer.writerows([cell(value) for value in line] for line in made)
    counts = {key: tally[key] for key in ("rows", "events", "multiplied", "open", "wide", "reported", "left")}
    return [path, written(path.with_suffix(".LOST.md"), LOST.format(name=path.name, **counts))]


def lines_of(one: Happening, codes: Row, tally: Counter[str]) -> Iterator[list[str]]:
    """A row for each pair of parties."""
    best, day = one.best, date.fromisoformat(one.day[0] or "")
    said = codes["types"][best["type"]]
    mode = said.get("modes", {}).get(best["mode"], {})
    code, gold = mode.get("code", said["code"]), mode.get("goldstein", said["goldstein"])
    for number, (a, b) in enumerate(sides(best)):
        tally["open"] += not (a and a["country"] and b and b["country"])
        year = day.timetuple()
        values = [
            str(int(hashlib.sha256(f"{one.id} {number}".encode()).hexdigest()[:14], 16)),
            f"{day:%Y%m%d}", f"{day:%Y%m}", f"{day:%Y}", f"{day.year + year.tm_yday / 365:.4f}",
            *actor(a), *actor(b),
            "", code, code[:3], code[:2], str(best["quad"]), f"{gold:.1f}",
            str(len(one.told)), str(len({t.outlet for t in one.told})), str(one.stories), "",
            *[""] * 14, *("", best["place"] or "", *[""] * 5),
            f"{day:%Y%m%d}", one.told[0].url or one.told[0].path,
        ]  # fmt: skip
        yield values


def sides(row: Row) -> list[tuple[Row | None, Row | None]]:
    """The pairs of an act: each actor with each recipient, or the parties of a symmetric act two by two."""
    actors, recipients = row["actors"], row["recipients"]
    if recipients:
        return [(a, b) for a in actors or [None] for b in recipients]
    if len(actors) < 2:
        return [(actors[0] if actors else None, None)]
    ordered = sorted(actors, key=lambda p: (p["country"] or "~", p["name"]))
    return [(a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :]]


def actor(party: Row | None) -> list[str]:
    """The ten columns of a side."""
    if party is None:
        return [""] * len(ACTOR)
    country, role = party["country"] or "", ROLES.get((party["sector"] or "")[:3], "")
    return [country + role, (party["name"] or party["text"]).upper(), country, *[""] * 4, role, "", ""]

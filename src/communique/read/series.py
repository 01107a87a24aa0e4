"""Rows of GDELT, POLECAT and ICEWS as comparison series: a table of coded events -> counts by pair, day and quad. Never articles, and never in the record.

GDELT 1.0 and 2.0 event files have no header, 57 to 61 tab-separated columns; POLECAT and ICEWS name theirs. All are streamed, plain, gzipped or in a ZIP.
"""

import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import BinaryIO, NamedTuple

from communique.model.errors import UnreadableSource
from communique.read.printed_dates import printed
from communique.vocab.knowledge import Knowledge

GDELT_WIDTHS = (57, 58, 60, 61)
MOST_LINE = 1_000_000
QUADS = {"verbal cooperation": 1, "material cooperation": 2, "verbal conflict": 3, "material conflict": 4}
# CAMEO's country codes where they are not ISO's.
CAMEO = {"ROM": "ROU", "TMP": "TLS", "ZAR": "COD", "YUG": "SRB", "KSV": "XKX", "MTN": "MNE", "SCG": "SRB", "PSE": "PSE"}
# CAMEO's roots by quad class, for tables that give no quad.
ROOTS = {
    **dict.fromkeys(range(1, 6), 1),
    **dict.fromkeys(range(6, 9), 2),
    **dict.fromkeys(range(9, 15), 3),
    **dict.fromkeys(range(15, 21), 4),
}


class Coded(NamedTuple):
    """One coded event of somebody else's."""

    id: str
    day: date
    a: str
    b: str
    quad: int


class Columns(NamedTuple):
    """Which columns of a headed table hold what; several names for one thing."""

    id: tuple[str, ...] = ("event id", "event_id", "eventid", "id")
    day: tuple[str, ...] = ("event date", "event_date", "date")
    a: tuple[str, ...] = ("actor country", "source country", "actor_country", "source_country")
    b: tuple[str, ...] = ("recipient country", "target country", "recipient_country", "target_country")
    quad: tuple[str, ...] = ("quad code", "quad_code", "quad")
    code: tuple[str, ...] = ("cameo code", "cameo_code", "eventcode")


def read(path: Path, knowledge: Knowledge) -> Iterator[Coded]:
    """The events between two known states; rows without two states are passed over."""
    with opened(path) as stream:
        text = io.TextIOWrapper(stream, "utf8", "replace", newline="")
        csv.field_size_limit(MOST_LINE)
        first = text.readline(MOST_LINE)
        if not first.strip():
            raise UnreadableSource(str(path), "it is empty")
        sign = "\t" if "\t" in first else "," if "," in first else ";"
        rows = csv.reader(_chain(first, text), delimiter=sign, quoting=csv.QUOTE_MINIMAL if sign == "," else csv.QUOTE_NONE)
        head = next(csv.reader([first], delimiter=sign))
        gdelt = len(head) in GDELT_WIDTHS and head[0].strip().isdigit()
        take = of_gdelt if gdelt else of_header(path, next(rows))
        code_of = states(knowledge)
        for row in rows:
            try:
                found = take(row, code_of)
            except (ValueError, IndexError):
                continue
            if found is not None and found.a and found.b and found.a != found.b:
                yield found


def _chain(first: str, rest: Iterable[str]) -> Iterator[str]:
    """A line that was read to look at it, and the others."""
    yield first
    yield from rest


def opened(path: Path) -> BinaryIO:
    """The table's bytes; of a ZIP its one member."""
    try:
        if path.suffix.lower() == ".zip":
            packed = zipfile.ZipFile(path)
            names = [n for n in packed.namelist() if not n.endswith("/")]
            if len(names) != 1:
                raise UnreadableSource(str(path), f"it holds {len(names)} files instead of one table")
            return packed.open(names[0])  # type: ignore[return-value]
        return gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")  # type: ignore[return-value]
    except (OSError, zipfile.BadZipFile) as error:
        raise UnreadableSource(str(path), getattr(error, "strerror", None) or str(error)) from error


State = Callable[[str], str]


def states(knowledge: Knowledge) -> State:
    """A code or a name as ISO 3166 alpha-3; empty for what is none."""
    names = {
        name.text.casefold(): name.target.removeprefix("state:")
        for name in knowledge.names
        if name.target.startswith("state:") and name.how == "name"
    }
    codes = {a.removeprefix("state:") for a in knowledge.actors if a.startswith("state:")}

    def state(value: str) -> str:
        value = value.strip()
        return next((c for c in (value, CAMEO.get(value, "")) if c in codes), "") or names.get(value.casefold(), "")

    return state


def of_gdelt(row: list[str], state: State) -> Coded:
    """A row of GDELT's event table."""
    day = date(int(row[1][:4]), int(row[1][4:6]), int(row[1][6:8]))
    return Coded(row[0], day, state(row[7]), state(row[17]), int(row[29]))


def of_header(path: Path, head: list[str]) -> Callable[[list[str], State], Coded | None]:
    """How to take a row of a table that names its columns."""
    at = {name.strip().lower().strip('"'): i for i, name in enumerate(head)}
    found: Mapping[str, int | None] = {what: next((at[n] for n in names if n in at), None) for what, names in Columns()._asdict().items()}
    day, a, b, quad, code, own = (found[k] for k in ("day", "a", "b", "quad", "code", "id"))
    if day is None or a is None or b is None or (quad is None and code is None):
        raise UnreadableSource(
            str(path),
            "it is no table of GDELT, POLECAT or ICEWS",
            hint="Needed are the columns Event Date, Actor Country, Recipient Country and Quad Code.",
        )

    def take(row: list[str], state: State) -> Coded | None:
        when = printed(row[day])
        said = row[quad].strip().lower() if quad is not None else ""
        which = QUADS.get(said) or (int(float(said)) if said else ROOTS.get(int(row[code].strip()[:2]) if code is not None else 0, 0))
        return (
            Coded(row[own] if own is not None else "", when[0], state(row[a]), state(row[b]), which)
            if when and which in {1, 2, 3, 4}
            else None
        )

    return take

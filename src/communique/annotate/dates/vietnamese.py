"""Vietnamese date expressions: ngày 12/12/2023, ngày 12 tháng 12, tháng 10, năm 1979, hôm qua, năm ngoái."""

import re
from datetime import date, timedelta
from re import Match

from communique.annotate.dates import calendar as cal
from communique.annotate.dates.calendar import OPEN, Context, Frame, Reading, Rule
from communique.model.dates import When
from communique.vocab.knowledge import Knowledge

FORWARD = re.compile(r"\b(?:sẽ|sắp)\b[^.!?]*$")
RELATIVE = {
    "hôm nay": ("d", 0),
    "hôm qua": ("d", -1),
    "ngày mai": ("d", 1),
    "năm ngoái": ("y", -1),
    "năm trước": ("y", -1),
    "năm nay": ("y", 0),
    "năm tới": ("y", 1),
    "sang năm": ("y", 1),
    "tháng trước": ("m", -1),
    "tháng này": ("m", 0),
    "tháng tới": ("m", 1),
    "tháng sau": ("m", 1),
}


def read(text: str, offset: int, frame: Frame, knowledge: Knowledge) -> list[When]:
    """Every Vietnamese date expression of a text."""
    return cal.scan(text, offset, RULES, frame, FORWARD)


def parts(match: Match[str], x: Context) -> Reading | None:
    """Day, month, year, as many as are given."""
    groups = match.groupdict()
    d, m, y = (int(groups[k]) if groups.get(k) else None for k in ("d", "m", "y"))
    if m is None or not 1 <= m <= 12:
        return None
    if y is not None:
        found = cal.safe_date(y, m, d) if d else None
        return cal.day(found) if found else None if d else cal.month(y, m)
    if x.frame.last is None:
        return OPEN
    years = range(x.frame.last.year - 1, x.frame.last.year + 2)
    options = [cal.day(f) for v in years if (f := cal.safe_date(v, m, d))] if d else [cal.month(v, m) for v in years]
    return cal.nearest(x.frame, options, future=x.future)


def relative(match: Match[str], x: Context) -> Reading:
    """hôm qua, năm ngoái, tháng này, ..."""
    if x.frame.last is None:
        return OPEN
    unit, step = RELATIVE[match[0].lower()]
    if unit == "d":
        return cal.day(x.frame.last + timedelta(days=step))
    moved = cal.shifted(x.frame.last, step * (12 if unit == "y" else 1))
    return cal.year(moved.year) if unit == "y" else cal.month(moved.year, moved.month)


def decade(match: Match[str], x: Context) -> Reading:
    """'thập niên 1990', 'thập niên 90'."""
    start = int(match["y"]) if len(match["y"]) == 4 else 1900 + int(match["y"])
    return Reading(date(start, 1, 1), date(start + 9, 12, 31), "decade")


RULES: tuple[Rule, ...] = (
    (
        "day, month, year",
        re.compile(r"(?:ngày )?(?P<d>\d{1,2})(?:/| tháng |-)(?P<m>\d{1,2})(?:/| năm |-)(?P<y>\d{4})", re.IGNORECASE),
        parts,
    ),
    ("month and year", re.compile(r"tháng (?P<m>\d{1,2})(?:/| năm )(?P<y>\d{4})", re.IGNORECASE), parts),
    ("day and month, the nearest year", re.compile(r"ngày (?P<d>\d{1,2})(?:/| tháng |-)(?P<m>\d{1,2})(?!\d)", re.IGNORECASE), parts),
    ("month, the nearest year", re.compile(r"tháng (?P<m>\d{1,2})(?!\d)", re.IGNORECASE), parts),
    ("decade", re.compile(r"thập (?:niên|kỷ) (?P<y>\d{4}|\d0)", re.IGNORECASE), decade),
    ("year", re.compile(r"năm (?P<y>1[5-9]\d\d|20\d\d)", re.IGNORECASE), lambda m, x: cal.year(int(m["y"]))),
    ("relative", re.compile("|".join(RELATIVE), re.IGNORECASE), relative),
)

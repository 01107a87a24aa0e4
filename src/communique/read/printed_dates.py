"""Dates as databases print them: 'July 1, 2019 Monday 9:20 AM GMT', '29 décembre 2011', '2012年9月11日' -> an interval, or none.

Only for fields that hold a date; prose is read by `annotate.dates`. Day and month that cannot be told apart give both readings as an interval.
"""

import re
from datetime import date

from communique.model.dates import month_end

# Month names by number, as English, French, German, Spanish, Italian, Portuguese, Dutch and Vietnamese exports print them (CLDR's wide forms).
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january janvier januar jänner enero gennaio janeiro januari jan janv",
            "february février fevrier februar feber febrero febbraio fevereiro februari feb févr fevr",
            "march mars märz maerz marzo março marco maart mar",
            "april avril abril aprile apr avr",
            "may mai mayo maggio maio mei",
            "june juin juni junio giugno junho jun",
            "july juillet juli julio luglio julho jul juil",
            "august août aout agosto augustus aug",
            "september septembre septiembre settembre setembro sep sept",
            "october octobre oktober octubre ottobre outubro oct okt",
            "november novembre noviembre novembro nov",
            "december décembre decembre dezember diciembre dicembre dezembro dec déc dez",
        ),
        1,
    )
    for name in names.split()
}
NAME = "|".join(sorted(MONTHS, key=len, reverse=True))
YEAR = r"(?P<year>(?:1[6-9]|20)\d\d)"
PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|er|º)?\s+(?:de\s+)?(?P<name>{NAME})\.?,?\s+(?:de\s+)?{YEAR}(?!\d)",
        rf"\b(?P<name>{NAME})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{YEAR}(?!\d)",
        rf"(?<!\d){YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d)",
        rf"{YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*日",
        rf"ngày\s+(?P<day>\d{{1,2}})\s+tháng\s+(?P<month>\d{{1,2}})\s+năm\s+{YEAR}",
        rf"(?<!\d)(?P<a>\d{{1,2}})[/.-](?P<b>\d{{1,2}})[/.-]{YEAR}(?!\d)",
        rf"(?<!\d){YEAR}(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)",
        rf"\b(?P<name>{NAME})\.?,?\s+(?:de\s+)?{YEAR}(?!\d)",
    )
)
LONGEST = 200


def printed(value: str) -> tuple[date, date] | None:
    """The first whole date of a field, as its earliest and latest day.

    >>> printed("December 19, 1991, Sunday, An Edition")
    (datetime.date(1991, 12, 19), datetime.date(1991, 12, 19))
    >>> printed("03/04/2019")
    (datetime.date(2019, 3, 4), datetime.date(2019, 4, 3))
    """
    for pattern in PATTERNS:
        match = pattern.search(value[:LONGEST])
        if match is None:
            continue
        try:
            return reading(match.groupdict())
        except ValueError:
            continue
    return None


def reading(part: dict[str, str | None]) -> tuple[date, date]:
    """A match as an interval; ValueError for a day that no calendar has."""
    year = int(part["year"] or 0)
    if part.get("a"):
        a, b = int(part["a"] or 0), int(part["b"] or 0)
        days = sorted({date(year, m, d) for m, d in ((a, b), (b, a)) if m <= 12})
        if not days:
            raise ValueError("no month")
        return days[0], days[-1]
    month = int(part["month"] or 0) if part.get("month") else MONTHS[(part["name"] or "").lower()]
    if not part.get("day"):
        return date(year, month, 1), month_end(year, month)
    day = date(year, month, int(part["day"] or 0))
    return day, day

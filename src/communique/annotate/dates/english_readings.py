"""What English date expressions mean: a match and where the reader stands -> an interval."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from re import Match

from communique.annotate.dates import calendar as cal
from communique.annotate.dates.calendar import OPEN, Context, Reading
from communique.model.dates import month_end, parse_edtf

UNITS = {"day": 0, "week": 0, "month": 1, "year": 12, "decade": 120}
RECENT_YEARS = 5


def part_word(match: Match[str]) -> str:
    """early, mid or late, in lower case."""
    return (match["part"] or "").lower()


def exact(y: int, m: int, d: int) -> Reading | None:
    """A full date, if there is such a day."""
    found = cal.safe_date(y, m, d)
    return cal.day(found) if found else None


def month_day(x: Context, m: int, d: int) -> Reading | None:
    """'Dec. 12': the nearest such day."""
    if cal.safe_date(2024, m, d) is None:
        return None
    if x.frame.last is None:
        return OPEN
    years = range(x.frame.last.year - 1, x.frame.last.year + 2)
    return cal.nearest(x.frame, [cal.day(f) for y in years if (f := cal.safe_date(y, m, d))], future=x.future)


def day_range(x: Context, match: Match[str], m: int) -> Reading | None:
    """'Dec. 12-13, 2023', or without the year."""
    first = exact(int(match["y"]), m, int(match["d"])) if match["y"] else month_day(x, m, int(match["d"]))
    if first is None or first.earliest is None:
        return first
    last = cal.safe_date(first.earliest.year, m, int(match["d2"]))
    return Reading(first.earliest, last, "days") if last and last >= first.earliest else None


def bare_month(x: Context, match: Match[str], m: int) -> Reading | None:
    """'in October'; 'may' and 'march' as words are no months, nor is a month in a name."""
    word = match["m"] or match["ms"]
    if not match["by"] and not match["part"] and (word in {"May", "March", "Mar", "Jan", "Dec", "Sun"} or match.start() == 0):
        return None
    if x.frame.last is None:
        return OPEN
    years = range(x.frame.last.year - 1, x.frame.last.year + 2)
    found = cal.nearest(x.frame, [cal.month(y, m) for y in years], future=x.future)
    if found and (match["by"] or "").strip().lower() in {"since", "from"}:
        return Reading(found.earliest, x.frame.last, "since") if found.earliest and found.earliest <= x.frame.last else found
    return cal.part_of(found, part_word(match)) if found else None


def bare_year(x: Context, match: Match[str]) -> Reading:
    """'in 2013', 'late 1978', 'by 2030'."""
    found = cal.part_of(cal.year(int(match["y"])), part_word(match))
    if match["by"] and match["by"].strip().lower() in {"by", "until"} and x.frame.last and found.latest and found.latest > x.frame.last:
        return Reading(x.frame.earliest, found.latest, "year")
    return found


def year_span(match: Match[str]) -> Reading | None:
    """'1972–79', 'from 1950 to 1979'."""
    first = int(match["a"])
    last = int(match["b"]) if len(match["b"]) == 4 else first // 100 * 100 + int(match["b"])
    return Reading(date(first, 1, 1), date(last, 12, 31), "years") if first < last <= first + 150 else None


def since(x: Context, match: Match[str]) -> Reading:
    """'since 2013', 'since the 1990s': up to publication."""
    start = cal.part_of(cal.year(int(match["y"])), part_word(match))
    return Reading(start.earliest, x.frame.last, "since")


def decade(x: Context, match: Match[str]) -> Reading:
    """'the 1990s', 'the late 1970s', 'from the 1990s on'."""
    start = int(match["y"])
    found = cal.part_of(Reading(date(start, 1, 1), date(start + 9, 12, 31), "decade"), part_word(match))
    return Reading(found.earliest, x.frame.last, "since") if match["on"] else found


def quarter(x: Context, match: Match[str]) -> Reading:
    """'the first quarter of 2024'; without a year, of the year of publication."""
    if not match["y"] and x.frame.last is None:
        return OPEN
    y = int(match["y"]) if match["y"] else (x.frame.last or cal.DISTANT).year
    first = ("first", "second", "third", "fourth").index(match["q"].lower()) * 3 + 1
    return Reading(date(y, first, 1), month_end(y, first + 2), "quarter")


def season_of(x: Context, match: Match[str], seasons: dict[str, list[int]]) -> Reading:
    """'summer 2023', 'last summer'; northern seasons."""
    first, last = seasons[(match["s"] or match["s2"]).lower()]
    if match["y"]:
        y = int(match["y"])
    elif x.frame.last is None:
        return OPEN
    else:
        step = {"last": -1, "this": 0, "next": 1}[match["rel2"].lower()]
        y = x.frame.last.year + (step if step != -1 or x.frame.last.month <= last or last < first else 0)
    return Reading(date(y, first, 1), month_end(y + (last < first), last), "season")


def named(match: Match[str], periods: dict[str, list[str]]) -> Reading:
    """'the Korean War'."""
    first, last = (
        periods[match[0].lower().replace("-", " ") if match[0].lower() not in periods else match[0].lower()]
        if (match[0].lower() in periods or match[0].lower().replace("-", " ") in periods)
        else periods[re.sub(r"(\w+) (soviet|vietnamese|indian)", r"\1-\2", match[0].lower())]
    )
    return Reading(parse_edtf(first)[0], parse_edtf(last)[1], "period")


def anniversary(x: Context, k: int) -> Reading:
    """The 75th anniversary of what the text dates exactly; else within the year of publication."""
    founded = x.frame.foundings.get(k)
    if founded and (found := cal.safe_date(founded.year + k, founded.month, founded.day)):
        return cal.day(found)
    return cal.year(x.frame.last.year) if x.frame.last else OPEN


def duration(match: Match[str], count: Callable[[Match[str]], int]) -> Reading:
    """'two-day', 'month-long': no date; the length stands in `precision` as ISO 8601."""
    if match["u2"]:
        return Reading(None, None, f"P1{match['u2'][0].upper()}")
    n = count(match)
    unit = match["u"].lower()
    return Reading(None, None, f"P{n * 10}Y" if unit == "decade" else f"P{n}{unit[0].upper()}")


def moved(d: date, n: int, unit: str) -> date:
    """n units later; n may be negative."""
    try:
        if unit in {"day", "week"}:
            return d + timedelta(days=n * (7 if unit == "week" else 1))
        return cal.shifted(d, n * UNITS[unit])
    except OverflowError:
        return d


def around(d: date, unit: str) -> Reading:
    """The unit that holds a day."""
    if unit == "day":
        return cal.day(d)
    if unit in {"week", "weekend"}:
        monday = d - timedelta(days=d.weekday())
        return Reading(monday + timedelta(days=5 if unit == "weekend" else 0), monday + timedelta(days=6), unit)
    if unit == "month":
        return cal.month(d.year, d.month)
    if unit == "year":
        return cal.year(d.year)
    start = d.year // 10 * 10
    return Reading(date(start, 1, 1), date(start + 9, 12, 31), "decade")


def ago(x: Context, n: int, unit: str) -> Reading:
    """'three years ago': the unit that held that day; 'several years ago' is open at the early end."""
    if x.frame.last is None:
        return OPEN
    if n == 0:
        return Reading(moved(x.frame.last, -9, unit), moved(x.frame.last, -2, unit), "vague")
    return around(moved(x.frame.last, -n, unit), "day" if unit == "day" else unit)


def relative(x: Context, match: Match[str], numbers: dict[str, int]) -> Reading | None:
    """'the year before', 'a day earlier', 'two years later': from the date read just before."""
    if x.before is None or x.before.earliest is None:
        return None
    raw = (match["the"] or "").lower()
    n = (
        int(match["n"])
        if match["n"] and match["n"].isdigit()
        else numbers.get((match["n"] or "a").lower(), 1)
        if raw not in {"the", "that"}
        else 1
    )
    if not match["the"] or n == 0:
        return None
    step = -n if match["dir"].lower() in {"before", "earlier"} else n
    unit = match["u"].lower()
    shifted = moved(x.before.earliest, step, unit)
    return around(
        shifted,
        x.before.precision if x.before.precision in {"day", "month", "year"} and unit != "day" and raw not in {"the", "that"} else unit,
    )


def previous(x: Context, match: Match[str]) -> Reading | None:
    """'the previous year', 'the same day'."""
    if x.before is None or x.before.earliest is None:
        return None
    unit = match["u"].lower()
    step = {"previous": -1, "preceding": -1, "following": 1, "same": 0}[match["dir"].lower()]
    return around(moved(x.before.earliest, step, unit), unit)


def rel_unit(x: Context, match: Match[str]) -> Reading:
    """'last year', 'earlier this month', 'next week'."""
    if x.frame.earliest is None or x.frame.last is None:
        return OPEN
    unit, rel = match["u"].lower(), match["rel"].lower()
    if unit == "century":
        return Reading(date(x.frame.last.year // 100 * 100 - 100, 1, 1), date(x.frame.last.year // 100 * 100 - 1, 12, 31), "century")
    step = {"last": -1, "past": -1, "this": 0, "next": 1}[rel]
    low, high = (around(moved(d, step, "week" if unit == "weekend" else unit), unit) for d in (x.frame.earliest, x.frame.last))
    found = Reading(low.earliest, high.latest, unit)
    if rel == "past":
        return Reading(moved(x.frame.earliest, -1, "week" if unit == "weekend" else unit), x.frame.last, unit)
    edge = (match["e"] or "").lower()
    if rel == "this" and edge == "earlier":
        return Reading(found.earliest, x.frame.last, unit)
    if rel == "this" and edge == "later":
        return Reading(x.frame.earliest, found.latest, unit)
    return cal.part_of(found, edge) if edge in {"early", "late"} else found


def rel_month(x: Context, rel: str, m: int) -> Reading:
    """'last October', 'next March'."""
    if x.frame.last is None:
        return OPEN
    y = x.frame.last.year
    if rel == "last":
        y -= m >= x.frame.last.month
    elif rel == "next":
        y += m <= x.frame.last.month
    return cal.month(y, m)


def week_day(x: Context, match: Match[str], weekdays: dict[str, int]) -> Reading:
    """'on Tuesday', 'next Monday'."""
    rel = (match["rel"] or "").lower()
    return cal.weekday(x.frame, weekdays[match["w"].lower().rstrip(".")], future=rel == "next" or (x.future and not rel))


def then(x: Context) -> Reading | None:
    """'at the time': when the text last spoke of."""
    before = x.before
    return (
        Reading(before.earliest, before.latest, before.precision)
        if before and before.earliest and before.precision in {"day", "days", "month"}
        else None
    )


def today(x: Context, word: str) -> Reading:
    """'today' in print is loose: 'many goods today are ...'; so it spans the uncertainty of publication."""
    if x.frame.earliest is None or x.frame.last is None:
        return OPEN
    step = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)
    low, high = x.frame.earliest + timedelta(days=step), x.frame.last + timedelta(days=step)
    return Reading(low, high, "day" if low == high else "days")


def recent(x: Context, unit: str) -> Reading:
    """'in recent years': vague, up to publication."""
    return past_n(x, 30 if unit == "decades" else RECENT_YEARS, "year" if unit == "decades" else unit[:-1])._replace(precision="vague")


def past_n(x: Context, n: int, unit: str) -> Reading:
    """'in the past three years'; 'in the past few' counts five."""
    if x.frame.last is None:
        return OPEN
    return Reading(moved(x.frame.last, -(n or RECENT_YEARS), unit), x.frame.last, f"{unit}s")

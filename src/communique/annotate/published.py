"""When an article appeared: metadata, then dateline, then the dates in its text. Never today's date.

An inferred date is an interval with its reasons. What bounds it: the latest day that the text reports as past, the year of full dates,
anniversaries ("the 75th" of 18 January 1950 is in 2025), weekdays that fit a day of the month, and who held which office.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from communique.annotate.dates import english, read_dates
from communique.annotate.dates.calendar import Frame, safe_date
from communique.annotate.names import find_names
from communique.model.article import BODY, PROSE, Article
from communique.model.dates import Published, When
from communique.model.span import Span
from communique.vocab.knowledge import Knowledge

# News prints a day without its year when it is fresh: in 840 dated news articles the last such day was at most 13 days old in 19 of 20.
FRESH = timedelta(days=14)
# A full date tells the year of a day without one only if the two are of the same weeks: a date of 2009 in a text of 2016 does not.
NEAR_DAYS = 60
DATELINE = re.compile(
    r"^(?P<city>[A-Z][A-Z .'/-]{2,40}|[A-Z][\w .'-]{2,30})(?:, [A-Z][\w .]{2,30}){0,2}, (?P<date>[A-Z][a-z]{2,8}\.? \d{1,2}(?:,? \d{4})?|\d{1,2} [A-Z][a-z]+(?: \d{4})?)\s*(?:\([^)]{2,40}\)|\[[^\]]{2,40}\])?\s*[-–—:]"
)
# Words of a sentence that look ahead: its dates need not be past. Read on both sides of the date, for English puts the verb on either.
AHEAD = re.compile(
    r"\b(?:will|won't|would|plans?|planned|scheduled|due|upcoming|next|slated|set to|is to|are to|ahead of|by|until|through|deadline|expires?|expected|takes? (?:office|effect)|effective|starting|beginning|deadline|opens?|begins?|vote|primary|primaries|election|ballot|referendum)\b",
    re.IGNORECASE,
)
FUTURE_LEAD = re.compile(
    r"\b(?:will|would|plans? to|scheduled|due|upcoming|next|set to|by|until|deadline|ahead of|begin|take place)\b[^.!?]*$", re.IGNORECASE
)
STOP = re.compile(r"[.!?] (?=[A-Z“\"])|\n")
OPENING = 160
ANNIVERSARY = re.compile(r"\b(\d{1,3})(?:st|nd|rd|th) (?:founding )?anniversary\b", re.IGNORECASE)
UNDATED = Frame()
MONTH_DAY = {"day and month, the nearest year", "day range", "month, day, the nearest year"}


def date_article(article: Article, knowledge: Knowledge) -> Article:
    """The article with its date as well known as its text allows."""
    if article.published.basis == "metadata" and article.published.earliest:
        return article
    exact, partial = dates_in(article, knowledge)
    strong = [when for when in exact if current(article, when)]
    years = list(anniversaries(article, exact))
    line = dateline(article, knowledge)
    if line and line.earliest:
        return article.dated(Published(earliest=line.earliest, latest=line.latest, basis="dateline", because=(f"dateline {line.text!r}",)))
    hint = max((when.earliest for when in exact if when.earliest), default=None)
    reasons = [f"the text reports {when.text!r}" for when in exact if when.earliest == hint][:1]
    for day, why in years:
        if hint is None or day > hint:
            hint, reasons = day, [why]
    partial = partial + ([line] if line else [])
    floor, ceiling, office_reasons = offices(article, knowledge)
    known = max([when.earliest for when in strong if when.earliest] + [day for day, _ in years], default=None)
    fresh = freshest(known, partial)
    if hint is not None and fresh is not None and known == hint and hint.year >= latest_year(article, knowledge):
        reasons.append(f"{fresh[1]!r} without a year is fresh news: at most {FRESH.days} days old")
        return article.dated(Published(earliest=fresh[0], latest=fresh[0] + FRESH, basis="inferred", because=tuple(dict.fromkeys(reasons))))
    fitting, weekdays = years_that_fit(partial, floor, ceiling)
    if len(fitting) == 1:
        days = sorted(d for when in partial if (d := day_in(when, fitting[0])))
        return article.dated(Published(earliest=days[-1], latest=days[-1] + FRESH, basis="inferred", because=(*weekdays, *office_reasons)))
    return article.dated(bounded(hint, reasons, article.published))


def current(article: Article, when: When) -> bool:
    """Whether a full date is of the news itself: in a caption, or opening the article.

    Newspapers print the year of a date in running text mostly when it is not the current one, so such a date bounds from below only.
    """
    assert when.span is not None
    block = next(b for b in article.blocks if b.span.covers(when.span))
    if block.kind == "caption":
        return True
    first = next((b for b in article.blocks if b.kind == "paragraph"), None)
    return first is block and when.span.start - block.span.start < OPENING


def freshest(hint: date | None, partial: list[When]) -> tuple[date, str] | None:
    """The latest day without a year, in the year that brings it nearest to a full date of the same weeks; None if the text has no such pair."""
    if hint is None:
        return None
    found = []
    for when in partial:
        options = [d for y in (hint.year - 1, hint.year, hint.year + 1) if (d := day_in(when, y)) is not None]
        best = min(options, key=lambda d: abs((d - hint).days), default=None)
        if best is not None and 0 < abs((best - hint).days) <= NEAR_DAYS:
            found.append((best, when.text or ""))
    latest = max(found, default=None)
    return (max(latest[0], hint), latest[1]) if latest else None


def latest_year(article: Article, knowledge: Knowledge) -> int:
    """The latest year that the text speaks of as past or present."""
    years = [0]
    for block in article.blocks:
        if block.kind in BODY:
            for when in read_dates(block.span.of(article.text), block.span.start, article.language, UNDATED, knowledge):
                assert when.span is not None
                if when.precision == "year" and when.earliest and not looks_ahead(article, block.span, when.span):
                    years.append(when.earliest.year)
    return max(years)


def dates_in(article: Article, knowledge: Knowledge) -> tuple[list[When], list[When]]:
    """Days that the text reports as past: with their year, and without."""
    exact, partial = [], []
    for block in article.blocks:
        if block.kind not in PROSE:
            continue
        words = block.span.of(article.text)
        for when in read_dates(words, block.span.start, article.language, UNDATED, knowledge):
            assert when.span is not None
            if when.precision == "day" and when.earliest and when.earliest.year > 1600 and not looks_ahead(article, block.span, when.span):
                exact.append(when)
            elif (
                when.rule in MONTH_DAY
                and block.kind in BODY
                and not FUTURE_LEAD.search(article.text[block.span.start : when.span.start][-60:])
            ):
                partial.append(when)
    return exact, partial


def looks_ahead(article: Article, block: Span, date_span: Span) -> bool:
    """Whether the sentence around a date speaks of what is to come."""
    lead = STOP.split(article.text[block.start : date_span.start])[-1]
    tail = STOP.split(article.text[date_span.end : block.end])[0]
    return AHEAD.search(lead + " " + tail) is not None


def day_in(when: When, year: int) -> date | None:
    """A day-and-month expression read in a given year."""
    match = re.search(r"(\d{1,2})\s*月\s*(\d{1,2})", when.text or "")
    if match:
        return safe_date(year, int(match[1]), int(match[2]))
    match = re.search(r"(\d{1,2})(?:/| tháng )(\d{1,2})", when.text or "")
    if match:
        return safe_date(year, int(match[2]), int(match[1]))
    day = re.search(r"\d{1,2}", when.text or "")
    month = re.search(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)", when.text or "")
    if not day or not month:
        return None
    number = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec").index(month[1]) + 1
    return safe_date(year, number, int(day[0]))


def anniversaries(article: Article, exact: Iterable[When]) -> Iterator[tuple[date, str]]:
    """'The 75th anniversary' of something that the same text dates to the day: of several days the one that brings it nearest after the rest."""
    days = sorted({when.earliest: when.text for when in exact if when.earliest}.items())
    for k in sorted({int(m[1]) for m in ANNIVERSARY.finditer(article.text)}):
        found = []
        for founded, words in days:
            day = safe_date(founded.year + k, founded.month, founded.day)
            others = [d for d, _ in days if d != founded]
            if k >= 5 and day and all(d <= day + FRESH for d in others):
                found.append((day, f"anniversary no. {k} of {words} is {day.isoformat()}"))
        if found:
            yield min(found)


def foundings(article: Article, knowledge: Knowledge) -> dict[int, date]:
    """Anniversary number -> the day it counts from, where text and publication agree."""
    exact, _ = dates_in(article, knowledge)
    year = article.published.latest.year if article.published.latest else None
    numbers = {int(m[1]) for m in ANNIVERSARY.finditer(article.text)}
    return {k: w.earliest for w in exact for k in sorted(numbers) if w.earliest and year and abs(w.earliest.year + k - year) <= 1}


def dateline(article: Article, knowledge: Knowledge) -> When | None:
    """The day in 'HANOI, Dec. 12 (Agency) -'; with its year, or left to the other hints."""
    for block in article.blocks[:12]:
        if block.kind not in BODY:
            continue
        match = DATELINE.match(block.span.of(article.text)[:160])
        if match:
            found = english.read(match["date"], block.span.start + match.start("date"), UNDATED, knowledge)
            return found[0] if found else None
    return None


def offices(article: Article, knowledge: Knowledge) -> tuple[date | None, date | None, list[str]]:
    """The years in which everybody whom the text gives a present office held it."""
    floor: date | None = None
    ceiling: date | None = None
    reasons = []
    titles = knowledge.languages["en"].words["offices"]
    for hit in find_names(article.text, knowledge):
        terms = knowledge.terms_of.get(hit.names[0].target)
        if not terms or hit.names[0].how != "name":
            continue
        lead = article.text[max(0, hit.span.start - 40) : hit.span.start].lower().rstrip()
        kinds = {kind for title, (kind, _) in titles.items() if lead.endswith(title)}
        if re.search(r"\b(?:former|then|ex-?|late)\b", lead) or not kinds:
            continue
        held = [t for t in terms if t.office in kinds]
        if not held:
            continue
        start, end = min(t.start for t in held), max((t.end for t in held if t.end), default=None) if all(t.end for t in held) else None
        if floor is None or start > floor:
            floor = start
            reasons.append(f"names {hit.names[0].text} in an office held from {start.isoformat()}")
        if end and (ceiling is None or end < ceiling):
            ceiling = end
            reasons.append(f"names {hit.names[0].text} in an office held until {end.isoformat()}")
    return (floor, ceiling, reasons) if floor is None or ceiling is None or floor <= ceiling else (None, None, [])


def years_that_fit(partial: list[When], floor: date | None, ceiling: date | None) -> tuple[list[int], list[str]]:
    """Years in which the weekdays fit and the offices were held; without offices nothing bounds the search."""
    if floor is None or ceiling is None:
        return [], []
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    fitting, why = [], []
    for year in range(floor.year, ceiling.year + 1):
        days = [(when, day_in(when, year)) for when in partial]
        if not any(d and floor <= d <= ceiling for _, d in days):
            continue
        named = [(when, d, re.match(r"[A-Z][a-z]{2}", when.text or "")) for when, d in days]
        weekdays = [(d.weekday() == names.index(m[0]), when.text) for when, d, m in named if d and m and m[0] in names]
        if all(ok for ok, _ in weekdays):
            fitting.append(year)
            why += [f"{text!r} was that weekday in {year}" for _, text in weekdays[:1]]
    return fitting, why if len(fitting) == 1 else []


def bounded(hint: date | None, reasons: list[str], was: Published) -> Published:
    """Not before the latest day that the text reports; nothing bounds it from above, and offices alone do not date a text that tells of the past."""
    if hint is None:
        return Published(because=(*was.because, "no dateline, anniversary, or full date beside fresh ones bounds it"))
    return Published(earliest=hint, latest=None, basis="inferred", because=tuple(dict.fromkeys(reasons)))

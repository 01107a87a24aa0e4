"""English date expressions: 'On Dec. 12', 'late 1978', 'the year before', 'from the 1990s on', 'two-day'."""

import functools
import re
from re import Match, Pattern
from typing import NamedTuple

from communique.annotate.dates import calendar as cal
from communique.annotate.dates import english_readings as means
from communique.annotate.dates.calendar import Frame, Rule
from communique.model.dates import When
from communique.vocab.knowledge import Knowledge

FORWARD = re.compile(
    r"\b(?:will|next|plans?|planned|scheduled|due|upcoming|expected|slated|set to|going to|would|until|by|ahead of|later|ends|begins|starts|opens|arrives|leaves|takes place)\b[^.!?]*$",
    re.IGNORECASE,
)


def read(text: str, offset: int, frame: Frame, knowledge: Knowledge) -> list[When]:
    """Every English date expression of a text."""
    return cal.scan(text, offset, rules(knowledge), frame, FORWARD)


class Words(NamedTuple):
    """The word lists the grammar is built from; see languages/en/dates.toml."""

    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, int]
    periods: dict[str, list[str]]
    seasons: dict[str, list[int]]


class Forms:
    """The word lists as parts of patterns."""

    part = r"(?:(?P<part>early|mid|late)(?:[ -]in)?[ -])?"
    dnum = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
    ynum = r"(?P<y>1[5-9]\d\d|20\d\d)"
    unit = r"(?P<u>day|week|month|year|decade)s?"

    def __init__(self, lists: Words) -> None:
        self.lists = lists
        long = "|".join(sorted((m.capitalize() for m in lists.months if len(m) > 3), key=len, reverse=True))
        short = "|".join(m.capitalize() for m in lists.months if len(m) <= 4 and m not in {"may", "june", "july"})
        self.month = rf"(?:(?P<m>{long}|May)\b|(?P<ms>{short})\b\.?)"
        # A short form needs its full stop: 'Thu' and 'Sun' are names too.
        days = (d.capitalize() + (r"\b" if len(d) > 5 else r"\.") for d in sorted(lists.weekdays, key=len, reverse=True))
        self.week = f"(?P<w>{'|'.join(days)})"
        self.number = rf"(?P<n>\d{{1,3}}|{'|'.join(lists.numbers)})"
        self.period = "|".join(re.escape(p).replace(r"\ ", "[ -]") for p in sorted(lists.periods, key=len, reverse=True))
        self.season = "|".join(lists.seasons)

    def month_of(self, match: Match[str]) -> int:
        """The number of the month that a match names."""
        return self.lists.months[(match["m"] or match["ms"]).lower().rstrip(".")]

    def count(self, match: Match[str]) -> int:
        """The number that a match names; 0 for 'several'."""
        raw = match["n"].lower()
        return int(raw) if raw.isdigit() else self.lists.numbers[raw]


def pattern(words: str) -> Pattern[str]:
    """A pattern without regard to case."""
    return re.compile(words, re.IGNORECASE)


@functools.lru_cache(maxsize=4)
def rules(knowledge: Knowledge) -> tuple[Rule, ...]:
    """The grammar, most specific first."""
    forms = Forms(Words(**{key: knowledge.languages["en"].dates[key] for key in Words._fields}))
    return (*calendar_rules(forms), *stretch_rules(forms), *relative_rules(forms), *bare_rules(forms))


def calendar_rules(w: Forms) -> tuple[Rule, ...]:
    """Days, months, quarters and seasons by their names."""
    return (
        (
            "ISO date",
            re.compile(r"\b(?P<y>1[5-9]\d\d|20\d\d)-(?P<mm>\d\d)-(?P<d>\d\d)\b"),
            lambda m, x: means.exact(int(m["y"]), int(m["mm"]), int(m["d"])),
        ),
        (
            "day range",
            re.compile(rf"\b{w.month} {w.dnum}(?: ?[-–—] ?| (?:to|and|through) )(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,? {w.ynum})?\b(?!:)"),
            lambda m, x: means.day_range(x, m, w.month_of(m)),
        ),
        (
            "day, month and year",
            re.compile(rf"\b(?:{w.week},? )?{w.month} {w.dnum},? {w.ynum}\b"),
            lambda m, x: means.exact(int(m["y"]), w.month_of(m), int(m["d"])),
        ),
        (
            "day, month and year",
            re.compile(rf"\b{w.dnum} (?:of )?{w.month},? {w.ynum}\b"),
            lambda m, x: means.exact(int(m["y"]), w.month_of(m), int(m["d"])),
        ),
        (
            "day and month, the nearest year",
            re.compile(rf"\b(?:{w.week},? )?{w.month} {w.dnum}\b(?![:,]?\d)"),
            lambda m, x: means.month_day(x, w.month_of(m), int(m["d"])),
        ),
        (
            "day and month, the nearest year",
            re.compile(rf"\b{w.dnum} (?:of )?{w.month}(?!\w)"),
            lambda m, x: means.month_day(x, w.month_of(m), int(m["d"])),
        ),
        (
            "month and year",
            re.compile(rf"\b{w.part}{w.month},? (?:of )?{w.ynum}\b"),
            lambda m, x: cal.part_of(cal.month(int(m["y"]), w.month_of(m)), means.part_word(m)),
        ),
        ("quarter", pattern(rf"\b(?P<q>first|second|third|fourth) quarter(?: of {w.ynum})?"), lambda m, x: means.quarter(x, m)),
        (
            "season",
            pattern(
                rf"\b(?P<rel>last|this|next)?\s?\b(?P<s>{w.season})(?: of)? {w.ynum}\b|\b(?P<rel2>last|this|next) (?P<s2>{w.season})\b"
            ),
            lambda m, x: means.season_of(x, m, w.lists.seasons),
        ),
    )


def stretch_rules(w: Forms) -> tuple[Rule, ...]:
    """Years, decades, named periods, anniversaries and durations."""
    return (
        (
            "span of years",
            re.compile(
                r"\b(?:from |between )?(?P<a>1[5-9]\d\d|20\d\d)(?: ?[–—-] ?| (?:to|and|until|through) )(?P<b>1[5-9]\d\d|20\d\d|\d\d)\b(?![-\d])"
            ),
            lambda m, x: means.year_span(m),
        ),
        ("since", pattern(rf"\bsince (?:{w.part})(?:the )?{w.ynum}s?\b"), lambda m, x: means.since(x, m)),
        (
            "decade",
            pattern(rf"\b(?P<from>from )?(?:the )?{w.part}{w.ynum[:-1]})(?<=0)s\b(?P<on> (?:on|onwards?)\b)?"),
            lambda m, x: means.decade(x, m),
        ),
        ("named period", pattern(rf"\b(?:{w.period})\b"), lambda m, x: means.named(m, w.lists.periods)),
        (
            "anniversary",
            pattern(r"\b(?P<k>\d{1,3})(?:st|nd|rd|th) (?:founding )?anniversary\b"),
            lambda m, x: means.anniversary(x, int(m["k"])),
        ),
        (
            "duration",
            pattern(
                rf"\b{w.number}[ -]{w.unit}(?=[ -](?:long|visit|trip|tour|summit|state|official|war|conference|meeting|stay|talks|stopover|working|drills?|exercises?))(?:[ -]long)?|\b(?P<u2>day|week|month|year)-long\b"
            ),
            lambda m, x: means.duration(m, w.count),
        ),
    )


def relative_rules(w: Forms) -> tuple[Rule, ...]:
    """What is read from publication or from the date before."""
    return (
        (
            "so long ago",
            pattern(rf"\b(?:about |some |nearly |almost |more than |over )?{w.number} {w.unit} ago\b"),
            lambda m, x: means.ago(x, w.count(m), m["u"].lower()),
        ),
        (
            "so long before or after",
            pattern(
                rf"\b(?:(?P<the>the|that|a|an|{w.number}) )?{w.unit} (?P<dir>before|earlier|later|after)\b(?! (?:the|his|her|its|their|a|an|[A-Z]))"
            ),
            lambda m, x: means.relative(x, m, w.lists.numbers),
        ),
        (
            "previous or following",
            pattern(r"\bthe (?P<dir>previous|preceding|following|same) (?P<u>day|week|month|year)\b"),
            lambda m, x: means.previous(x, m),
        ),
        (
            "last, this, next",
            pattern(
                r"\b(?:(?P<e>earlier|later|early|late) )?(?P<rel>last|this|next|past) (?P<u>day|week|month|year|weekend|decade|century)\b"
            ),
            lambda m, x: means.rel_unit(x, m),
        ),
        (
            "last, this, next month",
            re.compile(rf"\b(?P<rel>last|this|next) {w.month}"),
            lambda m, x: means.rel_month(x, m["rel"], w.month_of(m)),
        ),
        ("weekday", re.compile(rf"\b(?:(?P<rel>last|next|this) )?{w.week}(?!')\b"), lambda m, x: means.week_day(x, m, w.lists.weekdays)),
        ("at that time", pattern(r"\bat (?:the|that|the same) time\b|\b(?:the )?same day\b|\bthat day\b"), lambda m, x: means.then(x)),
        (
            "today",
            pattern(r"\b(?P<t>today|tonight|this (?:morning|afternoon|evening)|yesterday|tomorrow|last night)\b"),
            lambda m, x: means.today(x, m["t"].lower()),
        ),
        (
            "recent years",
            pattern(r"\bin (?:recent|the (?:past|last) (?:few|several|couple of)) (?P<u>years|months|weeks|days|decades)\b"),
            lambda m, x: means.recent(x, m["u"].lower()),
        ),
        (
            "in so many",
            pattern(rf"\b(?:in|over|for) the (?:past|last) {w.number} {w.unit}\b"),
            lambda m, x: means.past_n(x, w.count(m), m["u"].lower()),
        ),
    )


def bare_rules(w: Forms) -> tuple[Rule, ...]:
    """Months and years that stand alone, when nothing longer took them."""
    return (
        (
            "month, the nearest year",
            re.compile(
                rf"\b(?P<by>[Bb]y |[Ii]n |[Ss]ince |[Ff]rom |[Uu]ntil |[Dd]uring |of |and |through |to )?{w.part}{w.month}(?! \d)(?!\w)"
            ),
            lambda m, x: means.bare_month(x, m, w.month_of(m)),
        ),
        (
            "year",
            re.compile(
                rf"(?<![\d$€£¥.,/-])\b(?P<by>by |By |until |before )?{w.part}{w.ynum}\b(?![-–]\d)(?!%|,\d| (?:people|troops|soldiers|dollars|yuan|percent|per cent|km|miles|kilometers|tons|agreements|votes|words))"
            ),
            lambda m, x: means.bare_year(x, m),
        ),
    )

"""Chinese date expressions, both scripts: 2023年12月12日, 12月12日, 去年, 上个月, 20世纪90年代."""

import re
from datetime import date, timedelta
from re import Match

from communique.annotate.dates import calendar as cal
from communique.annotate.dates.calendar import OPEN, Context, Frame, Reading, Rule
from communique.model.dates import When
from communique.vocab.knowledge import Knowledge

DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
N = r"[\d〇○零一二三四五六七八九十]"
FORWARD = re.compile(r"[将將][^。]*$")


def read(text: str, offset: int, frame: Frame, knowledge: Knowledge) -> list[When]:
    """Every Chinese date expression of a text."""
    return cal.scan(text, offset, RULES, frame, FORWARD)


def number(word: str) -> int:
    """'十二' -> 12, '二〇二三' -> 2023, '12' -> 12; 0 for what is none."""
    if word.isdigit():
        return int(word)
    if "十" in word:
        tens, _, ones = word.partition("十")
        return (DIGITS.get(tens, 1) if tens else 1) * 10 + (DIGITS.get(ones, 0) if ones else 0)
    digits = [str(int(c)) if c.isdigit() else str(DIGITS.get(c, 0)) for c in word]
    return int("".join(digits)) if digits else 0


def full(match: Match[str], x: Context) -> Reading | None:
    """Year, month and perhaps day."""
    y, m = number(match["y"]), number(match["m"])
    if not match["d"]:
        return cal.month(y, m) if 1 <= m <= 12 and 1 <= y <= 9999 else None
    found = cal.safe_date(y, m, number(match["d"]))
    return cal.day(found) if found else None


def partial(match: Match[str], x: Context) -> Reading | None:
    """Month and perhaps day, the nearest year."""
    if x.frame.last is None:
        return OPEN
    m, years = number(match["m"]), range(x.frame.last.year - 1, x.frame.last.year + 2)
    if not 1 <= m <= 12:
        return None
    if match["d"]:
        days = [cal.day(f) for y in years if (f := cal.safe_date(y, m, number(match["d"])))]
        return cal.nearest(x.frame, days, future=x.future)
    return cal.nearest(x.frame, [cal.month(y, m) for y in years], future=x.future)


def day_only(match: Match[str], x: Context) -> Reading | None:
    """'12日': of the month read before, else of the month of publication."""
    base = x.before.earliest if x.before and x.before.earliest else x.frame.last
    if base is None:
        return OPEN
    found = cal.safe_date(base.year, base.month, number(match["d"]))
    return cal.day(found) if found else None


def relative(match: Match[str], x: Context) -> Reading:
    """今天, 昨天, 去年, 上个月, ..."""
    anchor = x.frame.last
    if anchor is None:
        return OPEN
    word = match[0]
    if word[0] in "今昨明" and word[1] in "天日":
        return cal.day(anchor + timedelta(days={"今": 0, "昨": -1, "明": 1}[word[0]]))
    if "年" in word:
        return cal.year(anchor.year + {"去": -1, "今": 0, "明": 1, "前": -2}[word[0]])
    moved = cal.shifted(anchor, {"上": -1, "本": 0, "下": 1, "这": 0, "這": 0}[word[0]])
    return cal.month(moved.year, moved.month)


def years_of(match: Match[str], x: Context) -> Reading | None:
    """'1979年'."""
    y = number(match["y"])
    return cal.year(y) if 1000 <= y <= 2999 else None


def decade(match: Match[str], x: Context) -> Reading:
    """'20世纪90年代'."""
    start = (number(match["c"] or "20") - 1) * 100 + number(match["d"])
    return Reading(date(start, 1, 1), date(start + 9, 12, 31), "decade")


RULES: tuple[Rule, ...] = (
    ("year, month, day", re.compile(rf"(?P<y>{N}{{4}})年(?P<m>{N}{{1,3}})月(?:(?P<d>{N}{{1,3}})[日号號])?"), full),
    ("month, day, the nearest year", re.compile(rf"(?P<m>{N}{{1,3}})月(?:(?P<d>{N}{{1,3}})[日号號])?"), partial),
    ("decade", re.compile(rf"(?:(?P<c>{N}{{2,3}})世[纪紀])?(?P<d>{N}{{2,3}})年代"), decade),
    ("year", re.compile(rf"(?P<y>{N}{{4}})年"), years_of),
    (
        "relative",
        re.compile(r"今天|今日|昨天|昨日|明天|明日|去年|今年|明年|前年|上个?月|上個月|本月|下个?月|下個月|[这這][个個]月"),
        relative,
    ),
    ("day of a month named before", re.compile(rf"(?<!{N})(?P<d>{N}{{1,3}})日(?!本)"), day_only),
)

from datetime import date

import pytest

from communique.annotate.dates import read_dates
from communique.annotate.dates.calendar import Frame
from communique.vocab.knowledge import Knowledge

WEDNESDAY = Frame(earliest=date(2023, 11, 29), latest=date(2023, 11, 29), foundings={75: date(1949, 1, 18)})

ENGLISH = [
    ("On Nov. 27 he left", "Nov. 27", "2023-11-27"),
    ("in October", "in October", "2023-10"),
    ("in late 1978 to oust", "late 1978", "1978-07-31/1978-12-31"),
    ("fell in 1991 and left the year before", "the year before", "1990"),
    ("From the 1990s on, ties improved", "From the 1990s on", "1990-01-01/2023-11-29"),
    ("took office last year", "last year", "2022"),
    ("the 75th anniversary of ties", "75th anniversary", "2024-01-18"),
    ("between 1975 and 1979", "between 1975 and 1979", "1975-01-01/1979-12-31"),
    ("in 1972–79", "1972–79", "1972-01-01/1979-12-31"),
    ("signed on Sept. 3, 1945", "Sept. 3, 1945", "1945-09-03"),
    ("on 12 December 2023", "12 December 2023", "2023-12-12"),
    ("on Tuesday", "Tuesday", "2023-11-28"),
    ("will meet next Monday", "next Monday", "2023-12-04"),
    ("three years ago", "three years ago", "2020"),
    ("Dec. 10-12, 2022", "Dec. 10-12, 2022", "2022-12-10/2022-12-12"),
    ("during the Korean War", "Korean War", "1950-06-25/1953-07-27"),
    ("will visit in March", "in March", "2024-03"),
    ("last October", "last October", "2023-10"),
    ("since 2013", "since 2013", "2013-01-01/2023-11-29"),
    ("by 2030", "by 2030", "2023-11-29/2030-12-31"),
    ("in the first quarter of 2024", "first quarter of 2024", "2024-01-01/2024-03-31"),
    ("the month-long war", "month-long", "P1M"),
    ("a two-day visit", "two-day", "P2D"),
]


@pytest.mark.parametrize(("text", "words", "edtf"), ENGLISH)
def test_english_expressions(text: str, words: str, edtf: str, knowledge: Knowledge) -> None:
    """Each expression means the interval that a reader of that Wednesday's paper would give it."""
    found = {w.text: w.edtf for w in read_dates(text, 0, "en", WEDNESDAY, knowledge)}
    assert found.get(words) == edtf


@pytest.mark.parametrize(
    ("language", "text", "edtf"),
    [
        ("zh", "2023年12月12日至13日", "2023-12-12"),
        ("zh", "11月27日", "2023-11-27"),
        ("zh", "二〇二三年十二月十二日", "2023-12-12"),
        ("zh", "去年", "2022"),
        ("zh", "20世纪90年代", "1990-01-01/1999-12-31"),
        ("vi", "ngày 12/12/2023", "2023-12-12"),
        ("vi", "ngày 27 tháng 11", "2023-11-27"),
        ("vi", "năm ngoái", "2022"),
        ("vi", "tháng 10", "2023-10"),
    ],
)
def test_chinese_and_vietnamese_expressions(language: str, text: str, edtf: str, knowledge: Knowledge) -> None:
    """The small grammars read days, months, years and decades."""
    assert read_dates(text, 0, language, WEDNESDAY, knowledge)[0].edtf == edtf


def test_nothing_is_read_from_an_unknown_standpoint(knowledge: Knowledge) -> None:
    """'On Tuesday' in an undated text is an expression without a date, never one counted from today."""
    (when,) = read_dates("on Tuesday", 0, "en", Frame(), knowledge)
    assert when.earliest is None
    assert when.latest is None


@pytest.mark.parametrize("text", ["Mr. March may come", "Pham Thu Hang and Sun Yat-sen", "2,024 people", "the year ahead", "Will Young"])
def test_words_that_only_look_like_dates(text: str, knowledge: Knowledge) -> None:
    """Names and counts are no dates."""
    assert read_dates(text, 0, "en", WEDNESDAY, knowledge) == []

from datetime import date

import pytest

from communique.model.dates import When, parse_edtf, to_edtf


@pytest.mark.parametrize("text", ["2023", "2023-02", "2024-02-29", "2023-12-12/2023-12-13", "../2023-12-31", "2023-12-01/.."])
def test_edtf_round_trips(text: str) -> None:
    """What EDTF goes in comes out."""
    precision = {4: "year", 7: "month"}.get(len(text), "day")
    assert to_edtf(*parse_edtf(text), precision) == text


@pytest.mark.parametrize("text", ["yesterday", "23-1-1", "2023-13", ""])
def test_what_is_no_edtf_is_refused(text: str) -> None:
    """A bad date raises and is never guessed."""
    with pytest.raises(ValueError, match=r"EDTF|month|range"):
        parse_edtf(text)


def test_open_intervals_overlap_what_they_reach() -> None:
    """An open end reaches everything on its side."""
    before = When(earliest=None, latest=date(2023, 12, 31))
    assert before.overlaps(When(earliest=date(2023, 12, 31), latest=None))
    assert not before.overlaps(When(earliest=date(2024, 1, 5), latest=None), slack=1)

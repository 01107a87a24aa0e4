"""Mentions of actors: whose they are, and the gold that scores them."""

from pathlib import Path

import pytest

from communique.evaluate import actors
from communique.model.errors import UnreadableSource
from communique.vocab.load import load


@pytest.mark.parametrize(
    ("line", "country", "sector"),
    [
        ("|2017-02-14|[Kenyan doctors] rejected the offer.", "KEN", "MED"),
        ("|2014-05-01|[Libyan rebel commanders] refused the truce.", "LBY", "REB"),
        ("|2014-05-01|[Chadian army officers] crossed the border.", "TCD", "MIL"),
        ("|2014-05-01|[The Kremlin] rejected the report.", "RUS", "GOV"),
        ("|2014-05-01|[Ottawa] recalled its envoy.", "CAN", "GOV"),
        ("|2014-05-01|[A former Chilean minister] accused the paper.", "CHL", "ELI"),
        ("|2016-05-01|[Bernie Sanders] praised the farmers.", "USA", "LEG"),
        ("|2024-05-01|[The leader of Hamas] left for Qatar.", "PSE", "REB"),
        ("|2016-05-01|[The Bundestag] voted for the law.", "DEU", "LEG"),
        ("|2025-05-01|[Angela Merkel] praised the artist.", "DEU", "ELI"),
        ("|2015-05-01|[Angela Merkel] praised the artist.", "DEU", "GOV"),
    ],
)
def test_country_and_sector(line: str, country: str, sector: str, tmp_path: Path) -> None:
    """Peoples and their trades, palaces and capitals, people in and out of office, bodies by name."""
    gold = tmp_path / "gold.txt"
    gold.write_text(f"{country}|{sector}{line}\n", encoding="utf8")
    table, misses, _ = actors.score_file(gold, load())
    assert not misses
    assert [counts.hits for counts in (*table["country"], *table["sector"])] == [1, 1]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"KEN|MED|2017-02-14|Kenyan doctors left.\n", "line 1"),
        (b"KEN|MED|some day|[Kenyan doctors] left.\n", "line 1"),
        (b"KEN|MED\n", "line 1"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_a_broken_list_is_named(content: bytes, says: str, tmp_path: Path) -> None:
    """The line, and where the form is described."""
    gold = tmp_path / "gold.txt"
    gold.write_bytes(content)
    with pytest.raises(UnreadableSource, match=says):
        actors.lines_of(gold)

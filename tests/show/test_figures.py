"""Figures say what they rest on, know their rows, and need nothing from outside."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from communique.model.errors import CommuniqueError
from communique.record.queries import rows
from communique.record.store import Record
from communique.show.figures.charts import start_of, timeline
from communique.show.figures.make import KINDS, Asked, figure
from communique.show.figures.save import save, svg

ASKED = {
    "tie": Asked(pair=("CHN", "VNM"), by="quarter"),
    "ladder": Asked(state="VNM"),
    "multiples": Asked(by="quarter", since=date(2023, 1, 1)),
}


@pytest.fixture
def record(demo):
    with Record(demo) as opened:
        yield opened


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_drawn_and_names_its_rows(kind, record, knowledge, tmp_path: Path) -> None:
    """SVG and PNG, a caption with counts, no address, and a table of rows that are in the record."""
    chart, told = figure(record, knowledge, kind, ASKED.get(kind, Asked()))
    drawn = svg(chart)
    assert drawn.startswith("<svg")
    assert not re.findall(r'(?:href|src)="(?!#|http://www\.w3\.org)[^"]*"', drawn)
    assert re.search(r"\d+ (?:dated )?(?:events|partners|pairs|stories)", drawn) or "stories read" in drawn
    written = save(chart, tmp_path / "f.png", told)
    assert written[0].read_bytes().startswith(b"\x89PNG")
    known = {r["cluster"] for r in rows(record, "events")} | {r["id"] for r in rows(record, "commitments")}
    with written[1].open(encoding="utf8") as stream:
        table = list(csv.DictReader(stream))
    assert table
    for row in table:
        ids = row["rows"].split()
        assert {*ids} <= known
        assert not row["number"].isdecimal() or int(row["number"]) == len(ids)


def test_a_figure_is_the_same_each_time(record, knowledge) -> None:
    """The same record gives the same bytes."""
    one, other = (svg(figure(record, knowledge, "heat", Asked())[0]) for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    ("kind", "asked", "words"),
    [
        ("pie", Asked(), "no figure 'pie'"),
        ("tie", Asked(), "between two states"),
        ("tie", Asked(pair=("CHN", "VNM"), series="love"), "no series 'love'"),
        ("ladder", Asked(), "a ladder is a state's"),
        ("multiples", Asked(by="day"), "no period 'day'"),
    ],
)
def test_what_cannot_be_drawn_is_named(kind, asked, words, record, knowledge) -> None:
    """The error says what there is."""
    with pytest.raises(CommuniqueError, match=words):
        figure(record, knowledge, kind, asked)


def test_a_figure_has_a_known_ending(record, knowledge, tmp_path: Path) -> None:
    """.bmp is refused, and the endings that are served are named."""
    with pytest.raises(CommuniqueError, match=r"\.bmp"):
        save(figure(record, knowledge, "heat", Asked())[0], tmp_path / "f.bmp")


def test_an_empty_record_is_drawn_too(tmp_path: Path, knowledge) -> None:
    """Nothing in it is no crash: an empty figure, or a reason."""
    with Record(tmp_path / "e.db", writable=True) as empty:
        for kind in KINDS:
            assert svg(figure(empty, knowledge, kind, ASKED.get(kind, Asked()))[0]).startswith("<svg")


def test_hostile_words_are_escaped() -> None:
    """Markup in a title, a caption or a name is shown and never markup of the figure."""
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)></svg>"
    events = [
        {
            "id": "e",
            "type": hostile,
            "quad": 1,
            "actors": [{"name": hostile}],
            "recipients": [],
            "when": {"earliest": "2024-01-01", "latest": "2024-01-03"},
        }
    ]
    drawn = svg(timeline(events, title=hostile, caption=[hostile]))
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert drawn.count("</svg>") == 1


def test_uncertain_starts() -> None:
    """A year or month starts on its first day."""
    assert [start_of(s) for s in ("2012", "2012-07", "2012-07-09", "2012-07-01/2012-07-31")] == [
        "2012-01-01",
        "2012-07-01",
        "2012-07-09",
        "2012-07-01",
    ]

"""A document dated to years says nothing of a month: it is no coverage, and stretches no series."""

from pathlib import Path

from communique.analyse.acts import known_day, sources
from communique.analyse.series import everyone, lay_out
from communique.model.dates import parse_edtf
from communique.pipeline import read_into
from communique.record.store import Record


def test_a_wide_date_is_no_day() -> None:
    """A month tells its first day, a year and an open end tell none."""
    assert str(known_day(*parse_edtf("2024-03"))) == "2024-03-01"
    assert known_day(*parse_edtf("2024")) is None
    assert known_day(*parse_edtf("../2024-03-01")) is None


def test_an_undated_text_stretches_no_series(tmp_path: Path, knowledge) -> None:
    """One text that is dated to a decade only leaves the series as long as the others make it."""
    (tmp_path / "in").mkdir()
    for name, day in (("a", "2024-03-02"), ("b", "2024-04-20"), ("c", "1990/2024")):
        text = f"Norway and Peru signed treaty number {name} in Oslo, the ministry said to reporters in the {name} hall."
        (tmp_path / "in" / f"{name}.txt").write_text(f"---\noutlet: {name}\npublished: {day}\nlanguage: en\n---\n{text}\n")
    with Record(tmp_path / "r.db", writable=True) as record:
        read_into(record, [tmp_path / "in"], knowledge)
        layout = lay_out(record)
        assert len(sources(record)) == 3
        assert [str(p.start) for p in layout.periods] == ["2024-03-01", "2024-04-01"]
        assert sum(r["events"] for r in everyone(layout)) <= 2

"""Somebody else's rows as comparison series."""

import gzip
import random
import zipfile
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from communique.analyse.beside import spearman, together
from communique.cli.main import app
from communique.model.errors import UnreadableSource
from communique.read.series import Coded, read
from communique.record.store import Record
from communique.show.export import gdelt

POLECAT = (
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tQuad Code\tActor Name\tActor Country\tRecipient Name\tRecipient Country\n"
    "p1\t2023-12-12\tCONSULT\tvisit\tVERBAL COOPERATION\tXi Jinping\tCHN\tVietnam\tVNM\n"
    "p2\t2023-12-13\tACCUSE\t\t3\tVietnam\tVietnam\tChina\tChina\n"
    "p3\tsome day\tACCUSE\t\t3\tVietnam\tVNM\tChina\tCHN\n"
    "p4\t2023-12-13\tACCUSE\t\t3\tVietnam\tVNM\tNobody\t\n"
)


def row(identity: str, day: str, a: str, b: str, quad: str) -> str:
    cells = [""] * 58
    cells[0], cells[1], cells[7], cells[17], cells[29] = identity, day, a, b, quad
    return "\t".join(cells) + "\n"


def test_gdelt_plain_zipped_and_gzipped(tmp_path: Path, knowledge) -> None:
    """Rows of two states, in ISO's codes; broken lines are passed over."""
    text = (
        row("1", "20231212", "CHN", "VNM", "1")
        + row("2", "20231213", "ROM", "VNM", "4")
        + row("3", "20239999", "CHN", "VNM", "1")
        + "torn\n"
        + row("4", "20231212", "CHN", "", "1")
    )
    (tmp_path / "a.CSV").write_text(text)
    (tmp_path / "a.gz").write_bytes(gzip.compress(text.encode()))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("a.CSV", text)
    wanted = [Coded("1", date(2023, 12, 12), "CHN", "VNM", 1), Coded("2", date(2023, 12, 13), "ROU", "VNM", 4)]
    assert [list(read(tmp_path / name, knowledge)) for name in ("a.CSV", "a.gz", "a.zip")] == [wanted] * 3


def test_polecat(tmp_path: Path, knowledge) -> None:
    """By its header; quads as words or numbers, states as codes or names."""
    (tmp_path / "a.txt").write_text(POLECAT)
    assert [(c.id, c.a, c.b, c.quad) for c in read(tmp_path / "a.txt", knowledge)] == [("p1", "CHN", "VNM", 1), ("p2", "VNM", "CHN", 3)]


def test_another_table_is_refused(tmp_path: Path, knowledge) -> None:
    """With the columns that are needed."""
    (tmp_path / "a.csv").write_text("name,age\nx,3\n")
    with pytest.raises(UnreadableSource, match="Actor Country"):
        list(read(tmp_path / "a.csv", knowledge))


def test_our_own_export_is_read_back(demo: Path, tmp_path: Path, knowledge) -> None:
    """What --to gdelt writes, this reads as GDELT."""
    with Record(demo) as record:
        path = gdelt.write(record, tmp_path)[0]
    found = list(read(path, knowledge))
    assert len(found) > 40
    assert {"CHN", "VNM"} <= {c.a for c in found} | {c.b for c in found}


def test_correlation_knows_its_limits() -> None:
    """Independent series are told apart from like ones; few periods, or a series that stands still, say nothing."""
    import numpy

    rng = numpy.random.default_rng(3)
    a = rng.poisson(4, 60).astype(float)
    like, unlike = together(a, a + rng.poisson(1, 60)), together(a, rng.poisson(4, 60).astype(float))
    assert like["low"] > 0.5
    assert unlike["low"] < 0 < unlike["high"]
    assert together(a[:5], a[:5])["rho"] is None
    assert together(a, a * 0)["why"] == "one of the two never changes"
    assert spearman(a, -a) == pytest.approx(-1)


def test_the_command(demo: Path, tmp_path: Path) -> None:
    """Both counts by period, and what may be said of them."""
    dice = random.Random(1)
    (tmp_path / "a.tsv").write_text(
        "".join(
            row(str(i), f"20{dice.randrange(14, 25)}{dice.randrange(1, 13):02}01", "CHN", "VNM", str(dice.randrange(1, 5)))
            for i in range(300)
        )
    )
    made = CliRunner().invoke(app, ["beside", str(tmp_path / "a.tsv"), "--record", str(demo), "--pair", "VNM,CHN", "--by", "year"])
    assert made.exit_code == 0, made.output
    assert "CHN–VNM, events a year" in made.output
    assert "too few to say" in made.output

"""The Python API: nouns as tables with their evidence, analyses as functions that say their units and model."""

import inspect
from datetime import date

import pytest

import communique
from communique.api import Opened
from communique.model.errors import CommuniqueError, NotARecord
from communique.record.queries import NOUNS


@pytest.fixture
def record(demo):
    with communique.open(demo) as opened:
        yield opened


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_is_a_table(noun, record) -> None:
    """As rows, Arrow, pandas and polars: the same number of rows and fields."""
    found = getattr(record, noun)
    assert len(found) == found.arrow().num_rows == len(found.pandas()) == len(found.polars())
    assert set(found.arrow().column_names) >= set(next(iter(found)))


def test_evidence_is_reachable(record) -> None:
    """Each row of events gives the words it claims."""
    for row in record.events.where(pair=("CHN", "VNM")):
        assert record.evidence(row).words.split() == row["text"].split()


def test_a_number_opens_its_rows(record) -> None:
    """The ids beside a count are those of rows that can be opened."""
    tie = record.tie("chn", "vnm", by="year")
    for count, ids in zip(tie["series"]["events"]["counts"], tie["series"]["events"]["rows"], strict=True):
        assert count == len({r["cluster"] for r in record.rows(ids)})
    assert record.rows([]) == []


def test_every_analysis_answers(record) -> None:
    """Each function of the tutorial gives something, and none changes the record."""
    before = record.record.db.total_changes
    assert record.pairs(by="year")
    assert record.base_rates("visit")["chances"]
    assert record.ladder("JPN", on=date(2024, 1, 1))["partners"]
    assert record.forecast_register()["forecasts"]
    assert record.signed_network()["ties"]
    assert record.ledger("common-destiny")["uses"]
    assert record.silences_on("common-destiny", by="outlet")
    assert record.figure("heat").to_dict()
    assert record.record.db.total_changes == before


def test_docstrings_say_what_an_analysis_is() -> None:
    """Every public method has one; those with a model name it."""
    methods = {n: m.__doc__ or "" for n, m in inspect.getmembers(Opened, inspect.isfunction) if not n.startswith("_")}
    assert all(methods.values())
    assert "Kitagawa" in methods["tie"]
    assert "Murphy" in methods["base_rates"]
    assert "Brier" in methods["forecast_register"]


def test_errors_teach(tmp_path, record) -> None:
    """A record that is not there, a filter that does not exist, a wording that is not followed."""
    with pytest.raises(NotARecord, match="there is no such record"):
        communique.open(tmp_path / "none.db")
    with pytest.raises(CommuniqueError, match="no such filter: colour"):
        record.events.where(colour="red")
    with pytest.raises(AttributeError):
        communique.close  # noqa: B018 - asking is the test

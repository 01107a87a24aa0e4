"""Readers on damaged files: a problem or an article, never an exception; more inputs by checks/fuzz.py."""

import random
from pathlib import Path

import pytest
from checks.fuzz import damaged
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.model.article import Article
from communique.model.errors import UnreadableSource
from communique.read.formats import articles
from communique.read.printed_dates import printed
from communique.read.source import Source
from tests.read.test_downloads import WRAPPINGS


@pytest.mark.parametrize("name", WRAPPINGS)
def test_damage_is_named(name: str, tmp_path: Path, knowledge) -> None:
    """Whatever is done to a download, its reader answers."""
    held, dice, path = WRAPPINGS[name](), random.Random(name), tmp_path / name
    for _ in range(25):
        path.write_bytes(damaged(held, dice))
        for one in articles(Source(path=str(path), location=str(path)), knowledge):
            assert isinstance(one, Article | UnreadableSource)


@given(st.text(max_size=80))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_printed_date_is_a_day_or_none(value: str) -> None:
    """No field makes it raise; what it gives is an interval in order."""
    found = printed(value)
    assert found is None or found[0] <= found[1]

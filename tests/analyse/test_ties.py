"""Rates hold the truth as often as they say, coverage is no warming, a change is told where there is one, and a forecast never knows the future."""

import itertools
import sys
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.analyse.balance import balance
from communique.analyse.baserates import back_test, beta_interval, chances_of, panel
from communique.analyse.changed import changed
from communique.analyse.changes import changes
from communique.analyse.coverage import coverage
from communique.analyse.outlook import outlook
from communique.analyse.periods import at, cut
from communique.analyse.rates import learn, rates
from communique.analyse.series import everyone, lay_out, profile
from communique.model.errors import CommuniqueError
from communique.record.queries import rows
from communique.record.store import Record
from tests.conftest import ROOT, shared


@pytest.fixture
def record(demo):
    with Record(demo) as opened:
        yield opened


def overdispersed(rng, mean, r=2.0):
    return rng.poisson(mean * rng.gamma(r, 1 / r, np.shape(mean)))


def test_bands_hold_the_truth():
    """In a mixture of rates that stay, drift and step, 90% bands hold the true rate in 88 to 92% of months (seeded; bench/intervals.py has more)."""
    sys.path.insert(0, str(ROOT / "bench"))
    from intervals import record as shown
    from intervals import truth

    inside = []
    for seed in range(3):
        rng = np.random.default_rng([2, seed])
        true, _ = truth(rng, 150, 72)
        events, _, stories, reports, seen = shown(rng, true, rng.choice([0.7, 2.0, 8.0], (150, 1)) * np.ones_like(true))
        made = rates(events, coverage(stories, reports).relative)
        inside.append((made.low <= true * seen.mean()) & (true * seen.mean() <= made.high))
    assert 0.88 <= np.mean(inside) <= 0.92


@pytest.mark.parametrize("level", [0.3, 3.0, 20.0])
def test_a_series_that_stays_has_no_change(level):
    """Overdispersed counts of one rate are told as a change in at most 5% of series."""
    counts = overdispersed(np.random.default_rng(5), np.full((200, 120), level))
    assert sum(map(bool, changes(counts, np.ones(120)))) <= 10


def test_a_step_is_found_where_it_is():
    """A rate that trebles is told once, near its month, with bands on either side that hold the true rates."""
    mean = np.where(np.arange(120) < 70, 2.0, 6.0) * np.ones((20, 1))
    found = changes(overdispersed(np.random.default_rng(6), mean, 8.0), np.ones(120))
    one = [f[0] for f in found if len(f) == 1]
    assert len(one) >= 18
    assert all(abs(c.at - 70) <= 8 and c.after.mean > c.before.mean for c in one)
    assert sum(c.before.low <= 2 <= c.before.high and c.after.low <= 6 <= c.after.high for c in one) >= 15


def test_more_outlets_are_not_more_events():
    """When the number of outlets trebles half way, counts rise and the rate does not."""
    rng = np.random.default_rng(7)
    stories = np.full((6, 100), 50.0)
    stories[2:, :50] = 0
    happened, events, reports = rng.poisson(8.0, (30, 100)), np.zeros((30, 100), int), []
    for p, t in zip(*np.nonzero(happened), strict=True):
        for told in (rng.random((happened[p, t], 6)) < 0.2) & (stories[:, t] > 0):
            if told.any():
                events[p, t] += 1
                reports.append((int(t), frozenset(np.flatnonzero(told).tolist())))
    assert events[:, 50:].mean() > 1.8 * events[:, :50].mean()
    seen = coverage(stories, reports)
    assert seen.measured
    assert seen.share is not None
    assert abs(seen.share[0] - (1 - 0.8**2)) < 0.03
    assert abs(seen.share[-1] - (1 - 0.8**6)) < 0.03
    assert sum(map(bool, changes(events, seen.relative))) <= 2
    assert sum(map(bool, changes(events, np.ones(100)))) >= 25


def test_coverage_without_overlap_is_the_number_of_stories():
    """One outlet cannot tell few events from few stories: then the rate is one a story, and says that this was not measured."""
    seen = coverage(np.array([[10.0, 20.0, 0.0]]), [(0, frozenset({0}))])
    assert not seen.measured
    assert seen.relative.round(2).tolist() == [0.67, 1.33, 0.0]


def test_a_period_without_coverage_says_nothing():
    """Months in which nothing was read do not pull a rate down; they only widen it."""
    counts = overdispersed(np.random.default_rng(8), np.full((40, 60), 4.0))
    cover = np.ones(60)
    cover[20:40] = 0
    counts[:, 20:40] = 0
    made = rates(counts, cover)
    assert (made.mean[:, 30] > 2.5).all()
    assert (made.high - made.low)[:, 30].mean() >= (made.high - made.low)[:, 10].mean()


def test_no_series_and_no_periods():
    """Nothing in, nothing out."""
    assert rates(np.zeros((0, 5), np.int64), np.ones(5)).mean.shape == (0, 5)
    assert changes(np.zeros((2, 2), np.int64), np.ones(2)) == [[], []]
    assert learn(np.zeros((0, 0), np.int64), np.ones(0)).weights.sum() == pytest.approx(1)


acts_of = st.lists(
    st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("GHIJKL"), st.integers(0, 279), st.booleans()), min_size=30, max_size=120
)


@settings(max_examples=40, deadline=None)
@given(acts_of, st.randoms(use_true_random=False), st.integers(3, 9))
def test_the_future_changes_nothing_before_it(acts, draw, origin):
    """Shuffling whatever becomes known after an origin leaves every forecast up to that origin as it was."""
    cut_at = origin * 28
    later = [a for a in acts if a[2] >= cut_at]
    days = [a[2] for a in later]
    draw.shuffle(days)
    shuffled = [a for a in acts if a[2] < cut_at] + [(a, b, d, not hit) for (a, b, _, hit), d in zip(later, days, strict=True)]

    def forecasts(some):
        return back_test(panel([a[:3] for a in some if a[3]], [a[:3] for a in some], 28, range(280)))[1]

    def told(some):
        pairs = panel([], [a[:3] for a in some], 28, range(280)).pairs
        return {o: {p: round(v, 12) for p, v in zip(pairs, f, strict=True) if not np.isnan(v)} for o, f in forecasts(some) if o <= origin}

    assert told(acts) == told(shuffled)


def test_noise_has_no_demonstrated_skill():
    """Acts that fall on all pairs alike cannot be told apart, and the verdict says so."""
    rng = np.random.default_rng(9)
    acts = [(f"A{a}", f"B{a}", int(d)) for a in range(60) for d in np.flatnonzero(rng.random(364) < 0.01)]
    skill, _ = back_test(panel(acts, acts, 28, range(364)))
    assert skill.verdict in {"no demonstrated skill", "worse than the pooled rate"}


def test_a_small_sample_is_refused():
    """Below the least sample there is no score at all, and the reason is given."""
    skill, _ = back_test(panel([("A", "B", 30)], [("A", "B", 3), ("A", "B", 80)], 28))
    assert skill.skill is None
    assert skill.verdict.startswith("too few to say: ")


def test_chances_lie_between_a_pairs_own_past_and_its_like():
    """A forecast is drawn from the pair's own rate towards that of others, and its interval holds it."""
    acts = [("A", "B", d) for d in range(0, 280, 14)] + [(x, y, 5) for x in "CDEF" for y in "GH"]
    for one in chances_of(panel(acts, acts, 28, range(280))):
        assert min(one.alike, one.hits / one.windows) - 1e-9 <= one.mean <= max(one.alike, one.hits / one.windows) + 1e-9
        assert one.low < one.mean < one.high


def test_beta_interval_is_the_textbooks():
    """Beta(2, 8): the 5% and 95% points are .0410 and .4291 (scipy.stats.beta.ppf)."""
    low, high = beta_interval(2, 8)
    assert low == pytest.approx(0.0410, abs=0.002)
    assert high == pytest.approx(0.4291, abs=0.004)


def test_periods():
    """Periods are whole, lie one after the other, and every day is in one of them."""
    for by in ("week", "month", "quarter", "year"):
        made = cut(date(2023, 11, 20), date(2024, 12, 31), by)
        assert all((b.start - a.end).days == 1 for a, b in itertools.pairwise(made))
        assert made[at(made, date(2024, 2, 29))].start <= date(2024, 2, 29) <= made[at(made, date(2024, 2, 29))].end
    assert at(made, date(2022, 1, 1)) == at(made, date(2030, 1, 1)) == -1
    with pytest.raises(CommuniqueError, match="no period 'day'"):
        cut(date(2023, 1, 1), date(2023, 1, 2), "day")


def test_every_number_of_a_profile_opens_its_rows(record, knowledge):
    """Each count is the number of rows that it names, each row is a cluster of the record, and each sentence cites rows that it counts."""
    clusters = {r["cluster"] for r in rows(record, "events")}
    statements = {r["id"] for r in rows(record, "statements")}
    layout = lay_out(record, "quarter")
    for one in everyone(layout)[:6]:
        tie = profile(record, knowledge, (one["a"], one["b"]), layout=layout)
        assert sum(tie["series"]["events"]["counts"]) == one["events"] == len(set(one["rows"]))
        for name, series in tie["series"].items():
            assert series["counts"] == [len(r) for r in series["rows"]]
            assert {r for told in series["rows"] for r in told} <= clusters
            assert all({*s["rows"]} <= {r for told in series["rows"] for r in told} for s in changed(tie, name, knowledge))
        assert {s for p in tie["periods"] for s in p["statements"]} <= statements
        assert sum(len(rows_) for part in tie["weight"].values() for rows_ in part.values()) == one["events"]
        assert tie["series"]["cooperation"]["counts"] != []
        assert [c + d for c, d in zip(tie["series"]["cooperation"]["counts"], tie["series"]["conflict"]["counts"], strict=True)] == tie[
            "series"
        ]["events"]["counts"]


def test_outlook_on_the_demo(record, knowledge):
    """A record too small for a test says so, and a type that does not exist is named."""
    found = outlook(record, knowledge, "CONSULT")
    assert found["test"]["verdict"].startswith("too few to say")
    assert all(c["low"] <= c["mean"] <= c["high"] for c in found["chances"])
    with pytest.raises(CommuniqueError, match="no type 'MEET'"):
        outlook(record, knowledge, "MEET")


def test_the_signed_network_is_labelled(record):
    """It says that it is exploration, and each sign stands on its rows."""
    found = balance(lay_out(record).acts)
    assert found["note"].startswith("exploration")
    assert all((len(t["cooperation"]) > len(t["conflict"])) == (t["sign"] > 0) for t in found["ties"])


@pytest.mark.corpus
def test_base_rates_on_public_data():
    """ICEWS 2014 between states: agreements, meetings, criticism and visits are forecast better than by the pooled rate."""
    sys.path.insert(0, str(ROOT / "bench"))
    from icews import KINDS, rows_of

    data = rows_of(shared("data", "icews14"))
    met = [(a, b, day) for a, b, _, day in data]
    least = {"agreements": 0.10, "meetings": 0.22, "criticism": 0.40, "visits": 0.12}
    for kind, relations in KINDS.items():
        skill, _ = back_test(panel(((a, b, day) for a, b, r, day in data if r in relations), met, 28))
        assert skill.skill is not None
        assert skill.low is not None
        assert skill.skill > least[kind]
        assert skill.low > 0

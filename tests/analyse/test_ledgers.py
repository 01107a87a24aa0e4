"""A promise is one row however often it is told, partners stand on their rungs, forecasts are resolved by rows, and sources that differ stand side by side."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from communique.analyse.conflicts import post, titled
from communique.analyse.forecasts import register, scored
from communique.analyse.judgements import read_resolutions
from communique.analyse.ladders import ladder_of, rung_in, standings
from communique.annotate.sums import number, worth
from communique.model.dates import parse_edtf
from communique.model.errors import CommuniqueError
from communique.pipeline import read_into
from communique.record.queries import rows
from communique.record.store import Record


@pytest.fixture
def told(tmp_path: Path, knowledge):
    """Read a few texts (outlet, day, text) into a record and give its rows of a noun."""

    def read(noun: str, *texts: tuple[str, str, str]) -> list[dict]:
        folder = tmp_path / "texts"
        folder.mkdir(exist_ok=True)
        for i, (outlet, day, text) in enumerate(texts):
            (folder / f"{i}.txt").write_text(f"---\noutlet: {outlet}\npublished: {day}\nlanguage: en\n---\n{text}\n", "utf8")
        with Record(tmp_path / "r.db", writable=True) as record:
            read_into(record, [folder], knowledge)
            return list(rows(record, noun))

    return read


def test_a_later_report_revises_and_makes_no_second_promise(told) -> None:
    """Signed, ratified, in force: one commitment whose status is the furthest, with each step dated by its report."""
    (one,) = told(
        "commitments",
        ("a", "2024-03-05", "Peru and Norway signed a fisheries treaty in Oslo on March 4."),
        ("b", "2024-06-11", "The parliament of Norway ratified the fisheries treaty with Peru on June 10."),
        ("c", "2024-09-02", "The fisheries treaty between Norway and Peru entered into force on September 1."),
    )
    assert one["status"] == "in_force"
    assert [(r["published"], r["status"]) for r in one["revisions"]] == [
        ("2024-03-05", "signed"),
        ("2024-06-11", "ratified"),
        ("2024-09-02", "in_force"),
    ]
    assert len(one["evidence"]) == one["stories"] == 3


def test_a_bundle_is_a_reported_count(told) -> None:
    """'12 agreements' by one, '11' by another: both stand with their outlets, and those that are named are told from the rest."""
    (one,) = told(
        "commitments",
        ("harbor", "2024-03-05", "Kenya and Turkey signed 12 agreements on trade, health and railways in Ankara on March 4."),
        ("lake", "2024-03-06", "Turkey and Kenya signed 11 agreements on March 4 during President Ruto's visit to Ankara."),
    )
    bundle = one["bundle"]
    assert [r["count"] for r in bundle["reported"]] == [11, 12]
    assert {n["text"] for n in bundle["named"]} == {"trade", "health", "railways"}
    assert bundle["unnamed_at_least"] == 8


def test_money_has_stages_of_its_own(told) -> None:
    """What was pledged is not what was paid; both have their sum, currency and giver."""
    found = told(
        "commitments",
        ("a", "2024-05-02", "Japan pledged 30 million dollars in aid to Malawi on May 1."),
        ("b", "2024-05-03", "On May 2, Denmark transferred $5 million to Malawi."),
    )
    stages = {p["country"]: (r["money"], r["value"], r["currency"]) for r in found for p in r["parties"] if p["role"] == "giver"}
    assert stages == {"JPN": ("announced", 30e6, "USD"), "DNK": ("disbursed", 5e6, "USD")}


@pytest.mark.parametrize(
    ("words", "value", "currency"),
    [
        ("$1.2 billion", 1.2e9, "USD"),
        ("C$40 million", 40e6, "CAD"),
        ("1 trillion yen", 1e12, "JPY"),
        ("12,500 euros", 12500, "EUR"),
        ("3 million francs", 3e6, None),
        ("1.8.2 euros", None, None),
    ],
)
def test_sums(words, value, currency, knowledge) -> None:
    """A sum is its figure times its scale; a currency that several states have is left undecided."""
    found, code = worth(words, knowledge.languages["en"].promises["currencies"])
    assert (found, code if found is not None else None) == (value, currency)


def test_numbers() -> None:
    """Words and digits; what only looks like a digit is none."""
    assert [number(w) for w in ("eight", "1,200", "dozen", "²", "many")] == [8, 1200, 12, None, None]


def test_ladders_hold_together(knowledge) -> None:
    """Every ladder has rungs with distinct names, standings that are dated, and sources."""
    assert {"VNM", "CHN", "IND", "JPN", "KOR", "EU"} <= set(knowledge.ladders)
    for ladder in knowledge.ladders.values():
        assert ladder.sources
        assert ladder.note
        assert len({r.name for r in ladder.rungs}) == len(ladder.rungs)
        for partner, _, since in ladder.standing:
            assert f"state:{partner}" in knowledge.actors or partner == "EU"
            assert parse_edtf(since)[0] is not None


def test_the_longest_name_of_a_rung_wins(knowledge) -> None:
    """'comprehensive strategic cooperative partnership' is no 'strategic partnership'."""
    china = ladder_of("chn", knowledge)
    assert rung_in("the comprehensive strategic co-operative partnership", china).id == "comprehensive-strategic-cooperative"
    assert rung_in("全天候战略合作伙伴关系", china).id == "all-weather"
    assert rung_in("friendship", china) is None
    with pytest.raises(CommuniqueError, match="no ladder of 'XXX'"):
        ladder_of("XXX", knowledge)


def test_where_a_partner_stands_on_a_day(demo, knowledge) -> None:
    """Before an upgrade the old rung, after it the new one, with the row of the record that tells it."""
    with Record(demo) as record:
        before = {p["partner"]: p for p in standings(record, knowledge, "VNM", date(2023, 9, 1))["partners"]}
        after = {p["partner"]: p for p in standings(record, knowledge, "VNM", date(2023, 12, 31))["partners"]}
        known = {r["id"] for r in rows(record, "commitments")}
    assert before["USA"]["rung"] == "comprehensive partnership"
    assert after["USA"]["rung"] == "comprehensive strategic partnership"
    told = [s for s in after["USA"]["steps"] if s["source"] == "record"]
    assert told
    assert {r for s in told for r in s["rows"]} <= known


def test_a_forecast_comes_true_by_a_row(demo) -> None:
    """What was predicted of two states and then happened before its horizon is resolved by that event, and nothing else is."""
    with Record(demo) as record:
        found = register(record)["forecasts"]
        clusters = {r["cluster"] for r in rows(record, "events")}
    yes = [f for f in found if f["resolution"] == "yes"]
    assert yes
    assert all(f["resolved_by"] and {*f["resolved_by"]} <= clusters for f in yes)
    assert all(f["resolved_because"] for f in found)


def test_no_score_from_a_few(demo, tmp_path) -> None:
    """Below ten resolved forecasts there is no Brier score; above, a mean with its interval, and a coin is no skill."""
    with Record(demo) as record:
        few = register(record)["forecasters"]
    assert all(p["brier"] is None and p["verdict"].startswith("too few to say") for p in few)

    def of(likelihood, resolution):
        return {"id": "f", "forecaster": {"id": "p", "name": "P"}, "likelihood": likelihood, "resolution": resolution}

    good = scored([of([0.8, 0.95], "yes")] * 12 + [of([0.05, 0.2], "no")] * 8 + [of(None, "yes")])
    assert good["verdict"] == "better than a coin"
    assert good["brier"]["mean"] == pytest.approx(0.0156, abs=0.001)
    assert good["without_likelihood"] == {"came_true": 1, "of": 1}
    coin = scored([of([0.45, 0.55], "yes"), of([0.45, 0.55], "no")] * 6)
    assert coin["verdict"] == "no demonstrated skill"


def test_a_readers_judgement_outranks_the_record(demo, tmp_path) -> None:
    """A CSV of resolutions is taken over; one that is none is named with its line."""
    path = tmp_path / "mine.csv"
    with Record(demo) as record:
        first = register(record)["forecasts"][0]["id"]
        path.write_text(f"forecast,resolution\n{first},no\n")
        assert next(f for f in register(record, read_resolutions(path))["forecasts"] if f["id"] == first)["resolution"] == "no"
    path.write_text(f"forecast,resolution\n{first},perhaps\n")
    with pytest.raises(CommuniqueError, match="line 2: 'perhaps' is no resolution"):
        read_resolutions(path)
    path.write_text("id,came\n")
    with pytest.raises(CommuniqueError, match="no columns forecast and resolution"):
        read_resolutions(path)


def test_values_stand_side_by_side_with_their_outlets(told) -> None:
    """Three outlets, two counts: which outlet says what, and how many stories each value has."""
    (one,) = told(
        "conflicts",
        (
            "harbor",
            "2024-12-03",
            "Georgia and Hungary signed four agreements in Tbilisi on December 2, a Georgian minister told reporters.",
        ),
        ("lake", "2024-12-03", "Hungary and Georgia signed four agreements in Tbilisi on December 2, Budapest said. Nobody was surprised."),
        ("hill", "2024-12-03", "Rain fell. On December 2 Georgia and Hungary signed three agreements in Tbilisi."),
    )
    assert one["kind"] == "count"
    assert [(s["value"], len(s["outlets"]), s["stories"]) for s in one["sides"]] == [("3", 1, 1), ("4", 2, 2)]
    assert json.dumps(one["values"])


def test_an_office_is_checked_against_its_date(told) -> None:
    """Qin Gang was foreign minister until July 2023: a text that dates him so in December stands beside what the vocabulary knows; his own time is no disagreement."""
    found = told(
        "conflicts",
        ("a", "2023-12-06", "Chinese Foreign Minister Qin Gang met Singapore's foreign minister on December 5."),
        ("b", "2023-04-20", "Chinese Foreign Minister Qin Gang met Philippine officials in Manila on April 19."),
    )
    assert [(c["kind"], c["about"]) for c in found] == [("office", "foreign minister of China, 2023-12-05 to 2023-12-05")]
    assert "Wang Yi" in found[0]["note"]


def test_posts_are_compared_without_the_state() -> None:
    """'Laotian Minister of Defense' and 'Defence Minister' are one post."""
    assert titled("Laotian trade minister", frozenset({"laotian"})) == "Trade Minister"
    assert post("minister of defense") == post("Defence Minister")


def test_two_readings_of_the_same_words_tell_one_disagreement(demo: Path, tmp_path: Path, knowledge) -> None:
    """An act coded twice at the same words, in two clusters, gives one row and not the same row twice."""
    from communique.analyse.derive import derive

    copy = Path(shutil.copy(demo, tmp_path / "r.db"))
    with Record(copy) as record:
        before = [c["id"] for c in rows(record, "conflicts")]
        with record.writing():
            for body, document, start, finish, stage, run in list(
                record.rows(
                    "SELECT body, document, start, finish, stage, run FROM findings WHERE noun = 'events' AND json_extract(body, '$.number') IS NOT NULL"
                )
            ):
                row = json.loads(body) | {"type": "AID", "id": f"{json.loads(body)['id']}x"}
                record.db.execute(
                    "INSERT INTO findings VALUES (?,?,?,?,?,?,?,?)",
                    (row["id"], "events", document, start, finish, json.dumps(row), stage, run),
                )
            record.touch()
        derive(record, knowledge)
        after = [c["id"] for c in rows(record, "conflicts")]
        assert len(after) == len(set(after))
        assert set(before) <= set(after)

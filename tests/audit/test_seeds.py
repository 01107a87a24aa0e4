"""The main job on the two seed articles, which belong to others: read from their folder, skipped loudly where it is absent."""

import json
from datetime import date

import pytest

from communique.pipeline import read_into
from communique.record.queries import rows
from communique.record.store import Record
from tests.conftest import shared

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def seeds(tmp_path_factory, knowledge):
    folder = shared("seeds")
    path = tmp_path_factory.mktemp("seeds") / "r.db"
    with Record(path, writable=True) as record:
        read_into(record, [folder], knowledge)
        return {
            noun: list(rows(record, noun))
            for noun in ("documents", "statements", "events", "terms", "silences", "commitments", "conflicts", "forecasts")
        }


def first(seeds):
    return next(d for d in seeds["documents"] if "000_" in d["path"])


def test_publication_is_bounded_within_two_weeks(seeds) -> None:
    """The files do not state their dates; the texts bound them."""
    for document, truth in zip(sorted(seeds["documents"], key=lambda d: d["path"]), (date(2023, 12, 20), date(2025, 1, 21)), strict=True):
        low, high = (date.fromisoformat(document["published"][k]) for k in ("earliest", "latest"))
        assert document["published"]["basis"] == "inferred"
        assert low <= truth <= high
        assert (high - low).days <= 14


def test_named_speakers(seeds) -> None:
    """Everybody who is named as speaking speaks, with medium and date where the text gives them."""
    by = {}
    for s in seeds["statements"]:
        by.setdefault(s["speaker"]["name"], []).append(s)
    assert {"Xi Jinping", "Phạm Thu Hằng", "Wu Zuolai", "Xiong Bo", "Yeh Yao-Yuan", "Su Tzu-yun", "Xinhua News Agency"} <= set(by)
    hang = by["Phạm Thu Hằng"][0]
    assert (hang["medium"], hang["said"]["earliest"]) == ("press conference", "2023-12-14")
    assert {(s["medium"], s["said"]["earliest"]) for s in by["Wu Zuolai"]} == {("interview", "2023-12-17")}
    assert ("op-ed", "2023-12-12") in {(s["medium"], (s["said"] or {}).get("earliest")) for s in by["Xi Jinping"]}
    assert by["Xiong Bo"][0]["said"]["earliest"] == "2023-12-10"


def test_long_quotations_keep_their_speaker(seeds) -> None:
    """Nine tenths of the quoted characters of the first article are the scholar's, over all their paragraphs."""
    document = first(seeds)
    text = document["text"]
    wanted = [i for i, b in enumerate(document["blocks"]) if b[0] == "paragraph" and text[b[1]] == "“"]
    covered = [span for s in seeds["statements"] if s["speaker"]["name"] == "Wu Zuolai" for span in s["spans"]["content"]]
    held = [i for i in wanted if any(a <= document["blocks"][i][1] < b for a, b in covered)]
    assert held == wanted


def test_history_and_conjecture(seeds) -> None:
    """What happened before 1992 is history; a feared war did not happen."""
    for event in seeds["events"]:
        when = event["when"]
        if when and when["latest"] and when["latest"] < "1992":
            assert event["historical"]
    wars = [e for e in seeds["events"] if "start a war" in e["text"]]
    assert wars
    assert all(e["realis"] == "hypothetical" for e in wars)


def test_roles_of_the_main_acts(seeds) -> None:
    """Visits, attacks, withdrawals, agreements and upgrades have the right sides and dates."""
    acts = {
        (
            e["type"],
            e["mode"],
            tuple(sorted(p["country"] for p in e["actors"])),
            tuple(sorted(p["country"] or "" for p in e["recipients"])),
            (e["when"] or {}).get("edtf"),
        )
        for e in seeds["events"]
    }
    for wanted in [
        ("CONSULT", "visit", ("CHN",), ("VNM",), "2023-12-12/2023-12-13"),
        ("CONSULT", "visit", ("USA",), ("VNM",), "2023-09"),
        ("CONSULT", "visit", ("CHN",), ("VNM",), "2023-12-01"),
        ("SUPPORT", "", ("CHN", "VNM"), (), "2023-12-12/2023-12-13"),
        ("SUPPORT", "", ("JPN", "VNM"), (), "2023-11-27"),
        ("SUPPORT", "", ("USA", "VNM"), (), "2023-09"),
        ("ASSAULT", "", ("VNM",), ("KHM",), "1978-07-31/1978-12-31"),
        ("RETREAT", "withdraw", ("VNM",), ("KHM",), "1990"),
        ("ASSAULT", "", ("CHN",), ("VNM",), "1979"),
    ]:
        assert wanted in acts, wanted


def test_the_contest_over_wording(seeds) -> None:
    """Who promotes, adopts and rejects, and who is said to leave it out."""
    uses = {(t["variant"], t["user"]["name"], t["stance"]) for t in seeds["terms"]}
    assert ("common-destiny", "Xi Jinping", "promotes") in uses
    assert {("common-destiny", n, "adopts") for n in ("Laos", "Cambodia", "Myanmar", "Thailand")} <= uses
    assert {
        ("common-destiny", "Vietnam", "rejects"),
        ("common-destiny", "Phạm Thu Hằng", "rejects"),
        ("shared-future", "Phạm Thu Hằng", "promotes"),
    } <= uses
    assert any("media" in s["user"]["text"] for s in seeds["silences"])


def test_two_names_of_one_president(seeds) -> None:
    """Two men named as one president in one month are a conflict with both sentences."""
    (conflict,) = [c for c in seeds["conflicts"] if c["kind"] == "name"]
    assert len({v["value"] for v in conflict["values"]}) == 2
    assert "Vietnam" in conflict["about"]


def test_vocabulary_knows_no_name_of_the_seeds_alone(knowledge) -> None:
    """The experts and the misnamed president of the seeds are in no table of ours."""
    names = {a.name for a in knowledge.actors.values()}
    assert not names & {"Wu Zuolai", "Yeh Yao-Yuan", "Su Tzu-yun", "Vu Van Huong", "Xiong Bo", "Jessica Mao", "Alex Wu"}
    assert json.dumps(sorted(knowledge.concepts))


def test_pronouns_of_the_seeds_are_decided(seeds) -> None:
    """Every 'he' that speaks in the two articles is somebody, and an expert each time."""
    spoken = [s["speaker"] for s in seeds["statements"] if s["speaker"]["text"].lower() == "he"]
    assert len(spoken) >= 8
    assert {s["name"] for s in spoken} == {"Wu Zuolai", "Yeh Yao-Yuan", "Su Tzu-yun"}

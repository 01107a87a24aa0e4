"""The ledger of the planted story, silence with its denominator, keyness as `conc` counts it, networks as DNA defines them."""

import json
import math
from pathlib import Path

import pytest

from communique.analyse.ledger import ledger
from communique.analyse.networks import Said, network
from communique.analyse.silence import silences
from communique.analyse.words import Slice, collocates, keyness, kwic, suggest
from communique.model.errors import CommuniqueError
from communique.pipeline import read_into
from communique.record.store import Record
from communique.show.wording import write_csv

A = [
    "china and vietnam agreed to build a shared future",
    "the shared future of china and laos begins with trade",
    "china promised trade and more trade with vietnam",
]
B = [
    "vietnam said that trade matters",
    "vietnam and japan signed a treaty on trade and peace",
    "peace matters said the minister of vietnam",
    "the minister signed",
]
# What conc 0.1.13 (Keyness.keywords, order-free) says of these texts: frequency, reference frequency, log-likelihood, log ratio.
CONC = {
    "china": (3, 0, 3.932441115462589, 2.473931188332413),
    "future": (2, 0, 2.6216274103083927, 1.8889686876112552),
    "with": (2, 0, 2.6216274103083927, 1.8889686876112552),
    "laos": (1, 0, 1.3108137051541964, 0.888968687611257),
    "the": (1, 2, 0.42120027023822604, -1.1110313123887448),
    "vietnam": (2, 3, 0.28571810249518714, -0.6959938131099044),
    "trade": (3, 2, 0.13179602022293047, 0.4739311883324113),
    "a": (1, 1, 0.0029607703408684877, -0.11103131238874298),
}


@pytest.fixture(scope="module")
def story(demo: Path, knowledge) -> dict:
    with Record(demo) as record:
        return ledger(record, knowledge, "common-destiny") | {"silences": silences(record, knowledge, "common-destiny", by="outlet")}


@pytest.fixture
def two(tmp_path: Path, knowledge):
    """A record of two outlets' texts."""
    for country, texts in (("CHN", A), ("VNM", B)):
        for n, text in enumerate(texts):
            head = f"---\noutlet: Paper {country}\ncountry: {country}\npublished: 2024-01-0{n + 1}\nlanguage: en\n---\n"
            (tmp_path / f"{country}{n}.txt").write_text(head + text + "\n")
    with Record(tmp_path / "two.db", writable=True) as record:
        assert not read_into(record, [tmp_path], knowledge).problems
        yield record


def test_the_planted_story_comes_out_whole(story: dict) -> None:
    """Coined by one side, rendered two ways, adopted by four states, rejected at a press conference, and reworded by its coiner."""
    assert story["first_by_coiner"]["when"] == "2015-11-06"
    assert {r["into"] for r in story["renderings"] if r["by"].startswith("Northern")} == {"common-destiny", "shared-future"}
    assert {t["first"]["country"] for t in story["adopters"]} >= {"LAO", "KHM", "MMR", "VNM"}
    assert [(t["first"]["country"], t["first"]["path"].rsplit("/", 1)[-1]) for t in story["rejecters"]] == [
        ("IND", "2020-11-20-press-conference.txt")
    ]
    (shift,) = (s for s in story["shifts"] if s["kind"] == "side")
    assert (shift["who"], shift["old"], shift["new"]) == ("CHN", "common-destiny", "shared-future")
    assert (shift["until"]["when"], shift["since"]["when"]) == ("2016-10-13", "2023-12-12")


def test_silence_has_its_denominator(story: dict) -> None:
    """Absent from one of one item of the Vietnamese paper on the visit, each item listed; who has no text is not called silent."""
    rows = {r["who"]: r for r in story["silences"] if r["occasion"]["first"] == "2023-12-11"}
    absent = rows["Red River Bulletin (invented)"]
    assert (absent["without"], absent["of"]) == (1, 1)
    assert absent["words"] == "absent from 1 of 1 item of Red River Bulletin (invented) on CHN-VNM, 2023-12-11 to 2023-12-12"
    assert [d["path"].rsplit("/", 1)[-1] for d in absent["documents_without"]] == ["2023-12-12-hanoi-vietnamese-side.txt"]
    assert rows["Northern Readouts (invented)"]["without"] == 0
    assert "Harbor Times (invented)" not in rows


def test_every_line_of_a_ledger_leads_to_its_words(story: dict, demo: Path) -> None:
    """Evidence or nothing: the span of each use slices to its words."""
    lines = [v["first"] for v in story["variants"] if v["first"]] + [
        t["first"] for k in ("adopters", "promoters", "rejecters") for t in story[k]
    ]
    with Record(demo) as record:
        text = dict(record.rows("SELECT id, text FROM documents"))
    assert lines
    assert all(text[one["document"]][slice(*one["span"])] == one["text"] for one in lines)
    assert all(f["uses"] <= f["words"] and (f["low"] is None or f["low"] <= f["per_thousand"] <= f["high"]) for f in story["frequency"])


def test_keyness_equals_conc(two: Record) -> None:
    """G2 and log ratio are conc's to 1e-6."""
    found = {r["word"]: r for r in keyness(two, Slice(side="CHN"), Slice(side="VNM"), least=1)["rows"]}
    for word, (a, b, likelihood, ratio) in CONC.items():
        assert (found[word]["a"], found[word]["b"]) == (a, b)
        assert found[word]["g2"] == pytest.approx(likelihood, abs=1e-6)
        assert found[word]["log_ratio"] == pytest.approx(ratio, abs=1e-6)
        assert found[word]["low"] <= found[word]["log_ratio"] <= found[word]["high"]
        assert 0 <= found[word]["dispersion"] <= 1


def test_concordance_collocates_and_candidates(two: Record, demo: Path) -> None:
    """A phrase is found in whole words with who says it; what stands near it is counted; a phrase of one side is proposed."""
    lines = kwic(two, "shared futur*")
    assert [(r["match"], r["outlet"], r["when"]) for r in sorted(lines, key=lambda r: r["when"])] == [
        ("shared future", "Paper CHN", "2024-01-01"),
        ("shared future", "Paper CHN", "2024-01-02"),
    ]
    assert kwic(two, "hared") == []
    with Record(demo) as record:
        assert {r["speaker"] for r in kwic(record, "shared future", Slice(speaker="CHN"))} == {"Xi Jinping"}
    near = {r["word"]: r["near"] for r in collocates(two, "shared future", window=2, least=1)["rows"]}
    assert near == {"build": 1, "a": 1, "the": 1, "of": 1, "china": 1}
    with pytest.raises(CommuniqueError, match="no slice"):
        Slice.parse("sides=CHN")
    assert suggest(two, Slice(side="CHN"), Slice(side="VNM"), set(), frozenset()) == []


def test_networks_by_hand() -> None:
    """Three actors, two concepts: every weight worked out on paper from DNA's definitions."""
    yes, no = True, False
    stances = [
        Said("A", "x", yes, "1", "u1"),
        Said("A", "x", yes, "2", "u2"),
        Said("A", "y", no, "1", "u3"),
        Said("B", "x", yes, "3", "u4"),
        Said("B", "y", yes, "3", "u5"),
        Said("C", "x", no, "4", "u6"),
    ]

    def weights(kind: str, normalise: str = "none") -> dict[tuple[str, str], float]:
        return {(e["source"], e["target"]): e["weight"] for e in network(stances, kind, normalise)["edges"]}

    assert weights("affiliation") == {("A", "x"): 2, ("A", "y"): -1, ("B", "x"): 1, ("B", "y"): 1, ("C", "x"): -1}
    assert weights("affiliation", "activity")["A", "x"] == pytest.approx(2 / 3)
    assert weights("affiliation", "prominence")["A", "x"] == pytest.approx(2 / 4)
    assert weights("congruence") == {("A", "B"): 2}
    assert weights("conflict") == {("A", "B"): 1, ("A", "C"): 2, ("B", "C"): 1}
    assert weights("subtract") == {("A", "B"): 1, ("A", "C"): -2, ("B", "C"): -1}
    assert weights("congruence", "average")["A", "B"] == pytest.approx(2 / 2.5)
    assert weights("congruence", "jaccard")["A", "B"] == pytest.approx(2 / 3)
    assert weights("congruence", "cosine")["A", "B"] == pytest.approx(2 / (math.sqrt(5) * math.sqrt(2)))
    with pytest.raises(CommuniqueError, match="normalisation"):
        network(stances, "affiliation", "cosine")
    assert json.dumps(network(stances, "subtract"))


def test_no_cell_of_the_event_list_is_a_formula(tmp_path: Path) -> None:
    """A text that begins like a formula is written as words."""
    write_csv([{"person": "=1+1", "text": "@SUM(A1)", "agreement": 1}], tmp_path / "events.csv")
    assert (tmp_path / "events.csv").read_text().splitlines() == ["person,text,agreement", "'=1+1,'@SUM(A1),1"]

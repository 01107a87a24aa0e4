"""Judgements: signed, never lost, undone to the byte, and no more moved than the text that they were made on."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from communique import pipeline
from communique.analyse.derive import derive
from communique.model.errors import CommuniqueError
from communique.model.judgement import Judgement
from communique.pipeline import read_into
from communique.record import log, reviews
from communique.record.queries import Filters, rows
from communique.record.store import Record
from communique.show.export.jsonl import write
from communique.spread import work
from tests.conftest import EXAMPLES

NOW = "2026-11-22T10:00:00Z"


@pytest.fixture
def copy(demo: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo, tmp_path / "r.db"))


def says(verdict: str, target: str, noun: str = "events", reviewer: str = "An", **more: object) -> Judgement:
    return Judgement(verdict=verdict, noun=noun, target=target, reviewer=reviewer, signed=NOW, **more)  # type: ignore[arg-type]


def one(record: Record, identity: str, noun: str = "events") -> dict | None:
    return next(iter(rows(record, noun, Filters(ids=frozenset([identity])))), None)


def exported(record: Record, out: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in write(record, out)}


def test_a_rejected_row_is_gone_and_an_edited_one_changed(copy: Path) -> None:
    """A reader sees what stands; what the program found is kept beneath."""
    with Record(copy) as record:
        first, second = [e["id"] for e in rows(record, "events")][:2]
        reviews.sign(record, says("reject", first))
        reviews.sign(record, says("edit", second, changes={"realis": "planned"}))
        assert one(record, first) is None
        found = one(record, second)
        assert found is not None
        assert (found["realis"], found["review"]) == ("planned", "edited")
        assert list(record.rows("SELECT 1 FROM findings WHERE id = ?", (first,)))


def test_a_neighbour_is_not_judged_with_its_row(copy: Path) -> None:
    """Another reading of the very same words stands on, whatever is said of the first."""
    import json

    with Record(copy) as record:
        body, document, start, finish, stage, run = next(
            record.rows("SELECT body, document, start, finish, stage, run FROM findings WHERE noun = 'events' ORDER BY id")
        )
        row = json.loads(body)
        twin = row | {"id": "ev-twin", "type": "AID"}
        record.db.execute(
            "INSERT INTO findings VALUES (?,?,?,?,?,?,?,?)", ("ev-twin", "events", document, start, finish, json.dumps(twin), stage, run)
        )
        for verdict in ("accept", "reject"):
            reviews.sign(record, says(verdict, row["id"]))
            assert one(record, "ev-twin")["review"] == "machine"


def test_who_accepts_an_edit_agrees_with_it(copy: Path) -> None:
    """A second reviewer sees the row as it stands; accepting it is no dispute."""
    with Record(copy) as record:
        event = next(rows(record, "events"))["id"]
        reviews.sign(record, says("edit", event, changes={"realis": "planned"}))
        reviews.sign(record, says("accept", event, reviewer="Bo"))
        found = one(record, event)
        assert (found["realis"], found["review"]) == ("planned", "accepted")
        reviews.sign(record, says("reject", event, reviewer="Cy"))
        assert one(record, event)["review"] == "disputed"


def test_judgements_cannot_be_changed_or_taken_away(copy: Path) -> None:
    """Not even by SQL."""
    import sqlite3

    with Record(copy) as record:
        reviews.sign(record, says("accept", next(rows(record, "events"))["id"]))
        for wrong in ("UPDATE judgements SET reviewer = 'Bo'", "DELETE FROM judgements"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                record.db.execute(wrong)


def test_two_who_disagree_make_a_dispute_until_it_is_adjudicated(copy: Path) -> None:
    """A disputed row stays as the program found it; the adjudicator's word then counts."""
    with Record(copy) as record:
        event = next(rows(record, "events"))["id"]
        reviews.sign(record, says("accept", event))
        reviews.sign(record, says("reject", event, reviewer="Bo"))
        assert one(record, event)["review"] == "disputed"
        ruling = reviews.sign(record, says("reject", event, reviewer="Cy", role="adjudicator"))
        assert one(record, event) is None
        reviews.sign(record, says("undo", ruling, "judgements"))
        assert one(record, event)["review"] == "disputed"


def test_what_others_rest_on_is_not_undone_before_them(copy: Path) -> None:
    """An edit of an edit is undone first; the refusal names it."""
    with Record(copy) as record:
        event = next(rows(record, "events"))["id"]
        first = reviews.sign(record, says("edit", event, changes={"realis": "planned"}))
        second = reviews.sign(record, says("edit", event, changes={"realis": "ongoing"}))
        with pytest.raises(CommuniqueError, match=second):
            reviews.sign(record, says("undo", first, "judgements"))
        reviews.sign(record, says("undo", second, "judgements"))
        assert one(record, event)["realis"] == "planned"


def test_spans_must_be_what_they_claim(copy: Path) -> None:
    """An edit whose words do not stand there is refused, and nothing is kept of it."""
    with Record(copy) as record:
        event = next(rows(record, "events"))
        party = {"id": "state:FRA", "name": "France", "country": "FRA", "sector": "", "text": "France", "span": [0, 6], "candidates": []}
        with pytest.raises(CommuniqueError, match="does not stand"):
            reviews.sign(record, says("edit", event["id"], changes={"actors": [party]}))
        with pytest.raises(CommuniqueError, match="cannot be edited"):
            reviews.sign(record, says("edit", event["id"], changes={"document": "doc-x"}))
        assert list(log.judgements(record)) == []


def test_actors_are_merged_everywhere_and_parted_again(copy: Path, knowledge, tmp_path: Path) -> None:
    """After the undo the export is the same to the byte."""
    with Record(copy) as record:
        before = exported(record, tmp_path / "a")
        people = [a["id"] for a in rows(record, "actors") if a["kind"] == "person"][:2]
        merged = reviews.sign(record, says("merge", people[0], "actors", others=(people[1],)))
        derive(record, knowledge)
        assert people[0] not in {a["id"] for a in rows(record, "actors")}
        text = b"".join(v for k, v in exported(record, tmp_path / "b").items())
        assert f'"{people[0]}"'.encode() not in text
        reviews.sign(record, says("undo", merged, "judgements"))
        derive(record, knowledge)
        assert exported(record, tmp_path / "c") == before


def test_events_are_put_together_and_taken_apart(copy: Path, knowledge) -> None:
    """A reviewer's word on which mentions are one event outlives the clustering."""
    with Record(copy) as record:
        clusters: dict[str, list[str]] = {}
        for event in rows(record, "events"):
            clusters.setdefault(event["cluster"], []).append(event["id"])
        several = next(c for c in clusters.values() if len(c) > 1)
        alone = [c[0] for c in clusters.values() if len(c) == 1][:2]
        reviews.sign(record, says("split", several[0], others=tuple(several[1:])))
        reviews.sign(record, says("merge", alone[0], others=(alone[1],)))
        derive(record, knowledge)
        now = {e["id"]: e["cluster"] for e in rows(record, "events")}
        assert now[several[0]] not in {now[e] for e in several[1:]}
        assert now[alone[0]] == now[alone[1]]


def test_a_changed_text_leaves_an_orphan(tmp_path: Path, knowledge) -> None:
    """A judgement on a text that was replaced is shown as an orphan, and touches nothing of the new text."""
    path = tmp_path / "a.txt"
    with Record(tmp_path / "r.db", writable=True) as record:
        path.write_text("Norway and Sweden signed a treaty on Monday, both governments said in Oslo.")
        read_into(record, [path], knowledge)
        event = next(rows(record, "events"))["id"]
        reviews.sign(record, says("reject", event))
        assert list(log.orphans(record)) == []
        path.write_text("Norway and Sweden signed a treaty on Monday, both governments said in Oslo. It was raining.")
        read_into(record, [path], knowledge)
        (orphan,) = log.orphans(record)
        assert orphan["target"] == event
        assert len(list(rows(record, "events"))) == 1


def newer(monkeypatch: pytest.MonkeyPatch, change: Callable[[object], object]) -> None:
    """A program of another version, whose annotators find something else."""
    old = work.annotate
    monkeypatch.setattr(pipeline, "version", lambda _: "newer")
    monkeypatch.setattr(work, "version", lambda _: "newer")
    monkeypatch.setattr(work, "annotate", lambda *given: (change(found) for found in old(*given)))


def test_an_accepted_row_stands_where_a_newer_program_no_longer_finds_it(tmp_path: Path, knowledge, monkeypatch) -> None:
    """And one that the newer program reads otherwise at the same place does not stand beside it."""
    path = tmp_path / "a.txt"
    path.write_text("Norway and Sweden signed a treaty on Monday. France condemned Mali on Tuesday. Chad thanked Niger on Friday.")
    with Record(tmp_path / "r.db", writable=True) as record:
        read_into(record, [path], knowledge)
        events = sorted(rows(record, "events"), key=lambda e: e["span"])
        reviews.sign(record, says("accept", events[0]["id"]))
        reviews.sign(record, says("accept", events[1]["id"]))

        def other(found):
            kept = sorted(found.events, key=lambda e: e.span.start)[1:]
            return replace(found, events=tuple(replace(e, id=f"{e.id}x", type="THREATEN") for e in kept))

        newer(monkeypatch, other)
        read_into(record, [path], knowledge)
        now = {(e["id"], e["type"], e["review"]) for e in rows(record, "events")}
        assert {(e["id"], e["type"], "accepted") for e in events[:2]} <= now
        assert len(now) == len(events)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, knowledge) -> Path:
    path = tmp_path_factory.mktemp("small") / "s.db"
    with Record(path, writable=True) as record:
        read_into(record, sorted((EXAMPLES / "reports").glob("2023-*.txt"))[:6], knowledge)
    return path


STEP = st.tuples(
    st.sampled_from(["accept", "reject", "edit", "undecidable", "comment", "merge", "split", "one person", "undo"]),
    st.integers(0, 30),
    st.integers(0, 30),
    st.sampled_from(["An", "Bo"]),
)


def taken(record: Record, step: tuple[str, int, int, str], targets: list[str]) -> bool:
    """Take a step if it can be taken."""
    verdict, which, other, who = step
    more: dict[str, object] = {}
    noun, target = "events", targets[which % len(targets)]
    if verdict == "edit":
        more["changes"] = {"realis": ["planned", "negated", "ongoing"][other % 3]}
    if verdict == "comment":
        more["note"] = "Hm."
    if verdict in {"merge", "split"}:
        more["others"] = (targets[other % len(targets)],)
    if verdict == "one person":
        people = [a["id"] for a in rows(record, "actors") if a["kind"] == "person"]
        verdict, noun, target = "merge", "actors", people[which % len(people)]
        more["others"] = (people[other % len(people)],)
    if verdict == "undo":
        done = [j["id"] for j in log.judgements(record)]
        if not done:
            return False
        noun, target = "judgements", done[which % len(done)]
    try:
        reviews.sign(record, says(verdict, target, noun, who, **more))
    except CommuniqueError:
        return False
    return True


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(STEP, min_size=1, max_size=14))
@example(
    [
        ("accept", 1, 0, "An"),
        ("accept", 0, 0, "An"),
        ("undo", 0, 0, "An"),
        ("undo", 14, 0, "An"),
        ("accept", 0, 0, "An"),
        ("undo", 18, 0, "An"),
    ]
)
def test_random_edits_survive_a_newer_program_and_are_undone_to_the_byte(small: Path, tmp_path_factory, knowledge, steps) -> None:
    """None is lost in a re-read by another version; all undone, newest first, the export is what it was."""
    out = tmp_path_factory.mktemp("walk")
    path = Path(shutil.copy(small, out / "r.db"))
    with Record(path, writable=True) as record, pytest.MonkeyPatch.context() as patch:
        before = exported(record, out / "a")
        targets = [e["id"] for e in rows(record, "events")]
        for step in steps:
            taken(record, step, targets)
        derive(record, knowledge)
        judged, seen = list(log.judgements(record)), exported(record, out / "b")
        patch.setattr(pipeline, "version", lambda _: "newer")
        read_into(record, sorted((EXAMPLES / "reports").glob("2023-*.txt"))[:6], knowledge)
        assert list(log.judgements(record)) == judged
        assert exported(record, out / "c") == seen
        for one in sorted(judged, key=lambda j: -j["number"]):
            if not next(log.judgements(record, "WHERE id = ?", (one["id"],)))["undone"]:
                reviews.sign(record, says("undo", one["id"], "judgements"))
        derive(record, knowledge)
        assert exported(record, out / "d") == before


def test_rates_allow_for_the_measured_precision(copy: Path, knowledge) -> None:
    """Of events drawn by lot half are rejected: the rate of those that nobody reviewed falls by half, and its band widens."""
    from communique.analyse.agreement import precision
    from communique.analyse.series import everyone, lay_out

    with Record(copy) as record:
        before = {(r["a"], r["b"]): r for r in everyone(lay_out(record))}
        drawn = [e["id"] for e in rows(record, "events") if e["historical"] or e["realis"] in {"planned", "negated", "hypothetical"}]
        assert len(drawn) >= 20
        for number, event in enumerate(drawn[:20]):
            reviews.sign(record, says("accept" if number % 2 else "reject", event, sampled=True))
        assert precision(record) == {"right": 10, "of": 20, "mean": 0.5, "low": 0.327, "high": 0.673, "verdict": ""}
        derive(record, knowledge)
        layout = lay_out(record)
        found = next(
            r for r in everyone(layout) if (r["a"], r["b"]) in before and layout.allowance.unreviewed(layout.by_pair[r["a"], r["b"]]) == 1
        )
        old = before[found["a"], found["b"]]
        assert found["events"] == old["events"]
        assert found["rate"]["mean"] < 0.6 * old["rate"]["mean"]
        assert found["rate"]["high"] / found["rate"]["low"] > old["rate"]["high"] / old["rate"]["low"]


def test_judged_rows_are_a_gold_set(copy: Path, knowledge, tmp_path: Path) -> None:
    """The program, scored against what its own reviewers said: what they kept is found, what they rejected is found too, and is wrong."""
    from communique.evaluate.reviewed import score_folder
    from communique.evaluate.scores import score
    from communique.show.export import gold

    with Record(copy) as record:
        with pytest.raises(CommuniqueError, match="nothing in this record is judged"):
            gold.write(record, tmp_path / "gold")
        events = [e["id"] for e in rows(record, "events")]
        said = [s["id"] for s in rows(record, "statements")][:3]
        for event in events[:6]:
            reviews.sign(record, says("accept", event))
        for event in events[6:8]:
            reviews.sign(record, says("reject", event))
        reviews.sign(record, says("edit", events[8], changes={"realis": "negated"}))
        for statement in said:
            reviews.sign(record, says("accept", statement, "statements"))
        gold.write(record, tmp_path / "gold")
    table, misses, _ = score_folder(tmp_path / "gold", knowledge)
    stands, realis = score(table["events: stands"]), score(table["events: realis"])
    assert (stands.recall, round(stands.precision, 3)) == (1.0, round(7 / 9, 3))
    assert round(realis.recall, 3) == round(6 / 7, 3)
    assert score(table["statements: speaker"]).f1 == 1.0
    assert len(misses) == 3


# Verdicts, and how a newer program differs: it misses every nth event, reads the one after it otherwise, and may number anew.
VERDICTS = st.lists(st.tuples(st.sampled_from(["accept", "reject", "edit"]), st.integers(0, 200)), min_size=1, max_size=10)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(VERDICTS, st.integers(2, 5), st.booleans())
def test_no_judgement_is_lost_to_a_program_that_finds_something_else(
    small: Path, tmp_path_factory, knowledge, verdicts, nth, renumber
) -> None:
    """A newer program that misses events, finds others at their place or gives them other ids: what was kept stands as it was, what was rejected does not come back."""
    out = tmp_path_factory.mktemp("newer")
    path = Path(shutil.copy(small, out / "r.db"))
    with Record(path, writable=True) as record, pytest.MonkeyPatch.context() as patch:
        events = {e["id"]: e for e in rows(record, "events")}
        said: dict[str, str] = {}
        for verdict, which in verdicts:
            target = sorted(events)[which % len(events)]
            if target not in said:
                reviews.sign(record, says(verdict, target, changes={"place": "Lima"} if verdict == "edit" else {}))
                said[target] = verdict
        kept = {e["id"]: e for e in rows(record, "events") if e["review"] in {"accepted", "edited"}}

        def other(found):
            changed = [
                replace(e, id=f"{e.id}n" if renumber or i % nth == 1 else e.id, type="THREATEN" if i % nth == 1 else e.type)
                for i, e in enumerate(found.events)
                if i % nth
            ]
            return replace(found, events=tuple(changed))

        newer(patch, other)
        read_into(record, sorted((EXAMPLES / "reports").glob("2023-*.txt"))[:6], knowledge)
        now = {e["id"]: e for e in rows(record, "events")}
        for target, before in kept.items():
            assert {k: now[target][k] for k in ("span", "type", "actors", "recipients", "realis", "place", "review")} == {
                k: before[k] for k in ("span", "type", "actors", "recipients", "realis", "place", "review")
            }
        for target, verdict in said.items():
            at = [e for e in now.values() if all(e[k] == events[target][k] for k in ("document", "span"))]
            assert sum(e["type"] == events[target]["type"] for e in at) == (verdict != "reject")


def test_an_edit_of_an_edit_keeps_both(copy: Path) -> None:
    """What was corrected first stays corrected."""
    with Record(copy) as record:
        event = next(rows(record, "events"))["id"]
        reviews.sign(record, says("edit", event, changes={"realis": "planned"}))
        reviews.sign(record, says("edit", event, changes={"place": "Lima"}))
        found = one(record, event)
        assert (found["realis"], found["place"]) == ("planned", "Lima")


def test_two_people_are_not_taken_for_each_other(small: Path, tmp_path: Path, knowledge) -> None:
    """Who is taken for another is not merged back into the first: that is undone instead."""
    path = Path(shutil.copy(small, tmp_path / "r.db"))
    with Record(path, writable=True) as record:
        one, other, *_ = (a["id"] for a in rows(record, "actors") if a["kind"] == "person")
        reviews.sign(record, says("merge", one, "actors", "An", others=(other,)))
        with pytest.raises(CommuniqueError, match="already"):
            reviews.sign(record, says("merge", other, "actors", "An", others=(one,)))

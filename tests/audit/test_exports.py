"""Every row of an export traces to the characters it claims."""

import json
from pathlib import Path

import pytest

from communique.model.identity import digest
from communique.pipeline import read_into
from communique.record.queries import NOUNS
from communique.record.store import Record
from communique.show.export.jsonl import write
from tests.conftest import EXAMPLES, shared

CONTRACT = {
    "documents": {"id", "path", "sha256", "text", "title", "byline", "outlet", "language", "url", "published", "story"},
    "actors": {"id", "name", "kind", "country", "sector", "names", "identifiers", "offices"},
    "statements": {
        "id",
        "document",
        "path",
        "speaker",
        "spans",
        "quotation",
        "status",
        "modality",
        "said",
        "medium",
        "addressee",
        "within",
    },
    "events": {
        "id",
        "document",
        "path",
        "span",
        "text",
        "type",
        "mode",
        "quad",
        "actors",
        "recipients",
        "when",
        "place",
        "realis",
        "historical",
        "voice",
        "cluster",
        "confidence",
        "because",
    },
    "terms": {"id", "concept", "variant", "language", "document", "path", "span", "user", "stance", "statement"},
    "commitments": {"id", "kind", "parties", "about", "amount", "count", "status", "when", "evidence"},
    "forecasts": {"id", "statement", "forecaster", "claim", "horizon", "likelihood_words", "resolution"},
    "conflicts": {"id", "kind", "about", "values"},
    "ties": {"a", "b", "period", "events_by_quad", "events_by_type", "statements", "documents", "outlets", "stories", "score"},
    "silences": {"id", "concept", "document", "path", "span", "user", "statement"},
}
VALUES = {
    ("statements", "quotation"): {"direct", "mixed", "indirect"},
    ("statements", "status"): {"attributed", "denied", "unsaid", "declined"},
    ("statements", "modality"): {"asserted", "future", "conditional", "demand", "evaluation", "question"},
    ("events", "realis"): {"happened", "planned", "hypothetical", "negated", "ongoing"},
    ("terms", "stance"): {"uses", "promotes", "adopts", "rejects", "mentions"},
    ("commitments", "kind"): {"agreement", "partnership", "aid", "loan", "investment", "pledge"},
    ("conflicts", "kind"): {"name", "office", "date", "count", "amount", "wording", "claim"},
    ("actors", "kind"): {"state", "government", "party", "armed_forces", "igo", "ngo", "media", "company", "person", "group"},
}


def load(folder: Path) -> dict[str, list[dict]]:
    return {noun: [json.loads(line) for line in (folder / f"{noun}.jsonl").read_text("utf8").splitlines()] for noun in NOUNS}


def audit(export: dict[str, list[dict]], check_files: bool = True) -> int:
    """Check every span; how many there were."""
    texts = {d["id"]: d["text"] for d in export["documents"]}
    for d in export["documents"]:
        assert digest(d["text"].encode()) == d["sha256"]
        if check_files and d["path"].endswith(".txt"):
            assert Path(d["path"]).read_bytes().decode() == d["text"]
    spans = 0

    def see(value: object, document: str | None) -> None:
        nonlocal spans
        if isinstance(value, dict):
            document = value.get("document", document)
            if value.get("span"):
                start, end = value["span"]
                assert document is not None
                assert 0 <= start < end <= len(texts[document])
                if "text" in value and value["text"] is not None:
                    assert texts[document][start:end] == value["text"]
                spans += 1
            for key in ("source", "cue", "content"):
                for start, end in value.get(key) or [] if isinstance(value.get(key), list) else []:
                    assert 0 <= start < end <= len(texts[document or ""])
                    spans += 1
            for inner in value.values():
                see(inner, document)
        elif isinstance(value, list):
            for inner in value:
                see(inner, document)

    for noun in NOUNS:
        for row in export[noun]:
            assert CONTRACT[noun] <= set(row), (noun, CONTRACT[noun] - set(row))
            see({k: v for k, v in row.items() if k != "text" or noun != "documents"}, None)
    for (noun, key), allowed in VALUES.items():
        assert {row[key] for row in export[noun]} <= allowed, (noun, key)
    return spans


def refer(export: dict[str, list[dict]]) -> None:
    """Ids lead to rows: documents, statements, clusters, actors."""
    ids = {noun: {row["id"] for row in export[noun]} for noun in NOUNS}
    assert all(len(ids[noun]) == len(export[noun]) for noun in NOUNS)
    for row in export["events"]:
        assert row["voice"] == "reporter" or row["voice"] in ids["statements"]
        assert {p["id"] for p in [*row["actors"], *row["recipients"]]} <= ids["actors"]
    for row in export["statements"]:
        assert row["within"] is None or row["within"] in ids["statements"]
        assert row["speaker"]["id"] is None or row["speaker"]["id"] in ids["actors"]
    for row in export["forecasts"]:
        assert row["statement"] in ids["statements"]


def test_the_demo_record(demo: Path, tmp_path: Path) -> None:
    """The shipped corpus: every span, every id, every value of the contract."""
    with Record(demo) as record:
        write(record, tmp_path)
    export = load(tmp_path)
    assert audit(export) > 1_000
    refer(export)
    assert len(export["documents"]) >= 30


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("parts", "most"), [(("seeds",), None), (("data", "polnear", "dev", "text"), 60), (("data", "polnear", "train", "text"), 140)]
)
def test_texts_of_others(parts: tuple[str, ...], most: int | None, tmp_path: Path, knowledge) -> None:
    """The two seed articles and 200 real articles: every span slices to its text."""
    files = sorted(shared(*parts).glob("*.txt"))[:most]
    with Record(tmp_path / "r.db", writable=True) as record:
        summary = read_into(record, files, knowledge)
        assert not summary.problems
        write(record, tmp_path / "out")
    export = load(tmp_path / "out")
    assert len(export["documents"]) == len(files)
    assert audit(export) > 100
    refer(export)


def test_wire_copies_share_a_story(demo: Path, tmp_path: Path) -> None:
    """The wire story and its two copies are one story, and one event once."""
    with Record(demo) as record:
        write(record, tmp_path)
    export = load(tmp_path)
    wire = [
        d
        for d in export["documents"]
        if Path(d["path"]).name in {"2024-08-19-orbit-wire.txt", "2024-08-20-lakeside-herald.txt", "2024-08-20-hill-country-news.txt"}
    ]
    assert len({d["story"] for d in wire}) == 1
    assert len({d["story"] for d in export["documents"]}) == len(export["documents"]) - 2
    ids = {d["id"] for d in wire}
    accused = {e["cluster"] for e in export["events"] if e["document"] in ids and e["type"] == "ACCUSE" and e["mode"] == "allege"}
    assert len(accused) == 1


def test_conflicting_counts_stand_side_by_side(demo: Path, tmp_path: Path) -> None:
    """36 and 37 agreements of one visit are a conflict with each sentence, not an average."""
    with Record(demo) as record:
        write(record, tmp_path)
    counts = [c for c in load(tmp_path)["conflicts"] if c["kind"] == "count"]
    assert any({v["value"] for v in c["values"]} == {36, 37} for c in counts)


def test_examples_are_marked_as_invented() -> None:
    """No shipped piece passes for a real outlet's."""
    for path in EXAMPLES.rglob("*"):
        if path.is_file():
            assert "(invented)" in path.read_text("utf8"), path

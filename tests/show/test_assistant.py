"""Assistants: read-only tools whose every answer has its sentence and permalink, and a drafting model that is held to the text."""

import asyncio
import json
from pathlib import Path

import mcp

from communique.annotate.prompted import draft
from communique.show.assistant import server


def ask(path: Path, knowledge, *calls: tuple[str, dict]) -> list:
    async def run() -> list:
        async with mcp.Client(server(path, knowledge, "http://127.0.0.1:8765/")) as client:
            tools = (await client.list_tools()).tools
            assert all(t.annotations.read_only_hint for t in tools)
            out = []
            for name, given in calls:
                answer = await client.call_tool(name, given)
                assert not answer.is_error, answer
                out.append(json.loads(answer.content[0].text))
            return out

    return asyncio.run(run())


def test_every_answer_has_its_sentence_and_permalink(demo: Path, knowledge) -> None:
    """Rows come with the words they rest on, which stand in the text, and where to see them."""
    before = demo.read_bytes()
    events, said, found, tie, wording, none, wrong = ask(
        demo,
        knowledge,
        ("rows", {"noun": "events", "pair": "CHN,VNM"}),
        ("rows", {"noun": "statements", "actor": "VNM"}),
        ("search", {"text": "shared future"}),
        ("tie", {"a": "chn", "b": "VNM"}),
        ("wording", {"concept": "common-destiny"}),
        ("rows", {"noun": "events", "since": "2090-01-01"}),
        ("rows", {"noun": "secrets"}),
    )
    assert events
    assert said
    assert found
    for row in [*events, *said]:
        assert row["evidence"]
        assert row["source"]
        assert row["permalink"].startswith("http://127.0.0.1:8765/rows/")
    assert all("permalink" in row and row["places"] for row in found)
    assert sum(len(m["events"]) for m in tie["months"]) > 5
    assert wording["uses"] > 5
    assert none == []
    assert "there are no rows" in wrong["error"]
    assert demo.read_bytes() == before


def test_a_model_is_held_to_the_text(article, knowledge) -> None:
    """A quotation that the text lacks, a type that PLOVER lacks, a party that nobody named: dropped, and said so."""
    from pydantic_ai import models
    from pydantic_ai.models.test import TestModel

    models.ALLOW_MODEL_REQUESTS = False
    text = "Norway and Sweden signed a treaty on Monday. “We are glad,” said Erna Holm."
    answer = {
        "events": [
            {
                "quote": "Norway and Sweden signed a treaty on Monday.",
                "type": "AGREE",
                "actors": ["Norway", "Sweden", "Denmark"],
                "recipients": [],
            },
            {"quote": "Norway and Sweden broke a treaty.", "type": "AGREE", "actors": ["Norway"], "recipients": []},
            {"quote": "signed a treaty", "type": "FRIENDSHIP", "actors": [], "recipients": []},
        ],
        "statements": [{"quote": "We are glad,", "speaker": "Erna Holm"}, {"quote": "", "speaker": "Erna Holm"}],
    }
    found = draft(article(text), knowledge, TestModel(custom_output_args=answer))
    assert [(d.noun, d.text) for d in found.kept] == [
        ("events", "Norway and Sweden signed a treaty on Monday."),
        ("statements", "We are glad,"),
    ]
    assert [w for _, w, _ in found.kept[0].parties] == ["Norway", "Sweden"]
    assert all(text[slice(*span)] == words for d in found.kept for _, words, span in d.parties)
    assert len(found.dropped) == 4

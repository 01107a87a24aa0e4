"""Two texts clause by clause: what is the same, reworded, moved, split or only in one; figures and wordings checked across languages."""

from collections.abc import Callable

from communique.analyse.compare import compare
from communique.model.article import Article
from communique.show.compared import render, summary

A = "The two sides signed 36 agreements on trade. They will open a consulate in Hue. Both presidents oppose sanctions. Vietnam supports the one-China policy."
B = "The presidents of both states oppose sanctions. The two sides signed 37 agreements on trade. They will open a consulate in Hue. A banquet followed."


def groups(row: dict) -> list[tuple[str, list[int], list[int], bool]]:
    return [(g["mark"], g["a"], g["b"], g["moved"]) for g in row["groups"]]


def test_marks(article: Callable[..., Article], knowledge) -> None:
    """A changed number, a clause that moved, one that each side has alone."""
    row = compare(article(A), article(B), knowledge)
    assert groups(row) == [
        ("reworded", [0], [1], False),
        ("same", [1], [2], False),
        ("only b", [], [3], False),
        ("reworded", [2], [0], True),
        ("only a", [3], [], False),
    ]
    assert row["groups"][0]["differs"] == [{"kind": "number", "a": ["36"], "b": ["37"]}]
    assert "".join(w["a"] for w in row["groups"][0]["words"]).strip() == "The two sides signed 36 agreements on trade."
    assert summary(row) == "4 clauses against 4: 1 same, 2 reworded, 1 only in A, 1 only in B; 1 moved."


def test_across_languages(article: Callable[..., Article], knowledge) -> None:
    """Numbers, dates, names and official renderings agree across languages; a count that differs is found."""
    en = article(
        "Xi Jinping visited Vietnam on December 12, 2023. The two sides signed 36 agreements. They will build a community with a shared future."
    )
    zh = article("2023年12月12日，习近平访问越南。双方将构建命运共同体。双方签署三十七项协议。", language="zh")
    row = compare(en, zh, knowledge)
    assert [(g["mark"], g["a"], g["b"]) for g in row["groups"]] == [("same", [0], [0]), ("differs", [1], [2]), ("same", [2], [1])]
    assert row["groups"][1]["differs"] == [{"kind": "number", "a": ["36"], "b": ["37"]}]


def test_one_told_in_two(article: Callable[..., Article], knowledge) -> None:
    """A sentence that the other text splits is one group."""
    one = article("France and Kenya signed a treaty on fishing and agreed to build a port in Lamu.")
    two = article("France and Kenya signed a treaty on fishing. They agreed to build a port in Lamu.")
    assert [(g["a"], g["b"]) for g in compare(one, two, knowledge)["groups"]] == [([0], [0, 1])]


def test_empty_and_hostile(article: Callable[..., Article], knowledge) -> None:
    """A text without a clause compares as nothing; markup in a text is only text on the page."""
    row = compare(article("..."), article("<script>alert(1)</script> is said. <b>x</b>"), knowledge)
    assert {g["mark"] for g in row["groups"]} <= {"only b"}
    made = render(row)
    assert "<script>alert" not in made
    assert "&lt;script&gt;" in made
    assert compare(article("a"), article("a"), knowledge)["groups"][0]["mark"] in {"same", "only a"}


def test_a_stop_after_an_abbreviation_ends_nothing(article: Callable[..., Article], knowledge) -> None:
    """'Mr. Xi', 'the U.S. side' and 'No. 5' stay whole."""
    row = compare(article("Mr. Xi met the U.S. delegation in Bldg. No. 5 on Monday. It rained."), article("It rained."), knowledge)
    assert [c["text"] for c in row["a"]["clauses"]] == ["Mr. Xi met the U.S. delegation in Bldg. No. 5 on Monday.", "It rained."]


def test_a_title_is_like_no_clause(knowledge, article: Callable[..., Article]) -> None:
    """Two headlines that name the same people are not paired with what one of them said."""
    one = article("Xi Jinping meets To Lam\n\nXi Jinping said that China will build a railway to Laos.", titled=True)
    two = article("Party leader receives guest\n\nXi Jinping arrived in Hanoi on Tuesday.", titled=True)
    assert all(0 not in g["a"] or not (set(g["b"]) - {0}) for g in compare(one, two, knowledge)["groups"])

"""Marked sentences: tables in, types out."""

from pathlib import Path

import pytest

from communique.annotate.neural.coder import LONGEST, TYPES, coder, pieces_of
from communique.evaluate import plover
from communique.model.errors import UnreadableSource


def test_a_sentence_is_coded_alone() -> None:
    """What a sentence gets does not hang on what stands beside it; chances add up."""
    one = "<s>Police</s> arrested <t>two reporters</t> in Lima."
    (alone,) = coder().chances([one])
    beside = list(coder().chances(["<s>Kenya</s> thanked <t>Ghana</t>.", one]))[1]
    assert (alone == beside).all()
    assert abs(float(alone.sum()) - 1) < 1e-5
    assert TYPES[int(alone.argmax())] == "COERCE"


def test_a_long_sentence_keeps_its_marks() -> None:
    """Pieces are bounded, and the marks stand among them."""
    text = "word " * 500 + "<s>Kenya</s> thanked <t>Ghana</t>" + " word" * 500
    ids, (source, target) = pieces_of(text, coder().pieces)
    assert len(ids) <= LONGEST + 2
    assert (ids[source], ids[target]) == (1, 3)


def test_a_table_without_marks_or_gold(tmp_path: Path) -> None:
    """`sentence`, `source` and `target` will do, in any order of the two; rows keep their uid."""
    path = tmp_path / "t.tsv"
    path.write_text("uid\tsentence\tsource\ttarget\n7\tTwo reporters were arrested by police.\tpolice\tTwo reporters\n", "utf8")
    table, misses, rows = plover.score_table(path)
    assert (table, misses) == ({}, [])
    assert rows == [{"uid": "7", "type": "COERCE"}]


def test_a_wrong_table_says_what_it_needs(tmp_path: Path) -> None:
    """The columns it has and those it should have."""
    path = tmp_path / "t.tsv"
    path.write_text("a\tb\n1\t2\n", "utf8")
    with pytest.raises(UnreadableSource, match="a, b"):
        plover.score_table(path)


@pytest.mark.parametrize(
    ("content", "what"), [(b"", "none"), (b"\x8c\x00\xff\n", "no table"), (b"uid\tmarked_sentence\n1\t" + b"a" * 1_100_000, "no table")]
)
def test_what_is_no_table_is_named(content: bytes, what: str, tmp_path: Path) -> None:
    """Empty, binary, and a cell without end."""
    path = tmp_path / "t.tsv"
    path.write_bytes(content)
    with pytest.raises(UnreadableSource, match=what):
        plover.score_table(path)


def test_short_rows_are_coded_too(tmp_path: Path) -> None:
    """A row without its cells is an empty sentence, not an end."""
    path = tmp_path / "t.tsv"
    path.write_text("uid\tmarked_sentence\tgold_root\n1\t<s>Kenya</s> bombed <t>Chad</t>.\tNONSENSE\n2\n", "utf8")
    assert [r["uid"] for r in plover.score_table(path)[2]] == ["1", "2"]


def test_folding_is_the_papers() -> None:
    """CONCEDE and RETREAT are weighed together."""
    counts = plover.judged("YIELD", "YIELD", {"YIELD", "ACCUSE"})
    assert counts["root YIELD"].hits == counts["quad 2"].hits == counts["binary cooperation"].hits == 1
    assert plover.macros([("root A", 1.0), ("root B", 0.5), ("other", 0.1)]) == {"root": 75.0}

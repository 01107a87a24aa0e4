"""Bad input gets a clear error that names the file, the place and what to do; the rest goes on."""

import json
from pathlib import Path

import pytest

from communique.model.article import Article
from communique.model.errors import UnreadableSource
from communique.pipeline import read_into
from communique.read.formats import articles as read
from communique.read.source import Source, walk
from communique.record.store import Record

GOOD = "Norway and Sweden signed a treaty on fishing in Oslo on Monday, both governments said in long statements."


def outcome(path: Path, knowledge, **options):
    return list(read(Source(path=str(path), location=str(path), **options), knowledge))


def problem(path: Path, knowledge, **options) -> str:
    (found,) = outcome(path, knowledge, **options)
    assert isinstance(found, UnreadableSource)
    assert path.name in str(found)
    return str(found)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n ", "empty"),
        ("binary.txt", bytes(range(256)) * 40, "binary"),
        ("image.txt", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "PNG"),
        ("archive.txt", b"PK\x03\x04" + b"\x00" * 100, "ZIP"),
        ("paper.html", b"%PDF-1.4 ...", "PDF"),
        ("menu.html", b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no article"),
        ("deep.html", b"<html><body>" + b"<div>" * 5_000 + b"x" + b"</div>" * 5_000, "nested"),
        ("broken.parquet", b"PAR1 this is no parquet", "Parquet"),
        ("columns.csv", b"a,b\n1,2\n", "no text column; its columns are a, b"),
        ("empty.jsonl", b"", "empty"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, data: bytes, says: str, tmp_path: Path, knowledge) -> None:
    """Each kind of broken file has its own words."""
    (tmp_path / name).write_bytes(data)
    assert says in problem(tmp_path / name, knowledge)


def test_truncated_jsonl_keeps_its_whole_lines(tmp_path: Path, knowledge) -> None:
    """A download cut in mid-line loses that line alone, and the error gives its number."""
    line = json.dumps({"text": GOOD})
    (tmp_path / "a.jsonl").write_text(f"{line}\n{line[:40]}\n\n[1]\n{line}\n{line[:-4]}")
    found = outcome(tmp_path / "a.jsonl", knowledge)
    assert [type(f).__name__ for f in found] == ["Article", "UnreadableSource", "UnreadableSource", "Article", "UnreadableSource"]
    assert "line 2" in str(found[1])
    assert "line 6" in str(found[4])


def test_a_line_of_fifty_megabytes_is_passed(tmp_path: Path, knowledge) -> None:
    """A huge line is named and skipped without being held; the next one is read."""
    with (tmp_path / "a.jsonl").open("w") as sink:
        sink.write('{"text": "' + "x" * 50_000_000 + '"}\n' + json.dumps({"text": GOOD}) + "\n")
    found = outcome(tmp_path / "a.jsonl", knowledge)
    assert "line 1" in str(found[0])
    assert isinstance(found[1], Article)
    (tmp_path / "b.txt").write_text("x" * 50_000_000)
    assert "characters" in problem(tmp_path / "b.txt", knowledge)


def test_a_broken_last_character_is_forgiven(tmp_path: Path, knowledge) -> None:
    """UTF-8 cut inside its last character is still UTF-8."""
    (tmp_path / "a.txt").write_bytes((GOOD + " Übe").encode() + "é".encode()[:1])
    (found,) = outcome(tmp_path / "a.txt", knowledge)
    assert isinstance(found, Article)
    assert found.text.startswith(GOOD)


def test_hostile_html_is_only_text(tmp_path: Path, knowledge) -> None:
    """Scripts, event handlers, entities and unclosed tags leave plain words."""
    page = f"<html><body><article><p>{GOOD}</p><p onclick='x()'>{GOOD} <script>steal()</script><img src=x onerror=steal()>&lt;b&gt;</p><p>{GOOD}<svg/onload=x>"
    (tmp_path / "a.html").write_text(page)
    (found,) = outcome(tmp_path / "a.html", knowledge)
    assert isinstance(found, Article)
    assert "steal" not in found.text


def test_an_unreadable_file(tmp_path: Path, knowledge, monkeypatch) -> None:
    """A file without permission is named; the tests may run as root, so the refusal is played."""
    path = tmp_path / "a.txt"
    path.write_text(GOOD)

    def refuse(self: Path, mode: str) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "Permission denied" in problem(path, knowledge)


def test_link_loops_end(tmp_path: Path) -> None:
    """A folder linked into itself is read once, a link to itself is named."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text(GOOD)
    (tmp_path / "a" / "again").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "self.txt").symlink_to(tmp_path / "a" / "self.txt")
    found = list(walk([tmp_path]))
    assert sorted(type(f).__name__ for f in found) == ["Source", "UnreadableSource"]


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    """A typing error in a path is no silent nothing."""
    (found,) = walk([tmp_path / "nowhere"])
    assert "no such file" in str(found)


def test_half_characters_of_json_are_replaced(tmp_path: Path, knowledge) -> None:
    """JSON may hold half of a character, which no file can keep; the rest of the text stays."""
    (tmp_path / "a.jsonl").write_text('{"text": "' + GOOD + ' \\ud800 so they said."}\n' + "[" * 100_000 + "]" * 100_000 + "\n")
    found, deep = outcome(tmp_path / "a.jsonl", knowledge)
    assert isinstance(found, Article)
    assert "\ufffd so they said" in found.text
    assert "line 2" in str(deep)


def test_a_monster_paragraph_is_cut_where_sentences_end(tmp_path: Path, knowledge) -> None:
    """What is quadratic in a paragraph stays small, and no character is lost."""
    (tmp_path / "a.txt").write_text("Title\n\n" + (GOOD + " ") * 1_000)
    (found,) = outcome(tmp_path / "a.txt", knowledge)
    assert isinstance(found, Article)
    blocks = found.part("paragraph")
    assert len(blocks) > 10
    assert all(b.span.of(found.text).endswith(".") for b in blocks)
    assert "".join(b.span.of(found.text) for b in blocks).replace(" ", "") == (GOOD * 1_000).replace(" ", "")


def test_what_the_machine_failed_is_tried_again(tmp_path: Path, knowledge, monkeypatch) -> None:
    """A file that could not be opened for want of room or a drive is read the next time, though its bytes are the same."""
    (tmp_path / "a.txt").write_text(GOOD)
    with Record(tmp_path / "r.db", writable=True) as record:
        with monkeypatch.context() as patched:

            def full(*_: object) -> str:
                raise OSError(28, "No space left on device")

            patched.setattr("communique.read.assemble.language_of", full)
            assert "No space left" in read_into(record, [tmp_path / "a.txt"], knowledge).problems[0]
        again = read_into(record, [tmp_path / "a.txt"], knowledge)
    assert (again.read, again.problems) == (1, [])

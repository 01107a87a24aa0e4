import json
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from communique.model.article import Article
from communique.read.formats import FORMATS, read
from communique.read.source import Source, walk

BODY = "Norway and Sweden signed a treaty on fishing in Oslo on Monday. “It is fair,” said the Norwegian prime minister."


def articles(path: Path, knowledge, **options) -> list[Article]:
    found = list(read(Source(path=str(path), location=str(path), **options), knowledge))
    assert all(isinstance(a, Article) for a in found), found
    return found


def test_text_is_the_decoded_file_unchanged(tmp_path: Path, knowledge) -> None:
    """Line ends, blanks and marks stay; offsets point into the file."""
    raw = "Title here\r\n\r\n" + BODY + "  \r\n"
    (tmp_path / "a.txt").write_bytes(raw.encode())
    (a,) = articles(tmp_path / "a.txt", knowledge)
    assert a.text == raw


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "big5"])
def test_encodings_are_found_out(encoding: str, tmp_path: Path, knowledge) -> None:
    """Chinese exports come in several encodings."""
    text = "外交部發言人在例行記者會上表示，雙方將繼續保持溝通，維護地區和平與穩定。中國和越南簽署了合作文件。" * 3
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    (a,) = articles(tmp_path / "a.txt", knowledge)
    assert a.text == text
    assert a.language == "zh"


def test_front_matter_and_sidecar(tmp_path: Path, knowledge) -> None:
    """Metadata beside or above the text, the text's own winning."""
    (tmp_path / "a.md").write_text(f"---\noutlet: Reuters\npublished: 2024-05-01\n---\n# Heading\n\n{BODY}\n")
    (tmp_path / "a.meta.json").write_text(json.dumps({"date": "2020-01-01", "author": "Ana Ruiz"}))
    (a,) = articles(tmp_path / "a.md", knowledge)
    assert (a.outlet.id, str(a.published.earliest), a.byline) == ("media:reuters", "2024-05-01", "Ana Ruiz")
    assert a.blocks[0].kind == "furniture"


def test_tables(tmp_path: Path, knowledge) -> None:
    """The same row from JSONL, CSV and Parquet gives the same text and metadata; other column names are mapped."""
    row = {"title": "A treaty", "text": BODY, "outlet": "TASS", "date": "2024-05-01"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n")
    (tmp_path / "a.csv").write_text(
        "Headline,Body,Source,When\n" + ",".join(["A treaty", '"' + BODY.replace('"', '""') + '"', "TASS", "2024-05-01"]) + "\n"
    )
    parquet.write_table(pyarrow.Table.from_pylist([row]), tmp_path / "a.parquet")
    columns = (("outlet", "Source"), ("published", "When"), ("text", "Body"), ("title", "Headline"))
    made = [
        articles(tmp_path / "a.jsonl", knowledge),
        articles(tmp_path / "a.csv", knowledge, columns=columns),
        articles(tmp_path / "a.parquet", knowledge),
    ]
    assert {(a.text, a.title, a.outlet.id, str(a.published.earliest)) for (a,) in made} == {
        (f"A treaty\n\n{BODY}", "A treaty", "media:tass", "2024-05-01")
    }


def test_html(tmp_path: Path, knowledge) -> None:
    """Outlet, byline, date, URL and captions of a page; no menu, no script."""
    page = f"""<html lang="en"><head><title>x</title><meta property="og:site_name" content="Reuters"><meta name="author" content="Ana Ruiz">
    <meta property="article:published_time" content="2024-05-01T10:00:00Z"><link rel="canonical" href="https://www.reuters.com/a"></head>
    <body><nav>Home World Sport</nav><article><h1>A treaty in Oslo</h1><figure><figcaption>Ministers in Oslo on April 30, 2024. (Reuters)</figcaption></figure>
    <p>{BODY}</p><p>{BODY.replace("fishing", "mining")}</p><p>The parliament of Norway must still vote on the treaty, which took four years.</p></article><script>alert("no prose")</script></body></html>"""
    (tmp_path / "a.html").write_text(page)
    (a,) = articles(tmp_path / "a.html", knowledge)
    assert (a.outlet.id, a.byline, str(a.published.earliest)) == ("media:reuters", "Ana Ruiz", "2024-05-01")
    assert "alert" not in a.text
    assert "Home World" not in a.text
    assert "April 30, 2024" in a.part("caption")[0].span.of(a.text)


def test_walk_is_sorted_and_skips_what_is_not_ours(tmp_path: Path) -> None:
    """Folders are read with all below them, in order; hidden files are left alone."""
    for name in ("b.txt", "a/c.txt", ".hidden.txt", "x.ann"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [Path(s.path).name for s in walk([tmp_path]) if isinstance(s, Source)]
    assert found == ["b.txt", "x.ann", "c.txt"]


def test_every_format_is_documented() -> None:
    """The reference names every ending that can be read."""
    page = (Path(__file__).parents[2] / "docs/reference/commands.md").read_text()
    assert all(f"`{suffix}`" in page for suffix in FORMATS)

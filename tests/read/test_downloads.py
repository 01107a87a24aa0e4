"""What users' libraries give them: every article with its title, date, outlet and clean text, and nothing else."""

import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from communique.model.article import Article
from communique.model.errors import CommuniqueError, UnreadableSource
from communique.read.described import shape_of
from communique.read.formats import catalogued, read
from communique.read.items import Counted
from communique.read.source import Options, Source, walk
from tests.conftest import SHARED
from tests.read import downloads
from tests.read.downloads import BODIES, BYLINES, DATES, TITLES

NEVER = ("Job Number", "Search Terms", "Copyright", "Classification", "End of Document", "TREATIES", "Load-Date", "LOAD-DATE", "Factiva", "words", "All Rights", "©", "Page 1", "alert", "rights reserved", "Guardian")  # fmt: skip


def found_in(path: Path, knowledge, **options) -> tuple[list[Article], list[str], list[Counted]]:
    made = list(read(Source(path=str(path), location=str(path), **options), knowledge))
    return (
        [one for one in made if isinstance(one, Article)],
        [str(one) for one in made if isinstance(one, UnreadableSource)],
        [one for one in made if isinstance(one, Counted)],
    )


WRAPPINGS = {
    "nexis.docx": lambda: downloads.docx(downloads.nexis_lines()),
    "nexis.rtf": lambda: downloads.rtf(downloads.nexis_lines()),
    "nexis.pdf": lambda: downloads.pdf(downloads.nexis_pages()),
    "nexis.txt": lambda: downloads.nexis_old().encode(),
    "nexis-german.TXT": lambda: downloads.nexis_old("de").encode("cp1252"),
    "factiva.rtf": lambda: downloads.rtf(downloads.factiva_lines()),
    "factiva-codes.html": lambda: downloads.factiva_page(coded=True).encode(),
    "factiva.htm": lambda: downloads.factiva_page(coded=False).encode(),
    "europresse.HTML": lambda: downloads.europresse_page().encode(),
    "europresse-old.html": lambda: downloads.europresse_old().encode(),
    "nexis-german-page.html": ("<html><body><!-- <DOCFULL> --><pre>" + downloads.nexis_old("de").replace("\n", "<br>") + "</pre></body></html>").encode,
    "feed.rss": lambda: downloads.feed("rss").encode(),
    "feed.xml": lambda: downloads.feed("rss").encode(),
    "feed.atom": lambda: downloads.feed("atom").encode(),
    "pages.zip": lambda: downloads.zipped({"a/one.html": downloads.page(0).encode(), "a/two.html": downloads.page(1).encode(), "__MACOSX/._x.html": b"x"}),
    "nested.zip": lambda: downloads.zipped({"in.zip": downloads.zipped({"nexis.docx": downloads.docx(downloads.nexis_lines())}), "logo.png": b"\x89PNG"}),
}  # fmt: skip


@pytest.mark.parametrize("name", WRAPPINGS)
def test_the_same_two_articles_in_every_wrapping(name: str, tmp_path: Path, knowledge) -> None:
    """Title, byline, outlet, day, language and paragraphs are those of the article; covers, indices, copyright and subject terms are nowhere."""
    (tmp_path / name).write_bytes(WRAPPINGS[name]())
    articles, problems, counts = found_in(tmp_path / name, knowledge)
    assert problems == []
    assert counts[-1].expected == 2
    assert [a.title for a in articles] == list(TITLES)
    for number, article in enumerate(articles):
        assert (str(article.published.earliest), article.published.basis) == (DATES[number], "metadata")
        assert article.outlet.id == ("media:reuters" if "factiva" in name else "media:guardian")
        assert article.byline.replace("; ", " and ") == BYLINES[number]
        assert article.language == "en"
        paragraphs = [b.span.of(article.text) for b in article.blocks if b.kind == "paragraph"]
        assert paragraphs == list(BODIES[number])
        assert not any(word in article.text for word in NEVER)
        assert article.blocks[0].kind == "title"


def test_a_correction_is_known_as_one(tmp_path: Path, knowledge) -> None:
    """What was appended stands in the text as a correction, not as prose."""
    (tmp_path / "a.txt").write_text(downloads.nexis_old())
    articles, _, _ = found_in(tmp_path / "a.txt", knowledge)
    assert [b.span.of(articles[1].text) for b in articles[1].part("correction")] == ["The boat was stopped on Monday, not on Tuesday."]
    assert articles[1].title == TITLES[1]


def test_a_download_cut_short_is_told(tmp_path: Path, knowledge) -> None:
    """The cover says two, one is there: it is read, and the lack is named."""
    lines = downloads.nexis_lines()
    (tmp_path / "a.docx").write_bytes(downloads.docx(lines[: lines.index("End of Document") + 1]))
    articles, problems, counts = found_in(tmp_path / "a.docx", knowledge)
    assert len(articles) == 1
    assert counts[0].expected == 2
    assert "says that it holds 2 documents, and holds 1" in problems[0]


def test_a_single_document_needs_no_cover(tmp_path: Path, knowledge) -> None:
    """Nexis saves documents one by one, too."""
    lines = downloads.nexis_lines(cover=False)
    (tmp_path / "a.docx").write_bytes(downloads.docx(lines[: lines.index("End of Document") + 1]))
    (article,), problems, _ = found_in(tmp_path / "a.docx", knowledge)
    assert (article.title, problems) == (TITLES[0], [])


def test_plain_word_rich_text_and_pdf(tmp_path: Path, knowledge) -> None:
    """A document of nobody's database is one article; a day in its headline is not its date, nor is the file's."""
    lines = ["Joint statement of 1 July 2019", "", *BODIES[0]]
    (tmp_path / "a.docx").write_bytes(downloads.docx(lines))
    (tmp_path / "a.rtf").write_bytes(downloads.rtf(lines))
    printed = [part for line in lines for part in ([*downloads.wrapped(line).split("\n"), ""] if line else [""])]
    (tmp_path / "a.pdf").write_bytes(downloads.pdf([printed, []]))
    for name in ("a.docx", "a.rtf", "a.pdf"):
        (article,), problems, _ = found_in(tmp_path / name, knowledge)
        assert article.title == lines[0]
        assert [b.span.of(article.text) for b in article.part("paragraph")] == list(BODIES[0])
        assert article.published.basis == "unknown"
        assert len(problems) == (name == "a.pdf")
    assert "page 2: no text on these pages" in problems[0]


def test_a_scan_is_refused(tmp_path: Path, knowledge) -> None:
    """No page holds text: that is said, with what to do."""
    (tmp_path / "a.pdf").write_bytes(downloads.pdf([[], []]))
    articles, problems, _ = found_in(tmp_path / "a.pdf", knowledge)
    assert (articles, len(problems)) == ([], 1)
    assert "OCR" in problems[0]


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_web_archives(name: str, tmp_path: Path, knowledge) -> None:
    """Pages as warcio writes them, under their addresses; pictures and pages not found are passed over."""
    downloads.warc(tmp_path / name)
    articles, problems, _ = found_in(tmp_path / name, knowledge)
    assert problems == []
    assert [(a.title, a.url) for a in articles] == [(t, f"https://www.theguardian.com/{i}") for i, t in enumerate(TITLES)]


def test_mail_and_its_attachments(tmp_path: Path, knowledge) -> None:
    """The message is an article; what hangs on it is read by its own reader; quoted replies are not the sender's words."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Reuters <daily@reuters.com>", "desk@example.org", TITLES[1]
    mail["Date"] = "Tue, 02 Jul 2019 09:20:00 +0000"
    mail.set_content(
        "\n\n".join(downloads.wrapped(p) for p in BODIES[1]) + "\n\n> We never agreed to anything, said the envoy of Norway on Sunday.\n"
    )
    mail.add_attachment(
        downloads.docx(downloads.nexis_lines()), maintype="application", subtype="octet-stream", filename="../../nexis.docx"
    )
    (tmp_path / "a.eml").write_bytes(bytes(mail))
    (message, *attached), problems, _ = found_in(tmp_path / "a.eml", knowledge)
    assert (message.title, message.outlet.id, str(message.published.earliest), problems) == (TITLES[1], "media:reuters", DATES[1], [])
    assert [b.span.of(message.text) for b in message.part("paragraph")] == list(BODIES[1])
    assert [a.title for a in attached] == list(TITLES)
    assert ".." not in attached[0].path.removeprefix(str(tmp_path))


def test_zotero_with_files(tmp_path: Path, knowledge) -> None:
    """The catalogue's metadata count; items without a file are named; a path out of the folder reaches nothing; no file is read twice."""
    for i in (0, 1):
        (tmp_path / "files" / str(i)).mkdir(parents=True)
        (tmp_path / "files" / str(i) / "snapshot.html").write_text(downloads.page(i).replace("The Guardian", "Some Mirror"))
    (tmp_path / "library.rdf").write_text(downloads.zotero_rdf())
    sources = [s for s in walk([tmp_path], Options(), catalogued) if isinstance(s, Source)]
    assert [Path(s.path).name for s in sources] == ["library.rdf"]
    articles, problems, counts = found_in(tmp_path / "library.rdf", knowledge)
    assert [(a.title, a.outlet.id, str(a.published.earliest), a.byline) for a in articles] == [
        (t, "media:guardian", DATES[i], BYLINES[i]) for i, t in enumerate(TITLES)
    ]
    assert counts[0].expected == 4
    assert "2 of 4 items have no file" in problems[0]


def test_zotero_storage_beside_csl_json(tmp_path: Path, knowledge) -> None:
    """CSL-JSON names no files: each item's is found in the storage folder by its title, cut short or not."""
    items = [
        {"id": i, "type": "article-newspaper", "title": t, "container-title": "The Guardian", "issued": {"date-parts": [[2019, 7, i + 1]]}, "URL": f"https://x.org/{i}", "author": [{"given": "Ana", "family": "Ruiz"}]}
        for i, t in enumerate(TITLES)
    ]  # fmt: skip
    (tmp_path / "library.json").write_text(json.dumps(items))
    for i, key in enumerate(("ABCD2345", "EFGH6789")):
        (tmp_path / "storage" / key).mkdir(parents=True)
        stem = f"Ruiz - 2019 - {TITLES[i]}" if i else f"Ruiz - 2019 - {TITLES[i][:30]}"
        (tmp_path / "storage" / key / f"{stem.replace(';', '')}.html").write_text(downloads.page(i))
    (tmp_path / "storage" / "ABCD2345" / "note.meta.json").write_text("{}")
    sources = [s for s in walk([tmp_path], Options(), catalogued) if isinstance(s, Source)]
    assert [Path(s.path).name for s in sources if s.suffix != ".json"] == []
    articles, _, counts = found_in(tmp_path / "library.json", knowledge)
    assert counts[0].expected == 2
    assert [(a.title, str(a.published.earliest), a.byline) for a in articles] == [(t, DATES[i], "Ana Ruiz") for i, t in enumerate(TITLES)]


def test_a_format_of_the_users_own(tmp_path: Path, knowledge) -> None:
    """One file of paths reads what no reader knows; a broken one is refused with the reason."""
    shape = tmp_path / "ministry.toml"
    shape.write_text(
        'name = "Ministry"\nending = ".html"\nmatch = "//meta[@content=\'MinistryCMS\']"\neach = "//div[@class=\'release\']"\n'
        'title = "./h2"\npublished = "./i"\noutlet = "\'Ministry of Norway\'"\nbody = "./div/p"\n'
    )
    releases = "".join(
        f"<div class='release'><h2>{t}</h2><i>{i + 1} July 2019</i><div>{''.join(f'<p>{p}</p>' for p in BODIES[i])}</div></div>"
        for i, t in enumerate(TITLES)
    )
    (tmp_path / "a.html").write_text(
        f"<html><head><meta name='generator' content='MinistryCMS'></head><body><div>Menu of releases</div>{releases}</body></html>"
    )
    (tmp_path / "b.html").write_text(downloads.page(0))
    shapes = (shape_of(shape),)
    articles, problems, counts = found_in(tmp_path / "a.html", knowledge, shapes=shapes)
    assert [(a.title, str(a.published.earliest), a.outlet.name) for a in articles] == [
        (t, DATES[i], "Ministry of Norway") for i, t in enumerate(TITLES)
    ]
    assert (problems, counts) == ([], [Counted(format="Ministry", expected=2)])
    assert found_in(tmp_path / "b.html", knowledge, shapes=shapes)[0][0].outlet.id == "media:guardian"
    for broken in (
        'name = "x"\nending = ".html"\n',
        'name = "x"\nending = ".html"\nbody = "//p["\n',
        'name = "x"\nending = ".html"\nbody = "//p"\ncode = "x"\n',
    ):
        shape.write_text(broken)
        with pytest.raises(CommuniqueError, match=r"ministry\.toml"):
            shape_of(shape)


def test_unpacking_is_bounded(tmp_path: Path, knowledge) -> None:
    """A bomb, a nest without end, a locked file and a torn one are each named; what lies beside them is read."""
    bomb = downloads.zipped({"bomb.txt": b"0" * (80 << 20)})
    nest = downloads.zipped({"a.txt": BODIES[0][0].encode()})
    for _ in range(5):
        nest = downloads.zipped({"nest.zip": nest})
    (tmp_path / "a.zip").write_bytes(
        downloads.zipped(
            {"bomb.zip": bomb, "good.html": downloads.page(0).encode(), "nest.zip": nest, "torn.docx": downloads.docx(["x"])[:900]}
        )
    )
    articles, problems, _ = found_in(tmp_path / "a.zip", knowledge)
    assert [a.title for a in articles] == [TITLES[0]]
    assert ["bomb.txt" in problems[0], "archives deep" in problems[1], "torn.docx" in problems[2], len(problems)] == [True, True, True, 3]
    (tmp_path / "b.docx").write_bytes(downloads.zipped({"word/document.xml": b" " * (300 << 20)}))
    assert "would unpack" in found_in(tmp_path / "b.docx", knowledge)[1][0]


def test_a_feed_reaches_for_nothing(tmp_path: Path, knowledge) -> None:
    """Entities and outside definitions are refused; no file of the machine gets into the text."""
    (tmp_path / "secret").write_text("the secret")
    text = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><rss version="2.0"><channel><item><title>&x;</title><description>{BODIES[0][0]} &x;</description></item></channel></rss>'
    (tmp_path / "a.rss").write_text(text)
    articles, problems, _ = found_in(tmp_path / "a.rss", knowledge)
    assert (articles, len(problems)) == ([], 1)
    assert "entities" in problems[0]


@pytest.mark.corpus
@pytest.mark.skipif(not (SHARED / "data" / "exports").exists(), reason="LOUD: the exports of others are not here")
def test_real_exports(knowledge) -> None:
    """Every article of the shared exports with title, date, outlet and text; what is no article, and what is missing, is named."""
    folder = SHARED / "data" / "exports"
    counts, articles, problems = {}, [], []
    for path in sorted(folder.iterdir()):
        made, wrong, told = found_in(path, knowledge)
        counts[path.name] = (sum(one.expected for one in told), len(made))
        articles += made
        problems += wrong
    assert counts == {
        "factiva_test.html": (2, 2),
        "lexisnexis_test_en.html": (146, 2),
        "nexis_sample.DOCX": (10, 10),
        "nexis_test.DOCX": (0, 0),
    }
    assert all(a.title and a.outlet and a.published.basis == "metadata" and a.part("paragraph") for a in articles)
    assert not any(
        word in a.text
        for a in articles
        for word in ("Copyright", "LENGTH", "Length:", "Load-Date", "LOAD-DATE", "Search Terms", "End of Document", "DOCUMENTS")
    )
    assert len(problems) == 2

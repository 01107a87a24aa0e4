"""The report in a real browser: nothing from outside, nothing broken, on empty, demo and hostile records."""

import re
from pathlib import Path

import pytest

from communique.pipeline import read_into
from communique.record.store import Record
from communique.show.report.build import render
from tests.web.conftest import CHROMIUM, FLAGS

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{7*7}} </style></script>"


def page_of(path: Path, title: str = "T") -> str:
    with Record(path) as record:
        return render(record, title)


def test_rows_lead_to_their_sentences(demo: Path) -> None:
    """Every link inside the report has its target, and every anchor is there once."""
    page = page_of(demo)
    anchors = re.findall(r'\bid="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)


def test_nothing_comes_from_outside(demo: Path) -> None:
    """No address but anchors; the policy allows nothing else."""
    page = page_of(demo)
    assert not re.findall(r'(?:src|href)="(?!#)[^"]*"', page)
    assert "default-src 'none'" in page


def test_hostile_text_is_escaped(tmp_path: Path, knowledge) -> None:
    """Markup in a text, a title or an outlet's name is shown, never run."""
    body = f"Xi Jinping said that {HOSTILE} should end the “one-China principle” talks with Vietnam. China attacked Vietnam {HOSTILE} on Monday."
    (tmp_path / "a.md").write_text(f"---\noutlet: {HOSTILE}\npublished: 2024-01-02\ntitle: {HOSTILE}\n---\nHeading\n\n{body}\n")
    with Record(tmp_path / "r.db", writable=True) as record:
        read_into(record, [tmp_path / "a.md"], knowledge)
    page = page_of(tmp_path / "r.db", HOSTILE)
    assert page.count("<script>") == 1
    assert "<img" not in page
    assert "49" not in re.sub(r"\d{3,}|[\d.]+px|#\w+", "", page.split("</style>")[1].split("<script>")[0]).replace("7*7", "")


def test_an_empty_record_says_what_was_searched(tmp_path: Path) -> None:
    """An empty page is no broken page."""
    with Record(tmp_path / "r.db", writable=True):
        pass
    assert "No event between named political actors was found in 0 documents" in page_of(tmp_path / "r.db")


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height", "scheme"), [(1280, 900, "light"), (390, 844, "dark")])
def test_in_a_browser(width: int, height: int, scheme: str, demo: Path, tmp_path: Path) -> None:
    """It opens from disk without an error or a request, fits a phone, filters, and can be walked by keyboard."""
    if CHROMIUM is None:
        pytest.skip("NO CHROMIUM ON THIS MACHINE: the report is not looked at")
    from playwright.sync_api import sync_playwright

    (tmp_path / "r.html").write_text(page_of(demo), "utf8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme).new_page()  # type: ignore[arg-type]
        wrong: list[str] = []
        page.on("console", lambda m: wrong.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("request", lambda r: wrong.append(r.url) if not r.url.startswith("file:") else None)
        page.goto((tmp_path / "r.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
        page.locator("#events ~ details.row summary").first.focus()
        page.keyboard.press("Enter")
        link = page.locator("#events ~ details.row[open] .evidence a").first
        target = link.get_attribute("href")
        link.click()
        assert page.evaluate("document.querySelector(':target').id") == str(target).removeprefix("#")
        page.keyboard.press("/")
        page.keyboard.type("Kishida")
        assert re.match(r"\d+ of \d+ rows", page.locator("#filter-count").inner_text())
        browser.close()
        assert wrong == []


@pytest.mark.browser
def test_without_javascript(demo: Path, tmp_path: Path) -> None:
    """Everything can be read without scripts."""
    if CHROMIUM is None:
        pytest.skip("NO CHROMIUM ON THIS MACHINE: the report is not looked at")
    from playwright.sync_api import sync_playwright

    (tmp_path / "r.html").write_text(page_of(demo), "utf8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto((tmp_path / "r.html").as_uri())
        page.locator("#events ~ details.row summary").first.click()
        assert page.locator("#events ~ details.row[open] .evidence mark").first.is_visible()
        assert not page.locator("#filter-bar").is_visible()
        browser.close()

"""The explorer in a real browser: every page on three records, without an error, a request outside, or a serious fault for those who use assistive tools."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from communique.analyse.compare import compare
from communique.record import log
from communique.record.queries import rows
from communique.show.export.jsonl import write
from communique.show.web.desk import Desk
from tests.web.conftest import CHROMIUM, FLAGS, Served
from tests.web.test_explorer import pages_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="NO CHROMIUM ON THIS MACHINE: the explorer is not looked at"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        made = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield made
        made.close()


def watched(browser: Any, served: Served, wrong: list[str], **options: Any) -> Any:
    """A page that notes every error, warning and request outside."""
    page = browser.new_context(**options).new_page()
    page.on("console", lambda m: wrong.append(f"{m.type}: {m.text}") if m.type in {"error", "warning"} and "404" not in m.text else None)
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.on("request", lambda r: None if r.url.startswith((served.at("/"), "data:")) else wrong.append(r.url))
    return page


def settled(page: Any, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("load")


@pytest.mark.parametrize("kind", ["empty", "demo", "hostile"])
def test_every_page(records: dict[str, Path], kind: str, browser: Any) -> None:
    """No console error, no request outside, nothing serious by axe-core, and nothing wider than a phone."""
    from axe_playwright_python.sync_playwright import Axe

    with Served(Desk(records[kind], compare=compare)) as served:
        wrong: list[str] = []
        wide = watched(browser, served, wrong, viewport={"width": 1280, "height": 900}, color_scheme="light")
        phone = watched(browser, served, wrong, viewport={"width": 390, "height": 844}, color_scheme="dark", reduced_motion="reduce")
        for address in pages_of(served.desk):
            settled(wide, served.at(address))
            found = Axe().run(wide, options={"resultTypes": ["violations"]}).response["violations"]
            serious = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in {"serious", "critical"}]
            assert serious == [], address
            settled(phone, served.at(address))
            assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), address
        assert wrong == []


def test_dark_pages_can_be_read(served: Served, browser: Any) -> None:
    """Contrast holds in the dark, with the evidence panel open."""
    from axe_playwright_python.sync_playwright import Axe

    page = watched(browser, served, [], viewport={"width": 1280, "height": 900}, color_scheme="dark")
    for address in (
        "/events",
        "/documents/" + served.desk.held.listings.tables["documents"].ids[3],
        "/coverage",
        "/network",
        "/map",
        "/review",
    ):
        settled(page, served.at(address))
        if address == "/events":
            page.locator("a.open").first.click()
            page.wait_for_selector("#panel h1")
        found = Axe().run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
        assert [n["html"][:160] for v in found for n in v["nodes"]] == [], address


def test_a_review_by_keyboard_alone(served: Served, browser: Any) -> None:
    """From the overview to judged rows and back, without a mouse; all undone, the record's export is the same to the byte."""
    desk, wrong = served.desk, []
    with desk.open() as record:
        before = {p.name: p.read_bytes() for p in write(record, desk.path.parent / "a")}
    page = watched(browser, served, wrong, viewport={"width": 1280, "height": 900})
    settled(page, served.at("/"))
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/review")
    page.keyboard.press("?")
    page.locator("#help").wait_for(state="visible")
    page.keyboard.press("Escape")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name === 'name'"):
            break
    page.keyboard.type("An Nguyen")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Signed as")
    page.wait_for_load_state("load")
    page.keyboard.press("j")
    for key, verdict in (("a", "accept"), ("r", "reject"), ("u", "undecidable")):
        page.keyboard.press(key)
        page.wait_for_selector(f".done b:has-text('{verdict}'), .row.judged b:has-text('{verdict}')")
    with desk.open() as record:
        assert sorted(log.states(record, "events").values()) == ["accepted", "rejected", "undecidable"]
    page.keyboard.press("z")
    page.wait_for_selector(".row.judged >> nth=2", state="detached")
    with desk.open() as record:
        assert sorted(log.states(record, "events").values()) == ["accepted", "rejected"]
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.wait_for_url("**/review/edit/**")
    page.locator("select[name=realis]").focus()
    page.keyboard.press("ArrowDown" if page.locator("select[name=realis]").input_value() != "ongoing" else "ArrowUp")
    page.keyboard.press("Tab")
    page.locator("text=Sign this edit").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.locator("text=Accept the marked rows").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    with desk.open() as record:
        assert sorted(log.states(record, "events").values()) == ["accepted", "accepted", "edited", "rejected"]
    settled(page, served.at("/review/log"))
    while page.locator("tr:not(.undone) form[action='/review/undo'] button").count():
        standing = page.locator("tr:not(.undone):not(:has(b:text-is('undo'))) form[action='/review/undo'] button")
        if not standing.count():
            break
        standing.first.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
    with desk.open() as record:
        assert log.states(record, "events") == {}
        assert {p.name: p.read_bytes() for p in write(record, desk.path.parent / "b")} == before
    assert wrong == []


def test_back_and_forward(served: Served, browser: Any) -> None:
    """Facets, dates and the open row stand in the address; back and forward walk them, and a sent link opens the same."""
    page = watched(browser, served, wrong := [], viewport={"width": 1280, "height": 900})
    settled(page, served.at("/events?type=CONSULT"))
    page.locator("a.open").first.click()
    page.wait_for_selector("#panel h1")
    sent = page.url
    assert "open=" in sent
    page.go_back()
    page.wait_for_selector("#panel", state="hidden")
    page.go_forward()
    page.wait_for_selector("#panel h1")
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel", state="hidden")
    settled(page, sent)
    page.wait_for_selector("#panel h1")
    settled(page, served.at("/events"))
    page.locator("summary", has_text="Type").click()
    page.locator(".facet a", has_text="CONSULT").first.click()
    page.wait_for_url("**/events?type=CONSULT")
    page.go_back()
    page.wait_for_url("**/events")
    assert wrong == []


def test_a_brush_narrows_the_list(served: Served, browser: Any) -> None:
    """Dragging over the bars asks for their stretch of time."""
    page = watched(browser, served, wrong := [], viewport={"width": 1280, "height": 900})
    settled(page, served.at("/events"))
    box = page.locator("svg[data-strip]").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.85, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.99, box["y"] + 40, steps=6)
    page.mouse.up()
    page.wait_for_url("**since=**")
    assert "until=" in page.url
    assert wrong == []


def test_footnotes_are_copied(served: Served, browser: Any) -> None:
    """One key copies the footnote of the open row."""
    page = watched(browser, served, wrong := [], viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"])
    settled(page, served.at("/events?pair=CHN-VNM"))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel h1")
    page.keyboard.press("f")
    page.wait_for_selector("text=Copied")
    assert "“" in page.evaluate("navigator.clipboard.readText()")
    assert wrong == []


def test_words_marked_in_the_text_become_the_span(served: Served, browser: Any) -> None:
    """Counted in code points, as the record counts them."""
    desk = served.desk
    with desk.open() as record:
        event = next(e for e in rows(record, "events") if e["actors"])
        text = next(record.rows("SELECT text FROM documents WHERE id = ?", (event["document"],)))[0]
    page = watched(browser, served, [], viewport={"width": 1280, "height": 900})
    settled(page, served.at(f"/review/edit/events/{event['id']}"))
    page.evaluate("""() => { const n = document.querySelector('#source').firstChild; const r = document.createRange(); r.setStart(n, 10); r.setEnd(n, 25);
        getSelection().removeAllRanges(); getSelection().addRange(r); }""")
    page.locator("#take").click()
    offset = int(page.locator("#source").get_attribute("data-offset"))
    start, end = (int(page.locator(f"[name={n}]").input_value()) for n in ("start", "end"))
    assert start == offset + 10
    assert text[start:end] == text[offset:][10:25]


def test_everything_can_be_read_without_scripts(served: Served, browser: Any) -> None:
    """Facets, rows, evidence, the reader and a review work with JavaScript off."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(served.at("/events?type=CONSULT"))
    page.locator("a.open").first.click()
    page.locator("article.one mark").first.wait_for(state="visible")
    page.locator("text=in its text").first.click()
    page.locator("article.text").wait_for(state="visible")
    page.goto(served.at("/review"))
    page.locator("input[name=name]").fill("An")
    with page.expect_navigation():
        page.locator("text=Sign in here").click()
    with page.expect_navigation():
        page.locator("button[value=accept]").first.click()
    with served.desk.open() as record:
        assert list(log.states(record, "events").values()) == ["accepted"]


def test_the_tutorials_walk(served: Served, browser: Any) -> None:
    """docs/tutorial/chronology.md, step by step: from the overview to a footnoted chronology whose rows somebody reviewed."""
    page = watched(browser, served, wrong := [], viewport={"width": 1280, "height": 900}, accept_downloads=True)
    settled(page, served.at("/"))
    page.locator("a", has_text="China–Vietnam").first.click()
    page.wait_for_url("**/pairs/CHN-VNM")
    page.locator("a.open").first.click()
    page.wait_for_selector("#panel .around")
    page.locator("text=Why the program thinks so").click()
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.locator("a", has_text="review it").click()
    page.locator("input[name=name]").fill("A first-time user")
    with page.expect_navigation():
        page.locator("input[name=name]").press("Enter")
    for size in (20, 8):
        assert page.locator("[data-review]").count() == size
        page.keyboard.press("j")
        for number in range(size):
            page.keyboard.press("r" if number == 3 else "a")
            page.wait_for_selector(f".row.judged >> nth={number}")
        if size == 20:
            with page.expect_navigation():
                page.keyboard.press("]")
    settled(page, served.at("/pairs/CHN-VNM"))
    with page.expect_download() as kept:
        page.locator("a", has_text="with footnotes").first.click()
    chronology = Path(kept.value.path()).read_text("utf8")
    lines = [line for line in chronology.splitlines() if line.startswith("- ")]
    assert len(lines) >= 10
    assert all("(reviewed)" in line and "[^" in line and "“" in line for line in lines if "(machine)" not in line)
    assert sum("(reviewed)" in line for line in lines) >= len(lines) - 3
    assert "Northern Readouts (invented), December 12, 2023." in chronology
    assert wrong == []

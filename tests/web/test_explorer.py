"""The explorer as a reader without scripts meets it: pages, counts that open their rows, search, footnotes, downloads, review."""

import io
import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient

from communique.analyse.agreement import alpha, wilson
from communique.record import log, reviews
from communique.record.queries import Filters, rows
from communique.record.store import Record
from communique.show.export.jsonl import write
from communique.show.web.app import PAGES, application
from communique.show.web.asked import FACETS
from communique.show.web.desk import Desk
from communique.show.web.fetch import neighbours

LISTS = ["/events", "/statements", "/terms", "/commitments", "/forecasts", "/conflicts", "/actors", "/documents", "/silences"]
PLAIN = [
    "/",
    *LISTS,
    "/wording",
    "/pairs",
    "/network",
    "/map",
    "/coverage",
    "/compare",
    "/search",
    "/review",
    "/review/log",
    "/review/agreement",
]


def total(page: str) -> int:
    return int(re.search(r'<p class="lead"><b>(\d+)</b>', page)[1])


def pages_of(desk: Desk) -> list[str]:
    """One address of each page."""
    tables = desk.held.listings.tables
    one = {n: next(iter(t.ids), None) for n, t in tables.items()}
    out = [*PLAIN, "/search?q=vietnam", "/map?state=CHN", "/review?order=sample", "/wording/common-destiny"]
    out += [f"/rows/{n}/{one[n]}" for n in ("events", "statements", "terms", "silences", "commitments", "forecasts", "conflicts") if one[n]]
    if one["documents"]:
        both = tables["documents"].ids[:2]
        busy = [a for a, _ in tables["statements"].facets["actor"].counts(tables["statements"].low > -1)]
        out += [f"/actors/{next(a for a in busy if a.startswith(kind))}" for kind in ("state", "person")]
        out += [
            f"/documents/{one['documents']}",
            f"/compare?a={both[0]}&b={both[1]}",
            f"/actors/{tables['actors'].ids[-1]}",
            "/pairs/CHN-VNM",
        ]
        out += [f"/review/edit/{n}/{t.ids[0]}" for n, t in desk.held.listings.queue.items() if t.ids]
    return out


def signed_in(client: TestClient, desk: Desk, name: str = "An") -> None:
    client.post("/review/name", data={"token": desk.token, "name": name, "next": "/review"})


def says(client: TestClient, desk: Desk, verdict: str, target: str, noun: str = "events", **more: object):
    return client.post("/review/sign", data={"token": desk.token, "verdict": verdict, "noun": noun, "target": target, **more})


@pytest.mark.parametrize("kind", ["empty", "demo", "hostile"])
def test_every_page_answers(records: dict[str, Path], kind: str) -> None:
    """No page breaks on an empty record, on the shipped one, or on one whose names are attacks."""
    desk = Desk(records[kind])
    browser = TestClient(application(desk), base_url="http://127.0.0.1")
    for address in pages_of(desk):
        answer = browser.get(address)
        assert answer.status_code == (404 if address.startswith("/compare?") else 200), address
        assert "<h1" in answer.text
    assert {re.sub(r"\{.*", "", p) for p in PAGES} >= {"/", "/pairs", "/wording", "/review"}


def test_what_is_not_there_is_said(client: TestClient) -> None:
    """An unknown page, row, actor or pair says so, and that is no error of ours."""
    for address in (
        "/nope",
        "/rows/events/ev-0",
        "/rows/secrets/x",
        "/actors/person:nobody",
        "/pairs/XXX-YYY",
        "/documents/doc-0",
        "/wording/nope",
        "/events.exe",
        "/review/edit/ties/x",
    ):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Not here" in answer.text


def test_an_empty_list_says_what_was_sought(client: TestClient) -> None:
    """Nothing found names the facets and how to take them away."""
    page = client.get("/events?type=ASSAULT&since=2031-01-01").text
    assert "Nothing here" in page
    assert "ASSAULT" in page
    assert "2031-01-01" in page


def test_every_number_opens_its_rows(client: TestClient, desk: Desk) -> None:
    """Counts of the overview, of facets and of a tie are the numbers of rows that their links lead to."""
    overview = client.get("/").text
    for href, n in re.findall(r'<li><a href="(/[a-z]+)"><b>([\d,]+)</b>', overview):
        assert total(client.get(href).text) == int(n.replace(",", "")), href
    pair = client.get("/pairs/CHN-VNM").text
    found = re.findall(r'<a href="(/(?:events|statements)\?of=[^"]+)">(\d+)</a>', pair)
    assert found
    for href, n in found:
        assert total(client.get(href.replace("&amp;", "&")).text) == int(n), href
    events = client.get("/events").text
    for href, n in re.findall(r'<li><a href="(/events\?[^"]+)"[^>]*>.*?</a> <span class="n">(\d+)</span>', events)[:40]:
        assert total(client.get(href.replace("&amp;", "&")).text) == int(n), href


def test_facets_narrow_and_widen(desk: Desk, client: TestClient) -> None:
    """Values of one facet are alternatives; facets narrow each other; what is asked stands in the address."""
    one, two, both = (total(client.get(f"/events?{q}").text) for q in ("type=CONSULT", "type=AGREE", "type=CONSULT&type=AGREE"))
    assert both == one + two > one > 0
    assert total(client.get("/events?type=CONSULT&pair=CHN-VNM").text) < one
    assert set(FACETS["events"]) >= {"actor", "pair", "type", "outlet", "side", "voice", "realis"}


def test_any_value_of_a_facet_can_be_typed(client: TestClient) -> None:
    """By name or by id; what is typed and unknown finds nothing, and says so."""
    assert total(client.get("/events?actor=Vietnam").text) == total(client.get("/events?actor=state:VNM").text) > 0
    assert total(client.get("/events?pair=china–vietnam").text) == total(client.get("/events?pair=CHN-VNM").text) > 0
    assert "Nothing here" in client.get("/events?actor=Nobody+at+all").text


def test_search_in_three_scripts(client: TestClient) -> None:
    """With and without Vietnamese marks, and Chinese words of two characters."""
    marked, bare = (total_found(client, q) for q in ("hợp tác", "hop tac"))
    assert marked == bare > 0
    assert total_found(client, "越南") > 0
    assert total_found(client, '"shared future"') > 0
    assert total_found(client, 'NEAR( " AND *') >= 0
    assert total_found(client, "zzyzx") == 0


def total_found(client: TestClient, words: str) -> int:
    page = client.get("/search", params={"q": words}).text
    return int(re.search(r"<b>(\d+)</b> document", page)[1])


def test_the_reader_marks_every_finding(client: TestClient, desk: Desk) -> None:
    """The text of the page is the text of the record, and each event's words are a link to its row."""
    document = desk.held.listings.tables["documents"].ids[3]
    with desk.open() as record:
        text = next(record.rows("SELECT text FROM documents WHERE id = ?", (document,)))[0]
        events = list(rows(record, "events"))
    page = client.get(f"/documents/{document}?layers=events").text
    shown = re.sub(r"<[^>]+>", "", page[page.index("<article") : page.index("</article>")])
    for event in events:
        if event["document"] == document:
            assert f'href="/rows/events/{event["id"]}"' in page
    import html

    assert "".join(html.unescape(shown).split()) == "".join(text.split())


def test_evidence_has_one_sentence_around_it() -> None:
    """The sentence before and the one after; an abbreviation ends none."""
    text = "Rain fell. The U.N. met. Norway and Sweden signed a treaty. Nobody spoke. All left."
    low = text.index("Norway")
    high = text.index(" Nobody")
    start, end = neighbours(text, low, high)
    assert text[start:low].strip().startswith("The U.N. met.")
    assert text[high:end].strip() == "Nobody spoke."


def test_footnotes_in_styles(client: TestClient, desk: Desk) -> None:
    """A row offers its source in four citation styles, as CSL-JSON, and as a quotation."""
    event = desk.held.listings.tables["events"].ids[0]
    page = client.get(f"/rows/events/{event}").text
    assert all(style in page for style in ("Chicago", "APA", "Harvard", "OSCOLA", "Quotation"))
    found = client.get(f"/rows/events/{event}/cite.json").json()
    assert found[0]["type"] == "article-newspaper"
    assert found[0]["title"]


@pytest.mark.parametrize("kind", ["demo", "hostile"])
def test_downloads_hold_what_is_seen_and_no_formula(records: dict[str, Path], kind: str) -> None:
    """CSV, XLSX and JSON have as many rows as the list; no cell is a formula, whatever it says."""
    desk = Desk(records[kind])
    browser = TestClient(application(desk), base_url="http://127.0.0.1")
    asked = "?type=CONSULT"
    n = total(browser.get(f"/events{asked}").text)
    assert len(json.loads(browser.get(f"/events.json{asked}").content)) == n
    import csv

    lines = list(csv.reader(io.StringIO(browser.get(f"/events.csv{asked}").content.decode("utf-8-sig"))))
    assert len(lines) == n + 1
    sheet = openpyxl.load_workbook(io.BytesIO(browser.get(f"/events.xlsx{asked}").content)).active
    assert sheet.max_row == n + 1
    cells = [c for line in sheet.iter_rows() for c in line]
    assert all(c.data_type in {"s", "n"} and (c.value is None or c.data_type == "s") for c in cells)
    notes = browser.get(f"/events.md{asked}").text
    assert notes.count("\n- ") == n
    assert set(re.findall(r"\[\^(\d+)\]$", notes, re.M)) <= set(re.findall(r"^\[\^(\d+)\]: .", notes, re.M)) != set()
    assert not re.search(r"(?<!\\)[<>]", notes)
    for noun in FACETS:
        for line in csv.reader(io.StringIO(browser.get(f"/{noun}.csv").content.decode("utf-8-sig"))):
            assert not any(c[:1] in {"=", "+", "@", "\t", "\r"} or (c[:1] == "-" and not c[1:].isdigit()) for c in line), line


def test_a_review_without_scripts(client: TestClient, desk: Desk) -> None:
    """Accept, reject, edit and undo by plain forms; what is undone is as it was, to the byte."""
    with desk.open() as record:
        before = {p.name: p.read_bytes() for p in write(record, desk.path.parent / "a")}
        first, second, third = [e["id"] for e in rows(record, "events")][:3]
    assert says(client, desk, "accept", first).status_code == 400
    signed_in(client, desk)
    says(client, desk, "accept", first)
    says(client, desk, "reject", second)
    page = client.get(f"/review/edit/events/{third}").text
    assert 'name="type"' in page
    done = client.post(f"/review/edit/events/{third}", data={"token": desk.token, "realis": "planned", "type": "AGREE"})
    assert done.status_code == 200
    with desk.open() as record:
        states = log.states(record, "events")
        assert {states[i] for i in (first, second, third)} == {"accepted", "rejected", "edited"}
        row = next(rows(record, "events", Filters(ids=frozenset([third]))))
        assert (row["type"], row["realis"], row["quad"]) == ("AGREE", "planned", 1)
        judged = [j["id"] for j in log.judgements(record)]
    assert "reviewed" in client.get(f"/rows/events/{first}").text
    for identity in judged:
        client.post("/review/undo", data={"token": desk.token, "target": identity})
    with desk.open() as record:
        assert {p.name: p.read_bytes() for p in write(record, desk.path.parent / "b")} == before


def test_an_edit_moves_roles_and_spans(client: TestClient, desk: Desk) -> None:
    """Parties by words of the text and an ISO code; words that the text lacks are refused."""
    signed_in(client, desk)
    with desk.open() as record:
        event = next(e for e in rows(record, "events") if e["actors"] and e["actors"][0]["span"] and not e["recipients"])
    words = event["actors"][0]["text"]
    form = {
        "token": desk.token,
        "role": ["recipients"],
        "words": [words],
        "actor": ["FRA"],
        "start": str(event["span"][0]),
        "end": str(event["span"][1] + 1),
    }
    done = client.post(f"/review/edit/events/{event['id']}", data=form)
    assert done.status_code == 200, done.text
    with desk.open() as record:
        row = next(rows(record, "events", Filters(ids=frozenset([event["id"]]))))
        text = next(record.rows("SELECT text FROM documents WHERE id = ?", (row["document"],)))[0]
    assert [p["id"] for p in row["recipients"]] == ["state:FRA"]
    assert row["actors"] == []
    assert text[slice(*row["span"])] == row["text"]
    assert text[slice(*row["recipients"][0]["span"])] == words
    refused = client.post(f"/review/edit/events/{event['id']}", data=form | {"words": ["the Elbonian army"]})
    assert refused.status_code == 400
    assert "does not stand in this text" in refused.text


def test_a_missed_event_is_added(client: TestClient, desk: Desk) -> None:
    """A reviewer adds what the program missed, by words of the text; it counts like any event, and is gone when undone."""
    signed_in(client, desk)
    document = desk.held.listings.tables["documents"].ids[5]
    with desk.open() as record:
        text = next(record.rows("SELECT text FROM documents WHERE id = ?", (document,)))[0]
        before = {p.name: p.read_bytes() for p in write(record, desk.path.parent / "a")}
    words = max(re.findall(r"[A-Z][a-z]+", text), key=len)
    start = text.index(words)
    form = {
        "token": desk.token,
        "type": "THREATEN",
        "role": "actors",
        "words": words,
        "actor": "PER",
        "start": str(start),
        "end": str(start + len(words)),
    }
    assert "no words are marked" in client.post(f"/review/add/{document}", data=form | {"start": "", "end": ""}).text
    assert "nobody acts" in client.post(f"/review/add/{document}", data=form | {"role": ""}).text
    assert client.get(f"/review/add/{document}").status_code == 200
    assert client.post(f"/review/add/{document}", data=form).status_code == 200
    assert total(client.get("/events?actor=state:PER").text) == 1
    with desk.open() as record:
        (row,) = [e for e in rows(record, "events") if e["type"] == "THREATEN" and e["review"] == "accepted"]
        assert text[slice(*row["span"])] == row["text"] == words
        (judged,) = log.judgements(record)
    client.post("/review/undo", data={"token": desk.token, "target": judged["id"]})
    with desk.open() as record:
        assert {p.name: p.read_bytes() for p in write(record, desk.path.parent / "b")} == before


def test_bulk_takes_only_what_was_marked(client: TestClient, desk: Desk) -> None:
    """Rows off the page cannot be accepted by the way."""
    signed_in(client, desk)
    seen = desk.held.listings.queue["events"].ids[:3]
    client.post("/review/bulk", data={"token": desk.token, "noun": "events", "verdict": "accept", "seen": list(seen)})
    with desk.open() as record:
        assert set(log.states(record, "events")) == set(seen)


def test_the_queue_shows_nobody_elses_verdict(client: TestClient, desk: Desk) -> None:
    """A second reviewer judges for themselves; agreement and disputes then show."""
    target = desk.held.listings.queue["events"].ids[0]
    signed_in(client, desk, "An")
    says(client, desk, "accept", target)
    signed_in(client, desk, "Bo")
    queue = client.get(f"/review?ids={target}").text
    assert target in queue
    assert "accepted" not in queue
    says(client, desk, "reject", target)
    page = client.get("/review/agreement").text
    assert "disputed" in client.get(f"/rows/events/{target}").text
    assert "Rule: accept" in page
    says(client, desk, "accept", target, **{"as": "adjudicator"})
    assert "reviewed" in client.get(f"/rows/events/{target}").text


def test_merging_and_splitting_actors_and_events(client: TestClient, desk: Desk) -> None:
    """By forms, and undone from the log."""
    signed_in(client, desk)
    people = [i for i in desk.held.listings.tables["actors"].ids if i.startswith("person")][:2]
    says(client, desk, "merge", people[0], "actors", others=people[1])
    assert "was merged into" in client.get(f"/actors/{people[0]}").text
    table = desk.held.listings.tables["events"]
    paired = {int(i) for i in table.facets["pair"].rows if table.low[i] and table.low[i] == table.high[i]}
    cluster, members = next((table.ids[i], table.members[i]) for i in sorted(paired) if len(table.members[i]) > 1)
    says(client, desk, "split", members[0], others=list(members[1:]))
    assert len(desk.held.listings.tables["events"].ids) == len(table.ids) + 1
    # What was taken out stands among the events that it may be after all.
    page = client.get(f"/rows/events/{members[1]}").text
    assert re.search(rf'<input type="radio" name="others" value="{members[0]}"', page)
    page = client.get("/review/log").text
    assert all(word in page for word in ("merge", "split"))
    with desk.open() as record:
        for judged in list(log.judgements(record))[::-1]:
            client.post("/review/undo", data={"token": desk.token, "target": judged["id"]})
    assert client.get(f"/actors/{people[0]}").status_code == 200
    assert cluster in desk.held.listings.tables["events"].place


def test_alpha_is_krippendorffs() -> None:
    """His own example: four coders, twelve units, nominal alpha .743 (Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011)."""
    rows_ = {
        "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        "C": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    }
    units = [{c: str(v[i]) for c, v in rows_.items() if v[i] is not None} for i in range(12)]
    assert alpha(units) == pytest.approx(0.743, abs=5e-4)
    assert alpha([{"A": "1"}]) is None
    assert wilson(20, 20)[0] == pytest.approx(0.881, abs=2e-3)


def test_a_reader_works_while_a_read_writes(records: dict[str, Path], tmp_path: Path) -> None:
    """Pages answer while another process holds the record's write lock."""
    path = Path(shutil.copy(records["demo"], tmp_path / "r.db"))
    desk = Desk(path)
    browser = TestClient(application(desk), base_url="http://127.0.0.1")
    with Record(path, writable=True) as writer, writer.writing():
        writer.touch()
        for address in PLAIN:
            assert browser.get(address).status_code == 200
    assert "has changed since" in browser.get("/").text


def test_counts_of_a_large_record_follow_behind(desk: Desk, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a record is too large to count anew at each judgement, rows are right at once, counts soon, and what waits is said."""
    import time

    from communique.show.web import desk as desks

    monkeypatch.setattr(desks, "FEW", 0)
    monkeypatch.setattr(desks, "QUIET_SECONDS", 0.5)
    signed_in(client, desk)
    table = desk.held.listings.tables["events"]
    cluster, members = next((c, m) for c, m in zip(table.ids, table.members, strict=True) if len(m) == 1)
    says(client, desk, "reject", members[0])
    assert "has changed since" in client.get("/review/log").text
    assert client.get(f"/rows/events/{members[0]}").status_code == 404
    until = time.monotonic() + 60
    while desk.waiting() and time.monotonic() < until:
        time.sleep(0.1)
    assert total(client.get("/events").text) == len(table.ids) - 1
    assert cluster not in desk.held.listings.tables["events"].place


def test_what_others_left_uncounted_is_counted(desk: Desk, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A judgement made by another program, or a read that was killed, is taken up after a while."""
    import time

    from communique.model.judgement import Judgement
    from communique.show.web import desk as desks

    monkeypatch.setattr(desks, "ABANDONED_SECONDS", 0.2)
    with desk.open() as record:
        event = next(rows(record, "events"))["id"]
        reviews.sign(record, Judgement(verdict="reject", noun="events", target=event, reviewer="Bo", signed="2026-11-22T10:00:00Z"))
    until = time.monotonic() + 60
    while desk.waiting() and time.monotonic() < until:
        client.get("/events")
        time.sleep(0.15)
    assert not desk.waiting()


def test_a_record_that_is_gone_is_said(desk: Desk, client: TestClient) -> None:
    """A page of a record that was moved away names it, and does not break."""
    desk.path.unlink()
    answer = client.get("/events")
    assert answer.status_code == 400
    assert "there is no such record" in answer.text


def test_a_stream_is_sent_by_any_thread(client: TestClient, desk: Desk) -> None:
    """A download's parts may be made by different threads."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda f: client.get(f"/statements.{f}"), ["csv", "json", "md", "xlsx"] * 6))
    assert {a.status_code for a in answers} == {200}
    assert len({a.content for a in answers[1::4]}) == 1

"""The explorer's walls: who may ask, what a page may run, what a form must carry, and where files end."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from communique.cli.explore import bound
from communique.record import log
from communique.record.store import Record
from communique.show.web.app import WRITES, application
from communique.show.web.desk import Desk
from communique.show.web.guard import is_here
from communique.show.web.page import Visit
from communique.show.web.pages.review import inside
from tests.web.conftest import ATTACKS
from tests.web.test_explorer import pages_of, signed_in


def test_only_this_machine_may_ask(desk: Desk) -> None:
    """A Host that is not loopback, or another port, is refused: no page elsewhere can name us to itself."""
    browser = TestClient(application(desk, port=8765), base_url="http://127.0.0.1:8765")
    assert browser.get("/").status_code == 200
    for host in (
        "evil.test",
        "evil.test:8765",
        "127.0.0.1.evil.test",
        "127.0.0.1:9",
        "",
        "localhost@evil.test",
        "127.0.0.1:8765/evil",
        "0.0.0.0:8765",
    ):
        assert browser.get("/", headers={"host": host}).status_code == 403, host
    assert is_here("localhost:8765", 8765)
    assert is_here("[::1]:8765", 8765)
    assert not is_here("localhost:notaport", 8765)


def test_only_our_own_pages_may_write(client: TestClient, desk: Desk) -> None:
    """Forms from elsewhere are refused by Origin, by Sec-Fetch-Site, and without this run's token; nothing is signed."""
    event = desk.held.listings.tables["events"].members[0][0]
    signed_in(client, desk)
    form = {"token": desk.token, "verdict": "accept", "noun": "events", "target": event}
    for headers in ({"origin": "http://evil.test"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}):
        assert client.post("/review/sign", data=form, headers=headers).status_code == 403, headers
    assert client.post("/review/sign", data=form | {"token": "x"}).status_code == 400
    assert client.post("/review/sign", data={k: v for k, v in form.items() if k != "token"}).status_code == 400
    assert client.get("/events", headers={"origin": "http://evil.test"}).status_code == 403
    for address in WRITES:
        assert client.get(re.sub(r"\{\w+\}", "x", address)).status_code in {404, 405}
    assert client.request("DELETE", "/events").status_code == 403
    with desk.open() as record:
        assert list(log.judgements(record)) == []
    assert client.post("/review/sign", data=form, headers={"origin": "http://127.0.0.1"}).status_code == 200


def test_a_form_too_large_is_refused(client: TestClient, desk: Desk) -> None:
    """A megabyte is more than any judgement."""
    assert client.post("/review/sign", data={"token": desk.token, "note": "x" * 1_100_000}).status_code == 403


@pytest.mark.parametrize("kind", ["demo", "hostile"])
def test_pages_run_nothing_but_our_files(records: dict[str, Path], kind: str) -> None:
    """The policy allows no inline script or style, no page has one, and no attack of a name comes out as markup."""
    desk = Desk(records[kind])
    browser = TestClient(application(desk), base_url="http://127.0.0.1")
    for address in pages_of(desk):
        answer = browser.get(address)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        page = answer.text
        assert re.findall(r"<script[^>]*>", page) == ['<script src="/static/app.js" defer>']
        tags = re.findall(r"<[a-zA-Z][^>]*>", page)
        assert not [t for t in tags if re.search(r"\son\w+\s*=|\sstyle\s*=|javascript:", re.sub(r'"[^"]*"', '""', t), re.I)], address
        assert not re.search(r'(?:href|src|action)="(?!/|#)[^"]+"', page), address
        assert "<img" not in page
        assert "49" not in re.findall(r"\{\{7\*7\}\}|(?<!\d)49 \u202c", page)


def test_files_end_at_their_folder(client: TestClient) -> None:
    """No path leads out of the served files or into the record."""
    for path in (
        "/static/../desk.py",
        "/static/%2e%2e/desk.py",
        "/static/..%2f..%2fpyproject.toml",
        "/static//etc/passwd",
        "/documents/..%2f..%2fetc%2fpasswd",
        "/rows/events/%00",
    ):
        assert client.get(path).status_code in {404, 405}, path


def test_it_listens_on_loopback_alone() -> None:
    """The socket is bound to 127.0.0.1, and takes the next port if one is busy."""
    first = bound(19_000)
    second = bound(first.getsockname()[1])
    try:
        assert first.getsockname()[0] == second.getsockname()[0] == "127.0.0.1"
        assert first.getsockname()[1] != second.getsockname()[1]
        assert first.family == socket.AF_INET
    finally:
        first.close()
        second.close()


def test_the_command_serves_and_ends(records: dict[str, Path]) -> None:
    """`communique explore` prints where it is, answers there, and ends in peace with Ctrl+C."""
    command = [sys.executable, "-m", "communique.cli.main", "explore", "--record", str(records["demo"]), "--no-browser", "--port", "19500"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        assert address
        with urllib.request.urlopen(address[0] + "events") as answer:
            assert b"Events" in answer.read()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert "closed" in process.stderr.read()


def test_nobody_is_led_away(client: TestClient, desk: Desk) -> None:
    """Where a form leads after it is an address of this site."""
    assert inside("/review?noun=events") == "/review?noun=events"
    for address in ("//evil.test", "http://evil.test", "/\\evil.test", "javascript:alert(1)", "", "/a\r\nset-cookie: x"):
        assert inside(address) == "/"
    answer = client.post("/review/name", data={"token": desk.token, "name": "An", "next": "//evil.test"}, follow_redirects=False)
    assert answer.headers["location"] == "/"
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "samesite=strict" in answer.headers["set-cookie"].lower()


def test_a_reviewer_with_a_hostile_name(client: TestClient, desk: Desk) -> None:
    """Names and notes of reviewers are escaped like any text."""
    for attack in ATTACKS:
        signed_in(client, desk, attack)
        event = desk.held.listings.queue["events"].ids[0]
        client.post(
            "/review/sign",
            data={"token": desk.token, "verdict": "comment", "noun": "events", "target": event, "note": attack[:3000] or "x"},
        )
    page = client.get("/review/log").text
    assert "<script>alert" not in page
    assert "<img" not in page
    with Record(desk.path) as record:
        assert len(list(log.judgements(record))) == len(ATTACKS)
    assert Visit

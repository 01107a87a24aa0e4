"""Feed mutated files to every reader: no crash, no hang, no flood of memory; whatever is wrong must come back as a named problem.

    python checks/fuzz.py --inputs 100000 [--seed 1] [--only docx]

Each input is a fixture of the tests, damaged by a seeded generator: bytes flipped, cut, doubled, moved, or replaced by what parsers stumble over.
Archives are also damaged inside. Exit 1, and the input kept, if a reader raises, or takes more than the seconds allowed.
"""

import argparse
import io
import random
import resource
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.read import downloads
from tests.read.test_downloads import WRAPPINGS

from communique.model.article import Article
from communique.read.formats import articles
from communique.read.source import Source
from communique.vocab.load import load

SECONDS = 20
MOST_MEMORY = 6 * 1024**3
TOKENS = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"<", b"]]>", b"<![CDATA[", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"%PDF-", b"PK\x03\x04", b"{\\rtf1", b"\\u-1?", b"\\bin99999999 ",
    b"{" * 400, b"(" * 400, b"<div>" * 400, b"[" * 400, b"<<" * 200, b"9" * 300, b"-1", b"4294967296", b"/Length 99999999", b"/Kids[1 0 R]", b"\nEnd of Document\n", b"1 of 9999999 DOCUMENTS\n",
    b"LENGTH: ", b"Body\n", b"Documents (999999999)\n", "\u202e\u2066\u0130\ud7ff".encode(), b"\r", b"\x0c", b"=?utf-8?B?", b"Content-Type: multipart/mixed; boundary=\"\"\r\n", b"WARC/1.0\r\n", b"Content-Length: 99999999999\r\n",
)  # fmt: skip


def seeds(folder: Path) -> dict[str, bytes]:
    """The fixtures, by file name."""
    made = {name: make() for name, make in WRAPPINGS.items()}
    made["plain.txt"] = "\n\n".join(downloads.BODIES[0]).encode()
    made["plain.docx"] = downloads.docx(["A heading", *downloads.BODIES[0]])
    made["page.html"] = downloads.page(0).encode()
    made["rows.jsonl"] = b'{"title": "A treaty", "text": "Norway and Sweden signed a treaty."}\n' * 3
    made["rows.csv"] = b'title,text\nA treaty,"Norway and Sweden signed, they said."\n'
    made["mail.eml"] = b"From: a@b.org\r\nTo: c@d.org\r\nSubject: A treaty\r\nDate: Tue, 02 Jul 2019 09:20:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nNorway and Sweden signed a treaty.\r\n--x\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename=a.html\r\n\r\n<p>Norway and Sweden signed a treaty on fishing in Oslo on Monday.</p>\r\n--x--\r\n"  # fmt: skip
    for name in ("crawl.warc", "crawl.warc.gz"):
        downloads.warc(folder / name)
        made[name] = (folder / name).read_bytes()
    made["library.rdf"] = downloads.zotero_rdf().encode()
    made["library.json"] = b'[{"type": "article-newspaper", "title": "Norway and Sweden sign", "issued": {"date-parts": [[2019, 7, 1]]}}]'
    return made


def damaged(held: bytes, dice: random.Random) -> bytes:
    """A few faults at random places."""
    out = bytearray(held)
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        at = dice.randrange(len(out) + 1)
        match dice.randrange(7):
            case 0 if out:
                out[min(at, len(out) - 1)] = dice.randrange(256)
            case 1:
                del out[at:]
            case 2:
                del out[at : at + dice.randrange(1, 200)]
            case 3:
                piece = out[at : at + dice.randrange(1, 2_000)]
                out[at:at] = piece * dice.choice((1, 2, 50))
            case 4:
                out[at:at] = dice.choice(TOKENS)
            case 5:
                to = dice.randrange(len(out) + 1)
                piece = out[at : at + 300]
                out[to:to] = piece
            case _:
                out[at : at + dice.randrange(1, 40)] = dice.randbytes(dice.randrange(1, 40))
    return bytes(out[: 4 << 20])


def inside(held: bytes, dice: random.Random) -> bytes:
    """An archive whose members are damaged, and whole itself."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(held)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = dice.choice([n for n in old.namelist() if not n.endswith("/")])
        for name in old.namelist():
            new.writestr(name, damaged(old.read(name), dice) if name == chosen else old.read(name))
    return out.getvalue()


class Hang(BaseException):
    """No reader catches this: its input took too long."""


def late(*_: object) -> None:
    """The alarm."""
    raise Hang


def main() -> int:
    """Run; print what was fed and what came out."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--inputs", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", default="")
    options = asked.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    signal.signal(signal.SIGALRM, late)
    knowledge, dice, tally, slowest, failures = load(), random.Random(options.seed), Counter[str](), (0.0, ""), 0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        stock = {name: held for name, held in seeds(folder).items() if options.only in name}
        for number in range(options.inputs):
            name = dice.choice(sorted(stock))
            packed = name.endswith((".docx", ".zip")) and dice.random() < 0.6
            held = inside(stock[name], dice) if packed else damaged(stock[name], dice)
            path = folder / f"fuzz-{name}"
            path.write_bytes(held)
            begun = time.perf_counter()
            signal.alarm(SECONDS)
            try:
                found = list(articles(Source(path=str(path), location=str(path)), knowledge))
                tally[f"{Path(name).suffix.lower()} {'read' if any(isinstance(f, Article) for f in found) else 'refused'}"] += 1
                for one in found:
                    if isinstance(one, Article):
                        assert all(b.span.end <= len(one.text) for b in one.blocks)
                        one.text.encode("utf8")
            except BaseException as error:
                failures += 1
                kept = Path(tempfile.gettempdir()) / f"communique-fuzz-{options.seed}-{number}-{name}"
                kept.write_bytes(held)
                print(f"FAILED {type(error).__name__}: {error}: {kept}", flush=True)
                if isinstance(error, KeyboardInterrupt):
                    raise
            finally:
                signal.alarm(0)
            slowest = max(slowest, (time.perf_counter() - begun, name))
            path.unlink()
    for kind, count in sorted(tally.items()):
        print(f"{kind:<20} {count:>7}")
    print(f"{options.inputs} inputs, {failures} failures; the slowest took {slowest[0]:.2f} s ({slowest[1]})")
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())

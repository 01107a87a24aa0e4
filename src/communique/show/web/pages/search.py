"""Full-text search in three scripts: with or without Vietnamese marks, Chinese by words of two characters or more."""

import re
import sqlite3
import unicodedata
from typing import Any

from starlette.responses import Response

from communique.model.errors import CommuniqueError
from communique.record.store import Record
from communique.record.words import indexed
from communique.show.web.fetch import Shown, source
from communique.show.web.page import Visit

Row = dict[str, Any]
PAGE = 30
MOST_HITS = 3
ROOM = 90
MOST_WORDS = 400


def search(visit: Visit) -> Response:
    """What is sought stands in the address (`q`); words in double quotes are a phrase."""
    asked = visit.request.query_params
    sought = asked.get("q", "").strip()[:MOST_WORDS]
    page = asked.get("page", "1")
    number = int(page) if page.isdecimal() and len(page) < 6 else 1
    total, rows = 0, []
    actors: list[tuple[str, str]] = []
    if sought:
        with visit.desk.open() as record:
            total, ids = matching(record, sought, number)
            shown = Shown(record)
            known = shown.documents(ids)
            rows = [known[i] | {"hits": hits(shown.texts.fetch(i), sought), "source": source(known[i])} for i in ids if i in known]
        wanted = folded(sought)
        actors = [
            (i, n)
            for i, n in sorted(visit.desk.held.listings.names.items(), key=lambda p: (len(p[1]), p[1]))
            if (wanted in folded(n) and ":" in i) or (i.startswith("person-") and wanted in folded(n))
        ][:8]
    return visit.show(
        "search.html",
        f"Search: {sought}" if sought else "Search",
        sought=sought,
        total=total,
        rows=rows,
        page=max(1, number),
        pages=max(1, -(-total // PAGE)),
        actors=actors,
    )


def parts(sought: str) -> list[str]:
    """Phrases in quotes, and single words."""
    return [p for pair in re.findall(r'"([^"]+)"|(\S+)', sought) for p in pair if p.strip('"* ')]


def query(sought: str) -> str:
    """In the index's own language, every word quoted, so that nothing in it is a command; * at a word's end stands for any letters."""
    out = []
    for part in parts(sought):
        star = "*" if part.endswith("*") else ""
        inner = indexed(part.rstrip("*")).replace('"', " ").split()
        # The index cuts runs of Han into words, long and short; any order of the same cuts will do.
        if re.search(r"[\u3400-\u9fff]", part):
            out += [f'"{word}"' for word in inner]
        elif inner:
            out.append(f'"{" ".join(inner)}"{star}')
    return " AND ".join(out)


def matching(record: Record, sought: str, page: int) -> tuple[int, list[str]]:
    """How many current documents match, and those of a page, the best first."""
    asked = query(sought)
    if not asked:
        return 0, []
    best = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words, 0, 4.0, 1.0), rowid LIMIT ? OFFSET ?"
    try:
        total = next(record.rows("SELECT count(*) FROM words WHERE words MATCH ?", (asked,)))[0]
        # Documents are looked up for the page alone.
        found = record.rows(f"SELECT i.document FROM ({best}) b JOIN indexed i ON i.number = b.rowid", (asked, PAGE, (page - 1) * PAGE))  # noqa: S608 - a constant
        return total, [r[0] for r in found]
    except (sqlite3.DatabaseError, CommuniqueError):
        return 0, []


def folded(text: str) -> str:
    """Text without marks and case, letter for letter."""
    return "".join(unicodedata.normalize("NFD", c)[0] for c in text).replace("đ", "d").replace("Đ", "D").casefold()


def hits(text: str, sought: str) -> list[tuple[str, str, str]]:
    """The first places at which something sought stands, with the words around it."""
    plain = "".join(unicodedata.normalize("NFD", c)[0] for c in text).replace("đ", "d").replace("Đ", "D").lower()
    out: list[tuple[str, str, str]] = []
    last = -1
    words = [
        re.escape("".join(unicodedata.normalize("NFD", c)[0] for c in p.rstrip("*")).replace("đ", "d").replace("Đ", "D").lower()).replace(
            r"\ ", r"\s+"
        )
        for p in parts(sought)
    ]
    if not words or len(plain) != len(text):
        return []
    for match in re.finditer("|".join(rf"(?<!\w){w}" if w[:1].isascii() else w for w in words), plain):
        if match.start() < last + ROOM:
            continue
        last = match.end()
        out.append(
            (text[max(0, match.start() - ROOM) : match.start()], text[match.start() : match.end()], text[match.end() : match.end() + ROOM])
        )
        if len(out) == MOST_HITS:
            break
    return out

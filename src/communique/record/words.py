"""Words for full-text search: text -> text with Han cut into words, so that two characters are found, and marks made optional."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communique.record.store import Record

HAN = re.compile(r"[\u3400-\u9fff]+")


def indexed(text: str) -> str:
    """Latin script as it is (the index drops its marks); runs of Han as search words."""
    if not HAN.search(text):
        return text.replace("đ", "d").replace("Đ", "D")
    import rjieba

    return HAN.sub(lambda m: " " + " ".join(rjieba.cut_for_search(m[0])) + " ", text)


def enter(record: "Record", document: str, title: str, text: str) -> None:
    """Put a current document's words, cut already, into the full-text index. Inside a transaction."""
    leave(record, document)
    number = record.db.execute("INSERT INTO indexed (document) VALUES (?)", (document,)).lastrowid
    record.db.execute("INSERT INTO words (rowid, document, title, text) VALUES (?, ?, ?, ?)", (number, document, title, text))


def leave(record: "Record", document: str) -> None:
    """Take them out again. Inside a transaction."""
    row = record.db.execute("SELECT number FROM indexed WHERE document = ?", (document,)).fetchone()
    if row:
        record.db.execute("DELETE FROM words WHERE rowid = ?", row)
        record.db.execute("DELETE FROM indexed WHERE number = ?", row)


def anew(record: "Record") -> None:
    """Make the index of an older record anew: current documents only, each under its number. Inside a transaction."""
    record.db.execute("DELETE FROM words")
    record.db.execute("DELETE FROM indexed")
    for document, text, title in record.db.execute(
        "SELECT id, text, json_extract(body, '$.title') FROM documents WHERE current = 1 ORDER BY id"
    ).fetchall():
        enter(record, document, indexed(title or ""), indexed(text))

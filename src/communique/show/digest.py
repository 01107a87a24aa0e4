"""A digest of what a record gained: as text, as one HTML page, or as an Atom feed."""

from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from communique.analyse.news import News
from communique.model.identity import content_id
from communique.record.store import Record
from communique.show import page, words
from communique.show.evidence import Texts, where
from communique.show.export.graphs import legal

Row = dict[str, Any]
MOST = 40
ATOM = "http://www.w3.org/2005/Atom"


def parts(record: Record, found: News) -> list[Row]:
    """Headings, each with its lines: what, where it is said, and the sentence."""
    outlets = Counter((d["outlet"] or {}).get("name") or "outlet not known" for d in found.documents)
    told = Texts(record)
    made = [
        ("New events", [evidence(record, told, row, event(row)) for row in found.events]),
        ("Announced or planned", [evidence(record, told, row, event(row)) for row in found.planned]),
        (
            "Told of by more stories",
            [evidence(record, told, row, f"{event(row)} ({row['before']} before, {row['stories']} now)") for row in found.further],
        ),
        ("Commitments", [evidence(record, told, row, commitment(row)) for row in found.commitments]),
        (
            "Sources disagree",
            [
                evidence(record, told, row, f"{row['kind']}: {row['about']}: {' / '.join(str(v['value']) for v in row['values'])}")
                for row in found.conflicts
            ],
        ),
        ("Forecasts decided", [evidence(record, told, row, f"{row['forecaster']['name']}: {row['resolution']}") for row in found.resolved]),
        ("Wordings", [line(f"{user or 'nobody named'} {stance} {concept}: {count}") for concept, user, stance, count in found.wordings]),
        ("Who spoke", [line(f"{name}: {several(count, 'statement')}") for name, count in found.speakers]),
        ("Who published", [line(f"{name}: {count}") for name, count in sorted(outlets.items(), key=lambda item: (-item[1], item[0]))]),
    ]
    return [
        {"title": title, "lines": lines[:MOST], "left": max(0, len(lines) - MOST), "count": len(lines)} for title, lines in made if lines
    ]


def line(text: str) -> Row:
    """A line without evidence of its own."""
    return {"text": text, "before": "", "words": "", "after": "", "source": "", "id": ""}


def evidence(record: Record, told: Texts, row: Row, text: str) -> Row:
    """A line with its sentence and document."""
    excerpt, document = told.excerpt(row), where(row)[0]
    path = next(iter(record.rows("SELECT path FROM documents WHERE id = ?", (document,))), ("",))[0] if document else ""
    return {
        "text": text,
        "before": excerpt.before,
        "words": excerpt.words,
        "after": excerpt.after,
        "source": path,
        "id": row.get("cluster") or row["id"],
    }


def event(row: Row) -> str:
    """'12 Dec 2023: CONSULT visit: China, Vietnam'"""
    sides = " > ".join(filter(None, (words.parties(row["actors"]), words.parties(row["recipients"]))))
    return f"{words.when(row['when']) or 'no date'}: {words.act(row)}: {sides or 'nobody named'}"


def commitment(row: Row) -> str:
    """'aid: Japan, Vietnam: a loan of ... (signed)'"""
    return f"{row['kind']}: {', '.join(p['name'] for p in row['parties'])}: {row['about'] or ''} ({row['status']})"


def summary(found: News) -> str:
    """One sentence of counts."""
    if not found.documents:
        return f"Since {found.since}: nothing came in."
    stories = len({d["story"] or d["id"] for d in found.documents})
    counts = [(found.events, "new event"), (found.commitments, "commitment"), (found.conflicts, "disagreement")]
    gained = ", ".join(several(len(rows), name) for rows, name in counts)
    return (
        f"Since {found.since}: {several(len(found.documents), 'document')} came in ({several(stories, 'story')}), and with them {gained}."
    )


def several(count: int, name: str) -> str:
    """'1 story', '2 stories'"""
    return f"{count} {name if count == 1 else name[:-1] + 'ies' if name.endswith('y') else name + 's'}"


def as_text(record: Record, found: News) -> str:
    """For a terminal or a mail."""
    out = [summary(found)]
    for part in parts(record, found):
        out += ["", f"{part['title']} ({part['count']})"]
        for one in part["lines"]:
            out.append(f"  {one['text']}")
            if one["words"]:
                out.append(f'    "...{one["before"][-60:]}{one["words"]}{one["after"][:90]}..." {one["source"]}')
        out += [f"  and {part['left']} more"] if part["left"] else []
    return "\n".join(out) + "\n"


def as_page(record: Record, found: News) -> str:
    """One HTML page without outside parts."""
    template = page.environment().from_string(files("communique.show").joinpath("digest.html").read_text("utf8"))
    made: str = template.render(title=f"What {record.path.stem} gained", summary=summary(found), parts=parts(record, found))
    return made


def as_feed(record: Record, found: News) -> str:
    """An Atom feed: an entry a new event, commitment or disagreement, and one that sums up."""
    from lxml import etree

    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})

    def add(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
        node = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
        node.text = legal(text) or None
        return node

    def entry(identity: str, title: str, content: str) -> None:
        node = add(feed, "entry")
        add(node, "id", f"urn:communique:{identity}")
        add(node, "title", title)
        add(node, "updated", found.until)
        add(node, "content", content, type="text")

    add(feed, "id", f"urn:communique:digest:{record.path.stem}")
    add(feed, "title", f"What {record.path.stem} gained")
    add(feed, "updated", found.until)
    add(add(feed, "author"), "name", "communique")
    entry(f"digest:{found.since}:{found.until}", "Summary", summary(found))
    for part, one in entries(record, found):
        # The same news keeps its id in the next digest, so that a reader shows it once.
        entry(
            content_id("news", part, one["id"], one["text"]),
            f"{part}: {one['text']}",
            f"...{one['before']}{one['words']}{one['after']}... ({one['source']})",
        )
    made: bytes = etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return made.decode("utf8")


def entries(record: Record, found: News) -> Iterator[tuple[str, Row]]:
    """The lines that have evidence, under their headings."""
    for part in parts(record, found):
        yield from ((part["title"], one) for one in part["lines"] if one["id"])


def write(record: Record, found: News, out: Path) -> None:
    """A file, by its ending: .html, .atom or .xml, else text."""
    made = {".html": as_page, ".htm": as_page, ".atom": as_feed, ".xml": as_feed}.get(out.suffix.lower(), as_text)
    page.write(made(record, found), out)

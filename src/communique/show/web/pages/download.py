"""Downloads of what a list shows, all pages of it: CSV, XLSX, JSON, or Markdown with footnotes; no cell is a formula."""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from starlette.responses import Response, StreamingResponse

from communique.model.rows import cell
from communique.record.queries import INTERNAL
from communique.show import words
from communique.show.evidence import where
from communique.show.tables import COLUMNS
from communique.show.web import cite
from communique.show.web.asked import FACETS, Asked
from communique.show.web.fetch import Shown, source
from communique.show.web.labels import BADGES, KEYS, short
from communique.show.web.page import Visit
from communique.show.web.pages.lists import TITLES as HEADINGS
from communique.show.web.pages.lists import chosen, rows

Row = dict[str, Any]
AT_ONCE = 500
CHICAGO = "chicago-notes-bibliography-16th-edition"
MOST_CELL = 32_000
NONE = {"earliest": None, "latest": None, "text": None}


def download(visit: Visit) -> Response:
    """The rows of a list's address in a format."""
    noun, form = visit.part("noun"), visit.part("format")
    if noun not in FACETS or form not in FORMS:
        return visit.missing(f"There is no download {noun}.{form}.")
    name = {"content-disposition": f'attachment; filename="{noun}.{form}"'}
    return FORMS[form](visit, noun, name)


def found(visit: Visit, noun: str) -> Iterator[Row]:
    """All rows asked for, each with `from`: the document that it rests on. A few hundred at a time, and the record is let go of between, for a stream is sent by several threads."""
    table = visit.desk.view().listings.tables[noun]
    asked = Asked.read(noun, visit.request.query_params)
    order = table.order(chosen(visit, table, asked), asked.order)
    for start in range(0, len(order), AT_ONCE):
        with visit.desk.open() as record:
            shown = Shown(record)
            some = rows(shown, table, order[start : start + AT_ONCE])
            ids = [row["id"] if noun == "documents" else row.get("at", {}).get("document") for row in some]
            known = shown.documents(i for i in ids if i)
        yield from (row | {"from": known.get(i)} for row, i in zip(some, ids, strict=True))


def lines(visit: Visit, noun: str) -> Iterator[list[str]]:
    """A header, then a line a row: the columns of `communique show`, id, sentence and source."""
    base = str(visit.request.base_url).rstrip("/")
    yield ["id", *(name for name, _ in COLUMNS[noun]), "evidence", "source", "document", "start", "end", "review", "permalink"]
    for row in found(visit, noun):
        document, span, _ = where(row)
        excerpt = "".join(row["excerpt"]) if "excerpt" in row else ""
        filled = row | {k: row.get(k) or NONE for k in ("when", "said") if k in row} | ({} if "documents" in row else {"documents": 0})
        cells = [row["id"], *(get(filled) for _, get in COLUMNS[noun])]
        ends = [document or "", *([str(span[0]), str(span[1])] if span else ["", ""])]
        link = f"{base}{row['href']}" if noun != "actors" else f"{base}/actors/{row['id']}"
        yield [
            clean(c)
            for c in (
                *cells,
                excerpt,
                row.get("source") or (source(row) if noun == "documents" else ""),
                *ends,
                row.get("review", ""),
                link,
            )
        ]


def clean(value: str) -> str:
    """A cell that no spreadsheet takes for a formula, nor chokes on."""
    return cell("".join(c for c in str(value) if c >= " " or c in "\t\n")[:MOST_CELL])


def as_csv(visit: Visit, noun: str, name: dict[str, str]) -> Response:
    """CSV, streamed."""

    def stream() -> Iterator[bytes]:
        yield "\ufeff".encode()
        for line in lines(visit, noun):
            sink = io.StringIO()
            csv.writer(sink, lineterminator="\r\n").writerow(line)
            yield sink.getvalue().encode("utf8", "replace")

    return StreamingResponse(stream(), media_type="text/csv; charset=utf-8", headers=name)


def as_json(visit: Visit, noun: str, name: dict[str, str]) -> Response:
    """A JSON array, streamed."""
    ours = INTERNAL | {"excerpt", "from", "at", "href", "noun", "told_by", "said_words"}

    def stream() -> Iterator[bytes]:
        yield b"["
        for number, row in enumerate(found(visit, noun)):
            kept = {k: v for k, v in row.items() if k not in ours}
            yield ((",\n" if number else "") + json.dumps(kept, ensure_ascii=False)).encode("utf8", "replace")
        yield b"]\n"

    return StreamingResponse(stream(), media_type="application/json", headers=name)


def as_xlsx(visit: Visit, noun: str, name: dict[str, str]) -> Response:
    """A workbook whose cells are all text."""
    import xlsxwriter

    sink = io.BytesIO()
    options = {
        "in_memory": True,
        "constant_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(sink, options) as book:
        sheet = book.add_worksheet(noun)
        bold = book.add_format({"bold": True})
        for number, line in enumerate(lines(visit, noun)):
            for column, value in enumerate(line):
                sheet.write_string(number, column, value, bold if number == 0 else None)
        sheet.freeze_panes(1, 1)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Response(sink.getvalue(), media_type=kind, headers=name)


def as_markdown(visit: Visit, noun: str, name: dict[str, str]) -> Response:
    """A list with a footnote a row (Chicago), as Markdown: a chronology to go on writing in. Sources are numbered once."""

    def stream() -> Iterator[bytes]:
        notes: dict[str, tuple[int, str]] = {}
        asked = Asked.read(noun, visit.request.query_params)
        told = "; ".join(f"{KEYS.get(k, k).lower()}: {', '.join(visit.labels.of(k, v) for v in vs)}" for k, vs in asked.values.items())
        yield f"# {marked(HEADINGS.get(noun, noun))}{': ' + marked(told) if told else ''}\n\n".encode("utf8", "replace")
        for row in found(visit, noun):
            known = row["from"]
            if known and known["id"] not in notes:
                notes[known["id"]] = (len(notes) + 1, cite.note(cite.item(known, known["id"]), CHICAGO))
            foot = f"[^{notes[known['id']][0]}]" if known else ""
            yield f"- {line_of(visit, row, noun)}{foot}\n".encode("utf8", "replace")
        yield b"\n"
        for number, note in notes.values():
            yield f"[^{number}]: {marked(note)}\n".encode("utf8", "replace")

    return StreamingResponse(stream(), media_type="text/markdown; charset=utf-8", headers=name)


def line_of(visit: Visit, row: Row, noun: str) -> str:
    """A row in a line of a chronology: date, what, the sentence, and who stands behind it."""
    when = words.when(row.get("when") or row.get("said") or row.get("horizon") or row.get("published") or {})
    what = row.get("title") or row.get("name") or row.get("about") or row.get("claim") or ""
    if noun == "events":
        right = f" → {words.parties(row['recipients'])}" if row["recipients"] else ""
        what = f"{words.parties(row['actors']) or 'nobody named'}{right}: {words.act(row)}, {row['realis']}{', history' if row['historical'] else ''}"
        what += "" if row["voice"] == "reporter" else f", told by {row.get('told_by') or 'a source'}"
    elif noun == "statements":
        what = words.speaker(row)
    elif noun in {"terms", "silences"}:
        what = f"{row['user']['name']} {row.get('stance', 'is silent on')} {visit.labels.concept(row['concept'])}"
    quoted = "".join(row["excerpt"]).strip() if "excerpt" in row else ""
    state = BADGES[row["review"]][0] if row.get("review") in BADGES and noun not in {"commitments", "conflicts", "actors"} else ""
    parts = [
        f"**{when}**" if when else "",
        marked(short(what, 300)),
        f"“{marked(short(quoted, 600))}”" if quoted else "",
        f"({state})" if state else "",
    ]
    return " ".join(p for p in parts if p)


def marked(text: str) -> str:
    """Text in which nothing is Markdown or HTML."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", cite.words_only(text).replace("\n", " "))


FORMS = {"csv": as_csv, "json": as_json, "xlsx": as_xlsx, "md": as_markdown}

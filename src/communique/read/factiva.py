"""Factiva downloads: HTML tables of two-letter codes, HTML without codes, or printed lines (from RTF or text) -> Articles."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from communique.model.errors import UnreadableSource
from communique.read.fields import Metadata
from communique.read.items import Counted, Found, Item, article, one_line
from communique.read.nexis import LANGUAGES
from communique.read.printed_dates import printed
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge

CODES = frozenset("SE HD CR WC PD ET SN SC ED PG LA CY LP TD CT RF CO IN NS RE IPC IPD PUB AN BY CLM ART VOL".split())
DOCUMENT = re.compile(r"^\s*(?:Document|Dokument|Documento)\s+([A-Z][A-Za-z0-9]{14,40})\s*$")
WORDS = re.compile(r"^\s*[\d.,\s\xa0]+(?:words|mots|Wörter|palabras|parole|palavras|woorden|слов|字|words?)\s*$", re.IGNORECASE)
CLOCK = re.compile(r"^\d{1,2}:\d\d(?:\s*(?:AM|PM|GMT))?$")
RIGHTS = re.compile(r"^\s*(?:\(c\)|©|Copyright\b)", re.IGNORECASE)
CODE_LINE = re.compile(r"^\s*(?P<code>[A-Z]{2,3})(?:\t|\s{2,}|\s*\|\s*|$)(?P<value>.*)$", re.DOTALL)
FURTHER = re.compile(r"^(?:\d+ of \d+ results?|Search Summary|©.* Factiva, Inc\. All rights reserved\.?)$")


def made_page(page: str) -> bool:
    """Whether a page is Factiva's: its articles are marked as such."""
    return re.search(r"class=[\"']article \w{2}Article", page) is not None


def printed_it(lines: Sequence[str]) -> bool:
    """Whether lines end in Factiva's document codes and count their words."""
    return any(DOCUMENT.match(line) for line in lines) and any(WORDS.match(line) or re.match(r"^\s*WC\b", line) for line in lines)


def read_page(source: Source, tree: Any, knowledge: Knowledge) -> Iterator[Found]:
    """Every article of a saved page."""
    found = tree.xpath("//div[starts-with(@class, 'article ') and contains(@class, 'Article')]")
    yield Counted(format="Factiva", expected=len(found))
    for number, node in enumerate(found, 1):
        rows = coded_rows(node)
        yield told(source, of_codes(rows) if rows else of_lines(node_lines(node)), number, knowledge)


def read_lines(source: Source, lines: Sequence[str], knowledge: Knowledge) -> Iterator[Found]:
    """Every document of printed lines; each ends with its code."""
    ends = [i for i, line in enumerate(lines) if DOCUMENT.match(line)]
    yield Counted(format="Factiva", expected=len(ends))
    start = 0
    for number, end in enumerate(ends, 1):
        chunk = [line for line in lines[start : end + 1] if not FURTHER.match(line.strip())]
        rows = printed_codes(chunk)
        yield told(source, of_codes(rows) if rows else of_lines(chunk), number, knowledge)
        start = end + 1


def told(source: Source, item: Item | None, number: int, knowledge: Knowledge) -> Found:
    """An item as an article under its place in the file."""
    if item is None:
        return UnreadableSource(source.path, "it has no headline and date", where=f"document {number}")
    return article(source, item, knowledge)


def coded_rows(node: Any) -> list[tuple[str, list[str]]]:
    """(code, paragraphs) of a table whose first column holds codes."""
    rows = []
    for row in node.iter("tr"):
        cells = [cell for cell in row if cell.tag in {"td", "th"}]
        code = one_line("".join(cells[0].itertext())) if len(cells) == 2 else ""
        if code in CODES:
            paragraphs = ["".join(p.itertext()) for p in cells[1].iter("p")] or ["".join(cells[1].itertext())]
            rows.append((code, [p for p in map(one_line, paragraphs) if p]))
    return rows


def printed_codes(lines: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The same of lines 'HD  Headline'; nothing if they carry no headline code."""
    rows: list[tuple[str, list[str]]] = []
    for line in lines:
        match = CODE_LINE.match(line)
        if match and match["code"] in CODES:
            rows.append((match["code"], [match["value"]] if match["value"].strip() else []))
        elif rows and line.strip():
            rows[-1][1].append(line)
    return rows if any(code == "HD" for code, _ in rows) else []


def of_codes(rows: Sequence[tuple[str, list[str]]]) -> Item | None:
    """An item from its codes: HD headline, BY byline, PD date, SN source, LA language, LP and TD text, CR credit, AN number."""
    parts: dict[str, list[str]] = {}
    for code, paragraphs in rows:
        parts.setdefault(code, []).extend(paragraphs)
    one = {code: one_line(" ".join(paragraphs)) for code, paragraphs in parts.items()}
    if "HD" not in one or "PD" not in one:
        return None
    number = one.get("AN", "").split(" ")[-1]
    return Item(
        meta=Metadata(
            title=one["HD"],
            byline=one.get("BY", ""),
            outlet=one.get("SN", ""),
            published=one["PD"],
            language=LANGUAGES.get(one.get("LA", "").casefold(), ""),
        ),
        body=[*parts.get("LP", ()), *parts.get("TD", ())],
        captions=[caption for caption in parts.get("ART", ()) if len(caption) > 20],
        member=number or one["HD"][:60],
    )


def node_lines(node: Any) -> list[str]:
    """The lines of an article that has no table of codes."""
    lines: list[str] = []
    for child in node.iter("div", "p", "span", "h1", "h2"):
        if not any(inner.tag in {"div", "p", "span", "h1", "h2"} for inner in child.iterdescendants()):
            lines.append(one_line("".join(child.itertext())))
    return lines


def of_lines(lines: Sequence[str]) -> Item | None:
    """An item from lines in Factiva's order: headline, byline, count of words, date, time, source, code, language, rights, text, number."""
    said = [one_line(line) for line in lines if line.strip()]
    count = next((i for i, line in enumerate(said) if WORDS.match(line)), None)
    if not count or count + 1 >= len(said) or printed(said[count + 1]) is None:
        return None
    head, rest = said[:count], said[count + 2 :]
    number = next((match[1] for line in reversed(rest) if (match := DOCUMENT.match(line))), "")
    rest = [line for line in rest if not DOCUMENT.match(line)]
    if rest and CLOCK.match(rest[0]):
        rest = rest[1:]
    rights = next((i for i, line in enumerate(rest[:8]) if RIGHTS.match(line)), None)
    top = rest[:rights] if rights is not None else rest[:3]
    byline = head[-1] if len(head) > 1 and re.match(r"^(?:By|Par|Von|Por)\b", head[-1], re.IGNORECASE) else ""
    titled = head[:-1] if byline else head
    return Item(
        meta=Metadata(
            title=titled[-1] if titled else "",
            byline=byline,
            outlet=top[0] if top else "",
            published=said[count + 1],
            language=next((LANGUAGES[line.casefold()] for line in top if line.casefold() in LANGUAGES), ""),
        ),
        body=rest[rights + 1 :] if rights is not None else rest[3:],
        member=number or (titled[-1][:60] if titled else ""),
    )

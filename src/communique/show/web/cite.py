"""Footnotes: a document -> CSL-JSON, and that in citation styles by citeproc; a quotation with its source.

The styles are those of citationstyles.org (CC BY-SA 3.0), unchanged.
"""

import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

from communique.show import words

Row = dict[str, Any]
STYLES = {
    "chicago-notes-bibliography-16th-edition": "Chicago (note)",
    "apa": "APA",
    "harvard-cite-them-right": "Harvard",
    "oscola": "OSCOLA",
}
NOTES = frozenset({"chicago-notes-bibliography-16th-edition", "oscola"})
NAME = re.compile(r"^(?:by\s+)?(?P<given>[^\W\d_][\w.’'-]*(?:\s+[\w.’'-]+){0,2})\s+(?P<family>[^\W\d_][\w’'-]+)$", re.IGNORECASE)
MOST = 300


def item(document: Row, identity: str) -> Row:
    """A document as CSL-JSON. Its date stands only where it is known to a month."""
    made: Row = {"id": identity, "type": "article-newspaper", "title": clipped(document["title"] or document["path"])}
    if document["outlet"]:
        made["container-title"] = clipped(document["outlet"]["name"])
    low, high = document["published"]["earliest"], document["published"]["latest"]
    if low and high and low[:7] == high[:7]:
        made["issued"] = {"date-parts": [[int(p) for p in (low if low == high else low[:7]).split("-")]]}
    if document["byline"]:
        one = NAME.match(document["byline"].strip())
        made["author"] = [{"family": one["family"], "given": one["given"]}] if one else [{"literal": clipped(document["byline"])}]
    if document["url"]:
        made["URL"] = document["url"]
    return made


def clipped(text: str) -> str:
    """Of a name without end, its beginning; control characters and marks of direction taken out."""
    return words_only(text)[:MOST]


def words_only(text: str) -> str:
    """Text without what changes how the text around it reads."""
    return re.sub(r"[\u0000-\u001f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+", " ", text).strip()


def notes(one: Row) -> list[tuple[str, str]]:
    """A source as a footnote in each style."""
    return [(name, note(one, style)) for style, name in STYLES.items()]


@lru_cache(maxsize=8)
def style_of(name: str) -> Any:
    """A style, read once."""
    from citeproc import CitationStylesStyle

    with as_file(files("communique.show.web").joinpath("styles", f"{name}.csl")) as path:
        return CitationStylesStyle(str(path), validate=False)


def note(one: Row, style: str) -> str:
    """A source as one footnote, plain text."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = CitationStylesBibliography(style_of(style), CiteProcJSON([one]), formatter.plain)
        citation = Citation([CitationItem(one["id"])])
        made.register(citation)
        said = str(made.cite(citation, lambda _: None)) if style in NOTES else " ".join(str(entry) for entry in made.bibliography())
    return punctuated(said) if "16th" in style else said


def punctuated(said: str) -> str:
    """American style has its commas and stops inside the quotation marks; the processor leaves them outside."""
    return re.sub(r"”([,.])", r"\1”", said)


def quotation(told: Row) -> str:
    """A sentence with its source, to be pasted."""
    sentence = words_only("".join(told["sentence"]).replace("\n", " "))
    document = told["document"]
    parts: Iterator[str] = (
        p for p in (document["title"], words.outlet(document), words.when(document["published"]), document["url"] or document["path"]) if p
    )
    return f"“{sentence}” — {', '.join(clipped(p) for p in parts)}"

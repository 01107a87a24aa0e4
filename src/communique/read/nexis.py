"""Nexis and LexisNexis downloads: printed lines (from DOCX, RTF, PDF, TXT or HTML) -> Articles. Covers, indices, copyright and subject terms are never prose.

Two layouts are known. The old one numbers each document ('2 of 146 DOCUMENTS'), prints outlet, date and headline, then FIELD: lines, the text,
and more FIELD: lines. The new one prints headline, outlet and date, then Field: lines, 'Body', the text, and 'End of Document'.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from communique.model.errors import UnreadableSource
from communique.read.fields import Metadata
from communique.read.items import Counted, Found, Item, article, one_line, unwrapped
from communique.read.printed_dates import printed
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge

DOCUMENTS = r"(?:DOCUMENTS?|DOKUMENT(?:EN?)?|Documents?|Dokument(?:en?)?|DOCUMENTOS?|DOCUMENTEN)"
NUMBERED = re.compile(rf"^\s*(?:(?:Dokument|Document)\s+)?(\d+)\s+(?:of|de|von|van|di|sur)\s+(\d+)(?:\s+{DOCUMENTS})?\s*$")
COUNTED = re.compile(rf"^\s*{DOCUMENTS} \((\d+)\)\s*$")
END = re.compile(r"^\s*(?:End of Document|Ende des Dokuments?|Fin du document|Fin del documento|Einde van het document)\s*$", re.IGNORECASE)
# What stands before the text, and what after it; each by the names that the English, French, German, Spanish and Dutch editions print.
BEFORE = {
    "byline": "byline auteur autor autoren von por door",
    "title": "headline title titre titel schlagzeile titular überschrift",
    "standfirst": "highlight encart series summary abstract zusammenfassung résumé",
    "length": "length longueur länge longitud lengte",
    "section": "section rubrique rubrik sección seccion ressort sectie",
    "dateline": "dateline origine ort",
    "body": "body text corps texte volltext cuerpo",
}
AFTER = {
    "language": "language langue sprache idioma taal",
    "caption": "graphic graphique grafik gráfico grafiek",
    "correction": "correction korrektur rectificatif corrección",
    "url": "url",
    "": "load-date date-chargement update document-type type type-publication publication-type pub-type zeitungs-typ journal-code zeitungs-code "
    "subject sujet thema company société firma organization organisation ticker industry secteur branche person personne "
    "geographic city ville stadt state country pays land coverage region correction-date acc-no issn name category notes classification "
    "date-publication copyright distribution publisher-info publication-code",
}
NAMES = {name: kind for table in (BEFORE, AFTER) for kind, names in table.items() for name in names.split()}
FIELD = re.compile(r"^\s*(?P<name>[A-Za-zÀ-ÿ]+(?:[- ][A-Za-zÀ-ÿ]+)?)\s*:[\s\xa0]*(?P<value>.*)$", re.DOTALL)
# Titles of parts that stand alone on a line, in the new layout.
ALONE = {
    "body": "body",
    "corps": "body",
    "hauptteil": "body",
    "klassifizierung": "",
    "graphic": "caption",
    "classification": "",
    "notes": "",
    "correction": "correction",
    "highlight": "standfirst",
    "abstract": "standfirst",
}
ENDING = frozenset({"load-date", "classification", "publication-type", "journal-code"})
COPYRIGHT = re.compile(r"^\s*(?:Copyright\b|\(c\)|©|All Rights Reserved)", re.IGNORECASE)
APPENDED = re.compile(r"\b(?:Correction Appended|Corrections? appended|Correction ajoutée)\b", re.IGNORECASE)
LABELLED = re.compile(r"^\s*[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ ]*:")
PAGE = re.compile(r"^\s*Page \d+(?: of \d+)?\s*$", re.IGNORECASE)
LANGUAGES = {
    "english": "en", "anglais": "en", "englisch": "en", "french": "fr", "français": "fr", "francais": "fr", "französisch": "fr", "german": "de", "deutsch": "de",
    "allemand": "de", "spanish": "es", "espagnol": "es", "español": "es", "chinese": "zh", "chinois": "zh", "vietnamese": "vi", "dutch": "nl", "italian": "it",
    "portuguese": "pt", "russian": "ru", "japanese": "ja", "korean": "ko", "arabic": "ar", "indonesian": "id", "thai": "th",
}  # fmt: skip
LONGEST_NOTICE = 160
HEADER = 12  # lines of outlet, date and headline, blank ones aside, are fewer


@dataclass(slots=True)
class Parts:
    """A document's printed parts, as they are collected."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)
    appended: str = ""

    def said(self, name: str) -> str:
        """A field on one line."""
        return one_line(" ".join(self.fields.get(name, ())))


def printed_it(lines: Sequence[str]) -> bool:
    """Whether a counter, or an end of a document and the fields of one, says that Nexis printed this."""
    fields = {kind_of(line)[0] for line in lines if FIELD.match(line)}
    if any(END.match(line) for line in lines):
        return bool(fields & {"length", "section", "byline"}) or any(line.strip().lower() == "body" for line in lines)
    return any(NUMBERED.match(line) and re.search(DOCUMENTS, line) for line in lines) and bool(fields & {"length", "language", "byline"})


def read_lines(source: Source, lines: Sequence[str], knowledge: Knowledge) -> Iterator[Found]:
    """Every document, after how many the file says that it holds; what is missing is named."""
    lines = [line.strip("\ufeff\f ") for line in lines if not PAGE.match(line)]
    old = any(NUMBERED.match(line) and re.search(DOCUMENTS, line) for line in lines)
    chunks = list(numbered(lines) if old else ended(lines))
    expected = announced(lines, [number for number, _ in chunks], old=old)
    yield Counted(format="Nexis", expected=expected)
    for number, chunk in chunks:
        item = (old_item if old else new_item)(chunk, f"document {number}")
        yield (
            article(source, item, knowledge)
            if item
            else UnreadableSource(source.path, "it has no headline, outlet and date", where=f"document {number}")
        )
    if len(chunks) < expected:
        yield UnreadableSource(
            source.path,
            f"it says that it holds {expected} documents, and holds {len(chunks)}",
            hint="Is the download whole? Those that are in it were read.",
        )


def announced(lines: Sequence[str], numbers: Sequence[int], *, old: bool) -> int:
    """How many documents there should be: the cover's count, or all from the first number to the last."""
    cover = next((int(match[1]) for line in lines if (match := COUNTED.match(line))), 0)
    run = max(numbers) - min(numbers) + 1 if old and numbers else 0
    return max(cover, run, len(numbers))


def numbered(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """(number, lines) of each document of the old layout."""
    number, held = 0, list[str]()
    for line in lines:
        match = NUMBERED.match(line)
        if match and re.search(DOCUMENTS, line):
            if number:
                yield number, held
            number, held = int(match[1]), []
        elif number:
            held.append(line)
    if number:
        yield number, held


def ended(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """(number, lines) of each document of the new layout; what follows the last end is no document unless it has a body."""
    number, held = 1, list[str]()
    for line in lines:
        if END.match(line):
            yield number, held
            number, held = number + 1, []
        else:
            held.append(line)
    if any(kind_of(line)[0] == "body" or kind_of(line)[0] == "length" for line in held):
        yield number, held


def kind_of(line: str, *, capitals: bool = False, inside: bool = False) -> tuple[str | None, str]:
    """A line's field and what follows it; None for a line that is no field.

    `capitals`: the old layout's fields are in capitals. `inside`: in the text of the new layout, only what ends it counts, for a
    sentence may well begin with 'Country:'.
    """
    alone = line.strip().casefold()
    if alone in ALONE and not capitals and (alone != "body" or not inside):
        return ALONE[alone], ""
    match = FIELD.match(line)
    if match is None:
        return None, line
    name = match["name"].casefold().replace(" ", "-")
    if name not in NAMES or not match["name"][0].isupper() or (capitals and not match["name"].isupper()):
        return None, line
    if inside and not (name in ENDING or (name == "language" and match["value"].isupper())):
        return None, line
    return NAMES[name], match["value"]


def old_item(chunk: Sequence[str], member: str) -> Item | None:
    """Outlet, date and headline come first, in that order."""
    head, rest = split_head(chunk)
    dated = next((i for i, line in enumerate(head) if printed(line)), None)
    if dated is None:
        return None
    parts = sorted_out(rest, old=True)
    parts.appended = next((match[0] for line in head if (match := APPENDED.search(line))), "")
    title = parts.said("title") or one_line(
        " ".join(line for line in head[dated + 1 :] if not APPENDED.search(line) and not COPYRIGHT.match(line))
    )
    outlet = next((line for line in head[:dated] if not COPYRIGHT.match(line)), "")
    return made(parts, title, outlet, head[dated], member)


def new_item(chunk: Sequence[str], member: str) -> Item | None:
    """Headline, outlet and date come last before the fields; a cover or an index above them is passed over."""
    first = next(
        (i for i, line in enumerate(chunk) if kind_of(line)[0] in {"length", "section", "byline", "body"} and has_head(chunk[:i])), None
    )
    if first is None:
        return None
    head = list(chunk[:first])
    dated = max(i for i, line in enumerate(head) if is_dated(line))
    above = [i for i in range(dated) if head[i].strip()]
    outlet = above[-1]
    top = outlet - 1
    while top >= 0 and not head[top].strip():
        top -= 1
    bottom = top
    while top > 0 and head[top - 1].strip() and bottom - top < HEADER:
        top -= 1
    parts = sorted_out(chunk[first:], old=False)
    parts.appended = next((match[0] for line in head[dated:] if (match := APPENDED.search(line))), "")
    return made(parts, one_line(" ".join(head[top : bottom + 1])), head[outlet], head[dated], member)


def has_head(head: Sequence[str]) -> bool:
    """Whether a date stands above, with two lines above it."""
    dated = [i for i, line in enumerate(head) if is_dated(line)]
    return bool(dated) and sum(bool(line.strip()) for line in head[: dated[-1]]) >= 2


def is_dated(line: str) -> bool:
    """'July 1, 2019 Monday 9:20 AM GMT': a line that begins with a date; the cover's 'Date and Time: ...' is none."""
    return len(line) < 80 and not COPYRIGHT.match(line) and not LABELLED.match(line) and printed(" ".join(line.split()[:5])) is not None


def split_head(chunk: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines down to the first field, blank ones left out, and the rest."""
    first = next((i for i, line in enumerate(chunk) if kind_of(line, capitals=True)[0] is not None), len(chunk))
    return [line.strip() for line in chunk[:first] if line.strip()], list(chunk[first:])


def sorted_out(lines: Sequence[str], *, old: bool) -> Parts:
    """Fields and text told apart. In the old layout the text follows the fields after a blank line, without a word."""
    parts, now, fresh = Parts(), "", True
    for line in lines:
        kind, value = kind_of(line, capitals=old, inside=not old and now == "body")
        if kind is not None:
            now, fresh = kind, False
            held = parts.body if kind == "body" else parts.fields.setdefault(kind, [])
            held += [value] if value.strip() else []
        elif COPYRIGHT.match(line) and (now != "body" or len(line) < LONGEST_NOTICE):
            now = ""
        elif now == "body":
            parts.body.append(line)
        elif not line.strip():
            fresh = True
        elif old and fresh and now in BEFORE and (now != "standfirst" or parts.fields["standfirst"]):
            now = "body"
            parts.body.append(line)
        elif now:
            parts.fields.setdefault(now, []).append(line)
    return parts


def made(parts: Parts, title: str, outlet: str, dated: str, member: str) -> Item:
    """The collected parts as an item."""
    language = parts.said("language").split(";")[0].strip().casefold()
    url = re.search(r"https?://\S+", parts.said("url"))
    corrections = [c for c in map(one_line, parts.fields.get("correction", ())) if c]
    dateline = parts.said("dateline")
    body = unwrapped(parts.body)
    return Item(
        meta=Metadata(
            title=title,
            byline=parts.said("byline"),
            outlet=one_line(outlet),
            published=one_line(APPENDED.sub("", dated)),
            language=LANGUAGES.get(language.split(" ")[0] if language else "", ""),
            url=url[0] if url else "",
        ),
        standfirst=parts.said("standfirst"),
        body=[dateline, *body],
        captions=[c for c in map(one_line, parts.fields.get("caption", ())) if len(c) > 20],
        corrections=corrections or [parts.appended],
        member=member,
    )

"""Downloads as the databases write them, made here from two articles of ours: the same two in every wrapping."""

import io
import zipfile
from pathlib import Path

TITLES = ("Norway and Sweden sign fishing treaty", "Chile recalls envoy; Lima protests over island")
BODIES = (
    (
        "Norway and Sweden signed a treaty on fishing in Oslo on Monday, the two governments said after a day of talks.",
        "“It is fair,” said the Norwegian prime minister. Page limits were not discussed, and Country: was not a word that anybody used.",
        "The treaty ends a dispute of eleven years over cod, and needs the consent of both parliaments before it can enter into force.",
    ),
    (
        "Chile recalled its ambassador to Peru on Tuesday after a patrol boat was stopped off an island that both states claim.",
        "Peru's foreign ministry protested and called the recall a step that helps nobody; talks set for Friday were put off.",
    ),
)
DATES = ("2019-07-01", "2019-07-02")
BYLINES = ("Ana Ruiz", "Jon Vik and Liv Dal")
SUBJECTS = "TREATIES & AGREEMENTS (90%); FISHING (88%); EMBASSIES & CONSULATES (75%)"


def nexis_lines(*, cover: bool = True) -> list[str]:
    """The new layout: cover and index, then headline, outlet, date, fields, Body, text, Classification, End of Document."""
    lines = ["", "Date and Time: Friday, 5. July 2019 09:31:00 CEST", "Job Number: 00000001", "Documents (2)"] if cover else []
    for number, title in enumerate(TITLES, 1) if cover else ():
        lines += [
            f"{number}. {title}",
            "Client/Matter: -None-",
            "Search Terms: treaty or envoy",
            "Search Type: Natural Language ",
            "Content Type",
            "News",
            "",
        ]
    stamps = ("July 1, 2019 Monday 9:20 AM GMT", "July 2, 2019 Tuesday")
    for i, title in enumerate(TITLES):
        lines += ["", title, "The Guardian(London)", stamps[i], "", "Copyright 2019 Some Group Inc. All Rights Reserved", "", ""]
        lines += ["Section:\xa0WORLD; Version:28", "Length:\xa0355 words", f"Byline:\xa0{BYLINES[i]}", "Body", "", ""]
        lines += [part for paragraph in BODIES[i] for part in (paragraph, "")]
        lines += [
            "Classification",
            "",
            "Language:\xa0ENGLISH",
            "",
            "Publication-Type:\xa0Newspaper",
            f"Subject:\xa0{SUBJECTS}",
            "Load-Date:\xa0July 4, 2019",
            "",
        ]
        lines += ["", "End of Document", ""]
    return lines


def nexis_old(language: str = "en") -> str:
    """The old layout as printed text, in English or German."""
    words = {
        "en": ("{n} of 2 DOCUMENTS", "BYLINE", "SECTION", "LENGTH", "words", "LOAD-DATE", "LANGUAGE", "ENGLISH", ("July 1, 2019 Monday", "July 2, 2019 Tuesday Correction Appended")),
        "de": ("Dokument {n} von 2 DOKUMENTEN", "AUTOR", "RUBRIK", "LÄNGE", "Wörter", "UPDATE", "SPRACHE", "ENGLISCH", ("1. Juli 2019 Montag", "2. Juli 2019 Dienstag Correction Appended")),
    }[language]  # fmt: skip
    counter, byline, section, length, unit, loaded, spoken, english, stamps = words
    out = ""
    for i, title in enumerate(TITLES):
        out += f"{' ' * 30}{counter.format(n=i + 1)}\n\n\n{' ' * 28}The Guardian(London)\n\n{' ' * 22}{stamps[i]}\n\n{title}\n\n"
        out += f"{byline}: {BYLINES[i]}\n\n{section}: WORLD; Pg. 12\n\n{length}: 355 {unit}\n\n"
        out += "\n\n".join(wrapped(paragraph) for paragraph in BODIES[i])
        out += f"\n\n{loaded}: July 4, 2019\n\n{spoken}: {english}\n\n"
        out += "CORRECTION-DATE: July 3, 2019\n\nCORRECTION: The boat was stopped on Monday, not on Tuesday.\n\n" if i else ""
        out += f"SUBJECT: {SUBJECTS}\n\n{' ' * 20}Copyright 2019 Some Group Inc.\n{' ' * 26}All Rights Reserved\n\n\n"
    return out


def wrapped(paragraph: str, width: int = 74) -> str:
    """A paragraph as a printer breaks it."""
    import textwrap

    return "\n".join(textwrap.wrap(paragraph, width))


def factiva_lines() -> list[str]:
    """Factiva's printed layout."""
    out = []
    for i, title in enumerate(TITLES):
        out += [
            title,
            "",
            f"By {BYLINES[i]}",
            "355 words",
            f"{i + 1} July 2019",
            "15:32",
            "Reuters News",
            "LBA",
            "English",
            "(c) 2019 Some Limited",
            "",
            *BODIES[i],
            "",
        ]
        out += [f"Document LBA000002019070{i + 1}ef71000{i + 1}r", "", "© 2019 Factiva, Inc. All rights reserved." if i else ""]
    return out


def factiva_page(*, coded: bool) -> str:
    """Factiva's page, with its table of codes or without."""
    out = "<html><head><title>Factiva</title></head><body><div id='navcontainer'><h1>Factiva</h1></div>"
    for i, title in enumerate(TITLES):
        paragraphs = "".join(f'<p class="articleParagraph enarticleParagraph">{p}</p>' for p in BODIES[i])
        if coded:
            rows = [("HD", f"<b class='enHeadline'>{title}</b>"), ("BY", f"By {BYLINES[i]}"), ("WC", "355 words"), ("PD", f"{i + 1} July 2019"), ("ET", "15:32"), ("SN", "Reuters News"), ("SC", "LBA"), ("LA", "English"), ("CY", "(c) 2019 Some Limited"), ("TD", paragraphs), ("IN", "i1 : Fishing"), ("NS", "gdip : International Relations"), ("AN", f"Document LBA000002019070{i + 1}ef71000{i + 1}r")]  # fmt: skip
            out += (
                '<div class="article enArticle"><table>'
                + "".join(f'<tr><td class="index"><b>{c}</b>&nbsp;</td><td>{v}</td></tr>' for c, v in rows)
                + "</table></div>"
            )
        else:
            parts = [
                f"<span class='enHeadline'>{title}</span>",
                f"By {BYLINES[i]}",
                "355 words",
                f"{i + 1} July 2019",
                "15:32",
                "Reuters News",
                "LBA",
                "English",
                "(c) 2019 Some Limited",
            ]
            out += (
                '<div class="article enArticle">'
                + "".join(f"<div>{part}</div>" for part in parts)
                + paragraphs
                + f"<p>Document LBA000002019070{i + 1}ef71000{i + 1}r</p></div>"
            )
    return out + "</body></html>"


def europresse_page() -> str:
    """Europresse's saved list."""
    days = ("lundi 1 juillet 2019", "mardi 2 juillet 2019")
    out = "<html><head><title>Europresse</title></head><body><div class='sommaire'><ol><li>Norway and Sweden</li></ol></div>"
    for i, title in enumerate(TITLES):
        out += f"""<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">The Guardian, n° 1234</span></div>
<span class="DocHeader">World, {days[i]}, 355 mots, p. 12</span>
<div class="titreArticle"><p class="titreArticleVisu rdp__articletitle">{title}</p></div>
<p class="sm-margin-bottomNews">{BYLINES[i]}</p></header>
<section><div class="docOcurrContainer"><div class="DocText clearfix">{"".join(f"<p>{p}</p>" for p in BODIES[i])}</div></div></section>
<footer><div class="publiC-lblNodoc">news·2019070{i + 1}·GU·000{i}</div><small>© 2019 Some Group</small></footer></article>"""
    return out + "</body></html>"


def europresse_old() -> str:
    """The list of earlier years: spans in tables, other letters in the names of classes."""
    days = ("Lundi 1 juillet 2019", "Mardi 2 juillet 2019")
    out = "<html><body><p>2 documents</p>"
    for i, title in enumerate(TITLES):
        out += f"""<table><tr><td><span class="DocPublicationName">The Guardian</span></td></tr><tr><td><span class="DocHeader">{days[i]}, p. 12</span>
<span class="TitreArticleVisu">{title}</span><span class="docAuthors">{BYLINES[i]}</span></td></tr>
<tr><td><span class="DocText">{"".join(f"<p>{p}</p>" for p in BODIES[i])}</span></td></tr><tr><td>© 2019 Some Group. Tous droits réservés.</td></tr></table>"""
    return out + "</body></html>"


def docx(lines: list[str]) -> bytes:
    """Paragraphs as a Word file with a header on each page."""
    from docx import Document

    made = Document()
    made.sections[0].header.paragraphs[0].text = "Page 1 of 3 Norway and Sweden sign fishing treaty"
    for line in lines:
        made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def rtf(lines: list[str]) -> bytes:
    """Paragraphs as rich text with a header, and characters outside ASCII escaped."""
    body = "".join(
        "{\\pard " + "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in line.replace("\\", "\\\\")) + "\\par}\n" for line in lines
    )
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Times New Roman;}}{\\header Page 1 of 3}\n" + body + "}").encode("ascii")


def pdf(pages: list[list[str]]) -> bytes:
    """Lines as a PDF with a text layer; an empty page is a picture to us."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"]
    kids = []
    for page in pages:
        shown = "".join("(" + line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ") Tj T*\n" for line in page)
        stream = f"BT /F1 10 Tf 12 TL 40 800 Td\n{shown}ET" if page else "0 0 100 100 re f"
        size = len(stream.encode("cp1252", "replace"))
        objects += [
            f"<</Length {size}>>\nstream\n{stream}\nendstream",
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {len(objects) + 1} 0 R>>",
        ]
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252", "replace")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + b"".join(f"{o:010d} 00000 n \n".encode() for o in offsets)
    return out + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()


def nexis_pages() -> list[list[str]]:
    """The new layout as printed pages, each line wrapped, each page headed."""
    printed = [part for line in nexis_lines() for part in (wrapped(line).split("\n") if line.strip() else [""])]
    size = 40
    pages = [printed[i : i + size] for i in range(0, len(printed), size)]
    return [[f"Page {n} of {len(pages)}", *page] for n, page in enumerate(pages, 1)]


def feed(kind: str) -> str:
    """An RSS or Atom feed."""
    stamps = ("Mon, 01 Jul 2019 09:20:00 GMT", "Tue, 02 Jul 2019 09:20:00 GMT")
    if kind == "rss":
        items = "".join(
            f"<item><title>{t}</title><link>https://www.theguardian.com/{i}</link><dc:creator>{BYLINES[i]}</dc:creator><pubDate>{stamps[i]}</pubDate>"
            f"<description>{'&lt;p&gt;' + '&lt;/p&gt;&lt;p&gt;'.join(BODIES[i]) + '&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;'}</description></item>"
            for i, t in enumerate(TITLES)
        )
        return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Guardian</title><language>en</language>{items}</channel></rss>'
    entries = "".join(
        f'<entry><id>urn:x:{i}</id><title>{t}</title><link href="https://www.theguardian.com/{i}"/><author><name>{BYLINES[i]}</name></author>'
        f'<published>{DATES[i]}T09:20:00Z</published><updated>2020-01-01T00:00:00Z</updated><content type="html">{"".join(f"&lt;p&gt;{p}&lt;/p&gt;" for p in BODIES[i])}</content></entry>'
        for i, t in enumerate(TITLES)
    )
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Guardian</title><id>urn:x</id>{entries}</feed>'


def page(number: int) -> str:
    """An article's own page."""
    return f"""<html lang="en"><head><title>{TITLES[number]}</title><meta property="og:site_name" content="The Guardian"><meta name="author" content="{BYLINES[number]}">
<meta property="article:published_time" content="{DATES[number]}T09:00:00Z"></head><body><nav><a href="/">Home</a><a href="/world">World</a></nav>
<article><h1>{TITLES[number]}</h1>{"".join(f"<p>{p}</p>" for p in BODIES[number])}</article><footer>All rights reserved</footer></body></html>"""


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, held in members.items():
            packed.writestr(name, held)
    return out.getvalue()


def warc(path: Path) -> None:
    """A web archive, written by warcio: two pages, a picture, and a page that was not found."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with path.open("wb") as sink:
        writer = WARCWriter(sink, gzip=path.suffix == ".gz")
        answers = [(f"https://www.theguardian.com/{i}", "200 OK", "text/html; charset=utf-8", page(i).encode()) for i in (0, 1)]
        answers += [
            ("https://x.org/a.png", "200 OK", "image/png", b"\x89PNG"),
            ("https://x.org/gone", "404 Not Found", "text/html", page(0).encode()),
        ]
        for address, status, kind, held in answers:
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(address, "response", payload=io.BytesIO(held), http_headers=headers))


def zotero_rdf() -> str:
    """A library as Zotero exports it: two newspaper articles with snapshots, one without a file."""
    items = "".join(
        f"""<bib:Article rdf:about="https://www.theguardian.com/{i}"><z:itemType>newspaperArticle</z:itemType>
<dcterms:isPartOf><bib:Newspaper><dc:title>The Guardian</dc:title></bib:Newspaper></dcterms:isPartOf>
<bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>{BYLINES[i].split()[-1]}</foaf:surname><foaf:givenName>{" ".join(BYLINES[i].split()[:-1])}</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>
<link:link rdf:resource="#item_{i}"/><dc:title>{t}</dc:title><dc:date>{DATES[i]}</dc:date><z:language>en</z:language>
<dc:identifier><dcterms:URI><rdf:value>https://www.theguardian.com/{i}</rdf:value></dcterms:URI></dc:identifier></bib:Article>
<z:Attachment rdf:about="#item_{i}"><z:itemType>attachment</z:itemType><rdf:resource rdf:resource="files/{i}/snapshot.html"/><link:type>text/html</link:type></z:Attachment>"""
        for i, t in enumerate(TITLES)
    )
    lost = "<bib:Article rdf:about='#x'><z:itemType>newspaperArticle</z:itemType><dc:title>A lost one</dc:title></bib:Article>"
    away = "<bib:Article rdf:about='#y'><z:itemType>newspaperArticle</z:itemType><dc:title>Away</dc:title><link:link rdf:resource='#item_9'/></bib:Article><z:Attachment rdf:about='#item_9'><z:itemType>attachment</z:itemType><rdf:resource rdf:resource='../../../../etc/passwd.txt'/></z:Attachment>"
    return f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:link="http://purl.org/rss/1.0/modules/link/" xmlns:bib="http://purl.org/net/biblio#" xmlns:foaf="http://xmlns.com/foaf/0.1/">{items}{lost}{away}</rdf:RDF>"""

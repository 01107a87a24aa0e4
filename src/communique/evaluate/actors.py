"""Mentions of actors, one a line: whose country and which sector each is taken for."""

import re
from dataclasses import dataclass
from pathlib import Path

from communique.annotate.parse import Sentence, parse
from communique.annotate.resolve import Resolver
from communique.annotate.scene import parties_here
from communique.annotate.stages import prepare
from communique.evaluate import marked
from communique.evaluate.scores import Counts, Table
from communique.model.actor import Party
from communique.model.dates import parse_edtf
from communique.model.errors import UnreadableSource
from communique.model.span import Span
from communique.read.assemble import from_words
from communique.vocab.knowledge import Knowledge

CELLS = 4
NOBODY = "-"
MARKED = re.compile(r"^(?P<before>[^\[\]]*)\[(?P<mention>[^\[\]]+)\](?P<after>[^\[\]]*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the gold. `country`: ISO 3166-1 alpha-3, empty for none; `sectors`: each that is right; `day`: of publication."""

    country: str
    sectors: frozenset[str]
    day: str
    before: str
    mention: str
    after: str


def lines_of(path: Path) -> list[Line]:
    """The lines of a gold file: country|sector/sector|day|A sentence with [the mention] in brackets."""
    out = []
    for number, line in enumerate(marked.lines_of(path, hint="Name the list itself: gold/en/actors/test.txt."), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("|", CELLS - 1)
        match = MARKED.match(cells[-1]) if len(cells) == CELLS and is_day(cells[2]) else None
        if match is None:
            raise UnreadableSource(
                str(path), f"it is no gold line: {line!r}", where=f"line {number}", hint="See gold/en/actors/CARD.md for the form."
            )
        country, sectors, day = cells[:3]
        out.append(Line(country="" if country == NOBODY else country, sectors=frozenset(sectors.split("/")), day=day, **match.groupdict()))
    return out


def is_day(value: str) -> bool:
    """Whether this is a day, month or year."""
    try:
        return parse_edtf(value)[0] is not None
    except ValueError:
        return False


def score_file(path: Path, knowledge: Knowledge) -> tuple[Table, list[str], list[dict[str, object]]]:
    """How many countries and sectors are right; each line that is wrong; what each was taken for."""
    lines = lines_of(path)
    articles = [from_words(one.before + one.mention + one.after, one.day, knowledge) for one in lines]
    table: Table = {"country": [], "sector": []}
    misses: list[str] = []
    rows: list[dict[str, object]] = []
    parsed = parse(articles, knowledge)
    for one, article in zip(lines, articles, strict=True):
        sentences = parsed[article.id]
        reading, resolver = prepare(article, sentences, knowledge)
        start = reading.text.index(one.before + one.mention) + len(one.before)
        party = meant(resolver, sentences, Span(start, start + len(one.mention))) if resolver is not None else None
        country, sector = (party.country or "", party.sector) if party is not None else ("", "")
        right = (country == one.country, sector in one.sectors)
        for name, is_right in zip(table, right, strict=True):
            table[name].append(Counts(int(is_right), 1, 1))
        rows.append({"mention": one.mention, "country": country, "sector": sector})
        if not all(right):
            wanted = f"{one.country or NOBODY} {'/'.join(sorted(one.sectors))}"
            misses.append(f"{one.mention}: {country or NOBODY} {sector or NOBODY}, not {wanted}")
    return table, misses, rows


def meant(resolver: Resolver, sentences: list[Sentence], span: Span) -> Party | None:
    """Whom a phrase means, by its head."""
    sentence = next((s for s in sentences if s.span.start <= span.start < s.span.end), None)
    if sentence is None:
        return None
    inside = [t for t in sentence.tokens() if span.covers(sentence.place(t)) and not t.is_punct]
    places = {t.i for t in inside}
    head = next((t for t in inside if t.head.i not in places or t.head.i == t.i), None)
    if head is None:
        return None
    return next(iter(parties_here(resolver, sentence, head)), None) or resolver.party(sentence, head)

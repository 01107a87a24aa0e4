"""The project's own gold, written by hand in one line a finding: gold.txt -> what a record should hold; see gold/en/record/CARD.md."""

import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path

from communique.evaluate.scores import Counts
from communique.model.errors import UnreadableSource
from communique.model.findings import Event, Findings, Statement
from communique.model.span import Span

STATEMENT_CELLS, EVENT_CELLS = 6, 7


@dataclass(slots=True)
class Expected:
    """What one document should yield, by its lines."""

    path: str
    statements: list[list[str]] = field(default_factory=list)
    events: list[list[str]] = field(default_factory=list)


def gold(path: Path) -> list[Expected]:
    """The documents of a gold file."""
    out: list[Expected] = []
    for number, line in enumerate(lines_of(path, hint="A gold folder holds gold.txt and the texts that it names."), 1):
        if line.startswith("# ") and line.endswith((".txt", ".md")):
            out.append(Expected(line[2:]))
            continue
        if line.startswith("#") or not line.strip():
            continue
        cells = line.split("|")
        if cells[0] == "S" and len(cells) >= STATEMENT_CELLS and out:
            out[-1].statements.append(cells[1:])
        elif cells[0] == "E" and len(cells) >= EVENT_CELLS - 1 and out:
            out[-1].events.append(cells[1:])
        else:
            raise UnreadableSource(str(path), f"it is no gold line: {line!r}", where=f"line {number}", hint="See gold/en/record/CARD.md.")
    return out


def lines_of(path: Path, *, hint: str) -> list[str]:
    """The lines of a gold file."""
    if not path.is_file():
        raise UnreadableSource(str(path), "there is no such file", hint=hint)
    try:
        return path.read_text("utf8").splitlines()
    except UnicodeDecodeError as error:
        raise UnreadableSource(str(path), "it is not UTF-8", where=f"byte {error.start}") from error


def located(text: str, words: str, start: int = 0) -> Span | None:
    """Where words stand, never inside a longer word; 'said#2' is the second 'said'."""
    words, _, nth = words.partition("#")
    whole = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)" if words[:1].isalnum() else re.escape(words))
    places = itertools.islice(whole.finditer(text, start), int(nth or 1) - 1, None)
    found = next(places, None)
    return Span(*found.span()) if found else None


def statement_counts(expected: Expected, found: Findings, misses: list[str]) -> Counts:
    """A statement is right with its cue's words, at least half of its content, its speaker, its quotation and its status."""
    mine = [s for s in found.statements if s.within is None]
    used: set[str] = set()
    for speaker, cue, first, last, quotation, *rest in expected.statements:
        status = rest[0] if rest and rest[0] else "attributed"
        hit = next((s for s in mine if s.id not in used and fits(found, s, (speaker, cue, first, last, quotation, status))), None)
        if hit:
            used.add(hit.id)
        else:
            misses.append(f"{expected.path}: missed statement {speaker or '(unnamed)'} {cue}: {first} ... {last}")
    misses += [
        f"{expected.path}: extra statement {s.speaker.name}: {s.spans.content[0].of(found.article.text)[:60]}"
        for s in mine
        if s.id not in used
    ]
    return Counts(len(used), len(mine), len(expected.statements))


def fits(found: Findings, statement: Statement, wanted: tuple[str, str, str, str, str, str]) -> bool:
    """Whether a statement is the one wanted."""
    speaker, cue, first, last, quotation, status = wanted
    text = found.article.text
    place = next((c for c in statement.spans.cue if cue.partition("#")[0] in c.of(text)), None)
    if place is None:
        return False
    start = nearest(text, first, place.start)
    end = located(text, last, start.start) if start else None
    if start is None or end is None:
        return False
    content = set(range(start.start, end.end))
    mine = {i for part in statement.spans.content for i in range(part.start, part.end)}
    named = (statement.speaker.name if statement.speaker.id else "") == speaker
    return named and len(mine & content) >= 0.5 * len(mine | content) and statement.quotation == quotation and statement.status == status


def nearest(text: str, words: str, place: int) -> Span | None:
    """Of several places where words stand, the one nearest to another place."""
    starts = [i for i in range(len(text)) if text.startswith(words, i)]
    return min((Span(i, i + len(words)) for i in starts), key=lambda s: abs(s.start - place), default=None)


def event_counts(expected: Expected, found: Findings, misses: list[str]) -> tuple[Counts, Counts]:
    """Events right in type, place, sides, realis and history; and of those with a gold date, the ones dated right."""
    used: dict[str, list[str]] = {}
    for cells in expected.events:
        hit = next((e for e in found.events if e.id not in used and same_event(found, e, cells)), None)
        if hit:
            used[hit.id] = cells
        else:
            misses.append(f"{expected.path}: missed event {' '.join(cells)}")
    misses += [
        f"{expected.path}: extra event {e.type} {e.text}: {[p.name for p in e.actors]} {[p.name for p in e.recipients]} {e.realis}"
        for e in found.events
        if e.id not in used
    ]
    dated = [(e, used[e.id][5]) for e in found.events if e.id in used and len(used[e.id]) > 5 and used[e.id][5]]
    right = sum(e.when is not None and e.when.edtf == when for e, when in dated)
    return Counts(len(used), len(found.events), len(expected.events)), Counts(right, len(dated), len(dated))


def same_event(found: Findings, event: Event, cells: list[str]) -> bool:
    """Whether an event is the one wanted."""
    kind, trigger, actors, recipients, realis, *_ = cells
    value, _, history = realis.partition(" ")
    words = trigger.partition("#")
    place = located(found.article.text, trigger) if words[1] else None
    at = place.overlaps(event.span) if place else words[0] in event.span.of(found.article.text)
    sides = codes(event, "actors") == set(filter(None, actors.split(";"))) and codes(event, "recipients") == set(
        filter(None, recipients.split(";"))
    )
    return event.type == kind and at and event.realis == value and event.historical == bool(history) and sides


def codes(event: Event, side: str) -> set[str]:
    """A side as country codes, organisations by their own."""
    return {p.country or (p.id or "").partition(":")[2] for p in getattr(event, side)}

"""The office that a text gives a person: 'Chilean Foreign Ministry spokeswoman Ana Ruiz', 'Jon Berg, Norwegian ambassador to Peru,'."""

import functools
import re
from dataclasses import dataclass

from communique.annotate.names import Hit
from communique.model.actor import Office
from communique.model.span import Span
from communique.vocab.knowledge import Knowledge

ADJECTIVES = r"(?:new|then|former|ex|current|outgoing|incoming|long-?time|late|top|senior|chief|deputy|visiting|newly (?:elected|appointed)|disgraced|acting|assistant|associate|veteran|prominent|leading|noted)"
FORMER = re.compile(r"\b(?:former|ex|then|late|ousted|deposed|retired|onetime)\b", re.IGNORECASE)
LONGEST_TITLE = 90
LONGEST_APPOSITION = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """An office as found: its words, its kind and sector, and the stretch that names the state or body it is of."""

    office: Office
    sector: str
    honorific: str = ""
    affiliation: tuple[str, ...] = ()


@functools.lru_cache(maxsize=4)
def patterns(offices: frozenset[str], honorifics: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Title before a name, honorific before a name, title anywhere."""
    titles = "|".join(re.escape(o) for o in sorted(offices, key=len, reverse=True))
    forms = "|".join(re.escape(h) for h in sorted(honorifics, key=len, reverse=True))
    before = re.compile(rf"(?P<adj>(?:\b{ADJECTIVES}[ -])*)\b(?P<title>{titles})(?:,? )?(?:(?:{forms}) )?$", re.IGNORECASE)
    return before, re.compile(rf"(?:^|[\s(“\"'‘])(?P<h>{forms})\s$"), re.compile(rf"\b(?P<title>{titles})(?P<plural>s?)\b", re.IGNORECASE)


@functools.lru_cache(maxsize=4)
def office_words(knowledge: Knowledge) -> frozenset[str]:
    """Every word of every title: 'Secretary' after 'General' is no name."""
    return frozenset(word for title in knowledge.languages["en"].words["offices"] for word in title.split())


def compiled(knowledge: Knowledge) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The English patterns."""
    words = knowledge.languages["en"].words
    return patterns(frozenset(words["offices"]), frozenset(words["honorifics"]))


def honorific_before(text: str, start: int, knowledge: Knowledge) -> str:
    """'Mr.' where it stands right before a name."""
    match = compiled(knowledge)[1].search(text[max(0, start - 12) : start])
    return match["h"] if match else ""


def title_of(text: str, name: Span, bounds: Span, hits: list[Hit], knowledge: Knowledge) -> Title | None:
    """The office given right before or right after a name, within its sentence."""
    return title_before(text, name, bounds, hits, knowledge) or title_after(text, name, bounds, hits, knowledge)


def sector_with(sector: str, of: str | None, knowledge: Knowledge) -> str:
    """The leader, head or speaker of a body is of that body's sector: 'Hamas leader', 'the director of the CIA'."""
    body = knowledge.actors.get(of or "")
    return (
        body.sector
        if body is not None and body.kind not in {"state", "person"} and body.sector and sector in {"GOV", "IGO", ""}
        else sector
    )


def title_before(text: str, name: Span, bounds: Span, hits: list[Hit], knowledge: Knowledge) -> Title | None:
    """'Chinese Foreign Minister Wang Yi'"""
    low = max(bounds.start, name.start - LONGEST_TITLE)
    match = compiled(knowledge)[0].search(text[low : name.start])
    if match is None:
        return None
    start = low + match.start()
    end = low + match.end("title")
    word = match["title"].lower()
    inside = next((h.span.end for h in hits if h.span.start < low + match.start("title") < h.span.end < end), None)
    if inside is not None:
        start, word = inside, text[inside:end].lower().strip()
    of, first, affiliation = holder_before(text, start, low, hits)
    if word not in knowledge.languages["en"].words["offices"]:
        return None
    if of is None:
        after = [
            h.names[0].target for h in hits if 4 <= h.span.start - name.end <= 8 and text[name.end : h.span.start] in {" of ", " of the "}
        ]
        of = after[0] if after and after[0].startswith(("state:", "igo:")) else None
    kind, sector = knowledge.languages["en"].words["offices"][word]
    return Title(
        office=Office(
            title=text[first:end].strip(),
            kind=kind,
            of=of,
            span=Span(first, end),
            # 'former UN Secretary-General' has left as well.
            former=bool(FORMER.search(match["adj"]) or FORMER.search(text[max(bounds.start, first - len("former ")) : first])),
        ),
        sector=sector_with(sector, of, knowledge),
        affiliation=affiliation,
    )


def holder_before(text: str, start: int, low: int, hits: list[Hit]) -> tuple[str | None, int, tuple[str, ...]]:
    """The state or body named right before a title, and where its name starts; a state before the body counts as its country."""
    of: str | None = None
    first = start
    targets: list[str] = []
    for hit in reversed([h for h in hits if low - 40 <= h.span.start and h.span.end <= start]):
        between = text[hit.span.end : first]
        if not re.fullmatch(
            r"(?:['’]s?)?(?: ?\([A-Z]{2,6}\))?[ -]?(?:(?:state|foreign|party|government|military|ruling|communist|new|current|"
            + ADJECTIVES[3:-1]
            + r")[ -]){0,2}",
            between,
            re.IGNORECASE,
        ):
            break
        target = hit.names[0].target
        if target.startswith("person:"):
            break
        targets.append(target)
        if of is None:
            of = target
        first = hit.span.start
    return of, first, tuple(targets)


def title_after(text: str, name: Span, bounds: Span, hits: list[Hit], knowledge: Knowledge) -> Title | None:
    """'Ida Holm, assistant professor of history at the University of Bergen, said'"""
    tail = text[name.end : min(bounds.end, name.end + LONGEST_APPOSITION)]
    opening = re.match(r"(?:, | \(|, (?:who is|a|an|the) )", tail)
    if opening is None:
        return None
    stop = re.search(r"[,;)]|\bwho\b|\bsaid\b|\btold\b|\bwrote\b", tail[opening.end() :])
    end = name.end + opening.end() + (stop.start() if stop else len(tail) - opening.end())
    match = compiled(knowledge)[2].search(text, name.end + opening.end(), end)
    if match is None or match["plural"] or match.start() > name.end + opening.end() + 60:
        return None
    kind, sector = knowledge.languages["en"].words["offices"][match["title"].lower()]
    inside = [h for h in hits if name.end <= h.span.start and h.span.end <= end and not h.names[0].target.startswith(("person:", "place:"))]
    before = [h.names[0].target for h in inside if h.span.end <= match.start()]
    after = [
        h.names[0].target
        for h in inside
        if h.span.start >= match.end()
        and not re.match(r" [A-Z]", text[h.span.end : h.span.end + 2])
        and re.search(r"\b(?:of|at|for)\b", text[match.end() : h.span.start])
    ]
    of = before[-1] if before else after[0] if after else None
    return Title(
        office=Office(
            title=text[match.start() : match.end()],
            kind=kind,
            of=of,
            span=Span(match.start(), match.end()),
            former=bool(FORMER.search(text[name.end : match.start()])),
        ),
        sector=sector_with(sector, of, knowledge),
        affiliation=tuple(before + after),
    )

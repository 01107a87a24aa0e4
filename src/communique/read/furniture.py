"""Tell prose from page furniture: text -> Blocks. Captions stay, typed as captions: their dates and names are evidence."""

import itertools
import re
import statistics
from collections.abc import Iterator, Sequence

from communique.model.article import Block
from communique.model.span import Span, trimmed

AGENCY = r"(?:AFP|AP|Reuters|EPA|Getty(?: Images)?|Xinhua|VNA|Kyodo|Yonhap|Bloomberg|AAP|PTI|ANI|TASS|Sputnik|Anadolu|Shutterstock|NurPhoto|Pool|POOL|CNA|EPA-EFE|Handout|The New York Times|The Epoch Times|UPI|dpa|Zuma Press)"
CREDIT_TAIL = re.compile(
    rf"(?:\(|/|\bvia |\|\s?|\bPhoto(?:graph)?(?: by|:| credit)?\s?|\bcourtesy of |—\s?|\s[A-Z][\w.'-]+ [A-Z][\w.'-]+/)[^()\n]{{0,60}}\b{AGENCY}\b[^.\n]{{0,30}}\)?\.?$"
)
CREDIT_ONLY = re.compile(
    rf"^\(?(?:Photo|Image|Picture|File photo|Credit)?(?: by| credit)?:?\s*(?:[A-Z][\w.'-]++ ?){{0,4}}(?:/\w+)*/?\s*(?:via )?{AGENCY}(?: (?:via )?{AGENCY})*\)?\.?$"
)
PHOTO_LEAD = re.compile(
    r"^(?:\(?file\)? photo|photo|image|picture|caption|pictured|in this (?:photo|picture|image|file)|watch|video|listen)\b\s*[:,–-]",
    re.IGNORECASE,
)
PLACED = re.compile(r"\((?:C|L|R|\d?[LR]|centre|center|left|right|front|back)(?: ?[LRC])?\)|\b(?:is|are) (?:seen|pictured|shown)\b")
STAMP = re.compile(
    r"^(?:(?:last )?updated|published|posted|modified|date|time)\b[\s:]*(?:[\w, :/.+-]{0,60})$|^\d{1,2}:\d\d(?::\d\d)?$|^\d+ (?:min(?:ute)?s?|hours?) (?:read|ago)$",
    re.IGNORECASE,
)
RELATED = re.compile(
    r"^(?:related(?: (?:topics|articles?|stories|news|coverage|content|posts?|links?))?|read (?:more|also|next)|see also|more (?:on|from|stories)|also read|most read|recommended|tags?|topics|share(?: this)?(?: article)?|advertisement|sponsored|sign up|subscribe|newsletter|follow us|comments?|copyright|all rights reserved|print|save|author|authors|full text|abstract|editor's picks?)\b[^.!?]{0,80}[.:]?$|^©|^\[(?:video|photo|image|graphic|related|tweet)",
    re.IGNORECASE,
)
BIOGRAPHY = re.compile(
    r"^(?:\W?[A-Z][\w.’'-]+\s){1,4}(?:is|was) (?:an?|the) (?:[\w.,’'\- ]+ )?(?:writer|reporter|correspondent|journalist|contributor|columnist|editor|freelancer|author|researcher|fellow|professor|analyst)\b.{0,80}\b(?:for|at|of|with|focusing|covering|based)\b",
    re.DOTALL,
)
CORRECTED = re.compile(
    r"^(?:this (?:article|story|post) (?:has been|was) (?:revised|updated|corrected)|corrections?\b|an earlier version of this|clarification\b|editor's note)",
    re.IGNORECASE,
)
CONTRIBUTED = re.compile(
    r"^(?:with )?(?:additional )?(?:reporting (?:by|from)|.{0,120}\bcontributed to this (?:report|article|story)|writing by|editing by|compiled by|translated by)\b",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"^(?:by[:\s]+)?(?:[A-Z][\w.’'-]+|[A-Z]\.)(?: (?:de|van|von|bin|al|del|der|[A-Z][\w.’'-]*|and|&|,)){1,6}(?:,? (?:staff writer|correspondent|in [A-Z]\w+))?$|^by [A-Z][^.!?]{2,80}$",
    re.IGNORECASE,
)
NAME_LINE = re.compile(r"^(?:By |BY )?[A-Z][\w.’'-]+(?: (?:[A-Z][\w.’'-]*|de|van|von|bin|al|and|&))+$")
TERMINAL = frozenset(".!?…\"”’')]。！？：:»;")
LONGEST_HEADING = 120
# A first line of more words that ends in a full stop is no headline where so many of them begin small.
LONGEST_TITLE, SENTENCE_CASE = 12, 0.6
LONGEST_PARAGRAPH = 6_000
WRAPPED = range(40, 100)


def blocks_of(text: str, *, skip: Span | None = None, titled: bool = True) -> tuple[Block, ...]:
    """The parts of a plain text, in order. `skip` is front matter; `titled` says that the first line may be the title."""
    lines = list(paragraphs(text, skip.end if skip else 0))
    kinds = first_pass([span.of(text) for span in lines], titled=titled)
    blocks = [Block(kind=kind, span=span) for kind, span in zip(kinds, lines, strict=True)]
    return ((Block(kind="furniture", span=skip), *blocks)) if skip else tuple(blocks)


def paragraphs(text: str, start: int) -> Iterator[Span]:
    """Lines, or blank-line paragraphs where the text is hard-wrapped."""
    pattern = r"(?:[^\n]|\n(?![ \t\r]*\n))+" if is_wrapped(text[start:]) else r"[^\n\u2028\u2029]+"
    for match in re.finditer(pattern, text[start:]):
        span = trimmed(text, Span(start + match.start(), start + match.end()))
        yield from bounded(text, span)


def bounded(text: str, span: Span) -> Iterator[Span]:
    """A paragraph, or a monster of one cut where sentences end: what is quadratic in a paragraph then stays small."""
    while span.end - span.start > LONGEST_PARAGRAPH:
        head = text[span.start : span.start + LONGEST_PARAGRAPH]
        cut = max(head.rfind(stop) for stop in (". ", "! ", "? ", "。", ".” ", '." ')) + 1 or head.rfind(" ") + 1 or len(head)
        yield trimmed(text, Span(span.start, span.start + cut))
        span = trimmed(text, Span(span.start + cut, span.end))
    if span.end > span.start:
        yield span


def is_wrapped(text: str) -> bool:
    """Whether line ends are a mail program's and not paragraphs: many lines of like length that end in mid-sentence."""
    lines = [line.rstrip() for line in text.splitlines()]
    full = [line for line in lines if len(line) > WRAPPED.start]
    if len(full) < 6 or "" not in lines or statistics.median(map(len, full)) not in WRAPPED:
        return False
    followed = [a for a, b in itertools.pairwise(lines) if a and b]
    return len(followed) > 4 and sum(a[-1] not in TERMINAL for a in followed) > 0.6 * len(followed)


def first_pass(lines: Sequence[str], *, titled: bool) -> list[str]:
    """Name each line's kind; the place in the page matters for titles, standfirsts and bylines."""
    kinds = [kind_of(line) for line in lines]
    prose = next((i for i, kind in enumerate(kinds) if kind == "paragraph"), len(lines))
    if titled:
        head = next((i for i in range(min(prose + 1, len(lines))) if kinds[i] in {"heading", "paragraph"}), None)
        if head is not None and (kinds[head] == "heading" or is_title(lines, head)):
            kinds[head] = "title"
            for i in range(head + 1, min(head + 6, len(lines))):
                if same_words(lines[i], lines[head]):
                    kinds[i] = "furniture"
                    if i == head + 2:
                        kinds[head + 1] = "standfirst"
                elif kinds[i] == "heading" and NAME_LINE.match(lines[i]) and not any(k == "paragraph" for k in kinds[head + 1 : i]):
                    kinds[i] = "byline"
    tail = False
    for i, line in enumerate(lines):
        if kinds[i] == "biography":
            tail = True
            back = i - 1
            while back >= 0 and kinds[back] in {"heading", "furniture"} and (NAME_LINE.match(lines[back]) or kinds[back] == "furniture"):
                kinds[back] = "byline" if kinds[back] == "heading" else "furniture"
                back -= 1
        elif tail and kinds[i] == "heading":
            kinds[i] = "furniture"
        if kinds[i] == "caption" and any(kinds[j] == "caption" and same_words(lines[j], line) for j in range(i)):
            kinds[i] = "furniture"
    return kinds


def is_title(lines: Sequence[str], i: int) -> bool:
    """A first line that ends in a full stop is a title if it is short, one sentence, and prose follows; one of many small words is the first sentence of
    a text without a title."""
    line = lines[i]
    words = line.split()
    if len(words) > LONGEST_TITLE and sum(w[0].islower() for w in words) >= SENTENCE_CASE * len(words):
        return False
    return i == 0 and len(lines) > 1 and len(line) <= 140 and not re.search(r"[.!?] [A-Z“\"]", line) and len(lines[1]) > len(line)


def same_words(a: str, b: str) -> bool:
    """Whether two lines say the same, punctuation aside."""
    return re.sub(r"\W+", "", a).casefold() == re.sub(r"\W+", "", b).casefold() != ""


def quoted_end(line: str) -> bool:
    """'Xi pushes ‘common destiny’': a heading may end in a quoted word, a sentence in quotation marks begins with one."""
    return line[-1] in "’”'\"" and len(line) < 80 and line[0] not in "“\"‘'" and line[-2:-1].isalnum() and not re.search(r"[.!?,:] ", line)


def kind_of(line: str) -> str:
    """The kind of one line by its own words."""
    if STAMP.match(line) or RELATED.match(line):
        return "furniture"
    if CORRECTED.match(line):
        return "correction"
    if CONTRIBUTED.match(line):
        return "credit"
    if len(line) < 400 and BIOGRAPHY.match(line):
        return "biography"
    if len(line) < 80 and CREDIT_ONLY.match(line):
        return "credit"
    if len(line) < 600 and (
        CREDIT_TAIL.search(line) or PHOTO_LEAD.match(line) or (PLACED.search(line) and len(line) < 400 and "“" not in line)
    ):
        return "caption"
    if line.startswith("#"):
        return "heading"
    if line.lower().startswith("by ") and len(line) < 90 and BYLINE.match(line):
        return "byline"
    cjk = sum("\u4e00" <= c <= "\u9fff" for c in line)
    limit = 40 if cjk > len(line) / 3 else LONGEST_HEADING
    if len(line) <= limit and (line[-1] not in TERMINAL or quoted_end(line)):
        return "heading"
    return "paragraph"

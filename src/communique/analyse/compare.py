"""Compare two texts clause by clause: two readouts of one meeting, two versions of one statement, one text in two languages.

Clauses are units that end with a full stop or a semicolon. Two are alike by what they share, each thing weighed by how rare it is in the two texts: words
where the language is one, and in any case numbers, dates, names, contested wordings and the senses of a small lexicon. Pairs are chosen best first;
what is left joins the neighbour of its like. Then each pair is checked.
"""

import difflib
import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communique.analyse.corpus import tokens
from communique.annotate.dates import read_dates
from communique.annotate.dates.calendar import Frame
from communique.annotate.names import find_names
from communique.model.article import PROSE, Article
from communique.model.span import Span, trimmed
from communique.vocab.knowledge import Knowledge
from communique.vocab.wording import find_forms, folded

Row = dict[str, Any]
Pair = tuple[int, int]
# A full stop after these ends nothing.
ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen lt col sen rep gov st art vs etc bldg inc ltd corp univ dept gov sgt capt adm maj rev hon messrs approx jan feb mar apr jun jul aug sep sept oct nov dec u.s u.n e.g i.e a.m p.m".split()
)
STOP = re.compile(r"[.!?]+[”\"’')\]]*(?=\s|$)|[。！？；][”」』’）]*|;(?=\s)|\n+")
NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*(?![\w])")
# Alike by so much, in one language and across two, two clauses may be a pair; chosen on the project's own pairs for mending.
ENOUGH, ENOUGH_ACROSS = 0.12, 0.16
# So much of a clause that is left must stand in its like for it to join it.
JOINS, JOINS_ACROSS = 0.55, 0.45
# Words count less than what can be checked.
WORD, SENSE, SENSE_WITHIN, CHECKED = 1.0, 1.2, 0.6, 1.3
ORDER_BONUS, NEIGHBOUR_BONUS = 0.12, 0.05
SPELLED = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "twelve": "12",
}
HAN_DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"两": "2", "十": "10"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A unit of a text: where it stands, and what can be compared of it. A feature is (kind, value); `normal` is the text without case, marks and blanks.

    A title tells what the whole text is about, so it is like no clause but another title.
    """

    span: Span
    title: bool
    text: str
    normal: str
    features: Counter[tuple[str, str]]


def clauses(article: Article, knowledge: Knowledge) -> list[Clause]:
    """The clauses of an article's prose, in order."""
    finder = Senses(knowledge, article.language)
    published = article.published
    frame = Frame(earliest=published.earliest, latest=published.latest)
    spans = [(span, block.kind == "title") for block in article.blocks if block.kind in PROSE for span in units(article.text, block.span)]
    return [clause(article, span, finder, frame, title=title) for span, title in spans]


def units(text: str, block: Span) -> Iterator[Span]:
    """The clauses of a block."""
    start = block.start
    for match in STOP.finditer(text, block.start, block.end):
        word = re.search(r"[\w.]+$", text[max(start, match.start() - 12) : match.start()])
        last = word[0].lower() if word else ""
        numbered = last in {"no", "nos", "art", "vol"} and text[match.end() : match.end() + 2].strip()[:1].isdigit()
        short = numbered or last in ABBREVIATIONS or re.fullmatch(r"[a-z]|(?:[a-z]\.)+[a-z]|\d{1,2}", last)
        if match[0].startswith(".") and short and match.end() < block.end:
            continue
        span = trimmed(text, Span(start, match.end()))
        start = match.end()
        if re.search(r"\w", span.of(text)):
            yield span
    rest = trimmed(text, Span(start, block.end))
    if rest.end > rest.start and re.search(r"\w", rest.of(text)):
        yield rest


class Senses:
    """The lexicon's forms of one language."""

    def __init__(self, knowledge: Knowledge, language: str) -> None:
        self.knowledge, self.language = knowledge, language
        self.plain = frozenset(knowledge.languages[language].words.get("function_words", ()) if language in knowledge.languages else ())
        forms = {folded(form): sense for sense, by_language in knowledge.lexicon.items() for form in by_language.get(language, ())}
        self.sense = forms
        bound = "" if language == "zh" else r"(?<!\w)"
        ordered = sorted(forms, key=lambda f: (-len(f), f))
        self.pattern = (
            re.compile(bound + "(?:" + "|".join(map(re.escape, ordered)) + ")" + ("" if language == "zh" else r"(?!\w)"))
            if ordered
            else None
        )

    def find(self, text: str) -> Iterator[str]:
        """Senses in the order of the text, the longest form at each place."""
        return (self.sense[m[0]] for m in self.pattern.finditer(folded(text))) if self.pattern else iter(())


def clause(article: Article, span: Span, finder: Senses, frame: Frame, *, title: bool) -> Clause:
    """A clause with its features."""
    text = span.of(article.text)
    features: Counter[tuple[str, str]] = Counter()
    dates = [w for w in read_dates(text, span.start, article.language, frame, finder.knowledge) if w.span and w.earliest and w.latest]
    for when in dates:
        # '12 to 13 December' and '12 December ... 13 December' have the same days.
        for day in when.edtf.split("/"):
            features["date", day] += 1
    covered = [w.span for w in dates if w.span]
    for value, start, end in numbers(text, article.language):
        if not any(c.start <= span.start + start and span.start + end <= c.end for c in covered):
            features["number", value] += 1
    for hit in find_names(text, finder.knowledge):
        target = hit.names[0].target
        features["state" if target.startswith("state:") else "name", target] += 1
    for use in find_forms(text, finder.knowledge):
        features["wording", use.variant.concept] += 1
        features["form", use.variant.id] += 1
    for sense in finder.find(text):
        features["sense", sense] += 1
    for word, _, _ in tokens(text, 0, len(text)):
        if word not in finder.plain:
            features["word", stem(word)] += 1
    return Clause(span=span, title=title, text=text, normal=normal(text), features=features)


def numbers(text: str, language: str) -> Iterator[tuple[str, int, int]]:
    """Numbers as digits: '1,200', 'six', '36项', '三十'."""
    for match in NUMBER.finditer(text):
        yield (
            match[0].replace(",", "") if not re.fullmatch(r"\d+,\d{1,2}", match[0]) else match[0].replace(",", "."),
            match.start(),
            match.end(),
        )
    if language == "en":
        for match in re.finditer(r"\b[a-z]+\b", text.lower()):
            if match[0] in SPELLED and match[0] not in {"one", "two"}:
                yield SPELLED[match[0]], match.start(), match.end()
    if language == "zh":
        for match in re.finditer(r"[一二两三四五六七八九十]{1,3}(?=[项份个名次点])", text):
            value = han_number(match[0])
            if value not in {"1", "2"}:
                yield value, match.start(), match.end()


def han_number(words: str) -> str:
    """'三十六' -> '36'"""
    tens, sign, ones = words.partition("十")
    if not sign:
        return "".join(HAN_DIGITS[c] for c in words)
    return str(10 * int(HAN_DIGITS.get(tens, "1") if tens else 1) + int(HAN_DIGITS.get(ones, "0") if ones else 0))


def stem(word: str) -> str:
    """So much of a word as its forms share."""
    if not word.isascii() or len(word) < 5:
        return word
    return re.sub(r"(?:ations?|ings?|ments?|ies|ied|ed|es|s|ly|al)$", "", word) or word


def compare(a: Article, b: Article, knowledge: Knowledge) -> Row:
    """Both texts' clauses, and how they stand to each other: same, reworded, only in one; moved; what a check found to differ."""
    one, other = clauses(a, knowledge), clauses(b, knowledge)
    # A language that is not known may be that of the other.
    across = a.language != b.language and "und" not in {a.language, b.language}
    groups = align(one, other, across=across)
    kept = in_order(groups)
    return {
        "a": {"path": a.path, "title": a.title, "language": a.language, "clauses": [shown(c) for c in one]},
        "b": {"path": b.path, "title": b.title, "language": b.language, "clauses": [shown(c) for c in other]},
        "across": across,
        "groups": [described(group, one, other, kept, knowledge, across=across) for group in groups],
    }


def shown(one: Clause) -> Row:
    """A clause as a row."""
    return {"span": [one.span.start, one.span.end], "text": " ".join(one.text.split())}


Group = tuple[tuple[int, ...], tuple[int, ...]]


def align(one: Sequence[Clause], other: Sequence[Clause], *, across: bool) -> list[Group]:
    """Groups of clauses that tell the same, in the order of the first text, those of one text alone where they stand in it."""
    weights = rarity([*one, *other], across=across)
    lengths = {id(c): length(c, weights) for c in (*one, *other)}

    def likeness(x: Clause, y: Clause) -> float:
        if x.title != y.title:
            return 0.0
        return 1.0 if x.normal == y.normal else similarity(x, y, weights) / (lengths[id(x)] * lengths[id(y)])

    alike = [[likeness(x, y) for y in other] for x in one]
    pairs = chosen(alike, ENOUGH_ACROSS if across else ENOUGH)
    least = JOINS_ACROSS if across else JOINS
    joined_a = joined(one, other, dict(pairs), weights, least)
    joined_b = joined(other, one, {j: i for i, j in pairs}, weights, least)
    groups: list[Group] = [(tuple(sorted(joined_a[i])), tuple(sorted(joined_b[j]))) for i, j in sorted(pairs)]
    taken_a, taken_b = {i for a, _ in groups for i in a}, {j for _, b in groups for j in b}
    groups += [((i,), ()) for i in range(len(one)) if i not in taken_a]
    groups += [((), (j,)) for j in range(len(other)) if j not in taken_b]
    return sorted(groups, key=lambda g: place(g, groups))


def joined(
    mine: Sequence[Clause], theirs: Sequence[Clause], partner: Mapping[int, int], weights: Mapping[tuple[str, str], float], least: float
) -> dict[int, list[int]]:
    """Each paired clause with those beside it that are left and stand in its like as well: 'two of theirs for one of ours'."""
    out = {i: [i] for i in partner}
    for i in range(len(mine)):
        shares = {
            k: share(mine[i], theirs[partner[k]], weights)
            for k in (i - 1, i + 1)
            if i not in partner and k in partner and mine[i].title == mine[k].title
        }
        best = max(shares, key=lambda k: shares[k], default=None)
        if best is not None and shares[best] >= least:
            out[best].append(i)
    return out


def place(group: Group, groups: Sequence[Group]) -> tuple[float, int]:
    """Where a group is told: by the first text; what only the second has follows what stands before it there."""
    if group[0]:
        return (group[0][0], 0)
    before = [g for g in groups if g[0] and g[1] and g[1][-1] < group[1][0]]
    last = max(before, key=lambda g: g[1][-1], default=None)
    return (last[0][-1] + 0.5 if last else -1.0, group[1][0])


def rarity(every: Sequence[Clause], *, across: bool) -> Mapping[tuple[str, str], float]:
    """The weight of each feature: what few clauses have says more. Across languages words say nothing."""
    seen = Counter(f for c in every for f in set(c.features))
    base = {"word": 0.0 if across else WORD, "sense": SENSE if across else SENSE_WITHIN, "form": 0.0}
    return {f: base.get(f[0], CHECKED) * math.log((1 + len(every)) / n) for f, n in seen.items()}


def similarity(x: Clause, y: Clause, weights: Mapping[tuple[str, str], float]) -> float:
    """The inner product of two clauses; over their lengths it is their cosine."""
    fewer, more = (x.features, y.features) if len(x.features) <= len(y.features) else (y.features, x.features)
    return sum(weights[f] ** 2 * min(n, more[f]) for f, n in fewer.items() if f in more)


def length(x: Clause, weights: Mapping[tuple[str, str], float]) -> float:
    """The length of a clause's vector."""
    return math.sqrt(sum(weights[f] ** 2 * n for f, n in x.features.items())) or 1.0


def share(x: Clause, y: Clause, weights: Mapping[tuple[str, str], float]) -> float:
    """How much of a clause stands in another."""
    total = sum(weights[f] * n for f, n in x.features.items())
    return sum(weights[f] * min(n, y.features[f]) for f, n in x.features.items()) / total if total else 0.0


def chosen(alike: Sequence[Sequence[float]], enough: float) -> list[Pair]:
    """One to one, the most alike first; of equals those in the same place, and those whose neighbours are pairs."""
    n, m = len(alike), len(alike[0]) if alike else 0
    found: set[Pair] = set()
    for _ in range(2):
        scores = sorted(
            (-value, i, j)
            for i in range(n)
            for j in range(m)
            if alike[i][j] > 0
            for value in (
                alike[i][j]
                + ORDER_BONUS * (1 - abs(i / max(1, n - 1) - j / max(1, m - 1))) * alike[i][j]
                + NEIGHBOUR_BONUS * bool({(i - 1, j - 1), (i + 1, j + 1)} & found) * (alike[i][j] > enough / 2),
            )
            if value >= enough
        )
        found, rows, columns = set(), set(), set()
        for _, i, j in scores:
            if i not in rows and j not in columns:
                found.add((i, j))
                rows.add(i)
                columns.add(j)
    return sorted(found)


def in_order(groups: Sequence[Group]) -> set[Group]:
    """The groups that both texts tell in the same order: the longest rising run; all others are moved."""
    pairs = sorted((g for g in groups if g[0] and g[1]), key=lambda g: g[0][0])
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, (_, b) in enumerate(pairs):
        at = bisect_left(tails, b[0])
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(b[0])
            ends.append(n)
        else:
            tails[at], ends[at] = b[0], n
    kept = set()
    n = ends[-1] if ends else -1
    while n >= 0:
        kept.add(pairs[n])
        n = before[n]
    return kept


def described(group: Group, one: Sequence[Clause], other: Sequence[Clause], kept: set[Group], knowledge: Knowledge, *, across: bool) -> Row:
    """A group as a row. `across`: the languages are two."""
    mine, theirs = [one[i] for i in group[0]], [other[j] for j in group[1]]
    if not mine or not theirs:
        return {
            "a": list(group[0]),
            "b": list(group[1]),
            "mark": "only a" if mine else "only b",
            "moved": False,
            "differs": [],
            "words": [],
        }
    x, y = (" ".join(" ".join(c.text.split()) for c in side) for side in (mine, theirs))
    differs = list(checks(mine, theirs, knowledge, across=across))
    same = not differs if across else normal(x) == normal(y)
    return {
        "a": list(group[0]),
        "b": list(group[1]),
        "mark": "same" if same else "differs" if across else "reworded",
        "moved": group not in kept,
        "differs": differs,
        "words": [] if across or same else changes(x, y),
    }


def normal(text: str) -> str:
    """A text without case, marks and blanks."""
    return re.sub(r"\W+", " ", folded(text)).strip()


def checks(mine: Sequence[Clause], theirs: Sequence[Clause], knowledge: Knowledge, *, across: bool) -> Iterator[Row]:
    """Numbers, dates, names and contested wordings that one side has and the other lacks, and forms of one wording that do not render each other.

    Across languages a state that one text names and the other implies ("the two sides") is no difference.
    """
    for kind in ("number", "date", "name", "wording", "form", *(() if across else ("state",))):
        a, b = (sorted({value for c in side for k, value in c.features if k == kind}) for side in (mine, theirs))
        left, right = [v for v in a if v not in b], [v for v in b if v not in a]
        if kind == "form":
            if across and all(any(renders(v, w, knowledge) for w in right) for v in left):
                continue
            if not (left and right):
                continue
        if left or right:
            yield {"kind": kind, "a": [named(v, knowledge) for v in left], "b": [named(v, knowledge) for v in right]}


def named(value: str, knowledge: Knowledge) -> str:
    """An actor's name for its id; all else as it is."""
    return knowledge.actors[value].name if value in knowledge.actors else value


def renders(a: str, b: str, knowledge: Knowledge) -> bool:
    """Whether one form is known to render the other, or both render a third."""
    known = [{r.of, r.into} for c in knowledge.concepts.values() for r in c.renderings]
    linked = [link for link in known if a in link or b in link]
    return {a, b} in known or any((one - {a}) & (other - {b}) for one in linked for other in linked if a in one and b in other)


def changes(x: str, y: str) -> list[Row]:
    """What was reworded, word by word: kept, dropped and added stretches in order."""
    a, b = words_of(x), words_of(y)
    out = []
    for op, i, k, j, n in difflib.SequenceMatcher(None, [w.lower() for w in a], [w.lower() for w in b], autojunk=False).get_opcodes():
        out.append({"op": op, "a": "".join(a[i:k]), "b": "".join(b[j:n])})
    return out


def words_of(text: str) -> list[str]:
    """Words with the blanks after them, stops by themselves, Han characters one by one."""
    return re.findall(r"[\u3400-\u9fff]\s*|(?:(?![\u3400-\u9fff])[\w’'\-])+\s*|[^\w\s]\s*", text)

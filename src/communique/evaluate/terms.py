"""Score uses of contested wordings: whether each is found, whose it is, and with what stance.

Gold is a folder with uses.txt, or one with such folders of several languages (zh/terms): after a line '@ OUTLET DAY' (or 'none') paragraphs, each one text in which [[...]] marks the uses, and under it a line
'= USER STANCE; ...' for each in turn. USER is an id, 'outlet', or '?' where the text leaves it open; 'silence' is a use that the text reports as missing, '-' a text without uses.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from communique.annotate.stages import annotate
from communique.evaluate.scores import Counts, Table, share
from communique.model.article import Article
from communique.model.errors import UnreadableSource
from communique.model.findings import Findings, Term
from communique.model.span import Span
from communique.read.assemble import from_words
from communique.vocab.knowledge import Knowledge
from communique.vocab.wording import find_forms

STANCES = ("uses", "promotes", "adopts", "rejects", "mentions")
MARK = re.compile(r"\[\[(.+?)\]\]")
OPEN = "?"
OUTLET = "outlet"
SILENCE = "silence"
NONE = "-"


class Wanted(NamedTuple):
    """A gold use."""

    span: Span
    user: str
    stance: str


class Text(NamedTuple):
    """One text of a gold file and its uses."""

    line: int
    outlet: str
    published: str
    text: str
    uses: tuple[Wanted, ...]


def texts(path: Path) -> list[Text]:
    """The texts of a gold file."""
    if not path.is_file():
        raise UnreadableSource(str(path), "there is no such file", hint="A gold folder of uses holds uses.txt; see gold/en/terms/CARD.md.")
    out: list[Text] = []
    outlet, day = "", ""
    marked, line_of_text = "", 0
    for number, line in enumerate(path.read_text("utf8").splitlines(), 1):
        if line.startswith("@ "):
            outlet, day = (*line[2:].split(), "")[:2]
        elif line.startswith("= "):
            out.append(
                Text(line_of_text, "" if outlet == "none" else outlet, day, MARK.sub(r"\1", marked), wanted(path, number, marked, line[2:]))
            )
        elif line.strip() and not line.startswith("#"):
            marked, line_of_text = line, number
    return out


def wanted(path: Path, number: int, marked: str, labels: str) -> tuple[Wanted, ...]:
    """The uses of a text, placed in it without its marks; one wording may be used by several."""
    places = [Span(m.start() - 4 * n, m.start() - 4 * n + len(m[1])) for n, m in enumerate(MARK.finditer(marked))]
    said = [part.split() for part in labels.split(";")]
    if len(said) < len(places):
        raise UnreadableSource(str(path), f"{len(places)} uses and {len(said)} labels", where=f"line {number}")
    if said != [[NONE]] and any((len(s) != 2 and s != [SILENCE]) or s[-1] not in {*STANCES, SILENCE} for s in said):
        raise UnreadableSource(str(path), f"a label is not 'USER STANCE': {labels!r}", where=f"line {number}")
    # More labels than marks: all that is too much belongs to the last one.
    if said == [[NONE]]:
        return ()
    return tuple(Wanted(places[min(n, len(places) - 1)], s[0], s[-1]) for n, s in enumerate(said))


def score_folder(folder: Path, knowledge: Knowledge) -> tuple[Table, list[str], list[dict[str, object]]]:
    """Uses found, their users, their stances: all counts by text; what is wrong."""
    paths = [folder / "uses.txt"] if (folder / "uses.txt").exists() else sorted(folder.glob("*/terms/uses.txt")) or [folder / "uses.txt"]
    if len(paths) > 1:
        return pooled([score_folder(path.parent, knowledge) for path in paths], [path.parent.parent.name for path in paths])
    path = paths[0]
    gold = texts(path)
    articles = [article_of(text, knowledge) for text in gold]
    table: Table = defaultdict(list)
    misses: list[str] = []
    for text, found in zip(gold, annotate(articles, knowledge), strict=True):
        if isinstance(found, UnreadableSource):
            raise found
        for name, counts in compare(text, found, knowledge, misses).items():
            table[name].append(counts)
    # A stance that neither the gold nor we have is no class of this set.
    kept = {name: counts for name, counts in table.items() if not name.startswith("stance ") or any(c != Counts(0, 0, 0) for c in counts)}
    return kept, [f"{path.name}:{miss}" for miss in misses], []


def pooled(
    parts: Sequence[tuple[Table, list[str], list[dict[str, object]]]], languages: Sequence[str]
) -> tuple[Table, list[str], list[dict[str, object]]]:
    """The sets of several languages as one: all counts together, each miss with its language."""
    table: Table = defaultdict(list)
    for part, _, _ in parts:
        for name, counts in part.items():
            table[name] += counts
    return dict(table), [f"{code}/{miss}" for code, (_, misses, _) in zip(languages, parts, strict=True) for miss in misses], []


def article_of(text: Text, knowledge: Knowledge) -> Article:
    """A text as an article of its outlet and day."""
    made = from_words(text.text, text.published or None, knowledge)
    outlet = knowledge.outlets.get(f"media:{text.outlet}")
    return replace(made, outlet=outlet) if outlet else made


def compare(text: Text, found: Findings, knowledge: Knowledge, misses: list[str]) -> dict[str, Counts]:
    """The counts of one text."""
    silent = any(w.stance == SILENCE for w in text.uses)
    want = [w for w in text.uses if w.stance != SILENCE]
    mine = [t for t in found.terms if t.span.of(found.article.text) == t.text]
    marks, places = {w.span for w in want}, {t.span for t in mine if find_forms(t.text, knowledge)}
    out = {
        "uses found": Counts(len(marks & places), len(places), len(marks)),
        "user, where the gold names one": share([]),
        "stance": share([]),
    }
    for value in STANCES:
        out[f"stance {value}"] = Counts(0, 0, 0)
    used: set[str] = set()
    rights: list[bool] = []
    stances: list[tuple[str, str]] = []
    for w in want:
        # 'Beijing proposed [[...]], and Laos has accepted it': a second use stands where the wording is taken up.
        here = [t for t in mine if t.id not in used and (t.span == w.span or (t.span not in marks and t.user.id == w.user))]
        hit = next((t for t in here if user_of(t, found) == w.user), None) or (here[0] if here else None)
        if hit is None:
            misses.append(f"{text.line}: no use {w.user} {w.stance} of {w.span.of(text.text)!r}")
            stances.append((w.stance, ""))
            rights += [False] * (w.user != OPEN)
            continue
        used.add(hit.id)
        stances.append((w.stance, hit.stance))
        if w.user != OPEN:
            rights.append(user_of(hit, found) == w.user)
        if (w.user not in {OPEN, user_of(hit, found)}) or hit.stance != w.stance:
            misses.append(f"{text.line}: {w.span.of(text.text)!r} {w.user} {w.stance}, found {user_of(hit, found)} {hit.stance}")
    if silent:
        rights.append(bool(found.silences))
        out["silences"] = share([bool(found.silences)])
        if not found.silences:
            misses.append(f"{text.line}: silence not found, but {[(t.user.id, t.stance) for t in mine]}")
    out["user, where the gold names one"] = share(rights)
    out["stance"] = share([a == b for a, b in stances])
    for value in STANCES:
        out[f"stance {value}"] = Counts(
            sum(a == b == value for a, b in stances), sum(b == value for _, b in stances), sum(a == value for a, _ in stances)
        )
    return out


def user_of(term: Term, found: Findings) -> str:
    """The user's id; the outlet's own voice as such."""
    outlet = found.article.outlet
    own = (
        term.user.sector == "JRN"
        and (term.user.id is None or (outlet is not None and term.user.id == outlet.id))
        and term.statement is None
    )
    return OUTLET if own else term.user.id or OPEN

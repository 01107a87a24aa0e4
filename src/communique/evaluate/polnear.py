"""Attribution gold in PolNeAR's layout, and how statements are scored against it.

text/X.txt and attributions/X_<annotator>.ann (brat); the first annotator by name is gold, as is the outermost attribution alone.
Exact: a role's whole span set, edge punctuation trimmed. Token: word tokens. Overlap: half of the union of two span sets.
Linked: content overlap of half the union, and an overlapping source. Recall: half of a gold content in one statement's content.
A gold set of ours adds notes ("speaker=...; status=...; nested=yes"), which PolNeAR has not.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from communique.evaluate.scores import Counts
from communique.model.errors import UnreadableSource

ROLES = ("source", "cue", "content")
WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
Spans = list[tuple[int, int]]
Attribution = dict[str, Spans]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A gold attribution. `speaker` is None where the set does not say, and "" where the text names nobody."""

    spans: Attribution
    speaker: str | None = None
    status: str | None = None
    nested: bool = False


@dataclass(slots=True)
class Brat:
    """What the lines of one brat file hold, while they are read."""

    spans: dict[str, Spans] = field(default_factory=dict)
    events: dict[str, Attribution] = field(default_factory=dict)
    notes: dict[str, dict[str, str]] = field(default_factory=dict)


def gold(folder: Path) -> Iterator[tuple[Path, list[Marked]]]:
    """Text files with their attributions."""
    texts = sorted((folder / "text").glob("*.txt"))
    if not texts:
        raise UnreadableSource(
            str(folder), "it has no text/*.txt", hint="Give a folder with text/ and attributions/, as PolNeAR's train and dev have."
        )
    for path in texts:
        found = sorted((folder / "attributions").glob(f"{path.stem}_*.ann"))
        if found:
            yield path, attributions(found[0].read_text("utf8"))


def attributions(text: str) -> list[Marked]:
    """The attributions of one brat file."""
    brat = Brat()
    for line in text.splitlines():
        cells = line.split("\t")
        if line.startswith("T") and len(cells) > 1 and " " in cells[1]:
            places = re.findall(r"(\d+) (\d+)", cells[1].split(" ", 1)[1])
            brat.spans[cells[0]] = [(int(a), int(b)) for a, b in places]
        elif line.startswith("E") and len(cells) > 1:
            event: Attribution = defaultdict(list)
            for part in cells[1].split()[1:]:
                role, _, ref = part.partition(":")
                event[re.sub(r"\d+$", "", role).lower()] += brat.spans.get(ref, [])
            if event["content"] or event["cue"]:
                brat.events[cells[0]] = event
        elif line.startswith("#") and len(cells) > 2 and " " in cells[1]:
            pairs = (part.partition("=") for part in cells[2].split("; "))
            brat.notes[cells[1].split(" ")[1]] = {name: value for name, _, value in pairs}
    return [marked(event, brat.notes.get(name, {})) for name, event in brat.events.items()]


def marked(spans: Attribution, note: dict[str, str]) -> Marked:
    """One attribution with what its note says."""
    return Marked(spans=spans, speaker=note.get("speaker"), status=note.get("status"), nested=note.get("nested") == "yes")


def trimmed(text: str, spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """A span set without punctuation and blanks at its edges, joined where only these lie between."""
    out: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        a, b = first, last
        while a < b and not text[a].isalnum():
            a += 1
        while b > a and not text[b - 1].isalnum():
            b -= 1
        if a < b and out and not any(c.isalnum() for c in text[out[-1][1] : a]):
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        elif a < b:
            out.append((a, b))
    return tuple(out)


def characters(spans: Iterable[tuple[int, int]]) -> set[int]:
    """All places of a span set."""
    return {i for a, b in spans for i in range(a, b)}


def compare(text: str, wanted: list[Attribution], found: list[Attribution]) -> dict[str, Counts]:
    """Counts of one document for every measure."""
    out: dict[str, Counts] = {}
    words = [(m.start(), m.end()) for m in WORD.finditer(text)]
    for role in ROLES:
        g = {trimmed(text, e.get(role, [])) for e in wanted} - {()}
        p = {trimmed(text, e.get(role, [])) for e in found} - {()}
        out[f"exact {role}"] = Counts(len(g & p), len(p), len(g))
        gc, pc = characters(s for e in wanted for s in e.get(role, [])), characters(s for e in found for s in e.get(role, []))
        gw, pw = {w for w in words if w[0] in gc}, {w for w in words if w[0] in pc}
        out[f"token {role}"] = Counts(len(gw & pw), len(pw), len(gw))
        out[f"overlap {role}"] = Counts(overlapping(g, p), len(p), len(g))
    out["linked"] = Counts(len(linked(wanted, found)), len(found), len(wanted))
    return out


def overlapping(wanted: Iterable[tuple[tuple[int, int], ...]], found: Iterable[tuple[tuple[int, int], ...]]) -> int:
    """How many gold span sets share half of the union with a predicted one of their own."""
    mine, used = [characters(f) for f in sorted(found)], set()
    for one in (characters(w) for w in sorted(wanted)):
        hit = next((i for i, f in enumerate(mine) if i not in used and len(f & one) >= 0.5 * len(f | one)), None)
        if hit is not None:
            used.add(hit)
    return len(used)


def linked(wanted: list[Attribution], found: list[Attribution]) -> dict[int, int]:
    """Which gold attribution is covered by which statement, source included."""
    mine = [(characters(e["content"]), characters(e["source"])) for e in found]
    out: dict[int, int] = {}
    for k, event in enumerate(wanted):
        content, source = characters(event["content"]), characters(event["source"])
        for i, (pc, ps) in enumerate(mine):
            if i not in out.values() and content and pc and len(pc & content) >= 0.5 * len(pc | content) and (not source or source & ps):
                out[k] = i
                break
    return out


def recalled(content: Spans, found: list[Attribution]) -> bool:
    """Whether half of a gold content lies in the content of one statement."""
    wanted = characters(content)
    return max((len(characters(f["content"]) & wanted) for f in found), default=0) >= 0.5 * len(wanted)


def quotation(text: str, content: Spans) -> str:
    """direct, mixed or indirect: how much of a content stands between quotation marks."""
    body = "".join(text[a:b] for a, b in sorted(content))
    quoted = re.findall(r"[“\"][^“”\"]*[”\"]?", body)
    return "direct" if sum(map(len, quoted)) > 0.9 * max(1, len(body.strip())) else "mixed" if quoted else "indirect"

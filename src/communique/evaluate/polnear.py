"""Attribution gold in PolNeAR's layout, and how statements are scored against it.

text/X.txt and attributions/X_<annotator>.ann (brat); the first annotator by name is gold, as is the outermost attribution alone.
Exact: a role's whole span set, edge punctuation trimmed. Token: word tokens. Linked: content overlap of half the union, and an overlapping source.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from communique.evaluate.scores import Counts
from communique.model.errors import UnreadableSource

ROLES = ("source", "cue", "content")
WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
Spans = list[tuple[int, int]]
Attribution = dict[str, Spans]


def gold(folder: Path) -> Iterator[tuple[Path, list[Attribution]]]:
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


def attributions(text: str) -> list[Attribution]:
    """The attributions of one brat file."""
    spans: dict[str, Spans] = {}
    events: list[Attribution] = []
    for line in text.splitlines():
        cells = line.split("\t")
        if line.startswith("T") and len(cells) > 1 and " " in cells[1]:
            places = re.findall(r"(\d+) (\d+)", cells[1].split(" ", 1)[1])
            spans[cells[0]] = [(int(a), int(b)) for a, b in places]
        elif line.startswith("E") and len(cells) > 1:
            event: Attribution = defaultdict(list)
            for part in cells[1].split()[1:]:
                role, _, ref = part.partition(":")
                event[re.sub(r"\d+$", "", role).lower()] += spans.get(ref, [])
            if event["content"] or event["cue"]:
                events.append(event)
    return events


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
    out["linked"] = Counts(linked(wanted, found), len(found), len(wanted))
    return out


def linked(wanted: list[Attribution], found: list[Attribution]) -> int:
    """How many gold attributions a statement of its own covers, source included."""
    mine = [(characters(e["content"]), characters(e["source"])) for e in found]
    used: set[int] = set()
    for event in wanted:
        content, source = characters(event["content"]), characters(event["source"])
        for i, (pc, ps) in enumerate(mine):
            if i not in used and content and pc and len(pc & content) >= 0.5 * len(pc | content) and (not source or source & ps):
                used.add(i)
                break
    return len(used)

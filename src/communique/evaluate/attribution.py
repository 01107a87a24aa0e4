"""Score attribution on a folder in PolNeAR's layout: spans, links, recall by kind, and speakers and status where the gold has notes."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from communique.evaluate import polnear
from communique.evaluate.baseline import quoted_with_nearest_name
from communique.evaluate.findings import beside_rules
from communique.evaluate.polnear import Attribution, Marked
from communique.evaluate.scores import Counts, Table
from communique.model.findings import Statement
from communique.model.rows import plain
from communique.vocab.knowledge import Knowledge

STATUSES = ("attributed", "denied", "unsaid", "declined")
WORST = 12


def score_folder(folder: Path, knowledge: Knowledge) -> tuple[Table, list[str], list[dict[str, object]]]:
    """Every measure of ours, of the rules alone and of the nearest-name baseline; the worst articles; what was predicted."""
    wanted = dict(polnear.gold(folder))
    ours: Table = defaultdict(list)
    rules: Table = defaultdict(list)
    base: Table = defaultdict(list)
    rows: list[dict[str, object]] = []
    worst: list[tuple[float, str]] = []
    for path, (found, ruled) in zip(wanted, beside_rules(list(wanted), knowledge), strict=True):
        text, marked = found.article.text, wanted[path]
        outer = [m.spans for m in marked if not m.nested]
        mine = [spans(s) for s in found.statements if s.within is None]
        counts = polnear.compare(text, outer, mine)
        add(ours, counts)
        add(ours, recall(text, outer, mine, knowledge))
        add(ours, speakers(marked, found.statements))
        add(rules, polnear.compare(text, outer, [spans(s) for s in ruled.statements if s.within is None]), "rules alone: ")
        add(base, polnear.compare(text, outer, quoted_with_nearest_name(text)), "nearest name: ")
        rows += [{"path": str(path), "within": s.within, "spans": plain(s.spans)} for s in found.statements]
        worst.append((counts["linked"].hits / max(1, len(outer)), missing(path, text, outer, mine)))
    worst = sorted(w for w in worst if w[1])
    return {**ours, **rules, **base}, [line for _, line in worst[:WORST]], rows


def spans(statement: Statement) -> Attribution:
    """A statement as the scorer sees it."""
    return {role: list(getattr(statement.spans, role)) for role in polnear.ROLES}


def add(table: Table, counts: dict[str, Counts], prefix: str = "") -> None:
    """One document's counts."""
    for name, count in counts.items():
        table[prefix + name].append(count)


def recall(text: str, wanted: list[Attribution], found: list[Attribution], knowledge: Knowledge) -> dict[str, Counts]:
    """How many gold contents are found, by how they are quoted and by their cue; the rows' recall is what counts."""
    out: dict[str, list[bool]] = {f"recall {k}": [] for k in ("direct", "mixed", "indirect", "by speech cues", "by other cues")}
    for event in wanted:
        if event["content"]:
            hit = polnear.recalled(event["content"], found)
            out[f"recall {polnear.quotation(text, event['content'])}"].append(hit)
            out[f"recall by {'speech' if speech_cue(text, event, knowledge) else 'other'} cues"].append(hit)
    return {name: Counts(sum(hits), sum(hits), len(hits)) for name, hits in out.items()}


def speech_cue(text: str, event: Attribution, knowledge: Knowledge) -> bool:
    """Whether a cue has a verb of saying."""
    words = {w for a, b in event["cue"] for w in text[a:b].lower().split()}
    lemmas = {v for v, kind in knowledge.languages["en"].speech_verbs.items() if kind == "assert"}
    forms = {"said": "say", "told": "tell", "wrote": "write"}
    return any(
        forms.get(w, w) in lemmas or w.removesuffix("s") in lemmas or w.removesuffix("ed") in lemmas or w.removesuffix("d") in lemmas
        for w in words
    )


def speakers(wanted: list[Marked], found: Sequence[Statement]) -> dict[str, Counts]:
    """Speaker and status of the statements that are linked to gold with notes. Speaker: precision is accuracy where decided."""
    noted = [m for m in wanted if m.speaker is not None]
    if not noted:
        return {}
    pairs = polnear.linked([m.spans for m in noted], [spans(s) for s in found])
    both = [(noted[k], found[i]) for k, i in pairs.items()]
    named = [(m, s) for m, s in both if m.speaker]
    decided = [(m, s) for m, s in named if s.speaker.id]
    out = {
        "speaker": Counts(sum(s.speaker.name == m.speaker for m, s in decided), len(decided), len(named)),
        "speaker undecided": Counts(len(named) - len(decided), len(named), len(named)),
        "nobody named, and none given": Counts(
            sum(not s.speaker.id for m, s in both if m.speaker == ""),
            sum(not s.speaker.id for _, s in both),
            sum(m.speaker == "" for m, _ in both),
        ),
    }
    for status in STATUSES:
        right = sum(m.status == s.status == status for m, s in both)
        out[f"status {status}"] = Counts(right, sum(s.status == status for _, s in both), sum(m.status == status for m, _ in both))
    return out


def missing(path: Path, text: str, wanted: list[Attribution], found: list[Attribution]) -> str:
    """An article's share of linked attributions and the first one that was missed."""
    pairs = polnear.linked(wanted, found)
    lost = [e for k, e in enumerate(wanted) if k not in pairs]
    if not lost:
        return ""
    words = " ".join(text[a:b] for role in polnear.ROLES for a, b in lost[0][role])
    return f"{path.name}: {len(pairs)} of {len(wanted)} linked; missed {' '.join(words.split())[:110]!r}"

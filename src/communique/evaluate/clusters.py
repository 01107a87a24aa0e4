"""Score clusters and stories: re-reports of known happenings, and copies that are planted here.

Gold is a folder with gold.txt, one line an event mention as for `events` with one cell more, the happening that it tells. B-cubed over the gold
mentions (Bagga and Baldwin 1998): of what is put together with a mention, how much belongs there, and of what belongs there, how much is put there.
A mention that is not found stands alone.
"""

import re
import tempfile
from collections import defaultdict
from itertools import combinations
from pathlib import Path

from communique.analyse.derive import derive
from communique.evaluate import events, marked
from communique.evaluate.findings import parsed
from communique.evaluate.scores import Counts, Table
from communique.model.errors import UnreadableSource
from communique.pipeline import read_into
from communique.record.store import Record
from communique.vocab.knowledge import Knowledge

# Shares are counted in so many parts, for counts are whole numbers.
PARTS = 1000
# The cell that names the happening.
HAPPENING = 5
SENTENCE = re.compile(r"(?<=[.!?]) ")


def score_folder(folder: Path, knowledge: Knowledge) -> tuple[Table, list[str], list[dict[str, object]]]:
    """B-cubed of the clusters, and pairs of copies that share a story; what is wrongly put together or apart."""
    expected = marked.gold(folder / "gold.txt")
    bare = next(("|".join(cells) for want in expected for cells in want.events if len(cells) <= HAPPENING or not cells[HAPPENING]), None)
    if bare is not None:
        raise UnreadableSource(
            str(folder / "gold.txt"), f"no happening is named at the end of {bare!r}", hint="See gold/en/clusters/CARD.md."
        )
    paths = [folder / e.path for e in expected]
    with tempfile.TemporaryDirectory() as made:
        copies = plant(paths, Path(made) / "texts")
        with Record(Path(made) / "record.db", writable=True) as record:
            read_into(record, [Path(made) / "texts"], knowledge)
            derive(record, knowledge)
            document = {Path(path).name: d for d, path in record.rows("SELECT id, path FROM documents")}
            story = dict(record.rows("SELECT id, story FROM documents"))
            # Ids hang on names and content, which the planted originals share with the gold's own files.
            cluster = dict(record.rows("SELECT mention, cluster FROM clusters"))
    told: list[tuple[str, str, str]] = []
    for want, (found, sentences) in zip(expected, parsed(paths, knowledge), strict=True):
        gold = [events.wanted(found.article.text, cells, [s.span for s in sentences], want.path) for cells in want.events]
        pairs = events.paired(gold, found.events, whole=False)
        for k, (cells, line) in enumerate(zip(want.events, gold, strict=True)):
            name = f"{want.path}: {line.type} {line.place.of(found.article.text)!r}"
            told.append((name, cells[HAPPENING], cluster[pairs[k].id] if k in pairs else name))
    table, misses = b_cubed(told)
    return table | stories(copies, {name: story[d] for name, d in document.items()}), misses, []


def b_cubed(told: list[tuple[str, str, str]]) -> tuple[Table, list[str]]:
    """(mention, happening, cluster) -> precision, recall and F1; the mentions that are not where they belong."""
    happenings: dict[str, set[str]] = defaultdict(set)
    clusters: dict[str, set[str]] = defaultdict(set)
    for name, happening, cluster in told:
        happenings[happening].add(name)
        clusters[cluster].add(name)
    right: dict[str, list[float]] = {"precision": [], "recall": []}
    misses: list[str] = []
    for name, happening, cluster in told:
        both = len(happenings[happening] & clusters[cluster])
        right["precision"].append(both / len(clusters[cluster]))
        right["recall"].append(both / len(happenings[happening]))
        apart, added = happenings[happening] - clusters[cluster], clusters[cluster] - happenings[happening]
        misses += [f"{name}: not with {other}" for other in sorted(apart) if other > name]
        misses += [f"{name}: together with {other}" for other in sorted(added) if other > name]
    mean = {k: sum(v) / max(1, len(v)) for k, v in right.items()}
    f1 = 2 * mean["precision"] * mean["recall"] / max(1e-9, mean["precision"] + mean["recall"])
    table: Table = {f"clusters, B-cubed {k}": [Counts(round(PARTS * x), PARTS, PARTS) for x in v] for k, v in right.items()}
    return table | {"clusters, B-cubed F1": [Counts(round(PARTS * f1), PARTS, PARTS)]}, misses


def plant(paths: list[Path], folder: Path) -> dict[str, str]:
    """Write each text and two copies of every second one, as papers print them: name -> the text it is a copy of."""
    folder.mkdir(parents=True)
    out: dict[str, str] = {}
    for n, path in enumerate(sorted(paths)):
        try:
            text = path.read_text("utf8")
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableSource(str(path), f"it cannot be read ({error})", hint="gold.txt names it.") from error
        (folder / path.name).write_text(text, encoding="utf8")
        out[path.name] = path.name
        head, body = text.split("---\n", 2)[1:] if text.startswith("---\n") and text.count("---\n") > 1 else ("", text)
        if n % 2:
            continue
        sentences = SENTENCE.split(body.strip())
        cut = f"OSLO (Northern Press) - {' '.join(sentences[: max(2, -(-2 * len(sentences) // 3))])}\n\nAll rights reserved.\n"
        edited = (
            body.replace("ise", "ize").replace(" said", " has said").replace("Tuesday", "Tues.").strip()
            + "\n\nAdditional reporting by our staff.\n"
        )
        for kind, copy in (("cut", cut), ("edited", edited)):
            name = f"{path.stem}-{kind}.md"
            (folder / name).write_text(f"---\n{head}outlet: The {kind.title()} Courier\n---\n{copy}", encoding="utf8")
            out[name] = path.name
    return out


def stories(copies: dict[str, str], story: dict[str, str]) -> Table:
    """Pairs of documents that share a story against pairs that are copies of one text."""
    same = {pair for pair in combinations(sorted(copies), 2) if copies[pair[0]] == copies[pair[1]]}
    found = {pair for pair in combinations(sorted(copies), 2) if story[pair[0]] == story[pair[1]]}
    return {"stories, pairs of copies": [Counts(len(same & found), len(found), len(same))]}

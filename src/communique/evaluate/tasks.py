"""The tasks of `communique evaluate`: a gold set on disk -> scores, worst cases first, beside a dumb baseline."""

import csv
import json
import tomllib
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

from communique.annotate.parse import pipeline
from communique.evaluate import (
    actors,
    attribution,
    clusters,
    compared,
    disagreements,
    events,
    forecasts,
    marked,
    plover,
    promises,
    reviewed,
    terms,
)
from communique.evaluate.findings import findings
from communique.evaluate.scores import Score, Table, score
from communique.model.errors import CommuniqueError, UnreadableSource
from communique.model.rows import cell
from communique.vocab.knowledge import Knowledge
from communique.vocab.load import load

MOST_SHOWN = 20


def run(task: str, gold: Path, predictions: Path | None, floors: Path | None = None, *, as_json: bool) -> bool:
    """Score a task and print it; False if a score is under its floor."""
    if task not in TASKS:
        raise CommuniqueError(f"there is no task {task!r}.", hint=f"There is: {', '.join(TASKS)}.")
    pipeline()
    table, misses, rows = TASKS[task](gold, load())
    scores = {name: score(counts) for name, counts in table.items()}
    if predictions is not None:
        write(rows, predictions)
    macro = plover.macros([(name, s.f1) for name, s in scores.items()])
    if as_json:
        print(json.dumps({name: s.row() for name, s in scores.items()} | {"macro": macro} | {"misses": misses}, ensure_ascii=False))
        return not under(task, scores, floors)
    print(f"{'measure':<34}{'P':>7}{'R':>7}{'F1':>7}   95% of F1        gold")
    for name, s in scores.items():
        print(f"{name:<34}{s.precision:>7.3f}{s.recall:>7.3f}{s.f1:>7.3f}   {s.low:.3f} to {s.high:.3f}{s.gold:>8}")
    for level, value in macro.items():
        print(f"macro-F1 {level:<10}{value:>7.2f}")
    for miss in misses[:MOST_SHOWN]:
        print("  " + miss)
    if len(misses) > MOST_SHOWN:
        print(f"  and {len(misses) - MOST_SHOWN} more; --json lists all.")
    low = under(task, scores, floors)
    for line in low:
        print(line)
    return not low


def write(rows: list[dict[str, object]], path: Path) -> None:
    """What was predicted: a table where the path ends in .csv, else statements.jsonl in a folder."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf8", newline="") as stream:
            table = csv.writer(stream)
            table.writerow(list(rows[0]) if rows else [])
            table.writerows([cell(str(v)) for v in row.values()] for row in rows)
        return
    path.mkdir(parents=True, exist_ok=True)
    (path / "statements.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf8")


def under(task: str, scores: dict[str, Score], floors: Path | None) -> list[str]:
    """The measures whose F1 is under the floor that a file sets."""
    wanted = tomllib.loads(floors.read_text("utf8")).get(task, {}) if floors else {}
    return [f"{name}: F1 {scores[name].f1:.3f} is under its floor {floor}" for name, floor in wanted.items() if scores[name].f1 < floor]


Scored = tuple[Table, list[str], list[dict[str, object]]]


def record(folder: Path, knowledge: Knowledge) -> Scored:
    """The project's own gold: whole statements and whole events, right in every part or wrong."""
    expected = marked.gold(folder / "gold.txt")
    corpus = next((p / "examples" / "corpus" for p in folder.resolve().parents if (p / "examples" / "corpus").is_dir()), None)
    if corpus is None:
        raise UnreadableSource(str(folder), "the corpus of this gold (examples/corpus) is not in a folder above it")
    table: Table = defaultdict(list)
    misses: list[str] = []
    for want, found in zip(expected, findings([corpus / e.path for e in expected], knowledge), strict=True):
        table["statements, all parts right"].append(marked.statement_counts(want, found, misses))
        events, dates = marked.event_counts(want, found, misses)
        table["events, all parts right"].append(events)
        table["dates of the events found"].append(dates)
    return dict(table), misses, []


TASKS: Mapping[str, Callable[[Path, Knowledge], Scored]] = {
    "actors": actors.score_file,
    "attribution": attribution.score_folder,
    "clusters": clusters.score_folder,
    "commitments": promises.score_folder,
    "compare": compared.score_folder,
    "conflicts": disagreements.score_folder,
    "events": events.score_folder,
    "forecasts": forecasts.score_folder,
    "plover": lambda path, _: plover.score_table(path),
    "record": record,
    "reviewed": reviewed.score_folder,
    "terms": terms.score_folder,
}

"""Agreement of the two passes over the attribution gold: second/ against the same texts of marked/, by the scorer's own measures.

usage: python gold/agreement.py [gold/en/attribution]
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

from build import parse, share_sources

from communique.evaluate import polnear
from communique.evaluate.scores import Counts, score

SHOWN = ("exact source", "exact cue", "exact content", "token source", "token cue", "token content", "linked")


def texts_of(folder: Path) -> dict[str, tuple[str, dict[int, dict]]]:
    """Every marked text of a folder, parsed."""
    out = {}
    for path in sorted(folder.glob("*.txt")):
        for part in re.split(r"(?m)^# (?=[\w-]+$)", path.read_text("utf8"))[1:]:
            name, _, marked = part.partition("\n")
            text, found = parse(marked.strip() + "\n")
            share_sources(text, found)
            out[name] = (text, {n: o for n, o in found.items() if o["c"]})
    return out


def spans(one: dict) -> polnear.Attribution:
    """A marked statement as the scorer sees it."""
    return {"source": one["s"], "cue": one["c"], "content": one["t"]}


def main() -> None:
    """Print F1 of the second pass against the first, and how often the linked ones name one speaker."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "en" / "attribution"
    first, second = texts_of(folder / "marked"), texts_of(folder / "second")
    table, same = defaultdict(list), []
    for name, (text, found) in second.items():
        if first[name][0] != text:
            raise SystemExit(f"{name}: the two passes have different texts")
        a, b = list(first[name][1].values()), list(found.values())
        for measure, counts in polnear.compare(text, [spans(o) for o in a], [spans(o) for o in b]).items():
            table[measure].append(counts)
        pairs = polnear.linked([spans(o) for o in a], [spans(o) for o in b])
        same += [(a[k]["speaker"] or "") == (b[i]["speaker"] or "") for k, i in pairs.items()]
    table["speaker"] = [Counts(sum(same), len(same), len(same))]
    print(f"{len(second)} texts, {sum(len(f) for _, f in second.values())} statements in the second pass")
    for name in (*SHOWN, "speaker"):
        got = score(table[name])
        print(f"{name:<16}F1 {got.f1:.3f}  ({got.low:.3f} to {got.high:.3f})")


if __name__ == "__main__":
    main()

"""How far two labellings of the same articles agree: F1 of types, and of types with both sides, one mention each within a sentence.

usage: python gold/event_agreement.py FOLDER [OTHER]     # FOLDER holds gold.txt, OTHER (again.txt) and text/
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from communique.evaluate import marked
from communique.evaluate.events import Wanted, codes, wanted
from communique.evaluate.findings import parsed
from communique.vocab.load import load


def pairs(ours: Sequence[Wanted], theirs: Sequence[Wanted], *, whole: bool) -> list[tuple[Wanted, Wanted]]:
    """Mentions of one type in one sentence, those whose words meet first; `whole`: with the same sides."""
    left, out = list(theirs), []
    for same_words in (True, False):
        for one in ours:
            if any(one is mine for mine, _ in out):
                continue
            fits = (
                t
                for t in left
                if t.type == one.type
                and t.sentence == one.sentence
                and (t.place.overlaps(one.place) or not same_words)
                and (not whole or [codes(t.actors), codes(t.recipients)] == [codes(one.actors), codes(one.recipients)])
            )
            if (found := next(fits, None)) is not None:
                left = [t for t in left if t is not found]
                out.append((one, found))
    return out


def main() -> None:
    """Print both."""
    folder, other = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "again.txt"
    ours, theirs = marked.gold(folder / "gold.txt"), {g.path: g for g in marked.gold(folder / other)}
    counts, total, realis = {False: 0, True: 0}, 0, 0
    for want, (found, sentences) in zip(ours, parsed([folder / g.path for g in ours], load()), strict=True):
        places, text = [s.span for s in sentences], found.article.text
        a, b = ([wanted(text, cells, places, g.path) for cells in g.events] for g in (want, theirs[want.path]))
        total += len(a) + len(b)
        for whole in counts:
            counts[whole] += len(pairs(a, b, whole=whole))
        realis += sum(x.realis == y.realis for x, y in pairs(a, b, whole=False))
    print(
        f"type {2 * counts[False] / total:.3f}  type and both parties {2 * counts[True] / total:.3f}  realis {realis / counts[False]:.3f}  of {total / 2:.0f} mentions"
    )


if __name__ == "__main__":
    main()

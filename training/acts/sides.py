"""Train the trees that weigh who acts and whom it is done to: gold articles -> signs of each party around each act -> sides.npz and signs.json.

usage: python training/acts/sides.py WEIGHTS_DIR GOLD_FOLDER... [--held GOLD_FOLDER]
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
from prepare import Desk
from sklearn.ensemble import HistGradientBoostingClassifier

from communique.annotate.neural.acts import head_word
from communique.annotate.neural.weigh import LEAST, SURE
from communique.annotate.neural.words import words_of
from communique.annotate.sides import about, look_around, signs_of
from communique.annotate.told import Told
from communique.evaluate import events, marked
from communique.evaluate.findings import parsed
from communique.vocab.load import load

# A sign that is seen less often says nothing.
SEEN = 8
SIDES = ("actors", "recipients")


def examples(folder: Path, knowledge, desk: Desk) -> list[dict]:
    """For each gold act the signs of every party around it, for either side, and the codes that are on it."""
    expected, out = marked.gold(folder / "gold.txt"), []
    for want, (found, sentences) in zip(expected, parsed([folder / e.path for e in expected], knowledge), strict=True):
        reading, resolver, told = desk.reading, desk.resolver, []
        words = words_of(reading.article, sentences, reading.quotations)
        lines = [events.wanted(found.article.text, cells, [s.span for s in sentences], want.path) for cells in want.events]
        for line in sorted(lines, key=lambda w: w.place.start):
            k = head_word(words, line.place.start, line.place.end)
            token, sentence = words.tokens[k], reading.sentence_at(int(words.start[k]))
            scene, here = look_around(resolver, sentence, token), resolver.index[id(sentence)]
            ruled = next((e for e in reading.events if e.sentence == sentence.span and e.span.start <= words.start[k] < e.span.end), None)
            if ruled is not None:
                scene.tell_rule(ruled, line.type)
            actors, recipients = (frozenset(events.codes(side)) for side in (line.actors, line.recipients))
            kind = about(line.type, line.mode)
            seen = {"actors": signs_of(scene, told, here, None), "recipients": signs_of(scene, told, here, actors)}
            out.append(
                {
                    "right": {"actors": actors, "recipients": recipients},
                    "signs": {n: {c: s | kind for c, s in v.items()} for n, v in seen.items()},
                }
            )
            told.append(Told(sentence=here, type=line.type, lemma=token.lemma_.lower(), actors=actors, recipients=recipients))
    return out


def table(rows: list[dict], side: str, place: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Signs as a matrix, and whether each party is on the side."""
    parts = [(signs, code in row["right"][side]) for row in rows for code, signs in sorted(row["signs"][side].items())]
    seen = np.zeros((len(parts), len(place)), np.float32)
    for n, (signs, _) in enumerate(parts):
        seen[n, [place[s] for s in signs if s in place]] = 1
    return seen, np.array([right for _, right in parts])


def arrays(trees: HistGradientBoostingClassifier) -> dict[str, np.ndarray]:
    """Trees over signs that are there or not: each node's sign and its two next nodes, a leaf being its own; and each leaf's worth."""
    nodes = [one.nodes for (one,) in trees._predictors]
    size = max(map(len, nodes))
    out = {
        name: np.zeros((len(nodes), size), kind)
        for name, kind in (("sign", np.int16), ("absent", np.int16), ("present", np.int16), ("worth", np.float32))
    }
    for n, tree in enumerate(nodes):
        own, leaf = np.arange(len(tree)), tree["is_leaf"] > 0
        out["sign"][n, : len(tree)] = np.where(leaf, 0, tree["feature_idx"])
        out["absent"][n, : len(tree)] = np.where(leaf, own, tree["left"])
        out["present"][n, : len(tree)] = np.where(leaf, own, tree["right"])
        out["worth"][n, : len(tree)] = np.where(leaf, tree["value"], 0)
    return out | {"base": np.float32(trees._baseline_prediction.ravel()[0])}


def main() -> None:
    """Fit, score on what is held apart, and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--held", type=Path)
    args = parser.parse_args()
    desk, knowledge = Desk(), load()
    rows = [r for f in args.folders for r in examples(f, knowledge, desk)]
    held = examples(args.held, knowledge, desk) if args.held else []
    names, right, stored = {}, {}, {}
    for side in SIDES:
        counts = Counter(s for r in rows for signs in r["signs"][side].values() for s in signs)
        names[side] = sorted(s for s, n in counts.items() if n >= SEEN)
        place = {s: n for n, s in enumerate(names[side])}
        seen, wanted = table(rows, side, place)
        trees = HistGradientBoostingClassifier(
            max_iter=300, learning_rate=0.06, max_leaf_nodes=8, max_features=0.3, min_samples_leaf=12, l2_regularization=1, random_state=0
        ).fit(seen, wanted)
        stored |= {f"{side}_{name}": values for name, values in arrays(trees).items()}
        right[side] = []
        for row in held:
            codes = sorted(row["signs"][side])
            chances = trees.predict_proba(table([row], side, place)[0])[:, 1] if codes else np.zeros(0)
            chosen = {c for c, p in zip(codes, chances, strict=True) if p > SURE}
            if not chosen and codes and chances.max() > LEAST:
                chosen = {codes[int(chances.argmax())]}
            right[side].append(chosen == row["right"][side])
    np.savez_compressed(args.out / "sides.npz", **stored)
    (args.out / "signs.json").write_text(json.dumps(names) + "\n", encoding="utf8")
    if held:
        both = np.mean([a and r for a, r in zip(right["actors"], right["recipients"], strict=True)])
        print({s: round(float(np.mean(right[s])), 3) for s in SIDES}, "both", round(float(both), 3), len(rows), "acts")
    print(f"{(args.out / 'sides.npz').stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()

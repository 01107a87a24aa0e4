"""Let the teacher say who acts and who suffers in windows of which nobody has said it; the acts are those of the rules and of the shipped weights.

usage: python training/acts/label.py teacher.pt student.pt SOFT.jsonl PLAIN.jsonl ... --mpnet MPNET_DIR --model BERT_DIR --acts acts0.pt acts1.pt acts2.pt
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from passage import Reader, arguments, chosen, student_of, suffering, teacher_of, whole

from communique.annotate.judge import TOLD
from communique.annotate.neural.acts import Acts, acts
from communique.annotate.neural.coder import TYPES
from communique.annotate.neural.model import inputs
from communique.annotate.told import Told

BATCH = 12


def asked(network: Acts, row: dict) -> list[tuple[int, int]]:
    """Word and type of each act of a window."""
    given = inputs(network.pieces, network.pieces.of(row["texts"]), np.array(row["features"]))
    scores = network.session.run(["said"], given)[0][0][:, : len(TYPES)]
    chances = np.exp(scores - scores.max(1, keepdims=True))
    likely = 1 - chances[:, 0] / chances.sum(1)
    found = dict(row["ruled"]) | {int(i): 1 + int(scores[i, 1:].argmax()) for i in (likely >= TOLD).nonzero()[0]}
    return sorted(found.items())


def labelled(readers: tuple[Reader, Reader], rows: list[dict]) -> Iterator[dict]:
    """The rows with what the teacher says; after what a student says of the acts before, for it hangs on them."""
    found: dict[tuple[int, int], Told] = {}
    soft: list[list] = []
    for reader in readers:
        rows = [
            r | {"told": [[found[n, k] for k in range(j) if (n, k) in found] for j in range(len(r["asked"]))]} for n, r in enumerate(rows)
        ]
        soft = [[None] * len(r["asked"]) for r in rows]
        with torch.no_grad():
            for n, j, codes, names, odds in reader.acts(rows, reader.said(rows)[0]):
                at, kind = rows[n]["asked"][j]
                acting = whole(names, odds[:, 0])
                actors = chosen(codes, acting)
                done = suffering(rows[n], j, names, odds, actors)
                found[n, j] = Told(
                    sentence=rows[n]["sentences"][at], type=TYPES[kind], lemma="", actors=actors, recipients=chosen(codes, done)
                )
                soft[n][j] = [[round(float(o), 2) for o in side] for side in (acting, done)] + [sorted(actors)]
    for row, said in zip(rows, soft, strict=True):
        told = [[[t.sentence, t.type, sorted(t.actors), sorted(t.recipients)] for t in before] for before in row["told"]]
        yield row | {"soft": said, "told": told}


def main() -> None:
    """Label."""
    parser = argparse.ArgumentParser()
    arguments(parser)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("student", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("windows", type=Path, nargs="+")
    args = parser.parse_args()
    network, runs = acts(), {path: torch.load(path, weights_only=True) for path in (args.student, args.teacher)}
    readers = (student_of(args, runs[args.student]["low"]), teacher_of(args, runs[args.teacher]["low"]))
    for reader, run in zip(readers, runs.values(), strict=True):
        reader.network.load_state_dict(run["state"], strict=False)
        reader.network.eval()
    rows = [json.loads(line) for path in args.windows for line in path.open(encoding="utf8")]
    rows = [r | {"asked": asked(network, r)} for r in rows if any(r["codes"])]
    rows = sorted((r for r in rows if r["asked"]), key=lambda r: len(r["texts"]))
    with args.out.open("w", encoding="utf8") as out:
        for k in range(0, len(rows), BATCH):
            for row in labelled(readers, rows[k : k + BATCH]):
                out.write(json.dumps(row) + "\n")
    print(len(rows), "windows,", sum(len(r["asked"]) for r in rows), "acts")


if __name__ == "__main__":
    main()

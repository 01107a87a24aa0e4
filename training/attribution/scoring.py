"""Score a network on prepared windows, with the measures of `communique evaluate attribution`."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import torch

from communique.annotate.neural import decode
from communique.evaluate import polnear
from communique.evaluate.scores import score as summed


def attributions(row, said: np.ndarray, tables: dict[str, np.ndarray]) -> list[polnear.Attribution]:
    """The attributions of one prepared window; views of anchors that are not gold are looked up in `every`."""
    jobs = decode.candidates(said)
    pairs = [
        decode.scores(
            said, p, tuple(row[f"every_{k}"][p].astype(np.int64) for k in ("paths", "distances", "crossings")), row["turns"], tables
        )
        for p in jobs
    ]
    roles = decode.with_content([u for u, _ in pairs], [s for _, s in pairs])
    found = decode.settled([a for p, r in zip(jobs, roles, strict=True) for a in decode.likely(said, p, r)])
    names = {"source": decode.SOURCE, "cue": decode.CUE, "content": decode.CONTENT}
    return [{n: [(int(row["start"][a]), int(row["end"][b - 1])) for a, b in one.words(r)] for n, r in names.items()} for one in found]


def score(network, rows, gold: Path) -> dict[str, float]:
    """F1 of every measure over the articles of `rows`."""
    from train import collate

    network.eval()
    tables = {k: getattr(network, k).detach().numpy() for k in ("path", "distance", "crossing", "path_code", "transition")}
    found = defaultdict(list)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]["ids"]))
    with torch.no_grad():
        for k in range(0, len(order), 16):
            part = [rows[i] for i in order[k : k + 16]]
            batch = collate(part)
            with torch.autocast("cpu", torch.bfloat16):
                said = network(batch["ids"], batch["features"], batch["mask"], batch["first"]).float().numpy()
            for row, heads in zip(part, said, strict=True):
                found[str(row["stem"])] += attributions(row, heads[: len(row["count"])], tables)
    table = defaultdict(list)
    for path, wanted in polnear.gold(gold):
        with path.open(encoding="utf8", newline="") as stream:
            text = stream.read()
        for name, counts in polnear.compare(text, [m.spans for m in wanted], found[path.stem]).items():
            table[name].append(counts)
    return {name: round(summed(counts).f1, 4) for name, counts in table.items()}

"""Train the event network: sentences with marked source and target -> a PLOVER type. Cross-validated, or on everything.

usage: python training/events/train.py PLV_train.tsv MODEL_DIR [--folds 0 1 2 3 4] [--out event.pt]
"""

import argparse
import csv
import json
import math
import random
import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from communique.annotate.neural.coder import TYPES, pieces_of
from communique.annotate.neural.pieces import Pieces
from communique.evaluate.plover import FOLD, judged, macros
from communique.evaluate.scores import prf

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "attribution"))
from network import Network, load_encoder

# The average of the weights takes a sample every so many steps.
EVERY = 8


class EventNetwork(nn.Module):
    """A small BERT read at its first piece, at the opening marks, and on average."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Network(dropout=dropout)
        self.inner = nn.Linear(4 * 384, 384)
        self.out = nn.Linear(384, len(TYPES))
        self.dropout = dropout

    def forward(self, ids, mask, places):
        """(batch, pieces) ids and mask; places: (batch, 2) of the opening marks -> (batch, types)."""
        features = torch.zeros(*ids.shape, 6, dtype=torch.int64)
        x = self.encoder.encode(ids, features, mask)
        many = torch.arange(len(ids))
        mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        seen = torch.cat([x[:, 0], mean.to(x.dtype), x[many, places[:, 0]], x[many, places[:, 1]]], -1)
        seen = functional.dropout(seen, 2 * self.dropout, self.training)
        return self.out(functional.dropout(functional.gelu(self.inner(seen)), self.dropout, self.training))


def collate(rows):
    """ids, mask, places, wanted types."""
    size = max(len(r["ids"]) for r in rows)
    ids, mask = torch.zeros(len(rows), size, dtype=torch.int64), torch.zeros(len(rows), size)
    wanted = torch.zeros(len(rows), len(TYPES))
    for n, row in enumerate(rows):
        ids[n, : len(row["ids"])] = torch.tensor(row["ids"])
        mask[n, : len(row["ids"])] = 1
        for t in row["types"]:
            wanted[n, TYPES.index(t)] = 1
    return ids, mask, torch.tensor([r["places"] for r in rows]), wanted


def scores(gold, found):
    """Macro-F1 x 100 of binary, quad and root by the paper's folding."""
    table = defaultdict(list)
    pairs = [(FOLD.get(g, g), FOLD.get(p, p)) for g, p in zip(gold, found, strict=True)]
    for g, p in pairs:
        for name, counts in judged(g, p, {g for g, _ in pairs}).items():
            table[name].append(counts)
    return macros([(name, prf(counts)[2]) for name, counts in table.items()])


def fit(train, own, args, seed):
    """A trained network: some epochs on our own sentences, then on both."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    network = EventNetwork()
    load_encoder(network.encoder, load_file(args.model / "model.safetensors"))
    for table in network.encoder.extra:
        nn.init.zeros_(table.weight)
        table.weight.requires_grad_(False)
    plan = [rng.sample(own, len(own)) for _ in range(args.first)]
    plan += [rng.sample(train, len(train)) + rng.sample(own, min(len(own), args.beside)) for _ in range(args.epochs)]
    steps = sum(math.ceil(len(p) / args.size) for p in plan)
    encoder = [p for n, p in network.named_parameters() if n.startswith("encoder") and p.requires_grad]
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder")]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": args.rate}, {"params": heads, "lr": args.rate * 5}], weight_decay=0.01, fused=True
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda t: min((t + 1) / (0.06 * steps), max(0.0, 1 - t / steps)))
    average = {k: v.clone() for k, v in network.state_dict().items()}
    done = 0
    for part in plan:
        rng.shuffle(part)
        network.train()
        for k in range(0, len(part), args.size):
            rows = part[k : k + args.size]
            ids, mask, places, wanted = collate(rows)
            with torch.autocast("cpu", torch.bfloat16):
                said = network(ids, mask, places)
            logs = functional.log_softmax(said.float(), -1)
            right = torch.logsumexp(logs.masked_fill(wanted == 0, -1e9), -1)
            weight = torch.tensor([r["weight"] for r in rows])
            loss = (-(0.9 * right + 0.1 * logs.mean(-1)) * weight).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            done += 1
            if done % EVERY == 0:
                with torch.no_grad():
                    for name, v in network.state_dict().items():
                        average[name].lerp_(v, 1 - min(0.92, done / (done + 80)))
    network.load_state_dict(average)
    return network


def chances(network, rows):
    """(rows, types) probabilities."""
    network.eval()
    out = []
    with torch.no_grad():
        for k in range(0, len(rows), 32):
            ids, mask, places, _ = collate(rows[k : k + 32])
            with torch.autocast("cpu", torch.bfloat16):
                out.append(functional.softmax(network(ids, mask, places).float(), -1))
    return torch.cat(out).numpy()


def read(path, pieces, label, weight=1.0):
    """Rows of a table of marked sentences."""
    csv.field_size_limit(10**9)
    out = []
    with path.open(encoding="utf8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            ids, places = pieces_of(row["marked_sentence"], pieces)
            kind = row[label]
            types = ("CONCEDE", "RETREAT") if kind == "YIELD" else (kind,)
            out.append({"ids": ids, "places": places, "types": types, "type": kind, "weight": weight})
    return out


def main() -> None:
    """Cross-validate, then fit on everything if asked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("table", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--own", type=Path, default=Path("gold/en/plover/sentences.tsv"))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--folds", type=int, nargs="*", default=[])
    parser.add_argument("--first", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--beside", type=int, default=400)
    parser.add_argument("--weight", type=float, default=0.5)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--size", type=int, default=16)
    parser.add_argument("--seeds", type=int, default=1)
    args = parser.parse_args()
    pieces = Pieces(args.model / "vocab.txt")
    rows = read(args.table, pieces, "gold_root")
    own = read(args.own, pieces, "type", args.weight)
    order = np.random.default_rng(0).permutation(len(rows))
    gold, found = [], []
    for fold in args.folds:
        begun = time.time()
        held = [rows[i] for i in order[fold::5]]
        train = [rows[i] for k in range(5) if k != fold for i in order[k::5]]
        chance = sum(chances(fit(train, own, args, 10 * fold + s), held) for s in range(args.seeds))
        chance[:, 0] = 0
        chance[:, TYPES.index("CONCEDE")] += chance[:, TYPES.index("RETREAT")]
        mine, theirs = [TYPES[i] for i in chance.argmax(1)], [r["type"] for r in held]
        gold += theirs
        found += mine
        print(fold, json.dumps(scores(theirs, mine)), f"{time.time() - begun:.0f} s", flush=True)
    if args.folds:
        print("all", json.dumps(scores(gold, found)), flush=True)
        pairs = [(g, FOLD.get(p, p)) for g, p in zip(gold, found, strict=True) if g != FOLD.get(p, p)]
        print(sorted(((pairs.count(p), *p) for p in set(pairs)), reverse=True)[:25])
    if args.out:
        torch.save(fit(rows, own, args, 0).state_dict(), args.out)


if __name__ == "__main__":
    main()

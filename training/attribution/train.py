"""Train the attribution network: prepared arrays and a BERT's weights -> a checkpoint.

usage: python training/attribution/train.py TRAIN.npz DEV.npz MODEL_DIR OUT.pt [--epochs 8] [--seed 0]
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from network import ROLES, Network, crf_loss, dropped, load_encoder
from safetensors.torch import load_file
from scoring import score
from torch.nn import functional

CLS, SEP = 101, 102


def rows_of(path: Path) -> list[dict[str, np.ndarray]]:
    """The windows of a split."""
    with np.load(path) as store:
        rows: list[dict[str, np.ndarray]] = [{} for _ in range(int(store["rows"]))]
        for name in store.files:
            if "/" in name:
                number, field = name.split("/")
                rows[int(number)][field] = store[name]
    return rows


def collate(rows: list[dict[str, np.ndarray]]) -> dict[str, torch.Tensor]:
    """Pad windows into one batch; anchors of all windows stand in one list, `home` says whose they are."""
    pieces = max(len(r["ids"]) for r in rows) + 2
    words = max(len(r["count"]) for r in rows)
    anchors = sum(len(r["anchors"]) for r in rows)
    out = {
        "ids": np.zeros((len(rows), pieces), np.int64),
        "features": np.zeros((len(rows), pieces, 6), np.int64),
        "mask": np.zeros((len(rows), pieces), np.int64),
        "first": np.zeros((len(rows), words), np.int64),
        "turns": np.zeros((len(rows), words), np.int64),
        "is_anchor": np.full((len(rows), words), -1.0, np.float32),
        "home": np.zeros(anchors, np.int64),
        "anchor": np.zeros(anchors, np.int64),
        "length": np.zeros(anchors, np.int64),
        **{k: np.zeros((anchors, words), np.int64) for k in ("roles", "paths", "distances", "crossings")},
    }
    at = 0
    for n, row in enumerate(rows):
        ids, count = row["ids"], row["count"].astype(np.int64)
        out["ids"][n, : len(ids) + 2] = [CLS, *ids, SEP]
        out["mask"][n, : len(ids) + 2] = 1
        out["features"][n, 1 : len(ids) + 1] = np.repeat(row["features"], count, axis=0)
        out["first"][n, : len(count)] = 1 + np.concatenate(([0], np.cumsum(count)[:-1]))
        out["turns"][n, : len(count)] = row["turns"]
        out["is_anchor"][n, : len(count)] = 0
        out["is_anchor"][n, row["anchors"]] = 1
        many = len(row["anchors"])
        out["home"][at : at + many] = n
        out["anchor"][at : at + many] = row["anchors"]
        out["length"][at : at + many] = len(count)
        for k in ("roles", "paths", "distances", "crossings"):
            out[k][at : at + many, : len(count)] = row[k]
        at += many
    return {k: torch.from_numpy(v) for k, v in out.items()}


def batches(rows: list[dict[str, np.ndarray]], size: int, rng: np.random.Generator) -> list[list[dict[str, np.ndarray]]]:
    """Windows of like length together, in random order."""
    order = sorted(rng.permutation(len(rows)), key=lambda i: len(rows[i]["ids"]) + rng.integers(0, 40))
    out = [[rows[i] for i in order[k : k + size]] for k in range(0, len(order), size)]
    rng.shuffle(out)
    return out


def loss_of(network: Network, batch: dict[str, torch.Tensor]) -> tuple[torch.Tensor, float, float]:
    """Anchors by cross-entropy, roles by the CRF, and beside them, for each word, whether it has a role in any attribution."""
    with torch.autocast("cpu", torch.bfloat16):
        x = network.encode(batch["ids"], batch["features"], batch["mask"])
        x = torch.gather(x, 1, batch["first"][..., None].expand(-1, -1, x.shape[-1]))
        x = dropped(x, network.dropout, network.training)
    said = network.heads(x.float())
    real = batch["is_anchor"] >= 0
    anchor = functional.binary_cross_entropy_with_logits(said[..., 0][real], batch["is_anchor"][real], reduction="sum") / len(batch["ids"])
    roles = torch.zeros(())
    if len(batch["home"]):
        unary, step = network.scores(said, batch)
        roles = crf_loss(unary, step, batch["roles"], batch["length"]).sum() / len(batch["ids"])
    wanted = torch.zeros(*batch["is_anchor"].shape, ROLES)
    for role in range(ROLES):
        wanted[..., role].index_reduce_(0, batch["home"], (batch["roles"] == role + 1).float(), "amax")
    tags = functional.binary_cross_entropy_with_logits(said[..., -ROLES:][real], wanted[real], reduction="sum") / len(batch["ids"])
    return anchor + 0.5 * roles + 0.15 * tags, float(anchor.detach()), float(roles.detach())


def main() -> None:
    """Train, score each late epoch, keep the averaged weights."""
    parser = argparse.ArgumentParser()
    for name in ("train", "dev", "model", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--size", type=int, default=16)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--gold", type=Path, default=None)
    parser.add_argument("--limit", type=int, default=0)
    args = parser.parse_args()
    rng = np.random.default_rng(args.seed)
    rows, held = rows_of(args.train), rows_of(args.dev)
    rows = rows[: args.limit] if args.limit else rows
    torch.manual_seed(args.seed)
    network = Network(dropout=args.dropout)
    load_encoder(network, load_file(args.model / "model.safetensors"))
    fresh = [p for n, p in network.named_parameters() if not n.startswith(("layers", "words", "places", "norm"))]
    depth = [
        {"params": [p for n, p in network.named_parameters() if n.startswith(f"layers.{i}.")], "lr": args.rate * 0.9 ** (5 - i)}
        for i in range(6)
    ]
    base = [p for n, p in network.named_parameters() if n.startswith(("words", "places", "norm"))]
    groups = [*depth, {"params": base, "lr": args.rate * 0.2}, {"params": fresh, "lr": args.rate * 4}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    steps = args.epochs * math.ceil(len(rows) / args.size)
    shape = lambda t: min((t + 1) / (0.06 * steps), max(0.0, 1 - t / steps))  # noqa: E731
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, shape)
    average = {k: v.clone() for k, v in network.state_dict().items()}
    done, begun = 0, time.time()
    for epoch in range(args.epochs):
        network.train()
        sums = [0.0, 0.0]
        for number, part in enumerate(batches(rows, args.size, rng)):
            loss, *parts = loss_of(network, collate(part))
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            done += 1
            keep = min(0.995, done / (done + 10))
            with torch.no_grad():
                for k, v in network.state_dict().items():
                    average[k].lerp_(v, 1 - keep)
            sums = [a + b for a, b in zip(sums, parts, strict=True)]
            if number % 50 == 49:
                print(
                    f"{epoch} {number + 1} anchor {sums[0] / (number + 1):.3f} roles {sums[1] / (number + 1):.3f} {time.time() - begun:.0f} s",
                    flush=True,
                )
        torch.save(average, args.out)
        if args.gold and (epoch % 2 or epoch == args.epochs - 1):
            live = {k: v.clone() for k, v in network.state_dict().items()}
            network.load_state_dict(average)
            print(epoch, json.dumps(score(network, held, args.gold)), f"{time.time() - begun:.0f} s", flush=True)
            network.load_state_dict(live)


if __name__ == "__main__":
    main()

"""Train the act network: words of articles -> the type of the act that each tells, if any, and its mode.

usage: python training/acts/train.py BERT_DIR OUT.pt --gold TRAIN.jsonl ... --first MARKED.jsonl [--held HELD.jsonl ...]
"""

import argparse
import json
import random
import sys
import time
import tomllib
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from communique.annotate.neural.acts import PARTIES, SIZES
from communique.annotate.neural.coder import TYPES
from communique.annotate.neural.pieces import Pieces
from communique.annotate.neural.words import WORD

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "attribution"))
from network import Network, dropped, load_encoder

BESIDE = 6
KIND, PARTY, RULE, SIDE = (BESIDE + n for n in range(4))
EVERY = 4


class ActNetwork(nn.Module):
    """A small BERT whose input also sees parse, parties and rules; read at each word's first piece."""

    def __init__(self, layers: int, modes: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Network(layers=layers, dropout=dropout)
        self.own = nn.ModuleList(nn.Embedding(size, 384) for size in SIZES)
        for one in self.own:
            nn.init.normal_(one.weight, std=0.02)
        self.kinds, self.modes = nn.Linear(384, len(TYPES)), nn.Linear(384, modes)
        self.dropout = dropout

    def states(self, ids, features, mask):
        """(batch, pieces) ids and mask, (batch, pieces, 10) features -> (batch, pieces, 384) before the first layer and after each."""
        encoder = self.encoder
        x = encoder.words(ids) + encoder.places(torch.arange(ids.shape[1]))[None]
        for n, one in enumerate([*encoder.extra, *self.own]):
            x = x + one(features[..., n])
        states = [dropped(encoder.norm(x), self.dropout, self.training)]
        blocked = None if mask is None else (mask > 0)[:, None, None, :]
        for layer in encoder.layers:
            states.append(layer(states[-1], blocked))
        return states

    def said(self, x, first):
        """(batch, pieces, 384) of the last layer, (batch, words) places of first pieces -> (batch, words, types + modes)."""
        x = torch.gather(x, 1, first[..., None].expand(-1, -1, x.shape[-1]))
        x = dropped(x, self.dropout, self.training)
        return torch.cat([self.kinds(x), self.modes(x)], -1)

    def forward(self, ids, features, mask, first):
        """What each word says of itself."""
        return self.said(self.states(ids, features, mask)[-1], first)


def averaged(paths: list[Path]) -> tuple[ActNetwork, list[str]]:
    """The average of several runs from one start, and its modes."""
    runs = [torch.load(path, weights_only=True) for path in paths]
    network = ActNetwork(runs[0]["layers"], len(runs[0]["modes"]))
    network.load_state_dict({name: sum(run["state"][name] for run in runs) / len(runs) for name in runs[0]["state"]})
    return network.eval(), runs[0]["modes"]


class Names:
    """Exchanges the countries of a text for others, so that no country comes to stand for a type of act."""

    def __init__(self, slots: Path) -> None:
        self.countries = [tuple(c.split("|")) for c in tomllib.loads(slots.read_text("utf8"))["country"]]
        self.forms = {
            tuple(WORD.findall(form.removeprefix("the "))): (n, k)
            for n, country in enumerate(self.countries)
            for k, form in enumerate(country)
        }

    def exchanged(self, texts: list[str], named: list[int], chance: random.Random) -> list[str]:
        """The words with every country that is known here exchanged for one of the same number of words."""
        order = chance.sample(range(len(self.countries)), len(self.countries))
        out, i = list(texts), 0
        while i < len(out):
            hit = next((n for n in (2, 1) if named[i] and i + n <= len(texts) and tuple(texts[i : i + n]) in self.forms), 0)
            if hit:
                country, form = self.forms[tuple(texts[i : i + hit])]
                new = WORD.findall(self.countries[order[country]][form].removeprefix("the "))
                if len(new) == hit:
                    out[i : i + hit] = new
            i += max(1, hit)
        return out


def changed(row: dict, names: Names, chance: random.Random, exchange: float = 0.75, without: float = 0.3) -> dict:
    """A window as it is seen once: other countries, other numbers for its parties, sometimes without what the rules say."""
    features = torch.tensor(row["features"])
    texts = row["texts"]
    if chance.random() < exchange:
        texts = names.exchanged(texts, features[:, KIND].tolist(), chance)
    numbers = torch.tensor([0, *(1 + n for n in chance.sample(range(PARTIES), PARTIES))])
    features[:, PARTY] = numbers[features[:, PARTY]]
    if chance.random() < without:
        features[:, RULE:] = 0
    return row | {"texts": texts, "features": features}


def packed(rows: list[dict], pieces: Pieces, padding: int = 0):
    """(windows, pieces) ids, (windows, pieces, 10) features, (windows, pieces) mask, and of each window the first piece of each word."""
    split = [pieces.of(r["texts"]) for r in rows]
    size = 2 + max(sum(map(len, s)) for s in split)
    ids, mask = torch.full((len(rows), size), padding), torch.zeros(len(rows), size)
    features, firsts = torch.zeros(len(rows), size, len(rows[0]["features"][0]), dtype=torch.int64), []
    for n, (row, words) in enumerate(zip(rows, split, strict=True)):
        flat = [pieces.start, *(p for w in words for p in w), pieces.stop]
        ids[n, : len(flat)], mask[n, : len(flat)] = torch.tensor(flat), 1
        lengths = torch.tensor([len(w) for w in words])
        features[n, 1 : len(flat) - 1] = torch.repeat_interleave(torch.as_tensor(row["features"]), lengths, dim=0)
        firsts.append(1 + torch.cumsum(lengths, 0) - lengths)
    return ids, features, mask, firsts


def collate(rows: list[dict], pieces: Pieces, modes: list[str]):
    """Tensors of a batch."""
    ids, features, mask, firsts = packed(rows, pieces)
    first = pad_sequence(firsts, batch_first=True)
    types, wanted = torch.full(first.shape, -1), torch.full(first.shape, -1)
    for n, row in enumerate(rows):
        types[n, : len(row["types"])] = torch.tensor(row["types"])
        wanted[n, : len(row["types"])] = torch.tensor(
            [modes.index(m) if t > 0 and m in modes else -1 for t, m in zip(row["types"], row["modes"], strict=True)]
        )
    return ids, features, mask, first, types, wanted


def report(network, rows, pieces, modes) -> str:
    """Precision, recall and F1 of words with their types, at three thresholds."""
    network.eval()
    counts = {t: [0, 0, 0] for t in (0.5, 0.7, 0.85)}
    with torch.no_grad():
        for k in range(0, len(rows), 8):
            ids, features, mask, first, types, _ = collate(rows[k : k + 8], pieces, modes)
            chances = functional.softmax(network(ids, features, mask, first)[..., : len(TYPES)], -1)
            best = chances[..., 1:].argmax(-1) + 1
            for threshold, c in counts.items():
                found = (1 - chances[..., 0] > threshold) & (types >= 0)
                c[0] += int((found & (best == types)).sum())
                c[1] += int(found.sum())
                c[2] += int((types > 0).sum())
    return " ".join(f"@{t} {a / max(1, b):.3f}/{a / max(1, c):.3f}/{2 * a / max(1, b + c):.3f}" for t, (a, b, c) in counts.items())


def main() -> None:
    """Train."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--first", type=Path)
    parser.add_argument("--held", type=Path, nargs="*", default=[])
    parser.add_argument("--without-paths", type=Path, help="a list of paths of --gold that are not trained on but scored")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--beside", type=int, default=400)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--exchange", type=float, default=0.75)
    parser.add_argument("--without", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=0, help="of the first weights and of dropping")
    parser.add_argument(
        "--order", type=int, default=0, help="seed of the order and of what is exchanged: runs with one --seed can be averaged (export.py)"
    )
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    chance, pieces = random.Random(args.order), Pieces(args.model / "vocab.txt")
    names = Names(Path(__file__).resolve().parents[2] / "gold/en/plover/slots.toml")
    load = lambda path: [json.loads(line) for line in path.open(encoding="utf8")]  # noqa: E731
    rows = [r for path in args.gold for r in load(path)]
    held = {path.stem: load(path) for path in args.held}
    if args.without_paths:
        apart = set(args.without_paths.read_text("utf8").split())
        held["apart"] = [r for r in rows if r["path"] in apart]
        rows = [r for r in rows if r["path"] not in apart]
    first = load(args.first) if args.first else []
    modes = sorted({m for r in rows for m in r["modes"]} | {""})
    network = ActNetwork(args.layers, len(modes))
    load_encoder(network.encoder, load_file(args.model / "model.safetensors"))

    def batches(of: list[dict], size: int) -> list[list[dict]]:
        of = sorted(chance.sample(of, len(of)), key=lambda r: len(r["texts"]) // 12)
        return chance.sample(parts := [of[k : k + size] for k in range(0, len(of), size)], len(parts))

    plan = [batches(first, 48)] if first else []
    for _ in range(args.epochs):
        plan.append(chance.sample(part := batches(rows, 6) + (batches(chance.sample(first, min(args.beside, len(first))), 48)), len(part)))
    steps = sum(map(len, plan))
    encoder = [p for n, p in network.named_parameters() if n.startswith("encoder")]
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder")]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": args.rate}, {"params": heads, "lr": args.rate * 5}], weight_decay=0.01, fused=True
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda t: min((t + 1) / (0.06 * steps), max(0.0, 1 - t / steps)))
    average, done, begun = {k: v.clone() for k, v in network.state_dict().items()}, 0, time.time()
    for number, part in enumerate(plan):
        network.train()
        losses = []
        for batch in part:
            ids, features, mask, where, types, wanted = collate(
                [changed(r, names, chance, args.exchange, args.without) for r in batch], pieces, modes
            )
            with torch.autocast("cpu", torch.bfloat16):
                said = network(ids, features, mask, where)
            said = said.float()
            known = types >= 0
            loss = functional.cross_entropy(said[..., : len(TYPES)][known], types[known], reduction="sum", label_smoothing=0.03) / (
                (types > 0).sum() + 8
            )
            if (wanted >= 0).any():
                loss = loss + 0.2 * functional.cross_entropy(said[..., len(TYPES) :][wanted >= 0], wanted[wanted >= 0])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
            done += 1
            if done % EVERY == 0:
                with torch.no_grad():
                    for name, value in network.state_dict().items():
                        average[name].lerp_(value, 1 - min(0.95, done / (done + 60)))
        if held and (number % 4 == 3 or number + 1 == len(plan)):
            now = {k: v.clone() for k, v in network.state_dict().items()}
            network.load_state_dict(average)
            told = "  ".join(f"{name} {report(network, r, pieces, modes)}" for name, r in held.items())
            print(number, f"{sum(losses) / len(losses):.3f} {time.time() - begun:.0f} s  {told}", flush=True)
            network.load_state_dict(now)
    network.load_state_dict(average)
    torch.save({"state": network.state_dict(), "modes": modes, "layers": args.layers}, args.out)


if __name__ == "__main__":
    main()

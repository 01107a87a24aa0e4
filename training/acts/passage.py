"""Train the network that reads who acts and who suffers off a passage with the act marked; or its teacher, the same questions asked of MPNet.

At each word that names a party, and at the act's own word, a question is put to the layers that have read the window; the questions see the window and each
other, the window does not see them: it is read once, and an act costs but the questions.

usage: python training/acts/passage.py OUT.pt --gold TRAIN.jsonl --held DEV.jsonl [--soft SOFT.jsonl] --acts acts0.pt acts1.pt acts2.pt --model BERT_DIR
       python training/acts/passage.py OUT.pt --gold TRAIN.jsonl --held DEV.jsonl --mpnet MPNET_DIR
"""

import argparse
import copy
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence
from train import ActNetwork, Names, averaged, changed, dropped, packed

from communique.annotate.neural import pieces as wordpieces
from communique.annotate.neural.acts import SIZES
from communique.annotate.neural.coder import TYPES
from communique.annotate.neural.passage import FAR, opposed, parts, recent
from communique.annotate.neural.pieces import Pieces
from communique.annotate.neural.words import SIZES as OWN
from communique.annotate.told import Told

MEET, DROPOUT, BATCH, EVERY = 128, 0.1, 6, 4
HEADS = 12


class Questions(nn.Module):
    """What is asked at a word, and what is made of the answer. `width`: of the layers."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.far, self.last, self.before = nn.Embedding(2 * FAR + 1, width), nn.Embedding(4, width), nn.Embedding(4, width)
        self.kind, self.kind_before = nn.Embedding(len(TYPES), width), nn.Embedding(len(TYPES), width)
        for table in (self.far, self.last, self.before, self.kind, self.kind_before):
            nn.init.normal_(table.weight, std=0.02)
        self.word, self.deed = nn.Linear(width, 2 * MEET), nn.Linear(width, 2 * MEET)
        self.settled = nn.Embedding(4, MEET)
        nn.init.normal_(self.settled.weight, std=0.1)
        self.acts, self.suffers = nn.Linear(MEET, 1), nn.Linear(MEET, 1)

    def asked(self, seen, far, last, before, kinds):
        """(acts, words, width) states of the act's word and of those that name parties -> the questions put to them. `kinds`: (acts, 2), the type of the
        act and of the one told before."""
        kind = self.kind(kinds[:, 0]) + self.kind_before(kinds[:, 1])
        rest = torch.zeros_like(seen[:, 1:])
        return seen + self.far(far) + self.last(last) + self.before(before) + torch.cat([kind[:, None].to(rest.dtype), rest], 1)

    def odds(self, answers):
        """(acts, words, width) -> (acts, words without the act's, 5): log odds of acting; and of suffering, if it does not act, acts, and either again if it
        stood against those who act."""
        met = self.word(answers[:, 1:]) + self.deed(answers[:, :1])
        acts, suffers = met.split(MEET, -1)
        cases = functional.gelu(suffers[:, :, None] + self.settled.weight)
        return torch.cat([self.acts(functional.gelu(acts)), self.suffers(cases)[..., 0]], -1)


def attended(query, keys, values, mask):
    """Attention of all heads at once. (batch, length, width) each."""
    split = lambda y: y.view(y.shape[0], -1, HEADS, y.shape[-1] // HEADS).transpose(1, 2)  # noqa: E731
    seen = functional.scaled_dot_product_attention(split(query), split(keys), split(values), attn_mask=mask)
    return seen.transpose(1, 2).reshape(query.shape)


class Student(nn.Module):
    """Questions to the shipped act network, whose weights stay as they are. `low`: the first layer that is asked."""

    def __init__(self, acts: ActNetwork, low: int) -> None:
        super().__init__()
        self.read = acts.eval().requires_grad_(False)
        self.low = low
        self.layers = copy.deepcopy(acts.encoder.layers[low:]).requires_grad_(True)
        self.questions = Questions(384)

    def states(self, ids, features, mask):
        """What each layer from `low` on was given."""
        self.read.eval()
        with torch.no_grad():
            return self.read.states(ids, features, mask)[self.low : -1]

    def keys(self, states):
        """What the questions of each layer see of the windows: keys and values."""
        return [(layer.key(state), layer.value(state)) for layer, state in zip(self.layers, states, strict=True)]

    def answers(self, asked, seen, home, mask, places):  # noqa: ARG002 - MPNet needs the places
        """The questions after all layers. `seen`: of `keys`; `home`: the window of each act."""
        there = None if mask is None else (mask > 0)[:, None, None]
        for layer, (keys, values) in zip(self.layers, seen, strict=True):
            both = torch.cat([keys[home], layer.key(asked)], 1), torch.cat([values[home], layer.value(asked)], 1)
            mixed = layer.mix(attended(layer.query(asked), *both, there))
            asked = layer.norm1(asked + dropped(mixed, DROPOUT, self.training))
            asked = layer.norm2(asked + dropped(layer.down(functional.gelu(layer.up(asked))), DROPOUT, self.training))
        return asked


class Teacher(nn.Module):
    """Questions to MPNet-base, all of which learns, beside the types of acts."""

    def __init__(self, folder: Path, low: int) -> None:
        from transformers import AutoModel

        super().__init__()
        self.encoder, self.low = AutoModel.from_pretrained(folder).float(), low
        self.encoder.embeddings.word_embeddings.requires_grad_(False)
        self.encoder.pooler.requires_grad_(False)
        self.own = nn.ModuleList(nn.Embedding(size, 768) for size in (*OWN, *SIZES))
        for table in self.own:
            nn.init.normal_(table.weight, std=0.02)
        self.kinds, self.questions = nn.Linear(768, len(TYPES)), Questions(768)

    def bias(self, length: int):
        """(heads, length, length): by how far two pieces stand apart."""
        encoder, places = self.encoder.encoder, torch.arange(length)
        bucket = encoder.relative_position_bucket(places[None] - places[:, None], num_buckets=32)
        return encoder.relative_attention_bias(bucket).permute(2, 0, 1)

    def layer(self, layer, x, keys, values, bias):
        """One layer, with whatever it looks at."""
        part = layer.attention.attn
        seen = part.o(attended(part.q(x), keys, values, bias.to(keys.dtype)))
        y = layer.attention.LayerNorm(x + dropped(seen, DROPOUT, self.training))
        return layer.output.LayerNorm(y + dropped(layer.output.dense(layer.intermediate(y)), DROPOUT, self.training))

    def states(self, ids, features, mask):
        """What each layer from `low` on was given, and at last what came of it."""
        part = self.encoder.embeddings
        x = part.word_embeddings(ids) + part.position_embeddings((torch.cumsum(mask, 1) * mask + 1).long())
        for n, table in enumerate(self.own):
            x = x + table(features[..., n])
        states = [dropped(part.LayerNorm(x), DROPOUT, self.training)]
        bias = self.bias(ids.shape[1])[None] + ((mask - 1) * 1e4)[:, None, None]
        for layer in self.encoder.encoder.layer:
            x, part = states[-1], layer.attention.attn
            states.append(self.layer(layer, x, part.k(x), part.v(x), bias))
        return states[self.low :]

    def keys(self, states):
        """What the questions of each layer see of the windows: keys and values."""
        parts = [layer.attention.attn for layer in self.encoder.encoder.layer[self.low :]]
        return [(part.k(state), part.v(state)) for part, state in zip(parts, states, strict=False)]

    def answers(self, asked, seen, home, mask, places):
        """The questions after all layers. `seen`: of `keys`; `home`: the window of each act; `places`: of the questions."""
        count, length = asked.shape[1], mask.shape[1] - asked.shape[1]
        apart = self.bias(length)[:, places].transpose(0, 1)
        among = torch.gather(apart, 3, places[:, None, None].expand(-1, HEADS, count, -1))
        bias = torch.cat([apart, among], 3) + ((mask - 1) * 1e4)[:, None, None]
        for layer, (keys, values) in zip(self.encoder.encoder.layer[self.low :], seen, strict=True):
            part = layer.attention.attn
            both = torch.cat([keys[home], part.k(asked)], 1), torch.cat([values[home], part.v(asked)], 1)
            asked = self.layer(layer, asked, *both, bias)
        return asked


def told_before(row: dict) -> list[list[Told]]:
    """What was told before each act of a gold window."""
    acts = [
        Told(sentence=row["sentences"][at], type=TYPES[max(0, row["types"][at])], lemma="", actors=frozenset(a), recipients=frozenset(r))
        for at, a, r in row["sides"]
    ]
    return [acts[:n] for n in range(len(acts))]


def collate(rows: list[dict], pieces: Pieces, padding: int) -> dict:
    """Tensors of some windows and their acts. A row's `asked`: the word and the type of each act; `told`: what was told before each."""
    ids, features, mask, firsts = packed(rows, pieces, padding)
    acts = []
    for n, (row, first) in enumerate(zip(rows, firsts, strict=True)):
        sentences, named = torch.tensor(row["sentences"]), [i for i, c in enumerate(row["codes"]) if c]
        for (at, kind), told in zip(row["asked"], row["told"], strict=True):
            asked, near = torch.tensor([at, *named]), recent(told, row["sentences"][at])
            seen = [torch.tensor([0, *(did.get(row["codes"][i], 0) for i in named)]) for did in parts(near)]
            far = (sentences[asked] - sentences[at]).clamp(-FAR, FAR) + FAR
            kinds = torch.tensor([kind, TYPES.index(near[-1].type) if near else 0])
            acts.append((torch.tensor(n), first[asked], far, *seen, torch.ones(len(asked)), kinds))
    home, places, far, last, before, there, kinds = zip(*acts, strict=True)
    padded = [pad_sequence(x, batch_first=True) for x in (places, far, last, before, there)]
    return dict(
        zip(
            ("ids", "features", "mask", "firsts", "home", "places", "far", "last", "before", "there", "kinds"),
            (ids, features, mask, firsts, torch.stack(home), *padded, torch.stack(kinds)),
            strict=True,
        )
    )


class Reader:
    """A network with the pieces it reads."""

    def __init__(self, network: nn.Module, vocabulary: Path, padding: int) -> None:
        self.network, self.pieces, self.padding = network, Pieces(vocabulary), padding

    def said(self, rows: list[dict]):
        """(acts, words, 5) log odds, and what each window's last layer gave, at the words; the latter of a teacher alone."""
        given = collate(rows, self.pieces, self.padding)
        network, home, places = self.network, given["home"], given["places"]
        with torch.autocast("cpu", torch.bfloat16):
            states = network.states(given["ids"], given["features"], given["mask"])
            seen = torch.gather(states[0][home], 1, places[..., None].expand(-1, -1, states[0].shape[-1]))
            asked = network.questions.asked(seen, given["far"], given["last"], given["before"], given["kinds"])
            mask = torch.cat([given["mask"][home], given["there"]], 1)
            answers = dropped(network.answers(asked, network.keys(states), home, mask, places).float(), DROPOUT, network.training)
            odds = network.questions.odds(answers).float()
        return odds, [(state[first].float()) for state, first in zip(states[-1], given["firsts"], strict=True)]

    def acts(self, rows: list[dict], odds) -> Iterator[tuple[int, int, list[str], torch.Tensor, torch.Tensor]]:
        """Of each act: its window, its number there, the codes around it, whose word each is, and (words, 5) log odds."""
        k = 0
        for n, row in enumerate(rows):
            own = [c for c in row["codes"] if c]
            codes = sorted(set(own))
            names = torch.tensor([[c == code for c in own] for code in codes])
            for j in range(len(row["asked"])):
                yield n, j, codes, names, odds[k, : len(own)]
                k += 1


def whole(names, odds):
    """Log odds of each party from those of its words."""
    return odds[None].masked_fill(~names, -30.0).logsumexp(-1)


def suffering(row: dict, j: int, names, odds, actors: frozenset[str]):
    """Log odds of suffering, once it is settled who acts."""
    told = recent(row["told"][j], row["sentences"][row["asked"][j][0]])
    others = opposed(told, actors)
    case = torch.tensor([1 + (c in actors) + 2 * (c in others) for c in row["codes"] if c])
    return whole(names, odds.gather(1, case[:, None])[:, 0])


def chosen(codes: list[str], odds) -> frozenset[str]:
    """The codes that are a side by their log odds, as in neural/weigh.py."""
    return frozenset(c for c, o in zip(codes, odds.tolist(), strict=True) if o > 0 or (o == odds.max() and o > -0.85))


def report(reader: Reader, rows: list[dict]) -> str:
    """In how many acts who acts is right, whom it is done to if that is given, and both with nothing given."""
    reader.network.eval()
    acting, suffers, both, count = 0, 0, 0, 0
    with torch.no_grad():
        for k in range(0, len(rows), 8):
            part = rows[k : k + 8]
            for n, j, codes, names, odds in reader.acts(part, reader.said(part)[0]):
                actors, recipients = map(frozenset, part[n]["sides"][j][1:])
                found = chosen(codes, whole(names, odds[:, 0]))
                acting += found == actors
                suffers += chosen(codes, suffering(part[n], j, names, odds, actors)) == recipients
                both += found == actors and chosen(codes, suffering(part[n], j, names, odds, found)) == recipients
                count += 1
    return f"acts {acting / count:.3f} suffers {suffers / count:.3f} both {both / count:.3f} of {count}"


def seen_once(row: dict, names: Names, chance: random.Random) -> dict:
    """A window as it is seen once, sometimes without what was told before."""
    return changed(row, names, chance) | {"told": [told if chance.random() < 0.85 else [] for told in row["told"]]}


def loss_of(reader: Reader, rows: list[dict]):
    """Mean over the acts; of a teacher's gold windows also the types of their words."""
    odds, last = reader.said(rows)
    losses = []
    for n, j, codes, names, own in reader.acts(rows, odds):
        if "soft" in rows[n]:
            acts, suffers, actors = rows[n]["soft"][j]
            wanted = torch.tensor([acts, suffers]).sigmoid()
        else:
            _, actors, recipients = rows[n]["sides"][j]
            wanted = torch.tensor([[float(c in side) for c in codes] for side in (actors, recipients)])
        found = torch.stack([whole(names, own[:, 0]), suffering(rows[n], j, names, own, frozenset(actors))])
        losses.append(functional.binary_cross_entropy_with_logits(found, wanted, reduction="sum"))
    loss = torch.stack(losses).sum() / (len(losses) + 4)
    if hasattr(reader.network, "kinds"):
        types = torch.cat([torch.tensor(r["types"]) for r in rows])
        said = reader.network.kinds(torch.cat(last))
        loss = loss + 2 * functional.cross_entropy(said, types, reduction="sum", ignore_index=-1) / ((types > 0).sum() + 8)
    return loss


def gold_of(path: Path) -> list[dict]:
    """The windows of gold articles with acts and parties."""
    rows = [json.loads(line) for line in path.open(encoding="utf8")]
    rows = [r for r in rows if r["sides"] and any(r["codes"])]
    return [r | {"asked": [(at, max(0, r["types"][at])) for at, _, _ in r["sides"]], "told": told_before(r)} for r in rows]


def soft_of(path: Path) -> Iterator[dict]:
    """The windows that a teacher has labelled (label.py)."""
    for line in path.open(encoding="utf8"):
        row = json.loads(line)
        told = [
            [Told(sentence=s, type=t, lemma="", actors=frozenset(a), recipients=frozenset(r)) for s, t, a, r in acts]
            for acts in row["told"]
        ]
        yield row | {"told": told}


def student_of(args, low: int) -> Reader:
    """The student, untrained."""
    return Reader(Student(averaged(args.acts)[0], low), args.model / "vocab.txt", 0)


def teacher_of(args, low: int) -> Reader:
    """The teacher, untrained."""
    wordpieces.START, wordpieces.STOP = "<s>", "</s>"
    return Reader(Teacher(args.mpnet, low), args.mpnet / "vocab.txt", 1)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which network it is."""
    parser.add_argument("--model", type=Path)
    parser.add_argument("--acts", type=Path, nargs="*", help="runs of train.py, as exported")
    parser.add_argument("--mpnet", type=Path, help="the teacher: its folder")


def main() -> None:
    """Train."""
    parser = argparse.ArgumentParser()
    arguments(parser)
    parser.add_argument("out", type=Path)
    parser.add_argument("--low", type=int, default=1, help="the first layer that is asked")
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--held", type=Path, nargs="*", default=[])
    parser.add_argument("--without-paths", type=Path, help="a list of paths of --gold that are not trained on but scored")
    parser.add_argument("--soft", type=Path, nargs="*", default=[])
    parser.add_argument("--sample", type=int, default=1500, help="windows of --soft an epoch")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--order", type=int, default=0)
    parser.add_argument("--start", type=Path, help="a run that is trained further")
    args = parser.parse_args()
    torch.manual_seed(0)
    chance, reader = random.Random(args.order), (teacher_of if args.mpnet else student_of)(args, args.low)
    if args.start:
        reader.network.load_state_dict(torch.load(args.start, weights_only=True)["state"], strict=False)
    names = Names(Path(__file__).resolve().parents[2] / "gold/en/plover/slots.toml")
    rows, held = gold_of(args.gold), {path.stem: gold_of(path) for path in args.held}
    if args.without_paths:
        apart = set(args.without_paths.read_text("utf8").split())
        held["apart"] = [r for r in rows if r["path"] in apart]
        rows = [r for r in rows if r["path"] not in apart]
    soft = [r for path in args.soft for r in soft_of(path)]

    def batches(of: list[dict]) -> list[list[dict]]:
        of = sorted(of, key=lambda r: len(r["texts"]) + chance.random() * 30)
        return [of[k : k + BATCH] for k in range(0, len(of), BATCH)]

    learnt = {n: p for n, p in reader.network.named_parameters() if p.requires_grad}
    new = ("questions", "own", "kinds")
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for n, p in learnt.items() if not n.startswith(new)], "lr": args.rate},
            {"params": [p for n, p in learnt.items() if n.startswith(new)], "lr": args.rate * 5},
        ],
        weight_decay=0.01,
    )
    steps = args.epochs * (len(batches(rows)) + len(batches(soft[: args.sample])))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda t: min(1, (t + 1) / (0.06 * steps)) * max(0.0, 1 - t / steps))
    average, done, begun = {n: p.detach().clone() for n, p in learnt.items()}, 0, time.time()
    for epoch in range(args.epochs):
        reader.network.train()
        part, total = batches(rows) + batches(chance.sample(soft, min(args.sample, len(soft)))), 0.0
        for batch in chance.sample(part, len(part)):
            loss = loss_of(reader, [seen_once(r, names, chance) for r in batch])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(learnt.values(), 1.0)
            optimiser.step()
            schedule.step()
            total, done = total + loss.item(), done + 1
            if done % EVERY == 0:
                with torch.no_grad():
                    for name, value in learnt.items():
                        average[name].lerp_(value, 1 - min(0.95, done / (done + 60)))
        print(epoch, f"{total / len(part):.3f} {time.time() - begun:.0f} s", flush=True)
        if epoch % 3 == 2 or epoch + 1 == args.epochs:
            now = {n: p.detach().clone() for n, p in learnt.items()}
            reader.network.load_state_dict(average, strict=False)
            print(*(f"  {name} {report(reader, part)}" for name, part in held.items()), flush=True)
            torch.save({"state": average, "low": args.low}, args.out)
            reader.network.load_state_dict(now, strict=False)


if __name__ == "__main__":
    main()

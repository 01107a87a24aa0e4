"""The network in torch: a small BERT whose input also sees parse, quotation and casing, with heads for anchors and for spans seen from an anchor.

An attribution is found by its anchor, the head of its cue. Seen from one anchor every word of the window is nothing, source, cue or content:
a linear-chain CRF over these four, whose scores join the word with the anchor. So spans may have gaps, and each is linked by construction.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from communique.annotate.neural.decode import PATH_RANK, RANK, ROLES, SPLIT, STATES
from communique.annotate.neural.words import CROSSINGS, DISTANCES, PATHS, SIZES

TURNS = 3


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.mix = (nn.Linear(width, width) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(width, 1e-12), nn.LayerNorm(width, 1e-12)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.dropout = dropout

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """x: (batch, pieces, width); mask: (batch, 1, 1, pieces), true for a piece; none without padding."""
        batch, length, width = x.shape
        split = lambda y: y.view(batch, length, self.heads, width // self.heads).transpose(1, 2)  # noqa: E731
        seen = functional.scaled_dot_product_attention(split(self.query(x)), split(self.key(x)), split(self.value(x)), attn_mask=mask)
        seen = self.mix(seen.transpose(1, 2).reshape(batch, length, width))
        x = self.norm1(x + dropped(seen, self.dropout, self.training))
        inner = self.down(functional.gelu(self.up(x)))
        return self.norm2(x + dropped(inner, self.dropout, self.training))


def dropped(x: Tensor, chance: float, training: bool) -> Tensor:
    """Dropout that leaves out the same units for all pieces of a window: as good, and drawn 250 times faster."""
    if not training:
        return x
    keep = (torch.rand(x.shape[0], 1, x.shape[2]) >= chance).to(x.dtype) / (1 - chance)
    return x * keep


class Network(nn.Module):
    """The encoder and what is read off it for each word."""

    def __init__(
        self, vocabulary: int = 30522, width: int = 384, layers: int = 6, heads: int = 12, inner: int = 1536, dropout: float = 0.1
    ) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, width)
        self.places = nn.Embedding(512, width)
        self.norm = nn.LayerNorm(width, 1e-12)
        self.extra = nn.ModuleList(nn.Embedding(size, width) for size in SIZES)
        for table in self.extra:
            nn.init.normal_(table.weight, std=0.02)
        self.layers = nn.ModuleList(Layer(width, heads, inner, dropout) for _ in range(layers))
        self.heads = nn.Linear(width, sum(SPLIT))
        self.dropout = dropout
        self.path = nn.Parameter(torch.zeros(ROLES, PATHS))
        self.distance = nn.Parameter(torch.zeros(ROLES, DISTANCES))
        self.crossing = nn.Parameter(torch.zeros(ROLES, CROSSINGS))
        self.path_code = nn.Parameter(torch.randn(PATHS, PATH_RANK) * 0.1)
        self.transition = nn.Parameter(torch.zeros(TURNS, STATES, STATES))

    def encode(self, ids: Tensor, features: Tensor, mask: Tensor | None) -> Tensor:
        """(batch, pieces) ids, (batch, pieces, 6) features, (batch, pieces) 1 for a piece -> (batch, pieces, width)."""
        x = self.words(ids) + self.places(torch.arange(ids.shape[1]))[None]
        for i, table in enumerate(self.extra):
            x = x + table(features[..., i])
        x = dropped(self.norm(x), self.dropout, self.training)
        blocked = None if mask is None else (mask > 0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, blocked)
        return x

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor | None, first: Tensor) -> Tensor:
        """What each word says of itself: (batch, words, sum(SPLIT)). first: (batch, words), the place of each word's first piece."""
        x = self.encode(ids, features, mask)
        x = torch.gather(x, 1, first[..., None].expand(-1, -1, x.shape[-1]))
        return self.heads(dropped(x, self.dropout, self.training))

    def scores(self, said: Tensor, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """For each anchor: unary scores (anchors, words, 4) and scores of steps (anchors, words, 4 from, 4 to)."""
        _, own, begin, end, word, anchor, path, _ = said.split(SPLIT, -1)
        home, place = batch["home"], batch["anchor"]
        count, length = len(home), said.shape[1]
        word, own = word[home].view(count, length, ROLES, RANK), own[home]
        anchor = anchor[home, place].view(count, ROLES, RANK)
        seen = torch.einsum("nlrk,nrk->nlr", word, anchor) / math.sqrt(RANK)
        codes = torch.einsum("nrk,pk->nrp", path[home, place].view(count, ROLES, PATH_RANK), self.path_code) + self.path
        seen = seen + own + codes.gather(2, batch["paths"][:, None, :].expand(-1, ROLES, -1)).transpose(1, 2)
        seen = seen + self.distance[:, batch["distances"]].permute(1, 2, 0) + self.crossing[:, batch["crossings"]].permute(1, 2, 0)
        unary = torch.cat([torch.zeros_like(seen[..., :1]), seen], -1)
        step = self.transition[batch["turns"][home]]
        change = 1.0 - torch.eye(STATES)
        before = torch.cat([torch.zeros_like(end[:, :1]), end[:, :-1]], 1)
        return unary, step + change * (begin[home][:, :, None, :] + before[home][:, :, :, None])


def crf_loss(unary: Tensor, step: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    """Negative log-likelihood of each sequence of labels. The first word is entered from state 0 without cost."""
    count, length, _ = unary.shape
    inside = torch.arange(length)[None] < lengths[:, None]
    gold = unary.gather(2, labels[..., None])[..., 0]
    pairs = step.reshape(count, length, -1).gather(2, (torch.cat([labels[:, :1] * 0, labels[:, :-1]], 1) * STATES + labels)[..., None])[
        ..., 0
    ]
    pairs = torch.cat([pairs[:, :1] * 0, pairs[:, 1:]], 1)
    total = ((gold + pairs) * inside).sum(1)
    alpha = unary[:, 0]
    for i in range(1, length):
        new = torch.logsumexp(alpha[:, :, None] + step[:, i], 1) + unary[:, i]
        alpha = torch.where(inside[:, i, None], new, alpha)
    return torch.logsumexp(alpha, 1) - total


def load_encoder(network: Network, weights: dict[str, Tensor]) -> None:
    """Copy a BERT's tensors, by their usual names, into the network."""
    names = {
        "words.weight": "embeddings.word_embeddings.weight",
        "places.weight": "embeddings.position_embeddings.weight",
        "norm.weight": "embeddings.LayerNorm.weight",
        "norm.bias": "embeddings.LayerNorm.bias",
    }
    parts = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "mix": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for i in range(len(network.layers)):
        for ours, theirs in parts.items():
            for kind in ("weight", "bias"):
                names[f"layers.{i}.{ours}.{kind}"] = f"encoder.layer.{i}.{theirs}.{kind}"
    own = network.state_dict()
    for ours, theirs in names.items():
        tensor = weights[theirs]
        if ours == "words.weight":
            tensor = tensor + weights["embeddings.token_type_embeddings.weight"][0]
        own[ours].copy_(tensor)

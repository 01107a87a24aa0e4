"""A trained act network, the average of several runs from one start, and the network that asks it for sides, as package data: ONNX with int8 matrices.

usage: python training/acts/export.py acts.pt ... WEIGHTS_DIR [--passage passage.pt]
"""

import argparse
import json
import sys
from pathlib import Path

import torch
from passage import Student
from train import averaged

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from quantise import Rows, quantised


class Read(torch.nn.Module):
    """What each word of a window says of itself, and what the layers from the first that is asked were given."""

    def __init__(self, network: torch.nn.Module, low: int) -> None:
        super().__init__()
        self.network, self.low = network, low

    def forward(self, ids: torch.Tensor, features: torch.Tensor, first: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """One window, without padding."""
        states = self.network.states(ids, features, None)
        return self.network.said(states[-1], first), *states[self.low : -1]


class Keys(torch.nn.Module):
    """What questions see of a window; worked out once for all its acts."""

    def __init__(self, network: Student) -> None:
        super().__init__()
        self.network = network

    def forward(self, *states: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """(pieces, 384) of each layer that is asked -> the same of its keys and its values."""
        return tuple(x for both in self.network.keys(states) for x in both)


class Asked(torch.nn.Module):
    """The questions about one act to one window."""

    def __init__(self, network: Student) -> None:
        super().__init__()
        self.network = network

    def forward(self, *given: torch.Tensor) -> torch.Tensor:
        """(words, 5) log odds; given are keys and values, (pieces, 384) each, and the questions."""
        *window, seen, far, last, before, kinds = (x[None] for x in given)
        asked = self.network.questions.asked(seen, far, last, before, kinds)
        pairs = list(zip(window[::2], window[1::2], strict=True))
        return self.network.questions.odds(self.network.answers(asked, pairs, torch.zeros(1, dtype=torch.int64), None, None))[0]


def main() -> None:
    """Export and quantise."""
    parser = argparse.ArgumentParser()
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    parser.add_argument("--passage", type=Path, required=True)
    parser.add_argument("--version", default="acts-7")
    args = parser.parse_args()
    network, modes = averaged(args.checkpoints)
    saved = torch.load(args.passage, weights_only=True)
    student = Student(network, saved["low"]).eval()
    student.load_state_dict(saved["state"], strict=False)
    network.encoder.words = Rows(network.encoder.words.weight)
    sample = {
        "ids": torch.ones(1, 12, dtype=torch.int64),
        "features": torch.zeros(1, 12, 10, dtype=torch.int64),
        "first": torch.tensor([[1, 5, 7]]),
    }
    axes = {"ids": {1: "pieces"}, "features": {1: "pieces"}, "first": {1: "words"}}
    states = [f"state{n}" for n in range(len(student.layers))]
    quantised(Read(network, saved["low"]), sample, axes, ("/kinds/", "/modes/"), args.out / "acts.onnx", ("said", *states))
    window = {name: torch.randn(12, 384) for name in states}
    seen = [f"{kind}{n}" for n in range(len(states)) for kind in ("keys", "values")]
    quantised(Keys(student), window, {name: {0: "pieces"} for name in states}, ("none",), args.out / "keys.onnx", tuple(seen))
    words = {
        "seen": torch.randn(3, 384),
        "far": torch.tensor([4, 5, 7]),
        "last": torch.tensor([0, 1, 2]),
        "before": torch.tensor([0, 1, 2]),
    }
    sample = {name: torch.randn(12, 384) for name in seen} | words | {"kinds": torch.tensor([1, 2])}
    axes = {name: {0: "pieces"} for name in seen} | {name: {0: "words"} for name in words}
    quantised(Asked(student), sample, axes, ("/questions/",), args.out / "sides.onnx")
    card = args.out / "card.json"
    known = json.loads(card.read_text("utf8")) if card.exists() else {}
    card.write_text(json.dumps(known | {"acts": args.version, "modes": modes}) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()

"""A trained event network as package data: ONNX with int8 matrices.

usage: python training/events/export.py event.pt OUT_DIR
"""

import sys
from pathlib import Path

import torch
from train import EventNetwork

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from quantise import Rows, quantised


class Exported(torch.nn.Module):
    """The network without padding: one sentence at a time."""

    def __init__(self, network: EventNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        """Scores of the types."""
        return self.network(ids, torch.ones_like(ids), places)


def main() -> None:
    """Export and quantise."""
    checkpoint, out = map(Path, sys.argv[1:3])
    network = EventNetwork()
    network.load_state_dict(torch.load(checkpoint, weights_only=True))
    network.eval()
    network.encoder.words = Rows(network.encoder.words.weight)
    sample = {"ids": torch.ones(1, 12, dtype=torch.int64), "places": torch.tensor([[1, 5]])}
    quantised(Exported(network), sample, {"ids": {1: "pieces"}}, ("/out/", "/inner/"), out / "events.onnx")


if __name__ == "__main__":
    main()

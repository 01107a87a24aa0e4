"""A trained act network, or the average of several from one start, as package data: ONNX with int8 matrices, and its modes.

usage: python training/acts/export.py acts.pt ... WEIGHTS_DIR
"""

import argparse
import json
import sys
from pathlib import Path

import torch
from train import ActNetwork

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from quantise import Rows, Unpadded, quantised


def main() -> None:
    """Export and quantise."""
    parser = argparse.ArgumentParser()
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    parser.add_argument("--version", default="acts-6")
    args = parser.parse_args()
    runs = [torch.load(path, weights_only=True) for path in args.checkpoints]
    saved = runs[0] | {"state": {name: sum(run["state"][name] for run in runs) / len(runs) for name in runs[0]["state"]}}
    network = ActNetwork(saved["layers"], len(saved["modes"]))
    network.load_state_dict(saved["state"])
    network.eval()
    network.encoder.words = Rows(network.encoder.words.weight)
    sample = {
        "ids": torch.ones(1, 12, dtype=torch.int64),
        "features": torch.zeros(1, 12, 10, dtype=torch.int64),
        "first": torch.tensor([[1, 5, 7]]),
    }
    axes = {"ids": {1: "pieces"}, "features": {1: "pieces"}, "first": {1: "words"}}
    quantised(Unpadded(network), sample, axes, ("/kinds/", "/modes/"), args.out / "acts.onnx")
    card = args.out / "card.json"
    known = json.loads(card.read_text("utf8")) if card.exists() else {}
    card.write_text(json.dumps(known | {"acts": args.version, "modes": saved["modes"]}) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()

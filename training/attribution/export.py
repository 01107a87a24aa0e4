"""A checkpoint as package data: ONNX with int8 matrices, and tables.

usage: python training/attribution/export.py CHECKPOINT.pt MODEL_DIR OUT_DIR
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import torch
from network import Network

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from quantise import Rows, Unpadded, quantised

TABLES = ("path", "distance", "crossing", "path_code", "transition")


def main() -> None:
    """Export, quantise, write the tables and the vocabulary."""
    parser = argparse.ArgumentParser()
    for name in ("checkpoint", "model", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--version", default="attribution-2")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    network = Network()
    network.load_state_dict(torch.load(args.checkpoint, weights_only=True))
    network.eval()
    np.savez_compressed(args.out / "tables.npz", **{k: getattr(network, k).detach().numpy().astype(np.float32) for k in TABLES})
    network.words = Rows(network.words.weight)
    sample = {
        "ids": torch.ones(1, 12, dtype=torch.int64),
        "features": torch.zeros(1, 12, 6, dtype=torch.int64),
        "first": torch.arange(1, 9)[None],
    }
    axes = {"ids": {1: "pieces"}, "features": {1: "pieces"}, "first": {1: "words"}, "said": {1: "words"}}
    # The heads stay exact: they are 1% of the work, and the CRF adds their errors up.
    quantised(Unpadded(network), sample, axes, ("heads",), args.out / "attribution.onnx")
    shutil.copyfile(args.model / "vocab.txt", args.out / "vocab.txt")
    card = args.out / "card.json"
    known = json.loads(card.read_text("utf8")) if card.exists() else {}
    card.write_text(json.dumps(known | {"attribution": args.version}) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()

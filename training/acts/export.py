"""A trained act network as package data: ONNX with int8 matrices, and its modes.

usage: python training/acts/export.py acts.pt WEIGHTS_DIR
"""

import json
import sys
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from train import ActNetwork

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "attribution"))
from export import Rows


class Exported(torch.nn.Module):
    """The network without padding: one window at a time."""

    def __init__(self, network: ActNetwork) -> None:
        super().__init__()
        self.network = network
        self.network.encoder.words = Rows(network.encoder.words.weight)

    def forward(self, ids: torch.Tensor, features: torch.Tensor, first: torch.Tensor) -> torch.Tensor:
        """Scores of types and modes of each word."""
        return self.network(ids, features, None, first)


def main() -> None:
    """Export and quantise."""
    checkpoint, out = map(Path, sys.argv[1:3])
    saved = torch.load(checkpoint, weights_only=True)
    network = ActNetwork(saved["layers"], len(saved["modes"]))
    network.load_state_dict(saved["state"])
    network.eval()
    with tempfile.TemporaryDirectory() as folder:
        whole, ready = Path(folder) / "whole.onnx", Path(folder) / "ready.onnx"
        sample = (torch.ones(1, 12, dtype=torch.int64), torch.zeros(1, 12, 10, dtype=torch.int64), torch.tensor([[1, 5, 7]]))
        torch.onnx.export(
            Exported(network),
            sample,
            str(whole),
            input_names=["ids", "features", "first"],
            output_names=["said"],
            dynamic_axes={"ids": {1: "pieces"}, "features": {1: "pieces"}, "first": {1: "words"}},
            opset_version=17,
            dynamo=False,
        )
        quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
        last = [n.name for n in onnx.load(ready).graph.node if "/kinds/" in n.name or "/modes/" in n.name]
        quantize_dynamic(
            str(ready),
            str(out / "acts.onnx"),
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=last,
        )
    card = json.loads((out / "card.json").read_text("utf8"))
    (out / "card.json").write_text(json.dumps(card | {"modes": saved["modes"]}) + "\n", encoding="utf8")
    print(f"{(out / 'acts.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

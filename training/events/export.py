"""A trained event network as package data: ONNX with int8 matrices.

usage: python training/events/export.py event.pt OUT_DIR
"""

import sys
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from train import EventNetwork

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "attribution"))
from export import Rows


class Exported(torch.nn.Module):
    """The network without padding: one sentence at a time."""

    def __init__(self, network: EventNetwork) -> None:
        super().__init__()
        self.network = network
        self.network.encoder.words = Rows(network.encoder.words.weight)

    def forward(self, ids: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        """Scores of the types."""
        return self.network(ids, torch.ones_like(ids), places)


def main() -> None:
    """Export and quantise."""
    checkpoint, out = map(Path, sys.argv[1:3])
    network = EventNetwork()
    network.load_state_dict(torch.load(checkpoint, weights_only=True))
    network.eval()
    whole, ready = out / "fp32.onnx", out / "ready.onnx"
    sample = (torch.ones(1, 12, dtype=torch.int64), torch.tensor([[1, 5]]))
    axes = {"ids": {1: "pieces"}}
    torch.onnx.export(
        Exported(network),
        sample,
        str(whole),
        input_names=["ids", "places"],
        output_names=["said"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
    last = [n.name for n in onnx.load(ready).graph.node if "/out/" in n.name or "/inner/" in n.name]
    quantize_dynamic(
        str(ready),
        str(out / "events.onnx"),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul"],
        nodes_to_exclude=last,
    )
    ready.unlink()
    print({p.name: f"{p.stat().st_size / 1e6:.1f} MB" for p in sorted(out.iterdir())})


if __name__ == "__main__":
    main()

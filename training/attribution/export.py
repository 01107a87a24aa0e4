"""A checkpoint as package data: ONNX with int8 matrices and tables, scored against the fp32 network.

usage: python training/attribution/export.py CHECKPOINT.pt MODEL_DIR OUT_DIR
"""

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from network import Network
from onnxruntime.quantization import QuantType, quantize_dynamic

TABLES = ("path", "distance", "crossing", "path_code", "transition")


class Rows(torch.nn.Module):
    """An embedding in int8 with a scale for each row; one scale for all rows costs half a point of F1."""

    def __init__(self, weight: torch.Tensor) -> None:
        super().__init__()
        scale = weight.detach().abs().amax(1, keepdim=True) / 127
        self.register_buffer("rows", torch.round(weight.detach() / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """ids -> rows in fp32."""
        return self.rows[ids].float() * self.scale[ids]


class Exported(torch.nn.Module):
    """The network without padding: one window at a time."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.network.words = Rows(network.words.weight)

    def forward(self, ids: torch.Tensor, features: torch.Tensor, first: torch.Tensor) -> torch.Tensor:
        """What each word says of itself."""
        return self.network(ids, features, None, first)


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
    sample = (torch.ones(1, 12, dtype=torch.int64), torch.zeros(1, 12, 6, dtype=torch.int64), torch.arange(1, 9)[None])
    axes = {"ids": {1: "pieces"}, "features": {1: "pieces"}, "first": {1: "words"}, "said": {1: "words"}}
    whole = args.out / "fp32.onnx"
    torch.onnx.export(
        Exported(network),
        sample,
        str(whole),
        input_names=list(axes)[:3],
        output_names=["said"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    from onnxruntime.quantization.shape_inference import quant_pre_process

    ready = args.out / "ready.onnx"
    quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
    # The heads stay exact: they are 1% of the work, and the CRF adds their errors up.
    heads = [n.name for n in onnx.load(ready).graph.node if "heads" in n.name]
    quantize_dynamic(
        str(ready),
        str(args.out / "attribution.onnx"),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul"],
        nodes_to_exclude=heads,
    )
    ready.unlink()
    np.savez_compressed(args.out / "tables.npz", **{k: getattr(network, k).detach().numpy().astype(np.float32) for k in TABLES})
    shutil.copyfile(args.model / "vocab.txt", args.out / "vocab.txt")
    (args.out / "card.json").write_text(json.dumps({"version": args.version}) + "\n")
    print({p.name: f"{p.stat().st_size / 1e6:.1f} MB" for p in sorted(args.out.iterdir())})


if __name__ == "__main__":
    main()

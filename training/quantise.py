"""A torch module as package data: ONNX whose matrices are int8, a scale for each channel."""

import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process


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


class Unpadded(torch.nn.Module):
    """A network over words without padding: one window at a time."""

    def __init__(self, network: torch.nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: torch.Tensor, features: torch.Tensor, first: torch.Tensor) -> torch.Tensor:
        """What each word says of itself."""
        return self.network(ids, features, None, first)


def quantised(
    module: torch.nn.Module,
    sample: dict[str, torch.Tensor],
    axes: dict[str, dict[int, str]],
    exact: tuple[str, ...],
    out: Path,
    outputs: tuple[str, ...] = ("said",),
) -> None:
    """Write `module` to `out`. `sample`: an input by name; `axes`: those of any length; parts with a name of `exact` in theirs stay as they are."""
    with tempfile.TemporaryDirectory() as folder:
        whole, ready = Path(folder) / "whole.onnx", Path(folder) / "ready.onnx"
        torch.onnx.export(
            module,
            tuple(sample.values()),
            str(whole),
            input_names=list(sample),
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
        kept = [n.name for n in onnx.load(ready).graph.node if any(part in n.name for part in exact)]
        quantize_dynamic(
            str(ready), str(out), weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"], nodes_to_exclude=kept
        )
    print(f"{out.name} {out.stat().st_size / 1e6:.1f} MB")

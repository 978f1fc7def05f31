"""Training goes on from exported weights: `python -m training.take_up --start DIR --weights DIR --out FILE`.

DIR of --weights is what `training.export` wrote. Its 8-bit matrices are turned back into floats; what 8 bits
lost is soon learned again. Give FILE to `training.train --weights`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from training.model import ROLE_LABELS, Network


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path, required=True, help="folder of the encoder it was started from")
    parser.add_argument("--weights", type=Path, required=True, help="folder of reader.onnx and config.json")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    parser.add_argument("--start-bonus", type=float, default=0.75, help="what the export added")
    args = parser.parse_args()
    network = Network(json.loads((args.start / "config.json").read_text()))
    state = network.state_dict() | {
        name: torch.tensor(value) for name, value in read_matrices(args.weights / "reader.onnx").items()
    }
    config = json.loads((args.weights / "config.json").read_text())
    # The export added the steps that BIOES forbids; the network holds them apart.
    steps = torch.tensor(config["transitions"])
    state["transitions"] = torch.where(network.forbidden < 0, torch.zeros_like(steps), steps)
    state["link_nulls"] = torch.tensor(config["link_nulls"])
    state["roles.bias"] = state["roles.bias"] - args.start_bonus * torch.tensor(
        [float(name[0] in "BS") for name in ROLE_LABELS]
    )
    network.load_state_dict(state)
    torch.save(network.state_dict(), args.out)


def read_matrices(path: Path) -> dict[str, NDArray[np.float32]]:
    """The parameters in an exported network by their names in torch, float.

    Those of a product have lost their name there: the node that multiplies has it, and they lie the
    other way round.
    """
    graph = onnx.load(path).graph
    kept = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    named = {
        given: node.name.strip("/").split("/MatMul")[0].replace("/", ".") + ".weight"
        for node in graph.node
        if node.op_type == "MatMulInteger"
        for given in node.input
        if given in kept
    }
    found: dict[str, NDArray[np.float32]] = {}
    for name, value in kept.items():
        if not name.endswith("_quantized"):
            found[name] = value
            continue
        plain = name.removesuffix("_quantized")
        zero = kept[f"{plain}_zero_point"].astype(np.float32)
        floats = (value.astype(np.float32) - zero) * kept[f"{plain}_scale"]
        found[named.get(name, plain)] = np.ascontiguousarray(floats.T if name in named else floats)
    parameters = {name: value for name, value in found.items() if name.split(".")[-1] in PARAMETERS}
    return {name: value.astype(np.float32) for name, value in parameters.items()}


# The last parts of the parameters' names in torch: what else is in a graph are its constants.
PARAMETERS = ("weight", "bias", "segment")


if __name__ == "__main__":
    main()

"""Export trained weights: `python -m training.export --start DIR --weights FILE.pt --out DIR --name NAME`.

Writes reader.onnx (8-bit), vocab.txt and config.json (to which `calibrate.py` adds), and prints the greatest
difference between torch and ONNX in 32-bit floats, and between 32 and 8 bits, over 16 random windows.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.model import LINKS, NAME_LABELS, ROLE_LABELS, TIME_LABELS, WINDOW, Network

INPUTS = ("ids", "case", "place", "quote", "mask")
OUTPUTS = ("roles", "names", "times", "sentence_ends", "links")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path, required=True, help="folder of the encoder it was started from")
    parser.add_argument("--weights", type=Path, required=True, help="network.pt or checkpoint.pt")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", required=True, help="the version's name, kept with every reading")
    parser.add_argument(
        "--start-bonus",
        type=float,
        default=0.75,
        help="added to the potentials that begin a span: the trained CRF misses more than it adds",
    )
    parser.add_argument("--float", action="store_true", help="leave the weights in 32 bits")
    args = parser.parse_args()
    network = Network(json.loads((args.start / "config.json").read_text()))
    state = torch.load(args.weights, map_location="cpu")
    network.load_state_dict(state.get("network", state))
    network.eval()
    with torch.no_grad():
        network.roles.bias += args.start_bonus * torch.tensor([float(n[0] in "BS") for n in ROLE_LABELS])
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        export(network, plain)
        compare("torch - ONNX", torch_outputs(network), onnx_outputs(plain))
        if args.float:
            shutil.copy(plain, args.out / "reader.onnx")
        else:
            # 7 bits of 8: processors without VNNI add products in 16 bits and would overflow, and the
            # same report must give the same record on every machine.
            quantize_dynamic(
                plain,
                args.out / "reader.onnx",
                weight_type=QuantType.QInt8,
                per_channel=True,
                reduce_range=True,
            )
            compare("32 - 8 bits", onnx_outputs(plain), onnx_outputs(args.out / "reader.onnx"))
    shutil.copy(args.start / "vocab.txt", args.out / "vocab.txt")
    (args.out / "config.json").write_text(json.dumps(settings(network, args.name), indent=1))


def settings(network: Network, name: str) -> dict[str, object]:
    steps = (network.transitions + network.forbidden).detach()
    return {
        "name": name,
        "window": WINDOW,
        "stride": 160,
        "role_labels": ROLE_LABELS,
        "name_labels": NAME_LABELS,
        "time_labels": TIME_LABELS,
        "links": LINKS,
        "transitions": [[round(x, 4) for x in row] for row in steps.tolist()],
        "link_nulls": [[round(x, 5) for x in row] for row in network.link_nulls.tolist()],
        # The first two are fitted by `calibrate.py`. An "inner statement" is asked for before calibration.
        "thresholds": {
            "statement": 0.5,
            "sure statement": 0.9,
            "inner statement": 0.9,
            "other wording": 0.45,
        },
        "calibration": dict.fromkeys(("direct", "mixed", "indirect", "other wording"), (1.0, 0.0)),
    }


def example_inputs() -> tuple[torch.Tensor, ...]:
    dice = torch.Generator().manual_seed(0)
    ids = torch.randint(1000, 20000, (16, 128), generator=dice)
    case, place, quote = (torch.randint(0, n, (16, 128), generator=dice) for n in (5, 5, 6))
    return ids, case, place, quote, torch.ones(16, 128)


def export(network: Network, path: Path) -> None:
    axes = {name: {0: "windows", 1: "pieces"} for name in INPUTS + OUTPUTS}
    torch.onnx.export(
        network,
        example_inputs(),
        str(path),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def torch_outputs(network: Network) -> list[np.ndarray]:
    with torch.no_grad():
        return [out.numpy() for out in network(*example_inputs())]


def onnx_outputs(path: Path) -> list[np.ndarray]:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    given = {name: value.numpy() for name, value in zip(INPUTS, example_inputs(), strict=True)}
    return session.run(None, given)


def compare(what: str, one: list[np.ndarray], other: list[np.ndarray]) -> None:
    for name, a, b in zip(OUTPUTS, one, other, strict=True):
        print(f"{what}: {name}: greatest difference {np.abs(a - b).max():.5f} of {np.abs(a).max():.1f}")


if __name__ == "__main__":
    main()

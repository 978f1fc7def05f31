"""Train the reading network: `python -m training.train --data DIR --start DIR --out DIR [--epochs N]`.

Resumes from the newest checkpoint in --out. Prints one line every 50 steps and the losses on the dev
parts after every epoch; the scores that count are measured on the exported network (see README.md).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from onrecord.reading.pieces import Vocabulary
from training import gold
from training.augment import print_otherwise
from training.batches import IGNORED, Labelled, batches, collate, cut_windows, label
from training.gold import Example
from training.model import LINKS, WINDOW, Network, start_from

WEIGHTS = {"roles": 1.0, "cue": 0.5, "source": 0.5, "antecedent": 0.2, "names": 0.5, "times": 0.2}
WEIGHTS["sentence_ends"] = 0.2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the gzipped JSONL corpora")
    parser.add_argument("--start", type=Path, required=True, help="folder of the encoder to start from")
    parser.add_argument("--weights", type=Path, help="network.pt of an earlier run to go on from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--batch", type=int, default=8, help="windows a step")
    parser.add_argument("--rate", type=float, default=3e-4, help="learning rate of the top layer")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    args = parser.parse_args()
    # Before the first computation, so that all threads have it: the optimizer's means of word pieces
    # that never occur shrink to numbers so small that a processor computes them many times slower.
    torch.set_flush_denormal(True)
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    pieces = (args.start / "vocab.txt").read_text(encoding="utf-8").split("\n")
    vocabulary = Vocabulary([p for p in pieces if p])
    examples = read_examples(args.data, args.out)
    train(examples, vocabulary, args)


def read_examples(data: Path, out: Path) -> dict[str, list[Example]]:
    """Training examples by corpus; the hashes of the files they came from are written beside the weights."""
    files = ["polnear.train", "polnear_corenlp.train", "gum.train", "wikigold.all", "gap.train"]
    hashes = {name: gold.sha256(data / f"{name}.jsonl.gz") for name in files}
    (out / "data.json").write_text(json.dumps(hashes, indent=1))
    return {
        "polnear": gold.polnear(data, "train"),
        "gum": gold.gum(data, "train"),
        "wikigold": gold.names_only(data / "wikigold.all.jsonl.gz"),
        "gap": gold.gap(data / "gap.train.jsonl.gz"),
        "polnear dev": gold.polnear(data, "dev"),
    }


def epoch_windows(
    examples: dict[str, list[Example]], vocabulary: Vocabulary, chance: random.Random
) -> list[Labelled]:
    """All windows of PolNeAR and Wikigold, half of GUM's, and 300 texts of GAP, each printed otherwise."""
    windows: list[Labelled] = []
    for corpus, share in (("polnear", 1.0), ("gum", 0.5), ("wikigold", 1.0), ("gap", 0.2)):
        for example in examples[corpus]:
            if corpus == "gap" and chance.random() > share:
                continue
            labelled = label(print_otherwise(example, chance), vocabulary)
            cut = list(cut_windows(labelled, chance.randrange(WINDOW)))
            windows += [w for w in cut if corpus != "gum" or chance.random() < share]
    return windows


def losses(network: Network, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """The loss of each head, a mean per piece or per link asked."""
    inputs, mask = batch["inputs"], batch["mask"]
    roles, names, times, ends, links = network(*inputs.unbind(-1), mask)
    out: dict[str, Tensor] = {}
    has = batch["has_roles"]
    if has.any():
        inside = batch["allowed"].any(-1)[has][:, 1:]
        total = network.role_loss(roles[has][:, 1:], batch["allowed"][has][:, 1:], inside)
        out["roles"] = total / inside.sum()
    for name, logits in (("names", names), ("times", times)):
        if (batch[name] != IGNORED).any():
            out[name] = functional.cross_entropy(
                logits.flatten(0, 1), batch[name].flatten(), ignore_index=IGNORED
            )
    known = batch["sentence_ends"] != IGNORED
    if known.any():
        wanted = batch["sentence_ends"][known].float()
        out["sentence_ends"] = functional.binary_cross_entropy_with_logits(ends[..., 0][known], wanted)
    for number, link in enumerate(LINKS):
        asked = batch[f"{link} asked"]
        if not len(asked):
            continue
        logits = network.link_logits(links, number)
        seen = torch.cat([torch.ones_like(mask[:, :1]), mask], dim=1)
        logits = logits + (1 - seen)[:, None, :] * -1e4
        if link == "antecedent":
            # Only what stands before can be an antecedent.
            length = mask.shape[1]
            before = torch.ones(length, length, device=mask.device).tril(-1)
            before = torch.cat([torch.ones(length, 1, device=mask.device), before], dim=1)
            logits = logits + (1 - before) * -1e4
        chosen = functional.log_softmax(logits[asked[:, 0], asked[:, 1]], dim=-1)
        right = torch.logsumexp(chosen.masked_fill(~batch[f"{link} targets"], -1e4), dim=-1)
        out[link] = -(right * batch[f"{link} weights"]).sum() / batch[f"{link} weights"].sum()
    return out


def parameter_groups(network: Network, rate: float, decay: float = 0.9) -> list[dict[str, object]]:
    """Learning rates that fall by `decay` a layer from the top (Howard & Ruder 2018); heads at 1e-3."""
    depth = len(network.layers)
    groups: dict[float, list[Tensor]] = {}
    for name, parameter in network.named_parameters():
        if name.startswith("layers."):
            own = rate * decay ** (depth - 1 - int(name.split(".")[1]))
        elif name.startswith(("words", "positions", "segment", "norm")):
            own = rate * decay**depth
        else:
            own = 1e-3
        groups.setdefault(own, []).append(parameter)
    return [{"params": params, "lr": own} for own, params in groups.items()]


def train(examples: dict[str, list[Example]], vocabulary: Vocabulary, args: argparse.Namespace) -> None:
    device = torch.device(args.device)
    network = start_from(args.start).to(device)
    if args.weights:
        network.load_state_dict(torch.load(args.weights, map_location=device))
    optimizer = torch.optim.AdamW(parameter_groups(network, args.rate), weight_decay=0.01)
    windows = epoch_windows(examples, vocabulary, random.Random(0))
    steps = len(batches(windows, vocabulary, args.batch, random.Random(0))) * args.epochs

    def shape(step: int) -> float:
        warm = 0.06 * steps
        return min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, shape)
    done = resume(network, optimizer, schedule, args.out)
    print(f"{steps} steps of {args.batch} windows; from {done}", flush=True)
    step, began = 0, time.time()
    for epoch in range(args.epochs):
        chance = random.Random(f"{args.seed}/{epoch}")
        plan = batches(epoch_windows(examples, vocabulary, chance), vocabulary, args.batch, chance)
        sums: dict[str, list[float]] = {}
        for group in plan:
            step += 1
            if step <= done:
                continue
            torch.manual_seed(args.seed * 1_000_003 + step)
            network.train()
            batch = {k: v.to(device) for k, v in collate(group, vocabulary).items()}
            parts = losses(network, batch)
            loss = torch.stack([WEIGHTS[k] * v for k, v in parts.items()]).sum()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            for name, value in parts.items():
                sums.setdefault(name, []).append(value.item())
            if step % 50 == 0:
                means = " ".join(f"{k} {sum(v) / len(v):.3f}" for k, v in sums.items())
                print(
                    f"{step}/{steps} {(time.time() - began) / (step - done):.2f} s a step: {means}",
                    flush=True,
                )
                sums = {}
            if step % 200 == 0:
                save(network, optimizer, schedule, step, args.out)
        if step > done:
            save(network, optimizer, schedule, step, args.out)
            print(
                f"epoch {epoch + 1}: dev {dev_losses(network, examples['polnear dev'], vocabulary)}",
                flush=True,
            )
    torch.save(network.state_dict(), args.out / "network.pt")


def dev_losses(network: Network, examples: list[Example], vocabulary: Vocabulary) -> str:
    network.eval()
    device = network.transitions.device
    sums: dict[str, list[float]] = {}
    windows = [w for e in examples for w in cut_windows(label(e, vocabulary), 0)]
    with torch.no_grad():
        for i in range(0, len(windows), 8):
            batch = {k: v.to(device) for k, v in collate(windows[i : i + 8], vocabulary).items()}
            for name, value in losses(network, batch).items():
                sums.setdefault(name, []).append(value.item())
    return " ".join(f"{k} {math.fsum(v) / len(v):.3f}" for k, v in sums.items())


def save(
    network: Network,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
    step: int,
    out: Path,
) -> None:
    """Write the checkpoint beside and move it into place, so that a stop at any moment leaves a whole one."""
    state = {"network": network.state_dict(), "optimizer": optimizer.state_dict()}
    torch.save(state | {"schedule": schedule.state_dict(), "step": step}, out / "checkpoint.tmp")
    (out / "checkpoint.tmp").replace(out / "checkpoint.pt")


def resume(
    network: Network, optimizer: torch.optim.Optimizer, schedule: torch.optim.lr_scheduler.LambdaLR, out: Path
) -> int:
    if not (out / "checkpoint.pt").exists():
        return 0
    state = torch.load(out / "checkpoint.pt", map_location=network.transitions.device)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    return int(state["step"])


if __name__ == "__main__":
    main()

"""A run's averaged weights as the file that ships: fp16 safetensors with what made it in its metadata.

Only what inference needs goes in: the coarser answers and the counters of the batch norms stay out.
"""

import argparse
import json
import math
import os

import torch
from safetensors.torch import save_file

from minimask.net import SIDE

MOST_VARIANCE = 1000.0  # fp16 ends at 65,504
FORMAT = "kerf-minimask 1"
LEFT_OUT = ("num_batches_tracked", "answers.1.", "answers.2.", "answers.3.")


def convolution_before(norm: str, weights: dict[str, torch.Tensor]) -> str:
    """The weight whose outputs the batch norm of that name takes, by minimask.net's names."""
    stem, _, last = norm.rpartition(".")
    names = {"norm_out": ("shrink",), "norm": ("spread", "second"), "1": ("0",)}[last]
    return next(f"{stem}.{name}.weight" for name in names if f"{stem}.{name}.weight" in weights)


def brought_into_range(weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The same net with smaller numbers: a batch norm undoes what its convolution is multiplied by, here by a power of two."""
    result = dict(weights)
    for name, variance in weights.items():
        if not name.endswith(".running_var") or variance.max() < MOST_VARIANCE:
            continue
        norm = name.removesuffix(".running_var")
        factor = 2.0 ** -math.ceil(math.log2(variance.max().item()) / 2)
        convolution = convolution_before(norm, weights)
        result[convolution] = weights[convolution] * factor
        result[f"{norm}.running_mean"] = weights[f"{norm}.running_mean"] * factor
        result[name] = variance * factor**2
    return result


def shipped(weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    result = {}
    for name, value in brought_into_range(weights).items():
        if any(part in name for part in LEFT_OUT):
            continue
        half = value.to(torch.float16).contiguous()
        if not torch.isfinite(half).all():
            raise ValueError(f"{name} has values that fp16 doesn't hold")
        result[name] = half
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", help="a run's ema.pt")
    parser.add_argument("out", help="kerf-mini.safetensors")
    parser.add_argument("--side", type=int, default=SIDE)
    parser.add_argument("--note", action="append", default=[], metavar="KEY=VALUE", help="further metadata")
    options = parser.parse_args()
    metadata = {"format": FORMAT, "side": str(options.side), "licence": "CC-BY-SA-4.0"}
    metadata |= dict(note.split("=", 1) for note in options.note)
    tensors = shipped(torch.load(options.weights, map_location="cpu", weights_only=True))
    save_file(tensors, options.out, metadata)
    os.chmod(options.out, 0o644)
    print(json.dumps({"tensors": len(tensors), "parameters": sum(t.numel() for t in tensors.values())}))


if __name__ == "__main__":
    main()

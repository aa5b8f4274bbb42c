"""A run's averaged weights as the file that ships: fp16 safetensors with what made it in its metadata.

Only what inference needs goes in: the coarser answers and the counters of the batch norms stay out.
"""

import argparse
import json
import os

import torch
from safetensors.torch import save_file

from minimask.net import SIDE

FORMAT = "kerf-minimask 1"
LEFT_OUT = ("num_batches_tracked", "answers.1.", "answers.2.", "answers.3.")


def shipped(weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    result = {}
    for name, value in weights.items():
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

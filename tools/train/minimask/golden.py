"""What the net gives for the test weights of tests/bench/refs/ref_weights.py, to compare core/nn with.

    python -m minimask.golden ../../tests/core/nn/minimask-64x96.safetensors
"""

import argparse
import os
import sys

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from minimask.net import MiniMask

SIZE = (64, 96)
REFS = os.path.join(os.path.dirname(__file__), "../../../tests/bench/refs")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    options = parser.parse_args()
    sys.path.insert(0, REFS)
    import ref_weights

    net = ref_weights.fill(MiniMask()).eval()
    values = ref_weights.unit("image", 3 * SIZE[0] * SIZE[1]).reshape(1, 3, *SIZE)
    image = torch.from_numpy(4 * values - 2).half()
    with torch.inference_mode():
        logits = F.interpolate(net(image.float())[0], size=SIZE, mode="bilinear", align_corners=False)
    save_file({"image": image, "output": logits}, options.out, {"salt": ""})
    print(f"logits {logits.min():.3f} to {logits.max():.3f}, deviation {logits.std():.3f}")


if __name__ == "__main__":
    main()

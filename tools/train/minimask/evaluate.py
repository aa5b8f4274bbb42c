"""Judges masks on a folder of pictures and a folder of masks of the same names.

    python -m minimask.evaluate --pictures DIR --masks DIR --engine grabcut --kerf-cli KERF-CLI --out DIR
    python -m minimask.evaluate --pictures DIR --masks DIR --weights run/ema.pt --out DIR

The first runs Kerf with any of its engines and judges what it writes; the second asks the net alone, before Kerf's
refinement. In DIR: figures.json, a line for each picture in pictures.json, and the worst twenty in worst.png.
A mask's values between 64 and 191 are not counted.
"""

import argparse
import glob
import json
import os
import subprocess
import tempfile

import cv2
import numpy as np
import torch

from minimask import judge, sheet
from minimask.infer import alpha_of
from minimask.net import SIDE, MiniMask
from minimask.sets import read_picture

WORST = 20
BY_HUNDREDS = 200  # pictures that one call of Kerf is given


def pairs_of(pictures: str, masks: str, most: int) -> list[tuple[str, str]]:
    found = []
    for picture in sorted(glob.glob(f"{pictures}/*")):
        mask = f"{masks}/{os.path.splitext(os.path.basename(picture))[0]}.png"
        if os.path.exists(mask):
            found.append((picture, mask))
    if not found:
        raise FileNotFoundError(f"no picture in {pictures} has a mask of its name in {masks}")
    step = max(1, len(found) // most) if most else 1
    return found[::step][: most or None]


def with_kerf(program: str, engine: str, pictures: list[str], more: list[str]):
    """Yields (picture's path, alpha or None where Kerf failed)."""
    for first in range(0, len(pictures), BY_HUNDREDS):
        part = pictures[first : first + BY_HUNDREDS]
        with tempfile.TemporaryDirectory() as out:
            asked = ["--cleanup", "off", "--mask", engine, "--alpha-only", "--json", *more]
            command = [program, "run", *part, "--out", out, *asked]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            written = {}
            for text in done.stdout.splitlines():
                report = json.loads(text)
                if report["type"] == "done":
                    written[os.path.realpath(report["input"])] = report["output"]
            if not written:
                raise RuntimeError(f"{program} made nothing: {done.stderr.strip()}")
            for picture in part:
                alpha = cv2.imread(written.get(os.path.realpath(picture), ""), cv2.IMREAD_GRAYSCALE)
                yield picture, None if alpha is None else alpha.astype(np.float32) / 255


def with_net(weights: str, pictures: list[str], side: int):
    net = MiniMask().to(memory_format=torch.channels_last)
    net.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
    net.eval()
    for picture in pictures:
        yield picture, alpha_of(net, read_picture(picture), side)


def evaluate(found, masks: dict[str, str]) -> tuple[dict, list[dict], list[np.ndarray]]:
    scores, lines = [], []
    for path, alpha in found:
        picture = read_picture(path)
        mask = cv2.imread(masks[path], cv2.IMREAD_GRAYSCALE)
        alpha = np.zeros(mask.shape, np.float32) if alpha is None else alpha
        if alpha.shape != mask.shape:
            raise ValueError(f"{path}: the found mask is {alpha.shape}, the true one {mask.shape}")
        score = judge.score(alpha, mask > 127, (mask < 64) | (mask > 191))
        scores.append(score)
        lines.append({"picture": os.path.basename(path), "path": path, "iou": round(score.iou, 4), "alpha": alpha})
    worst = sorted(lines, key=lambda line: line["iou"])[:WORST]
    rows = []
    for line in worst:
        true = cv2.imread(masks[line["path"]], cv2.IMREAD_GRAYSCALE) > 127
        rows.append(sheet.line(read_picture(line["path"]), true, line["alpha"], f"{line['picture']} {line['iou']:.2f}"))
    return judge.summary(scores), [{"picture": line["picture"], "iou": line["iou"]} for line in lines], rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", required=True)
    parser.add_argument("--masks", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--engine", help="Kerf's: auto, birefnet, grabcut ...")
    parser.add_argument("--kerf-cli", default="build/release/bin/kerf-cli")
    parser.add_argument("--weights", help="a run's ema.pt")
    parser.add_argument("--side", type=int, default=SIDE, help="the net's input, with --weights")
    parser.add_argument("--most", type=int, default=0, help="of all pictures only so many, evenly spread")
    parser.add_argument("rest", nargs="*", help="behind --: more options for kerf-cli")
    options = parser.parse_args()
    if bool(options.engine) == bool(options.weights):
        parser.error("give one of --engine and --weights")
    pairs = pairs_of(options.pictures, options.masks, options.most)
    pictures = [picture for picture, _ in pairs]
    if options.engine:
        found = with_kerf(options.kerf_cli, options.engine, pictures, options.rest)
    else:
        found = with_net(options.weights, pictures, options.side)
    figures, lines, rows = evaluate(found, dict(pairs))
    os.makedirs(options.out, exist_ok=True)
    with open(f"{options.out}/figures.json", "w", encoding="utf-8") as file:
        json.dump(figures, file, indent=1)
    with open(f"{options.out}/pictures.json", "w", encoding="utf-8") as file:
        json.dump(lines, file, indent=0)
    sheet.write(f"{options.out}/worst.png", rows)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()

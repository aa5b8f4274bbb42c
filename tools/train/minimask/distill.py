"""Masks of our own for pictures without any: what an earlier net says, where its views of a picture agree.

    python -m minimask.distill --pictures SETS/Homework2-Caltech101/101_ObjectCategories --weights RUN/ema.pt \\
        --out SETS/Homework2-Caltech101/masks

Where the ground is plain and what differs from it is what the net found, the mask is that, with its sharp edges;
otherwise the net's, unsure at the rim. `minimask.cache` takes such pictures for training only. Nothing but our own nets
and the picture itself has a say.
"""

import argparse
import glob
import os

import cv2
import numpy as np
import torch

from minimask import judge
from minimask.infer import alpha_of
from minimask.net import MiniMask
from minimask.sets import UNSURE, read_picture

VIEWS = ((192, False), (192, True), (256, False))  # side, mirrored
LEAST_AGREEMENT = 0.90
LEAST_AGREEMENT_ON_GROUND = 0.75
LEAST_GROUND_IOU = 0.85
LEAST_COVER, MOST_COVER = 0.02, 0.85
MOST_OF_A_KIND = 120  # so that faces and motorbikes aren't a half of all

# Faces stand among things that nobody cut out; the last are drawings, or no things.
LEFT_OUT = ("BACKGROUND_Google", "Faces", "Faces_easy", "brain", "brontosaurus", "dollar_bill", "garfield", "snoopy",
            "yin_yang")


def seen(net: MiniMask, picture: np.ndarray, side: int, mirrored: bool) -> np.ndarray:
    if not mirrored:
        return alpha_of(net, picture, side)
    return alpha_of(net, np.ascontiguousarray(picture[:, ::-1]), side)[:, ::-1]


def off_plain_ground(picture: np.ndarray) -> np.ndarray | None:
    """Where the picture differs from the colour of its border; None where the border has more than one."""
    lab = cv2.cvtColor(cv2.bilateralFilter(picture, 5, 25, 5), cv2.COLOR_RGB2LAB).astype(np.int16)
    border = np.concatenate([lab[:3].reshape(-1, 3), lab[-3:].reshape(-1, 3),
                             lab[:, :3].reshape(-1, 3), lab[:, -3:].reshape(-1, 3)])
    middle = np.median(border, 0)
    if (np.abs(border - middle).max(1) > 12).mean() > 0.04:
        return None
    same = (np.abs(lab - middle).max(2) < 8).astype(np.uint8)
    _, parts = cv2.connectedComponents(np.pad(same, 1, constant_values=1))
    ground = (parts == parts[0, 0])[1:-1, 1:-1]
    return cv2.morphologyEx((~ground).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0


def label(net: MiniMask, picture: np.ndarray) -> np.ndarray | None:
    """A mask as minimask.sets has them, or None where the net isn't of one mind."""
    alphas = [seen(net, picture, side, mirrored) for side, mirrored in VIEWS]
    found = np.stack([a >= 0.5 for a in alphas])
    agreement = found.all(0).sum() / max(1, found.any(0).sum())
    mean = np.mean(alphas, 0)
    if agreement < LEAST_AGREEMENT_ON_GROUND or not LEAST_COVER <= (mean >= 0.5).mean() <= MOST_COVER:
        return None
    off_ground = off_plain_ground(picture)
    if off_ground is not None and judge.iou(off_ground, mean >= 0.5) >= LEAST_GROUND_IOU:
        return off_ground.astype(np.uint8) * 255
    if agreement < LEAST_AGREEMENT:
        return None
    return np.where(mean > 0.75, 255, np.where(mean < 0.25, 0, UNSURE)).astype(np.uint8)


def make(pictures: str, weights: str, out: str) -> tuple[int, int]:
    net = MiniMask().to(memory_format=torch.channels_last)
    net.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
    net.eval()
    asked = kept = 0
    for folder in sorted(glob.glob(f"{pictures}/*/")):
        kind = os.path.basename(folder.rstrip("/"))
        if kind in LEFT_OUT:
            continue
        for path in sorted(glob.glob(f"{folder}*.jpg"))[:MOST_OF_A_KIND]:
            mask = label(net, read_picture(path))
            asked += 1
            if mask is not None:
                os.makedirs(f"{out}/{kind}", exist_ok=True)
                cv2.imwrite(f"{out}/{kind}/{os.path.basename(path)[:-4]}.png", mask)
                kept += 1
        print(f"{kind}: {kept} of {asked} so far", flush=True)
    return asked, kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", required=True, help="a folder of folders, one for each kind of thing")
    parser.add_argument("--weights", required=True, help="an earlier run's ema.pt")
    parser.add_argument("--out", required=True)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(options.threads)
    asked, kept = make(options.pictures, options.weights, options.out)
    print(f"{kept} of {asked} pictures have a mask now")


if __name__ == "__main__":
    main()

"""The pictures of all sets, decoded once, small, in one file that is mapped into memory.

A folder with `pixels.bin` and `index.json`: of each picture its set, name, size, split, and where its RGB bytes, its
mask's and its background's (RGB, the subject painted over) begin. Made whole or not at all.
"""

import argparse
import glob
import hashlib
import json
import os
from dataclasses import dataclass

import cv2
import numpy as np

from minimask import background, dedupe, sets

LONG_SIDE = 336
LEAST_COVER, MOST_COVER = 0.01, 0.97  # a mask outside of this teaches nothing
VALIDATION_SHARE = 0.08
VERSION = 1


@dataclass(frozen=True)
class Item:
    set: str
    name: str
    picture: np.ndarray  # [h, w, 3] uint8, RGB
    mask: np.ndarray  # [h, w] uint8
    background: np.ndarray  # as picture; what is left without the subject
    has_plain_corners: bool  # a rotated picture; its background is no photograph's


class Cache:
    def __init__(self, folder: str) -> None:
        with open(f"{folder}/index.json", encoding="utf-8") as file:
            self.index = json.load(file)
        if self.index["version"] != VERSION:
            raise ValueError(f"{folder} was made by another version of minimask.cache; make it again")
        self.pixels = np.memmap(f"{folder}/pixels.bin", np.uint8, "r")

    def entries(self, split: str) -> list[dict]:
        return [e for e in self.index["items"] if e["split"] == split]

    def item(self, entry: dict) -> Item:
        height, width, at = entry["height"], entry["width"], entry["at"]
        area = height * width
        picture = self.pixels[at : at + 3 * area].reshape(height, width, 3)
        mask = self.pixels[at + 3 * area : at + 4 * area].reshape(height, width)
        rest = self.pixels[at + 4 * area : at + 7 * area].reshape(height, width, 3)
        return Item(entry["set"], entry["name"], picture, mask, rest, entry["plain_corners"])


def split_of(name: str) -> str:
    """Of a picture, by its name alone, so that a set that grows moves none of the others."""
    share = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) / 2.0**32
    return "validation" if share < VALIDATION_SHARE else "training"


def shrunk(picture: np.ndarray, side: int, interpolation: int = cv2.INTER_AREA) -> np.ndarray:
    height, width = picture.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return picture
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(picture, size, interpolation=interpolation)


def plain_corners(picture: np.ndarray) -> bool:
    corners = [picture[:4, :4], picture[:4, -4:], picture[-4:, :4], picture[-4:, -4:]]
    return sum(bool((c < 6).all() or (c > 249).all()) for c in corners) >= 2


def usable(mask: np.ndarray) -> bool:
    return LEAST_COVER <= (mask > 0).mean() <= MOST_COVER and (mask == 255).mean() >= LEAST_COVER / 2


def read_all(root: str) -> tuple[list[dict], list[int]]:
    found, hashes = [], []
    for name, reader in sets.SETS.items():
        if not os.path.isdir(f"{root}/{name}") and name not in sets.OWN_LABELS:
            raise FileNotFoundError(f"{root} has no checkout of {name}")
        count = 0
        for pair in reader(f"{root}/{name}"):
            picture = sets.read_picture(pair.picture)
            mask = pair.mask(picture)
            if mask.shape != picture.shape[:2] or not usable(mask):
                continue
            small = np.ascontiguousarray(shrunk(picture, LONG_SIDE))
            if name.startswith("feral") and sets.baked_in_noise(small) > 6:
                small = cv2.medianBlur(small, 3)
            small_mask = shrunk(mask, LONG_SIDE)
            entry = {"set": name, "name": os.path.relpath(pair.picture, root), "picture": small, "mask": small_mask}
            found.append(entry)
            hashes.append(dedupe.perceptual_hash(small))
            count += 1
        print(f"{name}: {count} pairs", flush=True)
    return found, hashes


def make(root: str, out: str, kept_apart: list[str]) -> None:
    apart = [dedupe.perceptual_hash(sets.read_picture(p)) for p in kept_apart]
    found, hashes = read_all(root)
    chosen = [found[i] for i in dedupe.first_of_each(hashes, apart)]
    os.makedirs(out, exist_ok=True)
    items, at = [], 0
    with open(f"{out}/pixels.bin.part", "wb") as pixels:
        for entry in chosen:
            split = split_of(entry["name"])
            if entry["set"] in sets.OWN_LABELS and split != "training":
                continue
            picture, mask = entry["picture"], entry["mask"]
            rest = background.without_subject(picture, mask)
            for plane in (picture, mask, rest):
                pixels.write(np.ascontiguousarray(plane).tobytes())
            height, width = mask.shape
            items.append(
                {
                    "set": entry["set"],
                    "name": entry["name"],
                    "height": height,
                    "width": width,
                    "at": at,
                    "split": split,
                    "plain_corners": plain_corners(picture),
                }
            )
            at += 7 * height * width
    os.replace(f"{out}/pixels.bin.part", f"{out}/pixels.bin")
    with open(f"{out}/index.json.part", "w", encoding="utf-8") as file:
        json.dump({"version": VERSION, "items": items}, file)
    os.replace(f"{out}/index.json.part", f"{out}/index.json")
    held = sum(i["split"] == "validation" for i in items)
    print(f"{len(found)} pairs read, {len(items)} different: {len(items) - held} training, {held} validation")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", required=True, help="folder of checkouts, each named as its repository")
    parser.add_argument("--out", required=True)
    parser.add_argument("--keep-apart", default="", help="folder of test pictures: what equals one is left out")
    options = parser.parse_args()
    apart = sorted(glob.glob(f"{options.keep_apart}/*.jpg")) if options.keep_apart else []
    make(options.sets, options.out, apart)


if __name__ == "__main__":
    main()

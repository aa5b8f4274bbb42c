"""Silhouettes of things of every kind, from a library of drawings in the public domain.

    python -m minimask.drawings --clipart /usr/share/openclipart/png --out CACHE

The photographs know two dozen kinds of things; these know some hundreds, though not what they look like: the composer
gives most of them surfaces of photographs. Writes `drawings.bin` and `drawings.json` beside the cache's own files,
which it works without.
"""

import argparse
import glob
import json
import os

import cv2
import numpy as np

# Of the Open Clip Art Library as Debian packages it (openclipart-png). The others hold signs, symbols and icons.
KINDS = (
    "animals", "buildings", "containers", "education", "electronics", "food", "office", "people", "plants",
    "recreation", "tools", "transportation",
)
NO_THINGS = ("cards", "dice", "flags", "signs", "labels")
LONG_SIDE = 224
LEAST_WHOLE = 0.85  # of the silhouette is its largest part: no scattered pieces
LEAST_FILLED, MOST_FILLED = 0.25, 0.93  # of its box: neither lines nor a picture with four corners
VERSION = 1


class Drawings:
    """None where the cache has none."""

    def __init__(self, folder: str) -> None:
        self.items: list[dict] = []
        if not os.path.exists(f"{folder}/drawings.json"):
            return
        with open(f"{folder}/drawings.json", encoding="utf-8") as file:
            index = json.load(file)
        if index["version"] != VERSION:
            raise ValueError(f"{folder} has drawings of another version of minimask.drawings; make them again")
        self.items = index["items"]
        self.pixels = np.memmap(f"{folder}/drawings.bin", np.uint8, "r")

    def __len__(self) -> int:
        return len(self.items)

    def any(self, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """[h, w, 3] RGB and [h, w] alpha, uint8."""
        item = self.items[random.integers(len(self.items))]
        height, width, at = item["height"], item["width"], item["at"]
        planes = self.pixels[at : at + 4 * height * width].reshape(height, width, 4)
        return planes[..., :3], planes[..., 3]


def silhouette(path: str) -> np.ndarray | None:
    """RGBA, cut to its box, or None where it is no single solid thing."""
    drawing = cv2.imread(path, cv2.IMREAD_UNCHANGED)
    if drawing is None or drawing.ndim != 3 or drawing.shape[2] != 4 or drawing.dtype != np.uint8:
        return None
    x, y, width, height = cv2.boundingRect((drawing[..., 3] > 127).astype(np.uint8))
    if min(width, height) < 32 or max(width, height) > 6 * min(width, height):
        return None
    drawing = drawing[y : y + height, x : x + width]
    solid = (drawing[..., 3] > 127).astype(np.uint8)
    _, _, parts, _ = cv2.connectedComponentsWithStats(solid)
    largest = parts[1:, cv2.CC_STAT_AREA].max()
    if largest < LEAST_WHOLE * solid.sum() or not LEAST_FILLED <= solid.mean() <= MOST_FILLED:
        return None
    scale = LONG_SIDE / max(width, height)
    if scale < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        drawing = cv2.resize(drawing, size, interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(drawing, cv2.COLOR_BGRA2RGBA)


def make(clipart: str, out: str) -> int:
    items, at = [], 0
    paths = [p for kind in KINDS for p in sorted(glob.glob(f"{clipart}/{kind}/**/*.png", recursive=True))]
    if not paths:
        raise FileNotFoundError(f"{clipart} has no drawings in folders named {', '.join(KINDS)}")
    with open(f"{out}/drawings.bin.part", "wb") as pixels:
        for path in paths:
            name = os.path.relpath(path, clipart)
            drawing = None if any(word in name for word in NO_THINGS) else silhouette(path)
            if drawing is None:
                continue
            pixels.write(np.ascontiguousarray(drawing).tobytes())
            items.append({"name": name, "height": drawing.shape[0], "width": drawing.shape[1], "at": at})
            at += drawing.size
    os.replace(f"{out}/drawings.bin.part", f"{out}/drawings.bin")
    with open(f"{out}/drawings.json.part", "w", encoding="utf-8") as file:
        json.dump({"version": VERSION, "items": items}, file)
    os.replace(f"{out}/drawings.json.part", f"{out}/drawings.json")
    return len(items)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clipart", required=True)
    parser.add_argument("--out", required=True, help="the cache's folder")
    options = parser.parse_args()
    print(f"{make(options.clipart, options.out)} drawings")


if __name__ == "__main__":
    main()

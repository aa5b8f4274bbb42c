"""Writes the validation pictures at full size, with masks, as minimask.evaluate reads them."""

import argparse
import os
import shutil

import cv2

from minimask import sets
from minimask.cache import Cache


def write(cache: Cache, root: str, out: str) -> int:
    held = {entry["name"] for entry in cache.entries("validation")}
    for part in ("pictures", "masks"):
        os.makedirs(f"{out}/{part}", exist_ok=True)
    count = 0
    for name, reader in sets.SETS.items():
        for pair in reader(f"{root}/{name}"):
            relative = os.path.relpath(pair.picture, root)
            if relative not in held:
                continue
            mask = pair.mask(sets.read_picture(pair.picture))
            plain = f"{name.split('-')[0]}-{count:04}"
            shutil.copy(pair.picture, f"{out}/pictures/{plain}.jpg")
            cv2.imwrite(f"{out}/masks/{plain}.png", mask)
            count += 1
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", required=True)
    parser.add_argument("--sets", required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    print(f"{write(Cache(options.cache), options.sets, options.out)} pictures")


if __name__ == "__main__":
    main()

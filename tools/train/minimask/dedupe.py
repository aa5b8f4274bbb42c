"""Pictures that are the same to an eye, by a perceptual hash of 64 bits."""

import cv2
import numpy as np

MOST_BITS_APART = 6


def perceptual_hash(picture: np.ndarray) -> int:
    """Signs of the lowest frequencies of the grey picture at 32 x 32, but for the mean."""
    grey = cv2.cvtColor(cv2.resize(picture, (32, 32), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    low = cv2.dct(grey.astype(np.float32))[:8, :8].ravel()
    bits = low > np.median(low[1:])
    bits[0] = False
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def first_of_each(hashes: list[int], taken: list[int] = ()) -> list[int]:
    """Indices of those that are near none of `taken` and none that was kept before them."""
    kept: list[int] = []
    seen = np.array(taken, np.uint64)
    for index, value in enumerate(hashes):
        apart = np.bitwise_count(seen ^ np.uint64(value))
        if len(seen) and apart.min() <= MOST_BITS_APART:
            continue
        kept.append(index)
        seen = np.append(seen, np.uint64(value))
    return kept

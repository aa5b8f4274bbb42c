"""Backgrounds: photographs without their subjects, and what programs can draw."""

import cv2
import numpy as np

UNSURE_REACH = 5  # pixels beyond the mask's edge that still show the subject


def filled_in(picture: np.ndarray, hole: np.ndarray) -> np.ndarray:
    """The hole filled from around it, smoothly: averages of what is known, at the finest scale that knows any."""
    levels = [(picture.astype(np.float32) * (hole == 0)[..., None], (hole == 0).astype(np.float32))]
    while min(levels[-1][1].shape) > 1 and levels[-1][1].min() < 1e-3:
        colors, known = levels[-1]
        size = ((known.shape[1] + 1) // 2, (known.shape[0] + 1) // 2)
        levels.append((cv2.resize(colors, size, interpolation=cv2.INTER_AREA),
                       cv2.resize(known, size, interpolation=cv2.INTER_AREA)))
    colors, known = levels[-1]
    result = colors / np.maximum(known, 1e-3)[..., None]
    for colors, known in reversed(levels[:-1]):
        coarse = cv2.resize(result, (known.shape[1], known.shape[0]), interpolation=cv2.INTER_LINEAR)
        sure = np.clip(known * 2, 0, 1)[..., None]
        result = sure * colors / np.maximum(known, 1e-3)[..., None] + (1 - sure) * coarse
    return result


def without_subject(picture: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The picture with its subject painted over, with detail from the mirrored picture where that shows none of it."""
    reach = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * UNSURE_REACH + 1, 2 * UNSURE_REACH + 1))
    hole = cv2.dilate((mask > 0).astype(np.uint8), reach)
    if hole.all():
        return np.broadcast_to(picture.mean((0, 1)), picture.shape).astype(np.uint8).copy()
    smooth = filled_in(picture, hole)
    complete = np.where(hole[..., None] > 0, smooth, picture).astype(np.float32)
    detail = complete - cv2.GaussianBlur(complete, (0, 0), 4)
    for mirrored in (detail[:, ::-1], detail[::-1], detail[::-1, ::-1]):
        quiet = (np.abs(detail).sum(2) < 1e-3 * 255) | (hole > 0)
        detail = np.where(quiet[..., None] & (np.abs(mirrored).sum(2) > 6)[..., None], mirrored, detail)
    seam = cv2.GaussianBlur(hole.astype(np.float32), (0, 0), 1.5)[..., None] * (hole > 0)[..., None]
    return np.clip(np.where(hole[..., None] > 0, smooth + seam * detail, picture), 0, 255).astype(np.uint8)


def noise_field(random: np.random.Generator, size: int, coarsest: int, channels: int) -> np.ndarray:
    """Sums of noise at doubling scales, 0..1."""
    result = np.zeros((size, size, channels), np.float32)
    cells, weight = coarsest, 1.0
    fall = random.uniform(0.4, 0.8)
    while cells <= size // 2:
        grid = random.random((cells, cells, channels), np.float32)
        layer = cv2.resize(grid, (size, size), interpolation=cv2.INTER_CUBIC)
        result += weight * layer.reshape(size, size, channels)
        cells, weight = cells * 2, weight * fall
    low, high = result.min(), result.max()
    return (result - low) / max(high - low, 1e-6)


def random_color(random: np.random.Generator) -> np.ndarray:
    grey = random.uniform(0, 255)
    return np.clip(grey + random.normal(0, 1, 3) * random.choice([5, 25, 60]), 0, 255).astype(np.float32)


def ramp(random: np.random.Generator, size: int) -> np.ndarray:
    """0..1 along a direction or outwards from a point."""
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) / size
    if random.random() < 0.6:
        angle = random.uniform(0, 2 * np.pi)
        values = x * np.cos(angle) + y * np.sin(angle)
    else:
        values = np.hypot(x - random.uniform(0, 1), y - random.uniform(0, 1))
    low, high = values.min(), values.max()
    return ((values - low) / max(high - low, 1e-6)) ** random.uniform(0.5, 2.0)


def gradient(random: np.random.Generator, size: int) -> np.ndarray:
    """A studio's paper, a wall, a sky."""
    one, other = random_color(random), random_color(random)
    if random.random() < 0.5:
        other = one + random.uniform(-60, 60)
    return np.clip(one + (other - one) * ramp(random, size)[..., None], 0, 255)


def pattern(random: np.random.Generator, size: int) -> np.ndarray:
    """Noise as clouds and stone, stripes, tiles, spots."""
    kind = random.integers(4)
    one, other = random_color(random), random_color(random)
    if kind == 0:
        share = noise_field(random, size, int(random.choice([2, 4, 8, 16])), 1)
    elif kind == 1:
        period = random.uniform(0.02, 0.3)
        share = 0.5 + 0.5 * np.sin(ramp(random, size)[..., None] * 2 * np.pi / period)
        share = np.clip((share - 0.5) * random.uniform(1, 8) + 0.5, 0, 1)
    elif kind == 2:
        cells = int(random.integers(3, 24))
        grid = random.random((cells, cells, 1)).astype(np.float32)
        share = cv2.resize(grid, (size, size), interpolation=cv2.INTER_NEAREST)[..., None]
    else:
        share = (noise_field(random, size, int(random.choice([8, 16, 32])), 1) > random.uniform(0.4, 0.7)) * 1.0
    texture = one + (other - one) * share
    return np.clip(texture + random.normal(0, random.uniform(0, 8), texture.shape), 0, 255).astype(np.float32)

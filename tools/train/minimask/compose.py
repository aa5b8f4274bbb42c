"""One training example, a function of (seed, number) alone: a picture, a composite, a drawn thing, or nothing.

Pasting breeds nets that look for the paste. So backgrounds are damaged as subjects are, edges are as soft as the
picture, colours are drawn together, subjects are pasted on their own backgrounds too, and of all pictures a share has
no subject.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from minimask import background, camera
from minimask.cache import Cache, Item
from minimask.drawings import Drawings
from minimask.sets import OWN_LABELS, UNSURE

LEAST_COVER = 0.01


@dataclass(frozen=True)
class Shares:
    """How often each kind of example comes; the rest are pictures as they are, cropped."""

    composite: float = 0.32
    drawn: float = 0.20
    empty: float = 0.06


class Composer:
    def __init__(
        self, cache: Cache, drawings: Drawings, split: str = "training", shares: Shares = Shares()
    ) -> None:
        self.cache, self.drawings = cache, drawings
        self.entries = cache.entries(split)
        self.scenes = [e for e in self.entries if not e["plain_corners"]]
        self.shares = shares
        # Groups of cats, the street's people and what we labelled ourselves are two thirds of all.
        plenty = ("feral", "clothing", *OWN_LABELS)
        often = np.array([1.0 if e["set"].startswith(plenty) else 2.0 for e in self.entries])
        self.often = np.cumsum(often / often.sum())

    def example(self, seed: int, number: int, size: int) -> tuple[np.ndarray, np.ndarray]:
        """[size, size, 3] and [size, size], uint8. Mask values between 0 and 255 are unsure."""
        random = np.random.default_rng((seed, number))
        kind = random.random()
        shares = self.shares
        if kind < shares.composite:
            picture, mask = self.composite(random, size)
        elif kind < shares.composite + shares.drawn:
            picture, mask = self.drawn(random, size)
        elif kind < shares.composite + shares.drawn + shares.empty:
            picture, mask = self.backdrop(random, size), np.zeros((size, size), np.float32)
        else:
            picture, mask = self.photograph(random, size)
        if random.random() < 0.5:
            picture, mask = picture[:, ::-1], mask[:, ::-1]
        picture = camera.damaged(random, camera.recolored(random, picture))
        return np.ascontiguousarray(picture), np.ascontiguousarray(np.clip(mask, 0, 255).astype(np.uint8))

    def any_item(self, random: np.random.Generator) -> Item:
        at = min(int(np.searchsorted(self.often, random.random())), len(self.entries) - 1)
        return self.cache.item(self.entries[at])

    def photograph(self, random: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
        item = self.any_item(random)
        height, width = item.mask.shape
        whole = (item.mask > 0).sum()
        for _ in range(4):
            if random.random() < 0.3:
                top, left, h, w = 0, 0, height, width
            else:
                share = random.uniform(0.55, 1.0)
                h = max(16, min(height, round(height * share * np.exp(random.uniform(-0.15, 0.15)))))
                w = max(16, min(width, round(width * share * np.exp(random.uniform(-0.15, 0.15)))))
                top, left = random.integers(height - h + 1), random.integers(width - w + 1)
            inside = (item.mask[top : top + h, left : left + w] > 0).sum()
            if inside >= 0.5 * whole and inside >= LEAST_COVER * h * w:
                break
        picture = resized(item.picture[top : top + h, left : left + w], size)
        mask = resized(item.mask[top : top + h, left : left + w], size)
        if random.random() < 0.25:
            picture, mask = tilted(random, picture, mask)
        return picture, mask

    def backdrop(self, random: np.random.Generator, size: int) -> np.ndarray:
        kind = random.random()
        if kind < 0.72:
            item = self.cache.item(self.scenes[random.integers(len(self.scenes))])
            height, width = item.mask.shape
            share = random.uniform(0.4, 1.0)
            h, w = max(16, round(height * share)), max(16, round(width * share))
            top, left = random.integers(height - h + 1), random.integers(width - w + 1)
            result = resized(item.background[top : top + h, left : left + w], size).astype(np.float32)
            if random.random() < 0.2:
                result = cv2.GaussianBlur(result, (0, 0), random.uniform(1, 0.04 * size))
        elif kind < 0.86:
            result = background.gradient(random, size)
        else:
            result = background.pattern(random, size)
        return camera.recolored(random, result, 0.7)

    def composite(self, random: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
        picture = self.backdrop(random, size)
        total = np.zeros((size, size), np.float32)
        count = int(random.choice([1, 2, 3], p=[0.76, 0.18, 0.06]))
        for _ in range(count):
            item = self.any_item(random)
            box = cv2.boundingRect((item.mask > 0).astype(np.uint8))
            subject, alpha = placed(random, item.picture, item.mask, box, size, 1.0 if count == 1 else 0.6)
            if random.random() < 0.7:
                subject = camera.recolored(random, subject, 0.5)
            picture, total = pasted(random, picture, total, subject, alpha)
        return picture, total

    def drawn(self, random: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
        """A closed shape with a surface of its own: what a thing is, without saying which."""
        picture = self.backdrop(random, size)
        total = np.zeros((size, size), np.float32)
        for _ in range(int(random.choice([1, 2], p=[0.8, 0.2]))):
            surface = self.backdrop(random, size)
            if len(self.drawings) and random.random() < 0.8:
                surface, alpha = self.silhouette(random, size, surface)
            else:
                alpha = shape(random, size)
            light = 1 + random.uniform(0, 0.6) * (background.ramp(random, size)[..., None] - 0.5)
            picture, total = pasted(random, picture, total, np.clip(surface * light, 0, 255), alpha)
        return picture, total

    def silhouette(
        self, random: np.random.Generator, size: int, surface: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """A drawing, in its own colours or in the surface's with its light and shade."""
        drawing, mask = self.drawings.any(random)
        box = (0, 0, mask.shape[1], mask.shape[0])
        shown, alpha = placed(random, drawing, mask, box, size, 1.0)
        if random.random() < 0.4:
            grain = surface - cv2.GaussianBlur(surface, (0, 0), 4)
            return camera.recolored(random, shown + random.uniform(0, 1) * grain), alpha
        shade = shown.mean(2, keepdims=True) / 255
        depth = random.uniform(0.2, 0.9)
        return surface * (1 - depth + 2 * depth * shade), alpha


def resized(picture: np.ndarray, size: int) -> np.ndarray:
    shrinks = max(picture.shape[:2]) > size
    return cv2.resize(picture, (size, size), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)


def tilted(random: np.random.Generator, picture: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    size = mask.shape[0]
    turn = cv2.getRotationMatrix2D((size / 2, size / 2), random.uniform(-18, 18), random.uniform(1.0, 1.25))
    turn[:, 2] += random.uniform(-0.06, 0.06, 2) * size
    shown = cv2.warpAffine(picture, turn, (size, size), borderMode=cv2.BORDER_REFLECT)
    return shown, cv2.warpAffine(mask, turn, (size, size), borderMode=cv2.BORDER_REFLECT)


def placed(random, picture, mask, box, size, most):
    """The subject at a random scale, turn and place: float picture and mask, [size, size]."""
    x, y, w, h = box
    scale = size * random.uniform(0.3, 1.1) * most / max(w, h)
    stretch = np.exp(random.uniform(-0.15, 0.15))
    angle = np.deg2rad(random.normal(0, 12))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    linear = turn @ np.diag([scale * stretch, scale / stretch]) @ np.diag([random.choice([-1, 1]), 1])
    spread = 0.12 if most == 1.0 else 0.25
    middle = size * np.clip(random.normal(0.5, spread, 2), 0.1, 0.9)
    shift = middle - linear @ np.array([x + w / 2, y + h / 2])
    matrix = np.concatenate([linear, shift[:, None]], 1)
    shown = cv2.warpAffine(picture, matrix, (size, size), borderMode=cv2.BORDER_REPLICATE)
    alpha = cv2.warpAffine(mask, matrix, (size, size), borderValue=0)
    return shown.astype(np.float32), alpha.astype(np.float32)


def pasted(random, picture, total, subject, alpha):
    """The subject over the picture, with its shadow; the mask of all so far with it."""
    if (alpha > UNSURE).mean() < LEAST_COVER / 2:
        return picture, total
    # An unsure rim is opaque in its inner half and fades out in the outer one.
    opaque = np.clip((alpha - 48) / 96, 0, 1)
    opaque = cv2.GaussianBlur(opaque, (0, 0), random.uniform(0.4, 1.1))[..., None]
    inside = alpha > UNSURE
    subject = subject + random.uniform(0, 0.35) * (picture.mean((0, 1)) - subject[inside].mean(0))
    if random.random() < 0.25:
        far = random.normal(0, 0.06, 2) * picture.shape[0]
        shadow = cv2.warpAffine(opaque[..., 0], np.float64([[1, 0, far[0]], [0, 1, far[1]]]), total.shape[::-1])
        shadow = cv2.GaussianBlur(shadow, (0, 0), random.uniform(2, 0.06 * picture.shape[0] + 2))
        picture = picture * (1 - random.uniform(0.1, 0.6) * shadow[..., None])
    picture = picture * (1 - opaque) + np.clip(subject, 0, 255) * opaque
    return picture, np.maximum(total, alpha)


def shape(random: np.random.Generator, size: int) -> np.ndarray:
    """A blob, a polygon, a rounded box or a ring, 0 or 255 with soft rims."""
    kind = random.integers(4)
    count = 96
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    if kind == 0:
        radii = 1 + sum(
            random.normal(0, 0.35 / k) * np.cos(k * angles + random.uniform(0, 6.3)) for k in range(1, 7)
        )
    elif kind == 1:
        corners = int(random.integers(3, 9))
        radii = np.interp(angles, np.linspace(0, 2 * np.pi, corners + 1),
                          np.resize(random.uniform(0.4, 1.0, corners), corners + 1))
    else:
        power = random.uniform(2, 8)
        radii = (np.abs(np.cos(angles)) ** power + np.abs(np.sin(angles)) ** power) ** (-1 / power)
    radii = np.clip(radii, 0.15, 2.0)
    half = size * random.uniform(0.12, 0.42) / radii.max()
    stretch, turn = np.exp(random.uniform(-0.6, 0.6)), random.uniform(0, 6.3)
    x, y = half * stretch * radii * np.cos(angles), half / stretch * radii * np.sin(angles)
    middle = size * np.clip(random.normal(0.5, 0.14, 2), 0.15, 0.85)
    outline = np.stack([x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)], 1)
    result = np.zeros((size, size), np.uint8)
    cv2.fillPoly(result, [np.round((outline + middle) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    if kind == 3 and random.random() < 0.3:
        inner = outline * random.uniform(0.3, 0.7) + middle
        cv2.fillPoly(result, [np.round(inner * 16).astype(np.int32)], 0, cv2.LINE_AA, 4)
    return result.astype(np.float32)

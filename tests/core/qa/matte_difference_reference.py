#!/usr/bin/env python3
"""The expected numbers of matte_difference_test.cpp, made independently of Kerf with numpy and scipy.

Run: python3 -m venv env && env/bin/pip install numpy scipy && env/bin/python matte_difference_reference.py

The formulas are those of the matting benchmark (Rhemann et al., CVPR 2009): the gradient error's filter as its Gaussian
derivative of sigma 1.4 is given there, the connectivity error by its levels in steps of 0.1 with theta 0.15 and p = 1.
"""

import numpy as np
from scipy import ndimage

WIDTH, HEIGHT = 160, 120


def soft(distance, width):
    """1 well inside, 0 well outside, a straight ramp between."""
    return np.clip(0.5 + distance / width, 0.0, 1.0)


def disc(cx, cy, radius, width):
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    return soft(radius - np.hypot(x - cx, y - cy), width)


def ripple():
    """A disc whose edge waves, with a soft inside and a piece apart, as matte_difference_test.cpp has it."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    angle = np.arctan2(y - 60.0, x - 70.0)
    body = soft(38.0 + 5.0 * np.sin(9.0 * angle) - np.hypot(x - 70.0, y - 60.0), 6.0)
    inside = 1.0 - 0.4 * soft(9.0 - np.hypot(x - 60.0, y - 50.0), 8.0)
    apart = 0.8 * soft(6.0 - np.hypot(x - 140.0, y - 100.0), 3.0)
    return np.maximum(body * inside, apart)


def frame_cut():
    """Reaches over three sides of the frame."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    return soft(70.0 - np.hypot(x - 20.0, (y - 60.0) * 0.7), 20.0)


def stripes():
    """Thin soft stripes, as hair has them."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    return np.clip(0.5 + 0.5 * np.sin(x * 0.35 + y * 0.05), 0.0, 1.0) * (y > 20.0)


def quantised(alpha, full):
    return np.floor(alpha * full + 0.5) / full


def gradient_error(a, b):
    sigma, epsilon = 1.4, 1e-2
    half = int(np.ceil(sigma * np.sqrt(-2.0 * np.log(np.sqrt(2.0 * np.pi) * sigma * epsilon))))
    at = np.arange(-half, half + 1)
    gauss = np.exp(-at**2 / (2.0 * sigma**2)) / (sigma * np.sqrt(2.0 * np.pi))
    slope = -at * gauss / sigma**2
    kernel = np.outer(gauss, slope)
    kernel /= np.sqrt(np.sum(kernel**2))

    def length(alpha):
        gx = ndimage.convolve(alpha, kernel, mode="nearest")
        gy = ndimage.convolve(alpha, kernel.T, mode="nearest")
        return np.hypot(gx, gy)

    return np.sum((length(a) - length(b)) ** 2) / 1000.0


def connectivity_error(a, b):
    levels = np.arange(0, 11) / 10.0
    four = ndimage.generate_binary_structure(2, 1)
    at = np.full(a.shape, -1.0)
    for i in range(1, len(levels)):
        pieces, count = ndimage.label((a >= levels[i]) & (b >= levels[i]), structure=four)
        largest = np.zeros(a.shape, bool)
        if count:
            largest = pieces == 1 + np.argmax(np.bincount(pieces.ravel())[1:])
        at[(at == -1.0) & ~largest] = levels[i - 1]
    at[at == -1.0] = 1.0

    def phi(alpha):
        beyond = alpha - at
        return 1.0 - beyond * (beyond >= 0.15)

    return np.sum(np.abs(phi(a) - phi(b))) / 1000.0


def contour(alpha):
    inside = alpha >= 0.5
    four = ndimage.generate_binary_structure(2, 1)
    return inside & ~ndimage.binary_erosion(inside, four, border_value=1)


def boundary(a, b):
    one, other = contour(a), contour(b)
    distances = np.concatenate(
        [ndimage.distance_transform_edt(~other)[one], ndimage.distance_transform_edt(~one)[other]]
    )
    distances.sort()
    return distances.mean(), distances[(len(distances) * 95 + 99) // 100 - 1]


def row(name, full, a, b):
    a, b = quantised(a, full), quantised(b, full)
    difference = np.abs(a - b)
    inside, other = a >= 0.5, b >= 0.5
    mean, p95 = boundary(a, b)
    print(
        f'    {{"{name}", {difference.mean():.9g}, {difference.sum() / 1000:.9g}, {np.mean(difference**2):.9g}, '
        f"{gradient_error(a, b):.9g}, {connectivity_error(a, b):.9g}, "
        f"{(inside & other).sum() / (inside | other).sum():.9g}, {mean:.9g}, {p95:.9g}}},"
    )


if __name__ == "__main__":
    row("two discs", 255, disc(70.0, 60.0, 40.0, 8.0), disc(73.0, 58.0, 38.0, 14.0))
    row("two discs, 16 bits", 65535, disc(70.0, 60.0, 40.0, 8.0), disc(73.0, 58.0, 38.0, 14.0))
    row("ripple and disc", 255, ripple(), disc(70.0, 60.0, 40.0, 8.0))
    row("cut by the frame", 255, frame_cut(), ripple())
    row("stripes", 255, stripes(), stripes() * 0.85)
    row("stripes and disc, 16 bits", 65535, stripes(), disc(70.0, 60.0, 40.0, 8.0))

"""Contact sheets: a picture, its true mask, the found one, and the cut-out, a line each."""

import cv2
import numpy as np

CELL = 180


def fitted(picture: np.ndarray) -> np.ndarray:
    """In the middle of a grey square."""
    height, width = picture.shape[:2]
    scale = CELL / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    cell = np.full((CELL, CELL, 3), 64, np.uint8)
    top, left = (CELL - size[1]) // 2, (CELL - size[0]) // 2
    cell[top : top + size[1], left : left + size[0]] = small
    return cell


def line(picture: np.ndarray, true: np.ndarray | None, alpha: np.ndarray, label: str) -> np.ndarray:
    """`alpha` 0..1 and the picture are of one size."""
    grey = [] if true is None else [np.repeat(true[..., None].astype(np.uint8) * 255, 3, 2)]
    found = np.repeat((alpha[..., None] * 255).astype(np.uint8), 3, 2)
    share = alpha[..., None].astype(np.float32)
    cut = (picture * share + np.float32([255, 0, 255]) * (1 - share)).astype(np.uint8)
    row = np.concatenate([fitted(p) for p in (picture, *grey, found, cut)], 1)
    cv2.putText(row, label, (4, CELL - 6), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (255, 255, 0), 1, cv2.LINE_AA)
    return row


def write(path: str, lines: list[np.ndarray], columns: int = 2) -> None:
    while len(lines) % columns:
        lines = [*lines, np.zeros_like(lines[0])]
    rows = [np.concatenate(lines[i : i + columns], 1) for i in range(0, len(lines), columns)]
    cv2.imwrite(path, cv2.cvtColor(np.concatenate(rows), cv2.COLOR_RGB2BGR))

"""How good masks are against true ones: IoU, mean absolute error, F over all thresholds, F of the edges."""

from dataclasses import dataclass

import cv2
import numpy as np

THRESHOLDS = 64
BETA_SQUARED = 0.3  # as salient object detection is usually judged
EDGE_REACH = 0.0075  # of the diagonal: how far an edge may be off


@dataclass(frozen=True)
class Score:
    iou: float
    error: float
    precisions: np.ndarray  # per threshold
    recalls: np.ndarray
    edge_f: float


def iou(found: np.ndarray, true: np.ndarray) -> float:
    either = np.count_nonzero(found | true)
    return 1.0 if either == 0 else np.count_nonzero(found & true) / either


def edge_of(mask: np.ndarray) -> np.ndarray:
    return cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0


def edge_f(found: np.ndarray, true: np.ndarray) -> float:
    one, other = edge_of(found), edge_of(true)
    if not one.any() and not other.any():
        return 1.0
    reach = max(1, round(EDGE_REACH * float(np.hypot(*true.shape))))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    precision = (one & (cv2.dilate(other.astype(np.uint8), disc) > 0)).sum() / max(1, one.sum())
    recall = (other & (cv2.dilate(one.astype(np.uint8), disc) > 0)).sum() / max(1, other.sum())
    return float(2 * precision * recall / max(1e-9, precision + recall))


def score(alpha: np.ndarray, true: np.ndarray, counted: np.ndarray | None = None) -> Score:
    """`alpha` is 0..1; places where `counted` is false are left out (but for the edges)."""
    found = alpha >= 0.5
    values, truth = (alpha.ravel(), true.ravel()) if counted is None else (alpha[counted], true[counted])
    bins = np.clip((values * THRESHOLDS).astype(int), 0, THRESHOLDS - 1)
    hits = np.cumsum(np.bincount(bins[truth], minlength=THRESHOLDS)[::-1])[::-1]
    all_found = np.cumsum(np.bincount(bins, minlength=THRESHOLDS)[::-1])[::-1]
    return Score(
        iou(values >= 0.5, truth),
        float(np.abs(values - truth).mean()),
        hits / np.maximum(1, all_found),
        hits / max(1, np.count_nonzero(truth)),
        edge_f(found, true),
    )


def summary(scores: list[Score]) -> dict[str, float]:
    precision = np.mean([s.precisions for s in scores], 0)
    recall = np.mean([s.recalls for s in scores], 0)
    f = (1 + BETA_SQUARED) * precision * recall / np.maximum(1e-9, BETA_SQUARED * precision + recall)
    return {
        "pictures": len(scores),
        "mean_iou": float(np.mean([s.iou for s in scores])),
        "median_iou": float(np.median([s.iou for s in scores])),
        "below_half": float(np.mean([s.iou < 0.5 for s in scores])),
        "mean_absolute_error": float(np.mean([s.error for s in scores])),
        "max_f": float(f.max()),
        "edge_f": float(np.mean([s.edge_f for s in scores])),
    }

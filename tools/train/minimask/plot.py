"""A run's log as a picture: loss and validation IoU over steps."""

import json
import sys

import cv2
import numpy as np

WIDTH, HEIGHT, MARGIN = 900, 420, 50


def curve(canvas: np.ndarray, steps, values, span: tuple[float, float], last: int, color) -> None:
    low, high = span
    x = MARGIN + np.array(steps) / max(1, last) * (WIDTH - 2 * MARGIN)
    y = HEIGHT - MARGIN - (np.array(values) - low) / max(1e-9, high - low) * (HEIGHT - 2 * MARGIN)
    points = np.round(np.stack([x, y], 1) * 16).astype(np.int32)
    cv2.polylines(canvas, [points], False, color, 2, cv2.LINE_AA, 4)


def plot(run: str) -> None:
    with open(f"{run}/log.jsonl", encoding="utf-8") as log:
        lines = [json.loads(line) for line in log]
    canvas = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    last = max(line["step"] for line in lines)
    for key, color, place, write in (("loss", (180, 90, 20), MARGIN - 45, "{:.2f}"),
                                     ("mean_iou", (30, 120, 30), WIDTH - MARGIN + 4, "{:.3f}")):
        known = [(line["step"], line[key]) for line in lines if key in line]
        if not known:
            continue
        steps, values = zip(*known)
        low, high = min(values), max(values)
        curve(canvas, steps, values, (low, high), last, color)
        for value, y in ((high, MARGIN), (low, HEIGHT - MARGIN)):
            text = write.format(value)
            cv2.putText(canvas, text, (place, y), cv2.FONT_HERSHEY_SIMPLEX, 0.45, color, 1, cv2.LINE_AA)
        cv2.putText(canvas, key, (place, MARGIN - 18), cv2.FONT_HERSHEY_SIMPLEX, 0.45, color, 1, cv2.LINE_AA)
    place = (WIDTH - 150, HEIGHT - 15)
    cv2.putText(canvas, f"step {last}", place, cv2.FONT_HERSHEY_SIMPLEX, 0.45, (0, 0, 0), 1, cv2.LINE_AA)
    cv2.imwrite(f"{run}/plot.png", canvas)


if __name__ == "__main__":
    plot(sys.argv[1])

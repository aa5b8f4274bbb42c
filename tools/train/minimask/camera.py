"""What cameras, editors and the web do to a picture: colour, focus, noise, JPEG."""

import cv2
import numpy as np


def recolored(random: np.random.Generator, picture: np.ndarray, most: float = 1.0) -> np.ndarray:
    """Exposure, contrast, white balance, saturation, gamma; float in and out, 0..255."""
    result = picture.astype(np.float32)
    if random.random() < 0.08 * most:
        result = np.repeat(result @ np.float32([[0.299], [0.587], [0.114]]), 3, 2)
    elif random.random() < 0.6:
        grey = result.mean(2, keepdims=True)
        result = grey + (result - grey) * random.uniform(1 - 0.6 * most, 1 + 0.5 * most)
    if random.random() < 0.6:
        result = result * random.uniform(1 - 0.15 * most, 1 + 0.15 * most, 3).astype(np.float32)
    if random.random() < 0.7:
        middle = result.mean()
        result = (result - middle) * random.uniform(1 - 0.35 * most, 1 + 0.35 * most) + middle
        result += random.uniform(-35, 35) * most
    result = np.clip(result, 0, 255)
    if random.random() < 0.3:
        result = 255.0 * (result / 255.0) ** np.float32(np.exp(random.uniform(-0.4, 0.4) * most))
    return result


def damaged(random: np.random.Generator, picture: np.ndarray) -> np.ndarray:
    """Blur, noise, a smaller copy's softness, JPEG's blocks: each now and then. uint8 out."""
    result = picture.astype(np.float32)
    if random.random() < 0.15:
        result = cv2.GaussianBlur(result, (0, 0), random.uniform(0.4, 1.8))
    if random.random() < 0.25:
        noise = random.standard_normal(result.shape[:2] + (3 if random.random() < 0.6 else 1,), np.float32)
        if random.random() < 0.4:
            noise = cv2.GaussianBlur(noise, (0, 0), 0.7).reshape(noise.shape) * 2
        result = result + noise * random.uniform(2, 18)
    if random.random() < 0.15:
        height, width = result.shape[:2]
        scale = random.uniform(0.4, 0.9)
        small = cv2.resize(result, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
        how = int(random.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC]))
        result = cv2.resize(small, (width, height), interpolation=how)
    coded = np.clip(result, 0, 255).astype(np.uint8)
    if random.random() < 0.3:
        _, file = cv2.imencode(".jpg", coded, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(25, 92))])
        coded = cv2.imdecode(file, cv2.IMREAD_COLOR)
    return coded

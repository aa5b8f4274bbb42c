"""The net on whole pictures, as Kerf asks it."""

import cv2
import numpy as np
import torch

from minimask.net import MiniMask, normalised


def alpha_of(net: MiniMask, picture: np.ndarray, side: int) -> np.ndarray:
    """0..1, of the picture's size. `net` is in eval mode."""
    shrinks = max(picture.shape[:2]) > side
    small = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    device = next(net.parameters()).device
    with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16):
        x = normalised(torch.from_numpy(small)[None].to(device))
        logits = net(x.contiguous(memory_format=torch.channels_last))[0]
    alpha = logits.float().sigmoid()[0, 0].cpu().numpy()
    return cv2.resize(alpha, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_LINEAR)

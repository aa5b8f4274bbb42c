"""What the net is to lower: cross entropy with weight on edges, and 1 - soft IoU, at four scales."""

import torch.nn.functional as F
from torch import Tensor

EDGE_WEIGHT = 3.0
COARSER_WEIGHTS = (1.0, 0.4, 0.4, 0.3)


def sureness(mask: Tensor) -> Tensor:
    """1 where the mask (0..1) is one or the other, 0 where it isn't said or two meet."""
    return ((mask - 0.5).abs() > 0.3).float()


def at_scale(logits: Tensor, mask: Tensor, weights: Tensor) -> Tensor:
    logits = logits.float()
    entropy = F.binary_cross_entropy_with_logits(logits, mask, reduction="none")
    near = (F.avg_pool2d(mask, 9, 1, 4, count_include_pad=False) - mask).abs()
    edges = weights * (1 + EDGE_WEIGHT * near)
    entropy = (entropy * edges).sum((1, 2, 3)) / edges.sum((1, 2, 3)).clamp(min=1)
    share = logits.sigmoid() * weights
    target = mask * weights
    both = (share * target).sum((1, 2, 3))
    either = (share + target - share * target).sum((1, 2, 3))
    some = 0.01 * mask[0].numel()  # so that an empty mask has no cliff
    return (entropy + 1 - (both + some) / (either + some)).mean()


def loss(answers: list[Tensor], masks: Tensor) -> Tensor:
    """`masks` is uint8 [N, S, S]; the answers are smaller by whole factors."""
    exact = masks[:, None].float() / 255
    sure = sureness(exact)
    total = 0.0
    for answer, weight in zip(answers, COARSER_WEIGHTS):
        factor = exact.shape[2] // answer.shape[2]
        mask, weights = F.avg_pool2d(exact, factor), F.avg_pool2d(sure, factor)
        total = total + weight * at_scale(answer, mask, weights)
    return total

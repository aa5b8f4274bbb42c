"""The net: plain 3 x 3 convolutions where maps are large, separable ones of 7 x 7 where they are small.

On a CPU a training step is bound by memory traffic at the large maps, so these are few and narrow; the small maps,
which see the whole picture, are cheap and get the depth. A picture is [N, 3, S, S], normalised, S a multiple of 32;
the answer is logits of half its size. `training` adds coarser answers to learn from.

Names and shapes of the state dict are the file's format.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SIDE = 288  # what the shipped net is asked at
MEAN = (0.485, 0.456, 0.406)
DEVIATION = (0.229, 0.224, 0.225)


def conv(inputs: int, outputs: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    padding = kernel // 2 if stride == 1 else 0
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)
    )


class Plain(nn.Module):
    """x + two convolutions."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = conv(width, width)
        self.second = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.norm = nn.BatchNorm2d(width)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.norm(self.second(self.first(x))))


class Wide(nn.Module):
    """x + a convolution of each channel for itself, then a hidden layer."""

    def __init__(self, width: int, kernel: int, growth: int) -> None:
        super().__init__()
        self.spread = nn.Conv2d(width, width, kernel, 1, kernel // 2, groups=width, bias=False)
        self.norm = nn.BatchNorm2d(width)
        self.grow = nn.Conv2d(width, growth * width, 1)
        self.shrink = nn.Conv2d(growth * width, width, 1, bias=False)
        self.norm_out = nn.BatchNorm2d(width)

    def forward(self, x: Tensor) -> Tensor:
        hidden = F.relu(self.grow(self.norm(self.spread(x))))
        return x + self.norm_out(self.shrink(hidden))


class Context(nn.Module):
    """What the whole picture and its quarters hold, told to every place."""

    def __init__(self, width: int, part: int) -> None:
        super().__init__()
        self.parts = nn.ModuleList([conv(width, part, 1) for _ in (1, 2, 3)])
        self.join = conv(width + 3 * part, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        seen = [x]
        for cells, part in enumerate(self.parts, 1):
            seen.append(enlarged(part(F.adaptive_avg_pool2d(x, cells)), x.shape[2:]))
        return self.join(torch.cat(seen, 1))


class Join(nn.Module):
    """The coarser map enlarged beside the finer one of the way down."""

    def __init__(self, coarse: int, fine: int, outputs: int) -> None:
        super().__init__()
        self.narrow = conv(coarse, outputs, 1)
        self.mix = conv(outputs + fine, outputs)

    def forward(self, coarse: Tensor, fine: Tensor) -> Tensor:
        return self.mix(torch.cat([enlarged(self.narrow(coarse), fine.shape[2:]), fine], 1))


def enlarged(x: Tensor, size: torch.Size) -> Tensor:
    return F.interpolate(x, size=size, mode="bilinear", align_corners=False)


class MiniMask(nn.Module):
    def __init__(self, widths: tuple[int, ...] = (24, 48, 96, 160, 192)) -> None:
        super().__init__()
        a, b, c, d, e = widths
        self.stem = nn.Sequential(conv(3, a, 2, 2), conv(a, a))
        self.down4 = nn.Sequential(conv(a, b, 2, 2), Plain(b))
        self.down8 = nn.Sequential(conv(b, c, 2, 2), Plain(c), Plain(c))
        self.down16 = nn.Sequential(conv(c, d, 2, 2), *[Wide(d, 7, 3) for _ in range(4)])
        self.down32 = nn.Sequential(conv(d, e, 2, 2), *[Wide(e, 7, 3) for _ in range(3)])
        self.context = Context(e, 48)
        self.up16 = Join(e, d, 96)
        self.up8 = Join(96, c, 64)
        self.up4 = Join(64, b, 48)
        self.up2 = Join(48, a, 24)
        self.answers = nn.ModuleList([nn.Conv2d(n, 1, 1) for n in (24, 48, 64, 96)])

    def forward(self, x: Tensor) -> list[Tensor]:
        x2 = self.stem(x)
        x4 = self.down4(x2)
        x8 = self.down8(x4)
        x16 = self.down16(x8)
        y32 = self.context(self.down32(x16))
        y16 = self.up16(y32, x16)
        y8 = self.up8(y16, x8)
        y4 = self.up4(y8, x4)
        y2 = self.up2(y4, x2)
        maps = (y2, y4, y8, y16) if self.training else (y2,)
        return [answer(y) for answer, y in zip(self.answers, maps)]


def normalised(pictures: Tensor) -> Tensor:
    """uint8 [N, H, W, 3] -> float [N, 3, H, W], channels last in memory."""
    mean = torch.tensor(MEAN, device=pictures.device) * 255
    deviation = torch.tensor(DEVIATION, device=pictures.device) * 255
    return ((pictures.float() - mean) / deviation).permute(0, 3, 1, 2)

"""The official nets with test weights, from checkouts of their code."""

import os
import sys
import types

import torch
from torchvision.ops import deform_conv2d

import ref_weights


def birefnet(refs, backbone):
    """BiRefNet that gives one tensor of logits; `backbone` is swin_v1_t or swin_v1_l."""
    folder = os.path.join(refs, "BiRefNet")
    os.chdir(folder)  # its configuration looks at the current folder
    sys.path.insert(0, folder)
    data = types.ModuleType("dataset")  # the training data's classes and all that they import
    data.class_labels_TR_sorted = []
    sys.modules["dataset"] = data

    import config

    class Chosen(config.Config):
        def __init__(self):
            super().__init__()
            embed = {"swin_v1_t": 96, "swin_v1_l": 192}[backbone]
            self.bb = backbone
            self.lateral_channels_in_collection = [2 * embed * k for k in (8, 4, 2, 1)]
            self.cxt = self.lateral_channels_in_collection[1:][::-1][-self.cxt_num :]

    config.Config = Chosen
    from models.birefnet import BiRefNet

    class Logits(torch.nn.Module):
        def __init__(self, net):
            super().__init__()
            self.net = net

        def forward(self, x):
            return self.net(x)[-1]

    return Logits(ref_weights.fill(BiRefNet(bb_pretrained=False)).eval())


def let_deform_conv_run_in_bf16():
    """torchvision's deform_conv2d knows fp32 only on a CPU."""
    import models.modules.deform_conv as module

    original = module.deform_conv2d

    def through_fp32(**tensors):
        wide = {k: v.float() if torch.is_tensor(v) else v for k, v in tensors.items()}
        return original(**wide).to(tensors["input"].dtype)

    module.deform_conv2d = through_fp32


def rrdbnet(refs, scale):
    package = types.ModuleType("RealESRGAN")  # its own __init__ imports a downloader
    package.__path__ = [os.path.join(refs, "Real-ESRGAN", "RealESRGAN")]
    sys.modules["RealESRGAN"] = package
    from RealESRGAN.rrdbnet_arch import RRDBNet

    net = RRDBNet(num_in_ch=3, num_out_ch=3, scale=scale, num_feat=64, num_block=23, num_grow_ch=32)
    return ref_weights.fill(net).eval()


# Sides of the maps that BiRefNet's five squeeze and decoder blocks see for 1024 x 1024, and the kernels of
# each one's four deformable convolutions, 64 -> 256 channels.
DEFORM_SIDES = (32, 32, 64, 128, 256)
DEFORM_KERNELS = (1, 1, 3, 7)


class DeformConvs(torch.nn.Module):
    """The deformable convolutions alone, one block's after the other, on the same tensors for every block of
    a size."""

    def __init__(self, side):
        super().__init__()
        self.side = side
        for i, k in enumerate(DEFORM_KERNELS):
            self.register_buffer(f"weight{i}", torch.randn(256, 64, k, k) / (8 * k))

    def forward(self, x, *motions):
        outs = []
        for i, k in enumerate(DEFORM_KERNELS):
            offset, mask = motions[2 * i], motions[2 * i + 1]
            outs.append(deform_conv2d(x, offset, getattr(self, f"weight{i}"), padding=k // 2, mask=mask))
        return tuple(outs)

    def inputs(self):
        tensors = [torch.randn(1, 64, self.side, self.side)]
        for k in DEFORM_KERNELS:
            tensors.append(2.0 * torch.randn(1, 2 * k * k, self.side, self.side))
            tensors.append(torch.rand(1, k * k, self.side, self.side) * 2)
        return tensors

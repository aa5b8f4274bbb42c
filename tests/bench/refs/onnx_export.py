"""Exports with ONNX's own DeformConv (opset 19), which ONNX Runtime computes on a CPU."""

import torch
from torch.onnx import register_custom_op_symbolic
from torch.onnx.symbolic_helper import parse_args


@parse_args("v", "v", "v", "v", "v", "i", "i", "i", "i", "i", "i", "i", "i", "b")
def _deform_conv(g, x, weight, offset, mask, bias, sh, sw, ph, pw, dh, dw, groups, offset_groups, use_mask):
    inputs = [x, weight, offset, bias] + ([mask] if use_mask else [])
    return g.op(
        "DeformConv",
        *inputs,
        strides_i=[sh, sw],
        pads_i=[ph, pw, ph, pw],
        dilations_i=[dh, dw],
        group_i=groups,
        offset_group_i=offset_groups,
    )


def export(module, inputs, path):
    register_custom_op_symbolic("torchvision::deform_conv2d", _deform_conv, 19)
    with torch.no_grad():
        torch.onnx.export(module, tuple(inputs), path, opset_version=19, dynamo=False)

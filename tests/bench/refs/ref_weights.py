"""The test weights "refweights v1" of tests/support/ref_weights.h, for PyTorch modules."""

import numpy as np
import torch

MASK = (1 << 64) - 1


def name_hash(name):
    h = 0xCBF29CE484222325
    for byte in name.encode():
        h = ((h ^ byte) * 0x100000001B3) & MASK
    return h


def unit(name, count):
    """`count` values in [0, 1)."""
    with np.errstate(over="ignore"):
        z = np.arange(count, dtype=np.uint64) + np.uint64((name_hash(name) + 0x9E3779B97F4A7C15) & MASK)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return (z >> np.uint64(40)).astype(np.float32) * np.float32(2.0**-24)


def values(name, shape):
    count = int(np.prod(shape)) if shape else 1
    u = unit(name, count)
    leaf = name.rsplit(".", 1)[-1]
    if leaf == "running_var":
        return (0.5 + u).reshape(shape)
    v = 2 * u - 1
    if leaf == "running_mean":
        return (0.1 * v).reshape(shape)
    if leaf == "relative_position_bias_table":
        return (0.5 * v).reshape(shape)
    if leaf == "bias":
        return (0.05 * v).reshape(shape)
    if len(shape) == 1:
        return ((0.25 if name.startswith("body.") else 1.0) + 0.1 * v).reshape(shape)
    gain = 2.0 if "offset_conv" in name else 0.5 if "rdb" in name.lower() else 1.0
    return (np.float32(gain * np.sqrt(3.0 / np.prod(shape[1:]))) * v).reshape(shape)


def fill(module):
    with torch.no_grad():
        for name, tensor in list(module.named_parameters()) + list(module.named_buffers()):
            if tensor.is_floating_point():
                tensor.copy_(torch.from_numpy(values(name, tuple(tensor.shape)).astype(np.float32)))
    return module

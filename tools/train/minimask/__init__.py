"""Kerf's own small mask net: data, training, export and judging. See README.md."""

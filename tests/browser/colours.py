"""How light a colour is, and how much two of them stand out from each other."""

from __future__ import annotations

import re

import numpy as np


def rgb(colour: str) -> np.ndarray:
    """The channels, 0 to 255, of an `rgb(r, g, b)`."""
    return np.array([int(part) for part in re.findall(r"\d+", colour)[:3]])


def luminance(colours: np.ndarray) -> np.ndarray:
    """Relative luminance, 0 black to 1 white (WCAG 2.2), of colours (..., 3) in 0 to 255."""
    channels = colours / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The contrast ratio (WCAG 2.2) of colours (..., 3) with others."""
    low, high = np.sort([luminance(one), luminance(other)], axis=0)
    return (high + 0.05) / (low + 0.05)

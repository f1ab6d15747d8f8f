"""Data sets, splits, scaling and batches: NumPy only, shared by both engines."""

from dlbook.data.batches import batches
from dlbook.data.dataset import Dataset
from dlbook.data.digits import digits
from dlbook.data.glyphs import glyphs
from dlbook.data.preparation import Scaling, Split, split, standardise
from dlbook.data.students import pass_fail
from dlbook.data.toys import blobs, circles, moons, spiral

__all__ = [
    "Dataset",
    "Scaling",
    "Split",
    "batches",
    "blobs",
    "circles",
    "digits",
    "glyphs",
    "moons",
    "pass_fail",
    "spiral",
    "split",
    "standardise",
]

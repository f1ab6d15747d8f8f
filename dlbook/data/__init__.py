"""Data sets, splits, scaling and batches: NumPy only, shared by both engines.

What is made up takes `n`, the number of examples, and `seed`, at least 0. The toy sets in the plane
(`blobs`, `circles`, `hills`, `moons`, `plane`, `spiral`, `xor`) also take `noise`, at least 0: the
standard deviation of what is added to both coordinates. Other values raise ValueError.
"""

from dlbook.data.dataset import Dataset
from dlbook.data.digits import digits
from dlbook.data.glyphs import glyphs
from dlbook.data.inputs import inputs
from dlbook.data.mnist import fashion_mnist, mnist, read_idx
from dlbook.data.preparation import Scaling, Split, split, standardise
from dlbook.data.strokes import digit_from_strokes
from dlbook.data.students import pass_fail
from dlbook.data.toys import blobs, circles, hills, moons, plane, spiral, xor
from dlbook.data.variations import bent_copies
from dlbook.training.batches import batches

__all__ = [
    "Dataset",
    "Scaling",
    "Split",
    "batches",
    "bent_copies",
    "blobs",
    "circles",
    "digit_from_strokes",
    "digits",
    "fashion_mnist",
    "glyphs",
    "hills",
    "inputs",
    "mnist",
    "moons",
    "pass_fail",
    "plane",
    "read_idx",
    "spiral",
    "split",
    "standardise",
    "xor",
]

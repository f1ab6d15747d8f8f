"""Random formulas: a recipe is a list of steps, each a function of the values made so far.

The same recipe runs on arrays, by NumPy, and on stand-ins, when it is traced.
"""

from functools import partial

import numpy as np
from hypothesis import strategies as st

NUMBERS = [0.0, -0.0, 1.0, -1.0, 0.5, 3.25, -2.75, 1e-3, 700.0, np.nan, np.inf, -np.inf, 1e-310]
UNARY = [np.negative, np.abs, np.sign, np.sqrt, np.exp, np.log, np.log1p, np.tanh, np.cos, np.floor]


def largest(a, b):
    """The maximum, but never -0: of 0 and -0 NumPy gives either, by their place in memory."""
    return np.maximum(a, b) + 0.0


def smallest(a, b):
    return np.minimum(a, b) + 0.0


BINARY = [np.add, np.subtract, np.multiply, np.divide, np.power, largest, smallest]
# those with one right answer, the same on every machine
ROUNDED_UNARY = [np.negative, np.abs, np.sign, np.sqrt, np.floor]
ROUNDED_BINARY = [np.add, np.subtract, np.multiply, np.divide, np.maximum, np.minimum]
# those that keep whole numbers whole
WHOLE_UNARY = [np.negative, np.abs, np.sign, np.floor]
WHOLE_BINARY = [np.add, np.subtract, np.multiply, np.maximum, np.minimum]
COMPARISONS = [np.greater, np.greater_equal, np.less, np.less_equal, np.equal]


class Recipe:
    """Steps that make one value after another, and which of them are the result."""

    def __init__(self, steps, outputs):
        self.steps, self.outputs = steps, outputs

    def __call__(self, inputs):
        values = list(inputs)
        for step in self.steps:
            values.append(step(values))
        return [values[k] for k in self.outputs]


@st.composite
def inputs(draw, dtype, least=0, numbers=NUMBERS):
    """One to three arrays whose shapes broadcast, some held by columns, and a single number."""
    rows, columns = draw(st.integers(least, 4)), draw(st.sampled_from([least, 1, 2, 3, 5, 17]))
    lead = draw(st.sampled_from([(), (2,)]))
    arrays = []
    for _ in range(draw(st.integers(1, 3))):
        shape = (
            *draw(st.sampled_from([(), lead])),
            draw(st.sampled_from([rows, 1])),
            draw(st.sampled_from([columns, 1])),
        )
        size = int(np.prod(shape))
        values = draw(st.lists(st.sampled_from(numbers), min_size=size, max_size=size))
        with np.errstate(all="ignore"):
            array = np.array(values, dtype).reshape(shape)
        if draw(st.booleans()):
            array = np.ascontiguousarray(array.swapaxes(-1, -2)).swapaxes(-1, -2)
        arrays.append(array)
    return [*arrays, np.array(draw(st.sampled_from(numbers[:8])), dtype)]


def elementwise(unary, binary, constants=NUMBERS[:8]):
    """Steps entry by entry, with these functions of one and of two arrays, and these constants."""
    return partial(_elementwise, unary, binary, constants)


def _elementwise(unary, binary, constants, draw, values, pick):
    a, b = pick(), pick()
    kind = draw(st.sampled_from(["unary", "binary", "constant", "where", "gate", "gate"]))
    if kind == "unary":
        f = draw(st.sampled_from(unary))
        return lambda v: f(v[a])
    if kind == "binary":
        f = draw(st.sampled_from(binary))
        return lambda v: f(v[a], v[b])
    if kind == "constant":
        not_power = [f for f in binary if f is not np.power]
        f, c = draw(st.sampled_from(not_power)), draw(st.sampled_from(constants))
        return (lambda v: f(v[a], c)) if draw(st.booleans()) else (lambda v: f(c, v[a]))
    compare = draw(st.sampled_from(COMPARISONS))
    c = pick()
    if kind == "where":
        return lambda v: np.where(compare(v[a], v[b]), v[c], v[a])
    return lambda v: v[c] * compare(v[a], v[b])


def _view_or_join(draw, values, pick):
    a, b = pick(2), pick(2)
    axis = draw(st.sampled_from([-1, -2]))
    bounds = draw(st.sampled_from([(None, -1, None), (1, None, None), (None, None, -1), (0, 1, 1)]))
    cut = (..., slice(*bounds), *[slice(None)] * (-axis - 1))
    kind = draw(st.sampled_from(["transpose", "slice", "one", "join", "over", "axes", "max"]))
    if kind == "transpose":
        return lambda v: np.swapaxes(v[a], -1, -2)
    if kind == "slice":
        return lambda v: v[a][cut]
    if kind == "one":
        return lambda v: np.concatenate([v[a], np.ones_like(v[a][cut])], axis)
    if kind == "join":
        return lambda v: np.concatenate([v[a], v[b]], axis)
    if kind == "over":
        return lambda v: np.concatenate([v[a][..., :-1] + v[b][..., :-1], v[a][..., -1:]], axis=-1)
    if kind == "axes":
        return lambda v: np.squeeze(np.expand_dims(v[a], -1), axis=-1)
    return lambda v: np.max(v[a], axis=axis, keepdims=True) + 0.0


SUMS = ["sum", "product", "gram", "both", "step"]


def sums_and_products(kinds):
    return partial(_sum_or_product, kinds)


def _sum_or_product(kinds, draw, values, pick):
    a, b = pick(2), pick(2)
    axis = draw(st.sampled_from([-1, -2, (-2, -1)]))
    kind = draw(st.sampled_from(kinds))
    if kind == "sum":
        return lambda v: np.sum(v[a], axis=axis, keepdims=True)
    if kind == "mean":
        return lambda v: np.mean(v[a], axis=axis, keepdims=True)
    if kind == "product":
        return lambda v: v[a] @ v[b]
    if kind == "gram":
        return lambda v: v[a] @ np.swapaxes(v[b], -1, -2)
    if kind == "both":
        return lambda v: (v[a] @ v[b]) @ np.swapaxes(v[b], -1, -2)
    return lambda v: np.swapaxes(v[a], -1, -2) @ (v[a] - v[b])


@st.composite
def recipes(draw, inputs, kinds, largest=np.inf):
    """A recipe of at most twelve steps that NumPy can follow on `inputs`; see the lists below.

    largest: steps that give larger numbers are left out.
    """
    values, steps = list(inputs), []

    def pick(axes=0):
        latest = [k for k, value in enumerate(values) if value.ndim >= axes][-5:]
        return draw(st.sampled_from(latest))

    for _ in range(draw(st.integers(1, 12))):
        step = draw(st.sampled_from(kinds))(draw, values, pick)
        try:
            with np.errstate(all="ignore"):
                made = step(values)
        except (ValueError, IndexError):
            continue
        if made.size < 500 and not np.any(np.abs(made) > largest):
            steps.append(step)
            values.append(made)
    last = len(values) - 1
    outputs = draw(st.lists(st.integers(max(0, last - 4), last), min_size=1, max_size=3))
    return Recipe(steps, [last, *outputs])


EXACT = [elementwise(UNARY, BINARY), _view_or_join]
ALL = [*EXACT, sums_and_products([*SUMS, "mean"])]
ROUNDED = [elementwise(ROUNDED_UNARY, ROUNDED_BINARY), _view_or_join]
WHOLE = [
    elementwise(WHOLE_UNARY, WHOLE_BINARY, NUMBERS[:4]), _view_or_join, sums_and_products(SUMS)
]  # fmt: skip

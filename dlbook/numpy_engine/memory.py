"""What a stack of networks takes while it trains, counted from its plans before any of it is made.

The plans are those of a stack of one network, with outputs in buffers of their own, since these are
its parameters, gradients and the optimiser's state.
"""

from functools import partial

import numpy as np

from dlbook.formulas.activations import ACTIVATIONS
from dlbook.formulas.losses import LOSSES
from dlbook.formulas.objective import measure, terms_and_gradient
from dlbook.numpy_engine.evaluation import Model, as_columns, stack_block
from dlbook.numpy_engine.network import block_shapes
from dlbook.numpy_engine.stack import model_of
from dlbook.numpy_engine.updating import formula, key_of
from dlbook.programs import bytes_of
from dlbook.sweeps.planning import Plan

LEAD = (1, 1)
# what the calls, views and plans of a stack take, about a hundred calls
STACK_BYTES = 100_000


def bytes_per_network(plan: Plan, drops: bool) -> int:
    """What one network in a stack takes: what a step touches, and the buffers for what is left
    over, when batches or blocks do not divide the data."""
    block = stack_block(plan.batch_size)
    short_batch = plan.n_examples % plan.batch_size
    left_over = _of_batch(plan, drops, short_batch) if short_batch else 0
    lengths = {plan.n_examples % block if plan.n_examples > block else 0}
    if plan.held_out is not None:
        lengths.add(len(plan.held_out.x) % block)
    left_over += sum(_of_measuring(plan, length) for length in lengths if length)
    return bytes_in_a_step(plan, drops) + left_over


def bytes_in_a_step(plan: Plan, drops: bool) -> int:
    """The working set of one network in a stack."""
    block = min(stack_block(plan.batch_size), plan.n_examples)
    gradient = sum(rows * columns for rows, columns in block_shapes(plan.sizes))
    return (
        _of_batch(plan, drops, plan.batch_size)
        + _of_update(plan)
        + _of_measuring(plan, block)
        + plan.dtype.itemsize * gradient
    )


def _of_batch(plan: Plan, drops: bool, n: int) -> int:
    """The program of a step on n examples, and the arrays that hold them and their masks."""
    x, y = _examples(plan, n)
    inputs = {"blocks": _blocks(plan), "x": as_columns(x, 1), "y": as_columns(y, 1)}
    if drops:
        kept = [_shaped(plan, n_out, n, dtype=np.dtype(bool)) for n_out in plan.sizes[1:-1]]
        inputs |= {"kept": kept, "p": _shaped(plan, 1, 1)}
    if plan.l2:
        inputs["l2"] = np.array(plan.l2, plan.dtype)
    whole = n == plan.n_examples
    wanted = [f"1.{k}" for k in range(len(plan.sizes) - 1)]
    taken = _bytes_of_model(
        terms_and_gradient, plan, inputs, wanted, fixed=("x", "y") if whole else ()
    )
    if not whole:
        taken += x.nbytes + y.nbytes
    if drops:  # and the words that masks are drawn from, which come twice
        taken += sum(flags.nbytes for flags in kept) + 4 * max(flags.size for flags in kept)
    return taken


def _of_update(plan: Plan) -> int:
    """The program of the update, rates for every parameter, and the next ones in the making."""
    theta = _flat(plan)
    optimizer, state = plan.optimizer, plan.optimizer.make_state(np.zeros(1, plan.dtype))
    numbers = dict.fromkeys(optimizer.numbers(0.1, 1), theta)
    inputs = {"theta": theta, "g": theta, "state": dict.fromkeys(state, theta), "numbers": numbers}
    program = bytes_of(formula(optimizer), inputs, None, key=key_of(optimizer))
    if program is None:  # it runs as it is, on arrays of its own: as many as Adadelta has
        program = (len(state) + 6) * theta.nbytes
    return program + (len(numbers) + 2) * theta.nbytes


def _of_measuring(plan: Plan, n: int) -> int:
    """The program that measures n examples, and the terms in float64 while they are added."""
    x, y = _examples(plan, n)
    inputs = {"blocks": _blocks(plan), "x": as_columns(x, 1), "y": as_columns(y, 1)}
    return _bytes_of_model(measure, plan, inputs, None) + 8 * n


def _bytes_of_model(function, plan, inputs, wanted, fixed=()) -> int:
    """Bytes of a program of the networks' formulas; of one much like it, twice over, if the user's
    own cannot be traced."""
    model = model_of(plan)
    taken = bytes_of(partial(function, **model._asdict()), inputs, wanted, fixed=fixed, leading=2)
    if taken is None:
        like = Model(ACTIVATIONS["gelu"], model.output, LOSSES["mse"])
        taken = bytes_of(partial(function, **like._asdict()), inputs, None, fixed=fixed, leading=2)
        return 2 * taken
    return taken


def _shaped(plan: Plan, rows: int, columns: int, dtype: np.dtype | None = None) -> np.ndarray:
    """An array of that shape which takes no memory, since nothing is ever in it."""
    dtype = plan.dtype if dtype is None else dtype
    strides = (0, 0, columns * dtype.itemsize, dtype.itemsize)
    return np.lib.stride_tricks.as_strided(np.zeros(1, dtype), (*LEAD, rows, columns), strides)


def _flat(plan: Plan) -> np.ndarray:
    return _shaped(plan, 1, plan.n_parameters)[0, 0, 0]


def _blocks(plan: Plan) -> list[np.ndarray]:
    return [_shaped(plan, *shape) for shape in block_shapes(plan.sizes)]


def _examples(plan: Plan, n: int) -> tuple[np.ndarray, np.ndarray]:
    return _shaped(plan, n, plan.sizes[0] + 1)[0], _shaped(plan, n, plan.sizes[-1])[0]

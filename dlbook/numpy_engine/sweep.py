"""Many networks at once: learning rates × dropout rates × seeds, and optimisers and batch sizes.

The networks are trained in stacks, see `stack`. A stack is as large as the processor's cache holds
well, and never larger than the memory that the caller allows.
"""

from collections.abc import Sequence

import numpy as np

from dlbook import checks
from dlbook.formulas.activations import Activation
from dlbook.formulas.losses import Loss
from dlbook.numpy_engine.memory import STACK_BYTES, bytes_in_a_step, bytes_per_network
from dlbook.numpy_engine.network import Network
from dlbook.numpy_engine.objective import Objective
from dlbook.numpy_engine.optimizers import SGD, Optimizer
from dlbook.numpy_engine.stack import train_stack
from dlbook.sweeps.axes import check_steps, sweep_axes
from dlbook.sweeps.planning import Plan, as_starts, split_into_jobs
from dlbook.sweeps.result import Results, SweepResult
from dlbook.sweeps.running import run_jobs
from dlbook.training.collecting import progress_bar
from dlbook.training.history import recorded_epochs
from dlbook.training.initialisation import Initialiser
from dlbook.training.schedules import Schedule

# The memory, as `bytes_in_a_step` counts it, that a stack may take. Larger stacks pay less for
# each call of NumPy; beyond the third-level cache they would pay more for their memory.
CACHE_BYTES = 16 * 2**20


def sweep(
    sizes: Sequence[int],
    X: np.ndarray,
    y: np.ndarray,
    *,
    lr: float | Schedule | Sequence | None = None,
    dropout: float | Sequence[float] = (0.0,),
    seeds: int | Sequence[int] = (0,),
    optimizer: Optimizer | Sequence[Optimizer] | None = None,
    batch_size: int | Sequence[int | None] | None = None,
    activation: str | Activation = "relu",
    output: str = "linear",
    init: str | Initialiser = "glorot_uniform",
    start: np.ndarray | None = None,
    loss: str | Loss,
    epochs: int,
    validation: tuple[np.ndarray, np.ndarray] | None = None,
    record: int | Sequence[int] = 1,
    l2: float = 0.0,
    keep_parameters: bool = False,
    dtype: str = "float64",
    max_memory: int = 256 * 2**20,
    processes: int = 1,
    progress: bool = False,
) -> SweepResult:
    """Train a network for every combination of the arguments that are sequences.

    lr, dropout, seeds, optimizer and batch_size may each be one value or a sequence; each sequence
    is an axis of the result, in this order. The network at (lr, p, seed) is the one that
    `train(Network(sizes, dropout=p, seed=seed), …, optimizer with that lr, seed=seed)` gives.
    optimizer: SGD if None. lr, which may hold schedules, takes the place of its own rate; if None,
    an axis of length 1 has that, or None where the optimisers' own rates differ.
    start: parameters in the order of `Network.flat` that the networks start from instead of those
    that `init` draws, such as those of a trained network: (n_parameters,), or a row for each seed,
    (n_seeds, n_parameters).
    record: every so many epochs, or an increasing sequence of epochs; 0 is always recorded. It is
    also how far apart an interruption finds something to keep.
    keep_parameters: record all parameters too. max_memory: bytes that training may use at a time,
    of all processes together, data and results not counted. processes: more than one trains stacks
    side by side; they stay, waiting for the next sweep, till Python ends. A script must then call
    it under `if __name__ == "__main__":`, and an `init`, schedule, optimizer, activation or loss of
    your own must be made of functions of a module; with one, the processes are fresh for each
    sweep.

    An interruption from the keyboard keeps what was recorded, and no more; see
    `SweepResult.completed`.

    The other arguments are those of `Network` and `training`.
    """
    axes = sweep_axes(
        lr=lr,
        dropout=dropout,
        seeds=seeds,
        optimizer=SGD() if optimizer is None else optimizer,
        batch_size=batch_size,
        optimizer_type=Optimizer,
    )
    max_memory = checks.integer("max_memory", max_memory, at_least=1)
    processes = checks.integer("processes", processes, at_least=1)
    epochs = checks.integer("epochs", epochs, at_least=0)
    if isinstance(record, str):
        raise ValueError(f"record must be an integer or a sequence of epochs, got {record!r}")
    # one network and one objective of the kind do the checks that all have in common
    network = Network(
        sizes,
        activation=activation,
        output=output,
        dropout=max(axes["dropout"].values),
        init=init,
        dtype=dtype,
    )
    check_steps(axes, np.finfo(network.dtype))
    objective = Objective(network, X, y, loss, l2=l2, dropout=True)
    plan = Plan(
        sizes=network.sizes,
        activation=network.activation,
        output=output,
        init=init,
        loss=loss,
        optimizer=axes["optimizer"].values[0],
        epochs=epochs,
        batch_size=len(objective.examples.x),
        l2=objective.task.l2,
        dtype=network.dtype,
        recorded=recorded_epochs(record, epochs),
        keep_parameters=checks.flag("keep_parameters", keep_parameters),
        n_examples=len(objective.examples.x),
        examples=objective.examples,
        held_out=objective.take_in_validation(validation),
    )
    jobs = list(
        split_into_jobs(
            plan,
            axes,
            bytes_per_network,
            max_memory=max_memory,
            fastest=CACHE_BYTES,
            bytes_in_a_step=bytes_in_a_step,
            overhead=STACK_BYTES,
            processes=processes,
            starts=as_starts(start, init, len(axes["seeds"].values), plan),
        )
    )
    results = Results(plan, axes)
    with progress_bar(epochs * results.n_networks, progress, unit="network epoch") as bar:
        interrupted = run_jobs(train_stack, jobs, results, bar, processes)
    return results.finish(interrupted)

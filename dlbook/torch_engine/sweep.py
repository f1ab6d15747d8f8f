"""Many networks at once: learning rates × dropout rates × seeds, and optimisers and batch sizes.

The networks are trained in stacks, see `stack` and `stack_training`; on a GPU a stack is as large
as the memory that the caller allows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from dlbook import checks
from dlbook.sweeps.axes import check_steps, sweep_axes
from dlbook.sweeps.planning import Members, Plan, StackRecords, as_starts, split_into_jobs
from dlbook.sweeps.result import Results, SweepResult
from dlbook.sweeps.running import run_jobs, train_recorded
from dlbook.torch_engine.devices import autocast, autograd_on, choose_device
from dlbook.torch_engine.network import Network
from dlbook.torch_engine.objective import check_l2, prepare, prepare_validation
from dlbook.torch_engine.optimizers import SGD, Optimizer
from dlbook.torch_engine.stack_training import EXAMPLES_MEASURED, StackTraining
from dlbook.training.collecting import progress_bar
from dlbook.training.history import recorded_epochs
from dlbook.training.initialisation import Initialiser
from dlbook.training.schedules import Schedule

# The working set of a stack that runs fastest on a CPU: large enough that PyTorch's cost of a call
# is small beside the arithmetic, small enough for the processor's caches
CACHE_BYTES = 16 * 2**20


@dataclass(frozen=True)
class DevicePlan(Plan):
    """A plan whose examples are tensors on a device."""

    precision: str = "full"


@autograd_on()
def sweep(
    sizes: Sequence[int],
    X: object,
    y: object,
    *,
    lr: float | Schedule | Sequence | None = None,
    dropout: float | Sequence[float] = (0.0,),
    seeds: int | Sequence[int] = (0,),
    optimizer: Optimizer | Sequence[Optimizer] | None = None,
    batch_size: int | Sequence[int | None] | None = None,
    activation: str = "relu",
    output: str = "linear",
    init: str | Initialiser = "glorot_uniform",
    start: object = None,
    loss: str,
    epochs: int,
    validation: tuple[object, object] | None = None,
    record: int | Sequence[int] = 1,
    l2: float = 0.0,
    keep_parameters: bool = False,
    dtype: str = "float64",
    max_memory: int = 256 * 2**20,
    processes: int = 1,
    progress: bool = False,
    device: str | torch.device = "auto",
    precision: str = "full",
) -> SweepResult:
    """Train a network for every combination of the arguments that are sequences.

    The arguments and the result are those of the NumPy engine's `sweep`, which documents them; on
    the CPU the networks are the same too. On a GPU the dropout masks are drawn there, the same for
    the same call (see `device_masks`), and `processes` must be 1.
    device: see `choose_device`. precision: see `devices.autocast`.

    Raises MemoryError, with a smaller `max_memory` to try, when the device's memory is not enough.
    """
    axes = sweep_axes(
        lr=lr,
        dropout=dropout,
        seeds=seeds,
        optimizer=SGD() if optimizer is None else optimizer,
        batch_size=batch_size,
        optimizer_type=Optimizer,
    )
    place = choose_device(device)
    max_memory = checks.integer("max_memory", max_memory, at_least=1)
    processes = checks.integer("processes", processes, at_least=1)
    if processes > 1 and place.type != "cpu":
        raise ValueError(f"processes must be 1 on device={str(place)!r}, got {processes}")
    epochs = checks.integer("epochs", epochs, at_least=0)
    if isinstance(record, str):
        raise ValueError(f"record must be an integer or a sequence of epochs, got {record!r}")
    # one network of the kind does the checks that all have in common
    kinds = {"activation": activation, "output": output, "init": init, "dtype": dtype}
    network = Network(sizes, **kinds, dropout=max(axes["dropout"].values), device=place)
    autocast(precision, place, network.dtype)
    check_steps(axes, torch.finfo(network.dtype))
    examples = prepare(network, X, y, loss)
    plan = DevicePlan(
        sizes=network.sizes,
        activation=activation,
        output=output,
        init=init,
        loss=loss,
        optimizer=axes["optimizer"].values[0],
        epochs=epochs,
        batch_size=len(examples),
        l2=check_l2(network, l2),
        dtype=checks.dtype("dtype", dtype),
        recorded=recorded_epochs(record, epochs),
        keep_parameters=checks.flag("keep_parameters", keep_parameters),
        n_examples=len(examples),
        examples=examples,
        held_out=None if validation is None else prepare_validation(network, validation, loss),
        precision=precision,
    )
    jobs = split_into_jobs(
        plan,
        axes,
        bytes_per_network,
        max_memory=max_memory,
        fastest=CACHE_BYTES if place.type == "cpu" else None,
        processes=processes,
        starts=as_starts(start, init, len(axes["seeds"].values), plan),
    )
    results = Results(plan, axes)
    with progress_bar(epochs * results.n_networks, progress, unit="network epoch") as bar:
        interrupted = run_jobs(train_stack, list(jobs), results, bar, processes)
    return results.finish(interrupted)


@autograd_on()
def train_stack(
    plan: DevicePlan, members: Members, records: StackRecords, tick: Callable[[], None]
) -> None:
    """Train the networks of `members` in step, or say how many to try where memory ran out."""
    try:
        train_recorded(StackTraining(plan, members), plan, records, tick)
        return
    except torch.OutOfMemoryError as error:
        reason = str(error)
    # raised here, not above: PyTorch's error would keep the stack, so that the memory was still
    # taken when a smaller one is tried
    advice = MemoryError(out_of_memory_advice(plan, members))
    advice.add_note(reason)
    raise advice


def out_of_memory_advice(plan: DevicePlan, members: Members) -> str:
    """What to do when a stack does not fit: the largest stack to try, as a `max_memory`."""
    where = str(plan.examples.X.device)
    needed = bytes_per_network(plan, any(members.dropouts))
    if len(members) == 1:
        return (
            f"one network of sizes {plan.sizes} with batches of {plan.batch_size} does not fit "
            f"into the memory of {where}: use a smaller batch_size or dtype='float32'"
        )
    half = len(members) // 2
    return (
        f"{len(members)} networks at a time do not fit into the memory of {where}: try "
        f"{half} at a time with max_memory={half * needed}"
    )


def bytes_per_network(plan: Plan, drops: bool) -> int:
    """The working set of one network in a stack, in training or while it is measured.

    Parameters, gradients from autograd and beside them, the optimiser's arrays; of each activation
    what autograd keeps and its gradient, with dropout the draws and masks as well.
    """
    units = sum(plan.sizes[1:])
    inputs = plan.sizes[0] + plan.sizes[-1]
    training = ((9 if drops else 5) * units + inputs) * plan.batch_size
    measuring = 3 * units * min(plan.n_examples, EXAMPLES_MEASURED)
    return int(plan.dtype.itemsize * (8 * plan.n_parameters + max(training, measuring)))

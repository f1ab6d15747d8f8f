"""Training one network: a generator of records, and `train`, which collects them.

The steps are those of `steps`.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy

import numpy as np

from dlbook import checks
from dlbook.formulas.losses import Loss
from dlbook.numpy_engine.evaluation import Examples
from dlbook.numpy_engine.network import Network, blocks_of
from dlbook.numpy_engine.objective import Objective, Pair, check_network
from dlbook.numpy_engine.optimizer import Optimizer
from dlbook.numpy_engine.steps import FillMasks, Parameters, Steps
from dlbook.numpy_engine.updating import Update
from dlbook.training.batches import batches
from dlbook.training.collecting import Records, check_early_stopping, collect, progress_bar
from dlbook.training.early_stopping import EarlyStopping
from dlbook.training.history import History, Record, epoch_of, recorded_epochs
from dlbook.training.randomness import Masks, dropout_masks, streams


def training(
    network: Network,
    X: np.ndarray,
    y: np.ndarray,
    *,
    loss: str | Loss,
    optimizer: Optimizer,
    epochs: int,
    batch_size: int | None = None,
    validation: Pair | None = None,
    l2: float = 0.0,
    clip_norm: float | None = None,
    seed: int = 0,
    record: int | str | Sequence[int] = 1,
    masks: Masks | None = None,
) -> Iterator[Record]:
    """Train `network` in place; yields a `Record` before training and whenever `record` says.

    X (n, n_in), y (n,) or (n, n_out), as `loss` needs: "sigmoid_cross_entropy",
    "softmax_cross_entropy" (y (n,) class numbers) or "mse"; or a `formulas.losses.Loss` of your
    own, whose targets may be any numbers.
    optimizer: its settings; training starts from fresh state. epochs: at least 0.
    batch_size: examples a step, the last batch of an epoch may be shorter; None: all of them.
    validation: (X_val, y_val) to be measured too. l2: adds l2/2 · ΣW² to what is minimised.
    clip_norm: scales gradients with a longer norm down to it. seed: order and dropout.
    record: every so many epochs, an increasing sequence of epochs, or "step".
    masks: (step, layer, shape) -> flags (batch, n_units), true where a unit is kept, instead of
    those drawn from the seed, for a network with dropout; see `training.randomness`.

    The settings of `network` and `optimizer` are those at this call: what is set in them while the
    training runs is for the next one. A rate that is to change is a schedule.

    What breaks off a step, such as an interruption from the keyboard, ends the training: asked for
    another record, it raises a RuntimeError.
    """
    check_network(network)
    optimizer = copy(checks.optimizer("optimizer", optimizer, Optimizer))
    checks.steps_within(optimizer, np.finfo(network.dtype))
    epochs = checks.integer("epochs", epochs, at_least=0)
    if batch_size is not None:
        batch_size = checks.integer("batch_size", batch_size, at_least=1)
    draws = streams(seed)
    if checks.masks(masks, network.dropout) is None:
        masks = dropout_masks(draws.dropout, network.dropout)
    objective = Objective(network, X, y, loss, l2=l2, dropout=True)
    if clip_norm is not None:
        clip_norm = checks.number("clip_norm", clip_norm, above=0.0)
    loop = Loop(
        objective,
        optimizer,
        order=draws.order,
        batch_size=batch_size,
        clip_norm=clip_norm,
        masks=masks,
        held_out=objective.take_in_validation(validation),
    )
    return Records(loop, epochs, recorded_epochs(record, epochs))


class Loop:
    """The training loop, to be run in stretches between records.

    order: draws the batches, where `batch_size` asks for any. masks: for an objective with dropout.
    held_out: to be measured too.
    """

    def __init__(
        self,
        objective: Objective,
        optimizer: Optimizer,
        *,
        order: np.random.Generator | None = None,
        batch_size: int | None = None,
        clip_norm: float | None = None,
        masks: Masks | None = None,
        held_out: Examples | None = None,
    ) -> None:
        self.objective, self.held_out, self.order = objective, held_out, order
        self.theta = objective.network.flat
        flat = np.zeros_like(self.theta)
        gradient = Parameters(flat, blocks_of(flat, objective.network.sizes))
        with checks.quiet_floats():  # to a clip_norm beyond the dtype's range nothing is clipped
            update = Update(optimizer, self.theta, flat, clip_norm=clip_norm)
        fill = None if objective.task.p is None else filling(masks)
        self.steps = Steps(objective.task, objective.parameters, gradient, update, fill)
        self.n = len(objective.examples.x)
        self.batch_size = self.n if batch_size is None else min(batch_size, self.n)

    @property
    def step(self) -> int:
        """How many steps have been made."""
        return self.steps.made

    @property
    def epoch(self) -> int:
        """The epoch that the latest step belongs to."""
        return epoch_of(self.step, self.n, self.batch_size)

    def epoch_batches(self) -> Iterable[tuple[np.ndarray] | None]:
        """The batches of one epoch, as `Steps.make` takes them; None is all examples."""
        if self.batch_size == self.n:
            return (None,)
        return ((index,) for index in batches(self.n, self.batch_size, self.order))

    def run_to(self, epoch: int) -> None:
        """Train up to the end of `epoch`."""
        # a diverging run overflows by its nature; its loss says so, no warning is needed
        with checks.quiet_floats():
            if self.batch_size == self.n and self.steps.fill_masks is None:
                self.steps.make_all(epoch - self.epoch)
                return
            while self.epoch < epoch:
                for index in self.epoch_batches():
                    self.steps.make(index)

    def steps_of_an_epoch(self) -> Iterator[None]:
        """Train for the next epoch, one step at a time."""
        for index in self.epoch_batches():
            with checks.quiet_floats():
                self.steps.make(index)
            yield

    def record(self) -> Record:
        """The network as it is now, measured without dropout."""
        objective = self.objective
        with checks.quiet_floats():
            train_loss, train_accuracy = objective.measure(objective.examples)
            val_loss, val_accuracy = np.nan, np.nan
            if self.held_out is not None:
                val_loss, val_accuracy = objective.measure(self.held_out)
        return Record(self.epoch, self.step, train_loss, val_loss, train_accuracy, val_accuracy)

    def copy_parameters(self) -> np.ndarray:
        """A copy of all parameters."""
        return self.theta.copy()

    def restore(self, parameters: np.ndarray) -> None:
        """Go back to the parameters of a copy."""
        self.theta[:] = parameters


def filling(masks: Masks) -> FillMasks:
    """What asks `masks` which units are kept in a step."""

    def fill(step: int, kept: list[np.ndarray]) -> None:
        for k, flags in enumerate(kept):
            shape = flags.shape[::-1]
            given = checks.flags("masks(step, layer, shape)", masks(step, k, shape))
            if given.shape != shape:
                raise ValueError(f"masks must return flags of shape {shape}, got {given.shape}")
            np.copyto(flags, given.T)

    return fill


def train(
    network: Network,
    X: np.ndarray,
    y: np.ndarray,
    *,
    loss: str | Loss,
    optimizer: Optimizer,
    epochs: int,
    batch_size: int | None = None,
    validation: Pair | None = None,
    l2: float = 0.0,
    clip_norm: float | None = None,
    seed: int = 0,
    record: int | str | Sequence[int] = 1,
    masks: Masks | None = None,
    early_stopping: EarlyStopping | None = None,
    progress: bool = False,
) -> History:
    """Train `network` in place and return the `History`; see `training` for the arguments.

    early_stopping: ends the training, needs validation data, and of a sequence in `record` that it
    ends with `epochs`. progress: show a bar (tqdm).

    An interruption from the keyboard keeps what was done: the network as it is, the records so far
    and one of where it stopped.
    """
    records = training(
        network,
        X,
        y,
        loss=loss,
        optimizer=optimizer,
        epochs=epochs,
        batch_size=batch_size,
        validation=validation,
        l2=l2,
        clip_norm=clip_norm,
        seed=seed,
        record=record,
        masks=masks,
    )
    if early_stopping is not None:
        check_early_stopping(early_stopping, validation, records)
    with progress_bar(epochs, progress) as bar:
        return collect(records, early_stopping, bar)

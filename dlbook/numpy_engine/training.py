"""Training one network: a generator of records, and `train`, which collects them.

One step is: take a batch, forward, backward, update. The buffers are made, and the calls of the
other three written down, at the first step with batches of a size; the later ones repeat them.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from dlbook import checks
from dlbook.data import batches
from dlbook.numpy_engine.calls import Calls
from dlbook.numpy_engine.evaluation import Examples
from dlbook.numpy_engine.gradients import Objective, check_network
from dlbook.numpy_engine.network import Network
from dlbook.numpy_engine.optimizers import Optimizer
from dlbook.training.collecting import Records, check_early_stopping, collect, progress_bar
from dlbook.training.early_stopping import EarlyStopping
from dlbook.training.history import History, Record, recorded_epochs
from dlbook.training.randomness import Masks, dropout_masks, streams

Pair = tuple[np.ndarray, np.ndarray]


def training(
    network: Network,
    X: np.ndarray,
    y: np.ndarray,
    *,
    loss: str,
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
    "softmax_cross_entropy" (y (n,) class numbers) or "mse".
    optimizer: its settings; training starts from fresh state. epochs: at least 0.
    batch_size: examples a step, the last batch of an epoch may be shorter; None: all of them.
    validation: (X_val, y_val) to be measured too. l2: adds l2/2 · ΣW² to what is minimised.
    clip_norm: scales gradients with a longer norm down to it. seed: order and dropout.
    record: every so many epochs, an increasing sequence of epochs, or "step".
    masks: (step, layer, shape) -> flags (batch, n_units), true where a unit is kept, instead of
    those drawn from the seed, for a network with dropout; see `training.randomness`.
    """
    check_network(network)
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"optimizer must be an optimiser such as SGD(0.1), got {optimizer!r}")
    epochs = checks.integer("epochs", epochs, at_least=0)
    if batch_size is not None:
        batch_size = checks.integer("batch_size", batch_size, at_least=1)
    draws = streams(seed)
    if checks.masks(masks, network.dropout) is None:
        masks = dropout_masks(draws.dropout, network.dropout)
    objective = Objective(network, X, y, loss, l2=l2, clip_norm=clip_norm, masks=masks)
    held_out = take_in_validation(objective, validation)
    chosen = recorded_epochs(record, epochs)
    loop = Loop(objective, optimizer.fresh(), draws.order, batch_size, held_out)
    return Records(loop, epochs, chosen)


def take_in_validation(objective: Objective, validation: Pair | None) -> Examples | None:
    """Checked validation data as the engine holds them."""
    if validation is None:
        return None
    if not isinstance(validation, tuple | list) or len(validation) != 2:
        got = type(validation).__name__
        if isinstance(validation, tuple | list):
            got += f" of {len(validation)}"
        raise TypeError(f"validation must be a pair (X_val, y_val) or None, got a {got}")
    return objective.take_in("validation X", "validation y", *validation)


class Loop:
    """The training loop, to be run in stretches between records.

    order: draws the batches, where `batch_size` asks for any. held_out: to be measured too.
    """

    def __init__(
        self,
        objective: Objective,
        optimizer: Optimizer,
        order: np.random.Generator | None = None,
        batch_size: int | None = None,
        held_out: Examples | None = None,
    ) -> None:
        self.objective = objective
        self.theta = objective.network.flat
        self.optimizer = optimizer
        self.optimizer.start(self.theta)
        self.calls: dict[int | None, Calls] = {}
        self.order = order
        self.n = len(objective.examples.x)
        self.batch_size = self.n if batch_size is None else min(batch_size, self.n)
        self.held_out = held_out
        self.epoch = self.step = 0

    def epoch_batches(self) -> Iterable[np.ndarray | None]:
        """The batches of one epoch; None is all examples."""
        if self.batch_size == self.n:
            return (None,)
        return batches(self.n, self.batch_size, self.order)

    def run_to(self, epoch: int) -> None:
        """Train up to the end of `epoch`."""
        # a diverging run overflows by its nature; its loss says so, no warning is needed
        with checks.quiet_floats():
            if self.batch_size == self.n and self.objective.masks is None:
                self._repeat(epoch - self.epoch)
                return
            while self.epoch < epoch:
                self.epoch += 1
                for index in self.epoch_batches():
                    self.make_step(index)

    def steps_of_an_epoch(self) -> Iterator[None]:
        """Train for the next epoch, one step at a time."""
        self.epoch += 1
        for index in self.epoch_batches():
            with checks.quiet_floats():
                self.make_step(index)
            yield

    def _repeat(self, steps: int) -> None:
        """So many steps on all examples, without dropout: the same calls again and again."""
        calls = self._written(None)
        try:
            calls.run(steps)
        finally:  # an interruption leaves fewer
            self.epoch += calls.runs
            self.step += calls.runs

    def make_step(self, index: np.ndarray | None) -> None:
        """One update on the examples of `index`."""
        self._written(index).run()
        self.step += 1

    def _written(self, index: np.ndarray | None) -> Calls:
        """The calls of a step, with its examples and masks put into the buffers."""
        batch = self.objective.batch(index, self.step + 1)
        n = None if index is None else len(index)  # all examples have buffers of their own
        if n not in self.calls:
            do = self.calls[n] = Calls()
            self.objective.write_gradient(do, batch)
            self.optimizer.write_step(do, self.theta, self.objective.gradient)
        return self.calls[n]

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


def train(
    network: Network,
    X: np.ndarray,
    y: np.ndarray,
    *,
    loss: str,
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

    early_stopping: ends the training, needs validation data. progress: show a bar (tqdm).
    An interruption from the keyboard keeps what was done: the network as it is, the records so far
    and one of where it stopped.
    """
    if early_stopping is not None:
        check_early_stopping(early_stopping, validation)
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
    with progress_bar(epochs, progress) as bar:
        return collect(records, early_stopping, bar)

"""Training: one generator of records, and `train`, which runs it to the end."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch

from dlbook import checks
from dlbook.torch_engine.device_masks import device_masks
from dlbook.torch_engine.devices import autocast, autograd_on
from dlbook.torch_engine.flat import gathered, scatter
from dlbook.torch_engine.network import Network
from dlbook.torch_engine.objective import (
    Examples,
    check_l2,
    check_network,
    measure,
    objective,
    prepare,
    prepare_masks,
    prepare_validation,
)
from dlbook.torch_engine.optimizers import Optimizer, set_lr
from dlbook.torch_engine.workers import ALONE, Workers
from dlbook.training.batches import batches
from dlbook.training.collecting import Records, check_early_stopping, collect, progress_bar
from dlbook.training.early_stopping import EarlyStopping
from dlbook.training.history import History, Record, epoch_of, recorded_epochs
from dlbook.training.randomness import Masks, dropout_masks, streams

Pair = tuple[object, object]


@autograd_on()
def training(
    network: Network,
    X: object,
    y: object,
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
    precision: str = "full",
    workers: Workers | None = None,
) -> Iterator[Record]:
    """Train `network` in place; yields a `Record` before training and whenever `record` says.

    The arguments are those of the NumPy engine's `training`, which documents them, but losses go by
    name alone. The same seed
    gives the same batches, and on the CPU the same dropout masks; on a GPU the masks are drawn
    there (see `device_masks`). precision: "full", or "bf16" for mixed precision on a float32
    network (see `devices.autocast`). workers: the processes that share each batch, from
    `dlbook.torch_engine.workers.join`; every one of them makes this call with the same arguments.
    """
    check_network(network)
    network = copy(network)  # the same layers, with the settings of now
    optimizer = copy(checks.optimizer("optimizer", optimizer, Optimizer))
    checks.steps_within(optimizer, torch.finfo(network.dtype))
    epochs = checks.integer("epochs", epochs, at_least=0)
    if batch_size is not None:
        batch_size = checks.integer("batch_size", batch_size, at_least=1)
    chosen = recorded_epochs(record, epochs)
    l2 = check_l2(network, l2)
    if clip_norm is not None:
        clip_norm = checks.number("clip_norm", clip_norm, above=0.0)
    autocast(precision, network.device, network.dtype)
    examples = prepare(network, X, y, loss)
    workers = ALONE if workers is None else _check_workers(workers, network, examples, batch_size)
    held_out = None if validation is None else prepare_validation(network, validation, loss)
    draws = streams(seed)
    if checks.masks(masks, network.dropout) is None:
        masks = _default_masks(network, draws.dropout)
    order = partial(batches, len(examples), batch_size, draws.order)
    settings = _Settings(optimizer, batch_size, l2, clip_norm, masks, precision, workers)
    return Records(_Run(network, examples, held_out, order, settings), epochs, chosen)


def train(
    network: Network,
    X: object,
    y: object,
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
    precision: str = "full",
    workers: Workers | None = None,
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
        precision=precision,
        workers=workers,
    )
    if early_stopping is not None:
        check_early_stopping(early_stopping, validation, records)
    with progress_bar(epochs, progress) as bar:
        return collect(records, early_stopping, bar)


def _default_masks(network: Network, stream: np.random.Generator) -> Masks:
    """The dropout stream's masks: in NumPy on the CPU, on the device elsewhere."""
    if network.device.type == "cpu":
        return dropout_masks(stream, network.dropout)
    return device_masks(stream, network.dropout, network.device)


def _check_workers(
    workers: Workers, network: Network, examples: Examples, batch_size: int | None
) -> Workers:
    """The workers, if each gets an example of every batch and all start from the same network."""
    if not isinstance(workers, Workers):
        raise TypeError(
            f"workers must come from dlbook.torch_engine.workers.join or be None, got {workers!r}"
        )
    workers.check_batches(len(examples), batch_size)
    workers.check_joined()
    if not workers.same(gathered(network)):
        raise ValueError(
            "network must start with the same parameters in every worker, and they differ: give "
            "all workers the same seed"
        )
    return workers


@dataclass
class _Settings:
    """How a run's steps are made: the checked arguments of `training`."""

    optimizer: Optimizer
    batch_size: int | None
    l2: float
    clip_norm: float | None
    masks: Masks
    precision: str
    workers: Workers


class _Run:
    """A run under way, as `dlbook.training.collecting` wants it.

    order: gives the batches of an epoch, each the indices of its examples.
    """

    def __init__(
        self,
        network: Network,
        examples: Examples,
        held_out: Examples | None,
        order: Callable[[], Iterable[np.ndarray]],
        settings: _Settings,
    ) -> None:
        self.network = network
        self.examples = examples
        self.held_out = held_out
        self.order = order
        self.settings = settings
        self.optimizer = settings.optimizer.build(network.parameters())
        self.step = 0

    @property
    def epoch(self) -> int:
        """The epoch that the latest step belongs to."""
        return epoch_of(self.step, len(self.examples), self.settings.batch_size)

    def run_to(self, epoch: int) -> None:
        """Train up to the end of `epoch`."""
        while self.epoch < epoch:
            for _ in self.steps_of_an_epoch():
                pass

    def steps_of_an_epoch(self) -> Iterator[None]:
        """Train for the next epoch, one step at a time."""
        for rows in self.order():
            self._make_step(rows)
            self.step += 1
            yield

    def record(self) -> Record:
        """The network as it is now: losses and accuracies, without dropout."""
        precision = self.settings.precision
        train_loss, train_accuracy = measure(self.network, self.examples, precision)
        val_loss, val_accuracy = np.nan, np.nan
        if self.held_out is not None:
            val_loss, val_accuracy = measure(self.network, self.held_out, precision)
        return Record(self.epoch, self.step, train_loss, val_loss, train_accuracy, val_accuracy)

    def copy_parameters(self) -> torch.Tensor:
        """A copy of all parameters."""
        return gathered(self.network)

    def restore(self, parameters: torch.Tensor) -> None:
        """Go back to the parameters of a copy."""
        scatter(parameters, self.network)

    @autograd_on()
    def _make_step(self, rows: np.ndarray) -> None:
        """One update from the examples with these indices, of which a worker takes its share."""
        network, given = self.network, self.settings
        share = given.workers.share(len(rows))
        X, y = self.examples.rows(rows[share])
        kept = self._masks(len(rows), share) if network.dropout else None
        set_lr(self.optimizer, given.optimizer.lr_at(self.step))
        self.optimizer.zero_grad()
        objective(network, X, y, self.examples.loss, given.l2, kept, given.precision).backward()
        given.workers.average(network.parameters(), len(X) / len(rows))
        if given.clip_norm is not None:
            torch.nn.utils.clip_grad_norm_(network.parameters(), given.clip_norm)
        self.optimizer.step()

    def _masks(self, n: int, share: slice) -> list[torch.Tensor]:
        """Which units are kept in the next step, for this worker's share of the n examples."""
        shapes = [(n, width) for width in self.network.sizes[1:-1]]
        flags = [
            self.settings.masks(self.step + 1, layer, shape) for layer, shape in enumerate(shapes)
        ]
        name = "masks(step, {}, shape)"
        return [mask[share] for mask in prepare_masks(self.network, flags, n, name)]

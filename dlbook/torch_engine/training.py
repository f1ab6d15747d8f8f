"""Training: one generator of records, and `train`, which runs it to the end."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import torch

from dlbook import checks
from dlbook.data import batches
from dlbook.torch_engine.device_masks import device_masks
from dlbook.torch_engine.devices import autocast
from dlbook.torch_engine.network import Network
from dlbook.torch_engine.objective import (
    Examples,
    check_network,
    measure,
    objective,
    prepare,
    prepare_masks,
    prepare_validation,
)
from dlbook.torch_engine.optimizers import Optimizer, set_lr
from dlbook.torch_engine.workers import ALONE, Workers
from dlbook.training.collecting import check_early_stopping, collect, progress_bar
from dlbook.training.early_stopping import EarlyStopping
from dlbook.training.history import History, Record, recorded_epochs
from dlbook.training.randomness import Masks, dropout_masks, streams

Pair = tuple[object, object]


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

    The arguments are those of the NumPy engine's `training`, which documents them. The same seed
    gives the same batches, and on the CPU the same dropout masks; on a GPU the masks are drawn
    there (see `device_masks`). precision: "full", or "bf16" for mixed precision on a float32
    network (see `devices.autocast`). workers: the processes that share each batch, from
    `dlbook.torch_engine.workers.join`; every one of them makes this call with the same arguments.
    """
    check_network(network)
    if not isinstance(optimizer, Optimizer):
        raise TypeError(
            "optimizer must be an optimiser of dlbook.torch_engine, such as SGD(0.1), "
            f"got {optimizer!r}"
        )
    epochs = checks.integer("epochs", epochs, at_least=0)
    if batch_size is not None:
        batch_size = checks.integer("batch_size", batch_size, at_least=1)
    chosen = recorded_epochs(record, epochs)
    l2 = checks.number("l2", l2, at_least=0.0)
    if clip_norm is not None:
        clip_norm = checks.number("clip_norm", clip_norm, above=0.0)
    autocast(precision, network.device, network.dtype)
    examples = prepare(network, X, y, loss)
    workers = ALONE if workers is None else _check_workers(workers, network, examples, batch_size)
    held_out = None if validation is None else prepare_validation(network, validation, loss)
    draws = streams(seed)
    if masks is None:
        masks = _default_masks(network, draws.dropout)
    elif not callable(masks):
        raise TypeError(f"masks must be a function (step, layer, shape) or None, got {masks!r}")
    run = _Run(network, examples, optimizer, workers)

    def step(rows: np.ndarray) -> None:
        run.step(rows, l2, clip_norm, masks, precision)

    def record_now(epoch: int) -> Record:
        return _record(network, examples, held_out, epoch, run.steps, precision)

    orders = (batches(len(examples), batch_size, draws.order) for _ in range(epochs))
    return _records(step, record_now, orders, chosen)


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

    early_stopping: ends the training, needs validation data. progress: show a bar (tqdm).
    An interruption from the keyboard keeps what was done: the network as it is, the records so far.
    """
    if early_stopping is not None:
        check_early_stopping(early_stopping, validation)
    run = training(
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
    with progress_bar(epochs, progress) as bar:
        return collect(run, early_stopping, bar, _Parameters(network))


class _Parameters:
    """A network's parameters as `collect` keeps and restores them: copied, and written back."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def copy(self) -> torch.Tensor:
        return self._network.flat

    def __setitem__(self, every: slice, best: torch.Tensor) -> None:
        self._network.flat = best


def _records(
    step: Callable[[np.ndarray], None],
    record_now: Callable[[int], Record],
    orders: Iterable[Iterable[np.ndarray]],
    chosen: np.ndarray | None,
) -> Iterator[Record]:
    """Go through the epochs' batches; yield after the chosen epochs, or after every step."""
    yield record_now(0)
    for epoch, order in enumerate(orders, start=1):
        for rows in order:
            step(rows)
            if chosen is None:
                yield record_now(epoch)
        if chosen is not None and epoch in chosen:
            yield record_now(epoch)


def _record(
    network: Network,
    examples: Examples,
    held_out: Examples | None,
    epoch: int,
    step: int,
    precision: str,
) -> Record:
    """Losses and accuracies of the network as it is, without dropout."""
    train_loss, train_accuracy = measure(network, examples, precision)
    if held_out is None:
        return Record(epoch, step, train_loss, train_accuracy=train_accuracy)
    val_loss, val_accuracy = measure(network, held_out, precision)
    return Record(epoch, step, train_loss, val_loss, train_accuracy, val_accuracy)


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
    if not workers.same(network.flat):
        raise ValueError(
            "network must start with the same parameters in every worker, and they differ: give "
            "all workers the same seed"
        )
    return workers


class _Run:
    """A run under way: the checked arguments, torch.optim's optimiser, the steps made so far."""

    def __init__(
        self, network: Network, examples: Examples, optimizer: Optimizer, workers: Workers
    ) -> None:
        self.network = network
        self.examples = examples
        self.rate_at = optimizer.lr_at
        self.optimizer = optimizer.build(network.parameters())
        self.workers = workers
        self.steps = 0

    def step(
        self, rows: np.ndarray, l2: float, clip_norm: float | None, masks: Masks, precision: str
    ) -> None:
        """One update from the examples with these indices, of which a worker takes its share."""
        network, workers = self.network, self.workers
        share = workers.share(len(rows))
        X, y = self.examples.rows(rows[share])
        self.steps += 1
        kept = None
        if network.dropout:
            shapes = [(len(rows), width) for width in network.sizes[1:-1]]
            flags = [masks(self.steps, layer, shape) for layer, shape in enumerate(shapes)]
            kept = [mask[share] for mask in prepare_masks(network, flags, len(rows))]
        set_lr(self.optimizer, self.rate_at(self.steps - 1))
        self.optimizer.zero_grad()
        objective(network, X, y, self.examples.loss, l2, kept, precision).backward()
        workers.average(network.parameters(), len(X) / len(rows))
        if clip_norm is not None:
            torch.nn.utils.clip_grad_norm_(network.parameters(), clip_norm)
        self.optimizer.step()

"""From a training under way to a history: records, progress, early stopping, interruption.

Shared by both engines, each of which brings its own `Run`.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any, Protocol

import numpy as np

from dlbook import checks
from dlbook.training.early_stopping import EarlyStopping, Watch
from dlbook.training.history import History, Record


class Run(Protocol):
    """A training under way. step: updates made so far; epoch: the one of the latest, or 0."""

    epoch: int
    step: int

    def run_to(self, epoch: int) -> None:
        """Train up to the end of `epoch`."""

    def steps_of_an_epoch(self) -> Iterator[None]:
        """Train for the next epoch, one step at a time."""

    def record(self) -> Record:
        """The network as it is now, measured."""

    def copy_parameters(self) -> Any:
        """A copy of all parameters, for `restore`."""

    def restore(self, parameters: Any) -> None:
        """Go back to the parameters of a copy."""


def check_early_stopping(rule: Any, validation: Any, records: "Records") -> None:
    """An error where the rule is none, or there is nothing for it to watch, at the end too."""
    if not isinstance(rule, EarlyStopping):
        raise TypeError(f"early_stopping must be an EarlyStopping or None, got {rule!r}")
    if validation is None:
        raise ValueError("early_stopping watches the validation loss: give validation=(X, y)")
    if records.chosen is not None and records.chosen[-1] < records.epochs:
        raise ValueError(
            f"record must end at epochs = {records.epochs} with early_stopping, which sees only "
            f"what is recorded, got {records.chosen[-1]} as the last epoch"
        )


def progress_bar(total: int, progress: bool, unit: str = "epoch") -> AbstractContextManager:
    """A tqdm bar over `total` units, or nothing."""
    if not checks.flag("progress", progress):
        return nullcontext()
    from tqdm.auto import tqdm

    return tqdm(total=total, unit=unit)


class Records(Iterator[Record]):
    """The records of a run, which trains as they are asked for.

    One comes before training, then one after each of the epochs in `chosen`, or after every step if
    that is None. ticks: what is called at the end of every epoch. What breaks off a step leaves
    batches and masks half drawn, so that no more records can be asked for then.
    """

    def __init__(self, run: Run, epochs: int, chosen: np.ndarray | None) -> None:
        self.run, self.epochs, self.chosen = run, epochs, chosen
        self.ticks: list[Callable[[], Any]] = []
        self._records = _records(run, epochs, chosen, self.ticks)
        self._broken_off = False

    def __next__(self) -> Record:
        if self._broken_off:
            raise RuntimeError(
                f"this training was broken off after {self.run.step} steps: call training again, "
                "which starts from the network as it is"
            )
        try:
            return next(self._records)
        except StopIteration:
            raise
        except BaseException:
            self._broken_off = True
            raise


def _records(
    run: Run, epochs: int, chosen: np.ndarray | None, ticks: list[Callable[[], Any]]
) -> Iterator[Record]:
    yield run.record()
    if chosen is None:
        for _ in range(epochs):
            for _ in run.steps_of_an_epoch():
                yield run.record()
            for tick in ticks:
                tick()
        return
    for epoch in chosen[1:].tolist():
        _advance(run, epoch, ticks)
        yield run.record()
    _advance(run, epochs, ticks)


def _advance(run: Run, epoch: int, ticks: list[Callable[[], Any]]) -> None:
    """Train to the end of `epoch`, in one go where nobody counts."""
    if not ticks:
        run.run_to(epoch)
        return
    while run.epoch < epoch:
        run.run_to(run.epoch + 1)
        for tick in ticks:
            tick()


class _Notes:
    """The records of a run so far, and the parameters to go back to at its end."""

    def __init__(self, run: Run, early_stopping: EarlyStopping | None) -> None:
        self.run = run
        self.records: list[Record] = []
        self.watch = Watch(early_stopping) if early_stopping else None
        self.best: Any = None

    def take(self, record: Record) -> None:
        """Write down a record of the present state."""
        self.records.append(record)
        if self.watch is None:
            return
        is_best = self.watch.is_best(record.epoch, record.val_loss)
        if is_best and self.watch.rule.restore_best:
            self.best = self.run.copy_parameters()

    def take_last(self) -> None:
        """Write down where an interrupted run stopped, unless that is the last record."""
        with suppress(KeyboardInterrupt):  # interrupted once more: then without
            last = self.run.record()
            if last.step > self.records[-1].step:
                self.take(last)

    @property
    def stop(self) -> bool:
        """Whether early stopping says so."""
        return self.watch is not None and self.watch.stop


def collect(
    records: Records, early_stopping: EarlyStopping | None = None, bar: Any = None
) -> History:
    """Train to the end and return the history; early stopping may end it, and then the parameters
    are the best ones if that is asked for. bar: a `progress_bar` over the epochs, or None."""
    notes, interrupted = _Notes(records.run, early_stopping), False
    if bar is not None:
        records.ticks.append(bar.update)
    try:
        for record in records:
            notes.take(record)
            if bar is not None:
                bar.set_postfix(loss=f"{record.train_loss:.4g}", refresh=False)
            if notes.stop:
                break
    except KeyboardInterrupt:
        interrupted = True
        if not notes.records:
            raise
        notes.take_last()
    if notes.best is not None:
        records.run.restore(notes.best)
    return History.of(
        notes.records,
        interrupted=interrupted,
        stopped_early=notes.stop and not interrupted,
        best_epoch=notes.watch.best_epoch if notes.watch else None,
    )

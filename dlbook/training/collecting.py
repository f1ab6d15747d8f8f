"""From a generator of records to a history: interruption, early stopping, progress.

Shared by both engines. `theta` is anything with the parameters that can be copied with `copy` and
written back with `theta[:] = …`, as the flat vector of a network.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from dlbook import checks
from dlbook.training.early_stopping import EarlyStopping, Watch
from dlbook.training.history import History, Record


def check_early_stopping(rule: Any, validation: Any) -> None:
    """An error where the rule is none, or there are no data for it to watch."""
    if not isinstance(rule, EarlyStopping):
        raise TypeError(f"early_stopping must be an EarlyStopping or None, got {rule!r}")
    if validation is None:
        raise ValueError("early_stopping watches the validation loss: give validation=(X, y)")


def progress_bar(total: int, progress: bool, unit: str = "epoch") -> AbstractContextManager:
    """A tqdm bar over `total` units, or nothing."""
    if not checks.flag("progress", progress):
        return nullcontext()
    from tqdm.auto import tqdm

    return tqdm(total=total, unit=unit)


def collect(
    run: Iterator[Record], early_stopping: EarlyStopping | None, bar: Any, theta: Any
) -> History:
    """Consume `run` and return its history; the best parameters are restored if asked for."""
    records: list[Record] = []
    watch = Watch(early_stopping) if early_stopping else None
    best, interrupted, stopped = None, False, False
    try:
        for record in run:
            records.append(record)
            if bar is not None:
                bar.update(record.epoch - bar.n)
                bar.set_postfix(loss=f"{record.train_loss:.4g}", refresh=False)
            if watch is None:
                continue
            if watch.improves(record.epoch, record.val_loss) and early_stopping.restore_best:
                best = theta.copy()
            if watch.stop:
                stopped = True
                break
    except KeyboardInterrupt:
        interrupted = True
        if not records:
            raise
    if best is not None:
        theta[:] = best
    return History.of(
        records,
        interrupted=interrupted,
        stopped_early=stopped,
        best_epoch=watch.best_epoch if watch else None,
    )

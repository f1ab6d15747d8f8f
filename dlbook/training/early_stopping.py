"""Early stopping: the rule alone, shared by both engines."""

from dataclasses import dataclass

from dlbook import checks


@dataclass(frozen=True)
class EarlyStopping:
    """Stop when `patience` epochs in a row brought no improvement of the validation loss.

    patience: at least 1. min_delta: by more than how much a loss must lie below that of the last
    improvement to count as one, at least 0. restore_best: whether training ends with the parameters
    that had the least validation loss of all, whether it counted as an improvement or not.

    Epochs count from their first record: with one after every step, the last of the `patience`
    epochs has only begun when training stops.
    """

    patience: int
    min_delta: float = 0.0
    restore_best: bool = True

    def __post_init__(self) -> None:
        checks.integer("patience", self.patience, at_least=1)
        checks.number("min_delta", self.min_delta, at_least=0.0)
        checks.flag("restore_best", self.restore_best)


class Watch:
    """The rule at work on one training: tell it each recorded loss, ask it whether to stop."""

    def __init__(self, rule: EarlyStopping) -> None:
        self.rule = rule
        self.best_loss = self._improved_loss = float("inf")
        self.best_epoch: int | None = None  # until a loss is finite
        self._improved_epoch = self._epoch = 0

    def is_best(self, epoch: int, val_loss: float) -> bool:
        """Take note of the loss after `epoch`; whether it is the least so far (never for NaN)."""
        self._epoch = epoch
        if val_loss < self._improved_loss - self.rule.min_delta:
            self._improved_loss, self._improved_epoch = val_loss, epoch
        best = val_loss < self.best_loss
        if best:
            self.best_loss, self.best_epoch = val_loss, epoch
        return best

    @property
    def stop(self) -> bool:
        """Whether `patience` epochs have gone by since the last improvement."""
        return self._epoch - self._improved_epoch >= self.rule.patience

"""Early stopping: where patience and least improvement end a training, and what they keep."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook import data
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice_slider, log_slider, log_values
from dlbook.figures.kit.style import colour
from dlbook.numpy_engine import Momentum, sweep
from dlbook.training.early_stopping import EarlyStopping, Watch

SIZES = (64, 48, 10)
N_TRAIN, N_VAL, WRONG = 200, 100, 20
BATCH, EPOCHS = 50, 150
DECADES = (-2.0, -0.5)
PATIENCES = (1, 2, 3, 5, 8, 12, 20, 35, 60, 100)
MIN_DELTAS = (0.0, 0.001, 0.003, 0.01, 0.03, 0.1)


class Stop(NamedTuple):
    """What the rule did: the last epoch trained, the epoch kept, whether it stopped at all."""

    stop: int
    best: int
    stopped: bool


class StoppingPoint(Figure):
    """One training on digits, cut short by the rule of early stopping.

    Parameters
    ----------
    lr : learning rate η, from 0.01 to 0.3
    patience : index into `PATIENCES`, in epochs
    min_delta : index into `MIN_DELTAS`, the least improvement that counts

    A network of sizes `SIZES` with ReLU, batches of 50, momentum 0.9, on 200 digits of which 20
    carry a wrong label; 100 others for validation. The rule is worked out in the page
    (``web/drawing/stopping.js``); `numbers` applies `training.early_stopping`. Lecture point H4.
    """

    name = "stopping-point"
    title = "When to stop"
    try_this = (
        "move the patience from 1 upwards and watch the stop and the ring. Then raise the least "
        "improvement, and see what is kept."
    )
    caption = (
        "First panel: the loss on 200 training digits, 20 of them with a wrong label, and on 100 "
        "validation digits. The rule marks where training stops; what would have come after it is "
        "drawn thin. The ring marks the epoch whose weights are kept. Second panel: the loss on "
        "1,497 test digits of the network that is kept, for every patience at this least "
        "improvement, the large point for the one that is set; the dotted line is the test loss "
        "after 150 epochs. The test digits chose nothing."
    )

    lr = traitlets.Float(0.1).tag(sync=True)
    patience = traitlets.Int(PATIENCES.index(8)).tag(sync=True)
    min_delta = traitlets.Int(0).tag(sync=True)
    patiences = traitlets.List(list(PATIENCES)).tag(sync=True)
    min_deltas = traitlets.List(list(MIN_DELTAS)).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(axes={"lr": log_values(*DECADES, 0.5)}, **traits)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "lr": log_slider("Learning rate η", *DECADES, 0.5, self.lr, fine_step=0.05),
            "patience": choice_slider("Patience", [str(k) for k in PATIENCES], self.patience),
            "min_delta": choice_slider(
                "Least improvement", [f"{delta:g}" for delta in MIN_DELTAS], self.min_delta
            ),
        }

    def record(self) -> Mapping[str, np.ndarray]:
        return _losses(tuple(self.axes["lr"]))

    def answer(self, *, lr: float) -> Mapping[str, np.ndarray]:
        return {name: losses[0] for name, losses in _losses((lr,)).items()}

    def setting(self, **state: Any) -> Mapping[str, Any]:
        return {
            "lr": state["lr"],
            "patience": PATIENCES[state["patience"]],
            "min_delta": MIN_DELTAS[state["min_delta"]],
        }

    def numbers(self, *, lr: float, patience: int, min_delta: int) -> Mapping[str, float]:
        run = self.answer(lr=lr)
        found = stopping(run["val_loss"], PATIENCES[patience], MIN_DELTAS[min_delta])
        return {
            "stop_epoch": found.stop,
            "best_epoch": found.best,
            "val_loss": float(run["val_loss"][found.best]),
            "test_loss": float(run["test_loss"][found.best]),
            "last_test_loss": float(run["test_loss"][-1]),
        }

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(7.0, 3.3))
        axes = figure.subplots()
        run = self.answer(lr=self.lr)
        found = stopping(run["val_loss"], PATIENCES[self.patience], MIN_DELTAS[self.min_delta])
        axes.plot(run["train_loss"], color=colour("train"), label="training")
        axes.plot(run["val_loss"], "--", color=colour("validation"), label="validation")
        axes.plot(found.best, run["val_loss"][found.best], "o", color=colour("validation"),
                  markersize=10, fillstyle="none", label="kept")  # fmt: skip
        axes.axvline(found.stop, linestyle="--", color=colour("ink"), label="stop")
        axes.set(xlabel="epoch", ylabel="loss (cross-entropy)", ylim=(0, 1.6))
        axes.legend()
        return figure


def stopping(val_loss: np.ndarray, patience: int, min_delta: float) -> Stop:
    """The rule of `training.early_stopping` on a curve of losses, one an epoch from epoch 0 on."""
    watch = Watch(EarlyStopping(patience, min_delta))
    for epoch, loss in enumerate(val_loss):
        watch.is_best(epoch, float(loss))
        if watch.stop:
            return Stop(epoch, watch.best_epoch, True)
    return Stop(len(val_loss) - 1, watch.best_epoch, False)


@cache
def mislabelled() -> data.Split:
    """200 digits to train on, 20 of them with a wrong label, 100 for validation, the rest test."""
    digits = data.digits()
    rest = len(digits) - N_TRAIN - N_VAL
    parts = data.split(digits.X, digits.y, validation=N_VAL, test=rest, seed=0)
    rng = np.random.default_rng(0)
    wrong = rng.choice(N_TRAIN, WRONG, replace=False)
    y = parts.y_train.copy()
    y[wrong] = (y[wrong] + rng.integers(1, 10, WRONG)) % 10
    return parts._replace(y_train=y)


@lru_cache(maxsize=16)
def _losses(rates: tuple[float, ...]) -> dict[str, np.ndarray]:
    """Losses after every epoch, (n_rates, EPOCHS + 1): the same training, measured on two sets."""
    parts = mislabelled()
    settings = dict(
        lr=rates, dropout=0.0, seeds=0, optimizer=Momentum(momentum=0.9), batch_size=BATCH,
        output="softmax", loss="softmax_cross_entropy", epochs=EPOCHS,
    )  # fmt: skip
    val, test = (
        sweep(SIZES, parts.X_train, parts.y_train, validation=held_out, **settings)
        for held_out in ((parts.X_val, parts.y_val), (parts.X_test, parts.y_test))
    )
    return {
        "train_loss": val.train_loss.astype(np.float32),
        "val_loss": val.val_loss.astype(np.float32),
        "test_loss": test.val_loss.astype(np.float32),
    }

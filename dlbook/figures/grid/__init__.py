"""Learning rates × optimisers, trained at once on the digits: a heat map with a curve behind it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook import data
from dlbook.experiments.racing import RACERS
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice, log_slider, log_values
from dlbook.figures.kit.style import colour
from dlbook.numpy_engine import sweep
from dlbook.training.outcomes import OUTCOMES

SIZES = (64, 32, 10)
EPOCHS = 20
BATCH = 64
DECADES = (-4.0, 1.0)
STEP = 0.5
RATES = log_values(*DECADES, STEP)
OPTIMIZERS = list(RACERS)


class Grid(Figure):
    """The training loss of a small network on the digits, by learning rate and optimiser.

    Parameters
    ----------
    lr : learning rate η, from 0.0001 to 10
    optimizer : index into `OPTIMIZERS`

    Every network starts from the same weights and sees the same mini-batches of `BATCH` images.
    The outcome is judged on the training loss of all `EPOCHS` epochs. Lecture point F3.
    """

    name = "grid"
    title = "Every rate with every optimiser"
    try_this = (
        "choose a cell, with the controls or by a click. Find the best rate of each optimiser: in "
        "which column can you miss it by most and still learn?"
    )
    caption = (
        "Above: the training loss after 20 epochs on 1,079 images of digits; the stronger the "
        "green, the lower. Rows are learning rates, columns optimisers. Marks: ↓ too slow, ~ "
        "swings, × diverges, none learns. Below: the chosen run, its loss on the training images "
        "(solid) and on 359 validation images (dashed); the optimiser's other rates are faint."
    )

    lr = traitlets.Float(RATES[4]).tag(sync=True)
    optimizer = traitlets.Int(len(OPTIMIZERS) - 1).tag(sync=True)
    optimizers = traitlets.List(OPTIMIZERS).tag(sync=True)
    outcomes = traitlets.List(list(OUTCOMES)).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        axes = {"lr": RATES, "optimizer": list(range(len(OPTIMIZERS)))}
        super().__init__(axes=axes, **traits)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "lr": log_slider("Learning rate η", *DECADES, STEP, self.lr),
            "optimizer": choice("Optimiser", OPTIMIZERS, self.optimizer),
        }

    def record(self) -> Mapping[str, np.ndarray]:
        return _runs()

    def shared(self) -> Mapping[str, np.ndarray]:
        runs = _runs()
        return {
            "all_losses": runs["train_loss"],
            "all_outcomes": runs["outcome"],
            "epochs": np.arange(EPOCHS + 1, dtype=np.int32),
        }

    def answer(self, *, lr: float, optimizer: int) -> Mapping[str, np.ndarray]:
        return {name: array[_row(lr), optimizer] for name, array in _runs().items()}

    def setting(self, *, lr: float, optimizer: int) -> Mapping[str, Any]:
        return {"learning rate": lr, "optimiser": OPTIMIZERS[optimizer]}

    def numbers(self, *, lr: float, optimizer: int) -> Mapping[str, float]:
        run = self.answer(lr=lr, optimizer=optimizer)
        return {
            "train_loss": float(run["train_loss"][-1]),
            "val_loss": float(run["val_loss"][-1]),
            "val_accuracy": 100 * float(run["val_accuracy"]),
        }

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(5.6, 4.4))
        axes = figure.subplots()
        last = _runs()["train_loss"][:, :, -1]
        axes.imshow(np.log(last), cmap="Greens_r", aspect="auto")
        for (row, column), loss in np.ndenumerate(last):
            axes.text(column, row, f"{loss:.2g}", ha="center", va="center", color=colour("ink"))
        axes.set_xticks(range(len(OPTIMIZERS)), OPTIMIZERS, rotation=40)
        axes.set_yticks(range(len(RATES)), [f"{rate:.2g}" for rate in RATES])
        axes.set(ylabel="learning rate η", title=f"training loss after {EPOCHS} epochs")
        axes.grid(False)
        return figure


def _row(lr: float) -> int:
    """The row of the recorded rate nearest to `lr`, by ratio."""
    return int(np.abs(np.log(np.array(RATES) / lr)).argmin())


@lru_cache(maxsize=1)
def _runs() -> dict[str, np.ndarray]:
    """Train every network of the grid; leading dimensions: rates, optimisers."""
    digits = data.digits()
    parts = data.split(digits.X, digits.y, seed=0)
    result = sweep(
        SIZES, parts.X_train, parts.y_train, lr=RATES, seeds=0, dropout=0.0,
        optimizer=[make(RATES[0]) for make in RACERS.values()], batch_size=BATCH,
        activation="relu", output="softmax", loss="softmax_cross_entropy", epochs=EPOCHS,
        validation=(parts.X_val, parts.y_val),
    )  # fmt: skip
    return {
        "train_loss": result.train_loss.astype(np.float32),
        "val_loss": result.val_loss.astype(np.float32),
        "val_accuracy": result.val_accuracy[:, :, -1].astype(np.float32),
        "outcome": result.outcomes.astype(np.uint8),
    }

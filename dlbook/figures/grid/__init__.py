"""Learning rates × optimisers, trained at once on the digits: a heat map with a curve behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook import data
from dlbook.experiments.racing import RACERS
from dlbook.figures.grid import job
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import FINE, choice, log_slider, log_values
from dlbook.figures.kit.steps import image_arrays
from dlbook.figures.kit.style import colour
from dlbook.numpy_engine import Optimizer, sweep
from dlbook.programs.generators import stream_bytes
from dlbook.programs.operations import Trace
from dlbook.sweeps.result import SweepResult
from dlbook.training.outcomes import OUTCOMES

SIZES = (64, 32, 10)
EPOCHS = 20
BATCH = 64
DECADES = (-4.0, 1.0)
STEP = 0.5
RATES = log_values(*DECADES, STEP)
OPTIMIZERS = list(RACERS)
SEEDS = tuple(range(5))

CODE = """\
from dlbook import data
from dlbook.numpy_engine import (SGD, Adadelta, Adagrad, Adam, Momentum, RMSProp, sweep)

digits = data.digits()
parts = data.split(digits.X, digits.y, seed=0)
result = sweep((64, 32, 10), parts.X_train, parts.y_train, lr={lr}, dropout=0, seeds={seed},
               optimizer={optimizer}, batch_size=64, activation="relu", output="softmax",
               loss="softmax_cross_entropy", epochs=20, validation=(parts.X_val, parts.y_val))
print("train_loss", result.train_loss[-1])
print("val_loss", result.val_loss[-1])
print("val_accuracy", 100 * result.val_accuracy[-1])
"""


class Grid(Figure):
    """The training loss of a small network on the digits, by learning rate and optimiser.

    Parameters
    ----------
    lr : learning rate η, from 0.0001 to 10
    optimizer : index into `OPTIMIZERS`
    seed : index into `SEEDS`, of the start and the batches

    Every network of the map starts from the seed's weights and sees its mini-batches of `BATCH`
    images. The page trains the chosen run first, in float64, then the map, cell by cell, in
    float32. The outcome is judged on the training loss of all `EPOCHS` epochs. Lecture point F3.
    """

    name = "grid"
    title = "Every rate with every optimiser"
    try_this = (
        "choose a cell, with the controls or by a click. Find the best rate of each optimiser: in "
        "which column can you miss it by most and still learn?"
    )
    caption = (
        "Above: the training loss after 20 epochs on 1,079 images of digits; the stronger the "
        "green, the lower. Rows are learning rates, columns optimisers. Marks: too slow ↓, "
        "swings\u00a0~, diverges ×; no mark: learns, though the loss may have come to rest high. A "
        "dashed frame: the rate lies between two rows, and this one is nearest. Below: the chosen "
        "run, its loss on the training images (solid) and on 359 validation images (dashed); the "
        "optimiser's runs of the map are faint. All 77 networks of the map start alike and see the "
        "same batches; another seed trains them all anew. The map is computed to half as many "
        "decimals, so its cell and the chosen run differ where rounding decides what becomes of a "
        "training."
    )

    n_seeds = len(SEEDS)

    lr = traitlets.Float(RATES[4]).tag(sync=True)
    optimizer = traitlets.Int(len(OPTIMIZERS) - 1).tag(sync=True)
    optimizers = traitlets.List(OPTIMIZERS).tag(sync=True)
    seed = traitlets.Int(0).tag(sync=True)
    rates = traitlets.List(RATES).tag(sync=True)
    outcomes = traitlets.List(list(OUTCOMES)).tag(sync=True)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "lr": log_slider("Learning rate η", *DECADES, FINE, self.lr),
            "optimizer": choice("Optimiser", OPTIMIZERS, self.optimizer),
        }

    def make_job(self) -> list[dict[str, Any]]:
        return job.steps(SIZES, len(OPTIMIZERS), len(RATES) * len(OPTIMIZERS), BATCH)

    def make_programs(self) -> Mapping[str, Trace]:
        return job.programs([make(RATES[0]) for make in RACERS.values()])

    def make_code(self) -> str:
        return CODE

    def make_code_words(self) -> Mapping[str, list[str]]:
        nesterov = "Momentum(nesterov=True)"
        return {"optimizer": [nesterov if n == "Nesterov" else f"{n}()" for n in OPTIMIZERS]}

    def shared(self) -> Mapping[str, np.ndarray]:
        parts = _parts()
        states = stream_bytes(SEEDS)
        return {
            **job.arrays(RATES, len(OPTIMIZERS), EPOCHS),
            "init_states": states[:, 0],
            "order_states": states[:, 1],
            **image_arrays("train", parts.X_train, parts.y_train),
            **image_arrays("val", parts.X_val, parts.y_val),
        }

    def setting(self, *, lr: float, optimizer: int, seed: int) -> Mapping[str, Any]:
        return {"learning rate": lr, "optimiser": OPTIMIZERS[optimizer]}

    def numbers(self, *, lr: float, optimizer: int, seed: int) -> Mapping[str, float]:
        make = list(RACERS.values())[optimizer]
        run = _trained([lr], [make(lr)], SEEDS[seed])
        return {
            "train_loss": float(run.train_loss[0, 0, -1]),
            "val_loss": float(run.val_loss[0, 0, -1]),
            "val_accuracy": 100 * float(run.val_accuracy[0, 0, -1]),
        }

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(5.6, 4.4))
        axes = figure.subplots()
        makers = [make(RATES[0]) for make in RACERS.values()]
        last = _trained(RATES, makers, SEEDS[self.seed], "float32").train_loss[:, :, -1]
        axes.imshow(np.log(last), cmap="Greens_r", aspect="auto")
        for (row, column), loss in np.ndenumerate(last):
            axes.text(column, row, f"{loss:.2g}", ha="center", va="center", color=colour("ink"))
        axes.set_xticks(range(len(OPTIMIZERS)), OPTIMIZERS, rotation=40)
        axes.set_yticks(range(len(RATES)), [f"{rate:.2g}" for rate in RATES])
        axes.set(ylabel="learning rate η", title=f"training loss after {EPOCHS} epochs")
        axes.grid(False)
        return figure


def _parts() -> data.Split:
    digits = data.digits()
    return data.split(digits.X, digits.y, seed=0)


def _trained(
    rates: Sequence[float], optimizers: Sequence[Optimizer], seed: int, dtype: str = "float64"
) -> SweepResult:
    """Train every optimiser with every rate; leading dimensions: rates, optimisers."""
    parts = _parts()
    return sweep(
        SIZES, parts.X_train, parts.y_train, lr=list(rates), seeds=seed, dropout=0.0,
        optimizer=list(optimizers), batch_size=BATCH, activation="relu", output="softmax",
        loss="softmax_cross_entropy", epochs=EPOCHS, validation=(parts.X_val, parts.y_val),
        dtype=dtype,
    )  # fmt: skip

"""Early stopping: where patience and least improvement end a training, and what they keep."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook import data
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import FINE, choice_slider, log_slider
from dlbook.figures.kit.steps import image_arrays
from dlbook.figures.kit.style import colour
from dlbook.figures.stopping_point import job
from dlbook.numpy_engine import Momentum, sweep
from dlbook.programs.generators import stream_bytes
from dlbook.programs.operations import Trace
from dlbook.training.early_stopping import EarlyStopping, Watch

SIZES = (64, 48, 10)
N_TRAIN, N_VAL, WRONG = 200, 100, 20
BATCH, EPOCHS, MOMENTUM = 50, 150, 0.9
SEEDS = tuple(range(5))
DECADES = (-2.0, -0.5)
PATIENCES = (1, 2, 3, 5, 8, 12, 20, 35, 60, 100)
MIN_DELTAS = (0.0, 0.001, 0.003, 0.01, 0.03, 0.1)

CODE = """\
import numpy as np

from dlbook import data
from dlbook.numpy_engine import Momentum, Network, train
from dlbook.training.early_stopping import EarlyStopping

digits = data.digits()
parts = data.split(digits.X, digits.y, validation=100, test=len(digits) - 300, seed=0)
rng = np.random.default_rng(0)
y, wrong = parts.y_train.copy(), rng.choice(200, 20, replace=False)
y[wrong] = (y[wrong] + rng.integers(1, 10, 20)) % 10
network = Network((64, 48, 10), output="softmax", seed={seed})
history = train(network, parts.X_train, y, loss="softmax_cross_entropy",
                optimizer=Momentum({lr}, momentum=0.9), batch_size=50, epochs=150, seed={seed},
                validation=(parts.X_val, parts.y_val),
                early_stopping=EarlyStopping(patience={patience}, min_delta={min_delta}))
print("stop_epoch", history.epoch[-1])
print("best_epoch", history.best_epoch)
print("val_loss", min(history.val_loss))
"""


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
    seed : index into `SEEDS`, of the start and the batches

    A network of sizes `SIZES` with ReLU, batches of 50, momentum 0.9, on 200 digits of which 20
    carry a wrong label; 100 others for validation. The page applies the rule of
    `formulas.stopping`, `numbers` that of `training.early_stopping`. Lecture point H4.
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

    n_seeds = len(SEEDS)

    lr = traitlets.Float(0.1).tag(sync=True)
    patience = traitlets.Int(PATIENCES.index(8)).tag(sync=True)
    min_delta = traitlets.Int(0).tag(sync=True)
    seed = traitlets.Int(0).tag(sync=True)
    patiences = traitlets.List(list(PATIENCES)).tag(sync=True)
    min_deltas = traitlets.List(list(MIN_DELTAS)).tag(sync=True)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "lr": log_slider("Learning rate η", *DECADES, FINE, self.lr),
            "patience": choice_slider("Patience", [str(k) for k in PATIENCES], self.patience),
            "min_delta": choice_slider(
                "Least improvement", [f"{delta:g}" for delta in MIN_DELTAS], self.min_delta
            ),
        }

    def make_job(self) -> list[dict[str, Any]]:
        return job.steps(SIZES, BATCH, len(PATIENCES))

    def make_programs(self) -> Mapping[str, Trace]:
        return job.programs(MOMENTUM)

    def make_code(self) -> str:
        return CODE

    def make_code_words(self) -> Mapping[str, list[str]]:
        return {
            "patience": [str(patience) for patience in PATIENCES],
            "min_delta": [f"{delta:g}" for delta in MIN_DELTAS],
        }

    def shared(self) -> Mapping[str, np.ndarray]:
        parts, n = mislabelled(), len(PATIENCES) + 1
        states = stream_bytes(SEEDS)
        return {
            "patiences": np.array([*PATIENCES, np.inf]),
            "min_deltas": np.array(MIN_DELTAS),
            "unknown_losses": np.full(n, np.inf),
            "none": np.zeros(n),
            "no_epoch": np.full(n, -1.0),
            "record": np.arange(EPOCHS + 1, dtype=np.int32),
            "init_states": states[:, 0],
            "order_states": states[:, 1],
            **image_arrays("train", parts.X_train, parts.y_train),
            **image_arrays("val", parts.X_val, parts.y_val),
            **image_arrays("test", parts.X_test, parts.y_test),
        }

    def setting(self, **state: Any) -> Mapping[str, Any]:
        return {
            "learning rate": state["lr"],
            "patience": PATIENCES[state["patience"]],
            "least improvement": MIN_DELTAS[state["min_delta"]],
        }

    def numbers(
        self, *, lr: float, patience: int, min_delta: int, seed: int
    ) -> Mapping[str, float]:
        run = _losses(lr, SEEDS[seed])
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
        run = _losses(self.lr, SEEDS[self.seed])
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


def _losses(lr: float, seed: int) -> dict[str, np.ndarray]:
    """Losses after every epoch, (EPOCHS + 1,): the same training, measured on two sets."""
    parts = mislabelled()
    settings = dict(
        lr=lr, dropout=0.0, seeds=seed, optimizer=Momentum(momentum=MOMENTUM), batch_size=BATCH,
        output="softmax", loss="softmax_cross_entropy", epochs=EPOCHS,
    )  # fmt: skip
    val, test = (
        sweep(SIZES, parts.X_train, parts.y_train, validation=held_out, **settings)
        for held_out in ((parts.X_val, parts.y_val), (parts.X_test, parts.y_test))
    )
    return {"train_loss": val.train_loss, "val_loss": val.val_loss, "test_loss": test.val_loss}

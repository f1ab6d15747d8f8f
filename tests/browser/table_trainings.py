"""What the tables have to say below the figures that train networks: see table_truth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dlbook.experiments import fits, starts
from dlbook.experiments.batch_noise import standard_error
from dlbook.experiments.racing import RACERS
from dlbook.figures import (
    batches,
    bend,
    capacity,
    features,
    grid,
    pass_fail,
    penalty,
    stopping_point,
)
from dlbook.figures import dropout as dropout_figure
from dlbook.numpy_engine import Network

Columns = dict[str, Sequence[float | str | None]]
Tables = dict[str, Columns]


def of_batches(batch: int, lr: float, frame: int, seed: int) -> Tables:
    run = batches._run(batch, lr, seed)
    epochs = np.array(batches.FRAMES) / batches.N
    gradients = batches.example_gradients(run["weights"][frame])
    mean, error = gradients.mean(axis=0), standard_error(gradients, batches.BATCHES[batch])
    return {
        "the path over the loss": {
            "epoch": epochs, "weight w": run["weights"][:, 0], "bias b": run["weights"][:, 1],
        },
        "gradients at the end of the path": {
            "gradients": ["the mean", "standard error of a batch"],
            "slope for w": [mean[0], error], "slope for b": [mean[1], error],
        },
        "the loss on all students": {"epoch": epochs, "loss": run["loss"]},
    }  # fmt: skip


def of_bend(dataset: int, activation: int, depth: int, width: int, cut: float) -> Tables:
    network, _, _ = bend.trained(
        bend.DATASETS[dataset], bend.ACTIVATIONS[activation], bend.DEPTHS[depth],
        bend.WIDTHS[width],
    )  # fmt: skip
    points = np.array([[x1, cut] for x1 in bend.LINE])
    logits = network.logits(points)[:, 0]
    return {"the logit along the cut": {"x₁ along the cut": bend.LINE, "logit": logits}}


def middle_of(losses: np.ndarray) -> int:
    """Which network has the median loss, or one of those that have it."""
    return int(np.abs(losses - np.median(losses)).argmin())


def of_fits(found: fits.Fits, chosen: int) -> Columns:
    """The network with the median loss on the validation points, and the curve behind these."""
    return {
        "x": fits.GRID, "curve behind the points": fits.truth(fits.GRID),
        "the middle network": found.curves[chosen, middle_of(found.val_loss[chosen])],
    }  # fmt: skip


def of_losses(setting: str, values: Sequence[float], found: fits.Fits) -> Columns:
    return {
        setting: values, "training loss": np.median(found.train_loss, axis=1),
        "validation loss": np.median(found.val_loss, axis=1),
    }  # fmt: skip


def of_capacity(width: int, noise: float) -> Tables:
    found = capacity._fits(noise)
    return {
        "networks through the points": of_fits(found, width),
        "both losses, by width": of_losses("width (hidden units)", capacity.WIDTHS, found),
    }


def of_penalty(strength: int, noise: float) -> Tables:
    found = penalty._fits(noise)

    def sizes(k: int) -> np.ndarray:
        network = Network((1, penalty.WIDTH, 1))
        network.flat[:] = found.flat[k][middle_of(found.val_loss[k])]
        weights = np.concatenate([layer.W.ravel() for layer in network.layers])
        return np.sort(np.abs(weights))[::-1]

    return {
        "networks through the points": of_fits(found, strength),
        "both losses, by λ": of_losses("L2 strength λ", penalty.STRENGTHS, found),
        "the weights by size": {
            "weight, by size": np.arange(1, 2 * penalty.WIDTH + 1),
            "at this λ": sizes(strength), "at λ = 0": sizes(0),
        },
    }  # fmt: skip


def of_dropout(lr: float, dropout: float, **_state: float) -> Tables:
    run, without = dropout_figure._curves(lr, dropout), dropout_figure._curves(lr, 0.0)
    (train_low, train_high), (val_low, val_high) = run["train_band"], run["val_band"]
    return {
        "ten networks in training": {
            "epoch": dropout_figure.FRAMES, "training loss": run["train_loss"],
            "validation loss": run["val_loss"], "validation loss with p = 0": without["val_loss"],
            "training, lowest of the band": train_low, "training, highest": train_high,
            "validation, lowest of the band": val_low, "validation, highest": val_high,
        }
    }  # fmt: skip


def of_features(images: int, frame: int) -> Tables:
    means, bands = features._by_size()

    def columns(heading: str, values: Sequence[float], mean, band) -> Columns:
        low, high = band
        return {
            heading: values, "mean accuracy (%)": mean, "lowest of the middle eight": low,
            "highest of the middle eight": high,
        }  # fmt: skip

    return {
        "ten networks in training": columns("step", features.STEPS, means[images], bands[images]),
        "by the number of training images": columns(
            "training images", features.IMAGES, means[:, frame], bands[:, :, frame].T
        ),
    }


def of_pass_fail(lr: float, frame: int, seed: int) -> Tables:
    _, losses = pass_fail.PassFail._trained(lr, len(pass_fail.FRAMES) - 1, seed)
    return {"how wrong it is": {"epoch": np.arange(len(losses)), "training loss": losses}}


def of_grid(lr: float, optimizer: int, seed: int) -> Tables:
    make = RACERS[grid.OPTIMIZERS[optimizer]]
    run = grid._trained([lr], [make(lr)], grid.SEEDS[seed])
    return {
        "the chosen run": {
            "epoch": np.arange(grid.EPOCHS + 1), "training loss": run.train_loss[0, 0],
            "validation loss": run.val_loss[0, 0],
        }
    }  # fmt: skip


def of_stopping_point(lr: float, patience: int, min_delta: int, seed: int) -> Tables:
    run = stopping_point._losses(lr, stopping_point.SEEDS[seed])
    least = stopping_point.MIN_DELTAS[min_delta]
    kept = [
        stopping_point.stopping(run["val_loss"], patience, least).best
        for patience in stopping_point.PATIENCES
    ]
    return {
        "one training, and its stop": {
            "epoch": np.arange(len(run["val_loss"])), "training loss": run["train_loss"],
            "validation loss": run["val_loss"],
        },
        "the network kept, on test digits": {
            "patience": stopping_point.PATIENCES,
            "test loss of the network kept": run["test_loss"][kept],
        },
    }  # fmt: skip


def of_transfer(rate: int, count: int, start: int, frame: int) -> Tables:
    found = starts.accuracies(starts.RATES[rate])

    def columns(heading: str, places: Sequence[float], at: np.ndarray) -> Columns:
        """at (draws, places, starts)."""
        mean = at.mean(axis=0).T
        return {
            heading: places, **dict(zip(starts.STARTS, mean, strict=True)),
            f"± of {starts.STARTS[start]}": starts.half_width(at[:, :, start]),
        }  # fmt: skip

    by_epoch, by_count = found[:, count].swapaxes(1, 2), found[:, :, :, frame]
    return {
        "epoch by epoch": columns("epoch", starts.FRAMES, by_epoch),
        "at this epoch, by data size": columns("training images", starts.COUNTS, by_count),
    }

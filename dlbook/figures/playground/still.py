"""The playground's first picture: its starting network as the NumPy engine trains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dlbook import data
from dlbook.figures.kit.style import colour
from dlbook.numpy_engine import SGD, Network, train
from dlbook.training.history import History

if TYPE_CHECKING:
    from matplotlib.figure import Figure

EPOCHS, REACH, SIDE = 150, 1.35, 80


def trained() -> tuple[data.Split, Network, History]:
    """The circles in two halves, the network after `EPOCHS` epochs, and how it came there."""
    points = data.circles(300, noise=0.1, seed=0)
    parts = data.split(points.X, points.y, validation=0, test=0.5, seed=0)
    network = Network((2, 4, 2, 1), activation="tanh", output="sigmoid", seed=0)
    history = train(
        network, parts.X_train, parts.y_train, loss="sigmoid_cross_entropy",
        optimizer=SGD(0.1), epochs=EPOCHS, batch_size=10,
        validation=(parts.X_test, parts.y_test), seed=0,
    )  # fmt: skip
    return parts, network, history


def picture(parts: data.Split, network: Network, history: History) -> Figure:
    """The network's answer over the plane with its training points, beside the two losses."""
    from matplotlib import pyplot as plt

    figure, (plane, losses) = plt.subplots(1, 2, figsize=(7.0, 3.4))
    _draw_plane(plane, parts, network)
    for name, values in (("train", history.train_loss), ("validation", history.val_loss)):
        label = {"train": "training", "validation": "test"}[name]
        style = "-" if name == "train" else "--"
        losses.plot(history.epoch, values, style, color=colour(name), label=label)
    losses.set(title="Loss", xlabel="epoch", ylabel="mean loss", ylim=(0, None))
    losses.legend()
    plt.close(figure)
    return figure


def _draw_plane(axes, parts: data.Split, network: Network) -> None:
    from matplotlib.colors import LinearSegmentedColormap

    at = np.linspace(-REACH, REACH, SIDE)
    x1, x2 = np.meshgrid(at, at)
    share = network.predict(np.column_stack([x1.ravel(), x2.ravel()])).reshape(x1.shape)
    between = [colour("class0"), colour("surface"), colour("class1")]
    axes.imshow(
        share, extent=(-REACH, REACH, -REACH, REACH), origin="lower", vmin=0, vmax=1,
        cmap=LinearSegmentedColormap.from_list("sides", between), alpha=0.62,
    )  # fmt: skip
    for label, mark in ((0, "o"), (1, "x")):
        X = parts.X_train[parts.y_train == label]
        name = f"class {label}"
        axes.scatter(X[:, 0], X[:, 1], 16, colour(f"class{label}"), mark, label=name)
    axes.set(title="What the network answers", xlabel="x₁", ylabel="x₂")
    axes.grid(visible=False)

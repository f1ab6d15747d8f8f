"""Starts for one task: random ones, and ones made of a network trained on another task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook.experiments.starts import (
    COUNTS,
    FRAMES,
    RANDOM,
    RATES,
    STARTS,
    accuracies,
    epochs_to,
    half_width,
)
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice, choice_slider
from dlbook.figures.kit.style import colour


class Transfer(Figure):
    """Test accuracy of networks that differ in their start alone, by epoch and by data size.

    Parameters
    ----------
    rate : index into `RATES`, the learning rate on the target task
    count : index into `COUNTS`, how many training images it has
    start : index into `STARTS`, the one that stands out
    frame : index into `FRAMES`, the epoch at which the right panel is read

    Source task: 26 printed letters, made up, 8 × 8 pixels. Target task: real handwritten digits 5
    to 9. Twelve draws, each with its own source network, images and random numbers; bands are 95 %
    intervals of the mean over the draws. Lecture point I1.
    """

    name = "transfer"
    title = "Five starts for the digits 5 to 9"
    try_this = (
        "step through the starts at epoch 3: which are ahead of the random one? Which still are "
        "at epoch 60? Go back to epoch 3 and raise η: what is left of each head start?"
    )
    caption = (
        "First panel: share of test digits that are classified correctly, epoch by epoch. Second "
        "panel: the same at the epoch that is set, against the number of training images. Curves "
        "are means of twelve draws, each with its own images, random numbers and source network; "
        "the heavy line is the start that is set, and the band its 95 % interval; the dotted line "
        "is the random start by He's rule; the thin lines are the other starts; numbers that "
        "would lie on each other stand side by side. Last column: the first epoch measured at "
        "which the mean is 90 % or more."
    )

    rate = traitlets.Int(0).tag(sync=True)
    count = traitlets.Int(2).tag(sync=True)
    start = traitlets.Int(2).tag(sync=True)
    frame = traitlets.Int(3).tag(sync=True)
    counts = traitlets.List(list(COUNTS)).tag(sync=True)
    rates = traitlets.List(list(RATES)).tag(sync=True)
    starts = traitlets.List(list(STARTS)).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(axes={"rate": list(range(len(RATES)))}, **traits)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "start": choice("Start", list(STARTS), self.start),
            "count": choice_slider("Training images", [str(n) for n in COUNTS], self.count),
            "rate": choice("Learning rate η", [f"{lr:g}" for lr in RATES], self.rate),
            "frame": choice_slider("Epoch", [str(epoch) for epoch in FRAMES], self.frame),
        }

    def shared(self) -> Mapping[str, np.ndarray]:
        return {"epochs": np.array(FRAMES, np.int32)}

    def answer(self, *, rate: int) -> Mapping[str, np.ndarray]:
        found = accuracies(RATES[rate])
        return {
            "mean": found.mean(axis=0).astype(np.float32),
            "half_width": half_width(found).astype(np.float32),
            "against_random": half_width(found - found[:, :, [RANDOM]]).astype(np.float32),
        }

    def setting(self, **state: Any) -> Mapping[str, Any]:
        return {
            "start": STARTS[state["start"]],
            "images": COUNTS[state["count"]],
            "lr": RATES[state["rate"]],
            "epoch": FRAMES[state["frame"]],
        }

    def numbers(self, *, rate: int, count: int, start: int, frame: int) -> Mapping[str, float]:
        found = accuracies(RATES[rate])[:, count]
        ahead = found[:, start] - found[:, RANDOM]
        return {
            "accuracy": float(found[:, start, frame].mean()),
            "half_width": float(half_width(found)[start, frame]),
            "ahead": float(ahead[:, frame].mean()),
            "ahead_half_width": float(half_width(ahead)[frame]),
            "epochs_to_goal": epochs_to(found.mean(axis=0)[start]),
            "random_epochs_to_goal": epochs_to(found.mean(axis=0)[RANDOM]),
        }

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(7.0, 3.3))
        by_epoch, by_count = figure.subplots(1, 2, sharey=True)
        found = accuracies(RATES[self.rate])
        mean, half = found.mean(axis=0), half_width(found)
        for k, name in enumerate(STARTS):
            chosen = k == self.start
            style = {
                "color": colour("train" if chosen else "ink" if k == RANDOM else "muted"),
                "linewidth": 2.5 if chosen else 1.2,
                "linestyle": ":" if k == RANDOM and not chosen else "-",
                "label": name if chosen or k == RANDOM else None,
            }
            by_epoch.plot(FRAMES, mean[self.count, k], **style)
            by_count.semilogx(COUNTS, mean[:, k, self.frame], **style)
        middle, reach = mean[self.count, self.start], half[self.count, self.start]
        by_epoch.fill_between(FRAMES, middle - reach, middle + reach, color=colour("train"),
                              alpha=0.22, linewidth=0)  # fmt: skip
        by_epoch.set(xlabel="epoch", ylabel="test accuracy (%)")
        by_count.set(xlabel="training images")
        by_epoch.legend()
        return figure

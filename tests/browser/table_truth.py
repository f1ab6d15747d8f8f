"""What the tables below figures have to say: every column, computed by Python's own engine.

Each function takes a figure's state and answers its tables, {caption: {heading: values}}, whole:
the page shows some of the rows of a long one. A figure's training is the one of its `numbers`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.browser import table_descents as descents
from tests.browser import table_formulas as formulas
from tests.browser import table_networks as networks
from tests.browser import table_trainings as trainings
from tests.browser.table_trainings import Tables


@dataclass(frozen=True)
class Pinned:
    """The column that a pinned run adds to a table: that run's `column`. It stands behind the
    column `behind`; where none is named, behind `column` itself."""

    caption: str
    column: str
    behind: str = ""
    heading: str = "pinned run"

    def beside(self, tables: Tables, before: Tables) -> Tables:
        """The tables of a run with the column of the one `before`, which is pinned."""
        columns = {}
        for heading, values in tables[self.caption].items():
            columns[heading] = values
            if heading == (self.behind or self.column):
                columns[self.heading] = before[self.caption][self.column]
        return {**tables, self.caption: columns}


@dataclass(frozen=True)
class Truth:
    """tables: a figure's, by its state. states: where they are compared, by the traits that are
    other than Reset leaves them. rounding: by how much rounding moves the numbers of a column,
    where a training is so long that it decides digits. pinned: where a run can be pinned."""

    tables: Callable[..., Tables]
    states: Sequence[dict[str, float]]
    rounding: Mapping[str, float] = field(default_factory=dict)
    pinned: Pinned | None = None


# about three times what the next larger learning rates change in the widest networks
FITS = {
    "training loss": 1e-4, "validation loss": 0.01, "the middle network": 0.03,
    "at this λ": 0.07, "at λ = 0": 0.07, "pinned run, validation loss": 0.01,
}  # fmt: skip


def of_loss(caption: str, column: str = "validation loss", behind: str = "") -> Pinned:
    """Where a table has several losses: the heading says which is the pinned run's."""
    return Pinned(caption, column, behind, f"pinned run, {column}")


TRUTHS = {
    "activation": Truth(formulas.of_activation, [{}, {"kind": 4}, {"kind": 6, "z": -0.8}]),
    "batches": Truth(
        trainings.of_batches, [{}, {"batch": 0, "lr": 0.1, "frame": 60, "seed": 2}],
        pinned=Pinned("the loss on all students", "loss"),
    ),
    "bend": Truth(
        trainings.of_bend,
        [{}, {"dataset": 1, "activation": 3, "depth": 2, "width": 2, "cut": -1.5}],
        pinned=Pinned("the logit along the cut", "logit"),
    ),
    "capacity": Truth(
        trainings.of_capacity, [{}, {"width": 8, "noise": 0.2}], FITS,
        of_loss("both losses, by width"),
    ),
    "chain-rule": Truth(
        networks.of_chain_rule, [{}, {"y": 0.3, "w1": 0.1, "w2": -2.7, "step": 11}]
    ),
    "crossover": Truth(
        formulas.of_crossover,
        [{}, {"width": 8, "batch": 12, "launch": 0, "networks": 4}, {"width": 3, "batch": 0}],
    ),
    "depth": Truth(networks.of_depth, [{}, {"activation": 1, "gain": 4.0, "depth": 1}]),
    "draw": Truth(networks.of_draw, [{}, {"image": 25, "shift": -2}, {"image": 0, "shift": 3}]),
    "dropout": Truth(
        trainings.of_dropout, [{"lr": 0.01}, {"lr": 0.01, "dropout": 0.4}],
        pinned=of_loss("ten networks in training", "validation loss", "validation loss with p = 0"),
    ),
    "features": Truth(
        trainings.of_features, [{}, {"images": 2, "frame": 10}],
        pinned=Pinned("ten networks in training", "mean accuracy (%)"),
    ),
    "forward-pass": Truth(
        networks.of_forward_pass,
        [
            {}, {"x1": 0.3, "x2": -1.7, "depth": 2, "width": 3, "activation": 1},
            {"depth": 1, "width": 0, "activation": 2},
        ],
    ),
    "grid": Truth(
        trainings.of_grid, [{}, {"optimizer": 1, "lr": 0.1}],
        pinned=of_loss("the chosen run", "training loss", "validation loss"),
    ),
    "landscape": Truth(
        descents.of_landscape,
        [
            {}, {"surface": 1, "lr": 1.0, "w1": 3.0, "w2": -4.0},  # out of the map
            {"surface": 3, "lr": 0.3, "w1": 3.0, "w2": -4.0, "step": 0},
        ],
    ),
    "loss-curve": Truth(formulas.of_loss_curve, [{}, {"z": 3.4, "y": 0, "kind": 1}]),
    "neuron": Truth(
        networks.of_neuron, [{}, {"x1": 0.7, "x2": -1.3, "w1": -2.1, "w2": 0.4, "b": 0.2}]
    ),
    "pass-fail": Truth(
        trainings.of_pass_fail, [{}, {"lr": 0.1, "frame": 20, "seed": 3}],
        pinned=Pinned("how wrong it is", "training loss"),
    ),
    "penalty": Truth(
        trainings.of_penalty, [{}, {"strength": 4, "noise": 0.2}], FITS,
        of_loss("both losses, by λ"),
    ),
    "race": Truth(
        descents.of_race,
        [{}, {"surface": 1, "lr": 0.01, "w1": 3.0, "w2": -4.0, "watch": 6}],
    ),
    "rate": Truth(  # from 4.2, where it starts, rounding decides what a rate of 0.328 comes to
        descents.of_rate,
        [{"start": 4.6}, {"start": -3.0, "lr": 10.0}, {"profile": 1, "start": 2.6, "lr": 0.1}],
    ),
    "shared-batch": Truth(networks.of_shared_batch, [{}, {"workers": 5, "shares": 1, "mean": 1}]),
    "stopping-point": Truth(
        trainings.of_stopping_point, [{}, {"lr": 0.03, "min_delta": 3, "seed": 1}],
        pinned=of_loss("one training, and its stop"),
    ),
    "terrain": Truth(descents.of_terrain, [{}, {"plane": 1}, {"plane": 2, "epoch": 7}]),
    "transfer": Truth(trainings.of_transfer, [{}, {"start": 4, "count": 0, "frame": 9}]),
}  # fmt: skip

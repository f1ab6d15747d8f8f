"""What the drawing side reads off a job's values for the status line, figure by figure.

A reading takes the job's values and the state, and gives numbers by the names of the status line;
those that only repeat a control are left out.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

Numbers = dict[str, float]


class Reading(NamedTuple):
    """read(values, state) -> numbers; n_states: how many random settings are tried."""

    read: Callable[[Mapping[str, Any], Mapping[str, Any]], Numbers]
    n_states: int = 20


def _bend(values, state):
    best = int(values["best"][0])
    return {
        "train_loss": values["losses"][best, 0], "train_accuracy": values["accuracies"][best, 0],
        "bend": round(float(values["strays"][0]), 3),
    }  # fmt: skip


def _dropout(values, state):
    frame, best = state["frame"], int(values["best"][0])
    at_frame = {name: values[name][frame] for name in ("train_loss", "val_loss", "val_accuracy")}
    return {
        **at_frame, "best_val_loss": values["val_loss"][best],
        "best_epoch": values["record"][best], "units_on": values["units_on"][0],
    }  # fmt: skip


def _grid(values, state):
    return {
        "train_loss": values["losses"][-1], "val_loss": values["val_loss"][-1],
        "val_accuracy": 100 * values["val_accuracy"][-1],
    }  # fmt: skip


def _landscape(values, state):
    (w1, w2), step = values["path"][state["step"]], state["step"]
    return {"w1_now": w1, "w2_now": w2, "loss": values["J"][step]}


def _loss_curve(values, state):
    first = {name: np.ravel(values[name])[0] for name in ("y_hat", "mean")}
    return {**first, "loss": np.ravel(values["losses"])[0]}


def _neuron(values, state):
    return {name: np.ravel(values[name])[0] for name in ("z", "y_hat")}


def _pass_fail(values, state):
    epoch = values["record"][state["frame"]]
    said = np.ravel(values["y_hat_you"][state["frame"]])[0]
    return {"train_loss": values["losses"][epoch], "y_hat_you": said}


def _rate(values, state):
    step = state["step"]
    w1, w2 = values["path"][step]
    places = {"w": w1} if state["profile"] == 0 else {"w_flat": w1, "w_steep": w2}
    return {**places, "loss": values["J"][step], "slope": np.ravel(values["slope"])[step]}


def _stopping_point(values, state):
    rule = state["patience"]
    best = values["best"][0, rule]
    return {
        "stop_epoch": values["stop"][0, rule], "best_epoch": best,
        "val_loss": values["val_loss"][int(best)], "test_loss": values[f"kept.{rule}"],
        "last_test_loss": values["last_test_loss"],
    }  # fmt: skip


READINGS = {
    "bend": Reading(_bend),
    "dropout": Reading(_dropout, n_states=3),  # twenty trainings each
    "grid": Reading(_grid),
    "landscape": Reading(_landscape),
    "loss-curve": Reading(_loss_curve),
    "neuron": Reading(_neuron),
    "pass-fail": Reading(_pass_fail),
    "rate": Reading(_rate),
    "stopping-point": Reading(_stopping_point),
}

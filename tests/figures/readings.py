"""What the drawing side reads off a job's values for the status line, figure by figure.

A reading takes the job's values and the state, and gives numbers by the names of the status line;
those that only repeat a control are left out.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from dlbook.figures.capacity import WIDTHS
from dlbook.figures.penalty import STRENGTHS

Numbers = dict[str, float]


class Reading(NamedTuple):
    """read(values, state) -> numbers; n_states: how many random settings are tried."""

    read: Callable[[Mapping[str, Any], Mapping[str, Any]], Numbers]
    n_states: int = 20


def _activation(values, state):
    return {name: np.ravel(values[name])[0] for name in ("a", "slope")}


def _batches(values, state):
    seen, size = values["seen"][state["frame"]], values["sizes"][state["batch"]]
    return {
        "steps": seen // size, "loss": values["loss"][state["frame"]],
        "gradient": np.ravel(values["length"])[0], "error": np.ravel(values["error"])[0],
        "last_loss": values["loss"][-1],
    }  # fmt: skip


def _bend(values, state):
    best = int(values["best"][0])
    return {
        "train_loss": values["losses"][best, 0], "train_accuracy": values["accuracies"][best, 0],
        "bend": round(float(values["strays"][0]), 3),
    }  # fmt: skip


def _capacity(values, state):
    return _fit(values, state["width"]) | {"best_width": WIDTHS[np.argmin(values["val_loss"])]}


def _fit(values, setting):
    return {
        "train_loss": values["train_loss"][setting], "val_loss": values["val_loss"][setting],
        "best_val_loss": values["val_loss"].min(),
    }  # fmt: skip


def _chain_rule(values, state):
    found = {name: values[f"at.{name}"] for name in ("z1", "a1", "z2", "y_hat", "J")}
    for weight in ("w1", "w2"):
        found[f"d{weight}"] = values[f"back.d{weight}"]
        found[f"nudged_{weight}"] = values[f"nudged.d{weight}"]
    return {name: np.ravel(value)[0] for name, value in found.items()}


def _crossover(values, state):
    found = {name: np.ravel(values[name])[0] for name in ("cpu", "gpu", "times", "even")}
    return {
        "cpu_ms": 1e3 * found["cpu"], "gpu_ms": 1e3 * found["gpu"],
        "times": found["times"], "even_width": found["even"],
    }  # fmt: skip


def _draw(values, state):
    shares = np.ravel(values["shares"])
    second, best = np.argsort(shares)[-2:]
    return {
        "label": values["labels"][state["image"]],
        "says": best, "probability": 100 * shares[best],
        "second": second, "second_probability": 100 * shares[second],
    }  # fmt: skip


def _dropout(values, state):
    frame, best = state["frame"], int(values["best"][0])
    at_frame = {name: values[name][frame] for name in ("train_loss", "val_loss", "val_accuracy")}
    return {
        **at_frame, "best_val_loss": values["val_loss"][best],
        "best_epoch": values["record"][best], "units_on": values["units_on"][0],
    }  # fmt: skip


def _features(values, state):
    frame = state["frame"]
    return {
        "test_accuracy": np.ravel(values["mean"])[frame],
        "low": np.ravel(values["low"])[frame], "high": np.ravel(values["high"])[frame],
    }  # fmt: skip


def _forward_pass(values, state):
    n_hidden, width = state["depth"] + 1, state["width"] + 1
    layer, index = divmod(state["unit"], width)
    if layer >= n_hidden:
        layer, index = n_hidden, min(state["unit"] - n_hidden * width, 1)
    y_hat = values["a"][n_hidden + 1]
    return {
        "z": values["z"][layer, index], "a": values["a"][layer + 1, index],
        "y_hat_1": y_hat[0], "y_hat_2": y_hat[1],
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


def _penalty(values, state):
    return {
        **_fit(values, state["strength"]),
        "sum_of_squares": (values["sizes"][state["strength"]] ** 2).sum(),
        "best_strength": STRENGTHS[np.argmin(values["val_loss"])],
    }


def _race(values, state):
    at = state["step"], state["watch"]
    w1, w2 = values["paths"][at]
    return {"w1_now": w1, "w2_now": w2, "loss": values["J"][at]}


def _rate(values, state):
    step = state["step"]
    w1, w2 = values["path"][step]
    places = {"w": w1} if state["profile"] == 0 else {"w_flat": w1, "w_steep": w2}
    return {**places, "loss": values["J"][step], "slope": np.ravel(values["slope"])[step]}


def _shared_batch(values, state):
    room = values["sizes"][state["workers"], state["batch"], state["shares"]]
    sizes = room[room > 0]
    return {
        "workers": len(sizes), "batch": sizes.sum(), "smallest": sizes.min(),
        "largest": sizes.max(), "off": values["off"][state["mean"]],
    }  # fmt: skip


def _stopping_point(values, state):
    rule = state["patience"]
    best = values["best"][0, rule]
    return {
        "stop_epoch": values["stop"][0, rule], "best_epoch": best,
        "val_loss": values["val_loss"][int(best)], "test_loss": values[f"kept.{rule}"],
        "last_test_loss": values["last_test_loss"],
    }  # fmt: skip


READINGS = {
    "activation": Reading(_activation),
    "batches": Reading(_batches, n_states=8),  # thousands of steps each
    "bend": Reading(_bend),
    "capacity": Reading(_capacity, n_states=2),  # eighty-one trainings each
    "chain-rule": Reading(_chain_rule),
    "crossover": Reading(_crossover),
    "draw": Reading(_draw),
    "dropout": Reading(_dropout, n_states=3),  # twenty trainings each
    "features": Reading(_features, n_states=2),  # ten trainings each
    "forward-pass": Reading(_forward_pass),
    "grid": Reading(_grid, n_states=3),  # seventy-eight trainings each
    "landscape": Reading(_landscape),
    "loss-curve": Reading(_loss_curve),
    "neuron": Reading(_neuron),
    "pass-fail": Reading(_pass_fail),
    "penalty": Reading(_penalty, n_states=2),
    "race": Reading(_race),
    "rate": Reading(_rate),
    "shared-batch": Reading(_shared_batch),
    "stopping-point": Reading(_stopping_point),
}

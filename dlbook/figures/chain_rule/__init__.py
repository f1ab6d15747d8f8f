"""The chain rule under the reader's hand: the smallest network with a hidden unit, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice_slider, linear_slider
from dlbook.figures.kit.steps import evaluate
from dlbook.figures.kit.style import colour
from dlbook.figures.kit.training_programs import NUMBER
from dlbook.formulas import chain
from dlbook.numpy_engine import Network, value_and_gradient
from dlbook.programs import trace
from dlbook.programs.operations import Trace

FORWARD = ["x", "z₁", "a₁", "z₂", "ŷ", "J"]
STEPS = [*FORWARD, "∂J/∂ŷ", "∂ŷ/∂z₂", "∂z₂/∂w₂", "∂z₂/∂a₁", "∂a₁/∂z₁", "∂z₁/∂w₁"]
NUDGE = 1e-5
INPUTS = ("x", "y", "w1", "w2")

CODE = """\
from dlbook.formulas import chain

at = dict(x={x}, y={y}, w1={w1}, w2={w2})
print("J", chain.forward(**at)["J"])
print("dw1", chain.backward(**at)["dw1"])
print("dw2", chain.backward(**at)["dw2"])
"""


class ChainRule(Figure):
    """x → z1 → a1 → z2 → ŷ → J with z1 = w1 x, z2 = w2 a1, two sigmoids and J = (ŷ - y)².

    Parameters
    ----------
    x, w1, w2 : input and weights, in [-3, 3]
    y : target, in [0, 1]
    step : index into `STEPS`: how far the reader has gone, forward and then back

    `numbers` gives what `dlbook.numpy_engine` says for the same network. Lecture point E4.
    """

    name = "chain-rule"
    title = "Forward, and back again"
    try_this = (
        "step through with ›: work out each number before it appears. At the end, look for a "
        "setting of x, w₁ and w₂ where ∂J/∂w₁ all but vanishes."
    )
    caption = (
        "A network with one hidden and one output unit, no biases. In the circles: the values, "
        "worked out going forward. In amber: going back, each factor of the chain rule, and under "
        "each value how much the loss changes with it. Below: the products, and the same "
        "derivatives found by nudging the weight by 0.00001 up and down."
    )

    x = traitlets.Float(2.0).tag(sync=True)
    y = traitlets.Float(1.0).tag(sync=True)
    w1 = traitlets.Float(0.5).tag(sync=True)
    w2 = traitlets.Float(-1.0).tag(sync=True)
    step = traitlets.Int(5).tag(sync=True)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "x": linear_slider("Input x", -3, 3, 0.1, self.x),
            "y": linear_slider("Target y", 0, 1, 0.1, self.y),
            "w1": linear_slider("Weight w₁", -3, 3, 0.1, self.w1),
            "w2": linear_slider("Weight w₂", -3, 3, 0.1, self.w2),
            "step": choice_slider("Step", STEPS, self.step),
        }

    def make_job(self) -> list[dict[str, Any]]:
        return [evaluate("chain", INPUTS, list(self.make_programs()["chain"].outputs))]

    def make_programs(self) -> Mapping[str, Trace]:
        return {"chain": trace(_forward_and_back, *[NUMBER] * len(INPUTS))}

    def make_code(self) -> str:
        return CODE

    def numbers(self, **state: Any) -> Mapping[str, float]:
        network, data = _network(state), _example(state)
        x, a1, y_hat = (float(layer[0, 0]) for layer in network.activations(data[0]))
        hidden = Network((1, 1))
        hidden.flat[:] = network.flat[:2]
        J, gradient = value_and_gradient(network, *data, "mse")
        return {
            "x": x,
            "z1": float(hidden.logits(data[0])[0, 0]),
            "a1": a1,
            "z2": float(network.logits(data[0])[0, 0]),
            "y_hat": y_hat,
            "J": J,
            "dw1": float(gradient[0]),
            "dw2": float(gradient[2]),
            "nudged_w1": _nudged(network, data, 0),
            "nudged_w2": _nudged(network, data, 2),
        }

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(7.0, 2.2))
        axes = figure.subplots()
        state = {trait: getattr(self, trait) for trait in self.parameters}
        network, (X, y) = _network(state), _example(state)
        (x,), (a1,), (y_hat,) = (layer[0] for layer in network.activations(X))
        values = [x, self.w1 * x, a1, self.w2 * a1, y_hat, (y_hat - y[0]) ** 2]
        gradient = value_and_gradient(network, X, y, "mse")[1]
        for k, (name, value) in enumerate(zip(FORWARD, values, strict=True)):
            axes.text(k, 0, f"{name}\n{value:.3g}", ha="center", va="center", bbox=_BOX)
            if k:
                axes.annotate("", (k - 0.22, 0), (k - 0.78, 0), arrowprops={"arrowstyle": "->"})
        for k, at, slope in ((1, 0.5, gradient[0]), (2, 2.5, gradient[2])):
            weight = f"w{'₀₁₂'[k]}"
            axes.text(at, 0.75, f"{weight} = {getattr(self, f'w{k}'):g}", ha="center")
            text = f"∂J/∂{weight} = {slope:.3g}"
            axes.text(at, -0.75, text, ha="center", color=colour("backward"))
        axes.set(xlim=(-0.5, 5.5), ylim=(-1, 1), title=self.title)
        axes.set_axis_off()
        return figure


def _forward_and_back(x, y, w1, w2) -> dict[str, Any]:
    """All that is drawn: values, factors, derivatives, and these found by nudging."""
    return {
        "at": chain.forward(x, y, w1, w2), "factors": chain.factors(x, y, w1, w2),
        "back": chain.backward(x, y, w1, w2), "nudged": chain.nudged(x, y, w1, w2, NUDGE),
    }  # fmt: skip


_BOX = {"boxstyle": "circle,pad=0.4", "facecolor": "none", "edgecolor": "0.4"}


def _network(state: Mapping[str, float]) -> Network:
    network = Network((1, 1, 1), activation="sigmoid", output="sigmoid")
    network.flat[:] = [state["w1"], 0.0, state["w2"], 0.0]
    return network


def _example(state: Mapping[str, float]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([[state["x"]]]), np.array([state["y"]])


def _nudged(network: Network, data: tuple[np.ndarray, np.ndarray], at: int) -> float:
    """∂J/∂(parameter `at`) by central differences."""
    values = []
    for by in (NUDGE, -NUDGE):
        twin = network.copy()
        twin.flat[at] += by
        values.append(value_and_gradient(twin, *data, "mse")[0])
    return (values[0] - values[1]) / (2 * NUDGE)

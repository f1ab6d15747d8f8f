"""The activation figures' numbers against PyTorch, and what the bending figure claims to show."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.figures import Activation, Bend
from dlbook.figures.activation import KINDS
from dlbook.figures.bend import ACTIVATIONS, DATASETS, DEPTHS, WIDTHS

torch = pytest.importorskip("torch")

IN_TORCH = {
    "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu,
    "linear": lambda z: z * 1, "leaky_relu": torch.nn.functional.leaky_relu,
    "softplus": torch.nn.functional.softplus,
    "gelu": lambda z: torch.nn.functional.gelu(z, approximate="tanh"),
}  # fmt: skip
STRAIGHT = ACTIVATIONS.index("linear")


@pytest.mark.parametrize("z", [-6, -0.7, 0, 0.1, 6])
@pytest.mark.parametrize("kind", range(len(KINDS)))
def test_value_and_slope_are_pytorch_s(kind, z):
    state = torch.tensor(float(z), dtype=torch.float64, requires_grad=True)
    value = IN_TORCH[KINDS[kind]](state)
    value.backward()
    found = Activation().numbers(kind=kind, z=z)
    assert found["a"] == pytest.approx(value.item(), rel=0, abs=1e-14)
    assert found["slope"] == pytest.approx(state.grad.item(), rel=0, abs=1e-14)
    in_page = Activation().computed(kind=kind, z=float(z))
    assert [in_page["a"], in_page["slope"]] == pytest.approx(list(found.values()), abs=1e-14)


@pytest.mark.parametrize("dataset", range(len(DATASETS)))
def test_without_an_activation_every_network_is_the_same_line(dataset):
    found = [
        Bend().numbers(dataset=dataset, activation=STRAIGHT, depth=depth, width=width, cut=0.4)
        for depth in range(len(DEPTHS))
        for width in (0, len(WIDTHS) - 1)
    ]
    losses = [numbers["train_loss"] for numbers in found]
    # all reach the one minimum of a convex loss; Adam's last steps leave the sixth digit open
    assert np.ptp(losses) < 1e-4
    assert {numbers["bend"] for numbers in found} == {0.0}


def test_a_few_relu_units_fence_the_inner_circle_in():
    def accuracy(width: int) -> float:
        state = {"dataset": DATASETS.index("circles"), "activation": ACTIVATIONS.index("relu")}
        at = WIDTHS.index(width)
        return Bend().numbers(**state, depth=0, width=at, cut=0.0)["train_accuracy"]

    assert accuracy(2) < 0.9
    assert accuracy(3) > 0.98


def test_the_text_alternative_names_what_the_sliders_say():
    assert "activation = ReLU" in repr(Activation(kind=KINDS.index("relu")))
    assert "hidden layers = 2 of 8 units" in repr(Bend(depth=1))

"""The chain of the smallest deep network as the page works it out, against autograd and dlbook."""

import numpy as np
import pytest
import torch

from dlbook.numpy_engine import Network, value_and_gradient
from tests.figures.test_formulas import in_node

CASES = [
    {"x": 2.0, "y": 1.0, "w1": 0.5, "w2": -1.0},
    {"x": -3.0, "y": 0.0, "w1": 3.0, "w2": 3.0},
    {"x": 0.0, "y": 0.5, "w1": -1.2, "w2": 0.7},
    {"x": 1.3, "y": 0.3, "w1": -2.0, "w2": 0.0},
]


def in_page(case: dict) -> dict:
    return in_node(
        "(() => { const v = f.chainForward(given);"
        " const nudged = { w1: f.nudged(given, 'w1'), w2: f.nudged(given, 'w2') };"
        " return { ...v, ...f.chainBackward(v), nudged }; })()",
        case,
    )


@pytest.mark.parametrize("case", CASES)
def test_values_and_derivatives_equal_autograd(case):
    x, y, w1, w2 = (torch.tensor(case[k], dtype=torch.float64) for k in ("x", "y", "w1", "w2"))
    for weight in (w1, w2):
        weight.requires_grad_()
    z1 = w1 * x
    a1 = torch.sigmoid(z1)
    z2 = w2 * a1
    y_hat = torch.sigmoid(z2)
    for value in (z1, a1, z2, y_hat):
        value.retain_grad()
    J = (y_hat - y) ** 2
    J.backward()
    page = in_page(case)
    forward = {"z1": z1, "a1": a1, "z2": z2, "y_hat": y_hat, "J": J}
    backward = {"d_w1": w1, "d_w2": w2, "d_z1": z1, "d_a1": a1, "d_z2": z2, "d_y": y_hat}
    for name, value in forward.items():
        assert page[name] == pytest.approx(value.item(), abs=1e-12)
    for name, value in backward.items():
        assert page[name] == pytest.approx(value.grad.item(), abs=1e-12)


@pytest.mark.parametrize("case", CASES)
def test_derivatives_equal_the_engine_s_and_the_nudged_ones(case):
    network = Network((1, 1, 1), activation="sigmoid", output="sigmoid")
    network.flat[:] = [case["w1"], 0.0, case["w2"], 0.0]
    loss, gradient = value_and_gradient(
        network, np.array([[case["x"]]]), np.array([case["y"]]), "mse"
    )
    page = in_page(case)
    assert page["J"] == pytest.approx(loss, abs=1e-12)
    np.testing.assert_allclose([page["d_w1"], page["d_w2"]], gradient[[0, 2]], atol=1e-12)
    # a step of 1e-5 leaves about 1e-10 of truncation and 1e-11 of rounding
    nudged = [page["nudged"]["w1"], page["nudged"]["w2"]]
    np.testing.assert_allclose(nudged, gradient[[0, 2]], atol=1e-9)

"""The figure of signals through depth: against PyTorch, and its histograms against counting."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dlbook import torch_engine
from dlbook.figures.depth import ACTIVATIONS, BARS, DEPTHS, GAINS, SATURATED, WIDTH, Depth, images
from dlbook.numpy_engine import scaled


def by_torch(activation: int, gain: float, depth: int):
    """Root mean squares of activations and of gradients by the states, from autograd, and how many
    per cent of the last hidden layer's units are saturated (tanh) or silent (ReLU)."""
    X, y = images()
    network = torch_engine.Network(
        (64, *[WIDTH] * depth, 10), activation=ACTIVATIONS[activation], output="softmax",
        init=scaled(gain), seed=0, dtype="float64",
    )  # fmt: skip
    state = network.state_dict()
    a, states, hidden = torch.tensor(X), [], []
    for k in range(depth + 1):
        states.append(a @ state[f"layers.{k}.weight"].clone().requires_grad_().T)
        a = getattr(torch, ACTIVATIONS[activation])(states[-1])
        hidden.append(a)
    loss = torch.nn.functional.cross_entropy(states[-1], torch.tensor(y), reduction="sum")
    back = torch.autograd.grad(loss, states[:-1])
    sizes = [[float((t.detach() ** 2).mean().sqrt()) for t in ts] for ts in (hidden[:-1], back)]
    last = hidden[-2].detach()
    quiet = last.abs() > SATURATED if ACTIVATIONS[activation] == "tanh" else last <= 0
    return *sizes, float(100 * quiet.double().mean())


@pytest.mark.parametrize("activation", [0, 1])
@pytest.mark.parametrize("gain", [0.25, 2**0.5, 4.0])
def test_sizes_are_those_of_pytorch(activation, gain):
    recorded = Depth().answer(activation=activation, gain=gain)
    for k, depth in enumerate(DEPTHS):
        forward, backward, _ = by_torch(activation, gain, depth)
        # float32 over twenty layers, against float64; large gains amplify the rounding
        np.testing.assert_allclose(recorded["forward"][:depth], forward, rtol=1e-4)
        np.testing.assert_allclose(recorded["backward"][k, :depth], backward, rtol=5e-3)
        assert np.isnan(recorded["backward"][k, depth:]).all()


@pytest.mark.parametrize("activation", [0, 1])
def test_the_numbers_shown_are_those_of_pytorch(activation):
    figure, gain = Depth(), GAINS[10]
    recorded = figure.answer(activation=activation, gain=gain)
    for k, depth in enumerate(DEPTHS):
        forward, backward, share = by_torch(activation, gain, depth)
        shown = {
            "forward_first": forward[0],
            "forward_last": forward[-1],
            "backward_first": backward[0],
            "backward_last": backward[-1],
            "share": share,
        }
        # float32 against float64; a unit near the edge of what counts may fall on the other side
        found = figure.numbers(activation=activation, gain=gain, depth=k)
        assert found == pytest.approx(shown, rel=5e-3, abs=0.02)
        assert recorded["share"][depth - 1] == pytest.approx(share, abs=0.02)


def relu_by_hand(gain: float, size: float) -> tuple[float, float]:
    """What a wide layer makes of activations of a size, and by how much it scales gradients: half
    of z² is left on average, and half of the slopes are 1."""
    return size * gain / 2**0.5, gain / 2**0.5


def tanh_by_quadrature(gain: float, size: float) -> tuple[float, float]:
    """The same for tanh, with Gauss and Legendre's rule for means over a normal z."""
    x, weights = np.polynomial.legendre.leggauss(400)
    a = np.tanh(gain * size * 8 * x)
    share = 8 * weights * np.exp(-((8 * x) ** 2) / 2) / np.sqrt(2 * np.pi)
    return (share @ a**2) ** 0.5, gain * (share @ (1 - a**2) ** 2) ** 0.5


@pytest.mark.parametrize(("activation", "layer"), [(0, tanh_by_quadrature), (1, relu_by_hand)])
@pytest.mark.parametrize("gain", [0.25, 1.0, 2**0.5, 4.0])
def test_expected_curves_are_what_the_spread_of_the_weights_gives(activation, layer, gain):
    recorded = Depth().answer(activation=activation, gain=gain)
    sizes, factors = [np.sqrt(np.mean(images()[0] ** 2))], []
    for _ in range(DEPTHS[-1]):
        size, factor = layer(gain, sizes[-1])
        sizes.append(size)
        factors.append(factor)
    np.testing.assert_allclose(recorded["expected"], sizes[1:], rtol=1e-5)
    for k, depth in enumerate(DEPTHS):
        # from the measured gradients of the last layer down: through each layer's own slopes
        last = recorded["backward"][k, depth - 1]
        expected = [last * np.prod(factors[at : depth - 1]) for at in range(depth)]
        np.testing.assert_allclose(recorded["expected_backward"][k, :depth], expected, rtol=1e-5)
        assert np.isnan(recorded["expected_backward"][k, depth:]).all()


def test_histograms_count_the_activations():
    # the first layer's network by hand: ReLU, everything above 4 at 4
    X, _ = images()
    W = scaled(4.0)(np.random.default_rng(np.random.SeedSequence(0).spawn(3)[0]), WIDTH, 64)
    a = np.minimum(np.maximum(X @ W.T, 0), 4)
    bars = Depth().answer(activation=1, gain=4.0)["bars"]
    assert bars.shape == (DEPTHS[-1], BARS)
    zero_to_a_tenth, last = np.mean(a < 0.1), np.mean(a >= 3.9)
    assert bars[0].max() == bars[0, 0] == 255
    assert bars[0, -1] / 255 == pytest.approx(np.sqrt(last / zero_to_a_tenth), abs=0.01)


def test_the_gains_hold_the_rules():
    assert min(abs(np.array(GAINS) - 1)) < 1e-12
    assert min(abs(np.array(GAINS) - np.sqrt(2))) < 1e-12

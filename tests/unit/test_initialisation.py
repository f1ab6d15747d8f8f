"""Initialisations: their spread against torch.nn.init's, shapes and bad arguments."""

import pickle

import numpy as np
import pytest
import torch

from dlbook.numpy_engine import Network, initial_weights, normal, scaled, uniform

N_OUT, N_IN = 300, 500
THEIRS = {
    "glorot_uniform": torch.nn.init.xavier_uniform_,
    "glorot_normal": torch.nn.init.xavier_normal_,
    "he_uniform": torch.nn.init.kaiming_uniform_,
    "he_normal": torch.nn.init.kaiming_normal_,
    "lecun_uniform": lambda W: torch.nn.init.kaiming_uniform_(W, nonlinearity="linear"),
    "lecun_normal": lambda W: torch.nn.init.kaiming_normal_(W, nonlinearity="linear"),
}


@pytest.mark.parametrize("name", sorted(THEIRS))
def test_spread_is_torchs(name):
    ours = initial_weights(name, np.random.default_rng(0), N_OUT, N_IN)
    generator_state = torch.random.get_rng_state()
    torch.manual_seed(0)
    theirs = THEIRS[name](torch.empty(N_OUT, N_IN, dtype=torch.float64)).numpy()
    torch.random.set_rng_state(generator_state)
    assert ours.shape == (N_OUT, N_IN)
    # standard deviations of 150,000 draws each: known to 0.2 %
    assert ours.std() == pytest.approx(theirs.std(), rel=0.01)
    assert ours.mean() == pytest.approx(0, abs=4 * ours.std() / np.sqrt(ours.size))
    if name.endswith("uniform"):
        assert np.abs(ours).max() == pytest.approx(np.abs(theirs).max(), rel=1e-3)
    else:
        # the share beyond two standard deviations of a normal distribution
        assert (np.abs(ours) > 2 * ours.std()).mean() == pytest.approx(0.0455, abs=0.003)


def test_zeros_and_scales():
    rng = np.random.default_rng(0)
    assert not initial_weights("zeros", rng, 2, 3).any()
    assert initial_weights("normal", rng, N_OUT, N_IN).std() == pytest.approx(0.01, rel=0.01)
    assert initial_weights(normal(2.0), rng, N_OUT, N_IN).std() == pytest.approx(2.0, rel=0.01)
    drawn = initial_weights(uniform(0.5), rng, N_OUT, N_IN)
    assert 0.499 < drawn.max() < 0.5
    assert -0.5 <= drawn.min() < -0.499


def test_biases_start_at_zero():
    network = Network((4, 5, 2), init="he_normal")
    assert not any(layer.b.any() for layer in network.layers)
    assert all(layer.W.all() for layer in network.layers)


@pytest.mark.parametrize(
    ("init", "error", "message"),
    [
        ("glorot", ValueError, "init must be one of 'zeros'"),
        (None, TypeError, "init must be one of"),
        (lambda rng, n_out, n_in: [[np.nan, 1.0]], ValueError, "must be finite"),
    ],
)
def test_what_is_wrong_is_named(init, error, message):
    with pytest.raises(error, match=message):
        initial_weights(init, np.random.default_rng(0), 1, 2)


@pytest.mark.parametrize("make", [normal, uniform])
def test_scales_are_checked(make):
    with pytest.raises(ValueError, match="scale must be a finite number of at least 0"):
        make(-1.0)


@pytest.mark.parametrize("init", ["zeros", "he_normal", normal(1.0)])
def test_sizes_are_checked(init):
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="n_in must be an integer of at least 1, got 0"):
        initial_weights(init, rng, 1, 0)
    with pytest.raises(TypeError, match="n_out must be an integer"):
        initial_weights(init, rng, 2.5, 1)


@pytest.mark.parametrize("init", [normal(0.5), uniform(0.1), scaled(1.4)])
def test_rules_can_be_sent_to_other_processes(init):
    again = pickle.loads(pickle.dumps(init))
    W, same = (rule(np.random.default_rng(3), 2, 4) for rule in (init, again))
    np.testing.assert_array_equal(W, same)

"""Landscapes of networks: against the engines, against NumPy, and against shapes worked by hand."""

import numpy as np
import pytest
import torch

from dlbook import numpy_engine, torch_engine
from dlbook.experiments.terrain import (
    DeepNetwork,
    filter_normalised,
    heights_on_line,
    heights_on_plane,
    losses_at,
    pits,
    point_of,
    principal_directions,
    random_direction,
    share_curving_down,
    train_with_trail,
)
from dlbook.experiments.terrain.survey import SIDE, Survey, plane, training_digits

SMALL = dict(n_in=4, width=5, n_out=3, blocks=2)
SIZES = (4, 5, 5, 5, 5, 5, 3)


@pytest.fixture
def examples():
    rng = np.random.default_rng(0)
    return rng.standard_normal((30, 4)), rng.integers(0, 3, 30)


def layers(network):
    values = [p.detach().numpy() for p in network.parameters()]
    return list(zip(values[::2], values[1::2], strict=True))


def cross_entropy(logits, y):
    logits = logits - logits.max(axis=1, keepdims=True)
    return -(logits - np.log(np.exp(logits).sum(axis=1, keepdims=True)))[np.arange(len(y)), y]


def test_a_plain_network_is_the_engine_s_network_of_the_same_seed(examples):
    X, _ = examples
    ours = DeepNetwork(**SMALL, seed=3)
    engine = torch_engine.Network(SIZES, init="he_normal", seed=3, device="cpu")
    found = ours(torch.from_numpy(X)).detach().numpy()
    np.testing.assert_allclose(found, engine.logits(X).numpy(), rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("scale", [None, 1.0, 0.25])
def test_a_residual_network_adds_what_came_in(examples, scale):
    X, _ = examples
    network = DeepNetwork(**SMALL, residual=True, scale=scale, seed=1)
    with torch.no_grad():
        for p in network.parameters():
            p.add_(0.1)  # so that the biases count too
    (W, b), *pairs, (W_out, b_out) = layers(network)
    a = np.maximum(X @ W.T + b, 0)
    for (W1, b1), (W2, b2) in zip(pairs[::2], pairs[1::2], strict=True):
        branch = np.maximum(a @ W1.T + b1, 0) @ W2.T + b2
        a = np.maximum(a + (scale or 1 / np.sqrt(2)) * branch, 0)
    found = network(torch.from_numpy(X)).detach().numpy()
    np.testing.assert_allclose(found, a @ W_out.T + b_out, rtol=0, atol=1e-12)


def test_plain_and_residual_start_from_the_same_weights():
    plain, residual = DeepNetwork(seed=5), DeepNetwork(residual=True, seed=5)
    assert torch.equal(point_of(plain), point_of(residual))
    assert not torch.equal(point_of(plain), point_of(DeepNetwork(seed=6)))


def test_the_trail_is_that_of_the_engine_s_training(examples):
    X, y = examples
    network = DeepNetwork(**SMALL, seed=2)
    trail = train_with_trail(network, X, y, epochs=6, lr=0.01, batch_size=8, seed=4)
    engine = torch_engine.Network(SIZES, init="he_normal", output="softmax", seed=2, device="cpu")
    history = torch_engine.train(
        engine, X, y, loss="softmax_cross_entropy", optimizer=torch_engine.Adam(0.01), epochs=6,
        batch_size=8, seed=4,
    )  # fmt: skip
    assert len(trail) == 7
    np.testing.assert_allclose(trail.losses, history.train_loss, rtol=0, atol=1e-12)
    np.testing.assert_allclose(trail.accuracies, history.train_accuracy, rtol=0, atol=1e-12)
    assert torch.equal(trail.points[-1], point_of(network))


def test_random_directions_leave_the_biases_and_normalised_ones_fit_every_unit():
    network = DeepNetwork(**SMALL, seed=1)
    raw = random_direction(network, seed=7)
    assert torch.equal(raw, random_direction(network, seed=7))
    fitted = DeepNetwork(**SMALL)
    torch.nn.utils.vector_to_parameters(filter_normalised(network, raw), fitted.parameters())
    for (W, _), (D, d_b) in zip(layers(network), layers(fitted), strict=True):
        np.testing.assert_allclose(np.linalg.norm(D, axis=1), np.linalg.norm(W, axis=1))
        assert not d_b.any()
    first, drawn = fitted.first.weight[0].detach().numpy(), raw[:4].numpy()
    cosine = first @ drawn / np.linalg.norm(first) / np.linalg.norm(drawn)
    assert cosine == pytest.approx(1, abs=1e-12)


def test_normalised_cuts_do_not_see_a_rescaling_that_changes_no_answer(examples):
    X, y = examples
    network, other = DeepNetwork(**SMALL, seed=1), DeepNetwork(**SMALL, seed=1)
    with torch.no_grad():
        other.hidden[1].weight.mul_(8.0)
        other.hidden[1].bias.mul_(8.0)
        other.hidden[2].weight.div_(8.0)
    raw = random_direction(network, seed=0)
    steps = np.linspace(-1, 1, 9)
    cuts = [
        heights_on_line(n, point_of(n), filter_normalised(n, raw), steps, X, y)
        for n in (network, other)
    ]
    np.testing.assert_allclose(*cuts, rtol=1e-12)


def test_principal_directions_are_eigenvectors_of_the_covariance():
    points = torch.from_numpy(np.random.default_rng(1).standard_normal((12, 5)) * [5, 3, 1, 1, 1])
    directions, shares = principal_directions(points)
    values, vectors = np.linalg.eigh(np.cov(points.numpy().T))
    np.testing.assert_allclose(shares, values[::-1][:2] / values.sum(), rtol=1e-12)
    for k in (0, 1):
        assert abs(directions[k].numpy() @ vectors[:, -1 - k]) == pytest.approx(1, abs=1e-12)
    assert (directions @ (points[0] - points[-1]) > 0).all()


def test_heights_are_the_losses_of_the_moved_network(examples):
    X, y = examples
    network = DeepNetwork(**SMALL, residual=True, seed=1)
    centre = point_of(network)
    pair = [random_direction(network, seed) for seed in (0, 1)]
    across, up = [-0.5, 0.0, 0.3], [0.1, 0.2]
    found = heights_on_plane(network, centre, pair, across, up, X, y)
    assert found.shape == (2, 3)
    moved = DeepNetwork(**SMALL, residual=True)
    for row, beta in enumerate(up):
        for column, alpha in enumerate(across):
            point = centre + alpha * pair[0] + beta * pair[1]
            torch.nn.utils.vector_to_parameters(point, moved.parameters())
            logits = moved(torch.from_numpy(X)).detach().numpy()
            expected = cross_entropy(logits, y).mean()
            assert found[row, column] == pytest.approx(expected, abs=1e-12)
    assert torch.equal(point_of(network), centre)


def test_single_precision_is_right_to_six_digits(examples):
    X, y = examples
    network = DeepNetwork(**SMALL, seed=1)
    points = point_of(network)[None] * torch.tensor([[0.5], [1.0], [1.5]])
    fast, exact = (losses_at(network, points, X, y, dtype=d) for d in ("float32", "float64"))
    np.testing.assert_allclose(fast, exact, rtol=2e-6)
    assert not np.array_equal(fast, exact)


@pytest.mark.parametrize("seed", range(6))
def test_a_quadratic_curves_down_where_its_matrix_has_a_negative_eigenvalue(seed):
    A = np.random.default_rng(seed).standard_normal((2, 2))
    A = A + A.T
    u, v = np.meshgrid(np.linspace(-1, 1, 7), np.linspace(-2, 2, 9))  # another step each way
    surface = A[0, 0] * u * u + 2 * A[0, 1] * u * v + A[1, 1] * v * v
    expected = float(np.linalg.eigvalsh(A)[0] < 0)
    assert share_curving_down(surface) == expected
    assert share_curving_down(100 * surface + 3) == expected


def test_the_number_on_lines_and_the_pits_by_hand():
    line = [4.0, 1.0, 3.0, 0.0, 2.0]
    assert share_curving_down(line) == pytest.approx(1 / 3)
    assert pits(line) == 2
    assert share_curving_down(np.arange(6.0) ** 2) == 0
    flat = np.zeros((4, 5))
    assert pits(flat) == 0
    flat[1, 2] = flat[2, 3] = -1.0  # side by side at a corner: neither is below the other
    assert pits(flat) == 0
    flat[2, 3] = 0.0
    assert pits(flat) == 1


def test_the_shadow_of_a_point_on_the_plane_is_its_place(examples):
    X, y = examples
    network = DeepNetwork(**SMALL, seed=1)
    made = Survey(network, train_with_trail(network, X, y, epochs=4, batch_size=8), X, y)
    for cut in (made.random_plane(), made.path_plane()):
        assert cut.heights.shape == (SIDE, SIDE)
        places = np.array([[cut.across[3], cut.up[30]], [0.0, 0.0], [0.7, -2.0]])
        points = cut.centre + torch.from_numpy(places) @ cut.directions
        np.testing.assert_allclose(cut.shadow(points), places, rtol=0, atol=1e-12)
        expected = losses_at(network, points[:1], X, y)[0]
        assert cut.heights[30, 3] == pytest.approx(expected, rel=1e-5)
    path = cut.shadow(made.trail.points)
    for steps, places in ((cut.across, path[:, 0]), (cut.up, path[:, 1])):
        assert steps[0] < places.min()
        assert places.max() < steps[-1]


def test_the_digits_of_the_survey_are_1437_and_in_float64():
    X, y = training_digits()
    assert X.shape == (1437, 64)
    assert X.dtype == np.float64
    assert set(y) == set(range(10))
    engine = numpy_engine.Network((64, 10), output="softmax")
    assert engine.logits(X).shape == (1437, 10)


NETWORK = DeepNetwork(**SMALL)
HERE = point_of(NETWORK)


def on_line(steps, centre=HERE, direction=HERE):
    return heights_on_line(NETWORK, centre, direction, steps, X_OK, Y_OK)


def on_plane(directions, across=(0.0,), up=(0.0,)):
    return heights_on_plane(NETWORK, HERE, directions, across, up, X_OK, Y_OK)


X_OK, Y_OK = np.ones((2, 4)), np.array([0, 2])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: DeepNetwork(blocks=0), "blocks must be an integer of at least 1, got 0"),
        (lambda: DeepNetwork(width=0), "width must be"),
        (lambda: DeepNetwork(residual=1), "residual must be True or False, got 1"),
        (lambda: DeepNetwork(scale=0.5), "scale=0.5 needs residual=True"),
        (lambda: DeepNetwork(residual=True, scale=0.0), "scale must be a finite number above 0"),
        (lambda: train_with_trail(NETWORK, X_OK, Y_OK, lr=0.0), "lr must be"),
        (lambda: train_with_trail(NETWORK, X_OK, Y_OK, epochs=-1), "epochs must be"),
        (
            lambda: train_with_trail(NETWORK, X_OK, np.array([0, 3])),
            "y must hold class numbers 0 to 2",
        ),
        (lambda: losses_at(NETWORK, torch.ones(2, 3), X_OK, Y_OK), r"points must have shape \(n, "),
        (lambda: losses_at(NETWORK, torch.ones(1, 3), X_OK, Y_OK, dtype="half"), "dtype must be"),
        (lambda: filter_normalised(NETWORK, torch.ones(3)), r"direction must .* got shape \(3,\)"),
        (lambda: filter_normalised(NETWORK, [1, 2]), "direction must be a tensor of floats, got l"),
        (lambda: filter_normalised(3, HERE), "network must be a torch.nn.Module, got 3"),
        (lambda: train_with_trail(NETWORK, X_OK[:, :2], Y_OK), r"X must be .* shape \(2, 2\)"),
        (lambda: train_with_trail(NETWORK, X_OK, Y_OK, batch_size=0), "batch_size must be"),
        (lambda: losses_at(NETWORK, HERE[None], X_OK[:, :2], Y_OK), r"X must be .* shape \(2, 2\)"),
        (lambda: losses_at(NETWORK, HERE[None][:0], X_OK, Y_OK), "points must .* n at least 1"),
        (lambda: losses_at(NETWORK, HERE[None].numpy(), X_OK, Y_OK), "points must be a tensor"),
        (lambda: on_line([]), "steps must be a sequence of one or more numbers"),
        (lambda: on_line(0.5), "steps must be a sequence of one or more numbers, got 0.5"),
        (lambda: on_line([0.0], centre=HERE.numpy()), "centre must be a tensor of floats"),
        (lambda: on_line([0.0], direction=HERE[1:]), r"direction must have shape \(\d+,\)"),
        (lambda: on_plane([HERE]), "directions must be two, got 1"),
        (lambda: on_plane(3), "directions must be a sequence of two tensors, got 3"),
        (lambda: on_plane([HERE, HERE[1:]]), r"directions\[1\] must have shape"),
        (lambda: on_plane([HERE, HERE], across=[]), "across must be a sequence of one or more"),
        (lambda: on_plane([HERE, HERE], up=0.5), "up must be a sequence of one or more"),
        (
            lambda: filter_normalised(NETWORK, torch.zeros(len(point_of(NETWORK)))),
            "direction must have a part for every unit",
        ),
        (lambda: point_of(None), "network must be a torch.nn.Module, got None"),
        (lambda: random_direction("net", 0), "network must be a torch.nn.Module, got 'net'"),
        (lambda: random_direction(NETWORK, -1), "seed must be"),
        (lambda: principal_directions(torch.ones(2, 9)), r"got shape \(2, 9\)"),
        (lambda: principal_directions(torch.rand(9, 2), 5), r"got shape \(9, 2\)"),
        (lambda: principal_directions(np.ones((9, 9))), "points must be a tensor of floats"),
        (lambda: principal_directions(torch.ones(5, 9)), "points must not all be the same"),
        (lambda: share_curving_down([1.0, 2.0]), r"heights must have .* got shape \(2,\)"),
        (lambda: pits(np.zeros((2, 9))), r"heights must have .* got shape \(2, 9\)"),
        (lambda: plane("sideways", True), "name must be one of 'at random'"),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises((ValueError, TypeError), match=message):
        call()

"""Activations, losses and optimisers of the user's own: plain functions, run as the book's are."""

from dataclasses import dataclass

import numpy as np
import pytest

from dlbook.formulas import activations
from dlbook.formulas.losses import Loss
from dlbook.numpy_engine import (
    SGD,
    Adam,
    Network,
    check_gradients,
    save,
    sweep,
    train,
    value_and_gradient,
)
from tests.unit.own_kinds import (
    NormedDescent,
    SignDescent,
    X,
    Y,
    huber,
    huber_slope,
    network,
    softsign,
    softsign_slope,
    squared,
)


@pytest.mark.parametrize(
    ("call", "g", "slope"),
    [
        *(
            (r"g\(z\)", g, softsign_slope)
            for g in (
                np.sum, lambda z: 1.0, lambda z: None, lambda z: 1j * z, lambda z: z.tolist(),
                np.transpose, lambda z: "a",
            )
        ),
        *(
            (r"slope\(z, a\)", softsign, slope)
            for slope in (lambda z, a: None, lambda z, a: a * 1j, lambda z, a: z[:1])
        ),
    ],
)  # fmt: skip
def test_an_activation_that_returns_another_thing_is_named(call, g, slope):
    for make in (
        lambda: Network((3, 4, 1), activation=(g, slope)),
        lambda: sweep((3, 4, 1), X, Y, activation=(g, slope), loss="mse", epochs=1),
    ):
        with pytest.raises(TypeError, match=f"activation must be functions whose {call} is an arr"):
            make()


def test_a_pair_of_functions_is_an_activation():
    made = network()
    a = made.activations(X)
    np.testing.assert_allclose(a[1], softsign(X @ made.layers[0].W.T + made.layers[0].b))
    assert check_gradients(made, X, Y, "mse") < 1e-6
    history = train(made, X, Y, loss="mse", optimizer=Adam(0.05), epochs=50, batch_size=10)
    assert history.train_loss[-1] < 0.5 * history.train_loss[0]


@pytest.mark.parametrize("pair", [(lambda: 0, softsign), (softsign, lambda z: z)])
def test_functions_with_other_arguments_are_named(pair):
    with pytest.raises(TypeError, match=r"activation's (g|slope) must be a function of \(z"):
        Network((3, 4, 1), activation=pair)


def test_a_pair_is_shown_as_it_was_given():
    pair = softsign, softsign_slope
    assert f"activation={pair!r}" in repr(Network((3, 4, 1), activation=pair))


def test_a_pair_is_tried_when_it_is_given_and_not_again():
    asked = []

    def g(z):
        asked.append(z.shape)
        return np.tanh(z)

    network = Network((2, 3, 1), activation=(g, lambda z, a: 1 - a**2))
    assert len(asked) == 1
    asked.clear()
    for _ in range(2):
        network.predict(np.ones((5, 2)))
    assert asked == [(3, 5)] * 2
    network.activation = (lambda z: "no", lambda z, a: a)
    with pytest.raises(TypeError, match="activation must be functions whose g"):
        network.predict(np.ones((5, 2)))


def test_the_books_own_as_a_pair_gives_its_bits():
    by_name = Network((3, 4, 1), activation="tanh", seed=0)
    pair = Network((3, 4, 1), activation=(np.tanh, lambda z, a: 1 - a * a), seed=0)
    for one in (by_name, pair):
        train(one, X, Y, loss="mse", optimizer=SGD(0.1), epochs=20)
    np.testing.assert_array_equal(by_name.flat, pair.flat)


def test_a_loss_of_ones_own():
    own = Loss(huber, huber_slope)
    assert check_gradients(network(), X, Y, own) < 1e-6
    history = train(network(), X, Y, loss=own, optimizer=SGD(0.1), epochs=3)
    made = network()
    assert history.train_loss[0] == pytest.approx(huber(made.predict(X)[:, 0], Y).mean(), rel=1e-12)
    assert np.isnan(history.train_accuracy).all()


def test_a_loss_that_knows_which_answers_are_right():
    own = Loss(huber, huber_slope, right=lambda z, y: np.abs(z - y) < 0.5)
    history = train(network(), X, Y, loss=own, optimizer=SGD(0.1), epochs=1, record=1)
    made = network()
    share = np.mean(np.abs(made.predict(X)[:, 0] - Y) < 0.5)
    assert history.train_accuracy[0] == pytest.approx(share)


@pytest.mark.parametrize("optimizer", [SignDescent(0.02), NormedDescent(), SignDescent(0.1, 0.5)])
def test_an_optimiser_of_ones_own(optimizer):
    made, by_hand = network(), network()
    train(made, X, Y, loss="mse", optimizer=optimizer, epochs=5)
    alone = optimizer.fresh()
    for _ in range(5):
        alone.step(by_hand.flat, value_and_gradient(by_hand, X, Y, "mse")[1])
    np.testing.assert_allclose(made.flat, by_hand.flat, rtol=1e-12)


@pytest.mark.parametrize("axis", [None, 0])
def test_a_loss_without_a_term_for_each_example_is_refused(axis):
    own = Loss(lambda y_hat, y: np.sum(squared(y_hat, y), axis=axis), lambda y_hat, y: y_hat - y)
    for call in (
        lambda: train(network(), X, Y, loss=own, optimizer=SGD(), epochs=1),
        lambda: sweep((3, 4, 1), X, Y, lr=(0.1, 0.2), loss=own, epochs=1),
    ):
        with pytest.raises(ValueError, match=r"a loss's terms must be \(n_out, n\) or \(1, n\)"):
            call()


@pytest.mark.parametrize(
    "returned", [lambda theta: (theta, {}), lambda theta: theta, lambda theta: None]
)
@pytest.mark.parametrize("names", [("mean",), ()])
def test_an_update_that_returns_something_else_is_named(returned, names):
    @dataclass
    class Odd(SignDescent):
        state_names = names

        def update(self, theta, g, state, lr):
            return returned(theta - lr * g)

    def made():
        train(network(), X, Y, loss="mse", optimizer=Odd(), epochs=1)

    if not names and isinstance(returned(0), tuple):
        return made()
    with pytest.raises(TypeError, match=r"update must return a pair, .* arrays for \["):
        made()


def test_a_slope_that_adds_truths_gives_the_gradient_of_numpy():
    def slope(z, a):
        return ((z > -1) + (z < 1)) * (1 - a * a)

    made = Network((3, 5, 1), activation=(np.tanh, slope), seed=0)
    by_name = Network((3, 5, 1), activation="tanh", seed=0)
    gradients = [value_and_gradient(one, X, Y, "mse")[1] for one in (made, by_name)]
    np.testing.assert_allclose(*gradients, rtol=1e-13)


def test_what_is_wrong_is_named(tmp_path):
    with pytest.raises(TypeError, match=r"activation must be one of .* or a pair of functions"):
        Network((3, 4, 1), activation=(np.tanh,))
    with pytest.raises(TypeError, match=r"loss must be one of .* or a Loss"):
        train(network(), X, Y, loss=huber, optimizer=SGD(), epochs=1)
    with pytest.raises(ValueError, match="this loss needs a network with output='linear' or"):
        train(Network((3, 2), output="softmax"), X, Y, loss=Loss(huber, huber_slope),
              optimizer=SGD(), epochs=1)  # fmt: skip
    with pytest.raises(ValueError, match=r"activation .* cannot be saved"):
        save(network(), tmp_path / "network.npz")


@pytest.mark.parametrize("name", sorted(activations.ACTIVATIONS))
def test_every_activation_of_the_book_trains(name):
    made = Network((3, 6, 1), activation=name, seed=0)
    assert check_gradients(made, X, Y, "mse") < 1e-6
    history = train(made, X, Y, loss="mse", optimizer=Adam(0.02), epochs=30)
    assert history.train_loss[-1] < history.train_loss[0]

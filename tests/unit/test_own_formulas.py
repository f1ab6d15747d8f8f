"""Activations, losses and optimisers of the user's own: plain functions, run as the book's are."""

import warnings
from dataclasses import dataclass

import numpy as np
import pytest

from dlbook.formulas import activations
from dlbook.formulas.losses import Loss
from dlbook.numpy_engine import (
    SGD,
    Adam,
    Network,
    Optimizer,
    check_gradients,
    save,
    sweep,
    train,
    value_and_gradient,
)
from dlbook.numpy_engine.objective import Objective
from dlbook.numpy_engine.training import Loop
from dlbook.programs import Program

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(30, 3)), RNG.normal(size=30)


def softsign(z):
    return z / (1 + np.abs(z))


def softsign_slope(z, a):
    return (1 - np.abs(a)) * (1 - np.abs(a))


def huber(y_hat, y):
    r = np.abs(y_hat - y)
    return np.where(r < 1, 0.5 * r * r, r - 0.5)


def huber_slope(y_hat, y):
    return np.minimum(np.maximum(y_hat - y, -1.0), 1.0)


def squared(y_hat, y):
    return (y_hat - y) * (y_hat - y)


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


@dataclass
class SignDescent(Optimizer):
    lr: float = 0.01
    weight_decay: float = 0.0

    def update(self, theta, g, state, lr):
        return theta - lr * np.sign(g), {}


@dataclass
class NormedDescent(Optimizer):
    """Steps of one length along an average of gradients: it looks at all parameters together."""

    lr: float = 0.05
    weight_decay: float = 0.0
    state_names = ("mean",)

    def update(self, theta, g, state, lr):
        mean = 0.5 * state["mean"] + g
        return theta - lr * mean / np.sqrt(np.sum(mean * mean, axis=-1, keepdims=True)), {
            "mean": mean
        }


@dataclass
class Branching(SignDescent):
    def update(self, theta, g, state, lr):
        return (theta - lr * g if np.abs(g).max() > 1 else theta - lr * np.sign(g)), {}


@dataclass
class LengthDescent(SignDescent):
    """Steps of one length: its sum leaves no axis of a parameter's."""

    def update(self, theta, g, state, lr):
        return theta - lr * g / np.sqrt(np.sum(g * g)), {}


@dataclass
class LengthDescentUntraced(SignDescent):
    def update(self, theta, g, state, lr):
        return theta - lr * g / np.linalg.norm(g), {}


@dataclass
class PairDescent(SignDescent):
    """Gradients meet an array with an axis more than they have, and a product of matrices."""

    def update(self, theta, g, state, lr):
        both = np.stack([g, theta])
        return theta - lr * np.mean(both + g, axis=0) * (g @ g), {}


def network(**settings):
    return Network((3, 5, 4, 1), activation=(softsign, softsign_slope), seed=1, **settings)


def test_a_pair_of_functions_is_an_activation():
    made = network()
    a = made.activations(X)
    np.testing.assert_allclose(a[1], softsign(X @ made.layers[0].W.T + made.layers[0].b))
    assert check_gradients(made, X, Y, "mse") < 1e-6
    history = train(made, X, Y, loss="mse", optimizer=Adam(0.05), epochs=50, batch_size=10)
    assert history.train_loss[-1] < 0.5 * history.train_loss[0]


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


@pytest.mark.parametrize("optimizer", [SignDescent(), NormedDescent()])
def test_sweeps_are_what_training_one_by_one_gives(optimizer):
    given = {"loss": Loss(huber, huber_slope), "epochs": 6, "batch_size": 7}
    result = sweep(
        (3, 4, 1), X, Y, lr=(0.01, 0.1), seeds=(0, 1), optimizer=optimizer, keep_parameters=True,
        activation=(softsign, softsign_slope), **given,
    )  # fmt: skip
    for k, lr in enumerate((0.01, 0.1)):
        for s in (0, 1):
            made = Network((3, 4, 1), activation=(softsign, softsign_slope), seed=s)
            train(made, X, Y, optimizer=type(optimizer)(lr), seed=s, **given)
            np.testing.assert_allclose(result.parameters[k, 0, s, -1], made.flat, atol=1e-12)


OF_ALL = {
    "the largest": lambda z: np.max(np.abs(z)),
    "of each example": lambda z: 1 + np.sum(z * z, axis=0),
    "of each unit": lambda z: 1 + np.sum(np.abs(z), axis=1)[:, None],
    "without a program": lambda z: 1 + np.linalg.norm(z, axis=0),
    "how many units": lambda z: len(z),
    "products": lambda z: 1 + np.sum(np.stack([z, -z, 2 * z]) @ (z.T @ z), axis=0) ** 2,
}


@pytest.mark.parametrize("n_rates", [2, 17])  # (3, 3, 1) has 16 parameters, (17,) meets the biases
@pytest.mark.parametrize("kind", [LengthDescent, LengthDescentUntraced, PairDescent])
@pytest.mark.filterwarnings("ignore:.* runs without a program")
def test_a_sweep_does_not_mix_networks_in_an_update(kind, n_rates):
    rates, given = tuple(np.linspace(0.01, 0.1, n_rates)), {"loss": "mse", "epochs": 4}
    result = sweep((3, 3, 1), X, Y, lr=rates, seeds=(0, 1), optimizer=kind(), **given)
    for k, lr in enumerate(rates):
        for s in (0, 1):
            history = train(Network((3, 3, 1), seed=s), X, Y, optimizer=kind(lr), seed=s, **given)
            np.testing.assert_allclose(result.train_loss[k, 0, s], history.train_loss, rtol=1e-12)


@pytest.mark.parametrize("over", OF_ALL.values(), ids=OF_ALL)
@pytest.mark.filterwarnings("ignore:.* runs without a program")
def test_a_sweep_does_not_mix_networks_in_an_activation(over):
    activation = lambda z: z / over(z), lambda z, a: 0 * z + 1 / over(z)
    given = {"loss": "mse", "epochs": 3, "l2": 0.01}  # on all at a time: some mix examples
    rates, dropouts = (0.05, 0.02), (0.0, 0.5)
    result = sweep(
        (3, 4, 1), X, Y, lr=rates, dropout=dropouts, seeds=(0, 1), activation=activation, **given
    )
    for k, lr in enumerate(rates):
        for d, dropout in enumerate(dropouts):
            for s in (0, 1):
                made = Network((3, 4, 1), activation=activation, dropout=dropout, seed=s)
                history = train(made, X, Y, optimizer=SGD(lr), seed=s, **given)
                np.testing.assert_allclose(
                    result.train_loss[k, d, s], history.train_loss, rtol=1e-12
                )


@pytest.mark.filterwarnings("ignore:.* runs without a program")
def test_a_sweep_does_not_mix_networks_in_a_loss():
    own = Loss(
        lambda y_hat, y: squared(y_hat, y) * (len(y) + np.linalg.norm(y_hat)),
        lambda y_hat, y: 2 * (y_hat - y),
        right=lambda z, y: np.abs(z - y) < np.median(np.abs(z - y)),
    )
    given = {"loss": own, "epochs": 3, "record": 1}
    result = sweep((3, 4, 1), X, Y, lr=(0.05, 0.02), seeds=(0, 1), **given)
    for k, lr in enumerate((0.05, 0.02)):
        for s in (0, 1):
            history = train(Network((3, 4, 1), seed=s), X, Y, optimizer=SGD(lr), seed=s, **given)
            np.testing.assert_allclose(result.train_loss[k, 0, s], history.train_loss, rtol=1e-12)
            np.testing.assert_array_equal(result.train_accuracy[k, 0, s], history.train_accuracy)


@pytest.mark.parametrize("axis", [None, 0])
def test_a_loss_without_a_term_for_each_example_is_refused(axis):
    own = Loss(lambda y_hat, y: np.sum(squared(y_hat, y), axis=axis), lambda y_hat, y: y_hat - y)
    for call in (
        lambda: train(network(), X, Y, loss=own, optimizer=SGD(), epochs=1),
        lambda: sweep((3, 4, 1), X, Y, lr=(0.1, 0.2), loss=own, epochs=1),
    ):
        with pytest.raises(ValueError, match=r"a loss's terms must be \(n_out, n\) or \(1, n\)"):
            call()


def test_they_run_as_programs_with_as_many_calls_as_the_books():
    calls = []
    for activation, loss in (
        ("tanh", "mse"),
        (
            (np.tanh, lambda z, a: 1 - a * a),
            Loss(squared, lambda y_hat, y: 2 * (y_hat - y)),
        ),
    ):
        made = Network((3, 5, 1), activation=activation)
        loop = Loop(Objective(made, X, Y, loss), SGD(0.1))
        loop.run_to(1)
        batch = loop.steps._batches[0]
        calls.append(len(batch.calls))
        assert isinstance(loop.steps.update.program, Program)
    assert calls[0] == calls[1]


def test_what_a_function_looks_up_may_change_between_trainings():
    held = {}

    def leaky(z):
        return np.where(z > 0, z, held["leak"] * z)

    def leaky_slope(z, a):
        return np.where(z > 0, 1.0, held["leak"])

    ends = []
    for held["leak"] in (0.5, 0.1):
        made = Network((3, 4, 1), activation=(leaky, leaky_slope), seed=0)
        assert check_gradients(made, X, Y, "mse") < 1e-6
        ends.append(train(made, X, Y, loss="mse", optimizer=SGD(0.1), epochs=5).train_loss[-1])
    assert ends[0] != ends[1]


def test_what_cannot_be_traced_runs_all_the_same_and_says_so():
    made, twin = network(), network()
    with pytest.warns(UserWarning, match="runs without a program, slower: a branch on a value"):
        train(made, X, Y, loss="mse", optimizer=Branching(0.02), epochs=3)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # said once
        train(twin, X, Y, loss="mse", optimizer=Branching(0.02), epochs=3)
    np.testing.assert_array_equal(made.flat, twin.flat)

    def steps(z):
        return np.round(z) + z  # np.round is not among the operations of a program

    odd = Network((3, 4, 1), activation=(steps, lambda z, a: np.ones_like(z)), seed=0)
    with pytest.warns(UserWarning, match="np.round"):
        history = train(odd, X, Y, loss="mse", optimizer=SGD(0.01), epochs=5, batch_size=10)
    assert history.train_loss[-1] < history.train_loss[0]
    result = sweep(
        (3, 4, 1), X, Y, lr=0.01, activation=odd.activation, loss="mse", epochs=5, batch_size=10
    )
    np.testing.assert_allclose(result.train_loss[0, 0], history.train_loss, rtol=1e-12)


@pytest.mark.parametrize(
    "normed",
    [
        lambda z: z / (1 + z.max(initial=0)),
        lambda z: z / (1 + np.abs(z).sum(dtype=float)),
        lambda z: z / (1 + np.abs(z)[True].mean()),
    ],
)
def test_arguments_that_no_program_takes_run_directly(normed):
    made = Network((3, 4, 1), activation=(normed, lambda z, a: np.ones_like(z)), seed=0)
    with pytest.warns(UserWarning, match="runs without a program"):
        train(made, X, Y, loss="mse", optimizer=SGD(0.01), epochs=2)
    assert np.isfinite(made.predict(X)).all()


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
